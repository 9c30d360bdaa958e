"""The origin of a cluster: ordered rules, each with a name, find the member that published the story first, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.base.urls.identity import article_id_of
from pipelines.corpus.duplicates.credits import Credit

DAY_SLACK = timedelta(hours=14)
"""A day without time zone starts at most this long before midnight UTC, and ends at most this long after the next
midnight.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a cluster. `earliest` and `latest` bound its publication. `dated` is true if the member states a
    date.
    """

    article_id: str
    source: str
    names: frozenset[str]
    url: str | None
    canonical_url: str | None
    credit: Credit
    earliest: datetime | None
    latest: datetime
    dated: bool
    row: int
    texts: tuple[int, ...]

    @classmethod
    def of(cls, number: int, row: dict[str, Any], found: Credit, texts: tuple[int, ...]) -> Member:
        """Make a member from its row (see `roles.roles_of`), its row number, its credit, and the positions of its
        texts.
        """
        seen = row.get("first_seen") or datetime.max.replace(tzinfo=UTC)
        at, day = row.get("published_at"), row.get("published_day")
        if at is not None:
            earliest, latest = at, at
        elif day is not None:
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
            earliest, latest = midnight - DAY_SLACK, midnight + timedelta(days=1) + DAY_SLACK
        else:
            earliest, latest = row.get("not_before"), row.get("not_after") or seen
        names = frozenset(n for n in (row["source"], row.get("source_title")) if n)
        dated = at is not None or day is not None
        return cls(
            row["article_id"],
            row["source"],
            names,
            row.get("url"),
            row.get("canonical_url"),
            found,
            earliest,
            latest,
            dated,
            number,
            texts,
        )


def find_origin(members: list[Member]) -> tuple[Member | None, str]:
    """The member that published first, and the name of the rule that found it; None and the reason if no rule decides."""
    for rule in (_by_canonical, _by_credit):
        named = rule(members)
        if len(named) == 1:
            return named[0], rule.__name__[1:]
    first, basis = _by_date(members)
    if (first and defers(first, members)) or all(defers(m, members) for m in members):
        return None, "origin_elsewhere"
    return first, basis


def _by_canonical(members: list[Member]) -> list[Member]:
    """The members that other members' canonical links point to, and that have no such link themselves."""
    by_id = {m.article_id: m for m in members}
    pointed = {m.article_id: _target(m) for m in members}
    return [by_id[t] for t in sorted({t for t in pointed.values() if t}) if t in by_id and pointed[t] is None]


def _by_credit(members: list[Member]) -> list[Member]:
    """The members whose publication is named as the first by others, and that name no other themselves."""
    named = {n for m in members if (n := _publication(m.credit.first_in, members))}
    return [m for m in members if m.source in named and not defers(m, members)]


def _by_date(members: list[Member]) -> tuple[Member | None, str]:
    """The member dated before every other: `by_date` if that is certain, `only_dated` if some members state no date.

    No member is found if an undated member was seen before the first date.
    """
    dated = sorted((m for m in members if m.dated), key=lambda m: (m.latest, m.article_id))
    if not dated:
        return None, "no_date"
    first = dated[0]
    others = [m for m in members if m is not first]
    if not all(after(other, first) for other in others):
        return None, "dates_overlap"
    certain = all(other.earliest is not None and other.earliest > first.latest for other in others)
    return first, "by_date" if certain else "only_dated"


def after(other: Member, first: Member) -> bool:
    """True if there is no evidence that `other` came before `first`."""
    if other.dated:
        return other.earliest is not None and other.earliest > first.latest
    return other.latest > first.latest


def defers(member: Member, members: Iterable[Member]) -> bool:
    """True if a member says that another publication had the story first."""
    if _target(member):
        return True
    named = _publication(member.credit.first_in, members)
    return (member.credit.first_in is not None and named != member.source) or False


def _target(member: Member) -> str | None:
    """The article on another site that the member's canonical link points to."""
    if not member.url or not member.canonical_url:
        return None
    target = article_id_of(member.canonical_url, None)
    return target if target != article_id_of(member.url, member.canonical_url) else None


def _publication(name: str | None, members: Iterable[Member]) -> str | None:
    """The source that a credit names; None if no member's source, or more than one, fits the name."""
    if not name:
        return None
    wanted = _tokens(name)
    found = {m.source for m in members if wanted and any(wanted <= _tokens(n) or _tokens(n) <= wanted for n in m.names)}
    return found.pop() if len(found) == 1 else None


def _tokens(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace("_", " ").replace(".", " ").split()) - {"the", "com", "www"}
