"""A language file, `languages/xx.toml`: read and checked; every mistake is named by file, line, value and remedy.

[calendar]  how dates are written: the order of numbers, months, weekdays, day halves, numbers in words, relative times
[section]   lists of words, one a topic; `topics.toml` says which there are and what belongs into each
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.base.errors import ConfigError
from pipelines.lexicon.entry import mistake

ORDERS = ("DMY", "MDY", "YMD")
UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
PARTS = ("morning", "am", "noon", "pm", "night", "unread")
CALENDAR = ("order", "months", "weekdays", "am", "pm", "numbers", "parts", "relative")


def read_language(file: Path) -> dict[str, Any]:
    """The content of a language file. Raises ConfigError, which names the line."""
    text = file.read_text(encoding="utf-8")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}; see https://toml.io") from error
    for word, problem in _problems(content):
        raise ConfigError(f"{file}:{_line_of(word, text)}: {problem}")
    return content


def _line_of(word: str, text: str) -> int:
    """The first line that has a word, from 1."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if word in line), 1)


def _problems(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A word that stands in the wrong line, and what is wrong there."""
    if not isinstance(content.get("name"), str):
        yield "name", 'the language has no name: begin the file with name = "Welsh"'
    for section, lists in content.items():
        if section == "calendar":
            yield from _calendar_problems(lists)
        elif isinstance(lists, dict):
            for topic, entries in lists.items():
                yield from _topic_problems(f"{section}.{topic}", topic, entries)
        elif section != "name":
            yield section, f"{section!r} belongs into a section such as [dates]"


def _topic_problems(name: str, topic: str, entries: object) -> Iterator[tuple[str, str]]:
    if name not in topics():
        near = difflib.get_close_matches(name, topics(), 1)
        meant = f"did you mean {near[0]!r}?" if near else "pipelines/lexicon/topics.toml lists them"
        yield topic, f"there is no topic {name!r}: {meant}"
    elif not isinstance(entries, list) or not all(isinstance(each, str) for each in entries):
        yield topic, f'{name} is no list of texts: write {topic} = ["one", "another"]'
    else:
        for each in entries:
            if problem := mistake(each):
                yield each.strip() or topic, f"{each!r} in {name} has {problem}"


def _calendar_problems(calendar: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in calendar:
        if name not in CALENDAR:
            yield name, f"the calendar has no {name!r}: it has {', '.join(CALENDAR)}"
    if calendar.get("order") not in ORDERS:
        yield "order", f"order is one of {', '.join(ORDERS)}: how 3/4/2025 is read"
    for name, count in (("months", 12), ("weekdays", 7)):
        if len(calendar.get(name, [])) != count:
            yield name, f"{name} is a list of {count} lists, the first {'January' if count == 12 else 'Monday'}"
    for part in calendar.get("parts", {}):
        if part not in PARTS:
            yield part, f"{part!r} is no part of the day: one of {', '.join(PARTS)}"
    for unit in calendar.get("relative", {}):
        if unit.rpartition(" ")[2] not in UNITS:
            yield unit, f"{unit!r} is no unit of time: one of {', '.join(UNITS)}, or a number and one: '1 day'"


@cache
def topics() -> dict[str, str]:
    """What belongs into each list, by the topic's name: `published` under `[dates]` is `dates.published`."""
    sections = tomllib.loads((Path(__file__).parent / "topics.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": use for section, names in sections.items() for name, use in names.items()}
