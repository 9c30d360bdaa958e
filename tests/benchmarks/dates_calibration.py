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
import sys
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from pipelines.dates import trust
from pipelines.dates.judge import decision
from pipelines.dates.judge.decision import country_of
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate
from pipelines.dates.place.candidates import page_candidates
from pipelines.page.page import Page

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.dates_fit import (
    CONTRADICTED,
    DECISIVE,
    Believed,
    Cell,
    Rows,
    fit,
    ranking,
    written,
)

SETS = ("fundus", "mercury", "postlight", "htmldate_mc", "htmldate_default", "traf", "wcxb")
FOLDS = 10
EDGES = (0.5, 0.75, 0.8, 0.9, 0.95, 0.98)
"""Borders between the bins of the reliability table."""
SURE = 0.95
TABLE = Path(__file__).parents[2] / "pipelines" / "dates" / "trust.toml"
DASHES = "# " + "-" * 64 + " fitted\n"


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


def believed_in(found: Believed, case: Case) -> float:
    """What a fit says of a judged page."""
    like = trust.table()["before"]["like"].get(case.rule, case.rule)
    own = found.get(like)
    return (found[""] | own).get(case.state, trust.UNMEASURED) if own else trust.UNMEASURED


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
