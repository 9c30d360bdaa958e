"""Section, tags and lead picture of a site's stories, against what their pages say or show of what was put in.

A section or tags that fewer than half of the pages seem to have are scored on none: a word of a text has such a form, too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from tests.zoo.alike import plain
from tests.zoo.view import Row, View

THUMBNAIL = re.compile(r"-150x150\.")


def label_scores(view: View) -> dict[str, Any]:
    """Shares of right sections, tags and pictures, each of the stories whose pages have them."""
    pages = {key: html.unescape(body.decode("utf-8", "replace")) for key, body in view.pages.items()}
    stories = [story for story in view.stories if story["key"] in view.found and story["key"] in pages]
    sections, tags, pictures = (
        list[tuple[Row, Any, bool]](),
        list[tuple[Row, Any, bool]](),
        list[tuple[Row, Any, bool]](),
    )
    usual = _usual(stories, pages)
    for story in stories:
        row, page = view.found[story["key"]], pages[story["key"]]
        is_tag = row["section"] is None and story["section"].lower() in map(
            str.lower, row["tags"]
        )  # where all are tags
        if _times(story["section"], page) > usual[story["section"]] and not is_tag:
            sections.append((story, row["section"], plain(row["section"] or "") == plain(story["section"])))
        said = {tag for tag in story["tags"] if _times(tag, page) > usual[tag]}
        if said:
            got = {tag.lower() for tag in row["tags"]}
            extra = got - set(story["tags"]) - {story["section"].lower()}
            tags.append((story, row["tags"], said <= got and not extra))
        if _is_pictured(story, page):
            pictures.append((story, row["image"], _is_own(story, row["image"] or "")))
        elif row["image"]:
            pictures.append((story, row["image"], False))
    found = {
        "section": sections if 2 * len(sections) >= len(stories) else [],
        "tags": tags if 2 * len(tags) >= len(stories) else [],
        "picture": pictures,
    }
    misses = {
        name: [f"{story['url']}: {got!r}" for story, got, is_right in all_ if not is_right]
        for name, all_ in found.items()
    }
    return {name: _share(all_) for name, all_ in found.items()} | {"misses": misses}


def _usual(stories: Sequence[Row], pages: dict[str, str]) -> dict[str, int]:
    """How often a section or tag stands at least in the pages of stories that do not have it: in menus, clouds."""
    names = {story["section"] for story in stories} | {tag for story in stories for tag in story["tags"]}
    return {
        name: min(
            (_times(name, pages[s["key"]]) for s in stories if name != s["section"] and name not in s["tags"]),
            default=0,
        )
        for name in names
    }


def _times(name: str, page: str) -> int:
    """How often a name stands alone in a page: between two tags or quotation marks, or in a list."""
    return len(re.findall(rf"[>\"'#,]\s*{re.escape(name)}\s*[<\"',]", page, re.IGNORECASE))


def _is_pictured(story: Row, page: str) -> bool:
    """True if a page shows or declares a picture of the story; the thumbnails of a gallery are none."""
    sources = re.findall(r"(?:src|content)=[\"\']?([^\"\'\s>]+\.png)", page)
    return any(_is_own(story, source) and not THUMBNAIL.search(source) for source in sources)


def _is_own(story: Row, address: str) -> bool:
    """True for the address of one of the story's pictures, which have its key in their names."""
    return story["key"] in address


def _share(judged: Sequence[tuple[Row, Any, bool]]) -> float | None:
    return round(sum(is_right for *_, is_right in judged) / len(judged), 3) if judged else None
