"""Rot: flips bits and cuts files of every kind in copies of a home, and counts what is seen, mended, and silently wrong.

    python -m tests.rot HOME [--flips 400] [--cuts 100] [--seed 1] [--only tables]

Each case is one flipped bit, or one file cut at a random length, in a copy of HOME, a corpus that is built. A dataset `training`
is asked, too, if it has its recipe. Half of them keep the file's time, as rot on a disk does. Two copies are asked the same
questions as the sound home: one after `doctor --deep`, one after the next `build`. The kinds of files take turns.

- seen: `doctor --deep` / `build` names the file
- refused: an answer ends with our own error in one line
- mended: after the build every answer and the hash of every table is as before
- silent: an answer differs, and nobody said so. This must be 0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from pipelines.ask.search.searcher import find
from pipelines.ask.show.archived import last_capture
from pipelines.ask.show.dossier import dossier
from pipelines.ask.show.printed import printed
from pipelines.ask.sql.query import query_corpus
from pipelines.base.errors import DatelineError, broken_file
from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import load_recipe
from pipelines.lake.article_lookup import article_of
from pipelines.lake.checksums.kinds import KINDS, owned
from pipelines.lake.checksums.ledger import FILE as LEDGER
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.nights import build
from pipelines.upkeep.rot import rot
from tests.forked import fork_workers

SHOWN = 3
ACCOUNTS = ("nights", "publications")
"""Tables with versions and times: a night that was made again has others."""
WORDS = ("council OR police OR water", "the", "harbour", "title:bridge")
REFUSED = "refused: "


@dataclass
class Case:
    """A flip or cut, and what became of it."""

    kind: str
    path: str
    what: str
    deep: bool = False
    built: bool = False
    silent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    mended: bool = False
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def answers(home: Home, *, of_tables: bool = True) -> dict[str, str]:
    """Digests of answers by question; an answer that ends with an error of ours begins with `refused: `.

    `of_tables`: also hashes of the tables, which the commands do not ask for.
    """
    found: dict[str, str] = {}
    lake = Lake(home.lake)

    def ask(name: str, question: Callable[[], Any]) -> Any:
        try:
            answer = question()
        except Exception as error:
            if not isinstance(error, DatelineError) and broken_file(error) is None:
                raise
            found[name] = f"{REFUSED}{error}"
            return None
        found[name] = hashlib.sha256(repr(answer).encode("utf-8", "replace")).hexdigest()
        return answer

    for table in TABLES:
        if of_tables and table not in ACCOUNTS:
            ask(f"table {table}", lambda table=table: lake.content_hash(table))
    ask(
        "sql",
        lambda: query_corpus(
            home, " UNION ALL ".join(_sums(table) for table in TABLES if table not in ACCOUNTS)
        ).to_pylist(),
    )
    works = ask(
        "sql works",
        lambda: query_corpus(home, "SELECT article_id FROM articles ORDER BY ALL")["article_id"].to_pylist(),
    )
    for work in (works or ())[:: max(1, len(works or ()) // SHOWN)][:SHOWN]:
        ask(
            f"show {work}", lambda work=work: list(printed(dossier(home, article_of(home, work)), "archive", width=100))
        )
        ask(f"raw {work}", lambda work=work: last_capture(home, article_of(home, work)).body)
    for words in WORDS:
        ask(f"search {words}", lambda words=words: find(home, words, limit=50))
    if (home.recipes / "training.yaml").exists():
        ask("export", lambda: _exported(home))
    return found


def _sums(table: str) -> str:
    """SQL for the number of rows of a table and a digest of their values, in any order."""
    kept = [f'"{name}"' for name in TABLES[table].schema.names if name not in TABLES[table].volatile]
    return f"(SELECT '{table}', count(*), bit_xor(hash({', '.join(kept)})) FROM {table})"


def _exported(home: Home) -> list[tuple[str, str]]:
    made = export_dataset(home, load_recipe(home, "training")).path
    files = sorted(path for path in made.rglob("*") if path.is_file())
    return [(path.relative_to(made).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]


def chosen(root: Path, flips: int, cuts: int, seed: int, only: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Kind, path and damage of each case; the kinds take turns."""
    random.seed(seed)
    files: dict[str, list[str]] = {kind.name: [] for kind in KINDS} | {"ledger": [LEDGER]}
    for path, kind, sign in owned(root):
        if sign.size:
            files[kind.name].append(path)
    kinds = [name for name, there in files.items() if there and only in (None, name)]
    for number in range(flips + cuts):
        kind = kinds[number % len(kinds)]
        path = random.choice(files[kind])
        size = (root / path).stat().st_size
        flip = number < flips
        at = random.randrange(size)
        kept = " time kept" if random.random() < 0.5 else ""
        yield kind, path, f"flip {at}.{random.randrange(8)}{kept}" if flip else f"cut {at}{kept}"


def harm(file: Path, what: str) -> None:
    """Flip or cut a file."""
    stat = file.stat()
    action, place, *kept = what.split()
    content = bytearray(file.read_bytes())
    if action == "flip":
        at, bit = map(int, place.split("."))
        content[at] ^= 1 << bit
    else:
        content = content[: int(place)]
    file.write_bytes(content)
    if kept:
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def tried(
    sound: Path, before: dict[str, str], kind: str, path: str, what: str, work: Path, *, asked: bool = True
) -> Case:
    """One case, in copies of the home below `work`. `asked`: ask after `doctor --deep`, too, where it named the file."""
    case, started = Case(kind, path, what), time.monotonic()
    try:
        home = _copy(sound, work / "deep", path, what)
        seen = [each for each in rot(home, deep=True) if not each.good]
        case.deep = any(path in each.sentence or kind == "ledger" for each in seen)
        if not seen or asked:  # an answer is not silent after the file was named
            _compare(case, before, answers(home, of_tables=False), excused=bool(seen))
        home = _copy(sound, work / "built", path, what)
        with redirect_stderr(StringIO()):
            built = build(home, crawled_nights(home), show=False)
        case.built = any(path in line for line in built.mended)
        after = answers(home)
        _compare(case, before, after, excused=False)
        case.mended = after == before
        case.faults += [
            f"after the build: {each.sentence}"
            for each in rot(home, deep=True)
            if not each.good and each.name != "lost captures"
        ]
    except Exception:
        case.faults.append(traceback.format_exc())
    case.seconds = time.monotonic() - started
    return case


def _copy(sound: Path, target: Path, path: str, what: str) -> Home:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(sound, target, ignore=shutil.ignore_patterns("broken", "dagster"))
    harm(target / path, what)
    return Home.at(target)


def _compare(case: Case, before: dict[str, str], after: dict[str, str], *, excused: bool) -> None:
    """Answers that differ are refused or silent. After `doctor --deep` named the file, nothing is silent."""
    for name, answer in after.items():
        if answer.startswith(REFUSED):
            case.refused.append(f"{name}: {answer}")
        elif answer != before.get(name) and not excused:
            case.silent.append(name)


def in_child(work: Callable[[], Any]) -> Any:
    """The result of `work` in a forked process: libraries keep opened files and threads."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as out:
            json.dump(work(), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        text = said.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def campaign(sound: Path, flips: int, cuts: int, seed: int, only: str | None = None) -> list[Case]:
    """Try every case. The home gets its checksums first, by a build."""
    with tempfile.TemporaryDirectory(prefix="rot-") as folder:
        base = Path(folder) / "sound"
        shutil.copytree(sound, base, ignore=shutil.ignore_patterns("broken", "dagster"))
        before = in_child(
            lambda: (
                build(Home.at(base), crawled_nights(Home.at(base)), renew=True, show=False),
                answers(Home.at(base)),
            )[1]
        )
        if unasked := [answer for answer in before.values() if answer.startswith(REFUSED)]:
            raise SystemExit(f"the sound home does not answer: {unasked[0]}")
        in_child(lambda: build(Home.at(base), (), show=False).mended)
        cases = []
        for kind, path, what in chosen(base, flips, cuts, seed, only):
            here = Path(folder) / "case"
            here.mkdir()
            said = in_child(
                lambda kind=kind, path=path, what=what, here=here: asdict(
                    tried(base, before, kind, path, what, here, asked=len(cases) % 10 == 0)
                )
            )
            cases.append(Case(**said) if said else Case(kind, path, what, faults=["the process died"]))
            shutil.rmtree(here)
            _tell(cases[-1], len(cases), flips + cuts)
        return cases


def _tell(case: Case, number: int, total: int) -> None:
    wrong = f" SILENT {case.silent}" if case.silent else ""
    fault = f" FAULT {case.faults[0].strip().splitlines()[-1]}" if case.faults else ""
    seen = f"deep {'seen' if case.deep else '-'}, build {'seen' if case.built else '-'}"
    mended = "mended" if case.mended else f"not mended ({len(case.refused)} refused)"
    sys.stderr.write(
        f"{number}/{total} {case.kind}: {case.path} {case.what}: {seen}, {mended}{wrong}{fault} {case.seconds:.1f} s\n"
    )


def table(cases: list[Case]) -> str:
    """A line for each kind of file."""
    lines = [f"{'kind':<18} cases  deep  build  mended  named only  silent  faults"]
    for kind in [*dict.fromkeys(case.kind for case in cases), "all"]:
        mine = [case for case in cases if kind in ("all", case.kind)]
        counts = (
            len(mine),
            sum(c.deep for c in mine),
            sum(c.built for c in mine),
            sum(c.mended for c in mine),
            sum(not c.mended and not c.silent for c in mine),
            sum(bool(c.silent) for c in mine),
            sum(bool(c.faults) for c in mine),
        )
        lines.append("{:<18} {:>5} {:>5} {:>6} {:>7} {:>11} {:>7} {:>7}".format(kind, *counts))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rot")
    parser.add_argument("home", type=Path)
    parser.add_argument("--flips", type=int, default=400)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    fork_workers()
    cases = campaign(options.home, options.flips, options.cuts, options.seed, options.only)
    if options.out:
        options.out.write_text(json.dumps([asdict(case) for case in cases], indent=1))
    sys.stdout.write(f"{table(cases)}\n")
    return 1 if any(case.silent for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main())
