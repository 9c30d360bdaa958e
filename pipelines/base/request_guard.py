"""Request guard: an ASGI layer before a local web server without a login. Web pages of other origins cannot use that
server.

A browser sends the requests of every open page, so every page that the user visits can reach a server on 127.0.0.1.
The guard admits a request by four headers that a page's script cannot set:

- `Host`: the name in the address bar. DNS rebinding brings a page's own name; only loopback and `ui_hosts` are admitted.
- `Origin`: the page behind a POST, a CORS request or a web socket. It must be the server itself.
- `Sec-Fetch-Site`: browsers send it to loopback and over TLS. Another origin may only open a page in a tab (a link in a mail).
- `Content-Type`: HTML forms cannot send JSON; a POST that is not JSON is refused, but for forms with an `Origin` at paths that
  the server names.

A program such as curl sends no `Origin` and no `Sec-Fetch-Site`; it is admitted. Bodies and messages pass unread.

Specifications: ASGI 3, Fetch Metadata (https://www.w3.org/TR/fetch-metadata/), RFC 6454 (Origin).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

Authority = tuple[str, int | None]
"""Host name in lower case, and the port if it is written."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_PORTS = {"http": 80, "https": 443}
WRITTEN_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?")
READING = ("GET", "HEAD")
JSON_TYPES = ("application/json", "application/graphql")
FORM_TYPE = "application/x-www-form-urlencoded"
HEADERS = [(b"x-frame-options", b"SAMEORIGIN"), (b"cross-origin-resource-policy", b"same-origin")]
"""Added to each answer: no other origin can show the pages in a frame, or load scripts and pictures from here."""
REMEDY = "If {name} is your proxy's name, write 'ui_hosts: [{name}]' into settings.yaml of the home and start again."


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to a refused request."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Admitted names besides loopback, each with its port or None, the path suffixes that run queries, and the paths that
    take HTML forms of the server's own pages.
    """

    authorities: tuple[Authority, ...] = ()
    posted: tuple[str, ...] = ("/graphql",)
    forms: tuple[str, ...] = ()

    @classmethod
    def of(cls, hosts: Iterable[str], forms: Iterable[str] = ()) -> Policy:
        """The policy for hosts written as NAME or NAME:PORT; others are left out."""
        return cls(tuple(found for host in hosts if (found := authority(host))), forms=tuple(forms))


class RequestGuard:
    """ASGI application that passes admitted requests to `app` and answers the others itself."""

    def __init__(self, app: Application, hosts: Iterable[str] = (), forms: Iterable[str] = ()) -> None:
        self.app, self.policy = app, Policy.of(hosts, forms)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or carry one web socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif refused := refusal(scope, self.policy):
            await _answer(scope, refused, send)
        else:
            await self.app(scope, receive, partial(_send_with_headers, send))


def refusal(scope: Scope, policy: Policy) -> Refusal | None:
    """The reason why a request or a web socket is refused; None if it is admitted."""
    return next((found for check in CHECKS if (found := check(scope, policy))), None)


def authority(written: str) -> Authority | None:
    """Name and port of `NAME` or `NAME:PORT`; None for anything else.

    >>> authority("Desk.Example:8443"), authority("[::1]"), authority("desk.example/x")
    (('desk.example', 8443), ('[::1]', None), None)
    """
    found = WRITTEN_AUTHORITY.fullmatch(written.lower())
    return (found[1], int(found[2]) if found[2] else None) if found else None


def _foreign_host(scope: Scope, policy: Policy) -> Refusal | None:
    host = authority(_header(scope, "host"))
    if host and host[0] in (*LOOPBACK, *(known[0] for known in policy.authorities)):
        return None
    remedy = REMEDY.format(name=host[0] if host else "NAME")
    return Refusal(403, f"The Host header must be localhost, 127.0.0.1, [::1] or a name in ui_hosts. {remedy}")


def _foreign_origin(scope: Scope, policy: Policy) -> Refusal | None:
    sent = _header(scope, "origin").lower()
    scheme, _, place = sent.partition("://")
    own = (authority(_header(scope, "host")), *policy.authorities)
    origin, port = authority(place), DEFAULT_PORTS.get(scheme)
    if not sent or (origin and port and _with_port(origin, port) in [_with_port(one, port) for one in own if one]):
        return None
    remedy = REMEDY.format(name=place if origin else "NAME")
    return Refusal(403, f"The Origin header names a page of another origin than this server. {remedy}")


def _foreign_site(scope: Scope, policy: Policy) -> Refusal | None:
    opens_a_tab = (_header(scope, "sec-fetch-mode"), _header(scope, "sec-fetch-dest")) == ("navigate", "document")
    reads = scope.get("method") in READING and not _is_posted(scope, policy)
    if _header(scope, "sec-fetch-site") in ("", "none", "same-origin") or (opens_a_tab and reads):
        return None
    return Refusal(403, "A page of another origin asks. Open this server's address in a tab of its own instead.")


def _query_by_get(scope: Scope, policy: Policy) -> Refusal | None:
    if scope["type"] == "http" and scope["method"] in READING and _is_posted(scope, policy) and scope["query_string"]:
        return Refusal(405, "Send the query by POST, as JSON with 'Content-Type: application/json'.")
    return None


def _form(scope: Scope, policy: Policy) -> Refusal | None:
    kind = _header(scope, "content-type").partition(";")[0].strip().lower()
    if scope["type"] != "http" or scope["method"] in READING or kind in JSON_TYPES:
        return None
    if not kind and not _is_posted(scope, policy):
        return None  # a POST without a body
    if kind == FORM_TYPE and scope["path"] in policy.forms and _header(scope, "origin"):
        return None  # of a page of ours: the origin is checked before
    return Refusal(415, "Send JSON with 'Content-Type: application/json'; forms are not accepted.")


CHECKS = (_foreign_host, _foreign_origin, _foreign_site, _query_by_get, _form)


def _is_posted(scope: Scope, policy: Policy) -> bool:
    """True for a path that runs queries; these must come by POST or web socket."""
    return str(scope["path"]).rstrip("/").endswith(policy.posted)


def _with_port(authority: Authority, default: int) -> tuple[str, int]:
    return authority[0], authority[1] or default


def _header(scope: Scope, name: str) -> str:
    """A header's value, "" if it is absent. Repeated headers are joined, so that no check sees only one of them."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key.decode("latin-1") == name)


async def _answer(scope: Scope, refused: Refusal, send: Send) -> None:
    if scope["type"] == "websocket":  # not accepted yet: the server answers 403
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff"), *HEADERS]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{refused.reason}\n".encode()})


async def _send_with_headers(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
    await send(message)
