"""A story as Ghost's editor keeps it: a tree of Lexical nodes in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.zoo.stories import Block

Node = dict[str, Any]


def lexical(blocks: Sequence[Block]) -> str:
    """The text of a story or page."""
    children = [_node(block) for block in blocks]
    return json.dumps({"root": _element("root", children)}, ensure_ascii=False)


def _node(block: Block) -> Node:
    if block.kind == "heading":
        return _element("extended-heading", [_text(block.text)], tag="h2")
    if block.kind == "quote":
        return _element("extended-quote", [_text(block.text)])
    if block.kind == "list":
        items = [_element("listitem", [_text(item)], value=n) for n, item in enumerate(block.text.splitlines(), 1)]
        return _element("list", items, listType="bullet", start=1, tag="ul")
    return _element("paragraph", [_text(block.text)])


def _element(kind: str, children: list[Node], **more: Any) -> Node:
    return {"children": children, "direction": "ltr", "format": "", "indent": 0, "type": kind, "version": 1, **more}


def _text(text: str) -> Node:
    kept = {"detail": 0, "format": 0, "mode": "normal", "style": ""}
    return {**kept, "text": text, "type": "extended-text", "version": 1}
