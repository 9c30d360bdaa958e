"""The page with which it began: no date of its own, fifty headlines, of which two are dated by other papers' copies."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from pipelines.ask.dates.evidence_table import explain
from pipelines.corpus.traces.lake_anchors import anchors, first_pages
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.locator import locating
from pipelines.nights import STEPS, Accounts
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.corpus.traces.paper import Listed, Night, links
from tests.pipelines.dates.desk import Dated, build, stated

ONE, TWO = date(2026, 2, 2), date(2026, 2, 3)
HEADLINES = [f"london.example/headline-{'abcdefghijk'[n % 11]}-{'xyzvw'[n // 11]}" for n in range(55)]
"""The fifty of the second night, the newest first, and the five that they put out of the list."""
NEWER, BETWEEN, OLDER = HEADLINES[19], HEADLINES[24], HEADLINES[31]
PAGE = "london.example/can-the-crackdown-on-smugglers-work"


def capture(key: str, text: str, **more: object) -> Capture:
    source, _, path = key.partition(".example/")
    return Capture(source, path, text, ONE, **more)  # type: ignore[arg-type] # as given


def pages() -> list[Dated]:
    """The page, three of its headlines, and what other papers have of two: one reprints London, the other had it first."""
    credit = "This story first appeared in the Argus."
    return [
        Dated(capture(PAGE, story(1))),
        Dated(capture(NEWER, story(2))),
        Dated(capture(BETWEEN, story(3))),
        Dated(capture(OLDER, f"{credit}\n\n{story(4)}")),
        Dated(capture("bote.example/reprint", story(2)), (stated("2022-11-18T09:00:00+00:00"),)),
        Dated(capture("argus.example/first", story(4)), (stated("2022-11-12T09:00:00+00:00"),)),
    ]


def built(home: Home) -> dict[str, dict[str, object]]:
    """The articles by URL after both nights."""
    lake = Lake(home.lake)
    for night, listed in ((ONE, HEADLINES[5:]), (TWO, HEADLINES[:50])):
        lake.replace("links", links(Night(night, [Listed(PAGE, listed, "related")])), night=night)
    again = Dated(replace(capture(PAGE, story(1)), night=TWO))
    build(home, [*pages(), again], [ONE, TWO])
    return {row["url"]: row for row in lake.read("articles").to_pylist()}


def test_the_story_between_is_bounded_by_them(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    rows = built(home)
    traces = Lake(home.lake).content_hash("traces")
    between = rows[f"https://{BETWEEN}"]
    assert between["published"] is None
    assert between["not_before"] == datetime(2022, 11, 11, 21, tzinfo=UTC)
    assert between["not_after"] == datetime(2022, 11, 18, 21, tzinfo=UTC)
    assert str(between["not_before_basis"]).startswith(f"after https://{OLDER} (copy in argus")
    assert str(between["not_after_basis"]).startswith(f"before https://{NEWER} (copy in bote")
    console = Console(record=True, width=400)
    console.print(explain(home, f"https://{BETWEEN}"))
    shown = console.export_text()
    assert "Published:  unknown" in shown
    lines = [line.strip() for line in shown.splitlines()]
    below = lines.index("Not before: 2022-11-11 21:00:00 UTC")
    assert lines[below + 1] == f"after https://{OLDER}, the next older in the list of https://{PAGE} on 2026-02-02"
    assert lines[below + 2].startswith("└ copy in argus")
    assert "bounds the date, does not tell it; by list, confidence" in shown
    history = [
        row for row in Lake(home.lake).read("date_history").to_pylist() if row["article_id"] == between["article_id"]
    ]
    assert [(row["night"], row["not_before"].year, row["not_after"].year) for row in history] == [(ONE, 2022, 2022)]
    as_published_is_by_evidence(home)
    shutil.rmtree(home.lake / "traces")
    (home.index / "traces.sqlite").write_bytes(b"no database" * 1000)
    run(home, TWO)
    assert Lake(home.lake).content_hash("traces") == traces
    (home.index / "traces.sqlite").unlink()
    assert not STEPS["traces"].run(home, TWO, show=False).changed
    assert not [night for night in (ONE, TWO) if Accounts(home).stale(STEPS["traces"], night)]


def as_published_is_by_evidence(home: Home) -> None:
    """What a lost index takes of dated works from `date_history` is what their evidence says."""
    lake = Lake(home.lake)
    with locating(home) as locator:
        pages = first_pages(lake, locator, lake.read("articles")["article_id"].to_pylist())
        published, by_evidence = (anchors(home, lake, locator, pages, published=how) for how in (True, False))
    assert sum(not anchor.undated for anchor in published.values()) == 2
    assert published == by_evidence


def run(home: Home, night: date) -> None:
    STEPS["traces"].run(home, night, show=False)
