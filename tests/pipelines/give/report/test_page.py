"""The report of a night: what it says first, what it escapes, and that it is one well-formed file."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pyarrow as pa

from pipelines.give.report.page import Section, report_page
from pipelines.health.incidents.examples import Example, Shown
from pipelines.health.incidents.incident import Incident
from pipelines.health.incidents.morning import NEW, OVER, Block, Morning, Paper

NIGHT = date(2026, 2, 3)
BEFORE = NIGHT - timedelta(days=1)
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
VOID = {"meta", "br", "img", "link"}
MISREAD = Incident(
    "paper", "encoding", NIGHT, NIGHT, "open", "error", 1, "9 of 9 stories hold characters that were misread",
    held_back=True, url="https://paper.example/a", command="dateline try https://paper.example/a",
)  # fmt: skip
PAPER = Paper("paper", "The Paper", "https://paper.example/", "en", None, ((BEFORE, "ok", 6), (NIGHT, "held_back", 3)))


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


def page(
    *incidents: Incident, group: str = NEW, paper: Paper = PAPER, shown: Shown | None = None, **cells: list[object]
) -> Nesting:
    blocks = tuple(Block(group, one.check, one.severity, ((one,),)) for one in incidents)
    morning = Morning(
        NIGHT, {"paper": paper, "other": Paper("other", "Another", None, "de", "sport", ())}, blocks, 3, 6
    )
    sections = [
        Section("Losses", "why", pa.table(cells) if cells else pa.table({"source": pa.array([], pa.string())})),
        Section("Plots", "how", pictures=[PICTURE]),
    ]
    return Nesting(report_page(morning, {("paper", "encoding"): shown} if shown else {}, sections))


def of(report: Nesting, *tags: str) -> list[str]:
    return [text for tag, text in report.texts if tag in tags]


def test_the_report_is_well_formed_and_begins_with_what_needs_a_person() -> None:
    before = Example(BEFORE, "https://paper.example/b", "The café", "In the café.")
    report = page(
        MISREAD,
        shown=Shown(before, replace(before, night=NIGHT, title="The cafÃ©"), "garbled, %", ((NIGHT, 100.0, "ok"),)),
    )
    assert report.open == []
    assert of(report, "h1", "h2") == [
        "Night of Tuesday, 3 February 2026",
        "New tonight",
        "Papers",
        "The night in figures",
    ]
    assert of(report, "p")[0] == "0 as usual, 1 new, 1 held back; 3 new stories (usually 6)."
    assert of(report, "h3")[0] == "characters are lost or misread (held back)"
    assert "The Paper (paper): 9 of 9 stories hold characters that were misread" in of(report, "summary")
    assert of(report, "dt") == ["before, 2 February 2026", "now, 3 February 2026"]
    assert of(report, "code")[:2] == ["dateline release paper 2026-02-03", "dateline try https://paper.example/a"]
    assert ("a", {"href": "http://127.0.0.1:3000/assets/fetches/paper?partition=2026-02-03"}) in report.seen


def test_a_night_without_incidents_says_so_and_folds_what_is_over() -> None:
    over = replace(MISREAD, first_night=BEFORE, last_night=BEFORE, state="resolved", held_back=False)
    report = page(over, group=OVER)
    assert of(report, "h2")[:2] == ["Nothing needs you", "Well again: 1"]
    assert of(report, "p")[0] == "1 as usual, 1 held back; 3 new stories (usually 6)."


def test_new_stories_of_each_night_stand_beside_their_paper() -> None:
    report = page()
    cells = [(attributes.get("class"), tag) for tag, attributes in report.seen if tag == "td"]
    assert cells[:4] == [(None, "td"), ("h", "td"), ("x", "td"), ("x", "td")]
    assert of(report, "td")[:2] == ["6", "3"]


def test_what_comes_from_pages_is_text_and_nothing_comes_from_elsewhere() -> None:
    hostile = "<script>alert(1)</script>"
    bad = replace(MISREAD, sentence=hostile, url=f"https://paper.example/?q={hostile}\"onload='x'", note=hostile)
    paper = replace(PAPER, title=f"{hostile}\u202e", home="javascript:alert(1)")
    shown = Shown(after=Example(NIGHT, bad.url or "", hostile, hostile))
    report = page(bad, paper=paper, shown=shown, source=["paper"], example=[bad.url])
    assert [tag for tag, _ in report.seen].count("script") == 1  # ours, which sorts the table
    assert all("alert" not in text for tag, text in report.texts if tag == "script")
    assert not any(name in {"src", "onload"} for _, attributes in report.seen for name in attributes)
    links = [attributes["href"] or "" for tag, attributes in report.seen if tag == "a"]
    ours = ("http://127.0.0.1:3000/", "http://127.0.0.1:3001/")
    assert links and all(link.startswith(("https://paper.example/", *ours)) for link in links)
    assert any(f"{hostile}\\u202e" in text for _, text in report.texts)


def test_tables_have_scopes_and_can_be_reached_by_keyboard() -> None:
    report = page(source=["paper"], urls=[2])
    assert [tag for tag, _ in report.seen].count("table") == 2
    assert all(attributes.get("scope") in {"row", "col"} for tag, attributes in report.seen if tag == "th")
    regions = [attributes for tag, attributes in report.seen if tag == "section" and "tabindex" in attributes]
    names = [r.get("aria-label") or r.get("aria-labelledby") for r in regions]
    assert names == ["papers", "Losses", "Plots"]
    assert all(r["tabindex"] == "0" for r in regions)


def test_an_empty_table_is_left_out_and_a_long_one_is_cut() -> None:
    assert "Losses" not in of(page(), "h3")
    report = page(source=[f"paper {number}" for number in range(120)])
    assert "and 20 more rows" in of(report, "p")
