"""A page of another origin, open in the same real browser, neither changes nor reads anything of Dagster behind the guard.

The same page is tried on Dagster's webserver without the guard: there it does both. `make test-ui`; not part of `make test`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests

from assets.instance import prepare
from pipelines.lake.home import Home
from tests.kept_ports import kept_port
from tests.ui.browser import chromium
from tests.ui.running import wait

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytest.importorskip("selenium", reason="selenium is not installed: make install-dev")
pytestmark = pytest.mark.skipif(
    shutil.which("chromedriver") is None, reason="no chromedriver: apt-get install chromium-driver"
)

ATTACK = Path(__file__).with_name("hostile.js").read_text(encoding="utf-8")
WAYS = 40
"""Ways that the page tries at least."""
EVIL, DESK = "evil.test", "desk.test"
NAMES = "--host-resolver-rules=MAP *.test 127.0.0.1"
OWN_WAYS = {"post_json", "xhr_json", "report"}
"""Ways to change something that a page of the server's own has: a POST of JSON, or of nothing."""
REFUSALS = ("The Host header", "The Origin header", "A page of another origin", "Send ")
NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{port};
    auth_basic "Dateline"; auth_basic_user_file {folder}/users;
    location / {{
      proxy_pass http://127.0.0.1:{target};
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with chromium(NAMES) as browser:
        browser.set_script_timeout(60)
        yield browser


@pytest.fixture(scope="module")
def hostile() -> Iterator[int]:
    """The port of a server with the hostile page; it redirects a POST to any address, method and body kept."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<!doctype html><body>hostile</body>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.send_response(307)
            self.send_header("Location", parse_qs(urlsplit(self.path).query)["to"][0])
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@dataclass
class Server:
    """A webserver of Dagster's without code, at a port of 127.0.0.1."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, query: str) -> dict[str, Any]:
        answer = requests.post(f"{self.origin}/graphql", json={"query": query}, timeout=60)
        data: dict[str, Any] = answer.json()["data"]
        return data

    def changed(self) -> set[str]:
        """The ways that got through: each left an asset of its name."""
        found = self.ask("{ assetsOrError { ... on AssetConnection { nodes { key { path } } } } }")
        return {node["key"]["path"][0] for node in found["assetsOrError"]["nodes"]}


@contextlib.contextmanager
def running(home: Home, *module: str) -> Iterator[Server]:
    prepare(home)
    server = Server(kept_port())
    command = [sys.executable, "-m", *module, "--empty-workspace", "--port", str(server.port)]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "ignore"})
    try:
        wait(lambda: answers(server), "the webserver to answer", 120)
        yield server
    finally:
        process.terminate()
        process.wait(60)


def answers(server: Server) -> bool:
    with contextlib.suppress(requests.ConnectionError):
        return "version" in server.ask("{ version }")
    return False


def opened(chrome: Chrome, hostile: int, name: str) -> str:
    """Open the hostile page under a name; returns its origin."""
    page = f"http://{name}:{hostile}"
    chrome.get(page)
    return page


def read_by(chrome: Chrome, target: str, page: str) -> dict[str, str]:
    """What the page that is open can read of a target, by way; "" is the origin of the page itself."""
    tried: dict[str, str] = chrome.execute_async_script(
        f"{ATTACK}; attack(arguments[0], arguments[1]).then(arguments[2])", target, page
    )
    assert len(tried) >= WAYS
    return {way: read for way, read in tried.items() if read and not read.startswith(REFUSALS)}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(Home.at(tmp_path_factory.mktemp("guarded")), "assets.webserver") as server:
        yield server


@pytest.mark.parametrize("name", [EVIL, "127.0.0.1"])  # another site, and another port of this machine
def test_a_page_of_another_origin(chrome: Chrome, hostile: int, guarded: Server, name: str) -> None:
    page = opened(chrome, hostile, name)
    assert read_by(chrome, guarded.origin, page) == {}
    assert guarded.changed() == set()


def test_a_name_that_is_bound_to_this_machine(chrome: Chrome, hostile: int, guarded: Server) -> None:
    chrome.get(f"http://{EVIL}:{guarded.port}/")
    assert "write 'ui_hosts: [evil.test]'" in shown(chrome)
    assert read_by(chrome, "", f"http://{EVIL}:{hostile}") == {}
    assert guarded.changed() == set()


def test_a_page_leads_elsewhere(chrome: Chrome, hostile: int, guarded: Server) -> None:
    event = 'eventType: ASSET_MATERIALIZATION, assetKey: {path: ["a"]}'
    mutation = f"mutation {{ reportRunlessAssetEvents(eventParams: {{{event}}}) {{ __typename }} }}"
    leads = [
        (f"/graphql?query={quote(mutation)}", REFUSALS),
        ("/graphql", REFUSALS),
        ("/overview", ("Overview",)),
    ]
    for path, expected in leads:
        opened(chrome, hostile, EVIL)
        chrome.execute_script("location.href = arguments[0]", guarded.origin + path)
        wait(lambda: any(text in shown(chrome) for text in expected), f"{path} to be shown", 60)  # noqa: B023 # called now
    assert guarded.changed() == set()


def test_the_servers_own_pages_work(chrome: Chrome, hostile: int, tmp_path: Path) -> None:
    with running(Home.at(tmp_path), "assets.webserver") as server:
        chrome.get(f"{server.origin}/overview")
        works(chrome, hostile)
        assert server.changed() == OWN_WAYS


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx: apt-get install nginx")
def test_behind_nginx_with_a_password(chrome: Chrome, hostile: int, tmp_path: Path) -> None:
    home, port = Home.at(tmp_path), kept_port()
    (home.root / "settings.yaml").write_text(f"ui_hosts: ['{DESK}:{port}']\n")
    with running(home, "assets.webserver") as server, nginx(port, server.port):
        assert requests.get(f"http://127.0.0.1:{port}/", timeout=60).status_code == 401
        chrome.get(f"http://editor:secret@{DESK}:{port}/server_info")  # the browser keeps the password
        assert "dagster_webserver_version" in shown(chrome)
        for name in (EVIL, f"other.{DESK}"):  # the second is the same site: the browser sends the password for it
            page = opened(chrome, hostile, name)
            assert read_by(chrome, f"http://{DESK}:{port}", page) == {}
        assert server.changed() == set()
        chrome.get(f"http://{DESK}:{port}/overview")
        works(chrome, hostile)
        assert server.changed() == OWN_WAYS


def test_without_the_guard_most_ways_get_through(chrome: Chrome, hostile: int, tmp_path: Path) -> None:
    with running(Home.at(tmp_path), "dagster_webserver") as server:
        page = opened(chrome, hostile, EVIL)
        assert set(read_by(chrome, server.origin, page)) >= {"socket", "socket_read"}
        assert len(server.changed()) >= 20
        chrome.get(f"http://{EVIL}:{server.port}/")
        assert set(read_by(chrome, "", page)) >= {"post_read", "server_info", "start_page", "socket"}


def works(chrome: Chrome, hostile: int) -> None:
    """The page of Dagster's that is open shows itself, asks, changes and subscribes."""
    wait(lambda: "Overview" in shown(chrome), "the page to be shown", 60)
    read = read_by(chrome, "", f"http://{EVIL}:{hostile}")
    assert '"version":"1.' in read["post_read"]
    assert set(read) >= {"post_json", "xhr_json", "icon", "server_info", "start_page", "socket"}


def shown(chrome: Chrome) -> str:
    return str(chrome.execute_script("return document.body ? document.body.innerText : ''"))


@contextlib.contextmanager
def nginx(port: int, target: int) -> Iterator[None]:
    with TemporaryDirectory(prefix="nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's nginx reads the passwords as another user
        (folder / "users").write_text("editor:{PLAIN}secret\n")
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, target=target))
        process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error")])
        try:
            wait(lambda: answers_at(port), "nginx to answer", 30)
            yield
        finally:
            process.terminate()
            process.wait(30)


def answers_at(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
        return True
    return False
