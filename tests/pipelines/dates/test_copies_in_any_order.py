"""Clusters with dated and undated members: bounds and history are the same whatever the order of nights.

A new member makes only those works stale that it can bound, so each order takes other shortcuts. The evidence of a night also
depends on the nights before it, which this small desk does not build again: only what is made of it is compared.
More corpora than one: `DATELINE_SEEDS=20 pytest tests/pipelines/dates/test_copies_in_any_order.py`.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.lake.home import Home
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import Dated, build, offer, stated

NIGHTS = [date(2026, 2, 2) + timedelta(days=n) for n in range(4)]
SOURCES = ("argus", "bote", "daily", "echo")
TEXTS = 3


def pages(seed: int) -> list[Dated]:
    """Works that are captured on one night or several; some are dated at once, some later, some otherwise, some never."""
    draw = random.Random(seed)
    found = []
    for source in SOURCES:
        for place in range(4):
            text = story(draw.randrange(TEXTS))
            first = draw.choice(NIGHTS)
            dates = [draw.choice([None, None, first - timedelta(days=draw.randrange(9))]) for _ in NIGHTS]
            is_steady = draw.random() < 0.6
            for place_of, night in enumerate(NIGHTS):
                if night < first or (night > first and draw.random() < 0.6):
                    continue
                day = dates[0] if is_steady else dates[place_of]
                if draw.random() < 0.15:
                    text = story(draw.randrange(TEXTS))
                canonical = f"https://{draw.choice(SOURCES)}.example/story-{place}" if draw.random() < 0.1 else None
                said = (
                    ()
                    if day is None
                    else (stated(f"{day}T10:00:00+00:00") if draw.random() < 0.7 else offer(f"{day}"),)
                )
                page = Capture(source, f"story-{place}", text, night, canonical_url=canonical)
                if not any(
                    other.capture.article_id == page.article_id and other.capture.night == night for other in found
                ):
                    found.append(Dated(page, said))
    return found


def built(home: Home, made: list[Dated], nights: list[date]) -> dict[str, str]:
    return {table: sha for table, sha in build(home, made, nights).items() if table != "date_evidence"}


@pytest.mark.parametrize("seed", range(int(os.environ.get("DATELINE_SEEDS", "1"))))
def test_bounds_by_copies_are_the_same_in_any_order_of_nights(seed: int, tmp_path: Path) -> None:
    made = pages(seed)
    nights = sorted({page.capture.night for page in made})
    home = Home.at(tmp_path / "in_order")
    expected = built(home, made, nights)
    order = random.Random(seed).sample(nights, len(nights))
    assert built(Home.at(tmp_path / "otherwise"), made, [*order, order[0]]) == expected, order
    (home.index / "works.sqlite").unlink()  # what was known of dates is read anew
    assert built(home, [], nights[-1:]) == expected
