"""The report of a night as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.

It reads on a phone, in the dark, by keyboard and with a screen reader: headings in order, tables with captions and scopes, wide
tables in regions that can be focused and scrolled, colours of 4.5 : 1 and more. All that comes from pages is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from pipelines.base.neutral import in_html
from pipelines.night.window import RECENT_NIGHTS

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #595959; --line: #c8c8c8; --bar: #9fc5e8;
  --alarm: #9c2a00 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #161616; --soft: #b0b0b0; --line: #4a4a4a; --bar: #1f4e79; --alarm: #ffb38a } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 72rem;
  padding: 1rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem } p, li { max-width: 60rem }
.wide { overflow-x: auto } .wide:focus-visible { outline: 2px solid var(--ink) }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem }
caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 2rem) }
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
td.number { text-align: right } td.long { overflow-wrap: anywhere; min-width: 12rem; max-width: 30rem }
.needs li { border-left: .3rem solid var(--alarm); padding-left: .6rem; margin: .4rem 0; list-style: none }
.needs ul { padding: 0 }
.bar { background: linear-gradient(to right, var(--bar) var(--share), transparent var(--share)) }
.plots { display: flex; flex-wrap: wrap; gap: 1rem } svg { flex: 1 0 30rem; max-width: 35rem; height: auto }
svg text { fill: var(--ink) } svg path { stroke: var(--ink) } svg rect[fill="white"] { fill: var(--paper) }
svg rect[fill="#000000"] { fill: var(--ink) } footer { color: var(--soft); margin-top: 2rem }
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its heading, what its table shows, the table, and what is said where that is empty."""

    heading: str
    caption: str
    rows: pa.Table
    nothing: str


def report_page(
    night: date,
    needs: Sequence[str],
    recent: Mapping[str, Mapping[date, int]],
    pictures: Sequence[bytes],
    sections: Sequence[Section],
) -> str:
    """The whole file. The same arguments give the same text."""
    title = f"Night of {night.day} {night:%B %Y}"
    plots = "".join(picture.decode() for picture in pictures)
    body = [
        f"<h1>{title}</h1>",
        *_needs(needs),
        *_recent(night, recent),
        f'<h2>Outcomes and dates</h2><div class="wide plots" tabindex="0" role="region" aria-label="{PLOT}">{plots}</div>',
        *(part for section in sections for part in _section(section)),
        f"<footer><p>dateline report {night} writes this file again.</p></footer>",
    ]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            *body,
            "</main>\n</body>\n</html>\n",
        ]
    )


PLOT = "How the URLs of each source ended, how precisely its new articles are dated, and how closely the others are bounded"


def _needs(needs: Sequence[str]) -> Iterator[str]:
    yield '<section class="needs">\n<h2>What needs you</h2>'
    if needs:
        yield "<ul>" + "".join(f"<li>{in_html(said)}</li>" for said in needs) + "</ul>"
    else:
        yield "<p>Nothing: every source came to its end, and none was out of the ordinary.</p>"
    yield "</section>"


def _recent(night: date, recent: Mapping[str, Mapping[date, int]]) -> Iterator[str]:
    """New articles by source and night, newest first; a bar behind each number says how it compares with the source's most."""
    yield "<h2>New articles by source and night</h2>"
    if not recent:
        yield "<p>No source has had a new article in these nights.</p>"
        return
    days = [night - timedelta(days=back) for back in range(RECENT_NIGHTS)]
    days = [day for day in days if any(counts.get(day) for counts in recent.values())] or [night]
    head = "".join(f'<th scope="col">{day.day} {day:%b}</th>' for day in days)
    yield from _open("articles first seen on each night", "New articles by source and night")
    yield f'<thead><tr><th scope="col">source</th>{head}</tr></thead>\n<tbody>'
    for source, counts in recent.items():
        most = max(counts.values())
        cells = "".join(
            f'<td class="number bar" style="--share: {100 * counts.get(day, 0) // most}%">{counts.get(day, 0)}</td>'
            for day in days
        )
        yield f'<tr><th scope="row">{in_html(source)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{in_html(section.heading)}</h2>"
    if not section.rows.num_rows:
        yield f"<p>{in_html(section.nothing)}</p>"
        return
    names = section.rows.column_names
    yield from _open(section.caption, section.heading)
    yield (
        "<thead><tr>"
        + "".join(f'<th scope="col">{in_html(name.replace("_", " "))}</th>' for name in names)
        + "</tr></thead>\n<tbody>"
    )
    yield from (_row(row.values()) for row in section.rows.to_pylist())
    yield "</tbody></table></div>"


def _open(caption: str, label: str) -> Iterator[str]:
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{in_html(label)}">'
    yield f"<table><caption><span>{in_html(caption)}</span></caption>"


def _row(values: Iterable[Any]) -> str:
    first, *rest = values
    return f'<tr><th scope="row">{_said(first)}</th>' + "".join(_cell(value) for value in rest) + "</tr>"


def _cell(value: Any) -> str:
    kind = "number" if isinstance(value, int | float) else "long" if len(_said(value)) > 40 else ""
    return f'<td class="{kind}">{_said(value)}</td>' if kind else f"<td>{_said(value)}</td>"


def _said(value: Any) -> str:
    return "–" if value is None else in_html(f"{value:,}" if isinstance(value, int) else str(value))
