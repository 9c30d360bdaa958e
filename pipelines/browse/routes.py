"""The pages: one declaration each, from which come the page for people, its JSON, and the description of the API."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from pipelines.browse.asked import Asked
from pipelines.browse.pages import article, events, search, sources, sql, why

IN_PATH = re.compile(r"{(\w+)}")
PATH_PARTS = {
    "article": "Article id: 16 hex digits.",
    "event": "Event id: 16 hex digits.",
    "source": "Name of a source.",
    "night": "A night, YYYY-MM-DD.",
}
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """A page: its path, its template, what it says as data, and the parameters of its query."""

    path: str
    template: str
    answer: Callable[[Asked], Mapping[str, Any]]
    parameters: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, Callable[[Asked], str]]] = field(default_factory=dict)
    """Other forms by the value of `format`, each with its media type."""
    is_frame: bool = False
    """True for what was made elsewhere and is shown apart: an archived page, a report."""

    @property
    def summary(self) -> str:
        """The first sentence of what the page says."""
        return (self.answer.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


ROUTES = (
    Route("/", "start.html", search.start),
    Route(
        "/search",
        "search.html",
        search.search,
        {
            "q": "Words, in the language of `dateline search`.",
            "source": "Only this source.",
            "language": "Only this language, as ISO 639-1.",
            "kind": "article, live, video or gallery.",
            "section": "Only this section.",
            "author": "Only articles by an author with this name.",
            "role": "`origin`: only the first of each cluster of near-duplicates.",
            "from": "Not published before this day, month or year.",
            "to": "Not published after this day, month or year.",
            "events": "`1`: articles of the same event stand next to each other.",
            "page": "Number of the page.",
            "limit": "Articles for each page, at most 100.",
        },
        {"atom": ("application/atom+xml", search.in_atom), "csv": ("text/csv; charset=utf-8", search.in_csv)},
    ),
    Route("/article/{article}", "article.html", article.article, {"removed": "`1`: also what cleaning removed."}),
    Route("/article/{article}/date", "date.html", article.dated),
    Route(
        "/article/{article}/history",
        "history.html",
        article.history,
        {"from": "Number of a revision.", "to": "Another."},
    ),
    Route("/article/{article}/copies", "copies.html", article.copies, {"with": "The copy to compare with."}),
    Route(
        "/article/{article}/archive",
        "archive.html",
        article.archived,
        {"night": "Night of the capture [the last].", "verify": "`1`: read the record again and compute its digest."},
    ),
    Route(
        "/article/{article}/frame",
        "frame.html",
        article.frame,
        {"night": "Night of the capture [the last]."},
        is_frame=True,
    ),
    Route("/event/{event}", "event.html", events.event),
    Route("/source/{source}", "source.html", sources.source),
    Route(
        "/front/{source}",
        "front.html",
        sources.front,
        {
            "night": "The night [the last].",
            "other": "Another source to set beside it.",
            "other_night": "Another night.",
        },
    ),
    Route("/night/{night}", "night.html", sources.night),
    Route("/night/{night}/report", "report.html", sources.report, is_frame=True),
    Route("/why", "why.html", why.why, {"url": "The address of a page."}),
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
    inside = [
        {"name": name, "in": "path", "required": True, "description": PATH_PARTS[name], "schema": {"type": "string"}}
        for name in IN_PATH.findall(route.path)
    ]
    asked = {**route.parameters, "format": " or ".join(f"`{form}`" for form in ("json", *route.forms))}
    query = [
        {"name": name, "in": "query", "description": said, "schema": {"type": "string"}} for name, said in asked.items()
    ]
    name = IN_PATH.sub(r"\1", route.path).strip("/").replace("/", "_") or "start"
    return {
        "operationId": name,
        "summary": route.summary,
        "parameters": [*inside, *query],
        "responses": {
            "200": {"description": "The page as data.", "content": {JSON: {"schema": {"type": "object"}}}},
            "400": {"description": "A parameter makes no sense; the problem says which.", "content": _problem()},
            "404": {"description": "The corpus has none such.", "content": _problem()},
        },
    }


def _query() -> dict[str, Any]:
    forms: dict[str, Any] = {kind.partition(";")[0]: {} for kind in sql.MEDIA_TYPES.values()}
    return {
        "operationId": "sql",
        "summary": "The rows of a query, in the sandbox of `dateline sql`.",
        "requestBody": {"required": True, "content": {JSON: {"schema": sql.SCHEMA}}},
        "responses": {
            "200": {"description": "The rows.", "content": forms},
            "400": {"description": "The query is wrong, or asks for too much.", "content": _problem()},
        },
    }


def _problem() -> dict[str, Any]:
    names = ("title", "detail")
    return {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in names} | {"status": {"type": "integer"}},
                "required": [*names, "status"],
            }
        }
    }
