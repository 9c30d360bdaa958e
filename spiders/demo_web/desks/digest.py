"""The Digest's stories: others' work whole, edited or cut, later and with its own credit lines; and some of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.desks.daily import LENT
from spiders.demo_web.desks.herald import NEW as HERALD_NEW
from spiders.demo_web.desks.herald import ORDINARY as HERALD_ORDINARY
from spiders.demo_web.desks.times import after_midnight, moments
from spiders.demo_web.grammar_en import Writer, write_english
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.reprint import edited, excerpt, updated
from spiders.demo_web.story import Story

ZONE = "Asia/Kolkata"
WHOLE, CUT, EDITED = range(8), range(8, 13), range(13, 18)
"""Which of the Herald's wire stories it takes, and how."""
TAKEN_BY_LINK = (21, 23)
"""Stories of the Herald it reprints with a canonical link to them."""
OWN = {"world": 8, "analysis": 6, "essays": 4, "notebook": 4}
UPDATED = "digest-notebook-2"


def digest(herald: list[Story], daily: list[Story]) -> list[Story]:
    """Every story of the Digest, reprints first."""
    taken = [(herald[n], "whole") for n in WHOLE] + [(herald[n], "cut") for n in CUT]
    taken += [(herald[n], "edited") for n in EDITED] + [(herald[n], "linked") for n in TAKEN_BY_LINK]
    taken += [(daily[LENT[0]], "linked"), *((daily[n], "whole") for n in LENT[1:])]
    stories = [_reprint(n, other, way, NIGHTS[0]) for n, (other, way) in enumerate(taken)]
    new = herald[HERALD_ORDINARY : HERALD_ORDINARY + HERALD_NEW]
    stories += [_reprint(len(taken), new[0], "whole", NIGHTS[1]), _reprint(len(taken) + 1, new[1], "cut", NIGHTS[1])]
    for section, count in OWN.items():
        stories += [
            _own(section, n, when) for n, when in enumerate(moments(f"digest {section}", count, zone=ZONE, days=300))
        ]
    return stories


def _reprint(n: int, other: Story, way: str, since: date) -> Story:
    version = other.version
    if way == "cut":
        version = excerpt(version)
    elif way == "edited":
        version = edited(version, other.key)
    role = {"cut": "excerpt", "edited": "edited_copy"}.get(way, "wire_copy" if other.agency else "copy")
    wait = timedelta(hours=2 + n % 9, minutes=17 * n % 60, seconds=n)
    when = min(other.published + wait, eve(since) - timedelta(minutes=5)).astimezone(ZoneInfo(ZONE))
    traits = frozenset({f"from:{other.source}", *(["canonical_to_origin"] if way == "linked" else []), *_links(n)})
    return Story(f"digest-{n:03d}", "demo_digest", f"/wire/{slug(version.title)}-{4000 + n}", "en", "wire", when, version,
                 agency=other.agency, since=since, role=role, origin=other.key, traits=traits)  # fmt: skip


def _links(n: int) -> list[str]:
    return [trait for trait, every in (("amp", 3), ("print", 4), ("redirected", 5)) if n % every == 1]


def _own(section: str, n: int, when: datetime) -> Story:
    key = f"digest-{section}-{n}"
    version = write_english(key, 8 + n)
    if n % 2 == 0:
        when = after_midnight(when)
    later = updated(version, key) if key == UPDATED else None
    touched = (eve(NIGHTS[1]) - timedelta(hours=1)).astimezone(ZoneInfo(ZONE)) if later else None
    traits = frozenset({*(_links(n) if section == "analysis" else []), *(["noai_meta"] if section == "world" and n < 3 else []),
                        *(["noai_header"] if section == "world" and n in (3, 4) else [])})  # fmt: skip
    return Story(key, "demo_digest", f"/{section}/{slug(version.title)}-{7000 + n}", "en", section, when, version,
                 (Writer.of(f"byline {key}").name(),), later=later, change="update" if later else "none", modified=touched,
                 traits=traits)  # fmt: skip
