"""Which requests reach a server behind the request guard, and what the others are answered."""

from __future__ import annotations

import asyncio

import pytest

from pipelines.base.request_guard import HEADERS, Message, Receive, RequestGuard, Scope, Send

ADMITTED = 200
SOCKETS = {"websocket.accept": ADMITTED, "websocket.close": 403}
HOSTS = ("Desk.Example", "news.example:8443", "[2001:db8::1]")
JSON = "content-type: application/json"
OWN, TAB = "host: localhost:3000", "sec-fetch-mode: navigate\nsec-fetch-dest: document"


async def server(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers everything; a web socket gets its own messages back."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": (await receive())["text"]})
    else:
        await send({"type": "http.response.start", "status": ADMITTED, "headers": [(b"server", b"ours")]})
        await send({"type": "http.response.body", "body": (await receive())["body"]})


def sent(request: str, headers: str) -> list[Message]:
    """What the guard sends for `POST /graphql?op=X`, or `WS /graphql`, with headers a line each."""
    method, _, target = request.partition(" ")
    path, _, query = target.partition("?")
    scope: Scope = {"type": "websocket" if method == "WS" else "http", "path": path, "query_string": query.encode()}
    if method != "WS":
        scope["method"] = method
    lines = [line.partition(": ") for line in headers.splitlines()]
    scope["headers"] = [(name.encode(), value.encode()) for name, _, value in lines]
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "any", "text": "hello", "body": b"hello"}

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(RequestGuard(server, HOSTS)(scope, receive, send))
    return messages


def status(request: str, headers: str) -> int:
    first = sent(request, headers)[0]
    return SOCKETS.get(first["type"]) or int(first["status"])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", ADMITTED),
        ("LOCALHOST:3000", ADMITTED),
        ("127.0.0.1:3000", ADMITTED),
        ("127.0.0.1:8080", ADMITTED),  # ssh -L 8080:127.0.0.1:3000
        ("[::1]:3000", ADMITTED),
        ("desk.example", ADMITTED),
        ("news.example", ADMITTED),  # nginx's $host, without the port
        ("[2001:db8::1]:443", ADMITTED),
        ("evil.example:3000", 403),  # a page whose name was bound to 127.0.0.1
        ("localhost.evil.example", 403),
        ("desk.example.evil.example", 403),
        ("localhost.", 403),
        ("127.0.0.1.evil.example", 403),
        ("user@localhost", 403),
        ("localhost:3000, evil.example", 403),
        ("localhost\nhost: localhost", 403),
        ("0.0.0.0:3000", 403),
        ("", 403),
    ],
)
@pytest.mark.parametrize("request_line", ["GET /", "POST /graphql", "WS /graphql"])
def test_hosts(request_line: str, host: str, expected: int) -> None:
    assert status(request_line, f"host: {host}\n{JSON}") == expected


@pytest.mark.parametrize(
    ("host", "origin", "expected"),
    [
        ("localhost:3000", "http://localhost:3000", ADMITTED),
        ("localhost", "http://localhost", ADMITTED),
        ("[::1]:3000", "http://[::1]:3000", ADMITTED),
        ("desk.example", "https://desk.example", ADMITTED),
        ("desk.example", "https://desk.example:443", ADMITTED),
        ("news.example", "https://news.example:8443", ADMITTED),
        ("127.0.0.1:3000", "https://desk.example", ADMITTED),  # a proxy that sends its target's name
        ("localhost:3000", "http://localhost:8888", 403),  # another server of the same machine
        ("localhost:3000", "http://127.0.0.1:3000", 403),
        ("localhost:3000", "http://evil.example", 403),
        ("localhost:3000", "null", 403),  # a sandboxed frame, a file
        ("localhost:3000", "file://localhost:3000", 403),
        ("localhost:3000", "http://localhost:3000\norigin: http://localhost:3000", 403),
        ("desk.example", "https://desk.example:8443", 403),
        ("desk.example", "http://desk.example.evil.example", 403),
    ],
)
@pytest.mark.parametrize("request_line", ["GET /logs/a.err", "POST /graphql?op=Runs", "WS /graphql"])
def test_origins(request_line: str, host: str, origin: str, expected: int) -> None:
    assert status(request_line, f"host: {host}\norigin: {origin}\n{JSON}") == expected


@pytest.mark.parametrize(
    ("request_line", "headers", "expected"),
    [
        ("GET /", "sec-fetch-site: none", ADMITTED),
        ("GET /icon.png", "sec-fetch-site: same-origin\nsec-fetch-mode: no-cors", ADMITTED),
        ("GET /runs/1", f"sec-fetch-site: cross-site\n{TAB}", ADMITTED),  # a link in a mail
        ("GET /runs/1", f"sec-fetch-site: same-site\n{TAB}", ADMITTED),
        ("GET /graphql", f"sec-fetch-site: none\n{TAB}", ADMITTED),  # Dagster's page to write queries in
        ("GET /graphql", f"sec-fetch-site: cross-site\n{TAB}", 403),
        ("GET /icon.png", "sec-fetch-site: cross-site\nsec-fetch-mode: no-cors\nsec-fetch-dest: image", 403),
        ("GET /icon.png", "sec-fetch-site: same-site\nsec-fetch-mode: no-cors\nsec-fetch-dest: image", 403),
        ("GET /", "sec-fetch-site: cross-site\nsec-fetch-mode: navigate\nsec-fetch-dest: iframe", 403),
        ("GET /", "sec-fetch-site: something-new", 403),
        ("POST /graphql", f"{JSON}\nsec-fetch-site: same-origin", ADMITTED),
        ("POST /graphql", f"{JSON}\nsec-fetch-site: cross-site", 403),
        ("POST /graphql", f"{JSON}\nsec-fetch-site: same-site", 403),
        ("POST /", f"{JSON}\nsec-fetch-site: cross-site\n{TAB}", 403),
        ("WS /graphql", "sec-fetch-site: same-origin\nsec-fetch-mode: websocket", ADMITTED),
        ("WS /graphql", "sec-fetch-site: cross-site\nsec-fetch-mode: websocket", 403),
        ("WS /", f"sec-fetch-site: cross-site\n{TAB}", 403),
    ],
)
def test_fetch_metadata(request_line: str, headers: str, expected: int) -> None:
    assert status(request_line, f"{OWN}\n{headers}") == expected


@pytest.mark.parametrize(
    ("request_line", "headers", "expected"),
    [
        ("GET /graphql?query={version}", "accept: */*", 405),
        ("GET /graphql/?query={version}", "", 405),
        ("GET /prefix/graphql?query={version}", "", 405),
        ("HEAD /graphql?query={version}", "", 405),
        ("GET /assets?query=articles", "", ADMITTED),
        ("POST /graphql?op=Runs", JSON, ADMITTED),
        ("POST /graphql", f"{JSON}; charset=utf-8", ADMITTED),
        ("POST /graphql", "content-type: application/graphql", ADMITTED),
        ("POST /graphql?query={version}", "", 415),
        ("POST /graphql", "content-type: application/x-www-form-urlencoded", 415),
        ("POST /graphql", "content-type: multipart/form-data; boundary=x", 415),
        ("POST /graphql", "content-type: text/plain", 415),
        ("POST /graphql", "content-type: text/plain; application/json", 415),  # Dagster looks for the word only
        ("POST /graphql", f"content-type: text/plain\n{JSON}", 415),
        ("POST /report_asset_materialization/a", "content-type: application/x-www-form-urlencoded", 415),
        ("POST /report_asset_materialization/a", JSON, ADMITTED),
        ("POST /report_asset_materialization/a", "", ADMITTED),
    ],
)
def test_methods_and_forms(request_line: str, headers: str, expected: int) -> None:
    assert status(request_line, f"{OWN}\n{headers}") == expected


def test_a_refusal_names_the_setting() -> None:
    start, body = sent("GET /", "host: desk.internal")
    assert (b"content-type", b"text/plain; charset=utf-8") in start["headers"]
    assert b"write 'ui_hosts: [desk.internal]' into settings.yaml" in body["body"]
    assert b"ui_hosts: [NAME]" in sent("GET /", "host: <script>")[1]["body"]
    foreign_port = sent("POST /graphql", f"host: desk.example\norigin: https://desk.example:8443\n{JSON}")
    assert b"'ui_hosts: [desk.example:8443]'" in foreign_port[1]["body"]


def test_what_is_admitted_passes_unchanged_but_for_two_headers() -> None:
    start, body = sent("POST /graphql", f"{OWN}\n{JSON}")
    assert start["headers"] == [(b"server", b"ours"), *HEADERS]
    assert body["body"] == b"hello"
    assert [message["type"] for message in sent("WS /graphql", OWN)] == ["websocket.accept", "websocket.send"]


def test_the_servers_own_start_is_not_a_request() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(RequestGuard(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
