"""The summary of a dataset after the EU's template for summaries of training content, as far as a dataset can know it.

https://digital-strategy.ec.europa.eu/en/faqs/template-general-purpose-ai-model-providers-summarise-their-training-content
It asks for the top 10% of all domains by size of content, of small providers for 5% or 1,000: the first 1,000 are listed, and
more if these are less than 10%. Size is counted in pieces of text (`token_count` in docs/datasets.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.base.neutral import in_csv, in_markdown
from pipelines.give.export.audit import read_manifest
from pipelines.give.export.characters import piece_counts
from pipelines.give.export.files import Files
from pipelines.give.export.rendering import HOST
from pipelines.give.export.rights_table import FILE

MIN_LISTED = 1_000
SHARE_LISTED = 0.1
NO_SIGNAL = "no signal"
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Line:
    """A value of one kind with the rows and pieces of text that have it, and its share of all pieces."""

    kind: str
    value: str
    rows: int
    tokens: int
    share: float


def write_summary(folder: Path) -> tuple[Path, Path]:
    """Write DATASET.summary.md and DATASET.summary.csv beside the folder of a dataset that was verified."""
    rows = _rows(folder)
    lines = [line for kind in ("domain", "language", "permission", "signals", "month") for line in _lines(rows, kind)]
    folder = folder.resolve()
    paths = folder.with_name(f"{folder.name}.summary.md"), folder.with_name(f"{folder.name}.summary.csv")
    for path, written in zip(paths, (_markdown(folder, rows, lines), _csv(lines)), strict=True):
        path.write_text("\n".join([*written, ""]), encoding="utf-8")
    return paths


def _rows(folder: Path) -> pa.Table:
    """A row for each row of the dataset: domain, language, permission, signals, month of publication, tokens."""
    manifest = read_manifest(folder)
    rights = pq.read_table(folder / FILE, columns=["id", "split", "url", "train_ai", "tdm", "signals"])
    if manifest["recipe"].get("kind"):  # of a row of several works, the first
        rights = rights.take(pc.index_in(pc.unique(rights["id"]), rights["id"].combine_chunks()))
    parts = []
    for split in manifest["rows"]:
        mine = rights.filter(pc.equal(rights["split"], split))
        rows = _of_dataset(Files(folder, (split,)), split, set(manifest["recipe"]["columns"]))
        domain = pc.struct_field(pc.extract_regex(mine["url"], HOST), "host")
        permission = pc.binary_join_element_wise(
            "train_ai ", mine["train_ai"], ", tdm ", mine["tdm"].fill_null("unknown"), ""
        )
        standards = [sorted({s["standard"] for s in said or ()}) for said in mine["signals"].to_pylist()]
        signals = pa.array([", ".join(names) or NO_SIGNAL for names in standards], pa.string())
        columns = {"domain": domain, "permission": permission, "signals": signals}
        parts.append(pa.table(columns | {name: rows[name] for name in rows.column_names}))
    return pa.concat_tables(parts)


def _of_dataset(files: Files, split: str, columns: set[str]) -> pa.Table:
    here = [name for name in ("language", "published_day", "token_count") if name in columns]
    parts = []
    for batch in files.batches(split, [*here, "text", "not_before", "not_after"]):
        tokens = batch["token_count"] if "token_count" in here else piece_counts(pa.chunked_array([batch["text"]]))
        none = pa.nulls(len(batch), pa.string())
        day = batch["published_day"].cast(pa.string()) if "published_day" in here else none
        made = {
            "language": batch["language"] if "language" in here else none,
            "month": pc.utf8_slice_codeunits(day, 0, 7),
            "tokens": tokens.cast(pa.int64()),
            "not_before": pc.utf8_slice_codeunits(batch["not_before"].cast(pa.string()), 0, 10),
            "not_after": pc.utf8_slice_codeunits(batch["not_after"].cast(pa.string()), 0, 10),
        }
        parts.append(pa.table(made))
    return pa.concat_tables(parts)


def _lines(rows: pa.Table, kind: str) -> list[Line]:
    """The values of a kind by falling size; months in their order."""
    total = max(pc.sum(rows["tokens"]).as_py() or 0, 1)
    counted = rows.group_by([kind]).aggregate([("tokens", "sum"), ("tokens", "count")]).to_pylist()
    lines = [
        Line(kind, row[kind] or UNKNOWN, row["tokens_count"], row["tokens_sum"], row["tokens_sum"] / total)
        for row in counted
    ]
    if kind == "month":
        return sorted(lines, key=lambda line: line.value)
    lines.sort(key=lambda line: (-line.tokens, line.value))
    return lines[: max(MIN_LISTED, -int(-len(lines) * SHARE_LISTED))] if kind == "domain" else lines


def _markdown(folder: Path, rows: pa.Table, lines: Sequence[Line]) -> Iterator[str]:
    manifest = read_manifest(folder)
    domains = pc.count_distinct(rows["domain"], mode="all").as_py()
    nights = [night for each in manifest["crawls"]["ledger"] for night in (each["first_night"], each["last_night"])]
    known = sorted(line.value for line in lines if line.kind == "month" and line.value not in (UNKNOWN, ""))
    yield f"# Summary of training content: {in_markdown(manifest['recipe']['title'])}"
    yield ""
    yield (
        "After the European Commission's template for the public summary of training content (Article 53(1)(d) of Regulation (EU)"
        " 2024/1689), section on data crawled and scraped from online sources. What is asked of a model or its provider is not"
        " known here."
    )
    yield ""
    yield "- Modality: text, news articles. Names of people are not looked for."
    yield f"- License of the dataset: {in_markdown(manifest['recipe']['license'])}."
    yield f"- Size: {rows.num_rows:,} rows, {pc.sum(rows['tokens']).as_py():,} pieces of text (tokens are as many or more)."
    yield f"- Crawled: {f'{min(nights)} to {max(nights)}' if nights else 'unknown'}, as robots.txt allows, by Dateline."
    yield (
        f"- Published: between {pc.min(rows['not_before']).as_py()} and {pc.max(rows['not_after']).as_py()} by the bounds of all"
        f" rows; dated rows {f'from {known[0]} to {known[-1]}' if known else 'there are none'}."
    )
    opted = ", ".join(f"{each['source']} on {each['night']}" for each in manifest["opt_outs"])
    left_out = manifest["left_out"]
    yield (
        "- Reservations: articles that disallow training are left out, and their near-duplicates"
        f" ({left_out.get('training_disallowed', 0)} and {left_out.get('same_words_disallowed', 0)})."
        f" Sources that opted out as a whole: {opted or 'none'}."
    )
    yield "- Signals of every row, with the record that they were read from: `rights.parquet`."
    for kind, title in (
        ("domain", f"Domains by size ({sum(line.kind == 'domain' for line in lines)} of {domains})"),
        ("language", "Languages"),
        ("permission", "Permissions (allowed, unknown: the publisher says nothing, disallowed)"),
        ("signals", "Signals found, by standard"),
    ):
        yield from ("", f"## {title}", "", f"| {kind} | rows | pieces of text | share |", "| --- | --- | --- | --- |")
        for line in (each for each in lines if each.kind == kind):
            yield f"| {in_markdown(line.value)} | {line.rows} | {line.tokens} | {line.share:.2%} |"


def _csv(lines: Sequence[Line]) -> Iterator[str]:
    yield "kind,value,rows,pieces_of_text,share"
    for line in lines:
        yield f"{line.kind},{in_csv(line.value)},{line.rows},{line.tokens},{line.share:.6f}"
