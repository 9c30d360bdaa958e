"""Events found as the truth has them: in the words of each paper, in German too, and like events kept apart.

B³ precision and recall (Bagga and Baldwin 1998) are sums over stories: of the stories that share an event with this one in the
lake, the share that truly does; of those that truly do, the share that does in the lake. A copy shares the event of its origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from tests.demo.figures.figure import Figure, count
from tests.demo.figures.view import Row, View, story_id

Groups = Mapping[str, frozenset[str]]
"""By the key of a story, the keys of the stories of its event, its own too."""


def event_figures(view: View) -> dict[str, Figure]:
    """Figures over events."""
    stories = [story for story, _ in view.found(view.stories)]
    true, got = _grouped(stories, true_event), _grouped(stories, lambda story: _event_of(view, story))
    return {
        "event_precision": _shares(true, got, got),
        "event_recall": _shares(true, got, true),
        "events_exact": count(
            (name, got[members[0]["key"]] == true[members[0]["key"]], sorted(got[members[0]["key"]]))
            for name, members in _tellings(stories).items()
        ),
        "events_in_german": count(_in_german(stories, true, got)),
    }


def true_event(story: Row) -> str:
    """The event of a story, or the origin of its family of copies, which may be the story alone."""
    return str(story["event"] or story["origin"] or story["key"])


def _event_of(view: View, story: Row) -> str:
    row = view.events.get(story_id(story))
    return str(row["event_id"]) if row else story_id(story)


def _grouped(stories: list[Row], event_of: Callable[[Row], str]) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for story in stories:
        groups[event_of(story)].add(story["key"])
    return {key: frozenset(keys) for keys in groups.values() for key in keys}


def _shares(true: Groups, got: Groups, of: Groups) -> Figure:
    shares = {key: len(true[key] & got[key]) / len(of[key]) for key in true}
    misses = tuple(f"{key}: {share:.3f}" for key, share in shares.items() if share < 1)
    return Figure(round(sum(shares.values()), 3), len(shares), misses)


def _tellings(stories: list[Row]) -> dict[str, list[Row]]:
    """The stories of each event that several papers tell in words of their own."""
    found: dict[str, list[Row]] = defaultdict(list)
    for story in stories:
        if story["event"]:
            found[story["event"]].append(story)
    return found


def _in_german(stories: list[Row], true: Groups, got: Groups) -> list[tuple[str, bool, object]]:
    """Each German telling: whether it shares its event with an English one."""
    english = {story["key"] for story in stories if story["language"] == "en"}
    german = [story["key"] for story in stories if story["language"] == "de" and story["event"]]
    return [(key, bool(got[key] & true[key] & english), sorted(got[key])) for key in german]
