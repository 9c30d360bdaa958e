"""`python -m spiders.sources list | check [NAME…] | add URL`: what `dateline sources` runs.

    list                     one line a source: name, title, url
    check [NAME…]            one line a channel: source, channel, url, ok | dead | empty | stale, what was seen
    add URL [--name NAME] [--contact WHO] [--private]
                             probe a site and write its source file; refuses to overwrite one

All take --home DIR. Exit status 0, 1 when `check` found something amiss, 2 for a user's mistake.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.endings import ending
from pipelines.errors import DatelineError, InputError
from pipelines.home import Home
from pipelines.parent_death import end_with_parent
from pipelines.settings_file import NAME
from pipelines.urls import site_key
from spiders.sources.source import Source, absolute, is_private, load_source, load_sources, read_source

STALE_DAYS = 14


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="python -m spiders.sources", description="Sources: list, check, add.")
    parser.add_argument("--home", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    commands.add_parser("check").add_argument("names", nargs="*")
    add = commands.add_parser("add")
    add.add_argument("url")
    add.add_argument("--name")
    add.add_argument("--contact")
    add.add_argument("--private", action="store_true")
    options = parser.parse_args(arguments)
    return ending(lambda: run(Home.at(options.home).sources, options))


def run(folder: Path, options: argparse.Namespace) -> int:
    """Run the chosen one of the commands."""
    if options.command == "list":
        return list_sources(folder)
    if options.command == "check":
        return check_sources(folder, options.names)
    return add_source(folder, options.url, options.name, options.contact, private=options.private)


def list_sources(folder: Path) -> int:
    """Print every source."""
    sources = load_sources(folder)
    if not sources:
        sys.stderr.write(f"no source in {folder} yet: 'dateline sources add URL' writes one\n")
    for source in sources:
        sys.stdout.write(f"{source.name}\t{source.title}\t{source.url}\n")
    return 0


def check_sources(folder: Path, names: Sequence[str]) -> int:
    """Print how each channel of each source does."""
    from spiders.fetching.user_agent import user_agent
    from spiders.sources.probe import Answer, Ask, converse, newest_in

    sources = [load_source(folder, name) for name in names] or load_sources(folder)
    if not sources:
        raise InputError(f"no source in {folder} yet: 'dateline sources add URL' writes one")

    async def conversation(ask: Ask) -> int:
        amiss = 0
        for source in sources:
            for channel, resource, url in channels(source):
                answer: Answer = await ask(url, resource)
                count, newest = await newest_in(ask, answer) if resource == "sitemap" else (answer.links, answer.newest)
                state, seen = judge(answer.problem, count, newest, datetime.now(UTC).date())
                amiss += state != "ok"
                sys.stdout.write(f"{source.name}\t{channel}\t{url}\t{state}\t{seen}\n")
        return amiss

    private = [url for source in sources if source.allow_private_addresses for url in source.start_urls]
    return int(bool(converse(conversation, agent=user_agent(sources[0].contact), private_urls=private)))


def channels(source: Source) -> list[tuple[str, str, str]]:
    """(channel, resource, url) of everything that a source file names."""
    places = [("home", "page", source.url)]
    for channel, resource, urls in (
        ("seed", "page", source.seeds),
        ("section", "page", source.sections),
        ("feed", "feed", source.feeds),
        ("sitemap", "sitemap", source.sitemaps),
    ):
        places += [(channel, resource, url) for url in urls]
    return places


def judge(problem: str | None, count: int, newest: date | None, today: date) -> tuple[str, str]:
    """State of a channel and what was seen.

    >>> judge(None, 12, date(2025, 11, 1), date(2025, 11, 3))
    ('ok', '12 links, newest 2025-11-01')
    >>> judge(None, 12, date(2025, 9, 1), date(2025, 11, 3))[0], judge("HTTP 404", 0, None, date(2025, 11, 3))
    ('stale', ('dead', 'HTTP 404'))
    """
    if problem:
        return "dead", problem
    if not count:
        return "empty", "no links"
    seen = f"{count} links" + (f", newest {newest}" if newest else "")
    return ("stale" if newest and newest < today - timedelta(days=STALE_DAYS) else "ok"), seen


def add_source(folder: Path, url: str, name: str | None, contact: str | None, *, private: bool) -> int:
    """Probe a site and write its source file."""
    from spiders.sources.probe import converse, survey
    from spiders.sources.source_file import source_text

    start = _start(url, private=private)
    name = name or name_for(start)
    if not NAME.fullmatch(name):
        raise InputError(f"--name {name}: a name is lower-case letters, digits and underscores")
    path = folder / f"{name}.yaml"
    if path.exists():
        raise InputError(f"{path} exists already; choose another --name or edit it")
    agent = "Dateline/probe" + (f" (+{contact})" if contact else "")
    findings = converse(lambda ask: survey(ask, start), agent=agent, private_urls=[start] if private else [])
    if findings is None or findings.home.problem:
        problem = findings.home.problem if findings else "no answer"
        raise InputError(f"{start} cannot be read ({problem}): check the address, or write {path} by hand")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(source_text(findings, private=private, contact=contact), encoding="utf-8")
    try:
        source = read_source(path)
    except DatelineError:
        path.unlink()
        raise
    sys.stdout.write(f"{path}\n")
    sys.stderr.write(
        f"{source.title}: {len(source.feeds)} feeds, {len(source.sitemaps)} sitemaps, {len(source.sections)} sections\n"
    )
    return 0


def _start(url: str, *, private: bool) -> str:
    """The URL to begin at, as far as it can be judged without asking anybody. Raises InputError."""
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


if __name__ == "__main__":
    sys.exit(main())
