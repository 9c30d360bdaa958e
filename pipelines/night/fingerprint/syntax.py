"""The outline of one module: its top-level statements, their meanings, and the names that each of them needs.

The meaning of a statement is its syntax tree without parts that no program can notice: docstrings, comments, layout,
quotes, and annotations of functions and variables. We write the tree in our own form, because `ast.dump` differs
between versions of Python.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

Target = tuple[str, str | None]
"""A module (with leading dots if it is relative) and a name in it; None: the module itself."""
SKIPPED = frozenset(("ctx", "kind", "type_comment", "returns"))
"""Fields that do not change what a program does, or that repeat other fields."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NAMED_MODULES = frozenset(("files", "find_spec", "import_module"))
"""Functions whose first argument names a module: `resources.files("tzdata.zoneinfo")`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level statement: the names it binds, the digest of its meaning, the names it reads, the modules it imports
    when it runs.

    `always`: importing the module runs it with an effect (a call, a loop, a decorator that may register).
    """

    names: tuple[str, ...]
    digest: str
    reads: tuple[str, ...]
    targets: tuple[Target, ...]
    always: bool


@dataclass(frozen=True)
class Outline:
    """A module: the names that its top-level imports bind, and its other statements in order."""

    imports: dict[str, Target]
    parts: tuple[Part, ...]

    @cached_property
    def binding(self) -> dict[str, list[int]]:
        """The statements that bind each name, by their index in `parts`."""
        found: dict[str, list[int]] = {}
        for n, part in enumerate(self.parts):
            for name in part.names:
                found.setdefault(name, []).append(n)
        return found


def outline(source: str) -> Outline:
    """The outline of a module's source. Raises SyntaxError.

    >>> one, two = outline("def f(x: int) -> str: return g(x)"), outline("def f(x):  return (g(x))  # comment")
    >>> one == two, one.parts[0].names, one.parts[0].reads
    (True, ('f',), ('g', 'x'))
    """
    imports: dict[str, Target] = {}
    parts: list[Part] = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom) and not _is_star(statement):
            imports.update(_bound(statement))
        elif not _says_nothing(statement) and not _is_for_typing(statement):
            parts.append(_part(statement))
    imports.pop("annotations", None)  # of __future__
    return Outline(imports, tuple(parts))


def _part(statement: ast.stmt) -> Part:
    walk = _Walk()
    walk.node(statement)
    names = _defined(statement)
    return Part(
        names=names,
        digest=hashlib.sha256(" ".join(walk.written).encode()).hexdigest()[:16],
        reads=tuple(sorted(walk.reads)),
        targets=tuple(sorted(walk.targets, key=str)),
        always=not names or bool(getattr(statement, "decorator_list", ())) or isinstance(statement, ast.AugAssign),
    )


def _defined(statement: ast.stmt) -> tuple[str, ...]:
    """The names that a definition or assignment binds; empty for a statement that runs for its effect."""
    if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
        return (statement.name,)
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        stored = [n for each in targets for n in ast.walk(each) if isinstance(n, ast.Name)]
        if all(isinstance(each, ast.Name | ast.Tuple) for each in targets):
            return tuple(sorted({n.id for n in stored}))
    return ()


def _bound(statement: ast.Import | ast.ImportFrom) -> dict[str, Target]:
    if isinstance(statement, ast.Import):
        return {each.asname or each.name.partition(".")[0]: (each.name, None) for each in statement.names}
    module = "." * statement.level + (statement.module or "")
    return {each.asname or each.name: (module, each.name) for each in statement.names}


def _is_star(statement: ast.Import | ast.ImportFrom) -> bool:
    return statement.names[0].name == "*"


def _says_nothing(statement: ast.stmt) -> bool:
    """True for `pass`, and for a string by itself: the docstring of a module, function or constant."""
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _is_for_typing(statement: ast.stmt) -> bool:
    """True for `if TYPE_CHECKING:`."""
    return isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING")


class _Walk:
    """Writes a tree as text and collects the names it reads and the modules it imports."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.reads: set[str] = set()
        self.targets: set[Target] = set()

    def node(self, node: ast.AST) -> None:
        """Write one node and its children. Empty fields are left out, because newer versions of Python have more
        fields.
        """
        kind: Any = node.__class__
        if isinstance(node, ast.Name):
            self.reads.add(node.id)
        elif kind is ast.Import or kind is ast.ImportFrom or kind is ast.Call:
            self._note(node)
        self.written.append(kind.__name__)
        for name in _fields(kind):
            value = getattr(node, name, None)
            if value is None or value == []:
                continue
            self.written.append(name)
            if isinstance(value, ast.AST):
                self.node(value)
            elif isinstance(value, list):
                self._several(value, in_class=kind is ast.ClassDef)
            else:
                self.written.append(ascii(value))
        self.written.append(")")

    def _several(self, nodes: list[Any], *, in_class: bool) -> None:
        for each in nodes:
            if in_class and isinstance(each, ast.AnnAssign):
                self.node(each.annotation)  # a field: pydantic and dataclasses read its type
            if not isinstance(each, ast.AST):
                self.written.append(ascii(each))
            elif not (isinstance(each, ast.Expr | ast.Pass) and _says_nothing(each)):
                self.node(each)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.targets.update((module, None if name == "*" else name) for module, name in _bound(node).values())
        elif isinstance(node, ast.Call) and node.args and _called(node.func) in NAMED_MODULES:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                self.targets.add((first.value, None))


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of node that change what a program does."""
    annotated = kind is ast.arg or kind is ast.AnnAssign
    return tuple(name for name in kind._fields if name not in SKIPPED and not (annotated and name == "annotation"))


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
