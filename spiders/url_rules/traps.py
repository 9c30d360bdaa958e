"""Crawl traps: endless sets of URLs such as calendars, repeating paths and combined query parameters.

Pure functions: the caller keeps the state, with tonight's counts of a host. A story is never refused by its form alone:
limits apply to URLs of one shape, and a shape with known articles gets a larger limit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from spiders.url_rules.article_urls import url_shape

MAX_URL_CHARACTERS = 2_048
MAX_SEGMENTS = 24
MAX_REPEATS = 3
MAX_PARAMETERS = 12
CALENDAR_BUDGET = 60
"""Maximum calendar pages (day, week or month) of a host in one night: five years of months."""
FAMILY_BUDGET = 200
"""Maximum URLs of one shape of a host in one night, while none of them is an article."""
PARAMETER_BUDGET = 100
"""Maximum combinations of parameters below one path of a host in one night."""
SITEMAP_DEPTH = 3
SITEMAP_BUDGET = 500

CALENDAR_WORD = re.compile(
    r"(calendar|kalender|calendrier|calendario|kalendarz|agenda|events?|veranstaltungen|termine)", re.IGNORECASE
)
CALENDAR_FOLDER = re.compile(
    r"kalendar(?:ium)?|kalenteri|calendari|event[oi]s|eventi|evenementen|evenemang|evenements|tapahtumat|takvim"
    r"|etkinlikler",
    re.IGNORECASE,
)
"""Whole names of folders that hold calendars or stories about events. The URL must also contain a full day or month."""
CALENDAR_PARAMETER = re.compile(
    r"(date|day|month|year|week|from|to|start|end|tribe-bar-date|ical|monat|jahr|mois|annee|jour|mes|a[nñ]o|d[ií]a|mese|anno"
    r"|giorno|m[eê]s|ano|maand|jaar|dag|maned|miesiac|rok|dzien|ay|yil|gun|datum|fecha)",
    re.IGNORECASE,
)
DATE_ONLY = re.compile(
    r"\d{4}([-/.]?\d{1,2}){0,2}|\d{1,2}[-/.]\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(\d{4}-)?[wq]\d{1,2}", re.IGNORECASE
)

DAY_OR_MONTH = re.compile(r"(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:[12]\d|3[01]|0?[1-9]))?")


@dataclass(slots=True)
class TrapState:
    """Counts of the URLs fetched from one host tonight; `articles` are shapes of known articles (`article_urls.url_shape`)."""

    articles: Set[str] = frozenset()
    calendar: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    rewards: Counter[str] = field(default_factory=Counter)


def trap_reason(url: str, state: TrapState) -> str | None:
    """The reason why a URL is a crawl trap; None if it may be fetched.

    Call it right before the fetch, so that all of the host's earlier pages count. Does not change `state`.

    >>> trap_reason("http://a.example/x/y/x/y/x/y/x/y", TrapState())
    'repeated_path'
    >>> trap_reason("http://a.example/calendar/2031/07", TrapState(calendar=60))
    'calendar'
    >>> trap_reason("http://a.example/2031/07/14/flood-in-leeds", TrapState(calendar=60)) is None
    True
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(url) > MAX_URL_CHARACTERS:
        return "too_long"
    if len(segments) > MAX_SEGMENTS:
        return "too_deep"
    if _repeats(segments):
        return "repeated_path"
    if is_calendar(url):
        return "calendar" if state.calendar >= CALENDAR_BUDGET else None
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if len(names) > MAX_PARAMETERS or len(names) > len(set(names)) + 3:
        return "parameters"
    shape = url_shape(url)
    budget = FAMILY_BUDGET + 20 * state.rewards[shape]
    if names and state.paths[parts.path] >= PARAMETER_BUDGET + 20 * state.rewards[shape]:
        return "parameters"
    return "family" if shape not in state.articles and state.shapes[shape] >= budget else None


def took(url: str, state: TrapState) -> None:
    """Count in `state` a URL that is being fetched."""
    parts = urlsplit(url)
    if is_calendar(url):
        state.calendar += 1
    else:
        state.shapes[url_shape(url)] += 1
        if parts.query:
            state.paths[parts.path] += 1


def was_article(url: str, state: TrapState) -> None:
    """Count a page that is a story: URLs of the same shape get a larger limit."""
    state.rewards[url_shape(url)] += 1


def is_calendar(url: str) -> bool:
    """True if a URL names a day, week or month to show, not a story of that day.

    >>> [is_calendar(f"http://a.example/{path}") for path in ("events/2031-07-14", "agenda?month=7", "calendar/2031/7")]
    [True, True, True]
    >>> is_calendar("http://a.example/eventos/?mes=7&ano=2031"), is_calendar("http://a.example/agenda?dag=2031-07-14")
    (True, True)
    >>> is_calendar("http://a.example/2031/07/14/events-in-leeds"), is_calendar("http://a.example/noticias/eventos/2045123")
    (False, False)
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    tail = re.search(r"[^/]*?((?<=/)[\d/.-]+|[^/]*)/?$", parts.path)
    end = tail[1].strip("/") if tail else ""
    dated = DATE_ONLY.fullmatch(end) is not None or segments[-1:] in (["day"], ["week"], ["month"])
    worded = any(CALENDAR_WORD.fullmatch(word) for segment in segments for word in re.split(r"[-_.]", segment))
    pairs = parse_qsl(parts.query)
    parameters = sum(bool(CALENDAR_PARAMETER.fullmatch(name) and re.search(r"\d", value)) for name, value in pairs)
    if segments and not dated and len(re.split(r"[-_]", segments[-1])) >= 3:
        return False
    filed = any(CALENDAR_FOLDER.fullmatch(segment) for segment in segments)
    if filed and (parameters > 0 or DAY_OR_MONTH.fullmatch(end)):
        return True
    return (worded and (dated or parameters > 0)) or parameters >= 2


def sitemap_reason(depth: int, fetched: int) -> str | None:
    """The reason not to fetch a sitemap; None if it may be fetched.

    `depth`: number of sitemap indexes that led to it. `fetched`: number of the source's sitemaps fetched tonight.

    >>> sitemap_reason(4, 10), sitemap_reason(1, 10)
    ('nested_too_deep', None)
    """
    if depth > SITEMAP_DEPTH:
        return "nested_too_deep"
    return "sitemaps" if fetched >= SITEMAP_BUDGET else None


def _repeats(segments: list[str]) -> bool:
    """True if one segment occurs more than MAX_REPEATS times, or if a run of two or three segments repeats that often."""
    counts = Counter(segment for segment in segments if not segment.isdigit())
    if counts and max(counts.values()) > MAX_REPEATS:
        return True
    for size in (1, 2, 3):
        runs = 1
        for start in range(size, len(segments) - size + 1, size):
            runs = runs + 1 if segments[start : start + size] == segments[start - size : start] else 1
            if runs >= MAX_REPEATS + (size == 1):
                return True
    return False
