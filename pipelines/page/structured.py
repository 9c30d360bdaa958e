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


def own_stories(nodes: Iterable[dict[str, Any]], addresses: Iterable[str]) -> list[dict[str, Any]]:
    """Article nodes of the page's own story. If one names one of these addresses, those of another page are left out."""
    nodes = article_nodes(nodes)
    here = {*map(address_key, addresses)} - {""}
    own = [key in here for key in map(declared_key, nodes)]
    return [n for n, is_own in zip(nodes, own, strict=True) if is_own or not declared_key(n)] if any(own) else nodes


def declared_key(node: dict[str, Any]) -> str:
    """The page that a node says it describes; empty when it does not say."""
    for value in (node.get("mainEntityOfPage"), node.get("url")):
        address = value.get("@id") if isinstance(value, dict) else value
        if isinstance(address, str) and address_key(address):
            return address_key(address)
    return ""


def address_key(address: str) -> str:
    """Host and path of an address, for telling pages apart; empty when it has none.

    >>> address_key("https://www.paper.example/news/x/?from=home#top")
    'paper.example/news/x'
    """
    found = re.match(r"https?://(?:www\.)?([^?#]+)", address.strip(), re.IGNORECASE)
    return found[1].rstrip("/") if found else ""


def is_news(nodes: Iterable[dict[str, Any]]) -> bool:
    """True if the page has structured data of a news type (NewsArticle): newsrooms fill it with care."""
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
