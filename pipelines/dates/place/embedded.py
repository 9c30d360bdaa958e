"""Dates in scripts and data attributes that are not JSON-LD: read only where the page states no instant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.dates.origin import Origin, OriginKind
from pipelines.dates.read.reading import Dialect, Offer, read_machine
from pipelines.page.page import read_json

QUOTE = r"(?:[\"']|&quot;|\\\\?\")"
PUBLISHED = re.compile(
    r"ub(?P<word>(?:lish(?:ed)?|lication)?[_-]?(?:[aA]t|[dD]ate(?:[tT]ime)?|[tT]ime(?:stamp)?|[oO]n)?)"
    rf"{QUOTE}?\s*[:=]\s*{QUOTE}?"
    r"(?P<value>\d{4}-\d\d-\d\d[T ]?[\d:.]*\s?(?:Z|[+-]\d\d:?\d\d)?|\d{13}|\d{10}|20\d{6}(?![\w/]))(?![\d-])"
)
FILLED = re.compile(r"<(?P<tag>\w{1,20})\b[^<>]{0,300}\bid=[\"']publish_time[\"'][^<>]{0,300}>\s{0,99}</(?P=tag)>")
"""An empty element that a script fills with the time of publication: WeChat's `<em id="publish_time"></em>`."""
FILLING = re.compile(
    rf"(?:\bct|\b(?:ori_)?create_time)\s*[:=]\s*(?:JsDecode\()?{QUOTE}(?P<value>\d{{10}}){QUOTE}", re.IGNORECASE
)
"""Seconds of Unix time that it is filled with: `var ct = "1568213045"`."""
DATED = re.compile(r"date|time|at$|on$|ed$", re.IGNORECASE)
KEY = re.compile(r"(?:^|[^\w-])(?P<before>[\w-]*?)(?P<initial>[pP])$")
NEVER = re.compile(r"(?:^|[_-])(?:un|re|last|next|prev(?:ious)?|sub|e|video|app|book)[_-]?$", re.IGNORECASE)
BRACKET = re.compile(r"[\[\]{}]")
OWNER = re.compile(r"[\"']?([\w$.-]{1,60})[\"']?\s*([:=(,]?)\s*$")
OTHERS = re.compile(
    r"relat|recommend|next|prev|items|list|latest|popular|most|trend|comment|widget|teaser|video|^ads?$|^app|build|plugin|config|version",
    re.IGNORECASE,
)
LD_BEGINS = re.compile(r"<script\b[^<>]*ld\+json[^<>]*>", re.IGNORECASE)
WITHIN = 4000  # characters before a value in which what holds it is looked for
MAX_KEY_CHARS = 40
MAX_VALUES = 12


def embedded_dates(markup: str, dialect: Dialect) -> Iterator[Offer]:
    """Values that scripts call a publication date; when several days are among them, they are other stories' too."""
    found = []
    for m in PUBLISHED.finditer(markup):
        if not _calls_itself_published(markup, m) or _stated(markup, m.start()) or _of_another(markup, m.start()):
            continue
        reading = read_machine(m["value"], dialect)
        if reading is not None:
            found.append((m["value"], reading))
        if len(found) >= MAX_VALUES:
            break
    if not found and FILLED.search(markup):
        filling = ((m["value"], read_machine(m["value"], dialect)) for m in FILLING.finditer(markup))
        found = [(value, reading) for value, reading in filling if reading is not None][:1]
    alone = len({r.value[:10] for _, r in found}) == 1
    for value, reading in found:
        yield Offer("published", Origin(OriginKind.SCRIPT), value, reading, "head" if alone else "related")


def _calls_itself_published(markup: str, m: re.Match[str]) -> bool:
    """True if the whole key is one of a first publication: no `club`, no `unpublishDate`; a bare number must be a date's."""
    key = KEY.search(markup, max(0, m.start() - MAX_KEY_CHARS), m.start())
    if key is None or (m["value"].isdigit() and not DATED.search(m["word"])):
        return False
    joined = key["before"][-1:].isalpha() and key["initial"] == "p"
    return not joined and not NEVER.search(key["before"])


def _stated(markup: str, place: int) -> bool:
    """True if a value stands in a block of JSON-LD that could be read: what it says has been judged."""
    begin = markup.rfind("<script", 0, place)
    m = LD_BEGINS.match(markup, begin) if begin >= 0 else None
    if m is None:
        return False
    end = markup.find("</script", m.end())
    return end > place and read_json(markup[m.end() : end]) is not None


def _of_another(markup: str, place: int) -> bool:
    """True if the objects around a value are one of a list's, or are called another story's or thing's."""
    begin = max(0, place - WITHIN, markup.rfind("<script", 0, place))
    closed = 0
    for m in reversed(list(BRACKET.finditer(markup, begin, place))):
        closed += 1 if m[0] in "]}" else -1
        if closed >= 0:
            continue
        closed = 0
        owner = OWNER.search(markup, max(begin, m.start() - MAX_KEY_CHARS), m.start())
        if owner is not None and (OTHERS.search(owner[1]) or (m[0] == "[" and owner[2] == ":")):
            return True
    return False
