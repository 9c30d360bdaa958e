"""The corpus that a dataset is made of: the published tables, or those of an earlier published night, held still.

An export reads the same files from its first query to its last row, whoever builds the next night meanwhile.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from pipelines.ask.sql.connection import LITERAL, usable_corpus
from pipelines.corpus.publish.views import write_views
from pipelines.give.export.recipe import RecipeError
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import APART, TABLES

RANGES = """
SELECT filename, min(first_night), max(first_night) FROM read_parquet($files, filename = true, union_by_name = true)
GROUP BY filename ORDER BY min(first_night), filename
"""
TABLE = "articles"


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files of `articles` whose first nights no other file shares: `first` to `last`."""

    files: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A connection to the views, the file that they are in, the files of `articles` and of its changed rows in the order of
    first nights, the night.
    """

    connection: duckdb.DuckDBPyConnection
    file: Path
    groups: tuple[FileGroup, ...]
    night: date | None


@contextmanager
def snapshot(home: Home, as_of: date | None = None) -> Iterator[Snapshot]:
    """Open the corpus as it is published, or as it was when the night `as_of` was. Raises RecipeError if that is gone."""
    Checksums(home.root).require("lake/")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "held" / "corpus.duckdb"
        file.parent.mkdir()
        if as_of is None:
            shutil.copy(usable_corpus(home, Path(folder)), file)
        else:
            write_views(home, target=file, files=_files_of_night(Lake(home.lake), as_of))
        with duckdb.connect(str(file), read_only=True) as connection:
            connection.execute(f"SET TimeZone = 'UTC'; SET temp_directory = '{folder}'")
            [(night,)] = connection.execute("SELECT max(night) FROM publications").fetchall()
            yield Snapshot(connection, file, tuple(_groups(connection)), as_of or night)


def _files_of_night(lake: Lake, night: date) -> dict[str, list[str]]:
    published = lake.read("publications").to_pylist()
    nights = sorted({row["night"] for row in published})
    if night not in nights:
        known = ", ".join(map(str, nights[-5:])) or "none"
        raise RecipeError("as_of", f"{night} is no published night; the last ones: {known}")
    versions = {row["table"]: row["version"] for row in published if row["night"] == night}
    return {table: _files_of_version(lake, table, versions[table], night) for table in versions if table in TABLES}


def _files_of_version(lake: Lake, table: str, version: int, night: date) -> list[str]:
    gone = f"the files of {night} are no longer kept ({table}, version {version}); 'maintain' keeps seven nights"
    try:
        actions = pa.table(DeltaTable(str(lake.path(table)), version=version).get_add_actions())
    except (DeltaError, OSError) as error:
        raise RecipeError("as_of", gone) from error
    files = [str(lake.path(table) / path) for path in sorted(actions["path"].to_pylist())]
    if not all(Path(file).exists() for file in files):
        raise RecipeError("as_of", gone)
    return files


def _groups(connection: duckdb.DuckDBPyConnection) -> Iterator[FileGroup]:
    """Files whose first nights overlap form one group, so that groups follow each other in time."""
    [(view,)] = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'articles'").fetchall()
    named = {Path(name.replace("''", "'")) for name in LITERAL.findall(view) if name.endswith(".parquet")}
    files = sorted(str(file) for file in named if file.parent.parent.name in (TABLE, APART[TABLE].name))
    found = connection.execute(RANGES, {"files": files}).fetchall() if files else ()
    group: FileGroup | None = None
    for file, first, last in found:
        alone = FileGroup((file,), first or date.min, last or date.max)
        if group is not None and alone.first <= group.last:
            group = FileGroup((*group.files, file), group.first, max(group.last, alone.last))
            continue
        if group is not None:
            yield group
        group = alone
    if group is not None:
        yield group
