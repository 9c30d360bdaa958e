"""The pages of an operator: sign in, press a button, see what its command said. Without `--operator` there are none; without
the session of a browser that gave the token, a button is a page that does not exist.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipelines.base.errors import InputError
from pipelines.browse.operator import COOKIE, Operator

PAGE, SIGN_IN, BUTTON = "/operator", "/operator/sign-in", "/operator/do"
FORMS = (SIGN_IN, BUTTON)
"""Paths that take a form."""
MAX_FORM_BYTES = 8_000
REFRESH_SECONDS = 2
Show = Callable[..., Response]
"""`server.operator_page`: the page with a status, headers, and what there is to say."""


def operator_routes(operator: Operator, show: Show) -> list[Route]:
    """The routes of an operator's server."""

    def page(request: Request) -> Response:
        signed_in = operator.is_signed_in(request.cookies)
        headers = {"Refresh": str(REFRESH_SECONDS)} if signed_in and operator.is_busy else {}
        return show(request, headers=headers)

    async def sign_in(request: Request) -> Response:
        if not operator.is_token((await _form(request)).get("token", "")):
            return show(request, status=403, said="This is not the token that 'dateline browse --operator' printed.")
        answer = RedirectResponse(PAGE, 303)
        answer.set_cookie(COOKIE, operator.session, httponly=True, samesite="strict")
        return answer

    async def button(request: Request) -> Response:
        if not operator.is_signed_in(request.cookies):
            raise HTTPException(404)
        form = await _form(request)
        if not operator.is_own_form(form):
            return show(request, status=403, said="The form is not of this server: open the page again.")
        try:
            operator.start(form)
        except InputError as error:
            return show(request, status=400, said=str(error))
        return RedirectResponse(PAGE, 303)

    posted: dict[str, Callable[[Request], Awaitable[Response]]] = {SIGN_IN: sign_in, BUTTON: button}
    return [Route(PAGE, page, methods=["GET"]), *(Route(path, each, methods=["POST"]) for path, each in posted.items())]


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413)
    pairs: list[tuple[Any, Any]] = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return dict(pairs)
