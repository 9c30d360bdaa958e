"""The web server of `dateline browse`: routes, templates, headers and errors. It only reads, but for an
operator's buttons, and listens on 127.0.0.1 alone.

Every answer forbids scripts and requests to other machines (Content Security Policy). What was made elsewhere, an archived page,
stands in a frame with a policy of its own: no scripts, no forms, no origin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from anyio import Semaphore, fail_after
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path

from pipelines.base.errors import CorpusError, DatelineError, EnvironmentFault, InputError
from pipelines.base.ids import digest
from pipelines.base.neutral import in_html, in_json
from pipelines.base.request_guard import RequestGuard
from pipelines.base.templates import link, ours, templates
from pipelines.browse import drawing
from pipelines.browse.asked import Asked, OutdatedError, UnknownError
from pipelines.browse.operator import Operator
from pipelines.browse.operator_routes import FORMS, operator_routes
from pipelines.browse.pages import sql
from pipelines.browse.pages.search import narrowed
from pipelines.browse.pages.sources import paper_names
from pipelines.browse.publication import Newest, Publication
from pipelines.browse.routes import JSON, ROUTES, Route, description
from pipelines.lake.home import Home

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
FRAME_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
OPERATOR_HEADERS = {"Referrer-Policy": "same-origin"}
"""With `no-referrer`, a browser would hide the origin of a form from the guard."""
STATUS = {UnknownError: 404, OutdatedError: 409, InputError: 400, EnvironmentFault: 503, CorpusError: 503}


def application(home: Home, operator: Operator | None = None) -> Callable[..., Any]:
    """The ASGI application over a home, behind the guard that refuses other origins; with the buttons of an operator."""
    newest = Newest(home)
    alone = Semaphore(1)
    paths = [
        Path(
            route.path, partial(_answered, newest, operator, route, alone if route.is_frame else None), methods=["GET"]
        )
        for route in ROUTES
    ]
    acting = operator_routes(operator, partial(operator_page, operator)) if operator else []
    own = [
        Path("/sql", partial(_sql, home, Semaphore(sql.AT_A_TIME)), methods=["POST"]),
        Path("/style.css", _style, methods=["GET"]),
        Path("/openapi.json", _description, methods=["GET"]),
    ]
    app = Starlette(routes=[*paths, *own, *acting], exception_handlers={404: _nowhere, 405: _nowhere})
    return RequestGuard(app, forms=FORMS if operator else ())


async def _answered(
    newest: Newest, operator: Operator | None, route: Route, places: Semaphore | None, request: Request
) -> Response:
    """Archived pages are rebuilt one at a time, and wait without a thread: many large ones keep no other page waiting."""
    async with places or nullcontext():
        return await run_in_threadpool(_answer, newest, operator, route, request)


def _answer(newest: Newest, operator: Operator | None, route: Route, request: Request) -> Response:
    acting = operator if operator and operator.is_signed_in(request.cookies) else None
    wants_json = _wants_json(request) and not route.is_frame
    try:
        form = _form(route, request)
        publication = newest()
        is_new = route.is_frame or route.is_live or acting is not None or "verify" in request.query_params
        tag = {} if is_new else _tag(publication, request, wants_json)
        if tag and request.headers.get("if-none-match") == tag["ETag"]:
            return Response(status_code=304, headers=HEADERS | tag)
        query = _query(request)
        asked = Asked(publication, request.path_params, query)
        asked.require_its_publication()
        if form:
            return Response(form[1](asked).encode("utf-8", "replace"), headers=HEADERS | tag, media_type=form[0])
        data = route.answer(asked)
    except DatelineError as error:
        return _problem(error, wants_json=wants_json)
    if wants_json:
        return _json(data, headers=tag)
    named = paper_names(publication)
    page = _render(route.template, named, data=data, query=query, path=request.url.path, operator=acting)
    policy = FRAME_POLICY if route.is_frame else PAGE_POLICY
    return _page(page, policy=policy, headers=tag | (OPERATOR_HEADERS if acting else {}))


def _query(request: Request) -> dict[str, str]:
    """The parameters. Raises InputError if one is given twice."""
    given = [name for name, _value in request.query_params.multi_items()]
    twice = next((name for name in given if given.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{twice} is given more than once")
    return dict(request.query_params)


def operator_page(
    operator: Operator, request: Request, *, status: int = 200, headers: Mapping[str, str] | None = None, said: str = ""
) -> Response:
    """The page on which an operator signs in and sees what the commands said."""
    acting = operator if operator.is_signed_in(request.cookies) else None
    page = _render("operator.html", data={"said": said}, query={}, path="", operator=acting)
    return _page(page, status=status, headers=OPERATOR_HEADERS | dict(headers or {}))


def _tag(publication: Publication, request: Request, wants_json: bool) -> dict[str, str]:
    """What a page depends on: the publication alone. What is read from the archive or a report just now has no tag."""
    mark = digest(publication.mark, request.url.path, request.url.query, str(wants_json))
    return {"ETag": f'"{mark}"', "Vary": "Accept"}


async def _sql(home: Home, places: Semaphore, request: Request) -> Response:
    body = await request.body()
    try:
        with fail_after(sql.TIMEOUT_SECONDS):
            await places.acquire()
        try:
            rows, kind = await run_in_threadpool(sql.answered, home, body)
        finally:
            places.release()
    except TimeoutError:
        return _problem(EnvironmentFault("other queries are running: ask again in a moment"), wants_json=True)
    except DatelineError as error:
        return _problem(error, wants_json=True)
    return Response(rows, headers=HEADERS, media_type=kind)


def _form(route: Route, request: Request) -> tuple[str, Callable[[Asked], str]] | None:
    asked = request.query_params.get("format", "html")
    if asked not in ("html", "json", *route.forms):
        raise InputError(f"format is {asked!r}: write one of {', '.join(('html', 'json', *route.forms))}")
    return route.forms.get(asked)


def _render(template: str, papers: Mapping[str, str] | None = None, **values: Any) -> str:
    named = papers or {}
    return (
        templates(__package__)
        .get_template(f"templates/{template}")
        .render(
            link=link,
            marked=marked,
            narrowed=narrowed,
            of_month=lambda month: narrowed(values["query"], **{"from": month, "to": month, "page": None}),
            drawing=drawing,
            ours=ours,
            paper=lambda source: named.get(source, source),
            stamp=stamp,
            minute=lambda moment: f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "unknown",
            **values,
        )
    )


def stamp(published: str) -> str:
    """A date of a story as people read it, with the zone in which the paper gave it.

    >>> stamp("2026-02-02T11:29:14+10:30"), stamp("2026-02-02T11:29:14Z"), stamp("2026-02")
    ('2026-02-02 11:29 +10:30', '2026-02-02 11:29 UTC', '2026-02')
    """
    day, _, time = published.partition("T")
    zone = re.search(r"[+-][\d:]+$|Z$", time)
    said = zone[0].replace("Z", "UTC") if zone else ""
    return " ".join(filter(None, (day, time[:5], said)))


def marked(text: str, marks: list[list[int]]) -> Markup:
    """A text with the words that were looked for marked.

    >>> marked("A <b> ferry", [[6, 11]])
    Markup('A &lt;b&gt; <mark>ferry</mark>')
    """
    parts, at = [], 0
    for first, last in marks:
        parts += [in_html(text[at:first]), f"<mark>{in_html(text[first:last])}</mark>"]
        at = last
    return ours("".join([*parts, in_html(text[at:])]))


def _wants_json(request: Request) -> bool:
    if asked := request.query_params.get("format"):
        return asked == "json"
    accepts = request.headers.get("accept", "")
    return JSON in accepts and "text/html" not in accepts


def _problem(error: DatelineError, *, wants_json: bool) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    return _failure(status, str(error), wants_json=wants_json)


def _failure(status: int, detail: str, *, wants_json: bool) -> Response:
    title = HTTPStatus(status).phrase
    if wants_json:
        found = {"title": title, "status": status, "detail": detail}
        return _json(found, status=status, media_type="application/problem+json")
    return _page(
        _render("problem.html", data={"title": title, "detail": detail}, query={}, path="", operator=None),
        status=status,
    )


def _nowhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = (
        f"there is no page {request.url.path}" if error.status_code == 404 else f"{request.method} is not answered here"
    )
    answer = _failure(error.status_code, said, wants_json=_wants_json(request))
    answer.headers.update(error.headers or {})
    return answer


def _json(
    data: Mapping[str, Any], *, status: int = 200, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    text = in_json(json.dumps(data, default=_plain, ensure_ascii=False, allow_nan=False))
    return Response(text.encode(), status, HEADERS | dict(headers or {}), media_type)


def _page(
    text: str, *, status: int = 200, policy: str = PAGE_POLICY, headers: Mapping[str, str] | None = None
) -> Response:
    safe = {"Content-Security-Policy": policy, **HEADERS, **(headers or {})}
    return Response(text.encode("utf-8", "replace"), status, safe, "text/html; charset=utf-8")


def _style(_: Request) -> Response:
    style = files(__package__).joinpath("templates/style.css").read_bytes()
    return Response(style, headers=HEADERS, media_type="text/css; charset=utf-8")


def _description(_: Request) -> Response:
    return _json(description())


def _plain(value: object) -> str | float:
    if isinstance(value, Decimal):  # DuckDB's HUGEINT, which counts and sums are
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no form in JSON")
