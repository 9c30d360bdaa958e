# ruff: noqa: E501 -- markup is read best in one line
"""Bodies of pages whose boxes say nothing of what they hold: no class, or a hash for one."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.endless import ends

LINES = [
    f"The harbour board of Saltmere heard for the {count} time on Tuesday that the night ferry is needed by bakers and nurses."
    for count in ("first", "second", "third", "fourth", "fifth", "sixth")
]
TITLE = "Harbour board votes to keep the night ferry running"
STORY = "".join(f"<p>{line}</p>" for line in LINES)
OWN = "The board will meet again in the second week of May, when the new timetable is to be read out, and bakers have said that they will fill the hall."
OTHER = [
    f"The {place} council has agreed to pay for a new roof over its market, which leaks whenever the wind is in the west, and often."
    for place in ("Ostend", "Whitby", "Bergen", "Lerwick", "Cobh")
]


def text_of(body: str, outer: str = "") -> list[str]:
    html = f"<html><head><title>{TITLE} | The Tern</title></head><body><div class='x1a'><h1>{TITLE}</h1>{body}</div>{outer}</body></html>"
    return extract(Page("https://tern.example/news/ferry", html.encode())).text.split("\n\n")


def comments(form: str) -> str:
    people = ("kanu sukha", "Bob", "HunterKiller", "Marian", "lalady")
    said = "I take that boat every morning, and nobody of the board was ever on it, not once in eleven years."
    return "".join(form.format(who=who, day=f"January {day}, 2012", said=said) for day, who in enumerate(people, 11))


SIGNED = (
    "<div class='c1'><p>{who} said on {day} at 1:25 PM</p><p>{said}</p></div>",
    "<div class='c1'><div>{who} says:<br>{day} at 1:25 PM</div><p>{said}</p></div>",
    "<div class='c1'><p>{said}</p><p>Posted by: {who} | {day}, 7:28 am</p></div>",
    "<div class='c1'><p>{who}</p><p>{said}</p><ul><li>Recommend? (22)</li><li>Report abuse</li></ul></div>",
    "<div class='c1'><b>{who} wrote:</b><p>{day} 13:25</p><p>{said}</p></div>",
)


@pytest.mark.parametrize("form", SIGNED)
@pytest.mark.parametrize("where", ["{0}{1}", "{0}<div>{1}</div>", "<div>{0}</div><div>{1}</div>"])
def test_comments_are_told_by_what_signs_them(form: str, where: str) -> None:
    assert text_of(where.format(STORY, comments(form))) == LINES


def test_a_live_blog_that_two_reporters_sign_stays() -> None:
    entries = "".join(
        f"<div class='c1'><p>Posted by: {who} | January {day}, 2012, 7:28 am</p><p>{line}</p></div>"
        for day, (who, line) in enumerate(zip(["Ann Lee", "Tom Roe"] * 3, OTHER + LINES[:1], strict=True), 11)
    )
    told = text_of(STORY + entries)
    assert all(line in told for line in OTHER)


def test_people_who_speak_in_a_story_are_no_comments() -> None:
    voices = "".join(
        f"<p>{who} said on Monday: “I take that boat every morning at 6:15.”</p>"
        for who in ("Ann Lee", "Tom Roe", "Max Poe", "Eve Low")
    )
    assert len(text_of(STORY + voices)) == len(LINES) + 4


HEADINGS = (
    "4 thoughts on “Harbour board votes”", "There are 7 comments to this article", "Comments: Displaying 1 - 5 of 5", "All Comments 4",
    "Komentarze (4) do “Grypa – co musisz o niej wiedzieć”", "3 Kommentare zu „Die Fähre“", "2 réflexions sur « Le bac »", "Recommended articles", "You may also like",
    "Você pode gostar...", "Lesen Sie auch", "相關文章",
)  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_over_comments_or_other_stories_ends_a_story(heading: str) -> None:
    behind = "".join(f"<div class='q{place}'><div class='z9'>{line}</div></div>" for place, line in enumerate(OTHER))
    assert text_of(f"{STORY}<h3>{heading}</h3>{behind}") == LINES


@pytest.mark.parametrize("heading", [*HEADINGS, "More about this boat", "Related work"])
def test_no_heading_ends_a_story_whose_own_paragraphs_go_on(heading: str) -> None:
    assert [
        line
        for line in text_of(f"{STORY}<h3>{heading}</h3>{''.join(f'<p>{line}</p>' for line in OTHER)}")
        if line in OTHER
    ] == OTHER


NOTES = (
    "Please sign in to be able to comment on this story.", "If you are commenting using a Facebook account, your profile information may be displayed with your comment.",
    "By submitting your comment, you agree to our Terms and Conditions.", "The comment has been submitted for review.",
    "The Tern does not necessarily endorse any of the views posted.", "Ihr Kommentar wird nach einer Prüfung freigeschaltet.", "Brak komentarzy - rozpocznij dyskusję",
    "Votre commentaire sera publié après validation.", "Чтобы оставить комментарий, войдите на сайт.", "[Featured image by Joe Raedle/Getty Images]", "Noel Celis/Getty Images",
    "NOEL CELIS/AFP via Getty Images",
)  # fmt: skip
TOLD = (
    "“Your comment was out of order, and you know it,” the chairman told her before the vote.",
    "She was asked to comment on this story and said that the terms of the lease are no secret.",
    "The comments posted below the film drew a reply from the minister within an hour.",
    "Pictures of the fire were taken for Reuters by a man who lives on the quay.",
    "Ein Kommentar des Ministers war am Dienstag nicht zu bekommen, sagte die Sprecherin.",
)


@pytest.mark.parametrize("note", NOTES)
def test_notes_on_commenting_and_credits_are_no_lines_of_a_story(note: str) -> None:
    assert text_of(f"{STORY}<p>{note}</p>") == LINES


@pytest.mark.parametrize("line", TOLD)
def test_lines_of_stories_on_comments_and_agencies_stay(line: str) -> None:
    assert line in text_of(f"{STORY}<p>{line}</p><p>{LINES[0].replace('first', 'last')}</p>")


def test_the_article_with_the_headline_is_the_story_beside_a_wire_of_others() -> None:
    wire = "".join(
        f"<div class='w'><div>{''.join(f'<p>{line} {part}</p>' for part in range(6))}</div></div>" for line in OTHER
    )
    html = f"<html><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1><div>{STORY}<p>{OWN}</p></div></article><div>{wire}</div></main></body></html>"
    assert extract(Page("https://tern.example/news/ferry", html.encode())).text.split("\n\n") == [*LINES, OWN]


def test_what_stands_behind_lists_of_links_does_not_go_on_with_a_story() -> None:
    links = "".join(
        f"<li><a href='/{place}'>Council of {place} agrees to pay for the roof of its market</a></li>"
        for place in ("Ostend", "Whitby", "Bergen", "Cobh", "Kirkwall")
    )
    service = f"<div class='k7'><ul>{links}</ul><div>{OTHER[0]}</div><div>{OTHER[1]}</div></div>"
    assert text_of(f"<div class='b3'>{STORY}</div>{service}") == LINES


def test_signatures_do_not_cost_more_than_their_page() -> None:
    page = f"<p>{'word ' * 80}</p>" * 3 + "<p>said on said at 1:25 says: wrote on 12:30 pm</p>" * 20_000
    with ends():
        text_of(page)


FURTHER = [
    f"The {place} council has agreed to pay for the night ferry of the harbour board, which bakers and nurses need, and often."
    for place in ("Ostend", "Whitby", "Bergen", "Lerwick", "Cobh")
]
FULL = [f"{line} {line.replace('harbour', 'ferry')}" for line in LINES]
INTRO = "".join(f"<p>{line}</p>" for line in FULL)
MORE = "".join(f"<p>{line}</p>" for line in FURTHER[:3])
LINKS = "".join(
    f"<li><a href='/{n}'>Council number {n} agrees to pay for the roof of its market</a></li>" for n in range(5)
)
WHOLE = {
    "chapters": f"<article class=intro><h1>{TITLE}</h1>{INTRO}</article><article class=chapter><h2>One</h2>{MORE}</article><article class=chapter><h2>Two</h2>{MORE}</article>",
    "a live blog": f"<article class=live-intro><h1>{TITLE}</h1>{INTRO}</article>"
    + "".join(f"<article class=post><h3>{n}:05 The vote is put off</h3><p>{line}</p></article>" for n, line in enumerate(FURTHER)),
    "a recipe": f"<article class=intro><h1>{TITLE}</h1>{INTRO}</article><section class=method><ol>{''.join(f'<li>{line}</li>' for line in FURTHER[:3])}</ol></section>",
    "questions": f"<article><h1>{TITLE}</h1>{INTRO}</article><section class=qa>{MORE}</section>",
    "loose paragraphs": f"<article><h1>{TITLE}</h1>{INTRO}</article>{MORE}",
    "a list of links between halves": f"<h1>{TITLE}</h1><div class=body id=a>{INTRO}</div><aside class=related><ul>{LINKS}</ul></aside><div class=body id=b>{MORE}</div>",
    "a diary of one author": f"<h1>{TITLE}</h1><div>{INTRO}</div>"
    + "".join(f"<div><p>Posted by Jane Doe on {day}, {n} January 2012 at 7:28 am</p><p>{line}</p></div>" for n, (day, line) in enumerate(zip(("Monday", "Tuesday", "Wednesday"), FURTHER, strict=False), 2)),
    "paragraphs behind what people wrote": f"<h1>{TITLE}</h1><div>{INTRO}"
    + "".join(f"<p>{who} wrote on 3 November 2025 at 18:4{n}</p>" for n, who in enumerate(("Max Roe", "Ann Lee", "Tom Poe", "Eve Low"))) + f"{MORE}</div>",
    "likes of entries": f"<h1>{TITLE}</h1><div>{INTRO}</div><div>" + "".join(f"<div><h3>{n}:05</h3><p>{line}</p><p>Likes ({n})</p></div>" for n, line in enumerate(FURTHER)) + "</div>",
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE)
def test_stories_in_several_boxes_stay_whole(case: str) -> None:
    html = f"<html><head><title>{TITLE}</title></head><body><main>{WHOLE[case]}</main></body></html>"
    text = extract(Page("https://tern.example/news/ferry", html.encode())).text
    assert [line for line in (*FULL, *FURTHER[:3]) if line not in text] == []


SAID = (
    "You can submit a comment on the draft policy until 5 January, the agency said.", "The company said the comment has been removed and the user banned.",
    "“This comment should be removed,” the judge wrote in the ruling.", "Facebook told users that your comments may be used under its new policies to train its models.",
    "She logged in to post a comment about her dead son, and found his account gone.", "Per commentare la vittoria, il premier ha scelto un breve video.",
    "Om te reageren op de kritiek heeft de minister donderdag een brief gestuurd.", "För att kommentera utvecklingen har vi bjudit in två forskare.",
    "Чтобы комментировать решения суда, нужно их сначала прочитать до конца.", "Les commentaires sont modérés par une équipe de 50 personnes, explique le directeur.",
    "Ihr Kommentar wurde 2019 in der „Zeit“ veröffentlicht und oft zitiert.", "Von Adenauer bis Merz – die Kanzler seit 1949",
)  # fmt: skip


@pytest.mark.parametrize("line", SAID)
def test_what_stories_say_of_comments_stays(line: str) -> None:
    assert line in text_of(f"{STORY}<p>{line}</p><p>{LINES[0].replace('first', 'last')}</p>")


@pytest.mark.parametrize(
    "heading",
    [
        "You may be eligible if",
        "Recommended equipment",
        "See also the results",
        "5 thoughts on the Harbourton loss",
        "Σχετικά με την υπόθεση",
    ],
)
def test_headings_of_a_storys_own_lists_stay(heading: str) -> None:
    told = text_of(f"{STORY}<h3>{heading}</h3><ul>{''.join(f'<li>{line}</li>' for line in OTHER)}</ul>")
    assert all(line in "\n".join(told) for line in OTHER)


def test_winners_and_pollsters_of_agencies_stay() -> None:
    told = "\n".join(
        text_of(f"{STORY}<ul><li>Spot news – Jane Doe/Reuters</li><li>Sport – Max Roe/AFP</li></ul><p>{OTHER[0]}</p>")
    )
    assert "Jane Doe/Reuters" in told
    assert "Max Roe/AFP" in told


@pytest.mark.parametrize(
    "cards",
    [
        "<div class='c{0}'><a href='/{0}'>Ferry stays in port for day {0}</a><p>{1}</p></div>",
        "<div class='c{0}'><h3><a href='/{0}'>Ferry stays in port for day {0}</a></h3><div><p>{1}</p></div></div>",
        "<div class='c{0}'><p>{1} <a href='/{0}'>More</a></p></div>",
    ],
)
@pytest.mark.parametrize("story", ["<div>{0}</div>", "<section><div>{0}</div></section>"])
def test_cards_behind_a_heading_over_other_stories_are_none_of_a_story(story: str, cards: str) -> None:
    behind = "".join(cards.format(place, line) for place, line in enumerate(OTHER))
    assert text_of(f"<div>{story.format(STORY)}<h3>You may also like</h3>{behind}</div>") == LINES


LETTER = (
    "Get the best of our journalism in your inbox every weekday morning, chosen by our editors for you and nobody else."
)
CARDS = "".join(
    f"<div class='c{n}'><h4><a href='/{n}'>Ferry stays in port for day {n}</a></h4><p>{line}</p></div>"
    for n, line in enumerate(OTHER)
)
FOREIGN = {
    "an offer of letters": f"{CARDS}<div class='z'><p>{LETTER}</p></div>",
    "who wrote the story": f"{CARDS}<div class='z'><p>Jane Doe has been writing for the paper about towns and traffic since 2012 and lives in Saltmere with two cats.</p></div>",
    "cards that a script opens": "".join(f"<div class='c{n}' onclick='go({n})'><h4>Ferry stays in port</h4><p>{line}</p></div>" for n, line in enumerate(OTHER)),
    "comments": "".join(f"<div class='k{n}'><p><b>Max</b></p><p>{line}</p></div>" for n, line in enumerate(OTHER)),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("heading", ["Related articles", "You may also like", "3 Kommentare"])
def test_boxes_behind_a_heading_do_not_go_on_with_a_story_in_boxes(heading: str, name: str) -> None:
    boxes = "".join(f"<div class='q{letter}'><p>{line}</p></div>" for letter, line in zip("abcdef", LINES, strict=True))
    assert text_of(f"<div>{boxes}<h3>{heading}</h3>{FOREIGN[name]}</div>") == LINES


CAPTION = "Bakers and nurses wait for the boat at the pier of Saltmere, where the board had met on Tuesday evening behind closed doors."
STORYS_OWN = (
    "<div class='q7'><img src='/a.jpg' style='float:left'><div><p>{0}</p></div></div>",
    "<div class='q7'><img src='/face.jpg' class='avatar'><div><p>{0}</p></div></div>",
    "<div class='q7'><img src='/pixel.gif' width=1 height=1><p>{0}</p></div>",
    "<div class='q7'><img src='/3.svg'><p>{0}</p></div>",
    "<div class='q7'><img src='/a.jpg'><blockquote>{0}</blockquote></div>",
    "<div class='q7'><figure><img src='/a.jpg'></figure><div class='q8'><p>{0}</p></div></div>",
    "<div class='q7'><p>{0}</p><img src='/a.jpg'></div>",
    "<div class='q7'><img src='/a.jpg'><p>{0}</p><p>{1}</p></div>",
    "<div class='q7'><img src='/a.jpg'><img src='/b.jpg'><p>{0}</p></div>",
    "<p><img src='/a.jpg'>{0}</p>",
    "<div class='q7'><img src='/a.jpg'><h3>The pier</h3><p>{0}</p></div>",
    "<div class='q7'><img src='/a.jpg'><p>{0} She <a href='/b'>said so</a> in May.</p></div>",
)


@pytest.mark.parametrize("form", STORYS_OWN)
@pytest.mark.parametrize("place", [1, 3, len(LINES)])
def test_paragraphs_with_pictures_stay(form: str, place: int) -> None:
    paragraphs = [f"<p>{line}</p>" for line in LINES]
    paragraphs.insert(place, form.format(CAPTION, OWN))
    assert CAPTION in "\n".join(text_of(f"<div class='k'>{''.join(paragraphs)}</div>"))


def test_a_first_paragraph_in_a_box_with_its_picture_stays() -> None:
    first = f"<div class='q7'><img src='/a.jpg'><p>{CAPTION}</p></div>"
    assert text_of(f"<div class='k'>{first}{STORY}</div>") == [CAPTION, *LINES]


def test_a_story_told_in_pictures_stays() -> None:
    told = "".join(
        f"<div class='q{place}'><img src='/{place}.jpg'><p>{line}</p></div>" for place, line in enumerate(OTHER)
    )
    assert all(line in text_of(f"<div class='k'>{STORY}{told}</div>") for line in OTHER)


def test_pictures_do_not_cost_more_than_their_page() -> None:
    inner = "".join(f"<p>Number {n} is said.</p>" for n in range(10_000))
    with ends():
        text_of(f"{STORY}<div class='q7'><img src='/a.jpg'>{inner}</div>")
