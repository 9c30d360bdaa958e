# ruff: noqa: E501 -- a line of a page reads best in one line
"""Authors that microformats or icons mark, on pages as the systems of decision 074 make them."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page
from tests.pipelines.extract.test_system_bylines import ADA, BEN, STORY, TITLE, article, page


def _cards(*names: str) -> str:
    return "".join(
        f"<li class='h-card p-author'><a class='u-url'><b class='p-name'>{name}</b></a></li>" for name in names
    )


NAMES = [f"{first}{second}n" for first in "ADEJKLMN" for second in "aeiou"]


@pytest.mark.parametrize(
    ("story", "behind", "people"),
    [
        (_cards(ADA, BEN), "", (ADA, BEN)),
        (_cards(BEN, ADA), "", (BEN, ADA)),  # in the order that readers see
        (_cards(ADA), "", (ADA,)),
        (_cards(ADA) + f"<div class='h-cite'>{_cards(BEN)}</div>", "", (ADA,)),  # who commented on it
        (_cards(ADA) + f"<div class='p-comment'>{_cards('Rita Cole')}</div>", "", (ADA,)),
        (_cards(ADA) + f"<div class='webmention'>{_cards('Rita Cole')} likes this</div>", "", (ADA,)),
        (_cards(ADA) + f"<div class='comments'><div class='comment'>{_cards('Rita Cole')}</div></div>", "", (ADA,)),
        (_cards(ADA) + f"<div class='related-posts'>{_cards(BEN)}</div>", "", (ADA,)),
        (_cards(ADA) + f"<div hidden>{_cards(BEN)}</div>", "", (ADA,)),  # whose the template was
        (_cards(ADA, *(f"{name} {BEN}" for name in NAMES)), "", (ADA,)),  # all who work there
        (_cards(ADA, "The Desk"), "", (ADA,)),
        (_cards(ADA), f"<article class='h-entry'>{_cards(BEN)}</article>", (ADA,)),  # the next story's
        (_cards(ADA, BEN), f"<article class='h-entry'>{_cards(BEN)}</article>", (ADA,)),  # two stories: whose is whose?
        (_cards("Cara Lund", BEN), "", (ADA,)),  # whom the page declares is not among them
    ],
)
def test_authors_of_the_only_entry_in_microformats(story: str, behind: str, people: tuple[str, ...]) -> None:
    declared = f'{{"@type": "Article", "headline": "{TITLE}", "author": {{"@type": "Person", "name": "{ADA}"}}}}'
    told = f"<h1 class='p-name'>{TITLE}</h1><div class='e-content'>{STORY}</div><ul>{story}</ul>"
    body = f"<article class='h-entry'>{told}</article>"
    head = f'<script type="application/ld+json">{declared}</script>'
    assert authors(page(body + behind, head))[0] == people


DAY_BEHIND = "<i class='fa fa-calendar'></i> 2 March 2026 "


@pytest.mark.parametrize(
    ("above", "below", "people"),
    [
        ("<p><i class='icon reco-account'><b>Ada Marsh</b></i> <i class='icon reco-date'><b>3/2/2026</b></i></p>", "", (ADA,)),
        (f"<p>{DAY_BEHIND}<i class='fa fa-user'></i> Ada Marsh</p>", "", (ADA,)),
        ("<p><i class='bi bi-person'></i> Ada Marsh <i class='bi bi-clock'></i> <span>2 March 2026</span></p>", "", (ADA,)),
        ("<p><i class='fa fa-user'></i> Ada Marsh</p>", "", ()),  # the reader who is logged in
        ("<p><i class='fa fa-user'></i> Ada Marsh <i class='fa fa-clock'></i> just now</p>", "", ()),
        (f"<p>{DAY_BEHIND}<i class='fa fa-map'></i> Marsh Harbour</p>", "", ()),
        (f"<p>{DAY_BEHIND}<i class='fa fa-camera'></i> Ada Marsh</p>", "", ()),
        (f"<p>{DAY_BEHIND}<i class='fa fa-user'></i> Log in</p>", "", ()),
        (f"<p>{DAY_BEHIND}<i class='fa fa-user'></i> Harbour Town</p>", "", ()),
        (f"<p>{DAY_BEHIND}<a href='/town/ada-marsh/'><i class='fa fa-user'></i> Ada Marsh</a></p>", "", ()),
        ("", f"<p>{DAY_BEHIND}<i class='fa fa-user'></i> Ben Cole</p>", ()),  # a reader's letter below the story
    ],
)  # fmt: skip
def test_an_icon_of_a_person_beside_that_of_a_day_below_the_headline(
    above: str, below: str, people: tuple[str, ...]
) -> None:
    assert authors(page(article(above, below)))[0] == people


@pytest.mark.parametrize(
    "icon",
    [
        "<svg class='icon icon-user'><title>Author</title><path d='M0'/></svg>",
        "<i class='material-icons author'>person</i>",
        "<i class='fa fa-user'><span class='sr-only'>Author</span></i>",
        "<i class='icon-user'>\ue001</i>",
    ],
)
def test_the_label_within_an_icon_is_no_name(icon: str) -> None:
    assert authors(page(article(f"<p class='post-meta'>{icon} Ada Marsh</p>")))[0] == (ADA,)


@pytest.mark.parametrize(
    ("above", "people"),
    [
        ("<p>Editor: <a href='/author/ada-marsh'>Ada Marsh</a></p>", (ADA,)),
        ("<p>Redaktur: <a href='/author/ada-marsh'>Ada Marsh</a></p>", (ADA,)),
        ("<p>Editor: <a href='/author/ben-cole'>Ben Cole</a></p><p>Reporter <a href='/author/ada-marsh'>Ada Marsh</a></p>", (ADA,)),
        ("<div><b>Editor</b> <a href='/author/ben-cole'>Ben Cole</a></div>", ()),
        ("<p>Reviewed by <a href='/author/ben-cole'>Ben Cole</a></p>", ()),
    ],
)  # fmt: skip
def test_an_editor_signs_where_nobody_else_does(above: str, people: tuple[str, ...]) -> None:
    assert authors(page(article(above)))[0] == people


@pytest.mark.parametrize(
    "above",
    [
        "<noscript><p class='byline'>By Ada Marsh</p></noscript>",
        "<h1>By Ada Marsh</h1>",
        "<p class='byline'>Fotos: Ben Cole, Text: Ada Marsh</p>",
        "<p class='author'>Foto: Ben Cole Text: Ada Marsh</p>",
        "<p><a href='/t/1' title='View Ada Marsh’s profile'>Ada Marsh</a></p>",
        "<p><a href='/t/1' title='Ada Marsh' aria-label='Articles by Ada Marsh'>Ada Marsh</a></p>",
    ],
)
def test_lines_that_few_pages_have(above: str) -> None:
    assert authors(page(article(above)))[0] == (ADA,)


def test_a_contributor_declared_twice_is_one() -> None:
    people = ", ".join(f'{{"@type": "Person", "name": "{BEN}"}}' for _ in range(2))
    given = f'"author": {{"@type": "Person", "name": "{ADA}"}}, "contributor": [{people}]'
    told = f'<script type="application/ld+json">{{"@type": "Article", "headline": "{TITLE}", {given}}}</script>'
    links = "<a href='/author/ada/'>Ada Marsh</a>, <a href='/author/ben/'>Ben Cole</a>"
    assert authors(page(article(f"<p class='byline'>{links}</p>"), told))[0] == (ADA, BEN)


@pytest.mark.parametrize("behind", ["      3 May 2020", " " * 1600 + "3 May 2020"])
def test_a_declared_author_before_spaces_and_a_day(behind: str) -> None:
    told = f'{{"@type": "Article", "headline": "{TITLE}", "author": {{"@type": "Person", "name": "{ADA}{behind}"}}}}'
    assert authors(page(article(""), f'<script type="application/ld+json">{told}</script>'))[0] == (ADA,)


def test_the_line_under_the_heading_that_the_page_declares() -> None:
    title = f"{TITLE} for a year"
    body = f"<h1>{TITLE}</h1><p>By Ben Cole</p><p>{'x y ' * 40}</p><h1>{title}</h1><p>By Ada Marsh</p>{STORY}"
    markup = f"<html><head><title>{title}</title><meta property='og:title' content='{title}'></head><body>{body}</body></html>"
    assert authors(Page("http://www.courier.example/2026/03/bridge/", markup.encode()))[0] == (ADA,)
