"""The scores of a site: what Dateline's corpus and its requests are worth against what was put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from tests.zoo.alike import f1, foreign_lines, kept, plain
from tests.zoo.labels import label_scores
from tests.zoo.traffic import by_kind
from tests.zoo.view import Row, View

MINUTE, OLD = timedelta(minutes=1), timedelta(days=9)
ARTICLES = ("article", "live")
Scores = dict[str, Any]
"""Figures by name; `misses` names, for each figure that is not perfect, what is amiss."""


def scores(view: View) -> Scores:
    """All figures of a site."""
    parts = (
        _stories(view),
        _dates(view),
        _others(view),
        _texts(view),
        _requests(view),
        _changes(view),
        label_scores(view),
    )
    misses = {name: listed for part in parts for name, listed in part.pop("misses").items() if listed}
    row: Scores = {"site": view.truth["site"], "stories": len(view.stories)}
    for part in parts:
        row |= part
    return row | {"misses": misses}


def latest(listed: Sequence[Any]) -> Any:
    """What stood last of what a story had on each night."""
    return next(one for one in reversed(listed) if one is not None)


def own_texts(story: Row) -> list[str]:
    """All that a story says, on any night: headline, pieces, and the words of its pictures and files."""
    pieces = [text for version in story["blocks"] if version for _, text in version]
    return [*(title for title in story["titles"] if title), *pieces, *story.get("captions", ())]


def _stories(view: View) -> Scores:
    wrong = [
        f"{_at(story)}: {row['title']!r} for {latest(story['titles'])!r}"
        for story, row in _pairs(view)
        if plain(row["title"] or "") != plain(latest(story["titles"]))
    ]
    lost = [_at(story) for story in view.stories if story["key"] not in view.found]
    people = [(story["authors"], row["authors"]) for story, row in _pairs(view)]
    unread = [
        f"{_at(story)}: {row['authors']} for {story['authors']}"
        for story, row in _pairs(view)
        if f1([(story["authors"], row["authors"])]) < 1
    ]
    found = len(view.found)
    return {
        "found": _share(found, len(view.stories)),
        "title": _share(found - len(wrong), found),
        "authors_f1": round(f1(people), 3),
        "misses": {"found": lost, "title": wrong, "authors": unread},
    }


def _dates(view: View) -> Scores:
    pairs = _pairs(view)
    right = [_is_instant_right(s, row) or _is_day_shown(s, row) for s, row in pairs]
    wrong = [_dated(s, row) for (s, row), good in zip(pairs, right, strict=True) if row["published"] and not good]
    missing = [_dated(s, row) for s, row in pairs if not row["published"]]
    shifted = [_dated(s, row) for s, row in pairs if row["published"] and not _is_day_shown(s, row)]
    stated = [(s, row) for s, row in pairs if s["key"] in view.stated]
    inexact = [_dated(s, row) for s, row in stated if not _is_instant_right(s, row)]
    return {
        "day_right": _share(sum(right), len(pairs)),
        "day_wrong": _share(len(wrong), len(pairs)),
        "instant": _share(len(stated) - len(inexact), len(stated)),
        "instants_stated": len(stated),
        "shown_day": _share(len(pairs) - len(shifted) - len(missing), len(pairs)),
        "misses": {"day_wrong": wrong, "undated": missing, "shown_day": shifted, "instant": inexact},
    }


def _others(view: View) -> Scores:
    kept_others = [row for row in view.others if row["kind"] in ARTICLES]
    stories = {row["article_id"] for row in view.found.values()}
    members = Counter[str]()
    groups: dict[str, list[str]] = {}
    for row in view.lake.read("clusters", columns=("article_id", "cluster_id")).to_pylist():
        members[row["cluster_id"]] += 1
        groups.setdefault(row["cluster_id"], []).extend([row["article_id"]] if row["article_id"] in stories else [])
    urls = {row["article_id"]: row["url"] for row in view.articles}
    pairs = [f"{urls[a]} {urls[b]}" for group in groups.values() for a, b in combinations(sorted(group), 2)]
    return {
        "others": len(kept_others),
        "others_per_story": round(len(kept_others) / len(view.stories), 3),
        "false_pairs": len(pairs),
        "misses": {"others": [f"{row['url']} ({row['kind']})" for row in kept_others], "false_pairs": pairs},
    }


def _texts(view: View) -> Scores:
    counts, lost, strange = Counter[str](), [], []
    for story, row in _pairs(view):
        text, paragraphs = row["text"], [t for kind, t in latest(story["blocks"]) if kind == "paragraph"]
        got = kept(paragraphs, text)
        counts["true"] += len(paragraphs)
        counts["kept"] += got
        lost += [f"{_at(story)}: {got} of {len(paragraphs)}"] if got < len(paragraphs) else []
        strange += [f"{_at(story)}: {line[:120]}" for line in foreign_lines(text, own_texts(story))]
    return {
        "paragraphs": _share(counts["kept"], counts["true"]),
        "foreign_lines": len(strange),
        "misses": {"paragraphs": lost, "foreign_lines": strange},
    }


def _requests(view: View) -> Scores:
    first, second = view.requests["night 0"], view.requests["night 1"]
    known = [story for story in view.stories if not story["since"]]
    new = {path for path, key in view.paths.items() if key not in {story["key"] for story in known}}
    again = [one for one in second if one.path not in new]
    others = Counter(one.path for one in first if one.path not in view.paths)
    return {
        "requests_per_story": round(len(first) / len(known), 2),
        "requests": by_kind(first, view.paths),
        "second_night_per_story": round(len(again) / len(known), 2),
        "second_night": by_kind(again, view.paths),
        "misses": {"requests": sorted(others)},
    }


def _changes(view: View) -> Scores:
    first = datetime.fromisoformat(view.truth["clocks"][0])
    edited = [s for s in view.stories if s["edited"]]
    old = [s for s in edited if first - datetime.fromisoformat(s["at"]) > OLD]
    unseen = [s for s in edited if view.found.get(s["key"], {}).get("revisions") != 2]
    missed = [s for s in unseen if s in old]
    moved = [s for s in view.stories if s.get("moved_to")]
    doubled = [_at(s) for s in moved if len(view.works(s)) > 1]
    stayed = [_at(s) for s in moved if [row["url"] for row in view.works(s)] != [s["moved_to"]]]
    spurious = [_at(s) for s, row in _pairs(view) if not s["edited"] and row["revisions"] > 1]
    listed = [row["url"] for row in view.others if row["revisions"] > 1]
    gone = [s for s in view.stories if s["gone"]]
    unmarked = [_at(s) for s in gone if not view.found.get(s["key"], {}).get("gone_on")]
    mistaken = [_at(s) for s, row in _pairs(view) if row.get("gone_on") and not s["gone"]]
    return {
        "edits": f"{len(edited) - len(old) - len(unseen) + len(missed)}/{len(edited) - len(old)}",
        "old_edits": f"{len(old) - len(missed)}/{len(old)}",
        "moved": f"{len(moved) - len(stayed)}/{len(moved)}",
        "doubled": len(doubled),
        "spurious": len(spurious),
        "spurious_others": len(listed),
        "gone": f"{len(gone) - len(unmarked)}/{len(gone)}",
        "misses": {
            "edits": list(map(_at, unseen)),
            "moved": stayed,
            "spurious": spurious,
            "gone": unmarked,
            "gone_wrongly": mistaken,
        },
    }


def _pairs(view: View) -> list[tuple[Row, Row]]:
    return [(story, view.found[story["key"]]) for story in view.stories if story["key"] in view.found]


def _is_instant_right(story: Row, row: Row) -> bool:
    at = row["published_at"]
    return at is not None and abs(at - datetime.fromisoformat(story["at"])) < MINUTE


def _is_day_shown(story: Row, row: Row) -> bool:
    return row["published_day"] is not None and row["published_day"].isoformat() == story["day"]


def _dated(story: Row, row: Row) -> str:
    said = f"{row['published']} by {row['published_basis']} ({row['published_confidence']:.2f})"
    return f"{_at(story)}: {said}, true {story['at']}"


def _at(story: Row) -> str:
    return str(story["url"])


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0
