"""Mistakes in a settings file and their remedies, in our own words: users see no messages of pydantic or YAML."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from ruamel.yaml.error import YAMLError

MAX_SHOWN = 60
"""Maximum characters of a wrong value that a message repeats."""
SCALARS = {
    "bool": ("is neither true nor false", "write true or false"),
    "float": ("is not a number", "write a number"),
    "int": ("is not a whole number", "write a whole number"),
    "string": ("is not text", "write it in quotes"),
}
YAML_SAYS = (
    (r"found character '\\t'", "a tab cannot indent or begin a value", "use spaces"),
    (r"mapping values are not allowed", "a colon in a place where YAML expects none", "put a value that holds ': ' in quotes"),
    (r"found unexpected end of stream|quoted scalar", "a quotation mark is not closed", "close it"),
    (r"expected ',' or|while parsing a flow|did not find expected node", "a bracket is not closed", "close it with ] or }"),
    (r"block mapping|block end|could not find expected ':'|block collection", "no `setting: value` line, or its indent is wrong",
     "write `setting: value`, with the same indent for all settings of a file"),
    (r"special characters|not allowed|control characters", "a character that YAML does not allow", "remove it"),
    (r"cannot start any token", "a value begins with a character that YAML reserves", "put the value in quotes"),
    (r"undefined alias", "a value that begins with * is a reference in YAML", "put the value in quotes"),
)  # fmt: skip
"""Patterns of a YAML parser's messages, each with the mistake and the remedy for a person."""

Words = tuple[str, str]
"""The mistake, and the remedy."""


def yaml_mistake(error: YAMLError) -> Words:
    """The mistake in a file that is not YAML."""
    said = " ".join(str(getattr(error, part, None) or "") for part in ("context", "problem", "reason"))
    if twice := re.search(r'found duplicate key "?([^"\s]+)', said):
        return f"{twice[1]} stands twice", "keep one of the two"
    for pattern, wrong, right in YAML_SAYS:
        if re.search(pattern, said):
            return f"not YAML: {wrong}", right
    return "not YAML", "look for a missing quotation mark, bracket or colon at this line"


def mistake(error: ErrorDetails, model: type[BaseModel]) -> Words:
    """The mistake in one setting: 'soon' for `delay_seconds` → ("'soon' is not a number", "write a number such as 1.0")."""
    name = str(error["loc"][0]) if error["loc"] else ""
    field = model.model_fields.get(name)
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown(name, model.model_fields)
    if field is None:
        return "cannot be read", "write the file's settings, a `setting: value` a line"
    if kind == "missing":
        return "is missing", f"add it: {_meant(field)}"
    if kind == "value_error":
        wrong, _, right = error["msg"].removeprefix("Value error, ").partition("; ")
        return wrong, right or _meant(field)
    if error["input"] is None:
        return "has no value", f"write one, or remove the line: {_meant(field)}"
    return _judged(error, field, len(error["loc"]) > 1)


def nearest(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or the one that goes on where this one ends, as the end of a remedy; empty if none is similar.

    >>> nearest("dealy_seconds", ["delay_seconds", "title"]), nearest("delay", ["delay_seconds"]), nearest("x", ["title"])
    ('; did you mean delay_seconds?', '; did you mean delay_seconds?', '')
    """
    folded = {each.lower(): each for each in known}
    longer = [each for each in folded if each.startswith(f"{word.lower()}_")]
    close = longer if len(longer) == 1 else difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.65)
    return f"; did you mean {folded[close[0]]}?" if close else ""


def shown(value: Any) -> str:
    """A value as a message repeats it, cut if it is long.

    >>> shown("soon"), shown([1, 2])
    ("'soon'", '[1, 2]')
    """
    text = repr(value) if not isinstance(value, date) else str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _unknown(name: str, fields: Mapping[str, FieldInfo]) -> Words:
    near = nearest(name, fields)
    every = ", ".join(field for field in fields if field != "name")
    return "no such setting", near.removeprefix("; ") or f"remove it; settings are {every}"


def _judged(error: ErrorDetails, field: FieldInfo, is_item: bool) -> Words:
    """A value of the wrong type, or out of bounds."""
    kind, value = error["type"], error["input"]
    for judge in (_choice, _bound, _list, _scalar, _length):
        if words := judge(kind, value, error, field, is_item):
            return words
    return f"{shown(value)} is not what this setting holds", _meant(field)


def _choice(kind: str, value: Any, _error: ErrorDetails, field: FieldInfo, _is_item: bool) -> Words | None:
    if kind not in ("literal_error", "enum"):
        return None
    choices = list(_choices(field.annotation))
    near = "" if any(choice in str(value) for choice in choices) else nearest(str(value), choices)  # `disallowed`
    return f"{shown(value)} is none of its values", f"write {_or(choices)}{near}"


def _bound(kind: str, value: Any, _error: ErrorDetails, field: FieldInfo, _is_item: bool) -> Words | None:
    if kind not in ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "finite_number"):
        return None
    low, high = _limit(field, "ge", "gt"), _limit(field, "le", "lt")
    span = (
        f"from {low} to {high}"
        if None not in (low, high)
        else f"of at least {low}"
        if high is None
        else f"up to {high}"
    )
    return f"{shown(value)} is too {'small' if 'greater' in kind else 'large'}", f"write a number {span}"


def _limit(field: FieldInfo, *names: str) -> Any:
    return next((limit for m in field.metadata for n in names if (limit := getattr(m, n, None)) is not None), None)


def _list(kind: str, value: Any, _error: ErrorDetails, field: FieldInfo, _is_item: bool) -> Words | None:
    if kind in ("list_type", "tuple_type"):
        return f"{shown(value)} is not a list", "write a list, one `- …` a line, or in brackets with commas"
    if kind in ("dict_type", "mapping_type"):
        return f"{shown(value)} is not a group of settings", f"write {_example(field)}"
    return None


def _scalar(kind: str, value: Any, _error: ErrorDetails, field: FieldInfo, is_item: bool) -> Words | None:
    """`title: 1984` is a number in YAML, `title: 2025-11-03` a date."""
    words = SCALARS.get("int" if kind.startswith("int_from") else kind.partition("_")[0])
    if words is None or not kind.endswith(("_type", "_parsing", "_from_float", "_size")):
        return None
    wrong, right = words
    if isinstance(value, dict | list):
        return f"{shown(value)} is not a single value", f"write one value{_such_as(field)}"
    if right == "write it in quotes":
        return f"{shown(value)} {wrong}", f"{right}: '{value}'" if not isinstance(value, bool) else right
    return f"{shown(value)} {wrong}", right + ("" if is_item or right == "write true or false" else _such_as(field))


def _length(kind: str, value: Any, _error: ErrorDetails, field: FieldInfo, _is_item: bool) -> Words | None:
    if kind in ("string_too_short", "too_short"):
        return "is empty", f"write {_meant(field)}"
    if kind == "string_pattern_mismatch":
        return f"{shown(value)} is not written as it must be", f"write {_meant(field)}"
    return None


def _meant(field: FieldInfo) -> str:
    """The meaning of a setting, from its description and first example."""
    said = (field.description or "see `dateline init`").rstrip(".")
    return f"{said[:1].lower() if said[1:2].islower() else said[:1]}{said[1:]}{_such_as(field)}"


def _such_as(field: FieldInfo) -> str:
    return f", such as {_example(field)}" if field.examples or _has_default(field) else ""


def _example(field: FieldInfo) -> str:
    example = field.examples[0] if field.examples else field.default
    if isinstance(example, bool):
        return str(example).lower()
    if isinstance(example, dict):
        return "{" + ", ".join(f"{name}: {value}" for name, value in example.items()) + "}"
    return (
        ", ".join(map(str, example)) if isinstance(example, Sequence) and not isinstance(example, str) else str(example)
    )


def _has_default(field: FieldInfo) -> bool:
    return not field.is_required() and field.default not in (None, (), "")


def _choices(annotation: Any) -> Iterable[str]:
    for argument in get_args(annotation):
        if isinstance(argument, str):
            yield argument
        elif isinstance(argument, type) and issubclass(argument, StrEnum):
            yield from argument
        elif argument is not type(None):
            yield from _choices(argument)


def _or(choices: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(choices[:-1]), choices[-1])))
