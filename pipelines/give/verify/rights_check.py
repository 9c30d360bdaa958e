"""`rights.parquet` against itself and the manifest: each row has a digest over its columns, each split one over these."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.give.export.formats.format import BATCH_ROWS
from pipelines.give.export.rendering import evidence
from pipelines.give.export.rights_table import FILE, RIGHTS_TABLE, of_rows
from pipelines.give.export.row_digest import GROUPS, table_digests
from pipelines.give.verify.finding import UNREADABLE, Finding, unreadable

KEPT = ("id", "split", "train_ai", "tdm", *(f"{group}_digest" for group in GROUPS))
EVIDENCE = "rights_evidence"


def rights_checked(folder: Path, manifest: Mapping[str, Any]) -> tuple[dict[str, pa.Table] | None, list[Finding]]:
    """By split, the columns that rows are compared with (KEPT and EVIDENCE); None if the table cannot be used."""
    roots: dict[str, Any] = {split: hashlib.sha256() for split in manifest["rows"]}
    findings, parts, row = [], [], 0
    try:
        with pq.ParquetFile(folder / FILE) as file:
            if not file.schema_arrow.equals(RIGHTS_TABLE):
                return None, [Finding(FILE, f"columns changed: {', '.join(file.schema_arrow.names)}")]
            for batch in file.iter_batches(BATCH_ROWS):
                table = pa.Table.from_batches([batch])
                wrong = pc.invert(
                    pc.equal(table_digests(table.drop_columns(["ledger_digest"])), batch["ledger_digest"])
                )
                findings += [
                    Finding(f"{FILE} row {row + at} (id {batch['id'][at]})", "changed")
                    for at in wrong.fill_null(True).to_numpy(zero_copy_only=False).nonzero()[0].tolist()
                ]
                for split, root in roots.items():
                    root.update(b"".join(batch["ledger_digest"].filter(pc.equal(batch["split"], split)).to_pylist()))
                said = evidence(table["signals"]).combine_chunks().dictionary_encode()
                parts.append(table.select(KEPT).append_column(EVIDENCE, said))
                row += len(batch)
    except UNREADABLE as error:
        return None, [unreadable(FILE, error)]
    whole = (
        pa.concat_tables([*parts]).unify_dictionaries() if parts else pa.table({name: [] for name in (*KEPT, EVIDENCE)})
    )
    stray = set(whole["split"].unique().to_pylist()) - roots.keys()
    findings += [
        Finding(FILE, f"rows of a split {split} that the dataset has not") for split in sorted(map(str, stray))
    ]
    by_split = {split: whole.filter(pc.equal(whole["split"], split)) for split in roots}
    if manifest["recipe"].get("kind"):
        by_split = {split: _row_by_row(works) for split, works in by_split.items()}
    for split, rows in by_split.items():
        if rows.num_rows != manifest["rows"][split]:
            findings.append(
                Finding(FILE, f"{rows.num_rows} rows of {split}; the manifest says {manifest['rows'][split]}")
            )
        elif roots[split].hexdigest() != manifest["rows_sha256"].get(split):
            findings.append(Finding(FILE, f"rows of {split} are other ones, or in another order, than in the manifest"))
    return by_split, findings


def _row_by_row(works: pa.Table) -> pa.Table:
    """A line for each row of the dataset: of a row of several works what all of them say."""
    rows = of_rows(works.set_column(len(KEPT), EVIDENCE, works[EVIDENCE].cast(pa.string())))
    first = works.take(pc.index_in(rows["id"], works["id"].combine_chunks()))
    return pa.table(
        {name: rows[name] if name in (EVIDENCE, "train_ai") else first[name] for name in first.column_names}
    )
