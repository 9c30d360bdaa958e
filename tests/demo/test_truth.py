"""The truth says what the pages say, for whatever ports, always in the same words."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from spiders.demo_web.papers import build
from spiders.demo_web.server import DEFAULT_PORTS, NIGHTS
from tests.demo.truth import truth, write_truth

TRUTH = truth(DEFAULT_PORTS)
STORIES = {story["key"]: story for paper in TRUTH["sources"].values() for story in paper["stories"]}


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import hashlib; from pathlib import Path\n"
        "from spiders.demo_web.papers import build\n"
        "from spiders.demo_web.server import DEFAULT_PORTS, NIGHTS\n"
        "from tests.demo.truth import write_truth\n"
        f"write_truth(Path({str(tmp_path / 'other.json')!r}), DEFAULT_PORTS)\n"
        "sites = [papers[name] for papers in (build(n, DEFAULT_PORTS) for n in NIGHTS) for name in sorted(DEFAULT_PORTS)]\n"
        "print(hashlib.sha256(repr([site.replies for site in sites]).encode()).hexdigest())\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": "1"}
    ).stdout
    write_truth(tmp_path / "this.json", DEFAULT_PORTS)
    sites = [papers[name] for papers in (build(n, DEFAULT_PORTS) for n in NIGHTS) for name in sorted(DEFAULT_PORTS)]
    assert hashlib.sha256(repr([site.replies for site in sites]).encode()).hexdigest() == other.strip()
    assert (tmp_path / "this.json").read_bytes() == (tmp_path / "other.json").read_bytes()


def test_one_wire_story_by_hand() -> None:
    story = STORIES["herald-000"]
    assert story["published"] == "2024-12-17T21:47:05-05:00"
    assert story["actual"] == "2024-12-18T02:47:05+00:00"
    assert story["precision"] == "instant"
    assert (story["agency"], story["authors"], story["roles"]) == ("Meridian Press", [], ["origin", "wire_copy"])
    copies = [other for other in STORIES.values() if other["origin"] == "herald-000"]
    assert [(c["key"], c["roles"], c["copied_from"]) for c in copies] == [
        ("daily-008", ["wire_copy"], story["url"]),
        ("digest-000", ["wire_copy"], story["url"]),
    ]


def test_nothing_of_the_daily_can_be_dated_but_some_of_it_bounded() -> None:
    stories = TRUTH["sources"]["demo_daily"]["stories"]
    assert {story["published"] for story in stories} == {None}
    assert {tuple(story["must_not_be"]) for story in stories} == {("2026-02-02", "2026-02-03")}
    assert [s["key"] for s in stories if s["bounds"]] == ["daily-005", "daily-018", "daily-030", "daily-058"]
    assert all(s["actual"] <= s["bounds"]["not_after"] for s in stories if s["bounds"])


def test_dates_of_the_bote_are_local_or_a_day() -> None:
    stories = TRUTH["sources"]["demo_bote"]["stories"]
    assert STORIES["bote-003"]["published"] == "2024-11-21T14:41"
    assert {story["precision"] for story in stories} == {"local", "day"}
    assert {len(story["published"]) for story in stories if story["precision"] == "day"} == {len("2024-11-21")}


def test_revisions_are_named() -> None:
    changed = {key: [r["change"] for r in s["revisions"]] for key, s in STORIES.items() if len(s["revisions"]) > 1}
    assert changed == {
        "daily-020": ["first", "update"], "daily-025": ["first", "correction"],
        "herald-038": ["first", "correction"], "herald-040": ["first", "update"], "herald-042": ["first", "headline"],
        "herald-044": ["first", "typo"], "herald-live": ["first", "update"],
        "bote-007": ["first", "correction"], "bote-011": ["first", "update"],
        "digest-notebook-2": ["first", "update"],
        "gazette-004": ["first", "correction"], "gazette-018": ["first", "update"],
        "herald-portrait-606": ["first", "headline"], "gazette-landslip-304": ["first", "correction"],
    }  # fmt: skip


def test_rights() -> None:
    denied = {(k.partition("-")[0], s["section"]) for k, s in STORIES.items() if s["train_ai"] == "disallowed"}
    assert denied == {("digest", "world"), ("digest", "analysis"), ("review", "essays"), ("review", "letters")}
    reserved = {(k.partition("-")[0], s["section"]) for k, s in STORIES.items() if s["tdm"] == "disallowed"}
    assert reserved == {("digest", "essays")}


def test_every_other_page_is_there_or_meant_to_be_missing() -> None:
    sites = build(NIGHTS[0], DEFAULT_PORTS)
    for name, paper in TRUTH["sources"].items():
        for page in paper["other"]:
            path = page["url"].split(f":{DEFAULT_PORTS[name]}", 1)[1].replace("*", "2026/02")
            assert sites[name].answer(path).status == (404 if page["outcomes"] == ["http_error"] else 200), page["url"]
