"""Where the story lives, on pages whose names mislead: what they call things counts less than what stands in them."""

from __future__ import annotations

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

LEAD = "The council voted on Tuesday to close the old bridge for good, after two engineers found cracks in its piers."
SECOND = (
    "Ferries will cross every ten minutes from Monday, the harbour master said, and tickets will stay at two crowns."
)
THIRD = (
    "A new bridge is to be built beside the old one within four years; who will pay for it is still an open question."
)
TALK = (
    "I have crossed this bridge every day for thirty years, and never once did I see anybody look at its piers at all."
)
STORY = [LEAD, SECOND, THIRD]


def paragraphs(texts: list[str]) -> str:
    """These texts, a `<p>` each."""
    return "".join(f"<p>{text}</p>" for text in texts)


def text_of(body: str) -> list[str]:
    """The paragraphs that a page of this body gives."""
    html = f"<html><head><title>Bridge closed</title></head><body><h1>Bridge closed for good</h1>{body}</body></html>"
    return extract(Page("https://paper.example/bridge", html.encode())).text.split("\n\n")


def test_a_story_in_a_box_named_share_is_the_story() -> None:
    """The box would be beside it by its name, and readers and newsletters say more than the story does."""
    talk = "".join(f"<p>{TALK} Number {n}.</p>" for n in range(5))
    body = f'<div class="entry share">{paragraphs(STORY)}</div><div class="comments">{talk}</div>'
    assert text_of(body) == STORY


def test_a_name_that_most_paragraphs_bear_does_not_say_that_they_are_beside_the_story() -> None:
    """`cmp` names consent windows elsewhere; here it is what the editor's software calls a component."""
    body = "".join(f'<div class="cmp cmp-{n}"><p>{text}</p></div>' for n, text in enumerate(STORY))
    assert (
        text_of(body + '<div class="teaser"><p>More of this in the paper on Sunday, at a kiosk near you.</p></div>')
        == STORY
    )


def test_comments_are_not_the_story_however_long_they_are() -> None:
    """Comments that hold most of the prose stay beside a story of two paragraphs."""
    talk = "".join(f"<p>{TALK} Number {n}.</p>" for n in range(20))
    body = f'<div class="text">{paragraphs(STORY)}</div><div class="comments">{talk}</div>'
    assert text_of(body) == STORY


def test_short_paragraphs_under_the_headline_outweigh_one_long_text_at_the_side() -> None:
    """A disclaimer in a sidebar's text widget, longer than any paragraph and than half of the story."""
    aside = " ".join(["This diary links to pages of others and cannot vouch for what they say on them today."] * 4)
    body = (
        f'<div class="post">{paragraphs(STORY)}</div><div class="sidebar"><div class="widget_text">{aside}</div></div>'
    )
    assert text_of(body)[: len(STORY)] == STORY


def test_blocks_of_the_same_make_are_one_story() -> None:
    """Paragraphs in boxes of one make with pictures between them, numbered by the editor's software."""
    blocks = [f'<div class="item-text-{n}"><p>{text}</p><p>{TALK} {n}.</p></div>' for n, text in enumerate(STORY)]
    assert text_of("<div>" + '<div class="item-image"><img src="a.jpg"></div>'.join(blocks) + "</div>") == [
        line for n, text in enumerate(STORY) for line in (text, f"{TALK} {n}.")
    ]


def test_a_list_that_wordpress_sets_is_part_of_the_story() -> None:
    """`wp-block-list` is how WordPress calls any list; links in it do not make it a list of links."""
    items = [f'See to the <a href="/{n}">number {n} of the plan</a> before Monday.' for n in range(4)]
    body = f'<div class="post">{paragraphs(STORY)}<ul class="wp-block-list">{"".join(f"<li>{i}</li>" for i in items)}</ul></div>'
    assert text_of(body) == [*STORY, *(f"See to the number {n} of the plan before Monday." for n in range(4))]


def test_details_that_stand_open_are_the_storys() -> None:
    opened = f"<details open><summary>The statement</summary><p>{SECOND}</p></details>"
    assert text_of(f"<article>{paragraphs([LEAD])}{opened}{paragraphs([THIRD])}</article>") == [
        LEAD, "The statement", SECOND, THIRD,
    ]  # fmt: skip
    assert text_of(f"<article>{paragraphs([LEAD])}{opened.replace(' open', '')}{paragraphs([THIRD])}</article>") == [
        LEAD, THIRD,
    ]  # fmt: skip


def test_an_article_under_a_headline_that_leads_to_it_is_the_next_story() -> None:
    """On endless pages and under blogs' posts; one within the story's, or whose link comes later, is the story's own."""
    html = "<html><head><title>Bridge closed</title></head><body>{}</body></html>"

    def texts(body: str) -> list[str]:
        return extract(Page("https://paper.example/bridge", html.format(body).encode())).text.split("\n\n")

    own = f"<article><h1>Bridge closed for good</h1>{paragraphs(STORY)}</article>"
    following = f"<article><h2><a href='/t'>Tram line runs late again</a></h2>{paragraphs([TALK, TALK])}</article>"
    assert texts(own + following) == STORY
    assert TALK in texts(own.replace("</article>", following + "</article>"))


def test_cards_under_the_story_are_other_stories_though_their_headlines_bear_a_name() -> None:
    """Bootstrap's cards, as Wagtail CRX shows related articles: a heading is set aside by its name, its blurb must follow."""
    blurbs = (
        "For Hamish Rattenbury, a councillor, the question of the public library has never been about money...",
        "In Ravel Cross, by contrast, they dealt with a broken sensor in under ninety-four days, all in all...",
        "Conrad Honeychurch had waited for years for somebody to open the night clinic, and on Monday they did...",
    )
    day = '<p class="card-text"><i>Nov. 25, 2026</i></p>'
    cards = "".join(
        f'<div class="col"><div class="card"><div class="card-body"><h3 class="h5 card-title"><a href="/news/{n}/">'
        f'Another headline of ours, number {n}</a></h3>{day}<p class="card-text">{blurb}</p></div></div></div>'
        for n, blurb in enumerate(blurbs)
    )
    below = f'<div class="container"><h2>Related</h2><div class="row">{cards}</div></div>'
    assert text_of(f'<article><div class="article-body">{paragraphs(STORY)}</div>{below}</article>') == STORY
