"""Bylines as papers of each language write them: `languages/xx.toml`, a file that whoever knows the language can extend.

A section is a place on the page; it holds lines as readers see them, and the authors whom each names. `[nobody]` lists, by
place, the lines that name no author.
"""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page

FILES = {
    file.stem: tomllib.loads(file.read_text("utf-8")) for file in (Path(__file__).parent / "languages").glob("*.toml")
}
ENGLISH = {
    "title": "Harbour board votes to keep the night ferry running",
    "sentence": "The harbour board of Saltmere heard on Tuesday that the night boat is needed by bakers and nurses, and kept it.",
}
LINE, SENTENCE = "{line}", "<p>{sentence}</p>"
# The places of a line: in a page's head, below its headline, and in its text. A place of two rows is tested in both.
PLACES = {
    "signs": [("", f"<p>{LINE}</p>", SENTENCE * 4)],
    "byline": [("", f'<div class="byline">{LINE}</div>', SENTENCE * 4)],
    "standfirst": [("", f'<p class="standfirst">{LINE}</p>', SENTENCE * 4)],
    "before": [("", "", f"<p>{LINE}{{sentence}}</p>{SENTENCE * 2}")],
    "among": [("", "", f"{SENTENCE}<p>{LINE}</p>{SENTENCE * 2}")],
    "behind": [("", "", f"{SENTENCE * 3}<p>{{sentence}}{LINE}</p>")],
    "bracket": [("", "", f"{SENTENCE * 3}<p>{{sentence}}{LINE}</p>"), ("", "", f"{SENTENCE * 4}<p>{LINE}</p>")],
    "last_line": [
        ("", "", f"{SENTENCE * 4}<p><i>{LINE}</i></p>"),
        ("", "", f"{SENTENCE * 4}<div><div class=author-bio><i>{LINE}</i></div></div>"),
    ],
    "declared": [(f'<meta name="author" content="{LINE}">', "", SENTENCE * 4)],
    "person": [(f'<script type="application/ld+json">{LINE}</script>', "", SENTENCE * 4)],
}


def page(code: str, head: str, top: str, text: str) -> Page:
    """A story in a language, with something in its head and below its headline."""
    title = FILES[code].get("story", ENGLISH)["title"]
    body = f"<main><article><h1>{title}</h1>{top}<div class=text>{text}</div></article></main>"
    head = f"<head><meta charset=utf-8><title>{title} | The Tern</title>{head}</head>"
    markup = f"<html lang={code}>{head}<body>{body}</body></html>"
    return Page("https://tern.example/news/night-ferry", markup.encode())


def pages(code: str, place: str, line: str) -> Iterator[Page]:
    """The pages that show a line at a place."""
    sentence = FILES[code].get("story", ENGLISH)["sentence"]
    person = {"@type": "NewsArticle", "author": {"@type": "Person", "name": line}}
    shown = json.dumps(person, ensure_ascii=False) if place == "person" else html.escape(line)
    for row in PLACES[place]:
        yield page(code, *(part.replace(LINE, shown).replace("{sentence}", sentence) for part in row))


def cases() -> Iterator[Any]:
    """Language, place, line and authors of each case of the files."""
    for code, content in sorted(FILES.items()):
        for place in PLACES:
            said = content.get(place, {}) | {line: [] for line in content.get("nobody", {}).get(place, ())}
            for line, people in said.items():
                yield pytest.param(code, place, line, people, id=f"{code}: {place}: {line[:60]}")


def test_all_sections_are_read() -> None:
    for code, content in FILES.items():
        assert set(content) <= {*PLACES, "story", "forms", "agency", "nobody"}, code
        assert set(content.get("nobody", {})) <= set(PLACES), code
        assert set(content.get("agency", {})) <= {
            *content.get("byline", {}),
            *content.get("nobody", {}).get("byline", ()),
        }, code


@pytest.mark.parametrize(("code", "place", "line", "people"), list(cases()))
def test_a_line_names_its_authors(code: str, place: str, line: str, people: list[str]) -> None:
    found = [authors(one) for one in pages(code, place, line)]
    assert [list(names) for names, _ in found] == [people] * len(PLACES[place])
    if place == "byline":
        assert found[0][1] == FILES[code].get("agency", {}).get(line)


def forms(by: str, line: str, people: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(in the head, under the headline), the same byline in each form."""
    together = {"@type": "Person", "name": ", ".join(people)}
    for declared in ([{"@type": "Person", "name": name} for name in people], people, together):
        data = json.dumps({"@type": "NewsArticle", "author": declared})
        yield f'<script type="application/ld+json">{data}</script>', ""
    yield f'<meta name="author" content="{line}">', ""
    yield f'<meta name="author" content="{by}{line}">', ""
    yield "", f'<div class="byline">{by}{line}</div>'
    yield "", f"<p>{by}{line}</p>"
    names = "".join(f'<span class="author-name">{name}</span>' for name in people)
    yield "", f'<div class="authors">{names}</div>'
    links = " ".join(f'<a href="/author/{n}" rel="author">{name}</a>' for n, name in enumerate(people))
    yield "", f"<div>{links}</div>"
    yield "", "".join(f'<span itemprop="author"><span itemprop="name">{name}</span></span>' for name in people)


def misread(code: str, by: str, last: str, people: Sequence[str]) -> list[tuple[str, str]]:
    """The forms of a byline whose authors are read otherwise."""
    line = last.join(filter(None, (", ".join(people[:-1]), people[-1])))
    story = f"<p>{ENGLISH['sentence']}</p>" * 4
    return [form for form in forms(by, line, people) if authors(page(code, *form, story))[0] != tuple(people)]


@pytest.mark.parametrize("code", [code for code, content in sorted(FILES.items()) if "forms" in content])
def test_a_byline_is_read_in_every_form(code: str) -> None:
    given = FILES[code]["forms"]
    bylines = [*([name] for name in given["people"]), given["people"]]
    assert [wrong for people in bylines for wrong in misread(code, given["by"], given["and"], people)] == []


MANY = [
    f"{first} {last}" for first in ("Ann", "Ben", "Cara", "Dan", "Eve", "Finn") for last in ("Marsh", "Cole", "Reed")
]


def test_of_eighteen_authors_all_are_named() -> None:
    assert misread("en", "By ", " and ", MANY) == []


def test_a_list_of_people_is_no_byline() -> None:
    cited = "".join(
        f'<meta name="citation_author" content="{chr(65 + n % 26)}. Roe{chr(97 + n // 26)}">' for n in range(60)
    )
    story = f"<p>{ENGLISH['sentence']}</p>" * 4
    assert authors(page("en", cited, '<p class="byline">By Jane Doe</p>', story))[0] == ("Jane Doe",)
    assert authors(page("en", cited, "", story))[0] == ()
