"""The judgement of the whole text: what is cut off it, and when the second choice or none is taken."""

from __future__ import annotations

from html import unescape

import pytest

from pipelines.extract.model import UNKNOWN, Document, Layout, Sighting, count, learn
from pipelines.extract.read.article import read
from pipelines.extract.whole.legible import shifted
from pipelines.page.page import Page

URL = "https://argus.example/2026/11/mill"
TITLE = "Ardlow council closes the old paper mill on the river"
OWN = [
    "Ardlow council has closed the old paper mill on the river Lea after engineers found cracks in its main wall last week.",
    "The mill was built in 1880 and has made paper for the county's newspapers ever since; forty people work there today.",
    "Council leader Jane Doe said that the mill will stay closed until the wall is repaired, which may take until spring.",
    "Workers at the mill were informed on Monday; the council has promised that their wages will be paid in the meantime.",
]
OTHER = [
    "Two penguins escaped from the zoo in Saltmarsh on Sunday and walked along the beach for more than three hours at night.",
    "Keepers of the zoo followed the penguins with buckets of herring, and visitors of the beach took hundreds of pictures.",
    "Both penguins are back in their pool at the zoo; the gate through which they went is now locked, the keepers said.",
]
FRENCH = "Villeneuve attend toujours la nouvelle passerelle"
GERMAN = [
    "Die Feuerwehr in Salzburg hat am Sonntag zwei Katzen von einem Dach geholt, die dort seit drei Tagen gesessen hatten.",
    "Der Besitzer der Katzen war nicht zu Hause, die Nachbarn hatten die Tiere gehört und schließlich die Feuerwehr gerufen.",
    "Beide Katzen sind gesund und werden nun von einer Nachbarin gefüttert, bis der Besitzer aus dem Urlaub zurück ist.",
]


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def document(inner: str, layout: Layout = UNKNOWN, title: str = TITLE, url: str = URL) -> Document:
    about = "<meta name=description content='Engineers found cracks in a wall; workers of the mill stay at home until spring.'>"
    body = f"<html><head><title>{title}</title>{about}</head><body><article><h1>{title}</h1>{inner}</article></body></html>"
    return read(Page(url, body.encode(), "text/html; charset=utf-8"), layout).document


def left_out(found: Document) -> set[str]:
    return {flag.rule.removeprefix("left_out_") for flag in found.flags if flag.rule.startswith("left_out_")}


def test_a_text_without_faults_stays_whole() -> None:
    found = document(f"<div>{paragraphs(OWN)}</div>")
    assert [block.text for block in found.blocks] == OWN
    assert not left_out(found)


@pytest.mark.parametrize(
    "bar",
    [
        '<div class="byline">By Max Roe</div>',
        '<time datetime="2026-11-30">30 November 2026</time>',
        '<ul class="share"><li><a href="https://facebook.example/share">Facebook</a></li></ul>',
    ],
)
def test_a_text_ends_before_the_next_storys_headline(bar: str) -> None:
    following = f"<div><h2>Penguins escape from the zoo in Saltmarsh</h2>{bar}{paragraphs(OTHER)}</div>"
    found = document(f"<div>{paragraphs(OWN)}{following}</div>")
    assert [block.text for block in found.blocks] == OWN
    assert left_out(found) == {"next_story"}


def test_a_chapter_with_a_day_under_its_heading_stays() -> None:
    chapter = [
        "The council found cracks in the mill's wall twice before; paper was made all the same, workers of the mill say."
    ] * 2
    found = document(
        f"<div>{paragraphs(OWN)}<h2>The mill and its wall</h2><p>March 2024</p>{paragraphs(chapter)}</div>"
    )
    assert chapter[0] in found.text


@pytest.mark.parametrize("by", [1, 13])
def test_a_text_in_cipher_is_no_text_but_a_wall(by: int) -> None:
    found = document(
        f"<div>{paragraphs(OWN[:1])}{paragraphs([shifted(line, by) for line in (*OWN[1:], *OTHER)])}</div>"
    )
    assert [block.text for block in found.blocks] == OWN[:1]
    assert (found.paywall, left_out(found)) == ("truncated", {"cipher"})


@pytest.mark.parametrize(
    "line",
    [
        "Loading article…",
        "{{ story.body | safe }}",
        "$$PLACEHOLDER$$ $$PLACEHOLDER$$",
        "Artikel wird geladen",
        '&lt;meta name="description" content="The mill is closed."&gt; &lt;meta property="og:type" content="website"&gt;',
    ],
)
def test_words_of_a_template_are_no_text(line: str) -> None:
    assert unescape(line) not in document(f"<div>{paragraphs([*OWN, line])}</div>").text


def test_a_text_in_another_language_is_left_out_and_the_page_keeps_its_kind_and_title() -> None:
    found = document(f"<div>{paragraphs(GERMAN)}</div>")
    assert (found.text, str(found.kind), found.title) == ("", "article", TITLE)
    assert left_out(found) == {"language"}


def test_a_headline_that_the_detector_takes_for_another_language_does_not_leave_its_text_out() -> None:
    lines = [
        "Les travaux doivent commencer près de la place du Vieux-Port, puis s'étendre vers le fleuve au printemps.",
        "La préfecture n'a pas souhaité commenter ces chiffres avant la fin de l'enquête en cours.",
    ]
    page = Page(
        URL,
        f"<title>{FRENCH}</title><article><h1>{FRENCH}</h1>{paragraphs(lines)}</article>".encode(),
        "text/html; charset=utf-8",
    )
    assert [block.text for block in read(page, UNKNOWN).document.blocks] == lines


def test_a_short_text_about_something_else_is_left_out() -> None:
    found = document(f"<div>{paragraphs(OTHER)}</div>")
    assert (found.text, left_out(found)) == ("", {"other_words"})


def test_a_first_page_may_leave_the_headlines_words_to_the_next() -> None:
    address = "https://argus.example/2026/11/the-bridge-to-the-island-opens-again/"
    found = document(f"<div>{paragraphs(OTHER)}</div><p>Pages: 1 <a href='{address}2/'>2</a></p>", url=address)
    assert [block.text for block in found.blocks] == OTHER


def test_the_second_choice_is_taken() -> None:
    promotion = f'<div class="entry-content">{paragraphs(GERMAN * 2)}</div>'
    found = document(f"{promotion}<section><div>{paragraphs(OWN)}</div></section>")
    assert [block.text for block in found.blocks] == OWN


def test_a_paragraph_of_several_stories_of_a_source_is_no_text() -> None:
    promotion = "Read the Argus every morning: our reporters in Ardlow, Saltmarsh and Bexcombe write about all that matters here."
    key = Sighting("repeated", "readtheargus", True)
    layout = learn(count((f"Headline {n}", promotion, [key]) for n in range(3)))
    assert layout.repeated == {"readtheargus"}
    assert count((f"Headline {n}", promotion, [key]) for n in range(2)) == {}
    taught = [s for s in _sightings(promotion) if s.role == "repeated"]
    learned = learn(count((f"Headline {n}", promotion, taught) for n in range(3)))
    assert promotion not in document(f"<div>{paragraphs([promotion])}</div>", learned).text
    assert (
        promotion in document(f"<div>{paragraphs([*OWN, promotion])}</div>", learned).text
    )  # it has the headline's town


@pytest.mark.parametrize("line", [OTHER[0], OWN[1]])
def test_a_paragraph_of_several_stories_goes_from_a_whole_one_if_it_is_about_something_else(line: str) -> None:
    learned = learn(count((f"Headline {n}", line, _sightings(line, OTHER[1:])) for n in range(3)))
    lines = [OWN[0], line, *OWN[2:]]
    assert (line in document(f"<div>{paragraphs(lines)}</div>", learned).text) is (line == OWN[1])


def _sightings(promotion: str, story: list[str] = OWN) -> tuple[Sighting, ...]:
    from pipelines.extract.run.job import PageJob
    from pipelines.extract.run.task import run_page

    body = f"<title>{TITLE}</title><article><h1>{TITLE}</h1><div>{paragraphs([*story, promotion])}</div></article>"
    return run_page(PageJob("1", "https://argus.example/1", "text/html", body=body.encode(), teaches=True)).sightings
