"""Incidents: findings tied from night to night, sources that are missing, notes about them, and the morning's list."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.base.errors import ConfigError
from pipelines.health.incidents.incident import Incident, incidents
from pipelines.health.incidents.morning import morning
from pipelines.health.incidents.notes import Note, notes, put_note
from pipelines.health.incidents.wording import in_markdown, printed, since
from pipelines.lake.archive import folder, save_crawl_summary
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

FIRST = date(2026, 2, 2)
SCHEMA = TABLES["source_health"].schema


def night(number: int) -> date:
    """The night so many nights after the first, which is 0."""
    return FIRST + timedelta(days=number)


def finding(check: str, severity: str = "warning", since: date = FIRST) -> dict[str, object]:
    blank = dict.fromkeys(field.name for field in SCHEMA.field("findings").type.value_type)
    return blank | {
        "check": check, "severity": severity, "sentence": f"{check} it is", "since": since, "command": "dateline sources check x",
    }  # fmt: skip


def judged(home: Home, source: str, *nights: Sequence[str], severity: str = "warning", **last: object) -> None:
    """Rows of `source_health`: the checks that found something on each night from the first, None for a night without a crawl.

    `last` are columns of the last night.
    """
    lake = Lake(home.lake)
    for number, checks in enumerate(nights):
        if checks is None:
            continue
        held = severity == "error" and checks
        row = dict.fromkeys(SCHEMA.names) | {
            "night": night(number), "source": source, "imported": False, "new_stories": 10, "compared_nights": number,
            "state": "held_back" if held else "warning" if checks else "ok",
            "findings": [finding(check, severity, night(number)) for check in checks],
        }  # fmt: skip
        row |= last if number == len(nights) - 1 else {}
        known = [r for r in lake.read("source_health", night=night(number)).to_pylist() if r["source"] != source]
        lake.replace("source_health", pa.Table.from_pylist([*known, row], schema=SCHEMA), night=night(number))


def known(home: Home, number: int) -> list[tuple[str, str, date, int]]:
    """Check, state, first night and number of nights of each incident as known on a night."""
    return [(one.check, one.state, one.first_night, one.nights) for one in incidents(home, night(number))]


def test_a_fault_of_ten_nights_is_one_incident_and_ends_by_itself(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", (), *[("encoding",)] * 10, ())
    assert known(home, 0) == []
    assert known(home, 1) == [("encoding", "open", night(1), 1)]
    assert known(home, 10) == [("encoding", "open", night(1), 10)]
    assert known(home, 11) == [("encoding", "resolved", night(1), 10)]


@pytest.mark.parametrize(("quiet", "count"), [(6, 1), (7, 2)])
def test_what_comes_back_within_a_week_is_the_same_incident(tmp_path: Path, quiet: int, count: int) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", ("volume",), *[()] * quiet, ("volume",))
    found = known(home, quiet + 1)
    assert len(found) == count
    assert ("volume", "open", FIRST if count == 1 else night(quiet + 1), 3 - count) in found


def test_a_night_that_an_import_brought_ends_no_incident(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", ("encoding",), (), imported=True)
    assert known(home, 1) == [("encoding", "open", FIRST, 1)]
    assert [each for each, _, _ in morning(home, night(1)).papers["paper"].nights] == [FIRST]
    judged(home, "paper", ("encoding",), ("template",), imported=True)
    assert [each[:2] for each in known(home, 1)] == [("encoding", "open"), ("template", "open")]
    judged(home, "paper", None, None, ())
    assert {each[1] for each in known(home, 2)} == {"resolved"}


def test_a_pause_without_a_night_is_within_the_incident(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", ("dates",), *[None] * 19, ("dates",), findings=[finding("dates", since=FIRST)])
    assert known(home, 20) == [("dates", "open", FIRST, 2)]


def test_nights_that_a_report_does_not_read_are_not_counted(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", *[None] * 27, ("dates",), ("dates",), findings=[finding("dates", since=FIRST)])
    (one,) = incidents(home, night(28))
    assert (since(one, night(27)), since(one, night(28))) == ("since 2 February, 2 nights", "since 2 February")


def test_an_incident_is_of_its_last_night(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", ("dates",), ("dates",), severity="error", state="released")
    (one,) = incidents(home, night(1))
    assert (one.severity, one.held_back) == ("error", False)  # the night before still is
    with_page = finding("volume") | {"url": "https://paper.example/"}
    judged(home, "other", (), findings=[with_page])
    judged(home, "other", None, ("volume",))
    assert [each.url for each in incidents(home, night(1)) if each.source == "other"] == [None]


def test_papers_of_one_line_are_away_since_the_same_night(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    settings = dict.fromkeys(TABLES["source_settings"].schema.names) | {"night": FIRST, "url": "https://example.com/"}
    rows = pa.Table.from_pylist(
        [settings | {"source": each} for each in "abc"], schema=TABLES["source_settings"].schema
    )
    Lake(home.lake).replace("source_settings", rows, night=FIRST)
    for source, before in (("a", ("timeouts",)), ("b", ()), ("c", ("timeouts",))):
        judged(home, source, ("timeouts",) if before else (), before, ("timeouts",))
    lines = [[one.source for one in line] for block in morning(home, night(2)).blocks for line in block.lines]
    assert lines == [["b"], ["a", "c"]]


def test_an_address_with_a_backtick_stays_code_in_markdown(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    command = "dateline try 'https://paper.example/?`![x](https://evil.example/)'"
    judged(home, "paper", ("volume",), findings=[finding("volume") | {"command": command}])
    assert f"<br>`` {command} ``<br>" in in_markdown(morning(home, FIRST))


def test_a_source_that_was_not_crawled_tonight_keeps_its_incident(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", ("encoding",))
    judged(home, "other", (), ())
    assert known(home, 1) == [("encoding", "open", FIRST, 1)]


def test_a_source_is_missing_for_as_long_as_it_is_expected(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    for source in ("gone", "paused", "removed", "other"):
        (home.sources / f"{source}.yaml").write_text(f"title: {source}\nurl: https://{source}.example/\n")
        folder(home.archive, source, FIRST).mkdir(parents=True)
        save_crawl_summary(home.archive, source, FIRST, {"state": "finished"})
    (home.sources / "removed.yaml").unlink()
    with (home.sources / "paused.yaml").open("a") as file:
        file.write("nightly: false\n")
    for number in range(1, 10):
        save_crawl_summary(home.archive, "other", night(number), {"state": "finished"})
    save_crawl_summary(home.archive, "broken", night(2), {"state": "unreached", "problem": "HTTP 503"})
    one, two = incidents(home, night(2))
    assert (one.source, one.sentence, one.nights) == ("broken", "could not be reached (HTTP 503)", 1)
    assert (two.source, two.sentence, two.first_night, two.nights) == ("gone", "not crawled", night(1), 2)
    assert [(each.source, each.state) for each in incidents(home, night(9))] == [
        ("broken", "resolved"),
        ("gone", "resolved"),
    ]


def test_a_group_with_a_time_of_its_own_is_expected_once_one_of_it_was_crawled(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    (home.root / "settings.yaml").write_text("groups: {sport: {nightly: '18:00'}}\n")
    for source in ("daily", "weekly", "sport_one", "sport_two"):
        group = "group: sport\n" if source.startswith("sport") else ""
        (home.sources / f"{source}.yaml").write_text(f"title: {source}\nurl: https://{source}.example/\n{group}")
        save_crawl_summary(home.archive, source, FIRST, {"state": "finished"})

    def missing(number: int) -> list[str]:
        return [one.source for one in incidents(home, night(number)) if one.state == "open"]

    save_crawl_summary(home.archive, "daily", night(1), {"state": "finished"})
    folder(home.archive, "sport_two", night(1)).mkdir()  # feeds were glanced at before
    assert missing(1) == ["weekly"]
    save_crawl_summary(home.archive, "sport_one", night(1), {"state": "finished"})
    assert missing(1) == ["sport_two", "weekly"]
    (home.archive / "source=sport_one" / f"night={night(1)}" / "crawl.json").unlink()
    for number in (2, 3):
        save_crawl_summary(home.archive, "daily", night(number), {"state": "finished"})
    assert missing(2) == ["sport_one", "sport_two", "weekly"]  # tonight's crawl of sport is yet to come
    assert missing(3) == ["sport_one", "sport_two", "weekly"]


def test_incidents_of_a_source_without_a_file_are_over_with_the_next_night(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "removed", ("encoding",), severity="error")
    judged(home, "paper", (), ())
    home.sources.mkdir()
    (home.sources / "paper.yaml").write_text("title: Paper\nurl: https://paper.example/\n")
    assert [(one.source, one.state, one.note) for one in incidents(home, night(0))] == [("removed", "open", None)]
    assert [(one.source, one.state, one.note) for one in incidents(home, night(1))] == [
        ("removed", "resolved", "no longer a source")
    ]


def test_an_acknowledged_incident_stands_apart_until_it_is_over_or_worse(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "paper", ("authors",), ("authors",), ("authors",))
    put_note(home, "paper", "authors", Note(night(1), "warning", "anna", "they know"), FIRST)
    (one,) = incidents(home, night(2))
    assert (one.state, one.by, one.note) == ("acknowledged", "anna", "they know")
    assert [each.state for each in incidents(home, FIRST)] == ["open"]  # a report of that night stays as it was
    put_note(home, "paper", "authors", Note(night(1), "warning", until=night(1)), FIRST)
    assert [each.state for each in incidents(home, night(1))] == ["snoozed"]
    assert [each.state for each in incidents(home, night(2))] == ["open"]
    put_note(home, "paper", "authors", None, FIRST)
    assert notes(home) == {}
    judged(home, "paper", ("dates",), ("dates",), severity="error")
    put_note(home, "paper", "dates", Note(FIRST, "warning"), FIRST)
    assert {each.state for each in incidents(home, night(1)) if each.check == "dates"} == {"open"}


def test_a_damaged_file_of_notes_is_named(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    for text in ("paper: yes", "paper: {volume: [{on: soon, severity: error}]}", "[1"):
        (home.root / "incidents.yaml").write_text(text)
        with pytest.raises(ConfigError, match=r"incidents.yaml: cannot be read: write it as"):
            notes(home)


def test_papers_of_one_site_that_do_not_answer_are_one_line(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    settings = [
        dict.fromkeys(TABLES["source_settings"].schema.names)
        | {"night": FIRST, "source": f"paper_{n:02d}", "title": f"Paper {n}", "url": f"https://p{n}.example.com/"}
        for n in range(12)
    ]
    Lake(home.lake).replace(
        "source_settings", pa.Table.from_pylist(settings, schema=TABLES["source_settings"].schema), night=FIRST
    )
    for row in settings:
        judged(home, row["source"], ("no_answer",))
    judged(home, "healthy", ())
    found = morning(home, FIRST)
    assert found.totals == "1 as usual, 12 new; 130 new stories"
    ((line,),) = [block.lines for block in found.blocks]
    assert len(line) == 12
    said = [each.strip() for each in printed(found)]
    assert said[2].startswith("12 papers, Paper 0 (paper_00), Paper 1 (paper_01)") or said[3].startswith(
        "12 papers, Paper 0"
    )
    assert any("and 2 more: no_answer it is" in each for each in said)


def test_the_order_is_errors_then_warnings_by_group(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    judged(home, "a", ("volume",), ("volume",))
    judged(home, "b", (), ("authors",))
    judged(home, "c", (), ("encoding",), severity="error")
    judged(home, "d", ("slow",), ())
    found = morning(home, night(1))
    assert [(block.group, block.check) for block in found.blocks] == [
        ("New tonight", "encoding"), ("New tonight", "authors"), ("Since earlier", "volume"), ("Well again", "slow"),
    ]  # fmt: skip
    assert found.totals == "1 as usual, 2 new, 1 since earlier, 1 held back; 40 new stories"
    assert isinstance(found.blocks[0].lines[0][0], Incident) and found.blocks[0].lines[0][0].held_back
