"""Copies known as copies, with the right role, and nothing else taken for one; revisions told and named."""

from __future__ import annotations

from collections import defaultdict

from tests.demo.figures.figure import Figure, count
from tests.demo.figures.view import Row, View, story_id


def copy_figures(view: View) -> dict[str, Figure]:
    """Figures over clusters and revisions."""
    by_key = {story["key"]: story for story in view.stories}
    copies = [story for story in view.stories if story["origin"]]
    families = {story["origin"] for story in copies}
    members = [s for s in view.stories if (s["origin"] or s["key"]) in families]
    figures = {
        "copies_recognised": count(
            (s["key"], _together(view, s, by_key[s["origin"]]), _match(view, s)) for s in copies
        ),
        "roles_right": count((s["key"], _role(view, s) in s["roles"], _role(view, s)) for s in members),
        "clusters_pure": _pure(view),
    }
    for role in ("excerpt", "edited_copy"):
        chosen = [story for story in copies if story["roles"] == [role]]
        figures[f"{role}_recognised"] = count(
            (s["key"], _together(view, s, by_key[s["origin"]]), _match(view, s)) for s in chosen
        )
    return figures | _revision_figures(view)


def _cluster(view: View, story: Row) -> str | None:
    row = view.clusters.get(story_id(story))
    return row["cluster_id"] if row else None


def _together(view: View, one: Row, other: Row) -> bool:
    cluster = _cluster(view, one)
    return cluster is not None and cluster == _cluster(view, other)


def _match(view: View, story: Row) -> str:
    row = view.clusters.get(story_id(story)) or {}
    return f"cluster {row.get('cluster_id')}, similarity {row.get('similarity')}"


def _role(view: View, story: Row) -> str | None:
    row = view.clusters.get(story_id(story))
    return row["role"] if row else None


def _pure(view: View) -> Figure:
    """Stories that share a cluster with no story of another family."""
    families: dict[str | None, set[str]] = defaultdict(set)
    for story in view.stories:
        families[_cluster(view, story)].add(story["origin"] or story["key"])
    families.pop(None, None)
    clustered = [story for story in view.stories if _cluster(view, story) is not None]
    return count(
        (s["key"], len(families[_cluster(view, s)]) == 1, sorted(families[_cluster(view, s)])) for s in clustered
    )


def _revision_figures(view: View) -> dict[str, Figure]:
    nights = {night.isoformat() for night in view.nights}
    found = [story for story, _ in view.found(view.stories)]
    changed = [s for s in found if len(s["revisions"]) > 1 and nights >= {r["night"] for r in s["revisions"]}]
    steady = [s for s in found if s not in changed]
    seen = {s["key"]: [row["change"] for row in view.revisions.get(story_id(s), [])] for s in found}
    return {
        "revisions_recognised": count(
            (s["key"], len(seen[s["key"]]) == len(s["revisions"]), seen[s["key"]]) for s in changed
        ),
        "changes_right": count(
            (s["key"], seen[s["key"]] == [r["change"] for r in s["revisions"]], seen[s["key"]]) for s in changed
        ),
        "no_spurious_revisions": count((s["key"], len(seen[s["key"]]) == 1, seen[s["key"]]) for s in steady),
    }
