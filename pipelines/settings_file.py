"""A settings file: YAML read into a pydantic model, every mistake named by file, line, field, value and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from pipelines.errors import ConfigError

NAME = re.compile(r"[a-z0-9_]+")
REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "no such setting: remove it or mend its spelling",
    "bool_parsing": "write true or false",
    "float_parsing": "write a number",
    "int_parsing": "write a whole number",
    "string_type": "write text, in quotes if it looks like a number or a date",
    "list_type": "write a list, one `- …` a line",
    "tuple_type": "write a list, one `- …` a line",
}

Model = TypeVar("Model", bound=BaseModel)


def read_settings(path: Path, model: type[Model]) -> Model:
    """The settings in one file, its stem being their `name`. Raises ConfigError naming file, line, field, value and remedy."""
    if not NAME.fullmatch(path.stem):
        raise ConfigError(f"{path}: the file name must be lower-case letters, digits and underscores")
    data = _load(path)
    if data.get("name", path.stem) != path.stem:
        raise ConfigError(
            f"{path}:{_line(data, ('name',))}: name: {data['name']!r} is not the file's name; leave it out"
        )
    try:
        return model.model_validate({**_plain(data), "name": path.stem})
    except ValidationError as error:
        raise ConfigError(_explain(path, data, error)) from error


def _load(path: Path) -> CommentedMap:
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ConfigError(f"{path}{line}: not YAML: {getattr(error, 'problem', None) or 'mend its syntax'}") from error
    if data is None:
        raise ConfigError(f"{path}:1: the file is empty; write its settings, a `setting: value` a line")
    if not isinstance(data, CommentedMap):
        raise ConfigError(f"{path}:1: a settings file is a list of `setting: value` lines")
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(item) for item in value]
    return value


def _explain(path: Path, data: CommentedMap, error: ValidationError) -> str:
    first = error.errors()[0]
    where = tuple(first["loc"])
    problem = first["msg"].removeprefix("Value error, ")
    remedy = REMEDIES.get(first["type"], "")
    field = f" {'.'.join(str(part) for part in where)}:" if where else ""
    value = "" if first["type"] in ("missing", "value_error") else f" (it says {first['input']!r})"
    return f"{path}:{_line(data, where)}:{field} {problem}{value}" + (f"; {remedy}" if remedy else "")


def _line(data: CommentedMap, where: tuple[Any, ...]) -> int:
    line, here = 1, data
    for part in where:
        try:
            line = here.lc.key(part)[0] + 1 if isinstance(here, CommentedMap) else here.lc.item(part)[0] + 1
            here = here[part]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line
