"""One extracted page as JSON, as text to read, and as Markdown. Text of the page is neutralised for each of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from pipelines.base.neutral import harmless, in_json, in_markdown, on_one_line
from pipelines.dates.model import ArticleDate
from pipelines.extract.model import Block, Document
from pipelines.extract.run.storable import output_row

MARKS = {"heading": "## ", "list": "- ", "quote": "> ", "pull_quote": "> ", "code": "    "}
"""The beginning of a line of Markdown by the kind of its block."""


def as_json(identity: str, document: Document, date: ArticleDate) -> str:
    """The line that `dateline extract` writes for the page, with an indent."""
    return in_json(json.dumps(output_row(identity, document, date), ensure_ascii=False, indent=2))


def as_json_line(identity: str, document: Document, date: ArticleDate) -> str:
    """The line that `dateline extract` writes for the page."""
    return in_json(json.dumps(output_row(identity, document, date), ensure_ascii=False, separators=(",", ":")))


def as_text(_identity: str, document: Document, date: ArticleDate) -> str:
    """Headline, authors and date on a line each, an empty line, the text."""
    return "\n".join(map(on_one_line, _head(document, date))) + "\n\n" + harmless(document.text)


def as_markdown(_identity: str, document: Document, date: ArticleDate) -> str:
    """The headline as a heading, authors and date in italics, the blocks of the text."""
    title, *about = map(in_markdown, _head(document, date))
    lines = [f"# {title}", f"*{' · '.join(about)}*", *map(_block, document.blocks)]
    return "\n\n".join(line for line in lines if line != "**")


FORMATS: dict[str, Callable[[str, Document, ArticleDate], str]] = {
    "json": as_json, "jsonl": as_json_line, "text": as_text, "markdown": as_markdown,
}  # fmt: skip


def _head(document: Document, date: ArticleDate) -> Iterator[str]:
    yield document.title or "(no headline)"
    if people := [*document.authors, *([document.agency] if document.agency else [])]:
        yield f"By {', '.join(people)}"
    yield date.published or "date unknown"
    if document.url:
        yield document.url


def _block(block: Block) -> str:
    if block.kind == "code":
        return "\n".join(f"    {harmless(line)}" for line in block.text.splitlines())
    return MARKS.get(block.kind, "") + in_markdown(block.text)
