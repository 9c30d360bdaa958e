"""`dateline sources check`: how each channel of each source does: ok, dead, empty, stale, or wrong (its file)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.errors import InputError
from pipelines.neutral import on_one_line
from pipelines.settings_file import settings_path
from spiders.sources.source import Source, load_source, read_sources

STALE_DAYS = 14


def check_sources(folder: Path, names: Sequence[str]) -> int:
    """Print how each channel of each source does, and which files are wrong; the exit status, 1 if anything is amiss."""
    from spiders.fetching.user_agent import user_agent
    from spiders.sources.channels import newest_in
    from spiders.sources.probe import Answer, Ask, converse

    found = read_sources(folder)
    sources = [load_source(folder, name) for name in names] or list(found.read)
    wrong = () if names else found.wrong
    if not sources and not wrong:
        raise InputError(f"no source in {folder} yet: 'dateline sources add URL' writes one")
    for file in wrong:
        sys.stdout.write(f"{file.name}\tfile\t{settings_path(folder, file.name)}\twrong\t{on_one_line(file.problem)}\n")

    async def conversation(ask: Ask) -> int:
        amiss = 0
        for source in sources:
            for channel, resource, url in channels(source):
                answer: Answer = await ask(url, resource)
                count, newest = await newest_in(ask, answer) if resource == "sitemap" else (answer.links, answer.newest)
                state, seen = judge(answer.problem, count, newest, datetime.now(UTC).date())
                amiss += state != "ok"
                sys.stdout.write("\t".join(map(on_one_line, (source.name, channel, url, state, seen))) + "\n")
                sys.stdout.flush()
        return amiss

    private = [url for source in sources if source.allow_private_addresses for url in source.start_urls]
    amiss = converse(conversation, agent=user_agent(sources[0].contact), private_urls=private) if sources else 0
    return int(bool(amiss or wrong))


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
