"""A large home for `browse_pages.py`: a demo's tables, copied for many groups of papers and many nights, with ids, addresses,
dates and names of their own. Captures point to the demo's archive, so that every record can be read and verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.ask.search.step import index_night
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.delta.parquet import Written, write_file
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

IDS = {"article_id", "cluster_id", "origin_article_id", "matched_article_id", "nearest_article_id", "witness_article_id",
       "event_id", "capture_id", "document_id"}  # fmt: skip
URLS = {"url", "url_key", "from_url", "from_url_key", "to_url", "to_url_key", "canonical_url", "final_url", "evidence_url",
        "list_url", "list_key", "referrer", "home"}  # fmt: skip
LEFT_OUT = {"block_sightings", "boilerplate", "places", "date_lessons", "imports", "nights", "publications"}
"""Tables that no page reads."""
LINKED = "linked-"
OWN = 3
"""Times that the demo is copied into files of their own. Older nights and months are hard links to the last copies: as many
files, rows and bytes as in a corpus of this size, made in minutes, but few different ids."""
HEADLINES = {"title", "headline", "shown"}


def made(demo: Home, home: Home, articles: int, groups: int) -> None:
    """Fill an empty home with about so many articles: `groups` times the demo's papers, on as many nights as it takes."""
    lake, source = Lake(home.lake), Lake(demo.lake)
    rows = {name: source.read(name) for name in TABLES if name not in LEFT_OUT and source.exists(name)}
    rows = {name: own for name, own in rows.items() if own.num_rows}
    for name, table in TABLES.items():  # rows apart of the demo's rebuilt nights belong to their table
        if table.of and name in rows:
            changed = rows.pop(name).select(rows[table.of].column_names)
            rows[table.of] = pa.concat_tables([rows[table.of], changed]) if changed.num_rows else rows[table.of]
    times = max(OWN + 1, round(articles / (rows["articles"].num_rows * groups)))
    home.archive.parent.mkdir(parents=True, exist_ok=True)
    home.archive.symlink_to(demo.archive)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET python_enable_replacements = false; SET threads = 2")
        front = rows["headline_sightings"].filter(pc.equal(rows["headline_sightings"]["place"], "list"))
        lists = {
            *front["list_url"].to_pylist(),
            *front["list_key"].to_pylist(),
            *rows["source_settings"]["url"].to_pylist(),
        }
        connection.register("lists", pa.table({"url": sorted(filter(None, lists))}))
        connection.execute(
            f"CREATE TABLE kept AS FROM lists; CREATE TABLE groups AS SELECT range AS g FROM range({groups})"
        )
        linked: dict[str, list[Written]] = {}
        for name, own in rows.items():
            connection.register("own", own)
            fill = _by_nights if TABLES[name].partition == "night" else _by_months
            files = list(fill(connection, lake.path(name), name, times))
            linked[name] = [file for file in files if LINKED in file.path]
            lake._commit(name, [], [file for file in files if LINKED not in file.path])
            connection.unregister("own")
    index_night(
        home, date(2026, 1, 1), lambda _done, _total: None
    )  # with the locator: both know the different ids alone
    for name, files in linked.items():
        lake._commit(name, [], files)
    write_views(home)


def _by_nights(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, times: int) -> Iterator[Written]:
    """A file a night; those before the OWN nights are links to the files of the last of them."""
    for time in range(OWN + 1):
        for night, rows in _parts(connection, name, time):
            written = write_file(folder, TABLES[name], night, rows)
            yield written
            if time == OWN:
                for back in range(1, times - OWN):
                    yield _linked(folder, written, f"{date.fromisoformat(night) - timedelta(days=2 * back)}")


def _by_months(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, times: int) -> Iterator[Written]:
    """A file a month, as maintenance leaves it; those before the own one are links."""
    a_month = min(15, times - OWN)
    parts = [[rows for _, rows in _parts(connection, name, time)] for time in range(OWN + a_month)]
    spec = TABLES[name]
    for several, month in ((parts[:OWN], "2026-02"), (parts[OWN:], "2026-01")):
        rows = pa.concat_tables([each for listed in several for each in listed])
        column = pa.array([month] * rows.num_rows, pa.string())
        rows = rows.set_column(rows.column_names.index("month"), "month", column)
        written = write_file(folder, spec, month, rows.sort_by([(column, "ascending") for column in spec.sort]))
        yield written
    for back in range(1, round((times - OWN) / a_month)):
        year, left = divmod(2026 * 12 - back, 12)
        yield _linked(folder, written, f"{year}-{left + 1:02}")


def _linked(folder: Path, written: Written, value: str) -> Written:
    """The same file as that of another night or month."""
    kind, _, rest = written.path.partition("=")
    path = f"{kind}={value}/{LINKED}{rest.rpartition('/')[2]}"
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).hardlink_to(folder / written.path)
    return replace(written, path=path, partition=value)


def _parts(connection: duckdb.DuckDBPyConnection, name: str, time: int) -> Iterator[tuple[str, pa.Table]]:
    spec = TABLES[name]
    days = 10 - 2 * time  # the own nights are all in February
    columns = [
        f"{_changed(field.name, field.type, _quoted(field.name), days)} AS {_quoted(field.name)}"
        for field in spec.schema
    ]
    made = connection.sql(f"SELECT {', '.join(columns)} FROM own CROSS JOIN groups").to_arrow_table()
    made = made.cast(spec.schema).sort_by([(column, "ascending") for column in spec.sort])
    for value in pc.unique(made[spec.partition]).to_pylist():
        yield str(value), made.filter(pc.equal(made[spec.partition], pa.scalar(value)))


def _changed(name: str, kind: pa.DataType, sql: str, days: int) -> str:
    """The SQL of a value as the copy has it."""
    if pa.types.is_list(kind):
        return f"list_transform({sql}, lambda x: {_changed(name, kind.value_type, 'x', days)})"
    if pa.types.is_struct(kind):
        inner = ", ".join(f"{f.name!r}: {_changed(f.name, f.type, f'{sql}.{_quoted(f.name)}', days)}" for f in kind)
        return f"CASE WHEN {sql} IS NOT NULL THEN {{{inner}}} END"
    if pa.types.is_date(kind):
        return f"({sql} + ({days}))"
    if pa.types.is_timestamp(kind):
        return f"CASE WHEN {sql} < TIMESTAMPTZ '2000-01-01' THEN {sql} ELSE {sql} + INTERVAL '{days} days' END"
    if not pa.types.is_string(kind):
        return sql
    if name in IDS:
        return f"CASE WHEN {sql} <> '' THEN md5({sql} || '/' || g || '/{days}')[1:16] ELSE {sql} END"
    if name in URLS:
        at = f"replace(replace({sql}, '.example', '-' || g || '.example'), '127.0.0.1:', 'paper' || g || '.example:')"
        own = f"{at} || '/{10 - days}'"
        return f"CASE WHEN {sql} IN (SELECT url FROM kept) THEN {at} ELSE {own} END" if "x" not in sql[:2] else own
    if name == "source":
        return f"{sql} || '_' || g"
    if name == "published":
        return (f"CASE WHEN length({sql}) >= 10 THEN strftime(TRY_CAST({sql}[1:10] AS DATE) + ({days}), '%Y-%m-%d') || "
                f"{sql}[11:] ELSE {sql} END")  # fmt: skip
    return f"{sql} || ' {10 - days}.' || g" if name in HEADLINES else sql


def _quoted(name: str) -> str:
    return f'"{name}"'


def is_made(folder: Path) -> bool:
    """True if a home in the folder was filled to its end."""
    return (folder / "index" / "search").is_dir()
