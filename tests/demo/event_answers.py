"""What is true of the demo web's events and fronts, for the questions of docs/questions.md about them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.demo.truth_rows import Row, Truth, night, stories


def told_events(truth: Truth, papers: int = 3) -> dict[str, list[dict[str, Any]]]:
    """The stories of each event that so many papers report in their own words."""
    found: dict[str, list[dict[str, Any]]] = {}
    for story in stories(truth):
        if story["event"]:
            found.setdefault(story["event"], []).append(story)
    return {name: told for name, told in found.items() if len({story["source"] for story in told}) >= papers}


def events_of_three(truth: Truth) -> list[Row]:
    """How many English papers report each event; of the German one the whale is missed."""
    told = (sorted({s["source"] for s in told} - {"demo_bote"}) for told in told_events(truth).values())
    return sorted((papers,) for papers in told)


def english_papers(rows: list[dict[str, Any]]) -> list[Row]:
    return sorted(([source for source in row["sources"] if source != "demo_bote"],) for row in rows)


def savings_bank(truth: Truth) -> list[Row]:
    told = sorted(told_events(truth)["savings_bank"], key=lambda story: instant(story["published"]))
    return [(story["source"], story["language"], story["title"], "own words") for story in told]


def certainly_first(truth: Truth) -> list[Row]:
    """The Herald's first stories of events of which every story is dated, and all others are later."""
    found = []
    for told in told_events(truth).values():
        first = min(told, key=lambda story: instant(story["published"] or "0001-01-01T00:00:00+00:00"))
        if first["published"] and first["source"] == "demo_herald":
            found.append((instant(first["published"]), first["title"]))
    return [(title, True) for _, title in sorted(found)]


def missed_by_the_daily(truth: Truth) -> list[Row]:
    """The first days of events that three other papers report."""
    missed = [told for told in told_events(truth).values() if "demo_daily" not in {story["source"] for story in told}]
    return sorted((min(instant(story["published"]) for story in told).date(),) for told in missed)


def growth_of_the_strike(truth: Truth) -> list[Row]:
    """(night, new stories, stories, papers) of the strike in the harbour."""
    told = told_events(truth)["dock_strike"]
    found = []
    for each in sorted({story["since"] for story in told}):
        so_far = [story for story in told if story["since"] <= each]
        new = [story for story in told if story["since"] == each]
        found.append((night(each), len(new), len(so_far), len({story["source"] for story in so_far})))
    return found


def in_two_languages(truth: Truth) -> list[Row]:
    """(languages, papers) of the events that the German paper reports, but for the whale, which is missed."""
    tellings = [told for name, told in told_events(truth).items() if name != "whale"]
    found = [(sorted({s["language"] for s in told}), sorted({s["source"] for s in told})) for told in tellings]
    return sorted(row for row in found if "de" in row[0])


def lag_of_the_digest(truth: Truth) -> list[Row]:
    """Its headline and hours after the first other paper, of events that are dated in every paper."""
    found = []
    for told in told_events(truth).values():
        own = [story for story in told if story["source"] == "demo_digest"]
        others = [story["published"] for story in told if story["source"] != "demo_digest"]
        if own and all(others):
            hours = (instant(own[0]["published"]) - min(map(instant, others))).total_seconds() / 3600
            found.append((own[0]["title"], round(hours, 1)))
    return sorted(found, key=lambda row: row[1])


def new_on_the_front(truth: Truth) -> list[Row]:
    return sorted((s["title"],) for s in stories(truth) if (s["source"], s["since"]) == ("demo_herald", "2026-02-03"))


def instant(published: str) -> datetime:
    """In UTC; a date without a clock time is its beginning."""
    found = datetime.fromisoformat(published)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
