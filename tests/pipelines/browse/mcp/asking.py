"""Asks the server of a home with the package's own client, in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import anyio
from mcp import Client

from pipelines.browse.mcp.server import server
from pipelines.lake.home import Home

served = cache(server)
"""The server of a home: a corpus is opened once."""
Call = tuple[str, dict[str, Any]]


def answers(home: Home, calls: Iterable[Call]) -> list[tuple[bool, str]]:
    """Whether each call failed, and its text."""

    async def ask() -> list[tuple[bool, str]]:
        async with Client(served(home)) as client:
            found = [await client.call_tool(name, arguments) for name, arguments in calls]
        return [(bool(each.is_error), "".join(part.text for part in each.content)) for each in found]  # type: ignore[union-attr]

    return anyio.run(ask)


def answer(home: Home, tool: str, **arguments: Any) -> dict[str, Any]:
    """The answer of one call, its fences taken away."""
    [(failed, text)] = answers(home, [(tool, arguments)])
    assert not failed, text
    return without_fences(text)


def without_fences(text: str) -> dict[str, Any]:
    """An answer as data."""
    found: dict[str, Any] = json.loads(re.sub(r"</?page-[0-9a-f]{8}>", "", text))
    return found


def failure(home: Home, tool: str, **arguments: Any) -> str:
    """What a call that fails says."""
    [(failed, text)] = answers(home, [(tool, arguments)])
    assert failed, text
    return text


def unfenced(text: str) -> str:
    """What of an answer stands outside of its fences. Raises AssertionError if a fence is torn."""
    tag = re.search(r"<page-([0-9a-f]{8})>", text)
    if tag is None:
        return text
    begin, end = f"<page-{tag[1]}>", f"</page-{tag[1]}>"
    outside, parts = [], text.split(begin)
    assert text.count(begin) == text.count(end)
    outside.append(parts[0])
    for part in parts[1:]:
        assert part.count(end) == 1
        outside.append(part.partition(end)[2])
    return "".join(outside)
