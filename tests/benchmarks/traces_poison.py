"""What traces make of the undated stories of papers with something wrong in them.

python tests/benchmarks/traces_poison.py               # every kind of poison
python tests/benchmarks/traces_poison.py --only cache  # kinds with this in their names
python tests/benchmarks/traces_poison.py --orders 3    # three papers of each kind, in every order of four nights
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from pipelines.corpus.traces.change import note_clues
from pipelines.corpus.traces.index import Index
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import ACCEPTED, Interval, Kind, Side, Trace
from tests.benchmarks import traces_attacks as attacks
from tests.benchmarks import traces_habits as habits
from tests.benchmarks import traces_looks as looks
from tests.benchmarks import traces_papers as papers
from tests.benchmarks.traces_papers import Paper
from tests.pipelines.corpus.traces.paper import Night, holds, indexed, settle

DAY = 86_400
PAPERS = 200


class Bound(NamedTuple):
    """A bound of a story, by itself beside the truth."""

    kind: Kind
    said: float
    is_right: bool


@dataclass(frozen=True)
class Found:
    """An interval beside the truth."""

    covers: bool
    low: int | None
    high: int | None
    bounds: tuple[Bound, ...] = ()

    @property
    def width(self) -> float | None:
        """Days between the bounds; None where one is missing."""
        return None if self.low is None or self.high is None else (self.high - self.low) / DAY


def line(name: str, found: Sequence[Found]) -> str:
    """Share covered, how many of those bounded at all are wrong, share bounded on both sides, median width of these."""
    if not found:
        return f"{name:<38}      0"
    widths = [each.width for each in found if each.width is not None]
    wrong = sum(not each.covers for each in found)
    bounded = sum(each.low is not None or each.high is not None for each in found)
    bounds = [bound for each in found for bound in each.bounds]
    sure = (
        f"  bounds right {statistics.mean(b.is_right for b in bounds):.4f}, said {statistics.mean(b.said for b in bounds):.4f}"
        if bounds
        else ""
    )
    median = f"{statistics.median(widths):6.1f} days" if widths else "     –"
    return (
        f"{name:<38} {len(found):>6}  covered {1 - wrong / len(found):.4f} ({wrong} wrong of {bounded} bounded)"
        f"  two-sided {len(widths) / len(found):.2f}  median {median}{sure}"
    )


KINDS: dict[str, Callable[[random.Random], Paper]] = {
    "nothing wrong": papers.clean,
    "numbers between dated neighbours": papers.sequential,
    "shuffled lists": papers.shuffled,
    "most read": papers.most_read,
    "evergreens listed again": papers.relisted,
    "numbers in no order": papers.unordered_numbers,
    "a wrong date in one of thirty": papers.wrong_date,
    "clocks in a feed": papers.clocks,
    "numbers that begin again": papers.restarted_numbers,
    "two counters interleaved": papers.two_counters,
    "… one of them undated": papers.undated_counter,
    "legacy with fresh numbers": papers.legacy_numbers,
    "… all undated": papers.undated_legacy_numbers,
    "… in a list": papers.undated_legacy_list,
    "backdated stories": papers.backdated,
    "a list by last change": papers.by_update,
    "drafts numbered, scheduled posts": papers.drafts,
    "days at the edge of zones": papers.zones,
    "copies that tell too early a day": papers.wrong_copies,
    "lastmod of the build": papers.build_days,
    "comments imported": papers.imported_comments,
    "pictures moved": papers.moved_pictures,
    "… of stories without dates": papers.moved_pictures_of_undated,
    "renumbered": papers.renumbered,
    "six nights, nothing wrong": looks.nights_in_order,
    "a sold place": looks.sponsored,
    "a sold first place": looks.sponsored_top,
    "pinned": looks.pinned,
    "sections merged": looks.merged,
    "a mirrored list": looks.mirrored,
    "a night from a cache": looks.stale_cache,
    "the first night from a cache": looks.first_from_cache,
    "a broken list": looks.broken_list,
    "a page of the list lost": looks.lost_page,
    "a list that grew longer": looks.longer_list,
    "personal lists": looks.personal,
    "a front page by hand": looks.front,
    "… that shows nothing old": looks.honest_front,
    "old texts link to newer stories": attacks.linked_back,
    "texts link to redated stories": attacks.redated_targets,
    "one dated story of another counter": attacks.one_dated_film,
    "two dated stories of another counter": attacks.two_dated_films,
    "numbers in blocks of two servers": attacks.numbers_in_blocks,
    "the older half numbered by title": attacks.older_half_by_title,
    "sections one below the other": attacks.blocks_of_sections,
    "pictures replaced": attacks.pictures_replaced,
    "comments, nothing wrong": attacks.comments,
    "comments of stories without dates": attacks.comments_of_undated,
    "… wrong by weeks": attacks.comments_of_undated_by_weeks,
    "lastmod of scheduled drafts": attacks.lastmod_of_drafts,
    "evergreens without dates": attacks.undated_evergreens,
    "days of events in addresses": attacks.event_days,
    "months each its way": attacks.months_each_its_way,
    "a story stuck on top": attacks.sticky,
    "late arrivals listed as new": attacks.late_arrivals,
    "a frozen list": attacks.frozen,
    "archives dated by a move": habits.redated_archive,
    "three counters in addresses of one shape": habits.sections_of_one_shape,
    "pages counted from the oldest": habits.pages_from_the_oldest,
    "a list by last comment": habits.by_last_comment,
    "a list by change of the undated": habits.by_change_of_undated,
    "series oldest first": habits.series_oldest_first,
    "a list by day of event": habits.by_event,
    "tag pages by relevance": habits.by_relevance,
    "a year ago, every night": habits.a_year_ago,
    "… one, undated": habits.an_undated_year_ago,
    "explainers and roundups": habits.explainers,
    "copies before their origins": habits.copies_before_origin,
    "lastmod of weekly builds": habits.weekly_builds,
    "held evergreens with numbers": habits.evergreens_with_numbers,
    "held evergreens beside a feed": habits.evergreens_beside_a_feed,
    "held evergreens in a feed": habits.evergreens_in_a_feed,
    "held evergreens in sidebars": habits.evergreens_in_sidebars,
    "held evergreens, each two nights": habits.evergreens_held_two_nights,
    "evergreens that sink": habits.evergreens_that_sink,
}


def poisoned(make: Callable[[random.Random], Paper], most: int) -> list[Found]:
    """The intervals of the undated stories of papers."""
    found = []
    for seed in range(most):
        made = make(random.Random(seed))
        with tempfile.TemporaryDirectory() as folder, indexed(Path(folder), made.nights) as index:
            _put_clues(index, made)
            told = traces_of(index, {story.key for story in made.stories if not story.dated}, stage=1)
        by_key = {story.key: story for story in made.stories}
        for key, each in told.items():
            found.append(against(each, lambda interval, day=by_key[key].day: holds(interval, day)))
    return found


def against(told: Iterable[tuple[Trace, str]], is_true: Callable[[Interval], bool]) -> Found:
    """The interval that accepted traces leave, and its bounds, the tightest of each side, beside the truth."""
    accepted = [trace for trace, verdict in told if verdict == ACCEPTED]
    interval = Interval(None, None).narrowed(accepted)
    lows = [trace for trace in accepted if trace.side == Side.NOT_BEFORE]
    highs = [trace for trace in accepted if trace.side == Side.NOT_AFTER]
    tightest = max(lows, key=attrgetter("at"), default=None), min(highs, key=attrgetter("at"), default=None)
    bounds = [
        Bound(t.kind, t.confidence, is_true(Interval(None, None).narrowed([t]))) for t in tightest if t is not None
    ]
    return Found(is_true(interval), interval.low, interval.high, tuple(bounds))


def _put_clues(index: Index, made: Paper) -> None:
    if made.clues:
        note_clues(index, index.clues.put(made.clues.keys(), dict.fromkeys(made.clues, "p"), made.clues))
        settle(index)


def four_nights(made: Paper) -> Sequence[Night]:
    """A paper's last four nights; one that a single night saw is captured in four, each with the whole lists."""
    if len(made.nights) > 1:
        return made.nights[-4:]
    (only,) = made.nights
    return [Night(only.night + timedelta(days=n), only.lists, only.captured[n::4]) for n in range(4)]


def same_in_every_order(make: Callable[[random.Random], Paper], most: int) -> bool:
    """True if all 24 orders of a paper's last four nights leave the same traces."""
    for seed in range(most):
        made = make(random.Random(seed))
        rows = set()
        for order in permutations(four_nights(made)):
            with tempfile.TemporaryDirectory() as folder, indexed(Path(folder), order) as index:
                _put_clues(index, made)
                told = traces_of(index, index.pages.all_works(), stage=1)
                rows.add(repr(sorted((work, sorted(t.rank for t, _ in each)) for work, each in told.items())))
        if len(rows) > 1:
            return False
    return True


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--orders", type=int, default=0)
    options = parser.parse_args()
    for name, make in KINDS.items():
        if options.only in name and options.orders:
            print(
                f"{name:<38} {'the same rows' if same_in_every_order(make, options.orders) else 'OTHER ROWS'}",
                flush=True,
            )
        elif options.only in name:
            print(line(name, poisoned(make, options.papers)), flush=True)


if __name__ == "__main__":
    main()
