"""A small corpus of hand-made articles, for what reads the lake."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.layout import stamp
from pipelines.lake.schemas import ARTICLES, REVISIONS

SEEN = datetime(2026, 2, 2, 2, tzinfo=UTC)


def article(name: str, **values: Any) -> dict[str, Any]:
    """An open English article called `name`, alone in its cluster, undated, first seen on 2 February 2026."""
    row = dict.fromkeys(ARTICLES.names) | {
        "article_id": name, "source": "paper", "url": f"https://paper.example/{name}", "title": name, "kind": "article",
        "language": "en", "train_ai": "allowed", "tdm": "unknown", "cluster_id": name, "role": "origin", "copies": 0,
        "revisions": 1, "words": 100, "text": f"The text of {name}.", "first_seen": SEEN, "not_after": SEEN,
        "published_confidence": 0.0, "published_basis": "unknown: nothing says", "month": "undated",
    }  # fmt: skip
    return row | values


def written_corpus(root: Path, *rows: dict[str, Any], revisions: list[dict[str, Any]] | None = None) -> Home:
    """A home at `root` whose `articles` (and `revisions`) are the given rows, views written."""
    home = Home.at(root)
    lake = Lake(home.lake)
    lake.replace("articles", pa.Table.from_pylist(list(rows), schema=ARTICLES))
    if revisions:
        blank = dict.fromkeys(REVISIONS.names)
        lake.replace("revisions", pa.Table.from_pylist([blank | row for row in revisions], schema=REVISIONS))
    write_views(home)
    stamp(home.root)
    return home


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Home]:
    """Make a home whose `articles` (and `revisions`) are the given rows, views written."""
    return partial(written_corpus, tmp_path / "home")
