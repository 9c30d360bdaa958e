"""What a source's file says of how its reader gets in: cookies, consent, a subscription, headers.

Secrets never stand in the file: it names environment variables, whose values are read when a crawl begins.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from pipelines.base.errors import InputError

VARIABLE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")
COOKIE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*")
"""A name and a value: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1."""
HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
OURS = frozenset(
    ("host", "user-agent", "cookie", "content-length", "transfer-encoding", "connection", "accept-encoding")
)
"""Headers that a file does not set: the connection's own, our name, and cookies, which have settings."""
SECRET = re.compile(r"auth|token|secret|session|(?:api|access)[-_]?key", re.IGNORECASE)
"""Names of headers that identify a reader: their value is a variable's."""


def _variable(value: str) -> str:
    if not VARIABLE.fullmatch(value):
        raise ValueError(
            "a secret does not stand in a file; write the name of an environment variable, such as $PAPER_PASSWORD"
        )
    return value


def _web_address(value: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise ValueError(f"{value!r} is not an absolute http(s) URL; write it with https://")
    return value


def _agent(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.netloc or parts.path.strip("/") or parts.query or '"' in value:
        raise ValueError(f"{value!r} is no address of a site of yours; write https:// and its host")
    return value.rstrip("/")


def _cookie(value: str) -> str:
    if not COOKIE.fullmatch(value):
        raise ValueError(f"{value!r} is no cookie; write its name and value, such as consent=reject")
    return value


def _headers(value: Mapping[str, str]) -> Mapping[str, str]:
    for name, said in value.items():
        if not HEADER.fullmatch(name) or name.lower() in OURS:
            raise ValueError(f"{name!r} cannot be set here")
        if any(ord(sign) < 0x20 or ord(sign) > 0xFF for sign in said):
            raise ValueError(f"{name}: the value holds characters that no header may hold")
        if SECRET.search(name):
            _variable(said)
    return value


Variable = Annotated[str, AfterValidator(_variable)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Headers = Annotated[dict[str, str], AfterValidator(_headers)]


class Consent(BaseModel):
    """What the reader chose on a page of consent: a cookie that says so, or the form to send (`fields` as a browser sends it)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cookie: Annotated[str | None, AfterValidator(lambda value: value and _cookie(value))] = None
    post: WebAddress | None = None
    fields: dict[str, str] = {}

    @model_validator(mode="after")
    def _one(self) -> Consent:
        if (self.cookie is None) == (self.post is None):
            raise ValueError("write either cookie: NAME=VALUE or post: URL with its fields")
        return self

    @property
    def cookies(self) -> dict[str, str]:
        """The cookie by its name; empty for a form."""
        return {} if self.cookie is None else dict([self.cookie.split("=", 1)])


class Login(BaseModel):
    """A subscription of the user's own: the page with the form, and the variables with name and password."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebAddress
    user: Variable
    password: Variable


class Signature(BaseModel):
    """Who signs the requests: the https address where the public key is published, and the variable that names the key's file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agent: Annotated[str, AfterValidator(_agent)]
    key: Variable


def value_of(variable: str, source: str) -> str:
    """The value of an environment variable that a file names. Raises InputError if it is not set."""
    value = os.environ.get(variable[1:], "")
    if not value:
        raise InputError(f"{source}: {variable} is named and not set; run: export {variable[1:]}=…")
    return value


def header_values(headers: Mapping[str, str], source: str) -> dict[str, str]:
    """Headers with the values of the variables that they name. Raises InputError if one is not set."""
    return {name: value_of(said, source) if VARIABLE.fullmatch(said) else said for name, said in headers.items()}
