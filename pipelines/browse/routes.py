"""The pages: one declaration each, from which come the page for people, its JSON, and the description of the API."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from pipelines.browse.asked import MAX_CHARS, Asked
from pipelines.browse.pages import article, events, search, sources, sql, why

IN_PATH = re.compile(r"{(\w+)}")
TEXT: dict[str, Any] = {"type": "string", "maxLength": MAX_CHARS}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
PERIOD: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}(-\d\d?(-\d\d?)?)?$"}
FLAG: dict[str, Any] = {"type": "string", "enum": ["", "1"]}
PATH_PARTS = {
    "article": ("Article id.", {"type": "string", "pattern": "^[0-9a-f]{16}$"}),
    "event": ("Event id.", {"type": "string", "pattern": "^[0-9a-f]{16}$"}),
    "source": ("Name of a source.", {"type": "string", "pattern": r"^\w+$"}),
    "night": ("A night.", DAY),
}
JSON, HTML = "application/json", "text/html"
PROBLEM_SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "detail": {"type": "string"}, "status": {"type": "integer"}},
    "required": ["title", "detail", "status"],
}
PROBLEM: dict[str, Any] = {"application/problem+json": {"schema": PROBLEM_SCHEMA}, HTML: {}}
"""An error as RFC 9457 has it."""
Parameter = tuple[str, dict[str, Any]]
"""What a parameter means, and its JSON schema."""


def _number(most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most}


@dataclass(frozen=True, slots=True)
class Route:
    """A page: its path, its template, what it says as data, and the parameters of its query."""

    path: str
    template: str
    answer: Callable[[Asked], Mapping[str, Any]]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, Callable[[Asked], str]]] = field(default_factory=dict)
    """Other forms by the value of `format`, each with its media type."""
    is_frame: bool = False
    """True for what was made elsewhere and is shown apart: an archived page, a report."""
    is_live: bool = False
    """True for what is read just now, and not from the publication."""

    @property
    def summary(self) -> str:
        """The first sentence of what the page says."""
        return (self.answer.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


SEARCH: dict[str, Parameter] = {
    "q": ("Words, in the language of `dateline search`.", TEXT),
    "source": ("Only this source.", TEXT),
    "language": ("Only this language, as ISO 639-1.", TEXT),
    "kind": ("article, live, video or gallery.", TEXT),
    "section": ("Only this section.", TEXT),
    "author": ("Only articles by an author with this name.", TEXT),
    "role": ("`origin`: only the first of each cluster of near-duplicates.", TEXT),
    "from": ("Not published before this day, month or year.", PERIOD),
    "to": ("Not published after this day, month or year.", PERIOD),
    "events": ("`1`: articles of the same event stand next to each other.", FLAG),
    "page": ("Number of the page.", _number(500)),
    "limit": ("Articles for each page.", _number(100)),
}
NIGHT: Parameter = ("Night of the capture [the last].", DAY)
FRONT: dict[str, Parameter] = {
    "night": ("The night [the last].", DAY),
    "other": ("Another source to set beside it.", TEXT),
    "other_night": ("Another night.", DAY),
    "page": ("Number of the page.", _number(100)),
}
REVISIONS: dict[str, Parameter] = {"from": ("A revision.", _number(10_000)), "to": ("Another.", _number(10_000))}
WHY: dict[str, Parameter] = {
    "url": ("The address of a page.", TEXT),
    "all": ("`1`: look through all nights, not only the last ones and those that captured it.", FLAG),
}
VERIFY: Parameter = ("`1`: read the record again and compute its digest.", FLAG)
PINNED: Parameter = (
    "Answer only while this publication is the newest one, as `next` in an answer has it.",
    {"type": "string", "pattern": "^[0-9a-f]*$", "maxLength": MAX_CHARS},
)
FORMS = {"atom": ("application/atom+xml", search.in_atom), "csv": ("text/csv; charset=utf-8", search.in_csv)}
ROUTES = (
    Route("/", "start.html", search.start),
    Route("/search", "search.html", search.search, SEARCH, FORMS),
    Route(
        "/article/{article}", "article.html", article.article, {"removed": ("`1`: also what cleaning removed.", FLAG)}
    ),
    Route("/article/{article}/date", "date.html", article.dated),
    Route("/article/{article}/history", "history.html", article.history, REVISIONS),
    Route("/article/{article}/copies", "copies.html", article.copies, {"with": ("The copy to compare with.", TEXT)}),
    Route("/article/{article}/archive", "archive.html", article.archived, {"night": NIGHT, "verify": VERIFY}),
    Route("/article/{article}/addresses", "addresses.html", article.addresses),
    Route("/article/{article}/frame", "frame.html", article.frame, {"night": NIGHT}, is_frame=True),
    Route("/event/{event}", "event.html", events.event),
    Route("/source/{source}", "source.html", sources.source),
    Route("/source/{source}/file", "file.html", sources.file, is_live=True),
    Route("/front/{source}", "front.html", sources.front, FRONT),
    Route("/night/{night}", "night.html", sources.night),
    Route("/night/{night}/report", "report.html", sources.report, is_frame=True),
    Route("/why", "why.html", why.why, WHY),
)


def description() -> dict[str, Any]:
    """The API as an OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline, a news corpus",
            "version": version("dateline"),
            "description": "Read-only. Every page answers JSON to `Accept: application/json` or `?format=json`. "
            "What is not known is null.",
        },
        "paths": {
            **{route.path: {"get": _operation(route)} for route in ROUTES if not route.is_frame},
            "/sql": {"post": _query()},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    forms = ["html", "json", *route.forms]
    asked = {
        **route.parameters,
        "publication": PINNED,
        "format": ("The form of the answer.", {"type": "string", "enum": forms, "default": "html"}),
    }
    inside = [_parameter(name, "path", *PATH_PARTS[name]) | {"required": True} for name in IN_PATH.findall(route.path)]
    others: dict[str, Any] = {kind.partition(";")[0]: {} for kind, _ in route.forms.values()}
    return {
        "operationId": IN_PATH.sub(r"\1", route.path).strip("/").replace("/", "_") or "start",
        "summary": route.summary,
        "parameters": [*inside, *(_parameter(name, "query", *each) for name, each in asked.items())],
        "responses": {
            "200": {"description": "The page.", "content": {JSON: {"schema": {"type": "object"}}, HTML: {}, **others}},
            "400": {"description": "A parameter makes no sense; the problem says which.", "content": PROBLEM},
            "404": {"description": "The corpus has none such.", "content": PROBLEM},
            "409": {"description": "`publication` is not the newest one any more.", "content": PROBLEM},
        },
    }


def _parameter(name: str, place: str, said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "description": said, "schema": schema}


def _query() -> dict[str, Any]:
    forms: dict[str, Any] = {kind.partition(";")[0]: {} for kind in sql.MEDIA_TYPES.values()}
    return {
        "operationId": "sql",
        "summary": "The rows of a query, in the sandbox of `dateline sql`.",
        "requestBody": {"required": True, "content": {JSON: {"schema": sql.SCHEMA}}},
        "responses": {
            "200": {"description": "The rows.", "content": forms},
            "400": {"description": "The query is wrong, or asks for too much.", "content": PROBLEM},
            "415": {"description": "The body is not JSON.", "content": {"text/plain": {}}},
        },
    }
