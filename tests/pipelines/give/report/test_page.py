"""The report of a night: what it says first, what it escapes, and that it is one well-formed file."""

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa

from pipelines.give.report.attention import attention
from pipelines.give.report.page import Section, report_page
from pipelines.lake.archive import folder, save_crawl_summary
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from tests.pipelines.extract.argus import ONE, archived

NIGHT = date(2026, 2, 3)
BEFORE = NIGHT - timedelta(days=1)
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
VOID = {"meta", "br", "img", "link"}


class Nesting(HTMLParser):
    """Whether every element is closed where it must be; what the elements are; the text of headings and cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.texts.append((self.open[-1], data.strip()))


def page(needs: list[str] | None = None, **cells: list[object]) -> Nesting:
    rows = pa.table(cells) if cells else pa.table({"source": pa.array([], pa.string())})
    text = report_page(
        NIGHT, needs or [], {"paper": {NIGHT: 3, BEFORE: 6}}, [PICTURE], [Section("Losses", "why", rows, "None.")]
    )
    return Nesting(text)


def test_the_report_is_well_formed_and_begins_with_what_needs_a_person() -> None:
    report = page(["paper is missing: HTTP 503"])
    assert report.open == []
    headings = [text for tag, text in report.texts if tag in {"h1", "h2"}]
    assert headings[:3] == ["Night of 3 February 2026", "What needs you", "New articles by source and night"]
    assert ("li", "paper is missing: HTTP 503") in report.texts
    assert ("p", "None.") in report.texts


def test_numbers_of_each_night_stand_beside_their_source() -> None:
    assert [text for tag, text in page().texts if tag == "td"] == ["3", "6"]
    shares = [attributes["style"] for tag, attributes in page().seen if tag == "td"]
    assert shares == ["--share: 50%", "--share: 100%"]


def test_what_comes_from_pages_is_text_and_nothing_comes_from_elsewhere() -> None:
    hostile = "<script>alert(1)</script>"
    report = page([hostile], source=["paper"], example=[f"https://paper.example/?q={hostile}\"onload='x'"])
    assert "script" not in {tag for tag, _ in report.seen}
    assert not any(name in {"src", "href", "onload"} for _, attributes in report.seen for name in attributes)


def test_tables_have_captions_and_scopes_and_can_be_reached_by_keyboard() -> None:
    report = page(source=["paper"], urls=[2])
    tables = [tag for tag, _ in report.seen].count("table")
    assert tables == [tag for tag, _ in report.seen].count("caption") == 2
    assert all(attributes.get("scope") in {"row", "col"} for tag, attributes in report.seen if tag == "th")
    regions = [attributes for tag, attributes in report.seen if tag == "div"]
    assert all(region["tabindex"] == "0" and region["role"] == "region" and region["aria-label"] for region in regions)


def health() -> dict[str, object]:
    """A row of `source_health` with one warning."""
    finding = dict.fromkeys(field.name for field in TABLES["source_health"].schema.field("findings").type.value_type)
    finding |= {
        "check": "volume",
        "severity": "warning",
        "sentence": "2 new stories, 40 as a rule",
        "since": ONE,
        "command": "dateline sources check argus",
    }
    blank = dict.fromkeys(TABLES["source_health"].schema.names)
    return blank | {"night": ONE, "source": "argus", "state": "published", "findings": [finding]}


def test_a_source_that_is_missing_or_unwell_is_named_with_what_to_do(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    archived(home, ONE)
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unreached", "problem": "HTTP 503"})
    for source in ("gazette", "letters"):
        folder(home.archive, source, ONE - timedelta(days=1)).mkdir(parents=True)
    save_crawl_summary(home.archive, "letters", ONE - timedelta(days=1), {"state": "finished", "imported": True})
    lines = pa.Table.from_pylist([health()], schema=TABLES["source_health"].schema)
    Lake(home.lake).replace("source_health", lines)
    assert attention(home, ONE) == [
        "gazette is missing: not crawled. Launch the night again, or look at the site: dateline sources check gazette",
        "ledger is missing: could not be reached (HTTP 503). Launch the night again, or look at the site: "
        "dateline sources check ledger",
        "argus: volume: 2 new stories, 40 as a rule; dateline sources check argus",
    ]


def test_sources_that_are_missing_for_one_reason_are_one_matter(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    for number in range(12):
        save_crawl_summary(home.archive, f"paper_{number:02d}", ONE, {"state": "unreached", "problem": "no route"})
    down = health() | {"source": "paper_03"}
    answers, volume = ({**down["findings"][0], "check": check} for check in ("no_answer", "volume"))
    rows = pa.Table.from_pylist([down | {"findings": [answers, volume]}], schema=TABLES["source_health"].schema)
    Lake(home.lake).replace("source_health", rows)
    named = ", ".join(f"paper_{number:02d}" for number in range(10))
    assert attention(home, ONE) == [
        f"12 sources are missing: could not be reached (no route): {named} and 2 more. Launch the night again, or look at "
        "the site: dateline sources check paper_00",
        "paper_03: volume: 2 new stories, 40 as a rule; dateline sources check argus",
    ]
