"""Rows for people: no line is wider than the terminal, and something of every row is there."""

import pyarrow as pa
import pytest
from rich.cells import cell_len

from pipelines.ask.sql.table import table_text, vertical_lines

STORIES = pa.table(
    {
        "source": ["daily", "herald"],
        "title": ["The old bridge is closed until the spring, the council says after a long night", "北京" * 40],
        "words": [390, 12_345],
        "share": [0.123456, None],
        "text": ["First line\nsecond line", None],
    }
)


def test_numbers_stand_right_texts_are_cut_and_nulls_are_empty() -> None:
    assert table_text(STORIES, width=60).text.splitlines() == [
        "source  title              words   share  text",
        "──────  ─────────────────  ─────  ──────  ─────────────────",
        "daily   The old bridge i…    390  0.1235  First line secon…",
        "herald  北京北京北京北京…  12345",
    ]


@pytest.mark.parametrize("width", [30, 80, 120, 160])
@pytest.mark.parametrize("count", [1, 3, 43, 200])
def test_no_line_is_wider_than_the_terminal(count: int, width: int) -> None:
    names = [f"column_{number}" for number in range(count)]
    rows = pa.table({name: ["x" * 50, name, "漢字" * 30] for name in names})
    shown = table_text(rows, width=width)
    lines = shown.text.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) == 2 + 3
    assert "x" in lines[2]
    kept = sum(name in lines[0].split() for name in names)
    assert kept + shown.left_out == count
    assert ("…" in lines[0].split()) == (shown.left_out > 0)


def test_columns_are_left_out_in_the_middle() -> None:
    rows = pa.table({f"column_{number}": ["x" * 50] for number in range(43)})
    shown = table_text(rows, width=120)
    assert shown.text.splitlines()[0].split() == [
        "column_0",
        "column_1",
        "column_2",
        "column_3",
        "…",
        "column_41",
        "column_42",
    ]
    assert shown.left_out == 37


def test_a_row_is_told_by_its_title_source_and_day_where_not_all_columns_fit() -> None:
    names = ["article_id", "source", "url", "title", *(f"column_{n}" for n in range(20)), "published_day", "text"]
    rows = pa.table(
        {name: [f"{name} {'x' * 40}"] for name in names} | {"source": ["daily"], "published_day": ["2026-02-02"]}
    )
    narrow, wide = (table_text(rows, width=width).text.splitlines()[0].split() for width in (80, 120))
    assert narrow == ["article_id", "source", "…", "title", "…", "published_day", "…"]
    assert wide == ["article_id", "source", "url", "title", "…", "published_day", "text"]
    assert table_text(rows, width=40).text.splitlines()[0].split() == ["…", "title", "…"]


def test_a_table_of_no_rows_or_columns_is_shown() -> None:
    assert table_text(STORIES.slice(0, 0), width=80).text.splitlines()[0].split() == STORIES.column_names
    assert table_text(pa.table({}), width=80).text == "\n"


def test_a_line_a_value() -> None:
    assert list(vertical_lines(STORIES.select(["source", "share", "text"]).slice(0, 1))) == [
        "row 1 ────────────────────────",
        "source  daily",
        "share   0.1235",
        "text    First line",
        "        second line",
    ]
