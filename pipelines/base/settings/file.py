"""A settings file: YAML read into a pydantic model; every mistake is reported with file, line, setting, value and
remedy.

A folder of settings (`sources/`, `exports/`) has one file for each name, NAME.yaml or NAME.yml. A mistake in one
file does not affect the others: `read_folder` reads them. `pipelines.base.settings.mistakes` has the texts for
mistakes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from glob import escape
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from pipelines.base.errors import ConfigError
from pipelines.base.settings.mistakes import mistake, nearest, shown, yaml_mistake

NAME = re.compile(r"[a-z0-9_]+")
ENDINGS = (".yaml", ".yml")
MAX_MISTAKES = 5
"""Mistakes of one file that are told; the rest is counted."""
DAY = re.compile(r"\b(\d{4})-(\d\d?)-(\d\d?)\b")

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class WrongFile:
    """An unusable settings file: its name, and the mistake with file, line and remedy."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class SettingsFolder(Generic[Model]):
    """The settings files of a folder, sorted by name, in two groups: the valid files, and the files with mistakes."""

    read: tuple[Model, ...] = ()
    wrong: tuple[WrongFile, ...] = ()


def read_folder(folder: Path, model: type[Model]) -> SettingsFolder[Model]:
    """Every settings file of a folder; empty if there is no such folder."""
    read: list[Model] = []
    wrong: list[WrongFile] = []
    for name in settings_names(folder):
        try:
            read.append(read_settings(settings_path(folder, name), model))
        except ConfigError as error:
            wrong.append(WrongFile(name, str(error)))
    return SettingsFolder(tuple(read), tuple(wrong))


def settings_names(folder: Path) -> list[str]:
    """The names with a settings file in a folder, sorted; hidden files, which editors make, are ignored."""
    paths = (path for path in folder.glob("*.*") if path.suffix.lower() in ENDINGS)
    return sorted({path.stem for path in paths if not path.name.startswith(".")})


def settings_files(folder: Path, name: str) -> list[Path]:
    """The settings files of a name, NAME.yaml first; more than one is a mistake."""
    if usual := [path for ending in ENDINGS if (path := folder / f"{name}{ending}").is_file()]:
        return usual
    every = sorted(folder.glob(f"{escape(name)}.*"))
    return [path for path in every if path.suffix.lower() in ENDINGS and path.stem == name]


def settings_path(folder: Path, name: str) -> Path:
    """The settings file of a name; NAME.yaml if there is none yet. Raises ConfigError if NAME.yml exists, too."""
    found = settings_files(folder, name)
    if len(found) > 1:
        raise ConfigError(f"{found[1]}: {found[0].name} stands beside it: keep one of the two")
    return found[0] if found else folder / f"{name}{ENDINGS[0]}"


def unknown_name(name: str, folder: Path, nothing: str) -> str:
    """The remedy for a name without a settings file: the nearest name, otherwise all names, otherwise `nothing`."""
    known = [other for other in settings_names(folder) if other != name]
    return nearest(name, known).removeprefix("; ") or (f"known: {', '.join(known)}" if known else nothing)


def read_settings(path: Path, model: type[Model]) -> Model:
    """The settings in one file; its stem is their `name`. Raises ConfigError with file, line, setting, value and remedy."""
    if not NAME.fullmatch(path.stem):
        right = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_") or "paper"
        raise ConfigError(
            f"{path}: a file's name is lower-case letters, digits and underscores; call it {right}{path.suffix}"
        )
    data = _load(path)
    if data.get("name", path.stem) != path.stem:
        line = _line(data, ("name",))
        raise ConfigError(f"{path}:{line}: name: {shown(data['name'])} is not the file's name; leave it out")
    try:
        return model.model_validate({**_plain(data), "name": path.stem})
    except ValidationError as error:
        raise ConfigError(_explain(path, data, error, model)) from error


def setting_line(path: Path, name: str) -> int:
    """The line of a setting in a file, 1 if it is not there. Raises ConfigError if the file cannot be read."""
    return _line(_load(path), (name,))


def _load(path: Path) -> CommentedMap:
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = YAML(typ="rt").load(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except YAMLError as error:
        wrong, right = yaml_mistake(error)
        raise ConfigError(f"{path}:{_line_of(error, text)}: {wrong}; {right}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: brackets within brackets, too many to be read; write each list once") from error
    except ValueError as error:  # YAML itself reads dates, and this one is impossible
        line = next((n for n, line in enumerate(text.splitlines(), 1) if _is_impossible_day(line)), 1)
        raise ConfigError(f"{path}:{line}: a date that is none; write it right, or in quotes if it is text") from error
    if data is None:
        raise ConfigError(f"{path}:1: the file is empty; write its settings, a `setting: value` a line")
    if not isinstance(data, CommentedMap):
        raise ConfigError(f"{path}:1: a settings file is a list of `setting: value` lines")
    return data


def _line_of(error: YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = getattr(error, "position", 0)
    return mark.line + 1 if mark else text.count("\n", 0, place if isinstance(place, int) else 0) + 1


def _is_impossible_day(line: str) -> bool:
    try:
        return any(not date(*map(int, day)) for day in DAY.findall(line))
    except ValueError:
        return True


def _plain(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(item) for item in value]
    return value


def _explain(path: Path, data: CommentedMap, error: ValidationError, model: type[BaseModel]) -> str:
    """The mistakes in the file's order, each with its line, setting and remedy, in one line."""
    found = sorted(error.errors(), key=lambda e: (e["type"] == "missing", _line(data, tuple(e["loc"]))))
    told = list(dict.fromkeys(_one_mistake(data, each, model) for each in found))
    left = len(told) - MAX_MISTAKES
    return f"{path}:" + " | line ".join(told[:MAX_MISTAKES]) + (f" | and {left} more" if left > 0 else "")


def _one_mistake(data: CommentedMap, error: ErrorDetails, model: type[BaseModel]) -> str:
    where = tuple(error["loc"]) or ("",)
    where += _place_within(data.get(where[0]), error["msg"]) if error["type"] == "value_error" else ()
    wrong, right = mistake(error, model)
    field = f" {where[0]}:" if where[0] else ""
    return f"{_line(data, where)}:{field} {wrong}; {right}"


def _place_within(value: Any, message: str) -> tuple[Any, ...]:
    """The item of a list, or the name in a group, that a validator's message is about."""
    if isinstance(value, dict):
        return next(((name,) for name in value if message.removeprefix("Value error, ").startswith(f"{name}: ")), ())
    items = value if isinstance(value, list) else []
    return next(((place,) for place, item in enumerate(items) if str(item) and str(item) in message), ())


def _line(data: CommentedMap, where: tuple[Any, ...]) -> int:
    line, here = 1, data
    for part in where:
        try:
            line = here.lc.key(part)[0] + 1 if isinstance(here, CommentedMap) else here.lc.item(part)[0] + 1
            here = here[part]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line
