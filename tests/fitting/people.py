"""Fit the judge of authors, and make the table of numbers that it is fitted to.

    python -m tests.fitting.people             # people.csv.gz → pipelines/extract/people/judge.json
    python -m tests.fitting.people --held-out  # what the judge does for publishers left out of the fit
    python -m tests.fitting.people tables --eval DIR [--recorded FILE]  # pages whose authors are known → people.csv.gz
    python -m tests.fitting.people places --eval DIR                    # the same pages → places.csv

The fit gives the same bytes on every machine. DIR holds `sets/<set>/{truth.jsonl,pages/<id>.html.gz}` and `score.py`; each page
counts three times: as it is, with hashed class names, and without declarations, class names and elements that mean something
(`tests/benchmarks/extract_stripped.py`). FILE is what `tests/fitting/record.py` wrote of the pages in the tests. The table
has no texts: a row is a candidate with the numbers of its publisher and its page, whether the rules name nobody there, whether
the candidate is right, and FEATURES. In places.csv a row is a name of the rules: its publisher, the place, whether another place
has it, whether it is right.
"""

from __future__ import annotations

import argparse
import base64
import csv
import gzip
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import reduce
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipelines.base.errors import PageDropped
from pipelines.extract.people.candidates import FEATURES, candidates
from pipelines.extract.people.declared import publishers_of
from pipelines.extract.people.judge import DEPTH, FILE
from pipelines.extract.people.people import ruled
from pipelines.lexicon.wording import fold
from pipelines.page.page import Page
from tests.benchmarks.dates_calibration import load_scorer
from tests.benchmarks.extract_stripped import VARIANTS
from tests.fitting.forest import Ints, Tree, fit, scores

TABLE, PLACES = Path(__file__).with_name("people.csv.gz"), Path(__file__).with_name("places.csv")
JUDGE = Path(__file__).parents[2] / "pipelines" / "extract" / "people" / FILE
SETS = ("fundus", "mercury", "postlight", "traf", "wcxb")
LOOKS = ("plain", "hash", "all", "hand")
"""How a page looks: as it is, with hashed names, with next to nothing but its text; written by hand for a test."""
HEAD = ("look", "publisher", "page", "silent", "right")
SILENT_WEIGHT = 6
"""What a candidate counts where the rules name nobody; elsewhere, and on pages written by hand, one."""
THRESHOLD = 646
"""The least score of an author: the lowest above which judges that had not seen the publisher were never wrong (079)."""
FOLDS = 10
WORKERS = 4
PRIOR = 20
"""Names that the more general share counts for beside those of a place."""
SIZES = {"rounds": 80, "depth": DEPTH, "rate": 0.15, "least": 8}


class Table(NamedTuple):
    """Candidates: the columns of HEAD, and their numbers."""

    head: Ints
    numbers: Ints

    @property
    def weights(self) -> Ints:
        """What each row counts."""
        look, silent = self.head[:, 0], self.head[:, 3]
        return np.where((silent == 1) & (look != LOOKS.index("hand")), SILENT_WEIGHT, 1)


class Known(NamedTuple):
    """A page whose authors are known."""

    look: str
    publisher: str
    url: str
    body: bytes
    authors: set[str]


def main() -> None:
    """Read the command line."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("command", nargs="?", choices=("fit", "tables", "places"), default="fit")
    options.add_argument("--eval", type=Path)
    options.add_argument("--recorded", type=Path)
    options.add_argument("--held-out", action="store_true")
    chosen = options.parse_args()
    if chosen.command != "fit":
        if chosen.eval is None or not (chosen.eval / "sets").is_dir():
            sys.exit(
                "tables need --eval, a folder with sets/<set>/truth.jsonl; its pages are their publishers' and stay outside"
            )
        write = write_places if chosen.command == "places" else write_table
        write(chosen.eval, chosen.recorded)
    elif chosen.held_out:
        print_held_out(read_table())
        print(f"calibration error of the rules' names: {calibration_error(read_places()):.3f}")
    else:
        JUDGE.write_text(fitted(read_table()), encoding="utf-8")


def fitted(table: Table) -> str:
    """The text of judge.json."""
    base, trees = model(table, np.ones(len(table.head), dtype=bool))
    edges, shares = reliability(table)
    kept = {"features": FEATURES, "base": base, "threshold": THRESHOLD, "scores": edges, "shares": shares}
    kept["places"] = place_shares(read_places())
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in kept.items()]
    return "{" + ",\n".join(lines) + f',\n"trees": [\n{rows_of((base, trees))}\n]}}\n'


def rows_of(forest: tuple[int, list[Tree]]) -> str:
    """A line for each tree: its questions, two numbers each, and its leaves."""
    rows = ([[number for one in asked for number in one], leaves] for asked, leaves in forest[1])
    return ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)


def model(table: Table, rows: np.ndarray) -> tuple[int, list[Tree]]:
    """The forest fitted to some rows."""
    return fit(table.numbers[rows], table.head[rows, 4], table.weights[rows], **SIZES)


def held_out(table: Table) -> Ints:
    """The score of each candidate by a judge that saw no page of its publisher."""
    fold = table.head[:, 1] % FOLDS
    found = np.zeros(len(table.head), dtype=np.int64)
    for one in range(FOLDS):
        found[fold == one] = scores(model(table, fold != one), table.numbers[fold == one])
    return found


def reliability(table: Table) -> tuple[list[int], list[float]]:
    """Borders of scores from the threshold on, and the share of right names between them, never falling (isotonic), of candidates
    where the rules name nobody, by judges that saw no page of their publishers.
    """
    points = held_out(table)
    asked = (table.head[:, 3] == 1) & (points >= THRESHOLD) & (table.head[:, 0] != LOOKS.index("hand"))
    order = np.argsort(points[asked], kind="stable")
    pools = [
        [int(score), int(right), 1]
        for score, right in zip(points[asked][order], table.head[asked, 4][order], strict=True)
    ]
    merged: list[list[int]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-2][1] * merged[-1][2] >= merged[-1][1] * merged[-2][2]:
            _, right, count = merged.pop()
            merged[-1] = [merged[-1][0], merged[-1][1] + right, merged[-1][2] + count]
    return [pool[0] for pool in merged[1:]], [round((right + 1) / (count + 2), 3) for _, right, count in merged]


def print_held_out(table: Table) -> None:
    """Of pages where the rules name nobody: how many names the judge gives, and how many are right, by look and threshold."""
    points, silent = held_out(table), table.head[:, 3] == 1
    for number, look in enumerate(LOOKS):
        own = silent & (table.head[:, 0] == number)
        for threshold in (0, 128, 256, 448, THRESHOLD):
            given = own & (points >= threshold)
            named, right, known = given.sum(), table.head[given, 4].sum(), table.head[own, 4].sum()
            print(f"{look:6s} {threshold:4d}  names {named:4d}  right {right:4d} of {known:4d}")


def read_table() -> Table:
    """The committed table."""
    with gzip.open(TABLE, "rt", encoding="ascii") as lines:
        rows = np.loadtxt(lines, delimiter=",", skiprows=1, dtype=np.int64)
    return Table(rows[:, : len(HEAD)], rows[:, len(HEAD) :])


def write_table(root: Path, recorded: Path | None) -> None:
    """Write people.csv.gz from the pages of an evaluation folder and of the tests; publishers are numbered by their hashes."""
    scorer = load_scorer(root)
    pages = [*stored(root, scorer.author_list), *(written(recorded, scorer.author_list) if recorded else ())]
    names = sorted({one.publisher for one in pages}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    numbers = {name: number for number, name in enumerate(names)}
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow((*HEAD, *FEATURES))
    with Pool(WORKERS) as workers:
        for page_number, (known, found) in enumerate(zip(pages, workers.imap(candidates_of, pages, 20), strict=True)):
            for silent, name, row in found if known.authors or (found and found[0][0]) else ():
                right = int(is_right(scorer.norm_author(name), known.authors))
                out.writerow((LOOKS.index(known.look), numbers[known.publisher], page_number, silent, right, *row))
    TABLE.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def candidates_of(known: Known) -> list[tuple[int, str, tuple[int, ...]]]:
    """(whether the rules name nobody, name, numbers) of each candidate of a page; none of one that is dropped."""
    page = Page(known.url, reduce(lambda markup, strip: strip(markup), VARIANTS.get(known.look, ()), known.body))
    try:
        ruled_by = ruled(page)
        found = candidates(page, publishers_of(page), ruled_by.organised)
    except PageDropped:
        return []
    return [(int(ruled_by.is_silent), one.name, one.numbers) for one in found]


def write_places(root: Path, _: Path | None) -> None:
    """Write places.csv: the names of the rules on the pages as they are."""
    scorer = load_scorer(root)
    pages = [one for one in stored(root, scorer.author_list) if one.look == "plain" and one.authors]
    with Pool(WORKERS) as workers, PLACES.open("w", encoding="ascii") as out:
        out.write("publisher,place,agreed,right\n")
        for known, found in zip(pages, workers.imap(rules_of, pages, 20), strict=True):
            publisher = int(hashlib.sha256(known.publisher.encode()).hexdigest()[:6], 16)
            for name, place, agreed in found:
                right = int(is_right(scorer.norm_author(name), known.authors))
                out.write(f"{publisher},{place},{agreed},{right}\n")


def rules_of(known: Known) -> list[tuple[str, str, int]]:
    """(name, place, whether another place has it) of each name that the rules find on a page."""
    try:
        found = ruled(Page(known.url, known.body))
    except PageDropped:
        return []
    return [(name, found.place, int(fold(name) in found.agreed)) for name in found.people]


def read_places() -> list[tuple[int, str, str, int]]:
    """The rows of places.csv: publisher, place, `agreed` or `alone`, whether the name is right."""
    rows = (line.split(",") for line in PLACES.read_text(encoding="ascii").splitlines()[1:])
    return [(int(who), place, "agreed" if agreed == "1" else "alone", int(right)) for who, place, agreed, right in rows]


def place_shares(rows: list[tuple[int, str, str, int]]) -> dict[str, float]:
    """The share of right names by state, and by place and state, shrunk towards that of the state by PRIOR names."""
    states: dict[str, list[int]] = {"alone": [], "agreed": []}
    places: dict[str, list[int]] = {}
    for _, place, state, right in rows:
        states[state].append(right)
        places.setdefault(f"{place} {state}", []).append(right)
    every = sum(map(sum, states.values())) / len(rows)
    found = {state: (sum(one) + PRIOR * every) / (len(one) + PRIOR) for state, one in states.items()}
    found |= {
        key: (sum(one) + PRIOR * found[key.rsplit(" ", 1)[1]]) / (len(one) + PRIOR)
        for key, one in sorted(places.items())
    }
    return {key: round(share, 3) for key, share in found.items()}


def calibration_error(rows: list[tuple[int, str, str, int]]) -> float:
    """Mean distance of the share that was foretold from the share that is right, for publishers left out, in ten bins."""
    bins: dict[int, list[tuple[float, int]]] = {}
    for fold_number in range(FOLDS):
        shares = place_shares([row for row in rows if row[0] % FOLDS != fold_number])
        for publisher, place, state, right in rows:
            if publisher % FOLDS == fold_number:
                share = shares.get(f"{place} {state}", shares[state])
                bins.setdefault(int(share * 20), []).append((share, right))
    return sum(abs(sum(s for s, _ in one) - sum(r for _, r in one)) for one in bins.values()) / len(rows)


def is_right(name: str, authors: Iterable[str]) -> bool:
    """True if a name is an author's, or all its words are: `jean luc aufranc` of `jean luc aufranc cnxsoft`."""
    words = set(name.split())
    return name in authors or (len(words) > 1 and any(words < set(one.split()) for one in authors))


def stored(root: Path, authors_of: object) -> Iterator[Known]:
    """The pages of the sets in each look."""
    assert callable(authors_of)
    for name in SETS:
        for line in (root / "sets" / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            body = gzip.decompress((root / "sets" / name / "pages" / f"{truth['id']}.html.gz").read_bytes())
            authors = authors_of(truth.get("authors") or [])
            for look in LOOKS[:3]:
                yield Known(look, truth.get("domain") or truth["id"], truth.get("url") or "", body, authors)


def written(recorded: Path, authors_of: object) -> Iterator[Known]:
    """The pages of the tests, each once; the cases of one test count as some fifty publishers."""
    assert callable(authors_of)
    rows = (json.loads(line) for line in recorded.read_text(encoding="utf-8").splitlines())
    for (url, body), row in {(row["url"], row["body"]): row for row in rows}.items():
        test = re.sub(r"\[.*", "", row["test"], flags=re.DOTALL)
        yield Known("hand", f"{test} {len(body) % 50}", url, base64.b64decode(body), authors_of(row["authors"]))


if __name__ == "__main__":
    main()
