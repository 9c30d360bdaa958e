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
POST = "<blockquote class='instagram-media'><div><a href='https://photos.example/p/x/'>View this post on Photos</a><p><a href='https://photos.example/p/x/'>A post shared by Jane Doe on 3 November</a></p></div></blockquote>"
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


@pytest.mark.parametrize("month", ["März", "března", "mars", "maaliskuuta"])
def test_days_of_a_chronicle_in_paragraphs_stay(month: str) -> None:
    days = [f"{day}. {month} 2020" for day in (12, 13, 14)]
    text = "".join(f"<p>{line}</p><p><strong>{day}</strong></p>" for line, day in zip(LINES, days, strict=False))
    assert [line for line in text_of(f"{text}<p>{LINES[3]}</p>") if line not in LINES] == days
    assert text_of(f"{STORY}<p>{days[0]}</p><p>Jane Doe is born on the island.</p>")[-2:-1] == days[:1]


def test_a_day_over_the_first_of_some_chapters_stays() -> None:
    assert text_of(f"<h2>3 November 2025</h2>{PARAGRAPHS[0]}<h2>The next day</h2>{PARAGRAPHS[1]}{PARAGRAPHS[2]}")[
        0
    ] == ("3 November 2025")


LAST = (
    "<p id='pageinfo' class='info'>Ferries/Night (last edited 2025-11-10 13:28:18 by JaneDoe)</p>",
    "<p class='info-date'>5 gennaio 2026 (modifica il 6 gennaio 2026 | 15:24)</p>",
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
    "Support for our schools has grown: <a href='/r'>donations</a> rose by a fifth within a year.",
    "Help is on its way. Our town has received donations from <a href='/r'>all over the world</a>.",
    "Consider Jane Doe. She gave our town a <a href='/r'>donation</a> of a million, and nobody knew her.",
    "We tested it. Subscribe for $5 a month and you get two films a week.",
    "Unterstützung bekommen wir von <a href='/r'>der Feuerwehr</a>, wie jedes Jahr im Herbst.",
    "Spenden in Höhe von 2000 € kamen in unserer Stadt zusammen, mehr als je zuvor.",
    "Steun voor onze boeren blijft groot, zo blijkt uit <a href='/r'>een peiling</a> van dinsdag.",
    "Dona Maria, nossa vizinha, fez uma doação à <a href='/r'>igreja</a> da cidade.",
    "That is what the captain did for us on the quay, where we had waited since the morning with the bakers and the nurses of the island. <a href='/r'>Sign up now!</a>",
    "Soutenez-vous le projet ? Notre sondage montre que <a href='/r'>la moitié</a> le soutient.",
    "For those who want to help: our town has a fund for the families, and you can donate at www.fund.example until Friday.",
)


@pytest.mark.parametrize("line", TOLD)
def test_of_gifts_and_subscriptions_a_story_may_tell(line: str) -> None:
    for body in (within(f"<p>{line}</p>"), f"{STORY}<p>{line}</p>"):
        assert len(text_of(body)) == len(LINES) + 1


AMONG = (
    "<p>Image: Jane Roe</p>", "<p><em><span>Main image: Wirestock/iStock</span></em></p>", "<p>Click to enlarge</p>",
    "<p><a href='#top'>Nach oben</a></p>", "<p><a href='#top'>Zum Anfang</a></p>", "<p>Photos courtesy of the Port Museum</p>",
    "<div><span>Tipp drucken</span></div>", "<p>War dieser Artikel hilfreich?</p>", "<p>More: The next ferry of the island</p>",
    "<div class='film'><div class='InlineVideo-title'>Jane Doe on the ferry and the coal of the island</div></div>",
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
        "<p>The ferry at its berth in Saltmere</p>",  # a step of a recipe, the name of a place: as the picture above it is called
        "<p><a href='#block-3'>12.30pm:</a></p>", "<p><strong><a href='#q1'>Who pays for the ferry?</a></strong></p>",
        "<p><a href='#' class='define'>Nobody on the island slept that night.</a></p>", "<h2>Anfang</h2>",
        "<h2>More: saint and statesman</h2>", "<p>More - and better - ferries for the islanders of Saltmere</p>",
        "<h2>Фото: что мы видим</h2>", "<p>Фото: так называется новая выставка в музее города</p>",
        "<p>Photos courtesy of the museum will hang in the hall</p>", "<h2>Image: Jane Roe</h2>",
        "<p>The captain can be reached at captain@ferry.example.</p>", "<h2 class='video-headline'>How the ferry sank</h2>",
        "<p><strong>Winner:</strong> <a href='/w'>The Night Ferry of Saltmere, a novel by Jane Doe.</a></p>",
        "<p class='author-quote'>Jane Doe (the captain)</p>",
        "<p>More than half of them had never been to the mainland.</p>",
        "<p>Who pays for it: <a href='/board'>the harbour board</a>, and nobody else on the island.</p>",
    ],
)  # fmt: skip
def test_what_looks_like_it_and_stays(line: str) -> None:
    picture = "<p><img src='f.jpg' alt='The ferry at its berth in Saltmere'></p>"
    assert len(text_of(within(picture + line))) == len(LINES) + 1


@pytest.mark.parametrize(
    "label",
    [
        "<p>More stories about the ferry:</p>{links}", "<p><strong>More on the ferry:</strong></p>{link}",
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
        (f"<p><b>Um 12.30 Uhr:</b></p>{LINK}{LINK}", 1),
        (f"<p>She wrote on Instagram:</p>{POST}<p>Nobody answered her that night.</p>", 2),
        (f"<p><b>More on what she wrote:</b></p>{POST}", 1),
        (f"<p><strong>What did you post that night?</strong></p>{POST}<p>I wrote that we are safe.</p>", 2),
        (f"<p><strong>Thanks and don’t forget to eat your greens!</strong></p>{LINKS}", 1),
        (f"<p>The winners of the award are:</p>{LINKS}", 1),
        (f"<p><strong>For the dough:</strong></p>{LINKS}", 1),
        (f"<ul><li><strong>More on small plants</strong></li></ul>{LINKS}", 1),
        ("<dl><dt>Captain:</dt><dd><a href='/c'>Jane Doe, sailor and baker of Saltmere</a></dd></dl>", 1),
    ],
)  # fmt: skip
def test_a_line_with_a_colon_that_announces_text(markup: str, said: int) -> None:
    assert len(text_of(within(markup))) == len(LINES) + said


BROAD = ("info-text", "timeline-text", "zeitungstext", "author-paragraph", "article-info")


@pytest.mark.parametrize("name", BROAD)
def test_a_last_sentence_with_a_date_stays(name: str) -> None:
    last = "On 4 December 2025 the night ferry sailed for the last time, without the captain."
    assert text_of(f"{STORY}<p class='{name}'>{last}</p>") == [*LINES, last]
    posted = "This entry was posted on Saturday, December 3rd, 2025 by the islanders who had to stay at home."
    named = STORY.replace("<p>", f"<p class='{name}'>")
    assert text_of(f"{named}<p class='{name}'>{posted}</p>") == [*LINES, posted]


def test_a_last_paragraph_that_is_called_an_advert_stays() -> None:
    last = "The captain did not answer when we called him on Tuesday evening at his home."
    assert text_of(f"{STORY}<p class='promo'>{last}</p>") == [*LINES, last]


def test_label_of_a_field() -> None:
    label = "<div class='field-label'>Episode description:</div>"
    assert text_of(f"{label}<div>{STORY}</div>") == LINES


def test_a_copy_for_other_screens() -> None:
    wide, narrow = (f"<div class='g-{screen}-only'><p>{LINES[1]}</p></div>" for screen in ("desktop", "mobile"))
    assert text_of("".join([PARAGRAPHS[0], wide, narrow, *PARAGRAPHS[2:]])) == LINES
    for first, second in (
        ("col mobile-12 desktop-8", "col mobile-12 desktop-8"),
        ("g-mobile", "x"),
        ("mobile", "mobile"),
    ):
        copies = "".join(f"<div class='{name}'><p>{LINES[1]}</p></div>" for name in (first, second))
        assert text_of("".join([PARAGRAPHS[0], copies, *PARAGRAPHS[2:]])) == [*LINES[:2], *LINES[1:]]
    again = f"<div class='refrain'><p>{LINES[1]}</p></div>"
    assert text_of(STORY + again) == [*LINES, LINES[1]]
