"""A small corpus with histories: ten events, each told by an origin that was changed, by a copy of it, and in other words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.corpus.publish.views import write_views
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import Recipe
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from tests.pipelines.conftest import article, written_corpus

EVENTS = 10
NIGHT = date(2026, 2, 2)
SEEN = datetime(2026, 2, 2, 2, tzinfo=UTC)
DISALLOWED = 8
"""The event whose origin disallows training."""
DISALLOWED_BEFORE = 7
"""The event whose origin disallowed training at first, and allows it now."""
DISALLOWED_WORDS = 9
"""The event whose telling in other words disallows it."""
Rows = list[dict[str, Any]]


def name_of(event: int, role: str) -> str:
    """The id of a work: `origin`, `copy` or `words`."""
    return f"{role[0]}{event:015x}"


def prose(name: str, sentences: int = 6) -> str:
    """Sentences of words that no other text has."""
    return " ".join(
        f"{name.capitalize()}{number} " + " ".join(f"{name}{number}w{word}" for word in range(9)) + "."
        for number in range(sentences)
    )


def texts(event: int) -> dict[str, str]:
    """By role the texts of an event; `before` is the origin's first one."""
    body = prose(f"e{event}x")
    before = f"Some {40 + event} people of town{event} were hurt on Monday. {body}"
    origin = before.replace(f"Some {40 + event}", f"Some {60 + event}")
    kept = origin.rpartition(f" E{event}x5")[0]  # the copy cuts the last sentence
    return {
        "before": before,
        "origin": origin,
        "copy": f"{kept} The Paper first wrote of event {event}, the council said.",
        "words": prose(f"v{event}y"),
    }


def articles() -> Rows:
    rows = []
    for event in range(EVENTS):
        said = texts(event)
        for hour, role in enumerate(("origin", "copy", "words")):
            name, at = name_of(event, role), SEEN - timedelta(days=event, hours=9 - 3 * hour)
            allowed = (event, role) not in ((DISALLOWED, "origin"), (DISALLOWED_WORDS, "words"))
            rows.append(
                article(name, text=said[role], url_key=f"{role}.example/{name}", first_night=NIGHT, month="2026-02")
                | {"source": {"origin": "paper", "copy": "echo", "words": "rival"}[role], "first_seen": SEEN}
                | {"title": f"{role} of event {event}", "not_before": at, "not_after": at + timedelta(hours=1)}
                | {"not_before_basis": "stated", "not_after_basis": "stated", "published_basis": "stated"}
                | {"published": at.date().isoformat(), "published_day": at.date(), "published_precision": "day"}
                | {"cluster_id": name_of(event, "words" if role == "words" else "origin")}
                | {"role": "edited_copy" if role == "copy" else "origin", "revisions": 2 if role == "origin" else 1}
                | {"train_ai": ("unknown" if role == "copy" else "allowed") if allowed else "disallowed"}
            )
    return rows


def revisions() -> Rows:
    rows = []
    for event in range(EVENTS):
        work, said = name_of(event, "origin"), texts(event)
        first = {"article_id": work, "source": "paper", "document_id": f"{work}-1", "revision": 1, "night": NIGHT}
        second = {"revision": 2, "document_id": f"{work}-2", "night": NIGHT + timedelta(days=1), "change": "update"}
        rows.append(
            first
            | {"seen_from": SEEN, "seen_to": SEEN + timedelta(hours=1), "change": "first", "title": "before"}
            | {"text": said["before"]}
        )
        rows.append(
            first
            | second
            | {"seen_from": SEEN + timedelta(days=1), "seen_to": SEEN + timedelta(days=2), "kinds": ["lead", "figures"]}
            | {"title": f"origin of event {event}", "text": said["origin"]}
        )
    return rows


def documents() -> Rows:
    """A capture of each text; that of the first text of DISALLOWED_BEFORE disallowed what the later one allows."""
    rows = []
    for row in articles():
        work = row["article_id"]
        named = {name: row[name] for name in ("article_id", "source", "url_key")}
        for number in range(1, row["revisions"] + 1):
            night, said = NIGHT + timedelta(days=number - 1), f"max-snippet:{number}"
            right = {"standard": "robots meta", "scope": "page", "origin": "meta", "raw": said}
            refused = number == 1 and work == name_of(DISALLOWED_BEFORE, "origin")
            rows.append(
                named
                | {"night": night, "document_id": f"{work}-{number}", "capture_id": f"{work}-{number}"}
                | {"fetched_at": SEEN + timedelta(days=number - 1), "rights": [right]}
                | {"train_ai": "disallowed" if refused else row["train_ai"]}
            )
    return rows


def clusters() -> Rows:
    return [
        {"article_id": row["article_id"], "source": row["source"], "cluster_id": row["cluster_id"], "role": row["role"]}
        | {"role_basis": "named", "first_seen": SEEN, "origin_article_id": row["cluster_id"]}
        for row in articles()
    ]


def events() -> Rows:
    nearest = {"origin": "words", "copy": "origin", "words": "origin"}
    return [
        {"article_id": name_of(event, role), "event_id": name_of(event, "origin"), "language": "en", "strength": 0.9}
        | {"basis": "copy" if role == "copy" else "words", "nearest_article_id": name_of(event, nearest[role])}
        for event in range(EVENTS)
        for role in nearest
    ]


def headline_sightings() -> Rows:
    """On three nights a list calls each origin A, B and A again."""
    rows = []
    for event in range(EVENTS):
        work = name_of(event, "origin")
        for day, (key, said) in enumerate(((1, "first"), (2, "second"), (1, "first"))):
            at = SEEN + timedelta(days=day)
            place = {
                "list_url": "https://paper.example/",
                "list_key": "paper.example",
                "url": f"https://paper.example/{work}",
            }
            rows.append(
                place
                | {"night": NIGHT + timedelta(days=day), "source": "paper", "place": "list", "is_label": False}
                | {
                    "url_key": f"origin.example/{work}",
                    "headline": f"{said} of town{event}",
                    "headline_key": 100 * event + key,
                }
                | {"first_seen": at, "last_seen": at, "first_position": 3, "last_position": 3, "best_position": 3}
            )
    return rows


def date_history() -> Rows:
    """Each work was first taken for a day older than it is."""
    rows = []
    for row in articles():
        named = {name: row[name] for name in ("article_id", "source", "published", "not_before", "not_after")}
        changed = NIGHT + timedelta(days=1)
        rows.append(named | {"night": NIGHT, "until_night": changed, "change": "first", "published": None})
        rows.append(named | {"night": changed, "change": "dated"})
    return rows


def links() -> Rows:
    """Each telling in other words links to the origin of the next event."""
    return [
        {"night": NIGHT, "source": "rival", "kind": "related", "position": 0, "variant": 0}
        | {"from_url_key": f"words.example/{name_of(event, 'words')}"}
        | {"to_url_key": f"origin.example/{name_of(event + 1, 'origin')}"}
        for event in range(EVENTS - 1)
    ]


MADE: dict[str, Callable[[], Rows]] = {
    "documents": documents, "revisions": revisions, "clusters": clusters, "events": events,
    "headline_sightings": headline_sightings, "date_history": date_history, "links": links,
}  # fmt: skip


def corpus(root: Path, without: Collection[str] = ()) -> Home:
    """The corpus; works of `without` are not in it."""
    home = written_corpus(root, *[row for row in articles() if row["article_id"] not in without])
    lake = Lake(home.lake)
    for table, rows in MADE.items():
        schema = TABLES[table].schema
        blank = dict.fromkeys(schema.names) | ({"month": "2026-02"} if "month" in schema.names else {})
        made = [blank | row for row in rows() if row.get("article_id") not in without]
        lake.replace(table, pa.Table.from_pylist(made, schema=schema))
    write_views(home)
    return home


def made(home: Home, kind: str, **values: Any) -> Path:
    """The folder of the dataset of a kind; all that says nothing is taken."""
    settings = {"name": kind, "title": f"Tried {kind}", "kind": kind, "train_ai": ["allowed", "unknown"]}
    needed = {"published_from": date(2026, 1, 1)} if kind == "timeline" else {}
    return export_dataset(home, Recipe.model_validate(settings | needed | values)).path


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a dataset."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
