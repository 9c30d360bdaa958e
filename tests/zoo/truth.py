"""What was put into a site, as JSON beside its home: each story's addresses, titles, instant, shown day, authors and pieces.

A story is `{"key", "url", "moved_to", "redirects", "titles", "at", "day", "authors", "section", "tags", "picture", …}`: `titles`
and `blocks` have an entry for each night, null where the story did not stand; `day` is the day that the site shows, `moved_to`
the address of the third night if it is another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.zoo.site import Site
from tests.zoo.stories import Story, caption, file_names, on_night

Truth = dict[str, Any]
NIGHTS = (0, 1, 2)


def truth(site: Site, made: Sequence[Story], paths: Sequence[Mapping[str, str]], clocks: Sequence[datetime]) -> Truth:
    """The truth of a site whose stories stand at `paths` on each night; `clocks` are the instants of the crawls."""
    nights = [{story.key: story for story in on_night(made, night, moves=True)} for night in NIGHTS]
    rows = [
        _story(
            site,
            story,
            [night.get(story.key) for night in nights],
            [own[story.key] for own in paths if story.key in own],
        )
        for story in made
    ]
    return {
        "site": site.name,
        "theme": site.theme,
        "url": site.url,
        "zone": site.zone,
        "clocks": [clock.isoformat() for clock in clocks],
        "stories": rows,
    }


def save(folder: Path, told: Truth) -> None:
    """Write the truth."""
    (folder / "truth.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> Truth:
    """Read the truth."""
    loaded: Truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return loaded


def _story(site: Site, story: Story, versions: Sequence[Story | None], paths: Sequence[str]) -> dict[str, Any]:
    has_moved = paths[-1] != paths[0]
    return {
        "key": story.key,
        "url": site.url.rstrip("/") + paths[0],
        "moved_to": site.url.rstrip("/") + paths[-1] if has_moved else None,
        "redirects": bool(has_moved and versions[-1] and versions[-1].redirects),
        "section": story.category,
        "tags": list(story.tags),
        "picture": story.picture,
        "titles": [version and version.title for version in versions],
        "at": story.at.isoformat(),
        "day": story.at.astimezone(ZoneInfo(site.shows or site.zone)).date().isoformat(),
        "authors": list(story.authors),
        "language": story.language,
        "blocks": [version and [[b.kind, b.text] for b in version.blocks] for version in versions],
        "since": story.since,
        "gone": versions[-1] is None,
        "edited": (versions[-1] and versions[-1].edited),
        "captions": [caption(story), *file_names(story)],
        "comments": [comment.text for comment in story.comments],
    }
