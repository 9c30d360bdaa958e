"""Structured data of a page (JSON-LD): the nodes that describe the story itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

NEWS_TYPE = re.compile(r"NewsArticle|LiveBlogPosting")
ARTICLE_TYPE = re.compile(r"Article|Posting|Report|^Review$|ClaimReview|Recipe$")


def types(node: dict[str, Any]) -> list[str]:
    """The types of a node, without their namespace."""
    declared = node.get("@type")
    return [str(t).rpartition("/")[2] for t in (declared if isinstance(declared, list) else [declared]) if t]


def article_nodes(nodes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nodes whose type is some kind of article, in page order."""
    return [node for node in nodes if any(ARTICLE_TYPE.search(t) for t in types(node))]


def is_news(nodes: Iterable[dict[str, Any]]) -> bool:
    """Whether a newsroom declares the page: structured data of a news type, which desks fill, not search optimisers."""
    return any(NEWS_TYPE.search(t) for node in nodes for t in types(node))


def strings(value: Any) -> list[str]:
    """The strings of a value that may be one, or a list, or an object with a name."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    if isinstance(value, dict):
        return strings(value.get("name"))
    return []


def article_body(nodes: Iterable[dict[str, Any]]) -> str:
    """The longest `articleBody` that the nodes hold; empty when none does."""
    return max(
        (text for node in article_nodes(nodes) for text in strings(node.get("articleBody"))), key=len, default=""
    )
