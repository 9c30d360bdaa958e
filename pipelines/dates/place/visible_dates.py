"""Dates a reader sees: `<time>` elements and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice

from lxml.etree import _Element

from pipelines.dates.model import Origin, OriginKind
from pipelines.dates.place.context import BY_THE_STORY, STRONG, Contexts
from pipelines.dates.place.structured_dates import is_of_thing
from pipelines.dates.place.walk import Spot, Walk
from pipelines.dates.read.dateline import (
    MAX_BYLINE_CHARS,
    RANGE_BEHIND,
    SEPARATED,
    SPAN,
    follow,
    introduces,
    is_field,
    is_in_sentence,
    is_quoted,
    label_beside,
    lead,
    names_another_day,
    opens,
    says_today,
    stands_alone,
)
from pipelines.dates.read.labels import (
    NEWS_OF,
    called,
    is_labelled,
    is_of_another,
    is_of_update,
    is_time_of_credits,
    is_told,
    label_after,
    label_of,
    names_itself,
    posts,
)
from pipelines.dates.read.reading import Dialect, Offer, Reading, read_machine, read_text
from pipelines.dates.read.relative import read_month, read_relative, read_yearless
from pipelines.dates.read.words import begins_with_weekday, fold_text
from pipelines.page.outline import INLINE
from pipelines.page.roles import is_dated, names
from pipelines.page.teasers import is_of_another_site

LONG = 240  # characters of a text that are read
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"\d{4}")
MAX_TIMES = 40
MAX_ASIDE = 12  # dates of related stories, comments and the like that are worth a row each
LONE = 12  # and that a date by itself has
CLOCK = 4  # characters of the shortest clock time
EDITION = re.compile(r"(?:edition|édition|edici[oó]n|edizione|ausgabe)\s(?:du|del|vom)\s*$")
"""Behind it stands the day of an issue, that of another paper where a paragraph goes on."""
BRACKETS = ("(", "[")
PARTED = re.compile(r"[|·•]|\s[-–—]\s")
"""Between an author or a section and a label: `Ann Lee | Published 3 May 2025`."""
A_DAY = timedelta(days=1)
STORY_BEHIND = re.compile(r"\s?[-–—]\s+[^\W\d_]")
"""Between the day that begins the first paragraph and its text: `27.1.2022 - The ferry`."""
ENTRY = re.compile(r"\s?:\s+[^\W\d_]")  # `3 May 2025: gates removed`, an entry of a chronology


def time_offers(found: Walk, place: Contexts, dialect: Dialect, now: datetime | None) -> Iterator[Offer]:
    """`<time>` elements: their datetime attribute, else what they show."""
    for spot in found.times[:MAX_TIMES]:
        shown, hover = (
            " ".join(text.split()) for text in (" ".join(spot.element.itertext()), spot.element.get("title") or "")
        )
        if (
            YEAR.search(hover) and not YEAR.search(shown) and len(hover) <= MAX_BYLINE_CHARS
        ):  # `<time title="3 Nov 2025">2 days ago</time>`
            shown = hover
        raw = (spot.element.get("datetime") or "").strip() or shown
        if not raw or len(raw) >= 120:
            continue
        label = label_of(fold_text(f"{spot.before} {_opening(shown)}"), copyright_line=False)
        label = label or called(spot.element)
        reading = read_machine(raw, dialect)
        if reading is None and shown != raw:
            raw, reading = shown, read_machine(shown, dialect)
        elif reading and shown != raw and (other := _other_day(reading, shown, dialect)) is not None:
            apart = abs((date.fromisoformat(other.value[:10]) - date.fromisoformat(reading.value[:10])).days)
            if apart > 1:  # the attribute is another date's
                yield _offer(OriginKind.ATTRIBUTE, None, raw, reading, place.context(spot))
                raw, reading = shown, other
            else:
                yield _offer(OriginKind.TEXT, label, shown, other, place.context(spot))
        if reading is None and now is not None and len(raw) < 60:
            reading = read_relative(raw, dialect, now) or read_yearless(raw, dialect, now)
        context = place.context(spot)
        if found.has_items and is_of_thing(spot.element):
            label = "other"
        elif context in BY_THE_STORY and label is None and _is_anothers(spot):
            context = "body"
        lone = context == "body" and label == "published" and _is_posting(spot)
        yield _offer(OriginKind.LINE if lone else OriginKind.TIME, label, raw, reading, context)


def _is_anothers(spot: Spot) -> bool:
    """True if the words beside a `<time>` element are a sentence's, or the label of another thing: `Match day: `."""
    said = label_beside(spot.element, spot.behind, spot.text) or lead(spot.element)
    return is_in_sentence(said, follow(spot.element)) or names_another_day(said)


def _is_posting(spot: Spot) -> bool:
    """True if the words beside a `<time>` element tell of the page, not of a report in a sentence or of a story linked there."""
    if is_quoted(spot.element):
        return False
    before, after = lead(spot.element), follow(spot.element)
    return names_itself(fold_text(before)) or not (_is_prose(before, after) or is_in_sentence(before, after))


def _opening(shown: str) -> str:
    """The words of a text before its first digit, where a label stands."""
    m = DIGIT.search(shown)
    return shown[: m.start()] if m else shown


def _other_day(stated: Reading, shown: str, dialect: Dialect) -> Reading | None:
    """The day that a `<time>` element shows, where it is not that of its attribute, as of an instant in UTC it may not be."""
    if len(stated.value) < 10 or len(shown) > MAX_BYLINE_CHARS or _tells(shown, stated.value):
        return None
    shows = [read for read in read_text(shown, dialect) if not read.ambiguous and len(read.value) >= 10]
    instant = datetime.fromisoformat(stated.value)
    if not shows and stated.utc_offset_minutes == 0:
        yearless = read_yearless(shown, dialect, instant + A_DAY)
        shows = (
            [yearless]
            if yearless and abs(datetime.fromisoformat(yearless.value).date() - instant.date()) <= A_DAY
            else []
        )
    return shows[0] if len(shows) == 1 and shows[0].value[:10] != stated.value[:10] else None


def _tells(shown: str, value: str) -> bool:
    """True if a text holds no digit, or the year and the day of a value: then it is no use to read it."""
    return not any(c.isdigit() for c in shown) or (value[:4] in shown and str(int(value[8:10] or 0)) in shown)


def text_offers(found: Walk, place: Contexts, dialect: Dialect, now: datetime | None) -> Iterator[Offer]:
    """Dates in running text, each with the words before it deciding what it is a date of."""
    aside = 0
    for spot in found.texts:
        context = place.context(spot)
        aside += context in STRONG
        if context not in STRONG or aside <= MAX_ASIDE:
            yield from _read(spot, context, place, dialect, has_items=found.has_items)
    if now is not None:
        yield from short_offers(found, place, dialect, now)


def month_offers(found: Walk, place: Contexts, dialect: Dialect) -> Iterator[Offer]:
    """Months by themselves at the byline."""
    for spot in found.texts:
        if (
            place.is_near_headline(spot)
            and place.context(spot) == "byline"
            and (month := read_month(spot.text, dialect)) is not None
        ):
            yield _offer(OriginKind.TEXT, None, spot.text.strip(), month, "byline")


def short_offers(found: Walk, place: Contexts, dialect: Dialect, now: datetime) -> Iterator[Offer]:
    """Times relative to now and days without a year, by themselves at the byline."""
    for spot in found.shorts:
        if not place.is_near_headline(spot) or place.context(spot) != "byline":
            continue
        reading = read_relative(spot.text, dialect, now) or read_yearless(spot.text, dialect, now)
        if reading is not None:
            label = label_of(fold_text(f"{spot.before} {_opening(spot.text)}"))
            yield _offer(OriginKind.TEXT, label, spot.text.strip(), reading, "byline")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text, with the words around it and the label that they give it.

    `led` are the words before it, of the elements before as well where the text begins with it.
    """

    spot: Spot
    text: str
    reading: Reading
    context: str
    before: str
    after: str
    led: str
    label: str | None

    @property
    def loose(self) -> int:
        """The characters of the text that are not the date's."""
        return len(self.text) - (self.reading.end - self.reading.start)


def _read(spot: Spot, context: str, place: Contexts, dialect: Dialect, *, has_items: bool) -> Iterator[Offer]:
    text = " ".join(spot.text.split())[:LONG]
    readings = read_text(text, dialect)
    if [r.precision for r in readings] == ["day"] and context in BY_THE_STORY:
        text, readings = _with_clock(spot, text, readings, dialect)
    ranges = _of_ranges(text, readings)
    for number, reading in enumerate(readings):
        mention = _mention(spot, text, reading, context, place, has_items=has_items)
        where = _where(mention, place, dialect)
        if where not in STRONG and number in ranges:
            yield _offer(OriginKind.TEXT, "other", _around(text, reading), reading, where)
            continue
        said = fold_text(f"{spot.before} {mention.before}"[-2 * MAX_BYLINE_CHARS :])
        itself = where not in BY_THE_STORY | STRONG and names_itself(said, timed=_is_timed(reading, mention.after))
        end = _end_of_change(text, readings) if number == 0 else None
        alone = where == "body" and (len(readings) == 1 or end is not None) and not begins_with_weekday(text)
        lone = alone and _is_lone(mention, end, place)
        kind = OriginKind.LINE if itself or lone else OriginKind.TEXT
        yield _offer(kind, "published" if itself else mention.label, _around(text, reading), reading, where)


def _of_ranges(text: str, readings: list[Reading]) -> set[int]:
    """The numbers of the readings that begin or end a range of days: `3 – 5 May 2025`."""
    begins = {
        number
        for number, r in enumerate(readings[1:])
        if r.value[:10] != readings[number].value[:10] and re.fullmatch(SPAN, text[readings[number].end : r.start])
    }
    return begins | {number + 1 for number in begins}


def _is_timed(reading: Reading, after: str) -> bool:
    """True if a clock time ends the text."""
    return reading.precision != "day" and after.strip() in ("", ".")


def _mention(spot: Spot, text: str, reading: Reading, context: str, place: Contexts, *, has_items: bool) -> Mention:
    before, after = text[: reading.start], text[reading.end :]
    label, led = None, before
    if context not in STRONG:
        timed = _is_timed(reading, after)
        label = _label(spot, context, before, after, place, has_items=has_items, timed=timed)
    if before.strip() in ("", ":", "："):
        led = label_beside(spot.element, spot.behind, spot.text) or f"{lead(spot.element)} {before}"
    credited = label is None and context in BY_THE_STORY and is_time_of_credits(led, spot.element)
    if credited and not is_quoted(spot.element):
        label = "published"
    if label is None and reading.precision == "day" and is_of_update(fold_text(after[:MAX_BYLINE_CHARS])):
        label = "modified"
    return Mention(spot, text, reading, context, before, after, led, label)


def _where(mention: Mention, place: Contexts, dialect: Dialect) -> str:
    """The context of a date by its words: one in a sentence by the headline is the body's, one that says today a masthead's."""
    m = mention
    own = stands_alone(m.led, m.loose, m.label, byline=m.context == "byline") or opens(m.before, m.after)
    own = own or (not m.before.strip() and STORY_BEHIND.match(m.after) is not None and place.is_before_story(m.spot))
    own = own and not _is_in_line(m.spot, m.before, m.after, m.label)
    where = m.context if m.context not in BY_THE_STORY or own else "body"
    if where == "headline" and SEPARATED.search(m.before):
        where = "byline"
    return "masthead" if where not in STRONG and says_today(m.led, dialect.language) else where


def _is_lone(mention: Mention, end: int | None, place: Contexts) -> bool:
    """True if a date is a line of its own in the body, no fact of a list; `end`: where a last change ends that follows it."""
    m = mention
    if is_quoted(m.spot.element, place.surroundings.own if m.label == "published" else ()) and not is_field(
        m.spot.element
    ):
        return False
    loose = m.loose if end is None else len(m.before) + len(m.text) - end
    return not _is_in_line(m.spot, m.before, m.after, m.label) and _is_line(m.before, m.led, loose, m.label)


def _end_of_change(text: str, readings: list[Reading]) -> int | None:
    """Where the day of a last change ends that is all behind a first one: `3 May 2025 (updated 4 May 2025 | 15:24)`."""
    if len(readings) != 2 or label_of(fold_text(text[readings[0].end : readings[1].start])) != "modified":
        return None
    return readings[1].end


def _is_line(before: str, led: str, loose: int, label: str | None) -> bool:
    """True if a line tells a date and little more, or begins with a label: `Posted by Max Roe on 3 November 2025`."""
    if loose > LONE:
        return label == "published" and loose <= MAX_BYLINE_CHARS // 2 and is_labelled(fold_text(before))
    return label == "published" or introduces(led)


def _around(text: str, reading: Reading) -> str:
    """What a reading was read from, with the words just before and behind it."""
    start, end = max(0, reading.start - 20), min(len(text), reading.end + 12)
    if start and not text[start - 1].isspace():  # in the middle of a word
        start = min((place for place in range(start, reading.start) if text[place].isspace()), default=start)
    if end < len(text) and not text[end].isspace():
        end = max((place for place in range(reading.end, end) if text[place].isspace()), default=end)
    return text[start:end].strip()


def _label(
    spot: Spot, context: str, before: str, after: str, place: Contexts, *, has_items: bool, timed: bool
) -> str | None:
    """What the words around a date say that it is a date of, else the names of its element, else microdata."""
    said, behind = fold_text(f"{spot.before} {before}"), fold_text(after[:MAX_BYLINE_CHARS])
    opens_block = spot.behind is None and spot.element.tag not in INLINE
    # a © or a source in the block before a date's own is a picture's
    below = context in BY_THE_STORY and opens_block and not before.strip() and is_dated(names(spot.element))
    label = "other" if is_of_another(said, behind) else label_of(said, copyright_line=not below, line_above=below)
    label = label or label_after(behind)
    url = place.surroundings.url
    if label == "published" and context != "byline" and _is_linked_mention(spot.element, fold_text(before), url):
        return "other"
    if label == "published" and len(before) + len(after) > 2 * MAX_BYLINE_CHARS and EDITION.search(said):
        return "other"
    if label == "published" and _is_prose(before, after) and not names_itself(said, timed=timed):
        return "other"
    if label is None and context in BY_THE_STORY:
        names_story = opens_block and place.is_before_story(spot) and NEWS_OF.match(fold_text(before))
        label = "published" if names_story else called(spot.element)
    return "other" if label is None and has_items and is_of_thing(spot.element) else label


def _is_linked_mention(element: _Element, before: str, url: str) -> bool:
    """True if a link to another site names a text there with its day: `<a>an essay published by The Day (3 May 2025)</a>`."""
    link = next((box for box in islice(chain((element,), element.iterancestors()), 4) if box.tag == "a"), None)
    if link is None or PARTED.search(before) or not is_of_another_site(link.get("href") or "", url):
        return False
    return label_of(before) == "published" and not is_labelled(before)


def _is_in_line(spot: Spot, before: str, after: str, label: str | None) -> bool:
    """True if a date is part of a line about something else.

    `3 May 2025: gates removed`, `<a href="/x">Mill burns down</a> (3 May 2025)`, `On 3 May 2025 the council closed the harbour`.
    """
    if (
        ENTRY.match(after)
        or RANGE_BEHIND.match(after)
        or (before.strip() in BRACKETS and spot.text != spot.element.text)
    ):
        return True
    behind = after or follow(spot.element)
    return label is None and is_in_sentence("", behind) and label_of(fold_text(_opening(behind))) is None


def _is_prose(before: str, after: str) -> bool:
    """True if a date stands in a sentence about a publication: `The law was issued on 3 May.`."""
    said, behind = fold_text(before), fold_text(after)
    goes_on = is_in_sentence("", after) and label_of(fold_text(_opening(after))) is None
    return (goes_on and not posts(said, behind)) or is_told(said, behind)


def _with_clock(spot: Spot, text: str, days: list[Reading], dialect: Dialect) -> tuple[str, list[Reading]]:
    """A day with the clock time that stands behind it in the same element: `3 Nov 2025 <i>|</i> 18:45`."""
    whole = _short_text(spot.element)
    if whole is None or len(whole) - len(text) < CLOCK:
        return text, days
    found = read_text(whole, dialect)
    if len(found) != 1 or found[0].precision == "day" or found[0].value[:10] != days[0].value:
        return text, days
    behind = whole[found[0].start + days[0].end - days[0].start : found[0].end]
    return (text, days) if label_of(fold_text(behind)) == "modified" else (whole, found)


def _short_text(element: _Element) -> str | None:
    """All text of an element, white space folded; None when it is long."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > 8 * MAX_BYLINE_CHARS:
            return None
    text = " ".join(" ".join(pieces).split())
    return text if len(text) <= MAX_BYLINE_CHARS else None


def _offer(kind: OriginKind, label: str | None, raw: str, reading: Reading | None, context: str) -> Offer:
    origin = Origin(kind, "published" if label == "published" else "")
    return Offer(label or "published", origin, raw, reading, context)
