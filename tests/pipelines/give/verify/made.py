"""A dataset to tamper with: its corpus has captures in an archive, and signals in the rights of every second story."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.corpus.publish.views import write_views
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import Recipe
from pipelines.lake.archive.writing import ArchiveWriter, Exchange
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DOCUMENTS, FETCHES, SOURCE_RIGHTS
from tests.pipelines.conftest import article, written_corpus

NIGHT = date(2026, 2, 2)
READ = datetime(2026, 2, 2, 2, tzinfo=UTC)
ROBOTS = "https://paper.example/robots.txt"
SIGNAL = {"standard": "aipref", "raw": "train-ai=y", "scope": "site", "origin": ROBOTS}
STORIES = 24


def corpus(root: Path) -> Home:
    """A home with twenty-four stories, their captures and the robots.txt that speaks of half of them."""
    names = [f"story{number:02d}" for number in range(STORIES)]
    rows = [
        article(name, url_key=f"paper.example/{name}", text=" ".join(f"{name}w{word}" for word in range(30)))
        | {"first_night": date(2026, 2, 1 + number // 3), "month": "2026-02", "published_day": date(2026, 2, 1)}
        | ({"rights": [SIGNAL]} if number % 2 else {"train_ai": "unknown"})
        | ({"not_before": READ.replace(day=1)})
        for number, name in enumerate(names)
    ]
    home = written_corpus(root, *rows)
    writer = ArchiveWriter(home.archive, home.archive / "source=paper" / f"night={NIGHT}", f"paper-{NIGHT}")
    read = [_fetched(writer, f"https://paper.example/{name}", "page") for name in names]
    read.append(_fetched(writer, ROBOTS, "robots"))
    writer.close()
    lake = Lake(home.lake)
    blank = dict.fromkeys(DOCUMENTS.names) | {"night": NIGHT, "source": "paper", "fetched_at": READ}
    documents = [
        blank
        | {"article_id": name, "capture_id": f"capture-{name}", "url_key": f"paper.example/{name}", "document_id": name}
        for name in names
    ]
    lake.replace("fetches", pa.Table.from_pylist(read, schema=FETCHES), night=NIGHT)
    lake.replace("documents", pa.Table.from_pylist(documents, schema=DOCUMENTS), night=NIGHT)
    write_views(home)
    return home


def _fetched(writer: ArchiveWriter, url: str, resource: str) -> dict[str, Any]:
    """The row of `fetches` of a page that was archived just now."""
    body = f"<p>The page {url}</p>".encode()
    place = writer.write(Exchange(url, READ, None, 200, "OK", [("Content-Type", "text/html")], body))
    return dict.fromkeys(FETCHES.names) | {
        "night": NIGHT, "source": "paper", "url": url, "url_key": url.removeprefix("https://"), "resource": resource,
        "outcome": "stored", "status": 200, "fetched_at": READ, "final_url": url, "warc_file": place.file,
        "payload_sha256": hashlib.sha256(body).hexdigest(), "warc_offset": place.offset, "rights_rule": "3",
    }  # fmt: skip


def opted_out(home: Home, night: date, uses: Mapping[str, str]) -> None:
    """Note that the whole source disallowed uses on a night."""
    row = dict.fromkeys(SOURCE_RIGHTS.names) | {"night": night, "source": "paper", "pages": 9} | uses
    Lake(home.lake).replace("source_rights", pa.Table.from_pylist([row], schema=SOURCE_RIGHTS), night=night)
    write_views(home)


def made(home: Home, **values: Any) -> Path:
    """The folder of the dataset `tried`, in two splits."""
    settings = {
        "name": "tried", "title": "Tried", "train_ai": ["allowed", "unknown"], "splits": {"train": 0.6, "later": 0.4},
    } | values  # fmt: skip
    return export_dataset(home, Recipe.model_validate(settings)).path
