"""Display of results: as text for people, with matched words marked on a terminal; for programs as JSON, JSON lines or CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from textwrap import wrap
from typing import Any

import click

from pipelines.ask.search.bounds import WEB
from pipelines.ask.search.passage import Passage
from pipelines.ask.search.searcher import Found, Hit
from pipelines.base.neutral import in_csv, in_json, on_one_line

COLUMNS = (
    "article_id", "source", "url", "title", "published", "earliest", "latest", "language", "kind", "authors", "section", "role",
    "score", "passage",
)  # fmt: skip
"""Columns for programs. In JSON, `marks` has the matched ranges (from, to) of `passage`."""


INDENT, MIN_WIDTH = "  ", 40


def as_text(found: Found, width: int | None = None) -> Iterator[str]:
    """Lines for people: title, date and source, passage, full URL and id of each hit; click removes styles in pipes.

    With the width of a terminal, passages are wrapped.
    """
    for hit in found.hits:
        yield _marked(hit.title if hit.title.text else Passage(hit.url, ()), bold=True)
        yield INDENT + click.style(on_one_line(" · ".join(_facts(hit))), dim=True)
        for line in _wrapped(hit.passage, width):
            yield INDENT + _marked(line)
        yield INDENT + on_one_line(hit.url)
        yield INDENT + click.style(on_one_line(hit.article_id), dim=True)
        if hit.event_id:
            yield INDENT + click.style(on_one_line(f"event {hit.event_id}"), dim=True)


def summary(found: Found) -> str:
    """One line: how the query was understood, and which part of the results is shown."""
    last = found.first + len(found.hits) - 1
    if not found.total:
        shown = "no article"
    elif not found.hits:
        shown = f"{_articles(found.total)}, none of them on this page"
    elif len(found.hits) == found.total:
        shown = _articles(found.total)
    else:
        shown = f"{found.first} to {last} of {_articles(found.total)}"
    return on_one_line(f"{found.understood}: {shown}")


def as_json(found: Found) -> Iterator[str]:
    """One object: how the query was understood, the total, the hits."""
    head = {"understood": found.understood, "total": found.total, "first": found.first}
    hits = ",\n".join(_encoded(hit) for hit in found.hits)
    yield in_json(json.dumps(head, ensure_ascii=False)[:-1]) + f', "hits": [\n{hits}\n]}}'


def as_json_lines(found: Found) -> Iterator[str]:
    """One line for each hit."""
    yield from map(_encoded, found.hits)


def as_csv(found: Found) -> Iterator[str]:
    """One line for each hit, after a line of column names."""
    yield ",".join(COLUMNS)
    for hit in found.hits:
        values = _values(hit)
        cells = (
            "; ".join(value) if isinstance(value, list) else str("" if value is None else value)
            for value in map(values.get, COLUMNS)
        )
        yield ",".join(in_csv(cell) for cell in cells)


def in_format(style: str, width: int | None) -> Callable[[Found], Iterable[str]]:
    """The function that writes the lines of a format, for a terminal of `width` columns or for a pipe (None)."""
    return FORMATS[style] if style in FORMATS else partial(as_text, width=width)


FORMATS: dict[str, Callable[[Found], Iterable[str]]] = {"json": as_json, "jsonl": as_json_lines, "csv": as_csv}


def _encoded(hit: Hit) -> str:
    marks = [list(mark) for mark in hit.passage.marks]
    return in_json(json.dumps(_values(hit) | {"marks": marks}, ensure_ascii=False))


def _values(hit: Hit) -> dict[str, Any]:
    values = {name: getattr(hit, name) for name in COLUMNS}
    return (
        values
        | ({"event_id": hit.event_id} if hit.event_id else {})
        | {
            "title": hit.title.text or None,
            "passage": hit.passage.text,
            "earliest": hit.earliest.isoformat(),
            "latest": hit.latest.isoformat(),
            "authors": list(hit.authors or ()),
        }
    )


def _facts(hit: Hit) -> Iterator[str]:
    bounds = f"by {hit.latest}" if hit.earliest == WEB else f"{hit.earliest} to {hit.latest}"
    yield hit.published or f"undated, {bounds}"
    yield hit.source
    if hit.authors:
        yield ", ".join(hit.authors)
    if hit.role not in (None, "origin"):
        yield str(hit.role).replace("_", " ")


def _marked(shown: Passage, *, bold: bool = False) -> str:
    """The text with the matched words in bold and colour; `bold`: all of it is bold."""
    pieces: list[tuple[str, dict[str, Any]]] = []
    usual: dict[str, Any] = {"bold": True} if bold else {}
    at = 0
    for first, last in shown.marks:
        pieces += [(shown.text[at:first], usual), (shown.text[first:last], {"bold": True, "fg": "yellow"})]
        at = last
    pieces.append((shown.text[at:], usual))
    neutral = ((on_one_line(text), style) for text, style in pieces if text)
    return "".join(click.style(text, **style) if style else text for text, style in neutral)


def _wrapped(shown: Passage, width: int | None) -> Iterator[Passage]:
    """The lines of a passage, wrapped to the terminal minus INDENT."""
    if width is None or not shown.text:
        yield from [shown] if shown.text else []
        return
    at = 0
    for line in wrap(shown.text, max(MIN_WIDTH, width - len(INDENT)), break_long_words=False, break_on_hyphens=False):
        at = shown.text.index(line, at)
        end = at + len(line)
        inside = tuple(
            (max(first, at) - at, min(last, end) - at) for first, last in shown.marks if first < end and last > at
        )
        yield Passage(line, inside)
        at = end


def _articles(count: int) -> str:
    return f"{count:,} article" + ("" if count == 1 else "s")
