"""Rows of the truth that answers are made of: stories, and nights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

Row = tuple[Any, ...]
Truth = dict[str, Any]


def stories(truth: Truth) -> Iterator[dict[str, Any]]:
    """Every story of the demo web, with its source and its title as it stands at last."""
    for source, paper in truth["sources"].items():
        for story in paper["stories"]:
            yield story | {"source": source, "title": story["revisions"][-1]["title"]}


def night(text: str) -> date:
    return date.fromisoformat(text)
