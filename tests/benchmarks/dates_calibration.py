"""Fit and check the confidence of dates on development pages: reliability tables, their plot, the calibration error.

    python tests/benchmarks/dates_calibration.py --eval DIR [--extracted DIR] [--write] [--plot docs/reliability.svg]

DIR holds `sets/<set>/truth.jsonl` and `sets/<set>/pages/<id>.html.gz` and a `score.py` that judges days; `--extracted` names a
folder with what `dateline extract` made of the pages (`<set>.out.jsonl`), whose candidates are then judged: seconds, not minutes.
A day is right if it is the truth's as the page shows it or in UTC; truths that are no day are left out. Rules are of two kinds,
`stated` and `read` (`judge.confidence`); every publisher counts once, with the share of its right days:

- alone, declared and agreed: the kind's share in that state, shrunk to that of both kinds in it, and that to the share of
  all pages without contradiction, by PRIOR publishers each;
- disputed, contested: too few to tell the kinds apart, so that each state has one share for both, shrunk to CONTRADICTED_PRIOR:
  a date that something on its page denies is not one of the pages without contradiction, of which nearly all are right;
- a share is lowered by CAUTION of its standard deviation, and is at most MOST where nothing that readers see agrees;
- where few publishers say that agreement lowers or conflict raises a share, states are pooled (isotonic regression).

Printed are predictions for publishers left out of the fit (ten folds by domain), and for whole sets left out, with all pages of
their publishers: sets choose their publishers differently, so that this is nearer to publishers never seen. `--write` fits on all
pages and replaces pipelines/dates/judge/calibration.json.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import zlib
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines.dates.judge.confidence import UNMEASURED, kind_of
from pipelines.dates.judge.decision import THRESHOLD, decide
from pipelines.dates.judge.one_page import country_of
from pipelines.dates.judge.rules import TRUSTED, Evidence
from pipelines.dates.model import Candidate
from pipelines.dates.place.candidates import page_candidates
from pipelines.page.page import Page

SETS = ("fundus", "mercury", "postlight", "htmldate_mc", "htmldate_default", "traf", "wcxb")
CONTRADICTED = ("contested", "disputed")
STATES = (*CONTRADICTED, "alone", "declared", "agreed")  # from the least to the most sure
KINDS = ("stated", "read")
PRIOR = 40
"""Publishers that the more general share counts for beside those of a kind."""
CONTRADICTED_PRIOR = (0.8, 10)
"""Share of right days among contradicted dates, and the publishers for which it counts beside the measured ones."""
CAUTION = 0.2
"""Standard deviations by which a share is lowered: the rules were written with these pages in view."""
MOST = 0.949
"""Confidence that a day reaches which nothing that readers see confirms: more than .95 needs somebody else's word."""
FOLDS = 10
EDGES = (0.5, 0.75, 0.8, 0.9, 0.95, 0.98)
"""Borders between the bins of the reliability table."""
SURE = 0.95
TABLE = Path(__file__).parents[2] / "pipelines" / "dates" / "judge" / "calibration.json"
Key = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """A page with a judgement: the rule and state that gave the day, and whether the day was right."""

    sets: frozenset[str]
    domain: str
    key: Key
    right: bool


@dataclass(frozen=True)
class Share:
    """A share of right days, and the publishers that it was measured on or counts for."""

    right: float
    publishers: float

    def shrunk(self, towards: float, publishers: float) -> Share:
        """The share with as many publishers of another share beside it."""
        total = self.publishers + publishers
        return Share((self.right * self.publishers + towards * publishers) / total, total)

    @property
    def cautious(self) -> Share:
        """The share lowered by CAUTION of its standard deviation."""
        deviation = sqrt(self.right * (1 - self.right) / (self.publishers + 1))
        return Share(self.right - CAUTION * deviation, self.publishers)


def cases(root: Path, names: list[str], extracted: Path | None) -> list[Case]:
    """Every page of the sets that some rule dates to the day, whatever its confidence; one case a page and site."""
    scorer = load_scorer(root)
    found: dict[tuple[str, str], Case] = {}
    for name in names:
        rows = extracted_rows(extracted / f"{name}.out.jsonl") if extracted else {}
        for line in (root / "sets" / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            if not truth.get("no_date") and not scorer.allowed_days(truth):
                continue
            page = (truth.get("url") or truth["id"], truth["id"])
            if page in found:
                found[page] = replace(found[page], sets=found[page].sets | {name})
                continue
            fetched = truth.get("crawl_date")
            at = datetime.fromisoformat(fetched) if fetched else None
            at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
            candidates = rows.get(truth["id"], []) if extracted else page_read(root, name, truth, at)
            evidence = [Evidence(c, at) for c in candidates]
            decision = decide(evidence, seen=at, country=country_of(truth.get("url") or ""), threshold=0.0)
            if decision.rule is None or decision.date.day is None:
                continue
            days = (decision.date.published, decision.date.day)
            right = bool(truth.get("published")) and any(scorer.date_page(truth, day)["day_ok"] for day in days)
            key = (decision.rule, decision.state or "")
            found[page] = Case(frozenset({name}), truth.get("domain") or truth["id"], key, right)
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


def fit(found: list[Case]) -> dict[str, dict[str, float]]:
    """Kind of rule to state to probability."""
    every = laplace([c for c in found if c.key[1] not in CONTRADICTED])
    of_all = {s: measured([c for c in found if c.key[1] == s]).shrunk(every, PRIOR).right for s in STATES}
    of_state = {
        state: measured([c for c in found if c.key[1] == state]).shrunk(*CONTRADICTED_PRIOR).cautious
        for state in CONTRADICTED
    }
    table = {}
    for kind in KINDS:
        pages = [c for c in found if kind_of(c.key[0]) == kind]
        weighed = [
            Share(of_state[s].right, PRIOR)
            if s in of_state
            else measured([c for c in pages if c.key[1] == s]).shrunk(of_all[s], PRIOR).cautious
            for s in STATES
        ]
        most = dict.fromkeys(STATES, MOST) | {"agreed": 1.0}
        table[kind] = {s: round(min(each, most[s]), 3) for s, each in zip(STATES, rising(weighed), strict=True)}
    return table


def measured(pages: list[Case]) -> Share:
    """The mean over publishers of their shares of right days."""
    by_publisher: dict[str, list[bool]] = defaultdict(list)
    for case in pages:
        by_publisher[case.domain].append(case.right)
    shares = [sum(rights) / len(rights) for rights in by_publisher.values()]
    return Share(sum(shares) / len(shares), len(shares)) if shares else Share(0.0, 0.0)


def laplace(pages: list[Case]) -> float:
    """The share of right days, as if of two more publishers one had been right and one wrong."""
    return measured(pages).shrunk(0.5, 2).right


def rising(groups: list[Share]) -> list[float]:
    """Shares that never fall: neighbours that do are pooled.

    >>> rising([Share(0.9, 10), Share(0.5, 2), Share(1, 4)])
    [0.8333333333333334, 0.8333333333333334, 1]
    """
    pools: list[tuple[Share, int]] = []
    for group in groups:
        pool = (group, 1)
        while pools and pools[-1][0].right > pool[0].right:
            before, states = pools.pop()
            pool = (before.shrunk(pool[0].right, pool[0].publishers), states + pool[1])
        pools.append(pool)
    return [share.right for share, states in pools for _ in range(states)]


def publishers_out(found: list[Case]) -> list[tuple[float, bool]]:
    """(predicted, right) of each case, predicted by a fit that has not seen its publisher."""
    fold = {c.domain: zlib.crc32(c.domain.encode()) % FOLDS for c in found}
    parts = ([c for c in found if fold[c.domain] == number] for number in range(FOLDS))
    return [each for part in parts for each in predicted(part, found)]


def sets_out(found: list[Case]) -> dict[str, list[tuple[float, bool]]]:
    """For each set (predicted, right) of its cases, predicted by a fit that has seen neither it nor its publishers."""
    names = sorted({name for c in found for name in c.sets})
    return {name: predicted([c for c in found if name in c.sets], found) for name in names}


def predicted(part: list[Case], found: list[Case]) -> list[tuple[float, bool]]:
    """(predicted, right) of the cases of a part, by a fit on the other publishers' pages."""
    domains = {c.domain for c in part}
    table = fit([c for c in found if c.domain not in domains])
    return [(table[kind_of(c.key[0])].get(c.key[1], UNMEASURED), c.right) for c in part]


def reliability(predictions: list[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean predicted, share right, pages) of each non-empty bin between EDGES."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for predicted, right in predictions:
        groups[bisect(EDGES, predicted)].append((predicted, right))
    return [(sum(p for p, _ in g) / len(g), sum(r for _, r in g) / len(g), len(g)) for _, g in sorted(groups.items())]


def calibration_error(rows: list[tuple[float, float, int]]) -> float:
    """Expected calibration error: the gap between predicted and measured, weighted by pages."""
    total = sum(n for _, _, n in rows)
    return sum(abs(p - r) * n for p, r, n in rows) / total


def show(name: str, predictions: list[tuple[float, bool]]) -> None:
    """Print the reliability table of predictions, and what a reader would get of them."""
    rows = reliability(predictions)
    published = [right for p, right in predictions if p >= THRESHOLD]
    sure = [right for p, right in predictions if p >= SURE]
    print(f"\n{name}: {len(predictions)} dated pages, calibration error {calibration_error(rows):.4f}")
    print(
        f"published at {THRESHOLD}: right {sum(published) / len(predictions):.3f}, wrong "
        f"{published.count(False) / len(predictions):.3f}; at {SURE}: {sure.count(False)} of {len(sure)} wrong"
    )
    for confidence, right, pages in rows:
        print(f"{confidence:10.3f}  {right:.3f}  {pages:5d}")


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
        xlim=(0.6, 1.02),
        ylim=(0.6, 1.02),
        title="Reliability of dates",
    )
    axes.legend(loc="upper left")
    figure.savefig(path, dpi=120, metadata={"Date": None} if path.suffix == ".svg" else None)


def main() -> None:
    """Print the tables; write the fit and the plot where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--extracted", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    found = cases(options.eval, options.sets.split(","), options.extracted)
    print("rule             state      pages  right  publishers")
    for rule in TRUSTED:
        for state in STATES:
            group = [c for c in found if c.key == (rule, state)]
            if group:
                share = measured(group)
                right = sum(c.right for c in group)
                print(f"{rule:16s} {state:10s} {len(group):5d} {right:6d} {share.publishers:6.0f}  {share.right:.3f}")
    publishers, sets = publishers_out(found), sets_out(found)
    whole_sets = [each for part in sets.values() for each in part]
    for name, part in sets.items():
        show(f"{name} left out", part)
    show("publishers left out", publishers)
    show("sets left out", whole_sets)
    if options.plot:
        plot({"publishers left out": reliability(publishers), "sets left out": reliability(whole_sets)}, options.plot)
    if options.write:
        text = json.dumps({"pages": len(found), "confidence": fit(found)}, indent=1)
        TABLE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
