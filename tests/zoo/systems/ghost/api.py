"""Ghost's Admin API, as its editor uses it: set up, sign in, import, change and delete posts."""

from __future__ import annotations

import http.cookiejar
import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

from tests.zoo.tools import UnavailableError

EMAIL, SECRET = "desk@paper.example", "the harbour froze over"
START_SECONDS = 240


class Admin:
    """A client that is signed in. `site` is the home page's URL."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def wait(self) -> None:
        """Wait until Ghost answers. Raises UnavailableError when it does not."""
        for _ in range(START_SECONDS):
            try:
                self.call("GET", "site/")
            except (OSError, UnavailableError):
                time.sleep(1)
            else:
                return
        raise UnavailableError(f"Ghost did not answer within {START_SECONDS} s")

    def set_up(self, title: str) -> None:
        """Make the owner's account and name the site."""
        owner = {"name": "The desk", "email": EMAIL, "password": SECRET, "blogTitle": title}
        self.call("POST", "authentication/setup/", {"setup": [owner]})

    def sign_in(self) -> None:
        """Start a session."""
        self.call("POST", "session/", {"username": EMAIL, "password": SECRET})

    def import_posts(self, data: dict[str, Any]) -> None:
        """Import posts, tags and users as another Ghost exports them."""
        meta = {"exported_on": int(time.time() * 1000), "version": "5.0.0"}
        text = json.dumps({"db": [{"meta": meta, "data": data}]}, ensure_ascii=False)
        mark = uuid.uuid4().hex
        head = 'Content-Disposition: form-data; name="importfile"; filename="stories.json"\r\nContent-Type: application/json'
        body = f"--{mark}\r\n{head}\r\n\r\n{text}\r\n--{mark}--\r\n".encode()
        self._send("POST", "db/", body, f"multipart/form-data; boundary={mark}")

    def wait_for_posts(self, slugs: set[str]) -> None:
        """Wait until an import, which goes on after its request was answered, has made these posts."""
        for _ in range(START_SECONDS):
            if slugs <= {post["slug"] for post in self.posts()}:
                return
            time.sleep(1)
        raise UnavailableError(f"Ghost did not import {len(slugs)} posts within {START_SECONDS} s")

    def posts(self) -> list[dict[str, Any]]:
        """Every post with its id, slug and address."""
        found: list[dict[str, Any]] = self.call("GET", "posts/?limit=all&fields=id,slug,url,updated_at")["posts"]
        return found

    def call(self, method: str, path: str, value: dict[str, Any] | None = None) -> Any:
        """The JSON answer to a request."""
        return self._send(method, path, json.dumps(value).encode() if value is not None else None, "application/json")

    def _send(self, method: str, path: str, body: bytes | None, kind: str) -> Any:
        request = urllib.request.Request(f"{self.site}ghost/api/admin/{path}", data=body, method=method)
        request.add_header("Content-Type", kind)
        request.add_header("Origin", self.site.rstrip("/"))
        try:
            with self.opener.open(request, timeout=120) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise UnavailableError(f"Ghost: {method} {path}: {error.code} {error.read()[:400]!r}") from error
        return json.loads(text) if text[:1] in (b"{", b"[") else None
