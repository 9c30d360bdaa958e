"""A read-only connection to the corpus for our own queries in this process; it also works if the home was moved or copied."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from pipelines.base.errors import CorpusError, EnvironmentFault
from pipelines.corpus.publish.derived import HOME
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

if TYPE_CHECKING:
    from pipelines.corpus.publish.views import Files

READ = ("lake/", "corpus.duckdb")
"""Areas of the home that a query reads."""
LITERAL = re.compile("'((?:[^']|'')*)'")
"""A string literal of SQL."""


def connect(home: Home) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the corpus; sessions are in UTC. Raises as `usable_corpus` does.

    The views read the files of this home; if the home was copied or moved, its views are written again first.
    """
    with TemporaryDirectory() as folder:
        connection = duckdb.connect(
            str(usable_corpus(home, Path(folder))), read_only=True
        )  # the file may be removed, its handle stays open
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def usable_corpus(home: Home, folder: Path) -> Path:
    """A corpus file that can be opened and whose views read the files of this home: the home's own, or a copy in
    `folder`.

    It is a copy if a program holds the file for writing, or if the home was copied or moved and is read-only. Raises
    InputError if there is no corpus yet, and CorpusError if files of it are missing or damaged.
    """
    home.require_corpus()
    Checksums(home.root).require(*READ)
    try:
        return _usable(home, folder)
    except (
        duckdb.IOException,
        duckdb.InvalidInputException,
    ) as error:  # a view cannot be made over missing or damaged files
        raise CorpusError(
            f"{home.corpus} reads files that are missing or torn: 'dateline doctor' says which ({str(error).splitlines()[0]})"
        ) from error


def _usable(home: Home, folder: Path) -> Path:
    try:
        files = _moved_files_of(home, home.corpus)
    except duckdb.Error as error:
        if not isinstance(error, duckdb.ConnectionException) and "lock" not in str(error):
            raise EnvironmentFault(
                f"cannot open {home.corpus}; 'dateline doctor --repair' writes it again: {str(error).splitlines()[0]}"
            ) from error
        # Another program holds the file for writing; its views can still be read from a copy.
        return _copy(home, folder)
    if files is None:
        return home.corpus
    from pipelines.corpus.publish.views import write_views  # loads the lake here: seldom needed

    try:
        write_views(home, files=files)
    except (OSError, duckdb.Error):
        write_views(home, target=folder / home.corpus.name, files=files)
        return folder / home.corpus.name
    return home.corpus


def _copy(home: Home, folder: Path) -> Path:
    copy = Path(shutil.copy(home.corpus, folder / home.corpus.name))
    if (files := _moved_files_of(home, copy)) is not None:
        from pipelines.corpus.publish.views import write_views

        write_views(home, target=copy, files=files)
    return copy


def _moved_files_of(home: Home, corpus: Path) -> Files | None:
    with duckdb.connect(str(corpus), read_only=True) as connection:
        return moved_files(home, connection)


def moved_files(home: Home, connection: duckdb.DuckDBPyConnection) -> Files | None:
    """The files of this home that the views should read, if they read another folder; None if the views are right."""
    connection.execute("SET python_enable_replacements = false")  # or a name of no view could mean our variable
    [(former,)] = connection.execute(f"SELECT path FROM {HOME}").fetchall()
    if Path(former) == home.root:
        return None
    lake = f"{former}/lake/"
    views = connection.execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal").fetchall()
    named = {name.replace("''", "'") for view, sql in views if view in TABLES for name in LITERAL.findall(sql)}
    return {
        table: sorted(str(home.lake / name.removeprefix(lake)) for name in named if name.startswith(f"{lake}{table}/"))
        for table in TABLES
    }
