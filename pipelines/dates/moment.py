"""One moment out of several spellings of it: the instant from one, the publisher's clock face and offset from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.dates.countries import offsets_in
from pipelines.dates.learned import bare, learned_from
from pipelines.dates.model import Candidate
from pipelines.dates.reading import instant_of, offset_text
from pipelines.dates.zones import minutes_at

QUARTER = 15  # minutes; every offset in use is a multiple
WEST, EAST = -12 * 60, 14 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A value at its true precision, the instant where one is known, and what had to be reconciled (None when nothing)."""

    value: str
    precision: str
    utc_offset_minutes: int | None
    instant: datetime | None
    note: str | None = None
    day: str | None = None  # the one day that the page shows beside an instant in UTC


def compose(chosen: Candidate, agreeing: Sequence[Candidate]) -> Moment:
    """The chosen candidate completed by those that agree with it: a finer clock, a zone, the publisher's own day."""
    base = _finest(chosen, agreeing)
    stories = learned_from(base.zone_source)
    if stories is None:
        return _completed(base, agreeing)
    stated = [c for c in agreeing if c.utc_offset_minutes is not None and learned_from(c.zone_source) is None]
    if any(has_clock(c) and zone_between(base, c) is not None for c in stated):
        return _completed(bare(base), stated)
    moment = _completed(base, agreeing)
    return moment if moment.note else replace(moment, note=f"zone learned from {stories} stories")


def _completed(base: Candidate, agreeing: Sequence[Candidate]) -> Moment:
    instant = instant_of(base.value or "")
    if instant is None and has_clock(base):
        base, instant = _zoned(base, agreeing)
    if not has_clock(base):
        return Moment(
            (base.value or "")[:10], "day" if len(base.value or "") >= 10 else str(base.precision), None, None
        )
    if instant is None or base.utc_offset_minutes:
        return Moment(base.value or "", str(base.precision), base.utc_offset_minutes, instant)
    return _as_written(base, instant, agreeing)


def in_zone(moment: Moment, zone: str | None, note: str) -> Moment:
    """A moment told in the site's own zone: an instant known in UTC only, or a clock time without zone.

    It keeps the day that the page shows, where that is another one, and stays without zone in the hour that came twice.
    """
    if zone is None or moment.utc_offset_minutes or "T" not in moment.value:
        return moment
    told = datetime.fromisoformat(moment.value) if moment.instant is None else moment.instant.astimezone(ZoneInfo(zone))
    local = told.replace(tzinfo=None)
    offset = minutes_at(zone, local.replace(fold=told.fold))
    twice = moment.instant is None and offset != minutes_at(zone, local.replace(fold=1))
    if twice or not offset or moment.day not in (None, local.date().isoformat()):
        return moment
    seconds = moment.value[16:17] == ":"
    value = local.isoformat(timespec="seconds" if seconds else "minutes") + offset_text(offset)
    precision = moment.precision if moment.instant else "instant" if seconds else "minute"
    return Moment(value, precision, offset, instant_of(value), note)


def same_moment(a: Candidate, b: Candidate) -> bool:
    """Whether two clock times may be one moment: equal instants, or the same minute in zones a quarter-hour multiple apart."""
    if not (has_clock(a) and has_clock(b)):
        return False
    first, second = instant_of(a.value or ""), instant_of(b.value or "")
    if first is not None and second is not None:
        return abs((first - second).total_seconds()) < 60
    face, base = (b, a) if second is None else (a, b)
    return zone_between(face, base) is not None


def offset_between(face: Candidate, base: Candidate) -> int | None:
    """Minutes by which the clock face of one is ahead of the UTC time of the other, if that can be a zone's offset."""
    shown, instant = _face(face), instant_of(base.value or "") or _face(base)
    gap = shown - instant.replace(tzinfo=None)
    if not (_seconds(face) and _seconds(base)):
        gap = shown.replace(second=0) - instant.replace(tzinfo=None, second=0)
    minutes, rest = divmod(gap, timedelta(minutes=1))
    return minutes if not rest and minutes % QUARTER == 0 and WEST <= minutes <= EAST else None


def zone_between(face: Candidate, base: Candidate) -> int | None:
    """The same where the other may be the same moment: one that states an offset of its own shows its own clock face."""
    minutes = offset_between(face, base)
    return minutes if not base.utc_offset_minutes or minutes == base.utc_offset_minutes else None


def mislabelled(candidates: Sequence[Candidate], country: str | None) -> set[Candidate]:
    """The instants that are a clock face under a wrong offset, as another instant of the same minute shows.

    Their face is the other's UTC time under an offset of its own; or they say UTC and show the face of one that names a
    zone; or both say UTC and the country's offset tells which of them is the local clock.
    """
    clocks = {c: instant for c in candidates if has_clock(c) and (instant := instant_of(c.value or "")) is not None}
    faces: dict[datetime, list[Candidate]] = defaultdict(list)
    minutes: dict[datetime, list[Candidate]] = defaultdict(list)
    for c, instant in clocks.items():
        faces[_face(c).replace(second=0)].append(c)
        minutes[instant.replace(second=0, tzinfo=None)].append(c)
    found = set()
    for c, instant in clocks.items():
        face = _face(c).replace(second=0)
        if c.utc_offset_minutes:
            local = [(o, 0) for o in minutes[face] if o.utc_offset_minutes]
        else:
            local = [(o, o.utc_offset_minutes) for o in faces[face] if o.utc_offset_minutes]
            local += [
                (o, gap)
                for gap in offsets_in(country, face)
                for o in minutes[face - timedelta(minutes=gap)]
                if not o.utc_offset_minutes
            ]
        if any(abs((clocks[o] - instant).total_seconds()) >= 60 and offset_between(c, o) == gap for o, gap in local):
            found.add(c)
    return found


def has_clock(c: Candidate) -> bool:
    """Whether a value has a time of day that is more than the midnight a bare day is stored with."""
    value = c.value or ""
    return value[11:16] not in ("", "00:00") or (value[16:17] == ":" and value[17:19] != "00")


def _face(c: Candidate) -> datetime:
    return datetime.fromisoformat(c.value or "").replace(tzinfo=None)


def _seconds(c: Candidate) -> bool:
    return (c.value or "")[16:17] == ":"


def _finest(chosen: Candidate, agreeing: Sequence[Candidate]) -> Candidate:
    """The chosen one, unless it is a bare day and another of that day has a clock, best with a zone."""
    if has_clock(chosen):
        return chosen
    day = (chosen.value or "")[:10]
    clocks = [c for c in agreeing if has_clock(c) and (c.value or "")[:10] == day]
    return next((c for c in clocks if c.utc_offset_minutes is not None), clocks[0] if clocks else chosen)


def _zoned(base: Candidate, agreeing: Sequence[Candidate]) -> tuple[Candidate, datetime | None]:
    """A bare clock time with the zone that an agreeing instant of the same minute gives it."""
    for c in agreeing:
        instant = instant_of(c.value or "")
        if instant is not None and has_clock(c) and (offset := zone_between(base, c)) is not None:
            return _written(base, c, offset), instant
    return base, None


def _as_written(base: Candidate, instant: datetime, agreeing: Sequence[Candidate]) -> Moment:
    """An instant given in UTC, at the publisher's own clock where another spelling shows it; else at the day it shows."""
    for c in agreeing:
        if c.utc_offset_minutes and has_clock(c) and same_moment(c, base):
            written = _written(c, base, c.utc_offset_minutes)
            return Moment(written.value or "", "instant", written.utc_offset_minutes, instant, "offset-as-written")
    for c in agreeing:
        if has_clock(c) and c.utc_offset_minutes is None and (offset := offset_between(c, base)):
            written = _written(c, base, offset)
            return Moment(written.value or "", "instant", offset, instant, "offset-from-local-clock")
    shown = {(c.value or "")[:10] for c in agreeing if c.value and c.origin.partition(":")[0] in VISIBLE}
    value, day = base.value or "", shown.pop() if len(shown) == 1 else None
    note = "day-as-shown" if day not in (None, value[:10]) else None
    return Moment(value, str(base.precision), base.utc_offset_minutes, instant, note, day)


VISIBLE = ("text", "time", "line", "attribute")


def _written(face: Candidate, base: Candidate, offset: int) -> Candidate:
    """`face` with an offset, and with the seconds of `base` where it has none."""
    stem = (face.value or "")[:19] if _seconds(face) else (face.value or "")[:16]
    if not _seconds(face) and _seconds(base):
        stem += (base.value or "")[16:19]
    precision = "instant" if len(stem) == 19 else "minute"
    value = stem + offset_text(offset)
    return Candidate(
        face.role, face.origin, face.raw, value, offset, face.zone_source, precision, face.context, face.position
    )
