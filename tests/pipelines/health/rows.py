"""Rows of a night made by hand: a fetch, a document."""

from datetime import UTC, datetime

from pipelines.base.urls.identity import url_key
from pipelines.lake.schemas import DOCUMENTS, FETCHES

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOME, FEED = "https://paper.example/", "https://paper.example/feed"


def fetch(url: str, outcome: str = "stored", **values: object) -> dict:
    row = {
        "url": url,
        "url_key": url_key(url),
        "resource": "page",
        "outcome": outcome,
        "channels": [],
        "fetched_at": AT,
    }
    return dict.fromkeys(FETCHES.names) | row | {"final_url": url, "duration_ms": 90} | values


def document(number: int, text: str = "", **values: object) -> dict:
    url = f"https://paper.example/story-{number}"
    row = {
        "url": url,
        "url_key": url_key(url),
        "capture_id": str(number),
        "kind": "article",
        "title": f"Story {number}",
    }
    return dict.fromkeys(DOCUMENTS.names) | row | {"text": text or f"The text of story {number}.", "flags": []} | values
