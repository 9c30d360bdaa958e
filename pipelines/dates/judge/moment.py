"""Combine several spellings of one date: `17:45Z` in JSON-LD and a visible "18:45" give `18:45+01:00`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.read.reading import instant_of, offset_text
from pipelines.dates.read.zones import REAL, minutes_at, offsets_in
from pipelines.dates.source.zone import SAME_OFFSET_WITHIN, SettledBy, bare

FRACTION = re.compile(r":\d\d\.\d")
HALF_DAY = re.compile(r"(?<![\d:.,])(?:1[0-2]|0?[1-9])[:.][0-5]\d(?!\d|\s?[ap]\.?\s?m|\s?uhr|\s?h\b)", re.IGNORECASE)
"""A clock that may be one of twelve hours: `3:48`, `03:48`, which say neither a.m. nor p.m."""
TWELVE_HOURS = 12 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """ISO 8601 value at its true precision, UTC instant if known, and a `note` on how spellings were combined (None: one)."""

    value: str
    precision: str
    utc_offset_minutes: int | None
    instant: datetime | None
    note: str | None = None
    day: str | None = None  # the day that the page shows, if the instant is known only in UTC


def compose(chosen: Candidate, agreeing: Sequence[Candidate], country: str | None = None) -> Moment:
    """Complete the chosen candidate from those that agree with it: a clock time, a zone, the local day."""
    base = _finest(chosen, agreeing)
    by = SettledBy.read(base.zone_source)
    if not by.learned:
        return _completed(base, agreeing, country)
    stated = [c for c in agreeing if c.utc_offset_minutes is not None and not SettledBy.read(c.zone_source).learned]
    if any(has_clock(c) and zone_between(base, c, country) is not None for c in stated):
        return _completed(bare(base), stated, country)
    moment = _completed(base, agreeing, country)
    return moment if moment.note else replace(moment, note=f"zone learned from {by.stories} stories")


def _completed(base: Candidate, agreeing: Sequence[Candidate], country: str | None) -> Moment:
    instant = instant_of(base.value or "")
    if instant is None and has_clock(base):
        base, instant = _zoned(base, agreeing, country)
        if instant is None and _visible(base) and (declared := _declared_on(base, agreeing)) is not None:
            base, instant = declared, instant_of(declared.value or "")
    if not has_clock(base):
        return Moment(
            (base.value or "")[:10], "day" if len(base.value or "") >= 10 else str(base.precision), None, None
        )
    if instant is None or base.utc_offset_minutes:
        return Moment(base.value or "", str(base.precision), base.utc_offset_minutes, instant)
    return _as_written(base, instant, agreeing, country)


def in_zone(moment: Moment, zone: str | None, note: str) -> Moment:
    """Convert to `zone` an instant known only in UTC, or a clock time without a zone.

    Unchanged if the page shows another day than the zone gives, or if the clock time occurs twice (the end of summer time).
    """
    if zone is None or moment.utc_offset_minutes or "T" not in moment.value:
        return moment
    written = datetime.fromisoformat(moment.value)
    shown = written if moment.instant is None else moment.instant.astimezone(ZoneInfo(zone))
    local = shown.replace(tzinfo=None)
    offset = minutes_at(zone, local.replace(fold=shown.fold))
    twice = moment.instant is None and offset != minutes_at(zone, local.replace(fold=1))
    return moment if twice or not offset else _at_offset(moment, local, offset, note)


def in_offset_shown(moment: Moment, candidates: Iterable[Candidate], note: str) -> Moment:
    """Convert an instant known only in UTC to the one offset that the work's other dates of those weeks are written with."""
    if moment.instant is None or moment.utc_offset_minutes or "T" not in moment.value:
        return moment
    offsets = {
        c.utc_offset_minutes
        for c in candidates
        if c.zone_source == "written" and c.utc_offset_minutes and has_clock(c) and _near(c, moment.instant)
    }
    if len(offsets) != 1:
        return moment
    offset = offsets.pop()
    return _at_offset(moment, (moment.instant + timedelta(minutes=offset)).replace(tzinfo=None), offset, note)


def _at_offset(moment: Moment, local: datetime, offset: int, note: str) -> Moment:
    """The moment at an offset; as it was if the page shows another day than its local time."""
    if moment.day not in (None, local.date().isoformat()):
        return moment
    seconds = moment.value[16:17] == ":"
    value = local.isoformat(timespec="seconds" if seconds else "minutes") + offset_text(offset)
    precision = moment.precision if moment.instant else "instant" if seconds else "minute"
    return Moment(value, precision, offset, instant_of(value), note, moment.day)


def _near(c: Candidate, instant: datetime) -> bool:
    at = instant_of(c.value or "")
    return at is not None and abs(at - instant) <= SAME_OFFSET_WITHIN


def at_midnight(moment: Moment, zones: Iterable[str]) -> Moment:
    """Reduce to a day an instant that is midnight in all `zones`: `2025-11-02T23:00Z` in Vienna is the day 2025-11-03."""
    if moment.instant is None or moment.utc_offset_minutes or moment.instant.minute % 15 or moment.instant.second:
        return moment
    local_times = {moment.instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in zones}
    if (
        len(local_times) != 1
        or (local := local_times.pop()).time() != time.min
        or moment.day not in (None, local.date().isoformat())
    ):
        return moment
    return Moment(local.date().isoformat(), "day", None, None, "midnight-in-zone")


def on_the_countrys_day(moment: Moment, zones: Sequence[str]) -> Moment:
    """Note the day of an instant known only in UTC, if all `zones` agree: `2025-11-02T23:40Z` is 3 November in Vienna."""
    if moment.instant is None or moment.utc_offset_minutes or moment.day or "T" not in moment.value:
        return moment
    days = {moment.instant.astimezone(ZoneInfo(zone)).date().isoformat() for zone in zones}
    return replace(moment, day=days.pop()) if len(days) == 1 else moment


def same_moment(a: Candidate, b: Candidate, country: str | None = None) -> bool:
    """True if two clock times may be one moment: equal instants, or the same minute at an offset that the country uses."""
    if not (has_clock(a) and has_clock(b)):
        return False
    first, second = instant_of(a.value or ""), instant_of(b.value or "")
    if first is not None and second is not None:
        return abs((first - second).total_seconds()) < 60
    face, base = (b, a) if second is None else (a, b)
    return as_clock(face, base, country) is not None


def as_clock(face: Candidate, base: Candidate, country: str | None) -> tuple[Candidate, int] | None:
    """A clock time that may be the moment of `base`, with its offset; None if no zone makes it that.

    `3:48` over `15:48Z` becomes 15:48 at offset 0, and `12:48` over `00:48Z` becomes 00:48: nobody publishes twelve hours
    behind UTC, few twelve hours ahead of it, and half of the world's clocks show twelve hours.
    """
    offset = zone_between(face, base, country)
    if offset is not None and (abs(offset) < TWELVE_HOURS or offsets_in(country, _face(face))):
        return face, offset
    other_half = _in_other_half(face)
    other = zone_between(other_half, base, country) if other_half is not None else None
    if other_half is not None and other is not None:
        return other_half, other
    return None if offset in (None, -TWELVE_HOURS) else (face, offset)


def _in_other_half(c: Candidate) -> Candidate | None:
    """A clock that may be of twelve hours, in the other half of its day: 3:48 → 15:48, 12:48 → 00:48; None for any other."""
    hour = int((c.value or "")[11:13])
    if not 0 < hour <= 12 or c.utc_offset_minutes is not None or not _visible(c) or not HALF_DAY.search(c.raw):
        return None
    return replace(c, value=f"{(c.value or '')[:11]}{(hour + 12) % 24:02}{(c.value or '')[13:]}")


def _declared_on(face: Candidate, agreeing: Sequence[Candidate]) -> Candidate | None:
    """The first instant that a `<meta>` element declares on the day of a visible clock time."""
    day = (face.value or "")[:10]
    metas = (
        c for c in agreeing if c.origin.kind is OriginKind.META and c.utc_offset_minutes is not None and has_clock(c)
    )
    return next((c for c in metas if (c.value or "")[:10] == day), None)


def offset_between(face: Candidate, base: Candidate) -> int | None:
    """Minutes by which the clock time of `face` is ahead of the UTC time of `base`; None if no time zone has that offset."""
    shown, instant = _face(face), instant_of(base.value or "") or _face(base)
    gap = shown - instant.replace(tzinfo=None)
    if not (_seconds(face) and _seconds(base)):
        gap = shown.replace(second=0) - instant.replace(tzinfo=None, second=0)
    minutes, rest = divmod(gap, timedelta(minutes=1))
    return minutes if not rest and minutes in REAL else None


def zone_between(face: Candidate, base: Candidate, country: str | None = None) -> int | None:
    """As `offset_between`, but None unless both may be one moment.

    If `base` states an offset, the result must equal it. If `base` is in UTC, the `country` must use that offset on that day.
    """
    minutes = offset_between(face, base)
    if base.utc_offset_minutes:
        return minutes if minutes == base.utc_offset_minutes else None
    kept = offsets_in(country, _face(face)) if instant_of(base.value or "") is not None else None
    return minutes if not kept or minutes in kept else None


def mislabelled(candidates: Sequence[Candidate], country: str | None) -> set[Candidate]:
    """Instants whose offset is wrong, as another candidate shows.

    Four cases, for a story of 18:45+01:00:

    - `17:45+01:00`: the UTC time under a local offset, beside the right `18:45+01:00`;
    - `18:45Z`: the local time labelled UTC, beside the right `18:45+01:00`;
    - `18:45Z` beside `17:45Z`, in a country whose offset that day is one hour;
    - `18:45Z` beside a visible "18:45", in a country that does not use UTC
      (but not if it has fractions of a second, which only programs write, in true UTC).
    """
    clocks = {c: instant for c in candidates if has_clock(c) and (instant := instant_of(c.value or "")) is not None}
    faces: dict[datetime, list[Candidate]] = defaultdict(list)
    minutes: dict[datetime, list[Candidate]] = defaultdict(list)
    for c, instant in clocks.items():
        faces[_face(c).replace(second=0)].append(c)
        minutes[instant.replace(second=0, tzinfo=None)].append(c)
    seen = {_face(c).replace(second=0) for c in candidates if has_clock(c) and c.precision == "local" and _visible(c)}
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
        if face in seen and c.utc_offset_minutes == 0 and not FRACTION.search(c.raw):
            kept = offsets_in(country, face)
            if kept and 0 not in kept:
                found.add(c)
    return found


def has_clock(c: Candidate) -> bool:
    """True if a value has a clock time other than midnight: many systems store a day as `2025-11-03T00:00`."""
    value = c.value or ""
    return value[11:16] not in ("", "00:00") or (value[16:17] == ":" and value[17:19] != "00")


def _visible(c: Candidate) -> bool:
    return c.origin.is_in_body


def _shown(c: Candidate) -> bool:
    """True of what readers see on the page or in a listing; an attribute that holds a time in UTC is for machines."""
    for_machines = c.origin.kind in (OriginKind.TIME, OriginKind.ATTRIBUTE) and c.utc_offset_minutes == 0
    return c.origin.kind is OriginKind.LISTING or (_visible(c) and not for_machines)


def _face(c: Candidate) -> datetime:
    return datetime.fromisoformat(c.value or "").replace(tzinfo=None)


def _seconds(c: Candidate) -> bool:
    return (c.value or "")[16:17] == ":"


def _finest(chosen: Candidate, agreeing: Sequence[Candidate]) -> Candidate:
    """The chosen candidate; if it has no clock time, one of the same day that has, preferably with a zone."""
    if has_clock(chosen):
        return chosen
    day = (chosen.value or "")[:10]
    clocks = [c for c in agreeing if has_clock(c) and (c.value or "")[:10] == day]
    return next((c for c in clocks if c.utc_offset_minutes is not None), clocks[0] if clocks else chosen)


def _zoned(base: Candidate, agreeing: Sequence[Candidate], country: str | None) -> tuple[Candidate, datetime | None]:
    """A clock time without a zone, with the offset that an agreeing instant gives: "18:45" and `17:45Z` → `18:45+01:00`."""
    for c in agreeing:
        instant = instant_of(c.value or "")
        if instant is not None and has_clock(c) and (read := as_clock(base, c, country)) is not None:
            return _written(read[0], c, read[1]), instant
    return base, None


def _as_written(base: Candidate, instant: datetime, agreeing: Sequence[Candidate], country: str | None) -> Moment:
    """An instant in UTC, written in local time if another candidate shows it, else with the day that the page shows."""
    for c in agreeing:
        if c.utc_offset_minutes and has_clock(c) and same_moment(c, base):
            written = _written(c, base, c.utc_offset_minutes)
            return Moment(written.value or "", "instant", written.utc_offset_minutes, instant, "offset-as-written")
    for c in agreeing:
        if has_clock(c) and c.utc_offset_minutes is None and (read := as_clock(c, base, country)) and read[1]:
            written = _written(read[0], base, read[1])
            return Moment(written.value or "", "instant", read[1], instant, "offset-from-local-clock")
    value, day = base.value or "", _shown_day(agreeing, instant, country)
    note = "day-as-shown" if day not in (None, value[:10]) else None
    return Moment(value, str(base.precision), base.utc_offset_minutes, instant, note, day)


def _shown_day(agreeing: Sequence[Candidate], instant: datetime, country: str | None) -> str | None:
    """The day in the visible text, or else in the URL; None if there is none, or several.

    Of `<time datetime="2025-11-03T23:40:00Z">4 November 2025</time>` only the text is shown, not the attribute.
    """
    dated = [c for c in agreeing if c.value and len(c.value) >= 10]
    if seen := {(c.value or "")[:10] for c in dated if _shown(c)}:
        return seen.pop() if len(seen) == 1 else None
    addressed = {(c.value or "")[:10] for c in dated if c.origin == Origin(OriginKind.URL)}
    kept = offsets_in(country, instant.replace(tzinfo=None))
    if kept:  # an address may hold the day on which the story was begun
        addressed &= {(instant + timedelta(minutes=minutes)).date().isoformat() for minutes in kept}
    return addressed.pop() if len(addressed) == 1 else None


def _written(face: Candidate, base: Candidate, offset: int) -> Candidate:
    """`face` with an offset, and with the seconds of `base` if it has none of its own."""
    stem = (face.value or "")[:19] if _seconds(face) else (face.value or "")[:16]
    if not _seconds(face) and _seconds(base):
        stem += (base.value or "")[16:19]
    precision = "instant" if len(stem) == 19 else "minute"
    value = stem + offset_text(offset)
    return Candidate(
        face.role, face.origin, face.raw, value, offset, face.zone_source, precision, face.context, face.position
    )
