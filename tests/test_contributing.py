"""The table "I want to change …" of CONTRIBUTING.md names places that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## I want to change")[2]
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if line.startswith("| ")][2:]
PLACE = re.compile(r"`([\w./]+/[\w./]+)(?::(\w+))?`")


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
