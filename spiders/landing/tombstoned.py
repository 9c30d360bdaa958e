"""What a response says of URLs that are taken down goes before anything is kept: teasers, feed entries, headlines of links.

Words that a takedown removed are known again by their hashes; a feed's entry of such a URL goes whole, whatever it says by now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from pipelines.lake.archive.rewriting import ORIGINAL
from pipelines.lake.link_kinds import LATEST_ENTRIES
from pipelines.upkeep.takedown.bodies import blanked_body
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.landing.answer import Answer
from spiders.links.edges import Edge
from spiders.resources.entry_texts import entry_texts
from spiders.resources.reading import Reading, read_resource


def read_answer(answer: Answer, resource: str, tombstones: Tombstones) -> tuple[Answer, Reading]:
    """The links of an answer, read only where it was one; both without what is taken down."""
    reading = _read(answer, resource)
    if not tombstones:
        return answer, reading
    url, content_type = answer.exchange.url, answer.header("content-type")
    body = cleaned(resource, url, answer.body, content_type, tombstones, reading.edges)
    if body != answer.body:
        answer = _with_body(answer, body)
        reading = _read(answer, resource)
    return answer, replace(reading, edges=without_anchors(reading.edges, tombstones.keys))


def cleaned(
    resource: str, url: str, body: bytes, content_type: str | None, tombstones: Tombstones, edges: Collection[Edge]
) -> bytes:
    """A body without the words that are taken down, nor what it says of the URLs that are; `edges` are those read in it."""
    if resource == "robots" or not body:
        return body
    runs = tombstones.runs
    if any(edge.key in tombstones.keys for edge in edges):
        key = runs.key or b"unkept"
        texts = (
            [text for to, text in entry_texts(url, body, content_type) if to in tombstones.keys]
            if resource in LATEST_ENTRIES
            else []
        )
        runs = runs | Runs.of(key, texts, [*texts, *headlines(edges, tombstones.keys)])
    return blanked_body(body, content_type, runs) if runs else body


def headlines(edges: Iterable[Edge], keys: Collection[str]) -> set[str]:
    """What the links to these URLs say, and no link to another page (`Read the full story`)."""
    said: tuple[set[str], set[str]] = set(), set()
    for edge in edges:
        if edge.anchor:
            said[edge.key in keys].add(edge.anchor)
    return said[1] - said[0]


def without_anchors(edges: list[Edge], keys: Collection[str]) -> list[Edge]:
    """The edges, those to these URLs without what the link says or when it was published."""
    return [edge._replace(anchor=None, dates=(), state=None) if edge.key in keys else edge for edge in edges]


def _read(answer: Answer, resource: str) -> Reading:
    if not 200 <= answer.status < 300:
        return Reading()
    return read_resource(resource, answer.exchange.url, answer.body, answer.header("content-type"))


def _with_body(answer: Answer, body: bytes) -> Answer:
    """The answer with another body, which is not content-coded; its headers say so."""
    sent = [(name, value) for name, value in answer.exchange.response_headers if name.lower() != "content-length"]
    headers = [(ORIGINAL + name if name.lower() == "content-encoding" else name, value) for name, value in sent]
    headers.append(("Content-Length", str(len(body))))
    return replace(answer, exchange=replace(answer.exchange, body=body, response_headers=headers), body=body)
