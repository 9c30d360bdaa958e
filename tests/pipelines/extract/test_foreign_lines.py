# ruff: noqa: E501 -- markup is read best in one line
"""Lines within a story's box that are none of it, by what they are and where they stand; beside each, what stays."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

LINES = [
    f"The harbour board of Saltmere heard for the {count} time on Tuesday that the night ferry is needed by bakers and nurses."
    for count in ("first", "second", "third", "fourth", "fifth", "sixth")
]
TITLE = "Harbour board votes to keep the night ferry running"
PARAGRAPHS = [f"<p>{line}</p>" for line in LINES]
STORY = "".join(PARAGRAPHS)
LINKS = "<ul><li><a href='/mill'>Old mill burns down again in the harbour district</a></li><li><a href='/pier'>Pier of Saltmere is closed for the winter</a></li></ul>"
LINK = "<p><a href='/mill'>Old mill burns down again in the harbour district</a></p>"


def text_of(body: str, top: str = "") -> list[str]:
    head = f"<title>{TITLE} | The Tern</title><meta property='og:title' content='{TITLE}'>"
    html = f"<html><head>{head}</head><body><main><h1>{TITLE}</h1>{top}<div class='article-body'>{body}</div></main></body></html>"
    return [line for line in extract(Page("https://tern.example/news/ferry", html.encode())).text.split("\n") if line]


def within(markup: str) -> str:
    return "".join([*PARAGRAPHS[:3], markup, *PARAGRAPHS[3:]])


def test_a_script_that_closes_itself_is_no_text() -> None:
    """HTML: the slash is ignored, and the script ends at its end tag."""
    script = "<div class='summary'><script type='text/javascript'/> (function () { document.addEventListener('load', rate); })();</script></div>"
    assert text_of(STORY, top=script) == LINES
    assert text_of(STORY, top="<script src='/rate.js' /><div></div>") == LINES
    assert text_of(f"<script src='/rate.js'/> {STORY}") == LINES  # no end tag: it would swallow the story
    assert text_of(f"<script src='/rate.js'/> {STORY}<script>let a;</script>") == LINES


UNDER_HEADLINE = (
    "<div class='intro'><div class='date'>25. Januar 2026 (SH/FB) Saltmere/Nordholm</div></div>",
    "<div class='lede'><div class='times'>November 3, 2025 — 6:22 PM EST November 4, 2025 — 1:55 PM EST</div></div>",
    "<p class='deck'>© Press office of the harbour board | Jane Doe</p>",
    "<header><p class='imageDescription'>The night ferry at its berth in Saltmere on the morning of the vote, before the board came together.</p></header>",
    "<div class='intro'><p>Listen to this article in a short version</p></div>",
    f"<p class='deck'>{LINES[0]}</p>",  # says again what the story begins with
)


@pytest.mark.parametrize("line", UNDER_HEADLINE)
def test_no_standfirst(line: str) -> None:
    assert text_of(STORY, top=line) == LINES


@pytest.mark.parametrize(
    "deck",
    [
        "Follow these steps to be on board before the last ferry leaves",
        "From 3 November 2025 on, the islanders of Saltmere may sleep where they live",
        "Photographs that nobody was to see: what the board knew of the ferry",
    ],
)
def test_a_standfirst(deck: str) -> None:
    assert text_of(STORY, top=f"<p class='deck'>{deck}</p>") == [deck, *LINES]


def test_the_deck_twice() -> None:
    assert text_of(f"<div><p>{LINES[0]}</p></div>{STORY}") == LINES


def test_tagline_of_a_site() -> None:
    tagline = "<header><h2 class='site-description'>Journal of Jane Doe, sailor and baker of Saltmere</h2></header>"
    assert text_of(STORY, top=f"<div>{tagline}</div>") == LINES


@pytest.mark.parametrize("date", ["24. Oktober 2025", "11/28/2025 11:00 AM PT", "02.01.2026"])
def test_a_heading_that_is_the_date(date: str) -> None:
    assert text_of(f"<h6 class='blog-date'>{date}</h6>{STORY}") == LINES
    assert text_of(f"<p class='category'>{date} | Ferries</p>{STORY}") == LINES


def test_days_of_a_chronicle_stay() -> None:
    days = [("3 November 2025", LINES[0]), ("4 November 2025", LINES[1])]
    assert text_of("".join(f"<h3>{day}</h3><p>{line}</p>" for day, line in days)) == [
        said for day in days for said in day
    ]


LAST = (
    "<p id='pageinfo' class='info'>Ferries/Night (last edited 2025-11-10 13:28:18 by JaneDoe)</p>",
    "<p class='postmetadata'><small>This entry was posted on Saturday, December 3rd, 2025 and is filed under Ferries. You can leave a note.</small></p>",
    "<p class='disclaim'>These stories come from an independent third party, and The Tern does not answer for them.</p>",
    "<p><em>Like The Tern? Consider making a <a href='/give'>tax-deductible contribution to support our growth</a>. You can also follow us on Twitter or sign up on our homepage for an e-mail every time there is a new post.</em></p>",
    "<p>Hat Ihnen der Artikel gefallen? Bitte helfen Sie der Möwe und spenden Sie per Überweisung oder PayPal!</p>",
    "<p>Wenn du keinen Artikel mehr über Fähren verpassen willst, dann hol dir jetzt meinen <a href='/brief'>Newsletter</a>!</p>",
    "<p>Jane Doe can be reached at https://birds.example/janedoe</p>",
    "<p>[<em>Image via screengrab</em>]</p>",
    "<div class='conversate'><h4>Join the conversation!</h4><p>The Tern welcomes what its readers write. Letters of 200 words or more will be considered.</p></div>",
)  # fmt: skip


@pytest.mark.parametrize("line", LAST)
def test_behind_the_story(line: str) -> None:
    assert text_of(STORY + line) == LINES


TOLD = (
    "You can <a href='https://fund.example'>donate to the family</a> of the captain, who lost his boat in the storm of Tuesday night.",
    "The museum asks its visitors to become a member, and our reporter did so for $20 before the last ferry left.",
    "“Support us with a donation,” the islanders had written over <a href='/quay'>the quay</a>, “and sign up for the watch.”",
    "The paper lost half of its subscribers in a year, and <a href='/sale'>sold its newsletter</a> to the harbour board.",
    "The board said: “Subscribe to our list at www.board.example”, but nobody on the island did.",
)


@pytest.mark.parametrize("line", TOLD)
def test_of_gifts_and_subscriptions_a_story_may_tell(line: str) -> None:
    for body in (within(f"<p>{line}</p>"), f"{STORY}<p>{line}</p>"):
        assert len(text_of(body)) == len(LINES) + 1


AMONG = (
    "<p>Image: Jane Roe</p>", "<p><em><span>Main image: Wirestock/iStock</span></em></p>", "<p>Click to enlarge</p>",
    "<p><a href='#top'>Nach oben</a></p>", "<p><a href='#content'>Skip to content</a>, or <a href='#search'>skip to search</a>.</p>",
    "<div><span>Tipp drucken</span></div>", "<p>War dieser Artikel hilfreich?</p>", "<p>More: The next ferry of the island</p>",
    "<p><strong>PHOTOS: </strong><a href='/p'>Storm shakes the north-eastern U.S.</a></p>",
    "<div class='film'><div class='InlineVideo-title'>Jane Doe on the ferry and the coal of the island</div></div>",
    "<p><img src='f.jpg' alt='The ferry at its berth in Saltmere'></p><p>The ferry at its berth in Saltmere</p>",
    "<p>Never miss the news of the island. Sign up for our newsletter to get the top stories in your inbox.</p>",
)  # fmt: skip


@pytest.mark.parametrize("line", AMONG)
def test_between_paragraphs(line: str) -> None:
    assert text_of(within(line)) == LINES


@pytest.mark.parametrize(
    "line",
    [
        "<p>Image: a man with a gun, and behind him the ferry.</p>",
        "<p><a href='#fares'>Fares</a> are told at the end of this page, and no child pays.</p>",
        "<h3>The ferry at its berth in Saltmere</h3>",
        "<p>More than half of them had never been to the mainland.</p>",
        "<p>Who pays for it: <a href='/board'>the harbour board</a>, and nobody else on the island.</p>",
    ],
)
def test_what_looks_like_it_and_stays(line: str) -> None:
    picture = "<p><img src='f.jpg' alt='The ferry at its berth in Saltmere'></p>"
    assert len(text_of(within(picture + line))) == len(LINES) + 1


@pytest.mark.parametrize(
    "label",
    [
        "<p>Other guides that you may find helpful:</p>{links}", "<p><strong>More on the ferry:</strong></p>{link}",
        "<dl><dt>Latest Saltmere News:</dt><dd><a href='/mill'>Old mill burns down again in the harbour</a></dd></dl>",
        "<p><b>MORE ON FERRIES</b></p>{link}{link}",
    ],
)  # fmt: skip
def test_a_label_over_links_that_are_left_out(label: str) -> None:
    assert text_of(within(label.format(links=LINKS, link=LINK))) == LINES


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (f"<p>The captain told the board:</p>{LINK}<p>Nobody will sail at night again.</p>", 2),  # a link interrupts it
        ("<p>The ferry needs three things:</p><ul><li>a captain</li><li>an anchor</li></ul>", 3),
        (f"<p><b>12.30pm:</b></p>{LINK}{LINK}", 1),  # of a live report
    ],
)
def test_a_line_with_a_colon_that_announces_text(markup: str, said: int) -> None:
    assert len(text_of(within(markup))) == len(LINES) + said


def test_label_of_a_field() -> None:
    label = "<div class='field-label'>Episode description:</div>"
    assert text_of(f"{label}<div>{STORY}</div>") == LINES


def test_a_copy_for_other_screens() -> None:
    wide, narrow = (f"<div class='g-{screen}-only'><p>{LINES[1]}</p></div>" for screen in ("desktop", "mobile"))
    assert text_of("".join([PARAGRAPHS[0], wide, narrow, *PARAGRAPHS[2:]])) == LINES
    again = f"<div class='refrain'><p>{LINES[1]}</p></div>"
    assert text_of(STORY + again) == [*LINES, LINES[1]]
