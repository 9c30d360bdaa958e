"""One page: its bytes, and each view of them computed once and shared by extraction and dating."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice, pairwise
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element
from lxml.html import HtmlElement

from pipelines.base.errors import PageDropped
from pipelines.base.urls.identity import resolve
from pipelines.page.markup_events import MarkupEvent, markup_events
from pipelines.page.outline import Outline, outline
from pipelines.page.structured import own_stories
from pipelines.page.surroundings import Surroundings
from pipelines.page.text.charset import decoded, other_than_html

MAX_BODY_BYTES = 16 << 20
MAX_TAGS = 600_000
CLOSED = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""End tags that HTML parsers ignore when more follows; libxml2 2.14 drops what follows."""
CLOSES_ITSELF = re.compile(rb"<script\b[^<>]{0,500}?/>(?=\s{0,200}[^\s<])", re.IGNORECASE)
"""Whether there is such a script at all: a search for a word, which costs a page next to nothing."""
SCRIPT_TAG = re.compile(rb"(<script\b[^<>]{0,500}?)/>(?=\s{0,200}[^\s<])|<(/?)script\b", re.IGNORECASE)
"""A script's tag: one that closes itself before text (group 1), its start, or its end (group 2)."""
MEMBER = re.compile(r'"(?:headline|alternativeHeadline|name|title|description|caption|articleBody)"\s*:\s*"')
MEMBER_END = re.compile(r'"\s*(?:,\s*"[@\w]{1,40}"\s*:|[}\]])')
UNESCAPED = re.compile(r'(?<!\\)"')
BREAK = re.compile(r"(?<=\w)<br\s?/?>(?=\w)", re.IGNORECASE)
"""A line break between two words, which a `<title>` says in letters: it has no markup."""
DECLARING = ("title", "base", "link", "meta", "script")
MAX_MEMBERS, MAX_MEMBER_CHARS = 60, 20_000
IN_HEAD = frozenset(
    ("base", "basefont", "bgsound", "link", "meta", "title", "noscript", "noframes", "style", "script", "template")
)


@dataclass(frozen=True)
class Page:
    """A page as fetched: `url` that answered, `body` after content decoding, `fetched_at` in UTC or null when unknown."""

    url: str
    body: bytes
    content_type: str | None = None
    fetched_at: datetime | None = None
    last_modified: str | None = None

    @cached_property
    def _decoded(self) -> tuple[str, str, bytes | None]:
        return decoded(self.body, self.content_type)

    @property
    def decoded(self) -> tuple[str, str]:
        """The text and the name of the encoding it was read with. Raises PageDropped for what is not text."""
        return self._decoded[:2]

    @property
    def text(self) -> str:
        """The markup."""
        return self._decoded[0]

    @cached_property
    def tree(self) -> HtmlElement:
        """The parsed document. Do not change it: copy it first. Raises PageDropped when there is none."""
        if len(self.text) > MAX_TAGS and self.text.count("<") > MAX_TAGS:
            raise PageDropped("too_large", f"more than {MAX_TAGS} tags")
        other = other_than_html(self.text)
        if other:
            raise PageDropped("not_html", other)
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
        )
        try:
            utf8 = self._decoded[2] or self.text.encode("utf-8", "replace")
            tree = etree.fromstring(_with_open_scripts(CLOSED.sub(b"", utf8)), parser=parser)
        except etree.LxmlError as error:
            if re.search("memory|unknown error", str(error)):  # what libxml2 says when an allocation fails
                raise MemoryError(str(error)) from error
            raise PageDropped("not_html", str(error)) from error
        if tree is None:
            raise PageDropped("not_html", "no element in it")
        last = parser.error_log.last_error
        if last is not None and last.type_name == "ERR_RESOURCE_LIMIT":  # libxml2 has left out the rest
            raise PageDropped("too_deep", last.message)
        _open_body(tree)
        return cast("HtmlElement", tree)  # plain elements: lxml.html's class look-up costs a call for each

    @cached_property
    def events(self) -> list[MarkupEvent]:
        """The body's start and end tags with the texts between them. Holds lxml's proxies: none is made again by later passes."""
        return markup_events(self.tree)

    @cached_property
    def _declaring(self) -> dict[str, list[_Element]]:
        """The elements in which a page says something of itself, by their tags: one pass for all of them."""
        found: dict[str, list[_Element]] = {tag: [] for tag in DECLARING}
        for element in self.tree.iter(*DECLARING):
            found[str(element.tag)].append(element)
        return found

    @cached_property
    def title(self) -> str:
        """What the first `<title>` says, a line break between its words for a space; empty when there is none."""
        return BREAK.sub(" ", next((title.text or "" for title in self._declaring["title"]), ""))

    @cached_property
    def base(self) -> str:
        """The URL that relative links are resolved against: that of `<base>`, else the page's own."""
        bases = (element.get("href") for element in self._declaring["base"])
        href = next((href for href in bases if href), None)
        return (resolve(self.url or href, href) if href else None) or self.url

    @cached_property
    def outline(self) -> Outline:
        """What the page shows and hides. Raises PageDropped(`too_deep` | `too_large`)."""
        return outline(self.tree, self.events)

    @cached_property
    def surroundings(self) -> Surroundings:
        """Which boxes are the story's and which are apart from it. Raises PageDropped(`too_deep` | `too_large`)."""
        titles = [self.title] if self._declaring["title"] else []
        titles += [content for name, content in self.meta if name.endswith(":title")]
        titles += [node["headline"] for node in self.jsonld if isinstance(node.get("headline"), str)]
        return Surroundings(self.tree, self.outline, titles, self.url)

    @cached_property
    def jsonld(self) -> list[dict[str, Any]]:
        """Every JSON-LD node in page order, `@graph` and nested lists flattened; broken blocks are mended or skipped."""
        nodes: list[dict[str, Any]] = []
        for script in self._declaring["script"]:
            if "ld+json" in (script.get("type") or "").lower():
                nodes.extend(_nodes(read_json(script.text or "")))
        return nodes

    @cached_property
    def stories(self) -> list[dict[str, Any]]:
        """The JSON-LD nodes that describe the page's own story."""
        return own_stories(self.jsonld, (self.url, *(content for name, content in self.meta if name == "og:url")))

    @cached_property
    def links(self) -> list[dict[str, str]]:
        """The attributes of every `<link>`, in page order."""
        return [dict(element.items()) for element in self._declaring["link"]]

    @cached_property
    def meta(self) -> list[tuple[str, str]]:
        """(name, content) of every `<meta>` with a name, property, itemprop or http-equiv, names lower-cased, page order."""
        found = []
        for element in self._declaring["meta"]:
            attributes = dict(element.items())
            content = attributes.get("content")
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                name = attributes.get(attribute)
                if name and content is not None:
                    found.append((name.strip().lower(), content.strip()))
        return found


def read_json(text: str) -> Any:
    """The value of a block of JSON, with usual faults (a comma too many, raw line breaks) mended; None if it cannot be read."""
    text = text.strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    text = re.sub(r"^\s*(<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text)
    for attempt in (
        text,
        re.sub(r"[\x00-\x1f]+", " ", text),
        re.sub(r",\s*([}\]])", r"\1", re.sub(r"[\x00-\x1f]+", " ", text)),
        _escaped(re.sub(r"[\x00-\x1f]+", " ", text)),
    ):
        try:
            return json.loads(attempt)
        except (ValueError, RecursionError):
            continue
    return None


def _open_body(tree: _Element) -> None:
    """Move what a head cannot hold to the body: `<title>Bridge</title><article>…`, where `<head>` and `<body>` are left out.

    The first such element opens the body (HTML standard, "in head" insertion mode); libxml2 keeps `<article>` in the head.
    """
    head = next(tree.iterchildren("head"), None)
    children = list(head) if head is not None else []
    first = next((n for n, child in enumerate(children) if child.tag not in IN_HEAD), len(children))
    if moved := children[first:]:
        body = next(tree.iterchildren("body"), None)
        if body is None:
            body = etree.SubElement(tree, "body")
        moved[-1].tail = (moved[-1].tail or "") + (body.text or "")
        body.text = None
        body[:0] = moved


def _with_open_scripts(html: bytes) -> bytes:
    """Markup in which a script that closes itself, but has an end tag behind it, is open: `<script/> let a = 1;</script>`.

    HTML knows no tag that closes itself; libxml2 does, and takes such a script for text.
    """
    tags = SCRIPT_TAG.finditer(html) if CLOSES_ITSELF.search(html) else ()
    opened = (one for one, after in pairwise(tags) if one[1] is not None and after[2])
    parts, at = [], 0
    for tag in opened:
        parts += [html[at : tag.end(1)], b">"]
        at = tag.end()
    return b"".join((*parts, html[at:])) if parts else html


def _escaped(text: str) -> str:
    """JSON with the quotation marks escaped within the texts of its members: `"headline": "Mayor: "We will"", …`."""
    parts, at = [], 0
    for begin in islice(MEMBER.finditer(text), MAX_MEMBERS):
        end = MEMBER_END.search(text, begin.end(), begin.end() + MAX_MEMBER_CHARS) if begin.start() >= at else None
        if end is not None:
            parts += [text[at : begin.end()], UNESCAPED.sub(r'\\"', text[begin.end() : end.start()])]
            at = end.start()
    return "".join((*parts, text[at:]))


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _nodes(value.get("@graph"), depth + 1)
