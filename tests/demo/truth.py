"""The truth about the demo web: what a perfect pipeline would make of it, as one JSON-able dict.

`{"nights", "ads", "forbidden", "events": {name: days}, "sources": {name: {"title", "language", "time_zone", "mastheads",
"pollution", "stories", "other"}}}`. A story's fields are described at `story_truth`, a page that is no story at
`tests.demo.outcomes`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date
from functools import cache
from pathlib import Path
from typing import Any

from spiders.demo_web.events import events
from spiders.demo_web.newsroom import Newsroom, newsroom
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.related import offered
from spiders.demo_web.story import Story
from spiders.demo_web.wordpress import post_number
from tests.demo.likeness import containment, jaccard
from tests.demo.outcomes import forbidden, other_pages, pollution

MASTHEADS = ("demo_daily", "demo_digest")
"""The papers whose pages show the night's own date."""


def truth(ports: Mapping[str, int]) -> dict[str, Any]:
    """Everything there is to know about the papers with these ports; do not change it, it is made once."""
    return _truth(tuple(sorted(ports.items())))


@cache
def _truth(served: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    ports, room = dict(served), newsroom()
    return {
        "nights": [night.isoformat() for night in NIGHTS],
        "ads": f"http://127.0.0.1:{ports['ads']}/",
        "forbidden": forbidden(ports),
        "events": {event.name: list(event.days) for event in events()},
        "sources": {name: _source(name, room, ports) for name in PAPERS if name in ports},
    }


def write_truth(path: Path, ports: Mapping[str, int]) -> None:
    """The truth as a file; the same ports give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(truth(ports), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _source(name: str, room: Newsroom, ports: Mapping[str, int]) -> dict[str, Any]:
    return {
        "title": paper(name).title,
        "language": paper(name).language,
        "time_zone": paper(name).source.get("time_zone"),
        "mastheads": [night.isoformat() for night in NIGHTS] if name in MASTHEADS else [],
        "pollution": pollution(name),
        "stories": [story_truth(story, room, ports) for story in room.ever(name)],
        "other": other_pages(name, ports),
    }


def story_truth(story: Story, room: Newsroom, ports: Mapping[str, int]) -> dict[str, Any]:
    """One story.

    `published` is what can be known, at the `precision` it can be known at, or null; `actual` is when it really was, UTC:
    every bound must hold for it. `revisions` are its texts with the night each is first seen and the change it is. `gone` is
    the night from which its page is not found. `related` are URLs in page order, a night. `roles` are the roles that would be
    right. `event` is the event that it tells, null if it tells none that another story tells in its own words. `train_ai` null:
    not judged.
    """
    url = address(story, ports)
    published, precision, evidence = _knowable(story)
    day = story.published.date().isoformat()
    return {
        "key": story.key,
        "url": url,
        "variants": _variants(story, url, ports),
        "language": story.language,
        "section": story.section,
        "kind": story.kind,
        "event": story.event,
        "paywall": story.paywall,
        "authors": list(story.authors) if story.source != "demo_daily" else [],
        "agency": story.agency,
        "since": story.since.isoformat(),
        "gone": story.gone.isoformat() if story.gone else None,
        "published": published,
        "precision": precision,
        "evidence": evidence,
        "actual": story.published.astimezone(UTC).isoformat(),
        "bounds": _bounds(story, room),
        "must_not_be": [n.isoformat() for n in NIGHTS if published is None or n.isoformat() != day],
        "revisions": _revisions(story),
        "related": {n.isoformat(): [address(o, ports) for o in offered(story, n)] for n in NIGHTS if _is_out(story, n)},
        **_copying(story, room, ports),
        **_rights(story),
    }


def address(story: Story, ports: Mapping[str, int]) -> str:
    """A story's canonical URL."""
    return f"http://127.0.0.1:{ports[story.source]}{story.path}"


def _knowable(story: Story) -> tuple[str | None, str | None, list[str]]:
    when = story.published
    if story.source == "demo_daily":
        return None, None, []
    if story.source != "demo_bote":
        channels = _machine_channels(story)
        return when.isoformat(), "instant", ["page", *channels]
    if "day" in story.traits:
        return when.date().isoformat(), "day", ["page"]
    return f"{when:%Y-%m-%dT%H:%M}", "local", ["page"]


def _is_out(story: Story, night: date) -> bool:
    return story.since <= night and not story.is_gone(night)


def _machine_channels(story: Story) -> list[str]:
    """The machine channels that date a story, on any night."""
    found = set()
    limits = {"demo_herald": {"feed": 20, "sitemap": 25}, "demo_gazette": {"feed": 10}, "demo_digest": {"feed": 22}}
    for night in NIGHTS:
        rank = [s.key for s in newsroom().newest(story.source, night)]
        at = rank.index(story.key) if story.key in rank else len(rank)
        found |= {channel for channel, limit in limits.get(story.source, {}).items() if at < limit}
    return sorted(found)


def _bounds(story: Story, room: Newsroom) -> dict[str, str]:
    """How late an undated story can be, by those who reprint it or have it dated; by wire it may be later than any."""
    if story.source != "demo_daily" or story.agency:
        return {}
    others = [s for s in room.stories.values() if s.origin == story.key or s.key == story.origin]
    return {"not_after": min(s.published for s in others).astimezone(UTC).isoformat()} if others else {}


def _revisions(story: Story) -> list[dict[str, Any]]:
    def row(night: date, change: str) -> dict[str, Any]:
        version = story.at(night)
        return {"night": night.isoformat(), "change": change, "title": version.title, "paragraphs": version.paragraphs}

    rows = [row(story.since, "first")]
    return [*rows, row(NIGHTS[1], story.change)] if story.later else rows


def _copying(story: Story, room: Newsroom, ports: Mapping[str, int]) -> dict[str, Any]:
    if story.origin is None:
        return {"origin": None, "copied_from": None, "roles": _roles(story, room), "containment": None, "jaccard": None}
    other = room.stories[story.origin]
    return {
        "origin": other.key,
        "copied_from": address(other, ports),
        "roles": _roles(story, room),
        "containment": round(containment(story.version.text, other.version.text), 4),
        "jaccard": round(jaccard(story.version.text, other.version.text), 4),
    }


def _roles(story: Story, room: Newsroom) -> list[str]:
    """The roles that are right: the first to print a wire story may pass for its origin; some pairs nobody can order."""
    copies = [other for other in room.stories.values() if other.origin == story.key]
    if "uncredited" in story.traits or any("uncredited" in other.traits for other in copies):
        return ["origin", "copy", "unknown"]
    if story.origin is None and story.agency and copies:
        return ["origin", "wire_copy"]
    return [story.role]


def _variants(story: Story, url: str, ports: Mapping[str, int]) -> list[str]:
    base = f"http://127.0.0.1:{ports[story.source]}"
    out = []
    if story.source == "demo_digest":
        out += [f"{url}{paper(story.source).tracked}"]
        out += [f"{base}/amp{story.path}"] if "amp" in story.traits else []
        out += [f"{url}?print=1"] if "print" in story.traits else []
        number = story.path.rpartition("-")[2]
        out += [f"{base}/r/{number}", f"{base}/go/{number}"] if "redirected" in story.traits else []
    if story.source == "demo_herald":
        out += [f"{url}?utm_source=rss"]
    if story.source == "demo_gazette":
        out += [f"{base}/?p={post_number(story)}"]
    return out


def _rights(story: Story) -> dict[str, str | None]:
    if story.source == "demo_digest" and story.section == "essays":
        return {"train_ai": None, "tdm": "disallowed"}
    opted_out = story.section == "analysis" or story.traits & {"noai_meta", "noai_header"}
    denied = story.source == "demo_review" or (story.source == "demo_digest" and bool(opted_out))
    return {"train_ai": "disallowed" if denied else "unknown", "tdm": None}
