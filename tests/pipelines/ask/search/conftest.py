"""An index of hand-made articles, without a lake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tantivy

from pipelines.ask.search.fields import COLUMNS, document, schema
from pipelines.ask.search.searcher import Searcher
from tests.pipelines.ask.search import judged

SEEN = datetime(2026, 2, 2, 2, tzinfo=UTC)


def searcher_of(folder: Path, rows: Iterable[dict[str, Any]]) -> Searcher:
    """The index of articles of a paper, undated where nothing else is said, and first seen on 2 February 2026."""
    usual = dict.fromkeys(COLUMNS) | {
        "source": "paper",
        "url": "https://paper.example/",
        "kind": "article",
        "role": "origin",
    }
    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(heap_size=32 << 20, num_threads=1)
    for row in rows:
        writer.add_document(document(usual | {"not_before": None, "not_after": SEEN, "first_seen": SEEN} | row))
    writer.commit()
    writer.wait_merging_threads()
    return Searcher(folder)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The articles of the judged set."""
    return searcher_of(tmp_path_factory.mktemp("judged"), judged.rows())
