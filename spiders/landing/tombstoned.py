"""Remove texts about URLs that are taken down from a response before it is stored: teasers, feed entries, link texts.

Words that a takedown removed are recognised by their hashes. A feed's entry of such a URL is removed as a whole,
whatever its present text.
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
    """Read the links of a successful answer. Both the answer and the reading are without texts that are taken down."""
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
    """The body without words that are taken down, and without texts about URLs that are taken down; `edges` are its links."""
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
    """The texts of the links to these URLs, except texts that also link to other pages (`Read the full story`)."""
    said: tuple[set[str], set[str]] = set(), set()
    for edge in edges:
        if edge.anchor:
            said[edge.key in keys].add(edge.anchor)
    return said[1] - said[0]


def without_anchors(edges: list[Edge], keys: Collection[str]) -> list[Edge]:
    """The edges; those to these URLs lose their anchor, dates and state."""
    return [edge._replace(anchor=None, dates=(), state=None) if edge.key in keys else edge for edge in edges]


def _read(answer: Answer, resource: str) -> Reading:
    if not 200 <= answer.status < 300:
        return Reading()
    reading = read_resource(resource, answer.exchange.url, answer.body, answer.header("content-type"))
    return reading.asked(answer.header("x-robots-tag"))


def _with_body(answer: Answer, body: bytes) -> Answer:
    """The answer with another, uncompressed body, and with headers that match it."""
    sent = [(name, value) for name, value in answer.exchange.response_headers if name.lower() != "content-length"]
    headers = [(ORIGINAL + name if name.lower() == "content-encoding" else name, value) for name, value in sent]
    headers.append(("Content-Length", str(len(body))))
    converted = answer.converted and replace(answer.converted, body=body)
    exchange = replace(answer.exchange, body=body, response_headers=headers)
    return replace(answer, exchange=exchange, body=body, converted=converted)
