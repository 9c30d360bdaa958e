"""A publication of the corpus, open for reading: its views and its search index. A page is of one publication, whatever is
built meanwhile.
"""

from __future__ import annotations

import shutil
import threading
import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar, cast

import duckdb

from pipelines.ask.search.folder import folder, is_complete
from pipelines.ask.search.searcher import Searcher, searching
from pipelines.ask.sql.connection import READ, usable_corpus
from pipelines.base.errors import CorpusError, EnvironmentFault
from pipelines.base.ids import digest
from pipelines.browse.facets import MEMBERS, VALUES, Events, Facets, facets_of
from pipelines.browse.narrow import EVERYWHERE, View, Within, narrowed
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

MAX_SECONDS = 20.0
"""A query that takes longer is ended."""
SETTINGS = {
    "memory_limit": "400MB",
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
"""Of DuckDB: a question that needs more memory writes to disk, and what one needed is given back after it."""
MAX_KEPT = 200
NOTES = "incidents.yaml"
NIGHTS = "SELECT source, list(DISTINCT night ORDER BY night DESC) AS nights FROM source_settings GROUP BY source"
BATCH_ROWS = 50_000

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Publication:
    """What was published when `mark` was taken. It may be used from several threads."""

    home: Home
    mark: str
    """Digest of the files that hold the views, the index and the notes on incidents: another publication has another one."""
    searcher: Searcher | None
    """None while there is no search index."""
    _connection: duckdb.DuckDBPyConnection
    _open: ExitStack = field(repr=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, computed once while it is among the MAX_KEPT that were computed last."""
        if (kept := self._kept.get(key)) is None:
            kept = self._kept[key] = make()
            for oldest in list(self._kept)[:-MAX_KEPT]:
                self._kept.pop(oldest, None)
        return cast("T", kept)

    @cached_property
    def facets(self) -> Facets:
        """The values that searches count."""
        with self._connection.cursor() as cursor:
            return facets_of(cursor.sql(VALUES).to_arrow_reader(BATCH_ROWS))

    @cached_property
    def views(self) -> Mapping[str, View]:
        """The views over files, by table."""
        with self._connection.cursor() as cursor:
            found = cursor.execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal").fetchall()
        return {name: View.of(name, statement) for name, statement in found if name in TABLES}

    @cached_property
    def events(self) -> Events:
        """The works of each event."""
        with self._connection.cursor() as cursor:
            return Events.of(cursor.sql(MEMBERS).to_arrow_reader(BATCH_ROWS))

    @cached_property
    def nights(self) -> Mapping[str, Sequence[date]]:
        """The nights of each source, the last one first."""
        return {row["source"]: row["nights"] for row in self.rows(NIGHTS)}

    def rows(self, query: str, *parameters: object, within: Within = EVERYWHERE) -> list[Row]:
        """The rows of a query of ours, of the files that `within` names. Raises EnvironmentFault if it takes longer than
        MAX_SECONDS.
        """
        with self._connection.cursor() as cursor:
            timer = threading.Timer(MAX_SECONDS, cursor.interrupt)
            timer.start()
            try:
                cursor.execute(narrowed(query, self.views, within), list(parameters))
                names = [column[0] for column in cursor.description or ()]
                found: list[Row] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            except duckdb.InterruptException as error:
                raise EnvironmentFault(f"the question took longer than {MAX_SECONDS:.0f} s: ask for less") from error
            except duckdb.IOException as error:
                raise CorpusError(
                    f"files of the corpus are missing or torn: 'dateline doctor' says which ({error})"
                ) from error
            finally:
                timer.cancel()
        return found

    def row(self, query: str, *parameters: object, within: Within = EVERYWHERE) -> Row | None:
        """The first row of a query; None if it has none."""
        return next(iter(self.rows(query, *parameters, within=within)), None)

    def __del__(self) -> None:
        with suppress(Exception):
            self._connection.close()
            self._open.close()


class Newest:
    """The newest publication of a home; it is opened when it is first asked for, and again after each build."""

    def __init__(self, home: Home) -> None:
        self._home, self._lock = home, threading.Lock()
        self._held: Publication | None = None

    def __call__(self) -> Publication:
        """The publication. Raises InputError if there is no corpus yet, CorpusError if files are damaged."""
        self._home.require_corpus()
        Checksums(self._home.root).require(*READ)
        with self._lock:
            mark = _mark(self._home)
            if self._held is None or self._held.mark != mark:
                self._held = _opened(self._home, mark)
            return self._held


def _opened(home: Home, mark: str) -> Publication:
    with ExitStack() as stack:
        searcher = stack.enter_context(searching(home)) if is_complete(home) else None
        # A file of its own: DuckDB would take a path that it has open for the file that it opened first. What does not fit
        # into memory is written beside it.
        beside = Path(mkdtemp(prefix="dateline-browse-"))
        stack.callback(shutil.rmtree, beside, ignore_errors=True)
        own = beside / home.corpus.name
        corpus = usable_corpus(home, beside)
        if corpus != own:
            shutil.copy(corpus, own)
        connection = duckdb.connect(str(own), read_only=True, config=SETTINGS)
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET python_enable_replacements = false")
        opened = Publication(home, mark, searcher, connection, stack.pop_all())
        weakref.finalize(opened, shutil.rmtree, beside, True)  # also when the program ends
        return opened


def _mark(home: Home) -> str:
    paths = (home.corpus, folder(home) / "meta.json", home.root / NOTES)
    stats = [path.stat() if path.exists() else None for path in paths]
    return digest(*(f"{s.st_ino} {s.st_mtime_ns} {s.st_size}" if s else "-" for s in stats))
