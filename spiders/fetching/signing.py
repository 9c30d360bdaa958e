"""Signs requests, so that a paper that wants to may let this crawl in: HTTP message signatures as Web Bot Auth has them.

https://www.rfc-editor.org/rfc/rfc9421, https://datatracker.ietf.org/doc/html/draft-meunier-web-bot-auth-architecture-02. The
signature covers the host that is asked and the address of whoever asks; there, under DIRECTORY, stands the public key.
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from scrapy import Request
from scrapy.crawler import Crawler

from pipelines.base.errors import InputError

DIRECTORY = "/.well-known/http-message-signatures-directory"
VALID_SECONDS = 300
DEFAULT_PORTS = {"http": 80, "https": 443}


class Signer:
    """Signs requests with the key of an agent: the https address of whoever runs the crawl."""

    def __init__(self, agent: str, key: Ed25519PrivateKey) -> None:
        self.agent = agent
        self.key = key
        self.key_id = thumbprint(jwk(key.public_key()))

    def headers(self, url: str, at: int) -> dict[str, str]:
        """The headers that sign a request for a URL at a time (seconds since 1970)."""
        covered = '("@authority" "signature-agent")'
        times = f"created={at};expires={at + VALID_SECONDS}"
        parameters = f'{covered};{times};keyid="{self.key_id}";alg="ed25519";tag="web-bot-auth"'
        lines = (
            f'"@authority": {authority(url)}',
            f'"signature-agent": "{self.agent}"',
            f'"@signature-params": {parameters}',
        )
        signed = b64encode(self.key.sign("\n".join(lines).encode())).decode()
        return {
            "Signature-Agent": f'"{self.agent}"',
            "Signature-Input": f"sig1={parameters}",
            "Signature": f"sig1=:{signed}:",
        }


class SigningMiddleware:
    """Signs each request right before it is sent, also those for robots.txt."""

    def __init__(self, signer: Signer | None) -> None:
        self.signer = signer

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Setting: SIGNATURE, the agent and the environment variable that names the file of its key; or None."""
        agent, variable = crawler.settings.get("SIGNATURE") or ("", "")
        return cls(Signer(agent, key_of(Path(os.environ.get(variable[1:], "")), variable)) if agent else None)

    def process_request(self, request: Request) -> None:
        """Add the signature."""
        if self.signer is not None:
            request.headers.update(self.signer.headers(request.url, int(time.time())))


def key_of(path: Path, name: str) -> Ed25519PrivateKey:
    """The key in a file that `name` names. Raises InputError, which repeats nothing of what the file holds."""
    try:
        key = load_pem_private_key(path.expanduser().read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{name} names no key that can be read; 'dateline sources key FILE' makes one") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(f"{name} names a key of another kind than Ed25519; 'dateline sources key FILE' makes one")
    return key


def authority(url: str) -> str:
    """The host that a request is for, with a port that is not the usual one.

    >>> authority("https://Paper.example:443/a"), authority("http://paper.example:8080/")
    ('paper.example', 'paper.example:8080')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """A public key as JSON: https://www.rfc-editor.org/rfc/rfc8037."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}


def thumbprint(key: dict[str, str]) -> str:
    """The name of a public key: https://www.rfc-editor.org/rfc/rfc7638.

    >>> thumbprint({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
    """
    return _base64url(sha256(json.dumps(key, sort_keys=True, separators=(",", ":")).encode()).digest())


def directory(path: Path) -> dict[str, Any]:
    """What to publish under DIRECTORY for the key in a file, which is made if there is none. Raises InputError."""
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pem)
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}") from error
    public = jwk(key_of(path, str(path)).public_key())
    return {"keys": [public | {"kid": thumbprint(public), "use": "sig"}]}


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
