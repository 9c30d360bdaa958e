"""Text of strangers on a terminal, in CSV, JSON, Markdown and HTML: shown, never obeyed."""

import csv
import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from markdown_it import MarkdownIt

from pipelines.ask.preview import markdown
from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.table import table_text, vertical_lines
from pipelines.ask.sql.writing import write_rows
from pipelines.base.errors import InputError
from pipelines.base.json_lines import encoded
from pipelines.base.neutral import COMMANDS, DANGEROUS, harmless, in_csv, in_html, in_markdown, on_one_line
from pipelines.base.processes.endings import ending
from pipelines.give.export.card import card
from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.facts import Facts
from pipelines.give.export.recipe import Recipe
from pipelines.give.report.plots import night_plots

HOSTILE = [
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1",
    " =1+1", "\ufeff=1+1", "\uff1d1+1", "\x00=1+1", "\x1b=1+1", "\u202e=1+1", "\"=1+1", "a;=1+1", "a,=1+1", "a\t=1+1",
    "a|=1+1", "a\r\n=1+1", "'=1+1", "%0A=1+1", "=cmd|'/C calc'!A0", "@import 'x'", "\x1b[31mred", "\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\link", "\x9b2J", "\x90q\x9c", "\x07", "Hull \u202egnp.exe", "\u2066a\u2069", "\u061c",
    "\u2028", "\ud83d", "\x7f", "\x0b", "\x85", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- ",
    "</td></tr></table>", "<a href=javascript:alert(1)>x</a>", "![x](http://evil.example/pixel.png)",
    "[x](javascript:alert(1))", "[x][y]", "[x]: http://evil.example", "\\[x](http://evil.example)", "`code`", "a|b",
    "a\n\n# heading", "a\n---", "\\<b>", "&lt;b&gt;", "&#60;script&#62;", "<http://evil.example>", "a | b | c", "\\|",
    "a\u2028=1+1",
]  # fmt: skip
"""Formulas, escape sequences, directions, tags, links, entities."""
ROWS = pa.table(
    {"title": pa.array([text.encode("utf-8", "replace").decode() for text in HOSTILE]), "n": range(len(HOSTILE))}
)


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


def test_tables_show_and_do_not_obey() -> None:
    rows = pa.table({"title\x1b[0m": ["Storm\x1b[31m", "[bold]Hull[/bold]"]})
    printed = table_text(rows, width=60).text + "\n".join(vertical_lines(rows))
    assert "title\\u001b[0m" in printed
    assert "Storm\\u001b[31m" in printed
    assert "[bold]Hull[/bold]" in printed
    assert "\x1b" not in printed


def written(style: str, folder: Path) -> str:
    """The hostile rows in a format."""
    write_rows(Rows.of(ROWS), style, folder / "rows")
    return (folder / "rows").read_bytes().decode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_no_cell_of_csv_is_a_formula_whatever_separates_cells(delimiter: str, tmp_path: Path) -> None:
    text = written("csv", tmp_path)
    assert not DANGEROUS.search(text)
    assert "\r" not in text
    cells = [cell for line in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) for cell in line]
    assert len(cells) >= len(HOSTILE)
    assert [cell for cell in cells if re.match(r"[\s\ufeff]*[=+\-@\uff1d]|[\t\r\n]", cell)] == []


def test_csv_holds_numbers_and_plain_text_as_they_are(tmp_path: Path) -> None:
    rows = pa.table({"text": ['Grüße, "北京"', "a'b", None], "number": [-5.5, 1e-12, None]})
    write_rows(Rows.of(rows), "csv", tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text() == 'text,number\n"Grüße, ""北京""",-5.5\na\'b,1e-12\n,\n'


def test_json_says_the_same_without_a_control(tmp_path: Path) -> None:
    for style in ("json", "jsonl"):
        text = written(style, tmp_path)
        assert not COMMANDS.search(text)
        read = json.loads(text) if style == "json" else [json.loads(line) for line in text.splitlines()]
        assert [row["title"] for row in read] == ROWS["title"].to_pylist()
    assert not COMMANDS.search(encoded({"title": HOSTILE}).decode())


def alive(text: str) -> list[str]:
    """Tags of HTML that Markdown becomes, beside those of tables, headings, lists and paragraphs."""
    shown = MarkdownIt("commonmark").enable("table").render(text)
    allowed = ("table", "thead", "tbody", "tr", "th", "td", "p", "h1", "h2", "ul", "li", "code", "hr")
    return [tag for tag in re.findall(r"<[^>]*>", shown) if tag.strip("</>").split(" ")[0] not in allowed]


def test_no_markdown_is_a_tag_a_link_or_a_picture(tmp_path: Path) -> None:
    recipe = Recipe(
        name="all", title="\n".join(HOSTILE).replace("\ud83d", ""), train_ai=["allowed"], splits={"train": 1.0}
    )
    counts = {"source": dict.fromkeys(ROWS["title"].to_pylist(), 1)}
    signals = {text: {text: 1} for text in ROWS["title"].to_pylist()}
    manifest = {"rows": {"train": ROWS.num_rows}, "left_out": {}}
    made = card(recipe, Facts(manifest, dataset_schema(["id", "text"], flat=False), counts, signals=signals))
    for text in (written("markdown", tmp_path), markdown(ROWS), made.partition("\n---\n")[2]):
        assert alive(text) == []
        assert not COMMANDS.search(text)
    assert alive("\n".join(HOSTILE[38:])) != []
    shown = MarkdownIt("commonmark").enable("table").render(written("markdown", tmp_path))
    assert shown.count("<tr>") == len(HOSTILE) + 1
    assert shown.count("<td") == 2 * len(HOSTILE)


def test_a_plot_shows_names_as_text() -> None:
    names = pa.table({"source": HOSTILE[38:40], "outcome": ["fetched"] * 2, "urls": [1, 2]})
    nothing = pa.table(
        {
            "source": pa.array([], pa.string()),
            "precision": pa.array([], pa.string()),
            "articles": pa.array([], pa.int64()),
        }
    )
    picture = b"".join(night_plots(names, nothing)).decode()
    assert "<script" not in picture
    assert "<b>" not in picture
    assert "&lt;script&gt;" in picture
    assert in_html("\x1b<a href='x'>\"&") == "\\u001b&lt;a href=&#x27;x&#x27;&gt;&quot;&amp;"


def test_an_error_that_quotes_a_page_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        raise InputError("cannot convert 'Storm\x1b[31m\u202e' to a number")

    assert ending(fails) == 2
    assert capsys.readouterr().err == "dateline: cannot convert 'Storm\\u001b[31m\\u202e' to a number\n"


def test_plain_text_stays_plain() -> None:
    plain = "Grüße aus 北京, Brücke_1 *neu* – 5 % «mehr» (a/b?c=1&d=2) #1 50+ e-mail"
    assert (in_csv(plain), in_markdown(plain), on_one_line(plain)) == (f'"{plain}"', plain, plain)
