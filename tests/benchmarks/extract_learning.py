"""What learning a source gains over single pages: body F1 before and after, and truth paragraphs lost, by a set of pages.

usage: extract_learning.py EVAL_FOLDER [--sets fundus,waddle,…]

EVAL_FOLDER holds score.py and sets/<set>/{truth.jsonl,pages/*.html.gz}. A publisher is a source; only those with at
least three pages can be learned from.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.clean.clean import clean
from pipelines.clean.learn import learn
from pipelines.extract.article import extract
from pipelines.extract.page import Page
from pipelines.extract.rows import document_row
from pipelines.schemas import DOCUMENTS

NIGHT = dt.date(2025, 11, 3)
AT = dt.datetime(2025, 11, 3, tzinfo=dt.UTC)


def scorer(folder: Path) -> Any:
    """The module at EVAL_FOLDER/score.py."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(folder: Path, truth: list[dict[str, Any]]) -> pa.Table:
    """DOCUMENTS rows of a set, the page's id as its capture id, its domain as its source."""
    rows = []
    for record in truth:
        body = gzip.decompress((folder / "pages" / f"{record['id']}.html.gz").read_bytes())
        row = document_row(extract(Page(record.get("url") or "", body)))
        host = re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", record.get("url") or "")
        ids = dict.fromkeys(("capture_id", "article_id", "document_id"), record["id"])
        rows.append(
            row | ids | {"night": NIGHT, "source": record.get("domain") or host, "fetched_at": AT, "kind": "article"}
        )
    return pa.Table.from_pylist(rows, schema=DOCUMENTS)


def main() -> None:
    """Print a line a set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", default="fundus,waddle,aeb,wcxb")
    options = parser.parse_args()
    score = scorer(options.folder).score
    for name in options.sets.split(","):
        folder = options.folder / "sets" / name
        truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
        table = documents(folder, truth)
        learned = learn(table)
        kept, _ = clean(table, learned)
        before = {r["capture_id"]: {"body": r["text"]} for r in table.to_pylist()}
        after = {r["capture_id"]: {"body": r["text"]} for r in kept.to_pylist()}
        bodies = {t["id"]: " ".join((t.get("body") or "").split()) for t in truth}
        removed = [(r["capture_id"], span["text"]) for r in kept.to_pylist() for span in r["removed"]]
        lost = [(i, text) for i, text in removed if " ".join(text.split()) in bodies[i]]
        f1 = [score(truth, texts, boot=0)[0]["body"]["f1"] for texts in (before, after)]
        found = f"{learned.num_rows} blocks learned, {len(removed)} removed, {len(lost)} of them in the truth"
        print(f"{name}: body F1 {f1[0]:.4f} -> {f1[1]:.4f}, {found}")
        for page, text in lost[:8]:
            print(f"    {page}: {text[:100]}", file=sys.stderr)


if __name__ == "__main__":
    main()
