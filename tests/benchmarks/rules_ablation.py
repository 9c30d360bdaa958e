"""What each rule is worth: the answer of one function at a time is taken away, and the publishers counted whose articles change.

    python tests/benchmarks/rules_ablation.py PAGES.jsonl … --truth TRUTH.jsonl … --results ablation.jsonl

PAGES are as `dateline extract` reads them; TRUTH has an `id` and, as far as they are known, `title`, `authors`, `day`
(`published`). A function that yields, or says it gives back a bool, a string, a list or perhaps nothing, answers with
nothing. A page counts as worse (better) if fewer (more) of the three are right without it; the text counts as a change only.
Some 1.5 s a function and 100 pages: `--part 1/4` takes every fourth function.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import importlib.abc
import importlib.machinery
import json
import signal
import sys
import types
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

RULES = ("pipelines.extract", "pipelines.dates", "pipelines.page")
NOT_RULES = ("pipelines.extract.run", "pipelines.extract.step")
FIELDS = ("title", "authors", "published_day", "text", "error")
NEUTRAL: dict[str, str] = {
    "bool": "False",
    "str": "''",
    "int": "0",
    "list": "[]",
    "set": "set()",
    "frozenset": "frozenset()",
    "dict": "{}",
}
SECONDS = 6
"""What a page may take: without its guard a loop may not end."""
MOST_PAGES = 150
"""Pages a function is tried on, one a publisher first; a rule that decides on fewer than one in so many may be missed."""
FUNCTIONS: list[str] = []
ABLATED: list[int] = [-1]
ANSWERED: set[int] = set()


class Instrumented(ast.NodeTransformer):
    """Makes every function of a module notice that it answers, and answer nothing while it is ablated."""

    def __init__(self, module: str) -> None:
        self.module = module

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        neutral = nothing(node)
        bound = {"property", "cached_property", "classmethod", "staticmethod"}
        if (
            neutral is None
            or node.name.startswith("__")
            or any(getattr(d, "id", "") in bound for d in node.decorator_list)
        ):
            return node
        number = len(FUNCTIONS)
        FUNCTIONS.append(f"{self.module}.{node.name}")
        guard = ast.parse(f"if ABLATED_[0] == {number}: return {neutral}").body
        at = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[at:at] = guard
        node.decorator_list.append(ast.parse(f"NOTICED_({number})", mode="eval").body)
        return node


def nothing(node: ast.FunctionDef) -> str | None:
    """The source of what a function gives back that finds nothing; None if that cannot be told from its annotation."""
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node)):
        return ""
    said = ast.unparse(node.returns) if node.returns else ""
    if "None" in said and said != "None":
        return "None"
    if said.startswith(("Iterator", "Iterable")):
        return "iter(())"
    return "()" if said.startswith("tuple") and said.endswith("...]") else NEUTRAL.get(said.partition("[")[0])


def noticed(number: int) -> Any:
    """A decorator by which a function notes that it gave something back."""

    def decorate(function: Any) -> Any:
        @functools.wraps(function)
        def noting(*arguments: Any, **named: Any) -> Any:
            given = function(*arguments, **named)
            if isinstance(given, types.GeneratorType):
                return yielding(given)
            if given is not None and given is not False and given not in ("", 0, [], (), {}):
                ANSWERED.add(number)
            return given

        def yielding(given: Any) -> Any:
            for one in given:
                ANSWERED.add(number)
                yield one

        return noting

    return decorate


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module of the rules with every function instrumented."""

    def get_code(self, fullname: str) -> types.CodeType:
        """The code of a module."""
        tree = Instrumented(fullname).visit(ast.parse(Path(self.path).read_bytes()))
        return compile(ast.fix_missing_locations(tree), self.path, "exec")

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module's code, with what it was instrumented by in reach."""
        vars(module).update(ABLATED_=ABLATED, NOTICED_=noticed)
        super().exec_module(module)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of the rules for `Loader`."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The specification of a module of the rules."""
        if not name.startswith(RULES) or name.startswith(NOT_RULES):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec and spec.origin and spec.origin.endswith(".py"):
            spec.loader = Loader(spec.name, spec.origin)
        return spec


def extracted(job: Any) -> dict[str, Any]:
    """The row of a page, or why it has none."""
    from pipelines.extract.run.storable import output_row
    from pipelines.extract.run.task import run_page

    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        result = run_page(job)
    except TimeoutError:
        return {"error": "timeout"}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if result.document is None or result.date is None:
        return {"error": result.dropped.reason if result.dropped else "failed"}
    row = output_row(result.id, result.document, result.date)
    return {name: row.get(name) for name in FIELDS}


def right(row: dict[str, Any], truth: dict[str, Any]) -> int:
    """How much of what is known of a page is right: title, day, and each author less each who is none."""
    day = truth.get("day") or truth.get("published")
    people, found = set(truth.get("authors") or ()), set(row.get("authors") or ())
    score = len(people & found) - len(found - people) if truth.get("authors") is not None else 0
    score += int("title" in truth and row.get("title") == truth["title"])
    return score + (0 if not day or not row.get("published_day") else 1 if row["published_day"] == day[:10] else -1)


class Pages:
    """The pages of a run, what each becomes with all rules, and which functions answer on it."""

    def __init__(self, pages: Sequence[Path], truths: Sequence[Path]) -> None:
        from pipelines.extract.run.files import read_jobs
        from pipelines.extract.run.job import PageJob

        self.jobs = [job for path in pages for job in read_jobs(path) if isinstance(job, PageJob)]
        self.hosts = [str(urlsplit(job.url).hostname or job.id).removeprefix("www.") for job in self.jobs]
        self.truths = {
            row["id"]: row for path in truths for row in map(json.loads, path.read_text("utf-8").splitlines())
        }
        cached = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
        self.caches = [one for one in cached if one.__module__.startswith(RULES)]
        self.base: list[dict[str, Any]] = []
        self.answered: dict[int, list[int]] = defaultdict(list)
        for number, job in enumerate(self.jobs):
            ANSWERED.clear()
            self.forget()
            self.base.append(extracted(job))
            for function in ANSWERED:
                self.answered[function].append(number)
        gc.freeze()

    def forget(self) -> None:
        """Empty what the rules remember, of pages and of what they answered."""
        for cache in self.caches:
            cache.cache_clear()

    def without(self, function: int) -> dict[str, Any]:
        """What taking a function's answer away changes: publishers, and pages that get worse or better."""
        first = {self.hosts[number]: number for number in reversed(self.answered[function])}
        others = (number for number in self.answered[function] if first[self.hosts[number]] != number)
        tried = [*first.values(), *others][:MOST_PAGES]
        self.forget()
        ABLATED[0] = function
        rows = {number: extracted(self.jobs[number]) for number in tried}
        ABLATED[0] = -1
        changed = [number for number, row in rows.items() if row != self.base[number]]
        known = [(number, truth) for number in changed if (truth := self.truths.get(self.jobs[number].id))]
        moves = [right(rows[number], truth) - right(self.base[number], truth) for number, truth in known]
        return {
            "function": FUNCTIONS[function],
            "answers_on": len(first),
            "tried": len(tried),
            "publishers": len({self.hosts[number] for number in changed}),
            "worse": sum(move < 0 for move in moves),
            "better": sum(move > 0 for move in moves),
        }


def instrument() -> None:
    """Load the rules with every function instrumented, and let a page that takes too long end."""
    sys.meta_path.insert(0, Finder())
    from pipelines.extract.run.task import FIRST, run_page

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    run_page(FIRST)


def main() -> None:
    """Take the answer of each function away, and say what that changes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--truth", nargs="*", type=Path, default=[])
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--results", type=Path, required=True)
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    instrument()
    pages = Pages(options.pages, options.truth)
    needed: Counter[str] = Counter()
    with options.results.open("w", encoding="utf-8") as out:
        for function in sorted(pages.answered)[part - 1 :: parts]:
            row = pages.without(function)
            out.write(json.dumps(row) + "\n")
            needed[str(row["publishers"]) if row["publishers"] < 3 else "3 or more"] += 1
    publishers = len(set(pages.hosts))
    print(
        f"{len(pages.jobs):,} pages of {publishers:,} publishers; functions by publishers that need them: {dict(needed)}"
    )


if __name__ == "__main__":
    main()
