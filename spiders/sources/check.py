"""`dateline sources check`: the state of each channel of each source, and of its stories, judged as the nights' health."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipelines.base.neutral import on_one_line
from pipelines.base.processes.program import start
from pipelines.base.settings.file import settings_files
from pipelines.health.past import Past
from pipelines.health.seen import Seen
from pipelines.lake.home import Home
from pipelines.lake.values import HealthCheck
from spiders.sources.look import Channel, Look, channels, look
from spiders.sources.new_corpus import say_no_source
from spiders.sources.source import Source, load_source, read_sources

STALE_DAYS = 14
"""Maximum age of a feed's newest entry, if the source has too few nights to know its usual age."""
HEADINGS = ("SOURCE", "CHANNEL", "STATE", "URL", "SEEN")
STATES = ("ok", "dead", "empty", "stale", "broken", "wrong")
FEED_STATES = {HealthCheck.FEED_EMPTY: "empty", HealthCheck.FEED_STALE: "stale"}
Line = tuple[str, str, str, str, str]


def check_sources(home: Home, names: Sequence[str], *, is_under: bool = False) -> int:
    """Print the state of each channel of each source, and the wrong files. Exit status: 1 if there is a problem, else 0.

    A process has one proxy: sources behind another are checked by a process of their own, with no heading (`is_under`).
    """
    from spiders.fetching.user_agent import user_agent
    from spiders.sources.probe import Ask, converse

    found = read_sources(home.sources)
    sources = [load_source(home.sources, name) for name in names] or list(found.read)
    wrong = () if names else found.wrong
    if not sources and not wrong:
        return say_no_source(home.sources)
    lines = Lines(sources, [file.name for file in wrong], is_under=is_under)
    for file in wrong:
        places = ", ".join(map(str, settings_files(home.sources, file.name)))
        lines.write((file.name, "file", "wrong", places, file.problem))

    async def conversation(ask: Ask) -> int:
        return sum([lines.write(line) for source in sources for line in judged(home, await look(ask, source))])

    others = [source for source in sources if source.proxy != sources[0].proxy]
    sources = [source for source in sources if source not in others]
    private = [url for source in sources if source.allow_private_addresses for url in source.start_urls]
    if not sources:
        return int(bool(wrong))

    def cookies(url: str) -> Mapping[str, str]:
        chosen = (source.consent.cookies for source in sources if source.consent and source.in_scope(url))
        return next(chosen, {})

    amiss = converse(
        conversation,
        agent=user_agent(sources[0].contact),
        private_urls=private,
        cookies=cookies,
        proxy=sources[0].proxy,
    )
    return int(bool(amiss or wrong or (others and _checked_apart(home, others))))


def _checked_apart(home: Home, sources: Sequence[Source]) -> int:
    """Check sources in a process of its own; its exit status."""
    named = (source.name for source in sources)
    return start("spiders.sources", "--home", str(home.root), "check", "--under", *named).wait()


class Lines:
    """A table on stdout, written line by line. Column widths come from the source files, before any request is made."""

    def __init__(self, sources: Sequence[Source], wrong: Sequence[str], *, is_under: bool = False) -> None:
        urls = [url for source in sources for _, _, url in channels(source)]
        cells = ([*(source.name for source in sources), *wrong], ["section", "sitemap", "stories"], STATES, urls)
        self.widths = [max(map(len, (heading, *each))) for heading, each in zip(HEADINGS, cells, strict=False)]
        if not is_under:
            self.write(HEADINGS)

    def write(self, line: Line) -> bool:
        """Write one line; returns True if it reports a problem."""
        padded = [on_one_line(cell).ljust(width) for cell, width in zip(line, self.widths, strict=False)]
        sys.stdout.write("  ".join([*padded, on_one_line(line[-1])]).rstrip() + "\n")
        sys.stdout.flush()
        return line is not HEADINGS and line[2] != "ok"


def judged(home: Home, found: Look) -> Iterator[Line]:
    """One line for each channel, and one for the stories."""
    from pipelines.health.live import judged_now, past_until, seen_now

    name, today = found.source.name, found.at.date()
    past = past_until(home, name, today)
    documents, dropped = found.documents()
    seen = seen_now(found.source.model_dump(mode="json"), found.fetches(), found.links(), documents, dropped)
    findings = judged_now(name, today, seen, past)
    for channel in found.channels:
        mine = next((f for f in findings if f["url"] == channel.url and f["check"] in FEED_STATES), None)
        yield (name, channel.name, *_of_channel(channel, mine, past, today))
    yield (name, "stories", *_of_stories(found, seen, findings))


def _of_channel(channel: Channel, finding: Mapping[str, Any] | None, past: Past, today: date) -> tuple[str, str, str]:
    state, seen = judge(channel.answer.problem, channel.count, channel.newest, today)
    if finding is not None and state in ("ok", "stale"):
        return FEED_STATES[finding["check"]], channel.url, finding["sentence"]
    if state == "stale" and not past.is_short and channel.resource == "feed":
        return "ok", channel.url, f"{seen}: as old as it usually is"
    return state, channel.url, seen


def _of_stories(found: Look, seen: Seen, findings: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    """State, example URL and details of a few stories."""
    of_pages = [f for f in findings if f["check"] not in FEED_STATES]
    figures, asked = seen.figures, len(found.stories)
    url = next((edge.url for edge, _ in found.stories), found.source.url)
    if of_pages:
        return "broken", of_pages[0]["url"] or url, f"{of_pages[0]['check']}: {of_pages[0]['sentence']}"
    if not asked:
        return "empty", url, "no story is linked"
    stories = sum(1 for _, answer in found.stories if not answer.problem)
    if figures["stories"] == 0:
        return "broken", url, f"no story found in {asked} pages"
    words, dated = figures["words_median"], figures["dated"]
    return "ok", url, f"{stories} read: {words} words in the median, {dated} dated, {figures['authored']} signed"


def judge(problem: str | None, count: int, newest: date | None, today: date) -> tuple[str, str]:
    """State and details of a channel.

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
