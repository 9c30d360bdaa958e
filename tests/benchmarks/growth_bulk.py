"""Bulk nights for the growth benchmark: clones of a night that the real steps built, each with other words, dates and ids.

A clone is written through the lake, the locator and the index of texts, table by table and commit by commit, as the steps would
leave it; the words that tell stories apart are swapped for others, so that a clone's texts are like no other night's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from growth_site import NAMES, VOCABULARY, counted, crawl, stories

from pipelines.base.ids import capture_id, digest, document_id
from pipelines.base.urls.identity import article_id_of, url_key
from pipelines.corpus.duplicates.index import opened
from pipelines.corpus.duplicates.members import night_members
from pipelines.corpus.duplicates.night import FOLDER
from pipelines.extract.run.storable import content_sha256
from pipelines.lake import archive
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.book import TABLE as DONE
from pipelines.night.book import Row, _table
from pipelines.night.locator import DUPLICATES, Locator, locating
from pipelines.nights import STEPS, Accounts, build

MODEL = date(2024, 2, 6)
"""The night that is cloned; the days of its dates are this one alone."""
TAUGHT_BY = 12
"""Stories of each paper on the night before it."""
WORKS = tuple(name for name, table in TABLES.items() if table.partition == "month")
NIGHTLY = tuple(name for name, table in TABLES.items() if table.partition == "night")
WORDED = {"title", "text", "blocks", "anchor", "related"}
"""Columns that hold a story's words."""
IDS = {
    "article_id", "cluster_id", "origin_article_id", "matched_article_id", "document_id", "capture_id", "text_sha256",
    "content_sha256",
}  # fmt: skip
OLDEST_REAL = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Model:
    """The rows that the real steps left of one night, by table."""

    tables: Mapping[str, pa.Table]

    @classmethod
    def built(cls, home: Home, each: int) -> Model:
        """Crawl and build a night of `each` stories a paper in an empty home, after one that taught what the papers repeat."""
        for night, count in ((MODEL - timedelta(days=1), TAUGHT_BY), (MODEL, each)):
            crawl(home, night, stories(night, count), {}, {})
        build(home, [MODEL - timedelta(days=1), MODEL], show=False)
        lake = Lake(home.lake)
        nightly = {name: lake.read(name, night=MODEL) for name in NIGHTLY}
        return cls(nightly | {n: lake.read_first_seen(n, MODEL, columns=TABLES[n].schema.names) for n in WORKS})


def add_night(home: Home, model: Model, night: date) -> int:
    """Add a clone of a night to a corpus; returns how many articles it has."""
    lake = Lake(home.lake)
    tables = dict(clone(model, night))
    _archive(home, night, tables)
    for name in NIGHTLY:
        lake.replace(name, tables[name], night=night)
    for name in WORKS:
        works = set(tables[name]["article_id"].to_pylist())
        lake.replace_works(name, tables[name], works, [night])
    with locating(home) as locator:
        _locate(locator, night, tables)
    return tables["articles"].num_rows


def index_texts(home: Home) -> None:
    """Index the texts of every night that is not, oldest first, as the duplicates step would have."""
    with opened(home.index / FOLDER) as index:
        for night in Lake(home.lake).nights("clean_documents"):
            if night.isoformat() not in index.graph.nights:
                members, _ = night_members(home, night, index.add)
                index.commit({night.isoformat(): members})


def tie(home: Home) -> int:
    """Cluster and publish the works whose texts recur from night to night; returns how many there are."""
    with opened(home.index / FOLDER) as index, locating(home) as locator:
        recurring = "SELECT text_id FROM member WHERE text_id <> 0 GROUP BY 1 HAVING count(DISTINCT night) > 1"
        found = index.graph._db.execute(f"SELECT article_id FROM member WHERE text_id IN ({recurring})")
        works = {work for (work,) in found}
        locator.wait(DUPLICATES, works)
    last = max(Lake(home.lake).nights("documents"))
    for step in ("duplicates", "articles"):
        STEPS[step].run(home, last, show=False)
    return len(works)


def index_lists(home: Home) -> None:
    """Index the lists and dates of every night that is not, as the traces step would have."""
    STEPS["traces"].run(home, max(Lake(home.lake).nights("documents")), show=False)


def index_events(home: Home) -> None:
    """Index the works that are not, and write their events, as the events step would have."""
    STEPS["events"].run(home, max(Lake(home.lake).nights("documents")), show=False)


def _archive(home: Home, night: date, tables: Mapping[str, pa.Table]) -> None:
    """What the crawls of the night would have left beside their WARC files."""
    for source in pc.unique(tables["fetches"]["source"]).to_pylist():
        title = {"name": source, "title": source, "url": f"https://{source.replace('_', '-')}.example/"}
        archive.save_source_settings(home.archive, source, night, title | {"language": "en", "country": "GB"})
        for name in archive.ROWS:
            rows = tables[name].filter(pc.equal(tables[name]["source"], source))
            pq.write_table(rows, archive.folder(home.archive, source, night) / f"{name}.parquet")


def _locate(locator: Locator, night: date, tables: Mapping[str, pa.Table]) -> None:
    documents = tables["documents"]
    locator.put_pages(night, zip(*(documents[n].to_pylist() for n in ("article_id", "source", "url_key")), strict=True))
    locator.put_captures(night, tables["clean_documents"]["article_id"].to_pylist())
    locator.put_evidence(night, tables["date_evidence"]["article_id"].to_pylist())
    locator.add_places(dict.fromkeys(tables["articles"]["article_id"].to_pylist(), night))
    clusters = tables["clusters"]
    locator.put_clusters((), dict(zip(*(clusters[n].to_pylist() for n in ("article_id", "cluster_id")), strict=True)))


def clone(model: Model, night: date) -> Iterator[tuple[str, pa.Table]]:
    """The tables of a night like the model's, with other words, ids and dates."""
    change = _Change(model, night)
    for name in sorted(model.tables, key=lambda name: name == "articles"):
        rows = model.tables[name]
        changed = pa.table({field.name: change.column(field, rows[field.name]) for field in rows.schema}, rows.schema)
        if name == "block_sightings":
            changed = _other_blocks(changed, night)
        if name == "clusters":
            changed = _labelled(changed)
        if name == "articles":
            labels = [change.labels[work] for work in changed["article_id"].to_pylist()]
            changed = changed.set_column(changed.column_names.index("cluster_id"), "cluster_id", pa.array(labels))
        if name in WORKS:
            months = pa.array([month_of(night)] * rows.num_rows, pa.string())
            changed = changed.set_column(changed.column_names.index("month"), "month", months)
        yield name, changed
        if name == "clusters":
            change.labels = dict(zip(*(changed[n].to_pylist() for n in ("article_id", "cluster_id")), strict=True))


class _Change:
    """How the values of the model become those of another night."""

    def __init__(self, model: Model, night: date) -> None:
        self.days = (night - MODEL).days
        self.words = _swapped(np.random.default_rng(night.toordinal()))
        self.dates = [(f"{MODEL}", f"{night}"), (f"{MODEL:%a, %d %b %Y}", f"{night:%a, %d %b %Y}")]
        self.dates += [(f"{MODEL.day} {MODEL:%B %Y}", f"{night.day} {night:%B %Y}")]
        self.dates += [(f"/notes/{counted(MODEL)}", f"/notes/{counted(night)}")]
        self.ids = self._ids(model, night)
        self.labels: dict[str, str] = {}

    def _ids(self, model: Model, night: date) -> dict[str, str]:
        """Old ids and hashes to new ones."""
        rows = model.tables["documents"]
        urls, titles, texts = (self._string(n, rows[n]).to_pylist() for n in ("url", "title", "text"))
        found: dict[str, str] = {}
        shas: dict[str, tuple[str | None, str]] = {}
        for row, url, title, text in zip(
            rows.select(["source", "article_id", "document_id", "capture_id", "content_sha256", "url"]).to_pylist(),
            urls, titles, texts, strict=True,
        ):  # fmt: skip
            sha = content_sha256(title, text)
            work = article_id_of(url, url)
            found |= {row["article_id"]: work, row["content_sha256"]: sha, row["document_id"]: document_id(work, sha)}
            found[row["capture_id"]] = capture_id(row["source"], f"{night}", url_key(url), digest(url))
            shas[row["capture_id"]] = (title, text)
        cleaned = model.tables["clean_documents"]
        texts = self._string("text", cleaned["text"]).to_pylist()
        for capture, sha, text in zip(
            cleaned["capture_id"].to_pylist(), cleaned["text_sha256"].to_pylist(), texts, strict=True
        ):
            found[sha] = content_sha256(shas[capture][0], text)
        return found

    def column(self, field: pa.Field, values: pa.ChunkedArray) -> pa.ChunkedArray:
        """The values of a column as the clone has them."""
        name = field.name
        if name in IDS:
            return pa.chunked_array([[self.ids.get(v, v) if v else v for v in values.to_pylist()]], field.type)
        if pa.types.is_date(field.type):
            return pc.add(values.cast(pa.int32()), pa.scalar(self.days, pa.int32())).cast(field.type)
        if pa.types.is_timestamp(field.type):
            moved = pc.add(values, pa.scalar(self.days * 86_400_000_000, pa.duration("us")))
            return pc.if_else(pc.less(values, pa.scalar(OLDEST_REAL, field.type)), values, moved).cast(field.type)
        if name == "payload_sha256":
            made = [digest(v or "", f"{self.days}") for v in values.to_pylist()]
            return pa.chunked_array([made], field.type)
        return self._nested(name, values.combine_chunks(), field.type)

    def _nested(self, name: str, values: pa.Array, kind: pa.DataType) -> pa.Array:
        if pa.types.is_string(kind):
            return self._string(name, values)
        if pa.types.is_list(kind):
            inner = self._nested(name, values.flatten(), kind.value_type)
            sizes = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False)
            offsets = pa.array(np.concatenate([[0], np.cumsum(sizes)]), pa.int32())
            return pa.ListArray.from_arrays(offsets, inner, type=kind, mask=values.is_null())
        if pa.types.is_struct(kind):
            parts = [self._nested(name, values.field(i), kind.field(i).type) for i in range(kind.num_fields)]
            return pa.StructArray.from_arrays(parts, fields=list(kind), mask=values.is_null())
        return values

    def _string(self, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Array:
        values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        for old, new in self.dates:
            values = pc.replace_substring(values, old, new)
        return _reworded(values, self.words) if name in WORDED else values


def _swapped(draw: np.random.Generator) -> dict[str, str]:
    swapped: dict[str, str] = {}
    for words in (VOCABULARY, NAMES):
        order = draw.permutation(len(words)).tolist()
        swapped |= {word: words[place] for word, place in zip(words, order, strict=True)}
    return swapped | {word.capitalize(): other.capitalize() for word, other in swapped.items()}


def _reworded(values: pa.Array, words: Mapping[str, str]) -> pa.Array:
    """Texts with each word of the vocabulary swapped for its other; words stand between blanks."""
    split = pc.split_pattern(values, " ")
    tokens = split.flatten().dictionary_encode()
    swapped = pa.array([words.get(token, token) for token in tokens.dictionary.to_pylist()], pa.string())
    joined = pa.ListArray.from_arrays(split.offsets, swapped.take(tokens.indices), mask=split.is_null())
    return pc.binary_join(joined, " ")


def _other_blocks(rows: pa.Table, night: date) -> pa.Table:
    """Keys of sentences that only one story has become other keys; what the paper repeats stays."""
    counts = rows.group_by(["source", "block"]).aggregate([("story", "count_distinct")])
    once = counts.filter(pc.equal(counts["story_count_distinct"], 1))["block"].combine_chunks()
    single = pc.is_in(rows["block"].combine_chunks(), once)
    for name, chosen in (("block", single), ("story", pa.scalar(True))):
        values = rows[name].combine_chunks()
        moved = pc.bit_wise_xor(values, pa.scalar(night.toordinal() * 0x9E3779B97F4A7C1 % 2**62, pa.int64()))
        rows = rows.set_column(rows.column_names.index(name), name, pc.if_else(chosen, moved, values))
    return rows


def _labelled(rows: pa.Table) -> pa.Table:
    """Clusters by the label and the matches that their members' new ids make."""
    found = rows.to_pylist()
    groups: dict[str, list[dict[str, object]]] = {}
    for row in found:
        groups.setdefault(row["cluster_id"], []).append(row)
    for members in groups.values():
        members.sort(key=lambda row: (row["first_seen"], row["article_id"]))
        for row in members:
            row["cluster_id"] = members[0]["article_id"]
            if len(members) > 1:
                row["matched_article_id"] = members[1 if row is members[0] else 0]["article_id"]
    return pa.Table.from_pylist(found, rows.schema)


def account(home: Home) -> None:
    """Write the table `nights` as if the steps had run on every night, oldest first, in one commit."""
    accounts = Accounts(home)
    rules = {step.name: step.rules for step in STEPS.values()}
    ended = datetime(2026, 1, 1, tzinfo=UTC)
    for night in accounts.nights:
        for step in STEPS.values():
            had = accounts.rows.get((night, step.name))
            left = {t: (0, had.results[t]) if had else accounts.lake.digest(t, night) for t in step.tables}
            crawls = accounts._crawl(night)[0] if step.name == "fetches" else None
            row = Row(
                night, step.name, "done", ended, 1.0, sum(rows for rows, _ in left.values()), rules[step.name],
                accounts.made_from(step, night), {t: digits for t, (_, digits) in left.items()}, crawls,
                accounts._tables(step),
            )  # fmt: skip
            accounts.rows[night, step.name] = row
            accounts.past.put(row)
    rows = _table(accounts.rows[key] for key in sorted(accounts.rows))
    accounts.lake.commit(DONE, accounts.lake.live_files(DONE), [("", rows)])
