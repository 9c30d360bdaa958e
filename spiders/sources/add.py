"""`dateline sources add`: surveys a site, writes its source file, and prints the expected requests of a first night."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.base.errors import DatelineError, InputError
from pipelines.base.neutral import on_one_line
from pipelines.base.settings.file import NAME, settings_path
from pipelines.base.urls.identity import is_front, resolve, site_key, url_key
from pipelines.lake.archive.layout import replacing
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home
from spiders.sources.entrance import Consent
from spiders.sources.paper_list import Listed
from spiders.sources.source import Source, absolute, is_private, read_source

if TYPE_CHECKING:
    from spiders.sources.findings import Findings


def add_source(folder: Path, listed: Listed, *, contact: str | None, private: bool) -> int:
    """Survey a site and write its source file; each request is a line."""
    start = start_url(listed.url, private=private)
    named = listed.name or name_for(start)
    if not NAME.fullmatch(named):
        raise InputError(f"--name {named}: a name is lower-case letters, digits and underscores")
    path = settings_path(folder, named)
    if path.exists():
        raise InputError(f"{path} exists already; choose another --name or edit it")
    sys.stderr.write(f"Asking {start}\n")
    sys.stderr.flush()
    found = _surveyed(start, listed, contact, private=private)
    if found.home.problem:
        raise InputError(f"{start} cannot be read ({found.home.problem}): check the address, or write {path} by hand")
    source = write_source(path, found, contact=contact, private=private, group=listed.group, entrance=listed)
    return _told(source, path, found)


def _surveyed(start: str, listed: Listed, contact: str | None, *, private: bool) -> Findings:
    from spiders.fetching.user_agent import user_agent
    from spiders.sources.drawn import surveyed
    from spiders.sources.probe import converse
    from spiders.sources.progress import Lines

    answered: Findings = converse(
        lambda ask: surveyed(ask, start, listed.feeds, listed.sitemaps),
        agent=user_agent(contact),
        private_urls=[start] if private else [],
        listener=Lines(start),
        cookies=lambda _: Consent(cookie=listed.cookie).cookies if listed.cookie else {},
        proxy=listed.proxy,
    )
    return answered


def write_source(
    path: Path,
    found: Findings,
    *,
    contact: str | None,
    private: bool,
    group: str | None,
    entrance: Listed | None = None,
) -> Source:
    """Write the source file of a survey, whole or not at all; returns what it says. `entrance` has a cookie and a proxy."""
    from spiders.sources.sections import sections
    from spiders.sources.source_file import source_text

    text = source_text(found, sections(found), private=private, contact=contact, group=group, entrance=entrance)
    with replacing(path) as file:
        file.write(text.encode())
    try:
        return read_source(path)
    except DatelineError:
        path.unlink()
        raise


def _told(source: Source, path: Path, found: Findings) -> int:
    from spiders.sources.doors import doubts, drawn_or_plain
    from spiders.sources.first_night import first_night

    sys.stdout.write(f"{path}\n")
    sys.stdout.flush()
    night = first_night(found, len(source.sections), source.max_pages)
    sys.stderr.write(_closing(source, found, str(night), dateline_for(Home.at(path.parent.parent))))
    if found.plain is not None:
        sys.stderr.write(f"{source.name}: 'render: auto' is in its file: {drawn_or_plain(found)}\n")
    for doubt in doubts(found):
        sys.stderr.write(f"{source.name}: {doubt}\n")
    if is_one_story(found):
        sys.stderr.write(
            f"{found.home.url} looks like one story: a source begins at a home page; is that {resolve(found.home.url, '/')}?\n"
        )
    return 0


def is_one_story(found: Findings) -> bool:
    """True if the start page is a story: its address was given instead of the publication's home page."""
    page = found.home.reading.page
    return page is not None and page.article_like and not is_front(url_key(found.home.url))


def _closing(source: Source, found: Findings, night: str, dateline: str) -> str:
    from spiders.sources.first_night import count

    named = {"feed": source.feeds, "sitemap": source.sitemaps, "section": source.sections}
    counts = ", ".join(count(len(urls), noun) or f"no {noun}" for noun, urls in named.items())
    return (
        f"{on_one_line(source.title)}: {counts}\n"
        f"Rights as the site states them today: AI training {found.rights.train_ai}, text and data mining {found.rights.tdm}.\n"
        f"A first night asks for {night}.\n"
        f"Read the file, then '{dateline} crawl --source {source.name}' and '{dateline} build'.\n"
    )


def start_url(url: str, *, private: bool) -> str:
    """The start URL, checked without a request. Raises InputError."""
    if not url:
        raise InputError("no address")
    try:
        start = absolute(url if "://" in url else f"https://{url}")
    except ValueError as error:
        raise InputError(str(error)) from error
    if is_private(start) and not private:
        raise InputError(
            f"{start} is no address on the public internet; write one such as https://paper.example/, "
            "or say --private if a machine or network of yours is meant"
        )
    return start


def name_for(url: str) -> str:
    """A name for the source at a URL.

    >>> name_for("https://www.the-paper.co.uk/"), name_for("http://127.0.0.1:8801/")
    ('the_paper', 's127_0_0_1_8801')
    """
    import tldextract

    site = site_key(url)
    parts = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)(site.partition(":")[0])
    stem = re.sub(r"[^a-z0-9]+", "_", (parts.domain if parts.suffix else site).lower()).strip("_")
    return stem if stem[:1].isalpha() else f"s{stem}"


def free_name(folder: Path, wanted: str | None, url: str) -> str:
    """A name without a source file: the one that is wanted, that of the site, or that of the whole address.

    Raises InputError if there is none.
    """
    whole = re.sub(r"[^a-z0-9]+", "_", url_key(url).lower()).strip("_")
    for name in (wanted, name_for(url), whole):
        if name and NAME.fullmatch(name) and not settings_path(folder, name).exists():
            return name
    raise InputError(f"{settings_path(folder, whole)} exists already")
