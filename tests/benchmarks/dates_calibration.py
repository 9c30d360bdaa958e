"""Count and fit the table of trust on development pages, and check its confidences on publishers that the fit has not seen.

    python tests/benchmarks/dates_calibration.py --eval DIR [--extracted DIR] [--write] [--plot docs/reliability.svg]

DIR holds `sets/<set>/truth.jsonl` and `sets/<set>/pages/<id>.html.gz` and a `score.py` that judges days; `--extracted` names a
folder with what `dateline extract` made of the pages (`<set>.out.jsonl`), whose candidates are then judged: seconds, not minutes.
A day is right if it is the truth's as the page shows it or in UTC; truths that are no day are left out. Every publisher counts
once: with the share of its pages.

- **Rank**: two rules are compared on the pages where one of them is right to the precision of the truth and the other is not.
  The order is the one that the fewest publishers contradict (Kemeny), found by moving one rule at a time; that which is written
  by hand in the table counts for BEFORE of them.
- **Confidence**: the share of right days of a rule in a state (`trust.STATES`), shrunk to the share of all rules in it by PRIOR
  publishers and lowered by CAUTION. Contradicted states have few pages, so that all rules share them.
- **Monotone**: no rule is believed more than one that is right more often on all pages where it states a day, and no state more
  than a surer one: neighbours out of order are pooled (isotonic regression, both ways in turn).
- Where nothing that readers see agrees, a confidence is at most UNCONFIRMED.

Printed are predictions for publishers left out of counts, ranks and fit (ten folds by domain), and for whole sets left out, with
all pages of their publishers. `--write` puts counts, ranks and confidences below the dashes in pipelines/dates/trust.toml.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations, permutations
from math import sqrt
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from pipelines.dates import trust
from pipelines.dates.judge import decision
from pipelines.dates.judge.one_page import country_of
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate
from pipelines.dates.place.candidates import page_candidates
from pipelines.page.page import Page

SETS = ("fundus", "mercury", "postlight", "htmldate_mc", "htmldate_default", "traf", "wcxb")
CONTRADICTED, DECISIVE = trust.STATES[:3], trust.STATES[3:]
BEFORE = 1.5
"""Publishers that the order before any count is worth for a pair of rules."""
PRIOR = 20
"""Publishers that the share of all rules counts for beside those of one rule."""
CONTRADICTED_PRIOR = (0.8, 10)
"""Share of right days among contradicted dates, and the publishers for which it counts beside the measured ones."""
CAUTION = 0.2
"""Standard deviations by which a share is lowered: the rules were written with these pages in view."""
UNCONFIRMED = 0.949
"""Confidence that a day reaches which nothing that readers see confirms: more than .95 needs somebody else's word."""
FOLDS = 10
EDGES = (0.5, 0.75, 0.8, 0.9, 0.95, 0.98)
"""Borders between the bins of the reliability table."""
SURE = 0.95
TABLE = Path(__file__).parents[2] / "pipelines" / "dates" / "trust.toml"
DASHES = "# " + "-" * 64 + " fitted\n"
Cell = tuple[float, int]
"""Right publishers (one of several pages counts by its share) of all publishers."""
Rows = dict[str, dict[str, Any]]
"""Rule to its row, best first: `pages`; `stated` and the states without contradiction as cells; `won` against each other rule."""
Believed = dict[str, dict[str, float]]
Won = Mapping[str, Mapping[str, int]]
"""By how many publishers a rule was right where another was not."""


@dataclass(frozen=True)
class DatedPage:
    """A development page: its evidence, and which of its dates are right."""

    sets: set[str]
    domain: str
    evidence: tuple[Evidence, ...]
    seen: datetime | None
    country: str | None
    truth: Mapping[str, Any]
    scorer: ModuleType

    def is_right(self, value: str | None) -> bool:
        """True if the day is right."""
        return bool(value and self.truth.get("published")) and self.scorer.date_page(self.truth, value)["day_ok"]

    def is_exact(self, value: str) -> bool:
        """True if a date is right to the precision of the truth."""
        return self.is_right(value) and self.scorer.date_page(self.truth, value)["instant_ok"] is not False

    def stated(self) -> dict[str, str]:
        """The first date of each rule that nothing on the page refuses."""
        pieces = sorted(set(self.evidence), key=decision.evidence_order)
        usable, _ = decision.usable_evidence(pieces, self.seen, self.country)
        found: dict[str, str] = {}
        for e in usable:
            if len(value := e.candidate.value or "") >= 10:
                found.setdefault(trust.trust(e.candidate) or "", value)
        return found


@dataclass(frozen=True)
class Case:
    """A page with a judgement: the rule and the state that gave the day, and whether it was right."""

    page: DatedPage
    rule: str
    state: str
    right: bool


@dataclass
class Counts:
    """What the pages show, publisher by publisher."""

    pages: Counter[str] = field(default_factory=Counter)
    cells: dict[tuple[str, str], dict[str, list[bool]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    won: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def cell(self, rule: str, state: str) -> Cell:
        """The right publishers of a rule in a state, of all."""
        shares = [sum(rights) / len(rights) for rights in self.cells[rule, state].values()]
        return round(sum(shares), 2), len(shares)


def pages_of(root: Path, names: Iterable[str], extracted: Path | None) -> list[DatedPage]:
    """Every page of the sets whose truth is a day, or that it has none; one a page and site."""
    scorer = load_scorer(root)
    found: dict[tuple[str, str], DatedPage] = {}
    for name in names:
        rows = extracted_rows(extracted / f"{name}.out.jsonl") if extracted else {}
        for line in (root / "sets" / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            page = (truth.get("url") or truth["id"], truth["id"])
            if page in found:
                found[page].sets.add(name)
            elif truth.get("no_date") or scorer.allowed_days(truth):
                at = datetime.fromisoformat(truth["crawl_date"]) if truth.get("crawl_date") else None
                at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
                candidates = rows.get(truth["id"], []) if extracted else page_read(root, name, truth, at)
                evidence = tuple(Evidence(c, at) for c in candidates)
                country = country_of(truth.get("url") or "")
                domain = truth.get("domain") or truth["id"]
                found[page] = DatedPage({name}, domain, evidence, at, country, truth, scorer)
    return list(found.values())


def page_read(root: Path, name: str, truth: dict[str, Any], at: datetime | None) -> Iterable[Candidate]:
    """The candidates of a page."""
    body = gzip.decompress((root / "sets" / name / "pages" / f"{truth['id']}.html.gz").read_bytes())
    try:
        return page_candidates(Page(truth.get("url") or "", body, None, at))
    except Exception as error:
        print(f"{name} {truth['id']}: {error!r}")
        return ()


def extracted_rows(path: Path) -> dict[str, list[Candidate]]:
    """The candidates that `dateline extract` wrote, by the id of their page."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: [Candidate.read(one) for one in row.get("date_candidates") or ()] for row in rows}


def load_scorer(root: Path) -> ModuleType:
    """The scorer that stands beside the sets: it knows which days a truth allows."""
    spec = importlib.util.spec_from_file_location("score", root / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(pages: Iterable[DatedPage], order: Sequence[str]) -> list[Case]:
    """The pages that some rule dates to the day, whatever its confidence, with rules ranked in this order."""
    ranked = {name: trust.Rule(rank, {}) for rank, name in enumerate(order)}
    cases = []
    with patch.object(decision, "rules", lambda: ranked), patch.object(decision, "confidence", lambda *_: 1.0):
        for page in pages:
            decided = decision.decide(page.evidence, seen=page.seen, country=page.country)
            if decided.rule is not None and decided.date.day is not None:
                right = page.is_right(decided.date.published) or page.is_right(decided.date.day)
                cases.append(Case(page, decided.rule, decided.state or "", right))
    return cases


def compared(pages: Iterable[DatedPage]) -> Counts:
    """How often each rule is right where it states a day, and where it is right and another is not."""
    counts = Counts()
    with patch.object(decision, "rules", lambda: defaultdict(lambda: trust.Rule(0, {}))):
        for page in pages:
            stated = page.stated()
            for rule, value in stated.items():
                counts.pages[rule] += 1
                counts.cells[rule, "stated"][page.domain].append(page.is_right(value))
            for one, other in permutations(stated, 2):
                if page.is_exact(stated[one]) and not page.is_exact(stated[other]):
                    counts.won[one, other].add(page.domain)
    return counts


def counted(pages: Sequence[DatedPage]) -> tuple[Rows, dict[str, Cell]]:
    """The rows of the rules, best first, and the cells of the states that all rules share."""
    counts = compared(pages)
    won = {
        rule: {other: n for other in sorted(counts.pages) if (n := len(counts.won[rule, other]))}
        for rule in counts.pages
    }
    order = ranking(won, trust.table()["before"]["order"])
    for case in judged(pages, order):
        rule = "" if case.state in CONTRADICTED else case.rule
        counts.cells[rule, case.state][case.page.domain].append(case.right)
    rows: Rows = {
        rule: {"pages": counts.pages[rule], "won": won.get(rule, {})}
        | {state: counts.cell(rule, state) for state in ("stated", *DECISIVE)}
        for rule in order
    }
    return rows, {state: counts.cell("", state) for state in CONTRADICTED}


def ranking(won: Won, before: Sequence[str]) -> list[str]:
    """The order that the fewest publishers contradict, from how often each rule was right where another was not.

    >>> ranking({"a": {"b": 1}, "b": {"a": 4, "c": 1}, "c": {"b": 2}}, "abc")
    ['b', 'a', 'c']
    """
    order = list(before)
    while True:
        moves = [moved(order, start, end) for start, end in permutations(range(len(order)), 2)]
        best = min(moves, key=lambda each: objections(each, won, before))
        if objections(best, won, before) >= objections(order, won, before):
            return order
        order = best


def moved(order: Sequence[str], start: int, end: int) -> list[str]:
    """An order with one rule at another place."""
    rest = [*order[:start], *order[start + 1 :]]
    return [*rest[:end], order[start], *rest[end:]]


def objections(order: Sequence[str], won: Won, before: Sequence[str]) -> float:
    """Publishers that contradict an order: a lower rule was right more often than a higher one; BEFORE of them for each pair that
    stood the other way round before any page was counted.
    """
    place = {rule: at for at, rule in enumerate(before)}
    empty: dict[str, int] = {}
    return sum(
        max(0, won.get(low, empty).get(high, 0) - won.get(high, empty).get(low, 0))
        + BEFORE * (place[low] < place[high])
        for high, low in combinations(order, 2)
    )


def fit(rows: Rows, shared: Mapping[str, Cell]) -> Believed:
    """Rule to state to confidence, from the counts of the rows and of the states that all rules share (under the name "").

    Nothing for a rule that decided no page without contradiction.
    """
    measured = [name for name, row in rows.items() if any(row[state][1] for state in DECISIVE)]
    measured.sort(key=lambda name: share(rows[name]["stated"]))
    of_all = {state: summed(rows[name][state] for name in measured) for state in DECISIVE}
    every = shrunk(summed(of_all.values()), 0.5, 2)
    grid = [[cautious(*shrunk(shared[state], *CONTRADICTED_PRIOR))] * len(measured) for state in CONTRADICTED]
    for state in DECISIVE:
        towards = share(shrunk(of_all[state], share(every), PRIOR))
        grid.append([cautious(*shrunk(rows[name][state], towards, PRIOR)) for name in measured])
    weights = [[PRIOR] * len(measured)] * len(CONTRADICTED)
    weights += [[rows[name][state][1] + PRIOR for name in measured] for state in DECISIVE]
    found: Believed = defaultdict(dict)
    for state, line in zip(trust.STATES, monotone(grid, weights), strict=True):
        for name, each in zip(measured, line, strict=True):
            owner = "" if state in CONTRADICTED else name
            found[owner][state] = round(each if state == "agreed" else min(each, UNCONFIRMED), 3)
    return found


def summed(cells: Iterable[Cell]) -> Cell:
    """All cells as one."""
    rights, publishers = zip(*cells, strict=True)
    return sum(rights), sum(publishers)


def believed_in(found: Believed, case: Case) -> float:
    """What a fit says of a judged page."""
    like = trust.table()["before"]["like"].get(case.rule, case.rule)
    own = found.get(like)
    return (found[""] | own).get(case.state, trust.UNMEASURED) if own else trust.UNMEASURED


def shrunk(cell: Any, towards: float, publishers: float) -> Cell:
    """A cell with as many publishers of another share beside its own."""
    return cell[0] + towards * publishers, cell[1] + publishers


def share(cell: Any) -> float:
    """Right publishers of all."""
    return cell[0] / cell[1] if cell[1] else 0.0


def cautious(right: float, publishers: float) -> float:
    """The share lowered by CAUTION of its standard deviation."""
    each = right / publishers
    return each - CAUTION * sqrt(each * (1 - each) / (publishers + 1))


def monotone(grid: list[list[float]], weights: list[list[float]]) -> list[list[float]]:
    """A grid whose rows and columns never fall: neighbours that do are pooled, in rows and columns in turn.

    >>> monotone([[0.75, 0.25], [0.5, 0.75]], [[1, 1], [1, 1]])
    [[0.5, 0.5], [0.5, 0.75]]
    """
    while True:
        before = grid
        grid = [rising(line, weight) for line, weight in zip(grid, weights, strict=True)]
        columns = zip(zip(*grid, strict=True), zip(*weights, strict=True), strict=True)
        grid = [list(line) for line in zip(*(rising(line, weight) for line, weight in columns), strict=True)]
        if all(abs(a - b) < 1e-9 for old, new in zip(before, grid, strict=True) for a, b in zip(old, new, strict=True)):
            return grid


def rising(values: Iterable[float], weights: Iterable[float]) -> list[float]:
    """Values that never fall: neighbours that do are pooled by weight.

    >>> rising([0.9, 0.5, 1], [10, 2, 4])
    [0.8333333333333334, 0.8333333333333334, 1]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            left, heavy, size = pools.pop()
            total = heavy + pool[1]
            pool = ((left * heavy + pool[0] * pool[1]) / total, total, size + pool[2])
        pools.append(pool)
    return [value for value, _, size in pools for _ in range(size)]


def predicted(part: Sequence[DatedPage], pages: Sequence[DatedPage]) -> list[tuple[float, bool]]:
    """(predicted, right) of the pages of a part, by counts, ranks and confidences of the other publishers' pages."""
    domains = {page.domain for page in part}
    rows, shared = counted([page for page in pages if page.domain not in domains])
    found = fit(rows, shared)
    return [(believed_in(found, case), case.right) for case in judged(part, list(rows))]


def publishers_out(pages: Sequence[DatedPage]) -> list[tuple[float, bool]]:
    """The predictions of ten folds by publisher."""
    folds: dict[int, list[DatedPage]] = defaultdict(list)
    for page in pages:
        folds[zlib.crc32(page.domain.encode()) % FOLDS].append(page)
    return [each for _, part in sorted(folds.items()) for each in predicted(part, pages)]


def sets_out(pages: Sequence[DatedPage]) -> dict[str, list[tuple[float, bool]]]:
    """The predictions of each set, by a fit that has seen neither it nor its publishers."""
    names = sorted({name for page in pages for name in page.sets})
    return {name: predicted([page for page in pages if name in page.sets], pages) for name in names}


def written(rows: Rows, shared: Mapping[str, Cell], found: Believed) -> str:
    """The fitted part of the table."""
    lines = ["[contradicted]", *(line_of(state, shared[state], found[""][state]) for state in CONTRADICTED), ""]
    like = trust.table()["before"]["like"]
    for name, row in rows.items():
        lines.append(f"[rules.{name}]")
        if name in like:
            lines.append(f'like = "{like[name]}"')
        else:
            won = ", ".join(f"{other} = {n}" for other, n in row["won"].items())
            lines += [
                f"pages = {row['pages']}",
                f"won = {{ {won} }}".replace("{  }", "{}"),
                line_of("stated", row["stated"]),
            ]
            lines += [line_of(state, row[state], found[name][state]) for state in DECISIVE if name in found]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def line_of(state: str, cell: Cell, believed: float | None = None) -> str:
    """A cell of the table, with the confidence that was made of it."""
    said = "" if believed is None else f", believed = {believed:.3f}"
    return f"{state} = {{ right = {cell[0]:g}, of = {cell[1]}{said} }}"


def reliability(predictions: list[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean predicted, share right, pages) of each non-empty bin between EDGES."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for each, right in predictions:
        groups[bisect(EDGES, each)].append((each, right))
    return [(sum(p for p, _ in g) / len(g), sum(r for _, r in g) / len(g), len(g)) for _, g in sorted(groups.items())]


def calibration_error(rows: list[tuple[float, float, int]]) -> float:
    """Expected calibration error: the gap between predicted and measured, weighted by pages."""
    total = sum(n for _, _, n in rows)
    return sum(abs(p - r) * n for p, r, n in rows) / total


def show(name: str, predictions: list[tuple[float, bool]]) -> None:
    """Print the reliability table of predictions, and what a reader would get of them."""
    rows = reliability(predictions)
    limit = trust.answered_from()
    published = [right for p, right in predictions if p >= limit]
    sure = [right for p, right in predictions if p >= SURE]
    print(f"\n{name}: {len(predictions)} dated pages, calibration error {calibration_error(rows):.4f}")
    print(
        f"published at {limit}: right {sum(published) / len(predictions):.3f}, wrong "
        f"{published.count(False) / len(predictions):.3f}; at {SURE}: {sure.count(False)} of {len(sure)} wrong"
    )
    for each, right, pages in rows:
        print(f"{each:10.3f}  {right:.3f}  {pages:5d}")


def plot(tables: dict[str, list[tuple[float, float, int]]], path: Path) -> None:
    """Draw the reliability diagram: a row of points for each way of leaving out."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "dateline"
    axes = (figure := Figure(figsize=(5, 5))).subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for name, rows in tables.items():
        sizes = [8 + n for _, _, n in rows]
        axes.scatter([p for p, _, _ in rows], [r for _, r, _ in rows], s=sizes, alpha=0.6, label=name)
    axes.set(
        xlabel="confidence",
        ylabel="share of right days",
        xlim=(0.4, 1.02),
        ylim=(0.4, 1.02),
        title="Reliability of dates",
    )
    axes.legend(loc="upper left")
    figure.savefig(path, dpi=120, metadata={"Date": None} if path.suffix == ".svg" else None)


def main() -> None:
    """Print the table and its checks; write the fit and the plot where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--extracted", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    pages = pages_of(options.eval, options.sets.split(","), options.extracted)
    rows, shared = counted(pages)
    fitted = written(rows, shared, fit(rows, shared))
    if options.write:
        by_hand = TABLE.read_text(encoding="utf-8").partition(DASHES)[0]
        TABLE.write_text(by_hand + DASHES + fitted, encoding="utf-8")
    print(fitted)
    publishers, sets = publishers_out(pages), sets_out(pages)
    whole_sets = [each for part in sets.values() for each in part]
    for name, part in sets.items():
        show(f"{name} left out", part)
    show("publishers left out", publishers)
    show("sets left out", whole_sets)
    if options.plot:
        plot({"publishers left out": reliability(publishers), "sets left out": reliability(whole_sets)}, options.plot)


if __name__ == "__main__":
    main()
