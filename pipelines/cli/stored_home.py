"""A home in an object store during one command: which commands write it, and which files each needs on this disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from pipelines.cli.opened_home import opened_home
from pipelines.lake.home import ENVIRONMENT_VARIABLE, Home
from pipelines.lake.layout import require_known
from pipelines.lake.store.address import address_of, working_folder
from pipelines.lake.store.keeper import reading, writing
from pipelines.lake.store.pulling import all_files, shown_files, work_files
from pipelines.lake.store.working_copy import WorkingCopy

WITHOUT_HOME = ("", "extract", "duplicates")
"""Commands for which nothing is pulled."""
READING = {"sql": shown_files, "search": shown_files, "show": shown_files, "dates": shown_files, "try": shown_files,
           "browse": shown_files, "mcp": shown_files, "doctor": work_files, "backup": all_files}  # fmt: skip
WHOLE_ARCHIVE = ("import", "takedown")
"""Commands that read files of captures directly."""
LASTING = ("build", "crawl", "demo", "ui")
"""Commands that finish whole nights long before they end."""
COLLECTING = ("maintain", "takedown")


@contextmanager
def stored_home(address: str, command: str, folder: Path | None = None) -> Iterator[Home]:
    """The updated working copy of a home; the changes that the command makes are in the store when the block ends.

    It is in `folder`, otherwise in the usual place of working copies.
    """
    home = Home(folder or working_folder(address))
    os.environ[ENVIRONMENT_VARIABLE] = str(home.root)
    if command in WITHOUT_HOME:
        yield home
        return
    is_new = address_of(home.root) is None
    copy = WorkingCopy.of(home.root, address)
    with _opened(copy, command):
        if is_new:
            sys.stderr.write(f"dateline: {address} is worked on in {home.root}\n")
        if copy.is_outdated:
            _follow(home)
            copy.renewed()
        if command in ("search", "mcp"):
            _index(home)
        require_known(home.root)
        if command in READING:  # what it changes here would not reach the store
            yield home
        else:
            with opened_home(home):
                yield home


def _opened(copy: WorkingCopy, command: str) -> AbstractContextManager[None]:
    if command in READING:
        return reading(copy, READING[command])
    wanted = all_files if command in WHOLE_ARCHIVE else work_files
    return writing(copy, wanted, meanwhile=command in LASTING, collects=command in COLLECTING)


def _follow(home: Home) -> None:
    """Write the views again, because others changed the tables."""
    from pipelines.corpus.publish.views import write_views

    write_views(home)


def _index(home: Home) -> None:
    """Make the search index if this machine has none for these tables."""
    from datetime import UTC, datetime

    from pipelines.ask.search.folder import is_complete
    from pipelines.ask.search.step import index_night
    from pipelines.lake.delta import Lake
    from pipelines.night.lock import writing as locked

    if not is_complete(home) and Lake(home.lake).exists("articles"):
        with locked(home):
            index_night(home, datetime.now(UTC).date(), lambda *_: None)
