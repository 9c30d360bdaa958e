"""Text of strangers on a terminal: shown, never obeyed."""

import pyarrow as pa
import pytest
from rich.console import Console

from pipelines.neutral import harmless, on_one_line
from pipelines.sql.table import rich_table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Storm\x1b[31m over Hull", "Storm\\u001b[31m over Hull"),
        ("\x9b2J", "\\u009b2J"),
        ("\x1b]8;;http://evil.example\x07link", "\\u001b]8;;http://evil.example\\u0007link"),
        ("Hull \u202egnp.exe", "Hull \\u202egnp.exe"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("\ud83d", "\\ud83d"),
        ("Grüße, 北京, \U0001f32a", "Grüße, 北京, \U0001f32a"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_what_a_terminal_would_obey_is_an_escape(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_a_cell_is_one_line() -> None:
    assert on_one_line("a\tb\r\nc\nd\x1b") == "a b c d\\u001b"


def test_tables_show_and_do_not_obey(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pa.table({"title\x1b[0m": ["Storm\x1b[31m", "[bold]Hull[/bold]"]})
    Console(width=60, color_system=None).print(rich_table(rows))
    printed = capsys.readouterr().out
    assert "title\\u001b[0m" in printed
    assert "Storm\\u001b[31m" in printed
    assert "[bold]Hull[/bold]" in printed
    assert "\x1b" not in printed
