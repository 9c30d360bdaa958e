"""The audit of a dataset, from its files alone: rights, dates, clusters, events and texts of every row, as `audit.json`.

It asks neither the corpus nor its clusters of near-duplicates: texts in several splits are searched for anew
(`pipelines.give.export.overlap`). `dateline export NAME --audit` does it again, and finds the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.base.errors import CorpusError, InputError
from pipelines.base.processes.memory import keep_freed_memory
from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.event_check import events_checked
from pipelines.give.export.files import WORKS, Files, works_of
from pipelines.give.export.formats import FORMATS
from pipelines.give.export.formats.format import INDEX
from pipelines.give.export.grams import GRAM_WORDS, GramFiles
from pipelines.give.export.mixture_check import mixture_checked
from pipelines.give.export.overlap import HALF, NOWHERE, U8, Overlap, Pairs, Texts
from pipelines.give.export.rights_table import FILE as LEDGER
from pipelines.give.export.shards import sha256_of
from pipelines.give.export.sieve import Sieve
from pipelines.give.export.split import Split, read_splits

FILE = "audit.json"
MANIFEST = "manifest.json"
MAX_LISTED_FINDINGS = 1_000
"""Rows and pairs that the audit lists; it counts all of them."""
INSTANT = pa.timestamp("us", tz="UTC")
SMALL = ("id", "cluster_id", "train_ai", "not_before", "not_after")
PERHAPS = ("event_id", WORKS, "tokens", "source", "language", "kind")


@dataclass(frozen=True, slots=True)
class Rows:
    """The id of every row, and the number of its split, counted from 1. A row has `sides` texts."""

    ids: pa.ChunkedArray
    splits: U8
    names: Sequence[str]
    sides: int = 1

    def named(self, text: int) -> dict[str, str]:
        """Id and split of the row of a text."""
        row = text // self.sides
        return {"id": self.ids[row].as_py(), "split": self.names[self.splits[row] - 1]}


def audit(folder: Path, texts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Check a dataset. For one that was just written, `texts` is the finding on its texts by `texts_checked`.

    Raises InputError when there is none, CorpusError when its files cannot be read.
    """
    keep_freed_memory()
    try:
        return _audit(folder, texts)
    except (pa.ArrowException, KeyError, EOFError, OSError) as error:
        said = str(error).splitlines()[0]
        raise CorpusError(f"the files of {folder} cannot be read ({said}): export the dataset again") from error


def _audit(folder: Path, texts: Mapping[str, Any] | None) -> dict[str, Any]:
    manifest = read_manifest(folder)
    recipe, splits = manifest["recipe"], read_splits(manifest["recipe"]["splits"])
    files = Files.of(folder, recipe)
    stated = {name: file for name, file in manifest["files"].items() if "rows" in file}
    known = {"files": len(stated), "not_as_in_the_manifest": []}
    checks: dict[str, Any] = {"files": _files_checked(folder, stated) if texts is None else known}
    perhaps = PERHAPS if recipe.get("mixture") else PERHAPS[:2]
    columns = [name for name in (*SMALL, *perhaps) if name in SMALL or name in recipe["columns"]]
    small = {split: files.table(split, columns) for split in splits}
    checks["rights"] = _rights_checked(small, recipe["train_ai"], folder / LEDGER)
    checks["ids"] = _in_two_splits({name: works_of(table) for name, table in small.items()}, "id")
    checks["clusters"] = _in_two_splits(small, "cluster_id")
    checks["events"] = events_checked(small, recipe.get("split", "cluster"))
    checks["mixture"] = mixture_checked(small, manifest)
    checks["dates"] = {name: _dates_checked(small[name], split) for name, split in splits.items() if _is_dated(split)}
    parts = {name: (table["id"], Files.of(folder, recipe, [name])) for name, table in small.items()}
    checks["texts"] = dict(texts) if texts is not None else _texts_compared(parts)
    checks["disjoint_from"] = {
        name: _disjoint_checked(files, name, small, checks["events"]["unit"]) for name in recipe["disjoint_from"]
    }
    return {
        "dataset": recipe["name"],
        "rows": {name: table.num_rows for name, table in small.items()},
        "checks": checks,
        "violations": (violations := _violations(checks)),
        "passed": violations == 0,
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a dataset. Raises InputError when there is none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"no dataset at {folder}: 'dateline export {folder.name}' makes it") from error
    except ValueError as error:
        raise CorpusError(f"{folder / MANIFEST} is no JSON: export the dataset again") from error
    if "rows" not in manifest:
        raise InputError(f"{folder} was made by an older version: export it again")
    return manifest


def _repeated(ids: pa.ChunkedArray, times: int) -> pa.ChunkedArray:
    return ids if times == 1 else ids.take(pa.array(np.repeat(np.arange(len(ids)), times)))


def has_events(manifest: Mapping[str, Any]) -> bool:
    """True if the rows of a dataset name their events; those of older versions do not."""
    return "event_id" in manifest["recipe"]["columns"]


def texts_checked(compared: tuple[Overlap, Pairs] | None, splits: U8, rows: Rows, texts: Texts) -> dict[str, Any]:
    """The finding on texts: the largest share of a text that another split has, and pairs of texts in two splits of which one
    holds half of the other.

    `splits` numbers the splits of the dataset's texts, `rows` those of its rows, in the same order.
    """
    shares = compared[0].shares(splits) if compared else np.zeros(len(splits))
    half = np.flatnonzero(shares >= HALF)
    pairs = compared[1].of(splits, texts) if compared else []
    named = [
        {"one": rows.named(p["row"]), "other": rows.named(p["of"]), **{k: p[k] for k in ("jaccard", "containment")}}
        for p in pairs
    ]
    by_id = sorted(({**rows.named(text), "share": round(float(shares[text]), 4)} for text in half.tolist()), key=_id)
    return {
        "words_in_a_gram": GRAM_WORDS,
        "texts": int((splits != NOWHERE).sum()),
        "most_shared": round(float(shares.max(initial=0.0)), 4),
        "at_least_half_in_another_split": len(half),
        "pairs": len(named),
        "least_containment": HALF,
        "rows_found": by_id[:MAX_LISTED_FINDINGS],
        "pairs_found": sorted(named, key=lambda pair: (pair["one"]["id"], pair["other"]["id"]))[:MAX_LISTED_FINDINGS],
    }


def _texts_compared(parts: Mapping[str, tuple[pa.ChunkedArray, Files]]) -> dict[str, Any]:
    """The finding on texts of several parts. A part has a name, the ids of its rows and the files that hold them."""
    sides = [files.sides for _, files in parts.values()]
    numbers = [np.full(len(ids), number, np.uint8) for number, (ids, _) in enumerate(parts.values(), 1)]
    splits = np.concatenate([np.repeat(each, count) for each, count in zip(numbers, sides, strict=True)])
    ids = pa.chunked_array([chunk for each, files in parts.values() for chunk in _repeated(each, files.sides).chunks])
    rows = Rows(ids, splits, list(parts))
    if len(parts) < 2:
        return texts_checked(None, splits, rows, lambda _: {})

    def texts() -> Iterator[tuple[I64, pa.Array]]:
        return _numbered(chain.from_iterable(files.texts() for _, files in parts.values()))

    with TemporaryDirectory() as folder:
        sieve, grams = Sieve(Path(folder) / "sieve", splits), GramFiles(Path(folder) / "grams")
        for rows_here, some in texts():
            sieve.add(some, rows_here)
        crossing, pairs = sieve.crossing()
        for rows_here, some in texts() if crossing.any() else ():
            mine = crossing[rows_here]
            grams.add(some.filter(pa.array(mine)).to_pylist(), rows_here[mine])
        overlap = Overlap.of(grams, splits)
        return texts_checked((overlap, pairs), splits, rows, lambda wanted: _some(texts(), wanted))


def _disjoint_checked(files: Files, name: str, small: Mapping[str, pa.Table], unit: str) -> dict[str, Any]:
    """The finding on a dataset of `disjoint_from`, if its folder lies beside the folder of this one."""
    folder = files.folder.parent / name
    if not (folder / MANIFEST).is_file():
        return {"checked": False}
    manifest = read_manifest(folder)
    others = Files.of(folder, manifest["recipe"])
    shared = ["id", "cluster_id", *(["event_id"] if unit == "event" and has_events(manifest) else [])]
    theirs = [others.table(split, [*shared, *others.works_column]) for split in others.splits]
    both = {
        "this dataset": pa.concat_tables(works_of(table).select(shared) for table in small.values()),
        name: pa.concat_tables(works_of(table).select(shared) for table in theirs),
    }
    ids = {
        "this dataset": (pa.concat_tables(table.select(["id"]) for table in small.values())["id"], files),
        name: (pa.concat_tables(table.select(["id"]) for table in theirs)["id"], others),
    }
    return {
        "checked": True,
        "ids": _in_two_splits(both, "id")["in_two_splits"],
        "clusters": _in_two_splits(both, "cluster_id")["in_two_splits"],
        "events": events_checked(both, unit)["violations"],
        "texts": _texts_compared(ids),
    }


def _numbered(parts: Iterable[pa.Array]) -> Iterator[tuple[I64, pa.Array]]:
    """Batches of texts of all parts, each with the numbers of its rows. Numbers count on from part to part."""
    first = 0
    for part in parts:
        yield np.arange(first, first + len(part)), part
        first += len(part)


def _some(parts: Iterable[tuple[I64, pa.Array]], wanted: Sequence[int]) -> dict[int, str]:
    """Texts by the numbers of their rows."""
    found: dict[int, str] = {}
    for numbers, part in parts:
        mine = np.isin(numbers, wanted)
        found.update(zip(numbers[mine].tolist(), part.filter(pa.array(mine)).to_pylist(), strict=True))
    return found


def _files_checked(folder: Path, stated: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Files that are missing, that have other bytes than the manifest states, or that the manifest does not name."""
    found = ((each, path) for each in FORMATS for path in folder.glob(f"{each.place('*')}/*"))
    there = {path.relative_to(folder).as_posix(): path for each, path in found if not each.index or path.name != INDEX}
    changed = {name for name in stated if name not in there or sha256_of(there[name]) != stated[name]["sha256"]}
    return {"files": len(stated), "not_as_in_the_manifest": sorted(changed | (set(there) - set(stated)))}


def _rights_checked(small: Mapping[str, pa.Table], allowed: Sequence[str], ledger: Path) -> dict[str, Any]:
    """Of each row, and of each work that is named in the ledger."""
    known = pa.array(sorted(allowed), pa.string())
    said = [table["train_ai"] for table in small.values()]
    said += [pq.read_table(ledger, columns=["train_ai"])["train_ai"]] if ledger.is_file() else []
    wrong = sum(len(each) - (pc.sum(pc.is_in(each, known)).as_py() or 0) for each in said)
    return {"train_ai": sorted(allowed), "violations": wrong}


def _in_two_splits(small: Mapping[str, pa.Table], column: str) -> dict[str, Any]:
    found: set[Any] = set()
    for pair in combinations((table[column] for table in small.values()), 2):
        less, more = sorted(pair, key=len)
        found.update(more.filter(pc.is_in(more, value_set=less.combine_chunks())).to_pylist())
    return {"in_two_splits": len(found), "found": sorted(map(str, found))[:MAX_LISTED_FINDINGS]}


def _dates_checked(rows: pa.Table, split: Split) -> dict[str, Any]:
    before, since = split.before, split.since
    latest, earliest = rows["not_after"].cast(INSTANT), rows["not_before"].cast(INSTANT)
    late = _count(pc.greater_equal(latest, pa.scalar(before, INSTANT))) if before else 0
    early = _count(pc.less(earliest, pa.scalar(since, INSTANT))) if since else 0
    unknown = (latest.null_count if before else 0) + (earliest.null_count if since else 0)
    return {
        "before": before.isoformat() if before else None,
        "from": since.isoformat() if since else None,
        "earliest_not_before": _iso(pc.min(earliest).as_py()),
        "latest_not_after": _iso(pc.max(latest).as_py()),
        "violations": late + early + unknown,
    }


def _violations(checks: Mapping[str, Any]) -> int:
    return int(
        len(checks["files"]["not_as_in_the_manifest"])
        + checks["rights"]["violations"]
        + checks["ids"]["in_two_splits"]
        + checks["clusters"]["in_two_splits"]
        + checks["events"]["violations"]
        + checks["mixture"]["violations"]
        + sum(found["violations"] for found in checks["dates"].values())
        + _leaks(checks["texts"])
        + sum(
            found["ids"] + found["clusters"] + found["events"] + _leaks(found["texts"])
            for found in checks["disjoint_from"].values()
            if found["checked"]
        )
    )


def _leaks(texts: Mapping[str, Any]) -> int:
    return int(texts["at_least_half_in_another_split"]) + int(texts["pairs"])


def _is_dated(split: Split) -> bool:
    return bool(split.before or split.since)


def _count(mask: pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _id(row: Mapping[str, Any]) -> str:
    return str(row["id"])
