"""Dates as papers of each language write them: `languages/xx.toml`, a file that whoever knows the language can extend."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.dates.read.relative import read_relative
from tests.pipelines.dates.story_page import article, date, page

FILES = {
    file.stem: tomllib.loads(file.read_text("utf-8")) for file in (Path(__file__).parent / "languages").glob("*.toml")
}
SUNDAY = datetime(2022, 11, 20, 10, 0, tzinfo=UTC)


def said(section: str) -> list[Any]:
    """Language, text and date of each line of a section."""
    return [
        pytest.param(code, text, value, id=f"{code}: {text[:40]}")
        for code, content in sorted(FILES.items())
        for text, value in content.get(section, {}).items()
    ]


def lines(*sections: str) -> list[Any]:
    """Language and text of each line of sections that are lists."""
    return [
        pytest.param(code, text, id=f"{code}: {text[:40]}")
        for code, content in sorted(FILES.items())
        for section in sections
        for text in content.get(section, {}).get("lines", ())
    ]


@pytest.mark.parametrize(("code", "text", "value"), said("read"))
def test_text_is_read_as_written(code: str, text: str, value: str) -> None:
    assert [reading.value for reading in read_text(text, Dialect(code))] == [value]


@pytest.mark.parametrize(("code", "text", "value"), said("published"))
def test_a_line_of_posting_dates_the_story(code: str, text: str, value: str) -> None:
    assert date(page(article(f"<p>{text}</p>"), lang=code)).day == value


@pytest.mark.parametrize(("code", "text"), lines("other"))
def test_the_day_of_something_else_is_not_the_storys(code: str, text: str) -> None:
    assert date(page(article(f"<p>{text}</p>"), lang=code)).day is None


@pytest.mark.parametrize(("code", "text"), lines("modified"))
def test_the_day_of_a_change_is_not_that_of_publication(code: str, text: str) -> None:
    assert date(page(article(f'<p class="meta">{text}</p>'), lang=code, fetched=SUNDAY)).published is None


@pytest.mark.parametrize(("code", "text", "value"), said("ago"))
def test_a_relative_time_is_read_by_the_moment_of_the_fetch(code: str, text: str, value: str) -> None:
    reading = read_relative(text, Dialect(code, country=FILES[code].get("country")), SUNDAY)
    assert reading is not None
    assert reading.value == value
