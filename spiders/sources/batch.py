"""`dateline sources add` of many publications: surveys several sites at a time and writes their source files.

A host gets one request after the other, however many of its publications are in the batch. What fails stops no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.base.errors import DatelineError, InputError, machine_fault
from pipelines.base.settings.file import settings_path
from pipelines.base.urls.identity import url_key
from spiders.sources.add import free_name, start_url, write_source
from spiders.sources.batch_outcome import LEFT, Outcome, Row, facts
from spiders.sources.drawn import surveyed
from spiders.sources.findings import Findings, forget_pages
from spiders.sources.paper_list import Listed
from spiders.sources.probe import Ask, converse
from spiders.sources.source import is_private, read_sources

SITES_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Batch:
    """What all publications of a batch have in common. `known`: names of the sources that there are, by their `url_key`."""

    folder: Path
    outcome: Outcome
    contact: str | None = None
    private: bool = False
    known: dict[str, str] = field(default_factory=dict)

    def add(self, listed: Sequence[Listed]) -> int:
        """Survey the sites of a list and write their source files. Exit status: 1 if one could not be added, else 0."""
        from spiders.fetching.user_agent import user_agent

        rows = self.planned([each for each in listed if not each.is_done])
        self.outcome.begin(rows, listed)
        waiting = [row for row in rows if row.state == LEFT]
        private = [row.listed.url for row in waiting if self.private and is_private(row.listed.url)]
        if waiting:
            converse(lambda ask: self._survey_all(ask, waiting), agent=user_agent(self.contact), private_urls=private)
        return self.outcome.end()

    def planned(self, listed: Sequence[Listed]) -> list[Row]:
        """A row for each publication, checked without a request: wrong, there already, or to be surveyed.

        Lines with the same address are one row with the feeds of all.
        """
        self.known.update((url_key(source.url), source.name) for source in read_sources(self.folder).read)
        rows: dict[str, Row] = {}
        for each in listed:
            try:
                start = start_url(each.url, private=self.private)
            except InputError as error:
                rows[each.place] = Row(each, "wrong", f"{each.place}: {error}")
                continue
            key = url_key(start)
            if key in rows:
                feeds = (*rows[key].listed.feeds, *each.feeds)
                rows[key].listed = replace(rows[key].listed, feeds=tuple(dict.fromkeys(feeds)))
            elif key in self.known:
                rows[key] = Row(replace(each, url=start), "exists", f"{start} is {self.known[key]}, left as it is")
            else:
                rows[key] = Row(replace(each, url=start))
        return list(rows.values())

    async def _survey_all(self, ask: Ask, rows: Sequence[Row]) -> bool:
        places, writing, turn = asyncio.Semaphore(SITES_AT_ONCE), asyncio.Lock(), asyncio.Lock()

        async def one(row: Row) -> None:
            async with places:
                try:
                    found = await surveyed(ask, row.listed.url, row.listed.feeds, row.listed.sitemaps, turn)
                    async with writing:
                        await asyncio.to_thread(self._write, row, found)
                        forget_pages()
                except Exception as error:  # the others go on
                    said = str(error) if isinstance(error, DatelineError) else machine_fault(error)
                    row.state, row.detail = "failed", said or f"{type(error).__name__}: {error}"
                self.outcome.tell(row)

        await asyncio.gather(*map(one, rows))
        return True

    def _write(self, row: Row, found: Findings) -> None:
        """Write the source file of one publication, and its figures into its row."""
        listed = row.listed
        if found.home.problem:
            raise InputError(found.home.problem)
        if there := self.known.get(url_key(found.home.url)):
            row.state, row.detail = "exists", f"{listed.url} leads to {there}, left as it is"
            return
        path = settings_path(self.folder, free_name(self.folder, listed.name, found.home.url))
        source = write_source(path, found, contact=self.contact, private=self.private, group=listed.group)
        self.known[url_key(source.url)] = source.name
        row.state, row.facts = "added", facts(source, found)
