"""Hostile text in every text field of documents and fetches, through every step and out again: nothing ends a night."""

from __future__ import annotations

import dataclasses
import enum
import io
import json
import types
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.console import Console

from pipelines.ask.dates.evidence_table import explain
from pipelines.ask.search.listing import as_text
from pipelines.ask.search.searcher import find
from pipelines.ask.show.dossier import dossier
from pipelines.ask.show.printed import printed
from pipelines.ask.sql.connection import connect
from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.table import table_text, vertical_lines
from pipelines.ask.sql.writing import write_rows
from pipelines.base.errors import PageDropped
from pipelines.base.json_lines import encoded
from pipelines.base.neutral import COMMANDS
from pipelines.base.storable import UNSTORABLE, mended_row
from pipelines.extract import step as extraction
from pipelines.extract.model import Block, Document, Flag
from pipelines.extract.run.job import Dropped, Extracted, PageJob
from pipelines.extract.run.storable import output_row, readable, storable
from pipelines.extract.run.task import run_page
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import Recipe
from pipelines.lake.archive import save_source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, PRECISIONS, TABLES
from pipelines.nights import STEPS

MONDAY = date(2025, 11, 3)
NIGHTS = (MONDAY, MONDAY + timedelta(days=1))
PAGES = 24
SHOWN = 5
PARTS = (
    "\ud83d", "\ude00",
    "\ud83d\ude00", "\x00", "\x1b[31m", "\x9b2J", "\u202e", "\u2028", "\ufffe", "\ufeff", "\r\n", "\x0b",
    "'; DROP", '"', "\\", "|", "\t", "=1+1", "%s{}",
    "\u0600", "é", "e\u0301", "漢", "0001-01-01", "9999-12-31T23:59:59Z",
    "275760-09-13",
    "𝒳" * 300,     "the old bridge", " ", "\n\n", "By Jane Doe", "(AP)",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PARTS) | st.text(st.characters(exclude_categories=()), max_size=8), max_size=6).map(
    "".join
)
WORDS = "The council of the small town met on Monday evening, and after long talk it agreed to mend the old bridge at last. "
STORY = HOSTILE.map(lambda text: WORDS * 3 + text)
RULED = {
    ("Candidate", "role"): st.sampled_from(("published", "modified", "other")),
    ("Candidate", "precision"): st.sampled_from(PRECISIONS) | st.none(),
    ("Candidate", "value"): st.sampled_from(
        ("2025-11-03", "2025-11", "0001-01-01", "9999-12-31", "275760-09-13", "\ud83d", None)
    ),
    ("Candidate", "utc_offset_minutes"): st.none(),
    ("Candidate", "position"): st.integers(0, 9),
    ("Related", "position"): st.integers(0, 9),
    ("Document", "flags"): st.lists(
        st.builds(
            lambda rule, text, place: Flag(rule, text, *place),
            HOSTILE,
            HOSTILE,
            st.sampled_from(((None, None), (3, 9))),
        )
    ).map(tuple),
    ("Document", "blocks"): st.lists(STORY.map(lambda text: Block("paragraph", text)), max_size=4).map(tuple),
}
"""Fields that our own code fills from a fixed vocabulary; all others, and those that are yet to come, get hostile text."""
OUR_OWN = ("night", "source", "url", "url_key", "resource", "outcome", "final_url", "warc_file", "payload_sha256", "channel",
           "referrer", "train_ai", "tdm", "redirects", "date_kind", "rights_rule")  # fmt: skip


def valued(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type as dataclasses write it."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*map(valued, typing.get_args(kind)))
    if origin is tuple:
        return st.lists(valued(typing.get_args(kind)[0]), max_size=2).map(tuple)
    if dataclasses.is_dataclass(kind):
        return made(kind)
    if isinstance(kind, enum.EnumType):
        return st.sampled_from(kind)
    plain = {
        str: HOSTILE,
        int: st.integers(-9, 9),
        float: st.floats(0, 1, width=32),
        type(None): st.none(),
        bool: st.booleans(),
    }
    return plain[kind]


def made(kind: Any) -> st.SearchStrategy[Any]:
    """Instances of a dataclass."""
    hints = typing.get_type_hints(kind)
    return st.builds(
        kind, **{f.name: RULED.get((kind.__name__, f.name), valued(hints[f.name])) for f in dataclasses.fields(kind)}
    )


def filled(kind: pa.DataType) -> st.SearchStrategy[Any]:
    """Values of an Arrow type."""
    if pa.types.is_string(kind):
        return st.none() | HOSTILE
    if pa.types.is_list(kind):
        return st.lists(filled(kind.value_type), max_size=2)
    if pa.types.is_struct(kind):
        fields = {field.name: filled(field.type) for field in kind if field.name not in OUR_OWN}
        return st.fixed_dictionaries({**fields, **({"channel": st.just("feed")} if "channel" in kind.names else {})})
    return st.none()


FETCH = st.fixed_dictionaries({field.name: filled(field.type) for field in FETCHES if field.name not in OUR_OWN})


def fetches(night: date, hostile: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A night's fetches, with hostile values wherever a value is not ours."""
    at = datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
    rows = []
    for number, values in enumerate(hostile):
        key = f"paper.example/story-{number}"
        fixed = {
            "night": night,
            "source": "paper",
            "url": f"http://{key}",
            "url_key": key,
            "final_url": f"http://{key}",
            "resource": "page",
        }
        fixed |= {
            "outcome": "stored",
            "fetched_at": at,
            "payload_sha256": f"{night}{number}",
            "train_ai": "allowed",
            "tdm": "unknown",
        }
        rows.append(dict.fromkeys(FETCHES.names) | values | fixed)
    return rows


def landed(home: Home, night: date, documents: list[Document], hostile: list[dict[str, Any]]) -> None:
    """A night as the crawl and extraction leave it: what is not ours passes their boundaries."""
    lake = Lake(home.lake)
    rows = mended_row(fetches(night, hostile))
    save_source_settings(home.archive, "paper", night, {"url": "http://paper.example/"})
    lake.replace("fetches", pa.Table.from_pylist(rows, schema=FETCHES), night=night, source="paper")
    captures = [{**row, "linked": ""} for row in extraction.stored_pages(lake, night).to_pylist()]
    results = [passed(capture["capture_id"], document) for capture, document in zip(captures, documents, strict=True)]
    kept, dropped = extraction._rows(captures, results, "0")
    assert kept.num_rows == len(documents)
    lake.replace("documents", kept, night=night, source="paper")
    lake.replace("dropped", dropped, night=night, source="paper")


def passed(capture: str, document: Document) -> Extracted:
    """A document past the boundary."""
    whole = dataclasses.replace(storable(document), date_candidates=readable(document.date_candidates))
    return Extracted(capture, whole)


def drawn(count: int) -> list[tuple[Document, dict[str, Any]]]:
    """So many hostile documents with hostile fetches; one at a time, for all of a night are more than one example may be."""
    found: list[tuple[Document, dict[str, Any]]] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(made(Document), FETCH)
    def collect(document: Document, fetch: dict[str, Any]) -> None:
        found.append((document, fetch))

    collect()
    return found


def test_hostile_text_in_every_field_passes_every_step(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    pages = drawn(len(NIGHTS) * PAGES)
    assert sum(any(UNSTORABLE.search(text) for text in strings(dataclasses.asdict(each))) for each, _ in pages) > PAGES
    for number, night in enumerate(NIGHTS):
        tonight = pages[number * PAGES : (number + 1) * PAGES]
        assert len(tonight) == PAGES
        landed(home, night, [about(n, each) for n, (each, _) in enumerate(tonight)], [fetch for _, fetch in tonight])
        for name, step in STEPS.items():
            if name not in ("fetches", "documents"):
                step.run(home, night, show=False)
            if name == "source_health":  # held back, and rightly so; here such nights go on
                Lake(home.lake).replace("held_back", Lake(home.lake).read("held_back").slice(0, 0), night=night)
    lake = Lake(home.lake)
    for table in TABLES:
        texts = list(strings(lake.read(table).to_pylist()))
        assert not [text for text in texts if UNSTORABLE.search(text)], table
    conserved(lake)
    shown(home)


def about(number: int, drawn: Document) -> Document:
    """A document with a paragraph of its own before the drawn ones."""
    own = " ".join(f"{word}{chr(0x4E00 + number)}" for word in WORDS.split())
    return dataclasses.replace(drawn, blocks=(Block("paragraph", f"{own} {WORDS}"), *drawn.blocks))


def conserved(lake: Lake) -> None:
    """Every document is clean or dropped, with a reason."""
    for night in NIGHTS:
        clean, dropped = (lake.read(table, night=night).num_rows for table in ("clean_documents", "dropped"))
        assert clean + dropped == PAGES


def shown(home: Home) -> None:
    """The corpus in SQL, JSON lines, search, exports and on a terminal."""
    with connect(home) as connection:
        for table in (name for name, each in TABLES.items() if each.of is None):
            rows = connection.sql(f"SELECT * FROM {table}").to_arrow_table()
            texts = [table_text(rows, width=100).text, *vertical_lines(rows)]
            assert not COMMANDS.search("".join(texts))
            write_rows(Rows.of(rows), "jsonl", home.root / "rows.jsonl")
            lines = (home.root / "rows.jsonl").read_bytes().decode("utf-8").split("\n")[:-1]
            assert [list(json.loads(line)) for line in lines] == [rows.column_names] * rows.num_rows
        articles = connection.sql("SELECT article_id FROM articles ORDER BY ALL").fetchall()
    assert articles
    plain(explain(home, articles[0][0]))
    found = find(home, "council", limit=100)
    assert found.total > 0
    for lines in (
        as_text(found),
        *(printed(dossier(home, work), "archive", width=100) for (work,) in articles[:SHOWN]),
    ):
        assert not COMMANDS.search("".join(map(click.unstyle, lines)))
    recipe = Recipe(name="all", title="All", train_ai=["allowed"], splits={"train": 1.0})
    assert sum(export_dataset(home, recipe).rows.values()) > 0


def plain(renderable: Any) -> None:
    """Print without colours, and find nothing that a terminal obeys."""
    out = io.StringIO()
    Console(file=out, width=400, color_system=None, force_terminal=False).print(renderable)
    assert not COMMANDS.search(out.getvalue())


def strings(value: Any) -> Iterator[str]:
    """Every text in a value of any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


PAGE = """<html lang=en><head><title>{0}</title><meta property="og:title" content="{1}"><meta name=author content="{2}">
<link rel=canonical href="{3}"><meta name=keywords content="{4}"><script type="application/ld+json">{json}</script></head>
<body><article class="{5}"><h1>{6}</h1><p class=byline>By {2}</p><time datetime="{7}">{7}</time>{story}</article>
<aside><h2>Related</h2><a href="/{3}">{4} and some more words</a></aside></body></html>"""


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HOSTILE, min_size=9, max_size=9), st.booleans())
def test_any_page_gives_a_line_of_utf_8(texts: list[str], in_html: bool) -> None:
    shown = texts if in_html else ["Old bridge will be mended"] * 9
    story = f"<p>{WORDS}</p>" * 5
    names = "headline", "author", "datePublished", "keywords", "image", "articleSection", "articleBody", "url"
    ld = dict(zip(names, texts, strict=False)) | {
        "@type": f"NewsArticle{texts[8]}",
        "articleBody": WORDS * 9 + texts[6],
    }
    body = PAGE.format(*shown, json=json.dumps(ld), story=story).encode("utf-8", "surrogatepass")
    result = run_page(PageJob("a", "http://paper.example/story", body=body, teaches=True))
    if result.dropped is not None:
        assert result.dropped.reason != "failed", result.dropped.detail
        return
    assert result.document is not None
    assert result.date is not None
    row = output_row("a", result.document, result.date)
    assert json.loads(encoded(row).decode("utf-8")) == json.loads(json.dumps(row))
    taught = [sighting.place for sighting in result.sightings]
    assert not [text for text in (*strings(json.loads(encoded(row))), *taught) if UNSTORABLE.search(text)]


def test_what_is_mended_says_so() -> None:
    [flag] = storable(document(title="Storm \ud83d over Hull")).flags
    assert (flag.rule, flag.text, flag.start) == ("mended_text", "title: Storm \\ud83d over Hull", None)
    assert storable(document(title="Storm \ud83d over Hull")).title == "Storm \ufffd over Hull"
    assert storable(document(title="Storm over Hull")).flags == ()


def test_offsets_follow_the_text() -> None:
    flagged = document(
        blocks=(Block("paragraph", "\ud83c\udf2a \ud83c\udf2a storm"),),
        flags=({"rule": "hidden", "text": "storm", "start": 6, "end": 11},),
    )
    whole = storable(flagged)
    assert whole.text == "\U0001f32a \U0001f32a storm"
    assert whole.text[whole.flags[0].start : whole.flags[0].end] == "storm"


def test_a_field_that_is_too_long_is_cut_and_says_so() -> None:
    long = storable(document(title="x" * 30_000, canonical_url="http://paper.example/" + "x" * 30_000))
    assert (len(long.title or ""), long.canonical_url) == (20_000, None)
    assert sorted(flag.text[:28] for flag in long.flags) == [
        "canonical_url: 30021 charact",
        "title: 30000 characters: xxx",
    ]
    with pytest.raises(PageDropped, match="too_large_field"):
        storable(document(blocks=(Block("paragraph", "x" * 4_000_001),)))


def test_a_row_that_cannot_be_made_costs_one_page() -> None:
    captures = [{**row, "capture_id": str(n), "linked": ""} for n, row in enumerate(fetches(MONDAY, [{}, {}, {}]))]
    bad = document(language_score="no number")
    results = [Extracted(str(n), each) for n, each in enumerate((document(), bad, document()))]
    kept, dropped = extraction._rows(captures, [*results[:2], Extracted("2", dropped=Dropped("timeout", ""))], "0")
    assert kept["capture_id"].to_pylist() == ["0"]
    assert sorted((row["capture_id"], row["reason"]) for row in dropped.to_pylist()) == [
        ("1", "unstorable"),
        ("2", "timeout"),
    ]
    assert extraction._rows(captures, results, "0")[0]["capture_id"].to_pylist() == ["0", "2"]


def document(**values: Any) -> Document:
    """A plain document with these values."""
    blank = {f.name: None for f in dataclasses.fields(Document)} | dict.fromkeys(
        (
            "headlines",
            "blocks",
            "asides",
            "authors",
            "authors_confidence",
            "tags",
            "related",
            "listed",
            "flags",
            "credits",
            "date_candidates",
            "layout",
        ),
        (),
    )
    blank |= {"url": "http://paper.example/story", "kind": "article", "paywall": "open", "charset": "utf-8"}
    if "flags" in values:
        values["flags"] = tuple(Flag(**flag) for flag in values["flags"])
    return Document(**blank | values)
