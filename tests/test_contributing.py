"""The table "I want to change …" of CONTRIBUTING: its places exist, and they are all that a change has to touch.

The changes of `tests/changes` are made on two copies of the packages, in turn on the first and on the second. The effect of
each is seen in its copy and not in the other.
"""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.changes import corpus, crawl, give, pages
from tests.changes.change import ROOT, Change, copied, seen_in

TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## I want to change")[2]
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if line.startswith("| ")][2:]
PLACE = re.compile(r"`([\w./]+/[\w./]+)(?::(\w+))?`")
CHANGES = (*give.CHANGES, *crawl.CHANGES, *corpus.CHANGES, *pages.CHANGES)
Seen = dict[str, tuple[Any, Any]]


def defined(file: Path) -> set[str]:
    """The functions, classes and constants at the top of a Python file."""
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_it_has_the_usual_changes_with_a_place_or_two_each() -> None:
    assert len(ROWS) >= 20
    assert len({change for change, _ in ROWS}) == len(ROWS)
    assert {
        change: len(PLACE.findall(places)) for change, places in ROWS if not 1 <= len(PLACE.findall(places)) <= 2
    } == {}


@pytest.mark.parametrize(
    "place", sorted({place for _, places in ROWS for place in PLACE.findall(places)}), ids=":".join
)
def test_every_place_exists(place: tuple[str, str]) -> None:
    path, name = place
    assert (ROOT / path).exists(), f"{path} has moved: mend CONTRIBUTING.md"
    assert not name or name in defined(ROOT / path), f"{path} has no {name} any more: mend CONTRIBUTING.md"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """By row: the value that the program of the change sees without it, and with it."""
    folder = tmp_path_factory.mktemp("copies")
    first, second = (seen_in(copied(folder / str(half), CHANGES[half::2]), CHANGES) for half in (0, 1))
    pairs = zip(first, second, strict=True)
    return {
        change.row: (pair[0], pair[1]) if number % 2 else (pair[1], pair[0])
        for number, (change, pair) in enumerate(zip(CHANGES, pairs, strict=True))
    }


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.row)
def test_a_change_has_its_effect_and_touches_the_places_of_its_row(change: Change, seen: Seen) -> None:
    assert seen[change.row] == (change.before, change.after)
    [places] = [places for row, places in ROWS if row == change.row]
    named = {path for path, _ in PLACE.findall(places)}
    folders = {Path(path).parent for path in named}
    beside, neighbours = (folders if word in places else set() for word in ("beside", "neighbours"))
    touched = {edit.path for edit in change.edits if Path(edit.path).parent not in (neighbours if edit.old else beside)}
    assert touched <= named, "the row names fewer places than the change touches: mend CONTRIBUTING.md"


def test_at_least_fifteen_rows_are_shown_by_a_change() -> None:
    assert len({change.row for change in CHANGES}) == len(CHANGES) >= 15
