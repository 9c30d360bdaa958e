"""Rich text: the paragraphs of a body that publishing systems keep as a value of JSON.

It is written in one of a few ways: markup in a string; a list of paragraphs; a tree of blocks and spans (Slate, Portable Text,
ProseMirror, Contentful, Gutenberg); elements as lists (`["p", {}, "Text"]`, React's `["$", "p", null, {"children": "Text"}]`).
"""

from __future__ import annotations

import html
import re
from typing import Any

from pipelines.extract.story.declared_body import plain
from pipelines.page.outline import INLINE
from pipelines.page.state import json_in

MAX_LINES = 5_000
MAX_DEPTH = 60
HOLDS = frozenset((
    "children", "content", "contents", "text", "value", "html", "body", "paragraph", "paragraphs", "items", "nodes", "blocks",
    "elements", "components", "model", "data", "props", "attributes", "innerBlocks", "innerHTML", "content_elements", "sections",
    "rendered", "document", "copy", "markup", "root", "ops", "insert", "primary",
))  # fmt: skip
"""Keys of the parts of a body that hold its text."""
KIND = ("type", "_type", "nodeType", "tagName", "tag", "name", "blockName", "__typename", "kind")
NO_TEXT = re.compile(
    r"image|photo|picture|video|audio|gallery|embed|related|newsletter|promo|advert|\bad\b|caption|raw_?html|social|tweet|iframe"
    r"|divider|script|(?<!un)style|interstitial|button|figure|aside|byline",
    re.IGNORECASE,
)
"""Kinds of parts that are no text of the story."""
SPANS = INLINE | frozenset((
    "", "text", "span", "link", "hyperlink", "fragment", "textnode", "entry-hyperlink", "urllink", "inline",
))  # fmt: skip
"""Kinds of parts within a line."""
MIN_SENTENCE_CHARS = 40
MIN_JSON_CHARS = 100
"""Characters of a body that is JSON within a value of JSON."""
TAG = re.compile(r"[a-z][a-z0-9]{0,9}(?:-[a-z]+)*")
TAGS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "table", *INLINE)
)
BLOCK = re.compile(r"<(?:p|div|br|li|h[1-6])\b", re.IGNORECASE)
LINE_END = re.compile(r"\s*\n\s*\n\s*|(?<=[.!?…。！？।»”\"])[ \t]*\n\s*|^\n$")
"""The end of a paragraph in text without markup: an empty line, a line break behind a sentence or by itself (Quill)."""


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a body."""
    reader = _Reader()
    reader.read(value)
    reader.end()
    return reader.lines


class _Reader:
    """One walk over a body: spans of text are gathered until a block begins or ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.run: list[str] = []
        self.seen: set[int] = set()

    def end(self) -> None:
        """End the line."""
        text = " ".join("".join(self.run).split())
        self.run = []
        if text:
            self.lines.append(text)

    def read(self, node: Any, within: str = "", depth: int = 0) -> None:
        """Read a part of a body that stands in a block of the kind `within`; empty: in none."""
        if isinstance(node, str):
            inner = json_in(node) if len(node) >= MIN_JSON_CHARS and node[0] in "[{" else None
            if inner is None:
                self._say(node)
            node = inner
        if (
            not isinstance(node, dict | list)
            or id(node) in self.seen
            or depth > MAX_DEPTH
            or len(self.lines) > MAX_LINES
        ):
            return
        self.seen.add(id(node))
        kind, parts = _opened(node)
        if NO_TEXT.search(kind):
            return
        apart = isinstance(node, list) and _are_paragraphs(node)
        is_block = bool(kind or isinstance(node, dict)) and (not within or kind.lower() not in SPANS)
        if is_block:
            self.end()
        for part in parts:
            self.read(part, kind or within, depth + 1)
            if apart:
                self.end()
        if is_block:
            self.end()

    def _say(self, text: str) -> None:
        if "&lt;" in text and "<" not in text:
            text = html.unescape(text)
        if BLOCK.search(text):
            self.end()
            self.lines += lines_of(text)
            return
        for place, line in enumerate(LINE_END.split(plain(text))):
            if place:
                self.end()
            self.run.append(line)


def _are_paragraphs(parts: list[Any]) -> bool:
    """True for a list of nothing but strings, some of them sentences."""
    return all(isinstance(part, str) for part in parts) and any(len(part) >= MIN_SENTENCE_CHARS for part in parts)


def _opened(node: dict[str, Any] | list[Any]) -> tuple[str, list[Any]]:
    """The kind of a part of a body, and the parts in it."""
    if isinstance(node, list):
        match node:
            case ["$", str(tag), _, dict(props), *_]:
                return tag, [props.get("children"), _inner_html(props)]
            case [str(tag), *rest] if rest and TAG.fullmatch(tag) and (tag in TAGS or isinstance(rest[0], dict)):
                return tag, [part for part in rest if not isinstance(part, dict)]
        return "", node
    kind = " ".join(str(node[key]) for key in KIND if isinstance(node.get(key), str))
    return kind, [value for key, value in node.items() if key in HOLDS][:1] if "text" in node else [
        value for key, value in node.items() if key in HOLDS and key not in KIND
    ]


def _inner_html(props: dict[str, Any]) -> Any:
    inner = props.get("dangerouslySetInnerHTML")
    return inner.get("__html") if isinstance(inner, dict) else None


def lines_of(markup: str) -> list[str]:
    """The lines of a text in markup: `<p>Mill burns down.</p><p>Nobody was hurt.</p>` has two."""
    return [words for line in plain(markup).splitlines() if (words := " ".join(line.split()))]
