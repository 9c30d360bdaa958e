"""Fit and check the confidence of dates on development pages: a reliability table, its plot, the calibration error.

    python tests/benchmarks/dates_calibration.py --eval DIR [--write] [--plot reliability.png]

DIR holds `sets/<set>/truth.jsonl` and `sets/<set>/pages/<id>.html.gz` and a `score.py` that judges days. The share of
right days is measured for each rule and state. Of dates that something contradicts (contested, disputed) the pages show too few
to tell rules apart: each of the two states has one share for all rules, shrunk to that of all pages by PRIOR pages. Alone and
agreed are shrunk to the rule's share without contradiction, and that to the share of all such pages, by PRIOR pages each. Where
few pages say that agreement lowers or conflict raises a share, states are pooled (isotonic regression). The error printed is of
predictions made for publishers left out of the fit (ten folds by domain); `--write` then fits on all pages and replaces
pipelines/dates/judge/calibration.json.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import zlib
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines.dates.judge.confidence import UNMEASURED
from pipelines.dates.judge.decision import THRESHOLD, decide
from pipelines.dates.judge.one_page import country_of
from pipelines.dates.judge.rules import TRUSTED, Evidence
from pipelines.dates.page.candidates import page_candidates
from pipelines.page.page import Page

SETS = ("fundus", "mercury", "postlight", "htmldate_mc", "htmldate_default", "traf")
CONTRADICTED = ("contested", "disputed")
STATES = (*CONTRADICTED, "alone", "agreed")  # from the least to the most sure
PRIOR = 20
FOLDS = 10
EDGES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
"""Borders between the bins of the reliability table: fine where most pages are."""
TABLE = Path(__file__).parents[2] / "pipelines" / "dates" / "judge" / "calibration.json"
Key = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """A page with a judgement: the rule and state that gave the day, and whether the day was right."""

    name: str
    domain: str
    key: Key
    right: bool


def cases(root: Path, names: list[str]) -> list[Case]:
    """Every page of the sets that some rule dates to the day, whatever its confidence; one case a page and site."""
    scorer = load_scorer(root)
    found: dict[tuple[str, str], Case] = {}
    for name in names:
        for line in (root / "sets" / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            if not truth.get("published") and not truth.get("no_date"):
                continue
            rule, state, published = judge(root, name, truth)
            if rule is None or len(published or "") < 10:
                continue
            right = bool(truth.get("published")) and scorer.date_page(truth, published)["day_ok"]
            found.setdefault(
                (truth.get("url") or truth["id"], truth["id"]),
                Case(name, truth.get("domain") or "", (rule, state), right),
            )
    return list(found.values())


def judge(root: Path, name: str, truth: dict[str, Any]) -> tuple[str | None, str, str | None]:
    """(rule, state, published) of a page with the threshold off."""
    body = gzip.decompress((root / "sets" / name / "pages" / f"{truth['id']}.html.gz").read_bytes())
    fetched = truth.get("crawl_date")
    at = datetime.fromisoformat(fetched) if fetched else None
    at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
    page = Page(truth.get("url") or "", body, None, at)
    try:
        evidence = [Evidence(c, at) for c in page_candidates(page)]
    except Exception as error:
        print(f"{name} {truth['id']}: {error!r}")
        return None, "", None
    decision = decide(evidence, seen=at, country=country_of(page.url), threshold=0.0)
    return decision.rule, decision.state or "", decision.date.published


def load_scorer(root: Path) -> ModuleType:
    """The scorer that stands beside the sets: it knows which days a truth allows."""
    spec = importlib.util.spec_from_file_location("score", root / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fit(found: list[Case]) -> dict[str, dict[str, float]]:
    """Rule to state to probability."""
    settled = [c for c in found if c.key[1] not in CONTRADICTED]
    of_state = {state: share(shrunk([c for c in found if c.key[1] == state], laplace(found))) for state in CONTRADICTED}
    table = {}
    for rule in TRUSTED:
        pages = [c for c in found if c.key[0] == rule]
        if not pages:  # not measured, so not in the table: see `confidence.MEASURED_AS`
            continue
        own = share(shrunk([c for c in settled if c.key[0] == rule], laplace(settled)))
        weighed = [(PRIOR * of_state[s], float(PRIOR)) if s in of_state else shrunk(_of(pages, s), own) for s in STATES]
        most = (len(pages) + 1) / (len(pages) + 2)  # what so many pages, all right, allow to say (Laplace)
        table[rule] = {s: round(min(each, most), 3) for s, each in zip(STATES, rising(weighed), strict=True)}
    return table


def _of(pages: list[Case], state: str) -> list[Case]:
    return [c for c in pages if c.key[1] == state]


def laplace(group: list[Case]) -> float:
    """The share of right days, as if one more had been right and one wrong."""
    return (sum(c.right for c in group) + 1) / (len(group) + 2)


def shrunk(group: list[Case], towards: float) -> tuple[float, float]:
    """(hits, pages) of a group and of PRIOR pages of a share."""
    return sum(c.right for c in group) + PRIOR * towards, float(len(group) + PRIOR)


def share(counted: tuple[float, float]) -> float:
    """Hits of pages."""
    return counted[0] / counted[1]


def rising(groups: list[tuple[float, float]]) -> list[float]:
    """Shares of (hits, pages) that never fall: neighbours that do are pooled.

    >>> rising([(9, 10), (1, 2), (4, 4)])
    [0.8333333333333334, 0.8333333333333334, 1.0]
    """
    pools: list[tuple[float, float, int]] = []
    for hits, pages in groups:
        pool = (hits, pages, 1)
        while pools and pools[-1][0] * pool[1] > pool[0] * pools[-1][1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    return [hits / pages for hits, pages, states in pools for _ in range(states)]


def held_out(found: list[Case]) -> list[tuple[float, bool]]:
    """(predicted, right) of each case, predicted by a fit that has not seen its publisher."""
    fold = {c.domain: zlib.crc32(c.domain.encode()) % FOLDS for c in found}
    result = []
    for number in range(FOLDS):
        table = fit([c for c in found if fold[c.domain] != number])
        result += [
            (table.get(c.key[0], {}).get(c.key[1], UNMEASURED), c.right) for c in found if fold[c.domain] == number
        ]
    return result


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


def plot(rows: list[tuple[float, float, int]], path: Path) -> None:
    """Draw the reliability diagram."""
    from matplotlib.figure import Figure

    axes = (figure := Figure(figsize=(5, 5))).subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.scatter([p for p, _, _ in rows], [r for _, r, _ in rows], s=[8 + n for _, _, n in rows])
    axes.set(
        xlabel="confidence",
        ylabel="share of right days",
        xlim=(0.4, 1.05),
        ylim=(0.4, 1.05),
        title="Reliability of dates",
    )
    figure.savefig(path, dpi=120)


def main() -> None:
    """Print the tables; write the fit and the plot where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    found = cases(options.eval, options.sets.split(","))
    print("rule             state      pages  right  share")
    for rule in TRUSTED:
        for state in STATES:
            group = [c.right for c in found if c.key == (rule, state)]
            if group:
                print(f"{rule:16s} {state:10s} {len(group):5d} {sum(group):6d}  {sum(group) / len(group):.3f}")
    rows = reliability(held_out(found))
    print("\nconfidence  right  pages")
    for predicted, right, pages in rows:
        print(f"{predicted:10.3f}  {right:.3f}  {pages:5d}")
    print(f"expected calibration error (publishers held out): {calibration_error(rows):.4f}; threshold {THRESHOLD}")
    if options.plot:
        plot(rows, options.plot)
    if options.write:
        text = json.dumps({"pages": len(found), "confidence": fit(found)}, indent=1)
        TABLE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
