# ruff: noqa: E501 -- markup is read best in one line
"""Stories that style sheets hide until a script or an animation shows them, and what stays hidden for good beside a story."""

import pytest

from pipelines.extract.model import Document
from pipelines.extract.read.article import extract
from pipelines.page.page import Page

TITLE = "Council votes to mend the old bridge"
LINES = tuple(
    f"The council of Saltmarsh heard for the {count} time on Tuesday that the old bridge, shut to lorries since the flood, has to be mended."
    for count in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
)
TEXT = "\n\n".join(LINES)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
COMMENTS = (
    "<section id='comments'>"
    + "".join(
        f"<div class='c'><b>Reader {n}</b><p>I have waited for this since the year of the flood, and so has everybody in my street, says reader {n}.</p></div>"
        for n in range(20)
    )
    + "</section>"
)
RELATED = "<div class='more-stories'><p><a href='/a'>Ferry stays in port as the wind gets up</a></p><p><a href='/b'>School meals to be cooked in the valley</a></p></div>"
TERMS = "".join(
    f"<p>We and our partners keep what you tell us for as long as rule {n} of these terms allows, and not a day longer than that.</p>"
    for n in range(24)
)


def document(body: str, style: str = "", root: str = "") -> Document:
    head = f"<title>{TITLE} | The Courier</title><meta property='og:title' content='{TITLE}'><style>{style}</style>"
    html = f"<html lang=en{root}><head>{head}</head><body class='single comments-closed'><h1>{TITLE}</h1>{body}</body></html>"
    return extract(Page("http://courier.example/2026/11/20/bridge/", html.encode()))


def each(opening: str, tag: str = "p") -> str:
    return "".join(f"<{opening}>{line}</{tag}>" for line in LINES)


REVEALED = {
    "fades in": (f"<div class='article-content'>{PARAGRAPHS}</div>", ".article-content{opacity:0;transition:opacity .4s ease-in}"),
    "fades in above many comments": (
        f"<div class='article-content'>{PARAGRAPHS}</div>{COMMENTS}", ".article-content{opacity:0;transition:opacity .4s}",
    ),
    "each paragraph fades in": (f"<div class='txt'>{each('p class=reveal')}</div>{RELATED}", ".reveal{opacity:0;transform:translateY(30px);transition:all 1s}"),
    "each paragraph fades in, all but the first": (
        f"<div class='txt'><p>{LINES[0]}</p>{each('p class=reveal').partition('</p>')[2]}</div>{COMMENTS}",
        ".reveal{opacity:0;transition:all 1s}",
    ),
    "each paragraph scrolls in, in its own style": (
        f"<div class='txt'>{each('p style=opacity:0;transform:translateY(20px)')}</div>{COMMENTS}", "",
    ),
    "sections of a page builder": (
        "".join(f"<div class='elementor-widget elementor-invisible'><p>{line}</p></div>" for line in LINES) + COMMENTS,
        ".elementor-invisible{visibility:hidden}",
    ),
    "lazy containers": ("".join(f"<div class='lz'><p>{line}</p></div>" for line in LINES) + COMMENTS, ".lz{visibility:hidden}"),
    "shown once loaded": (f"<main id='app'>{PARAGRAPHS}</main>{COMMENTS}", "#app{visibility:hidden}"),
    "without scripts": (f"<div class='story'>{PARAGRAPHS}</div>", ".no-js .story{display:none}"),
    "cloaked until bound": (f"<div class='story' style='display:none' v-cloak>{PARAGRAPHS}</div>{COMMENTS}", ""),
    "amp": (
        f"<article>{PARAGRAPHS}</article>",
        "body{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both;animation:-amp-start 8s steps(1,end) 0s 1 normal both}@keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}",
    ),
    "moved in from the side": (f"<div class='body'>{PARAGRAPHS}</div>{COMMENTS}", ".body{transform:translateX(-1200px);transition:transform .3s}"),
    "the rest behind the first paragraphs": (
        f"<div class='txt'><p>{LINES[0]}</p><p>{LINES[1]}</p><div class='rest'>{PARAGRAPHS.split('</p>', 2)[2]}</div></div>{COMMENTS}",
        ".rest{max-height:0;overflow:hidden;transition:max-height .4s}",
    ),
    "pages of which one shows": (
        "".join(f"<div class='slide' {'style=display:none' if n else ''}><p>{line}</p></div>" for n, line in enumerate(LINES)), "",
    ),
    "lines of paragraphs": ("".join(f"<p><span class='line'>{line}</span></p>" for line in LINES) + COMMENTS, ".line{opacity:0;transform:translateY(20px)}"),
    "streamed into its place": (f"<p>Loading …</p><div hidden id='S:0'>{PARAGRAPHS}</div><script>$RC('B:0','S:0')</script>", ""),
    "a shadow root": (f"<the-story><template shadowrootmode='open'>{PARAGRAPHS}</template></the-story>", ""),
    "a copy for narrow screens": (
        f"<div class='wide'>{PARAGRAPHS}</div><div class='narrow'>{PARAGRAPHS}</div>", ".narrow{display:none}@media(max-width:600px){.narrow{display:block}}",
    ),
    "whole page behind a loader": (f"<div id='wrap'><div class='t'>{PARAGRAPHS}</div>{COMMENTS}</div>", "#wrap{opacity:0}"),
}  # fmt: skip


@pytest.mark.parametrize("name", REVEALED)
def test_a_story_that_appears_later_is_the_story(name: str) -> None:
    body, style = REVEALED[name]
    assert document(body, style).text == TEXT


@pytest.mark.parametrize("name", ["fades in above many comments", "each paragraph fades in", "cloaked until bound"])
def test_such_a_story_is_flagged_where_it_stands(name: str) -> None:
    flags = [flag for flag in document(*REVEALED[name]).flags if flag.rule.startswith("hidden_")]
    assert {(flag.text, flag.start) for flag in flags} == {(line, TEXT.index(line)) for line in LINES}


STORY = f"<div class='story'>{PARAGRAPHS}</div>"
KEPT_HIDDEN = {
    "terms in a window that fades in": (f"{STORY}<div class='win'>{TERMS}</div>", ".win{opacity:0;visibility:hidden;transition:opacity .2s}"),
    "terms before the story": (f"<div class='win'>{TERMS}</div>{STORY}", ".win{display:none}"),
    "a copy for another edition": (f"{STORY}<div class='late'>{TERMS}</div>", ".late{display:none}"),
    "letters of no size": (f"{STORY}<div class='win'>{TERMS}</div>", ".win{font-size:0}"),
    "an offer repeated under the first paragraph": (
        f"<div class='t'>{PARAGRAPHS}<div class='box'>{'<p>Read of the old bridge and the council in our letter, which costs nothing and comes on Friday.</p>' * 15}</div></div>",
        ".box{display:none}",
    ),
    "a menu": (f"<div class='mega-menu'>{TERMS}</div>{STORY}", ".mega-menu{opacity:0;transition:opacity .2s}"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT_HIDDEN)
def test_what_is_hidden_beside_a_story_is_not_of_it(name: str) -> None:
    body, style = KEPT_HIDDEN[name]
    assert document(body, style).text == TEXT


def test_terms_hidden_one_by_one_beside_a_story_are_none_of_it() -> None:
    hidden = TERMS.replace("<p>", "<p class='z1'>")
    page = f"<section class='k'><div class='q'>{PARAGRAPHS}</div>{hidden}</section>"
    assert document(page, ".z1 { display: none }").text == TEXT


def test_windows_of_a_site_hidden_beside_a_story_are_none_of_it() -> None:
    windows = "".join(
        f"<div id='{called}' style='display:none'><h3>{called}</h3>{TERMS}</div>"
        for called in ("sign-in", "choose-edition", "your-account", "device-limit")
    )
    assert document(f"<section class='k'>{PARAGRAPHS}{windows}</section>").text == TEXT
    assert document(f"<section class='k'>{PARAGRAPHS}</section>{windows}").text == TEXT


COOKIES = (
    "<p>We use cookies and similar techniques to show you what the council votes on and to measure how our offers are used by readers.</p>"
    "<p>With a click on agree you allow us and our partners to store and to read data on your device at any time.</p>"
)
LOG_IN = (
    "<p>Please enter the mail address with which you registered, and we will send you a link to choose a new password for it.</p>"
    "<p>If you have no old account you can create one here free of charge and read five stories each month.</p>"
)
HIDDEN_WINDOWS = "".join(
    f"<div id='{called}' style='display:none'>{said}</div>"
    for called, said in zip("abcd", (COOKIES, LOG_IN) * 2, strict=True)
)
OFFERS = "".join(
    f"<p class='h'>You have read all free stories on the {subject} of this council this month, so subscribe to what the paper knows of it.</p>"
    for subject in ("bridge", "lorries", "roads", "flood")
)
BRIEF = "".join(f"<p>{line}</p>" for line in LINES[:2])
FOREIGN = {
    "windows far from a hidden story": (f"<main><div id='full' style='display:none'>{PARAGRAPHS}</div></main>{HIDDEN_WINDOWS}", TEXT),
    "windows beside a brief": (f"<main>{BRIEF}{HIDDEN_WINDOWS}</main>", "\n\n".join(LINES[:2])),
    "offers hidden one by one": (f"<section><div>{BRIEF}</div>{OFFERS}</section><style>.h{{display:none}}</style>", "\n\n".join(LINES[:2])),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_windows_and_offers_of_a_site_are_no_part_of_a_story(name: str) -> None:
    body, text = FOREIGN[name]
    assert document(body).text == text
