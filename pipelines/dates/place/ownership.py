"""Whose a node of structured data is: the page's own story's, another story's, or a thing's that is no story."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from pipelines.base.urls.identity import resolve, url_key
from pipelines.dates.place.walk import MIN_TITLE, SEPARATOR
from pipelines.lexicon.wording import fold

REVIEW = re.compile(r"review", re.IGNORECASE)
THING = re.compile(
    r"event|comment|product|offer|job|person|claim|dataset|image|organi[sz]ation|broadcast|course|rating|action|software|book|movie"
    r"|series|website",
    re.IGNORECASE,
)
STORY = re.compile(r"^$|article|posting|report|review|page$|creativework|blogpost|liveblog", re.IGNORECASE)
CITED = re.compile(r"scholarly|socialmedia", re.IGNORECASE)  # stories that pages quote more often than they are
NAMES = ("headline", "name")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
ENOUGH_WORDS = 3  # of a headline that tell it from another
ADDRESSES = ("url", "mainEntityOfPage", "@id")


def kind_of(node: dict[str, Any]) -> str:
    """The type of a node, an article's first."""
    stated = node.get("@type")
    kinds = [k for k in (stated if isinstance(stated, list) else [stated]) if isinstance(k, str)]
    article = next((k for k in kinds if "Article" in k or "Posting" in k), None)
    return (article or (kinds[0] if kinds else "")).rpartition("/")[2]


def is_thing(kind: str) -> bool:
    """True if things of a type are dated for themselves, as events, products and comments are."""
    return THING.search(kind) is not None and REVIEW.search(kind) is None


def is_story(kind: str) -> bool:
    """True if a node of a type is the page's story unless something says otherwise; a video or a cited study is not."""
    return STORY.search(kind) is not None and CITED.search(kind) is None and not is_thing(kind)


def strangers(nodes: Sequence[dict[str, Any]], titles: Iterable[str], own: Collection[str], base: str) -> list[bool]:
    """For each node whether it is about something else than the page at `own` addresses, with its `titles`.

    A node that says the title or has the page's address is its own. Any other that has an address is another page's; one
    with a headline is another story's when a node says the title; one that is no story must say that it is this page.
    A site's own page with neither a name nor another node beside it is taken for this one.
    """
    titles = list(titles)
    wanted = [letters for t in titles for part in (t, *SEPARATOR.split(t)) if (letters := fold(unescape(part)))]
    titled = [_says(node, wanted) for node in nodes]
    mine = [
        has_title or any(_stated(node, name) in own for name in ADDRESSES)
        for node, has_title in zip(nodes, titled, strict=True)
    ]
    if all(mine):
        return [False] * len(mine)
    here = {key for url in own if (key := _key(url))}
    words = _words(" ".join(titles))
    return [
        not has_title
        and (
            _is_strange(node, _address(node, base), here, another_is_titled=any(titled))
            or _is_unlike(node, base, words)
            or ((len(nodes) > 1 or _name(node) != "") and _is_of_site(node, base))
        )
        for node, has_title in zip(nodes, titled, strict=True)
    ]


def _is_strange(node: dict[str, Any], key: str | None, here: Container[str], *, another_is_titled: bool) -> bool:
    if key is not None:
        return key not in here
    return (another_is_titled and _name(node) != "") or not is_story(kind_of(node))


def _is_unlike(node: dict[str, Any], base: str, title_words: Container[str]) -> bool:
    """True if a node without an address has a headline of several words, and no title of the page shares one with it."""
    own = _words(_name(node))
    return len(own) >= ENOUGH_WORDS and _address(node, base) is None and not any(word in title_words for word in own)


def _is_of_site(node: dict[str, Any], base: str) -> bool:
    """True if a node is a site's own: a `WebPage` whose `url` is the front page, on another page. `/?p=77` is no front page."""
    url = _stated(node, "url") if kind_of(node) == "WebPage" else ""
    front = urlsplit(resolve(base, url) or "") if url and "#" not in url else None
    return front is not None and not (front.path.strip("/") or front.query) and urlsplit(base).path.strip("/") != ""


def _words(text: str) -> frozenset[str]:
    return frozenset(LONG_WORD.findall(unescape(text).casefold()))


def _says(node: dict[str, Any], wanted: Sequence[str]) -> bool:
    text = fold(unescape(_name(node)))
    return any(
        text == title or (len(text) >= MIN_TITLE <= len(title) and (text in title or title in text)) for title in wanted
    )


def _name(node: dict[str, Any]) -> str:
    return next((value for name in NAMES if isinstance(value := node.get(name), str)), "")


def _address(node: dict[str, Any], base: str) -> str | None:
    """The page that a node says it is about; a site's front page is none, there nodes without a page of their own live."""
    for name in ADDRESSES:
        address = _stated(node, name)
        absolute = resolve(base, address) if address else None
        if absolute and urlsplit(absolute).path.strip("/"):
            return _key(absolute)
    return None


def _stated(node: dict[str, Any], name: str) -> str:
    address = node.get(name)
    if isinstance(address, dict):
        address = address.get("@id") or address.get("url")
    return address.strip() if isinstance(address, str) else ""


def _key(url: str) -> str | None:
    try:
        return url_key(url)
    except ValueError:
        return None
