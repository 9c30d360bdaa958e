"""One page to try: from the web, with the rights statements of its host, or from a file."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.base.urls.identity import normalise, resolve
from pipelines.extract.run.job import GZIP_MAGIC
from pipelines.page.page import MAX_BODY_BYTES
from spiders.fetching.user_agent import PRODUCT, user_agent
from spiders.resources.reading import Reading, read_resource
from spiders.rights.rights import Rights, SiteRights, page_rights
from spiders.robots.text_files import is_page
from spiders.sources.probe import Answer, Ask, converse
from spiders.sources.progress import Lines

NOWHERE = "http://page.invalid/"
"""The address of a page in a file until its own address is known (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page with the data of its fetch. For a file, `rights` and `fetched_at` are None (the time of the fetch is unknown)."""

    url: str
    body: bytes = b""
    problem: str | None = None
    status: int | None = None
    content_type: str | None = None
    last_modified: str | None = None
    fetched_at: datetime | None = None
    robots: str | None = None
    reading: Reading = field(default_factory=Reading)
    rights: Rights | None = None


def page_at(url: str, contact: str | None, *, private: bool, proxy: str | None = None) -> Visit:
    """Fetch a page, its host's robots.txt and rights files, under the rules of a crawl."""
    visit: Visit = converse(
        lambda ask: _visit(ask, url),
        agent=user_agent(contact),
        private_urls=[url] if private else [],
        listener=Lines(url),
        proxy=proxy,
    )
    return visit


async def _visit(ask: Ask, url: str) -> Visit:
    robots = await ask(resolve(url, "/robots.txt") or url, "robots")
    page = await ask(url, "page")
    if page.problem:
        return Visit(page.url, problem=page.problem, status=page.status)
    return Visit(
        page.url,
        page.body,
        status=page.status,
        content_type=page.header("content-type"),
        last_modified=page.header("last-modified"),
        fetched_at=datetime.now(UTC),
        robots=page.rule or "no rule forbids it",
        reading=page.reading,
        rights=await _rights(ask, page, robots),
    )


async def _rights(ask: Ask, page: Answer, robots: Answer) -> Rights:
    files = {}
    for name, path in (("tdmrep", "/.well-known/tdmrep.json"), ("ai_txt", "/ai.txt")):
        answer = await ask(resolve(page.url, path) or page.url, "rights")
        files[name] = None if answer.problem or is_page(answer.body) else (answer.url, answer.body)
    site = SiteRights(
        robots=None if robots.problem else (robots.url, robots.robots), tdmrep=files["tdmrep"], ai_txt=files["ai_txt"]
    )
    return page_rights(page.url, page.headers, page.reading.page, site, PRODUCT)


def page_in_file(path: Path, url: str | None) -> Visit:
    """A page in a file, plain or gzipped. Its address is `url`, else its canonical URL, else unknown."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BODY_BYTES + 1)
        if body.startswith(GZIP_MAGIC):
            with gzip.open(BytesIO(body)) as unpacked:
                body = unpacked.read(MAX_BODY_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise InputError(f"{path}: a damaged gzip file: unpack it, or save the page again") from error
    if len(body) > MAX_BODY_BYTES:
        raise InputError(f"{path}: more than {MAX_BODY_BYTES >> 20} MB: a crawl does not keep such a page")
    if url is not None and normalise(url) is None:
        raise InputError(f"--url {url}: not an absolute http(s) URL; write it with https://")
    page = read_resource("page", url or NOWHERE, body, None).page
    declared = page.canonical if page and not (page.canonical or NOWHERE).startswith(NOWHERE) else None
    address = (normalise(url) if url else declared) or ""
    return Visit(address, body, reading=read_resource("page", address, body, None))
