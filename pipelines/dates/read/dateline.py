"""Tell a dateline (`Vienna, 3 May 2025 - `) from a sentence that mentions a day (`He was born on 3 May 2025`)."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from itertools import chain, islice

from lxml.etree import _Element

from pipelines.dates.read.words import begins_with_weekday, fold_text, known_language, languages
from pipelines.lexicon.by_words import NOUN
from pipelines.lexicon.data import words as words_of
from pipelines.lexicon.pattern import pattern
from pipelines.page.mass import HEADINGS
from pipelines.page.outline import INLINE

MAX_BYLINE_CHARS = 60  # characters beside the date that a byline may have
SEPARATED = re.compile(  # `Ann Lee | Monday, `; or a day of the Islamic calendar before ours: `28 رجب 1440 هـ - `
    r"(?:[|·•›–—]|\d\s?هـ?\.?(?=[^\w])(?:\s*الموافق)?)\s*[-,،(/]?\s*(?:[^\W\d_]+\.?,?\s*)?$"
)
DASHED = re.compile(r"\)\s-\s$")  # `(AFP) - `
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+\s+$"
)  # portals name the source so: `http://www.paper.example  3 May 2025`
AGENCY = re.compile(r"[^\W\d_]+\s\s?\([^\W\d_]{2,6}\)")  # `Bratislava … (TASR)`, the date between them taken out
STORY_GOES_ON = re.compile(r"\s?(?:[/(–—]|[-:]\s)")  # behind a dateline
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SPAN = r"\s*(?i:[-–—]|to|until|till|bis|al?|au|à|t/m|tot|do|до|по|～|〜|~|から|至)\s*"
"""What stands between the first day of something that lasts and its last."""
RANGE = re.compile(rf"(?<![\d:.hH])\d\d?\.?(?:(?!\s*—){SPAN}|—)$")
"""`5–7 May`, `5—7 May`, `de 5 a 7 de mayo`; not the number of something in `Issue 12 — 5 May`."""
RANGE_BEHIND = re.compile(rf"{SPAN}\d\d?\s?[日일]")  # `2025年5月3日～14日`
PLACED = re.compile(r",\s(?:den|le|el|il|on|op|ngày|tanggal|dne|dnia)\s$")  # `Berlin, den `
COLON = re.compile(r"[^\s\d|·•]\s?[:：]\s*$")
BY = "dates.by"
WRITTEN = "dates.written"
"""What stands before such a word: `written by Ann Lee on `."""
SMALL = pattern("<<dates.small>>", re.IGNORECASE)
DATE_WORD = pattern("<<dates.word_for_date>>", re.IGNORECASE)
DATE_LABEL = pattern("<<dates.date_label>>", re.IGNORECASE)
"""What in an element of its own says that the story's day follows; in a line, `Date and time:` is an event's."""
FIELD = pattern("<<dates.page_field|fields.section_label|fields.tags_label>>", re.IGNORECASE)
"""Other fields of a list that tells about the page."""
MAX_FIELDS = 12
DAY_OF = re.compile(
    r"(?:\bday|date|termin|\w{3}tag|datum|\bjour|\bd[ií]a|\bgiorno|\bfecha|\bdata|\bдата)\b", re.IGNORECASE
)
GOES_ON = re.compile(r"(?:-[^\W\d_]+\s)?\.?[\s,、，،]*([^\W\d_]+)")
STOPS = (".", "!", "?", "。", "！", "।", "۔")
CASELESS_STOP = re.compile(r"(?:[。！।۔]|[^\s.]{3,}[.!?])\s*$")  # not of an abbreviation: `10:30 এ.এম.`
CREDIT = re.compile(r"[:：]|โดย|(?:記者|记者|기자)\W*$")  # names a source: `来源：新华社。`, `홍길동 기자.`
SENTENCE_CHARS = 25  # characters behind a date that may be the rest of a sentence
PLAIN_WORDS = 2  # small-letter words before a date that make a sentence
CELLS = frozenset(
    ("td", "th", "dd", "dt")
)  # old pages lay everything out in tables, so a cell must hold the day directly
QUOTING = frozenset(("blockquote", "a", "li", "figcaption", "h2", "h3", "h4", "h5", "h6"))
MAX_ANCESTORS = 5
TODAY = (0, "day")
MAX_PIECES = 8  # texts that a label is made of
LONG_WORD = 4  # letters by which a word for today is no name in another language


def stands_alone(before: str, loose: int, label: str | None, *, byline: bool) -> bool:
    """True if the words before a date, and the characters beside it, leave it a dateline. In a byline any few words do."""
    before = before[-2 * MAX_BYLINE_CHARS :]
    if RANGE.search(before):
        return False
    if SEPARATED.search(before):
        return loose <= 2 * MAX_BYLINE_CHARS
    if (
        label is None
        and loose <= MAX_BYLINE_CHARS
        and (DASHED.search(before) or introduces(before.rpartition("|")[2] or before))
    ):
        return True
    if label == "published" and len(before) <= (
        MAX_BYLINE_CHARS // 2 if COLON.search(before) else MAX_BYLINE_CHARS // 3
    ):
        return True
    if loose > MAX_BYLINE_CHARS or (len(before) > MAX_BYLINE_CHARS // 2 and label != "published"):
        return False
    if byline and COLON.search(before) and label is None:
        return introduces(before)
    return byline or label == "published" or introduces(before)


def introduces(before: str) -> bool:
    """True if words before a date are no more than a separator, `on`, a weekday, the word for date, a name or a place.

    >>> introduces("Thursday, "), introduces("By Ann Lee on "), introduces("LONDON, "), introduces("Date: ")
    (True, True, True, True)
    >>> introduces("written by Ann Lee on "), introduces("written by hand on "), introduces("Escrito por Ann Lee el ")
    (True, False, True)
    >>> introduces("Berlin, den "), introduces("Datum "), introduces("segunda-feira, ")
    (True, True, True)
    >>> introduces("The concert is on "), introduces("Opening: "), introduces("Joined "), introduces("5–"), introduces("📅: ")
    (False, False, False, False, False)
    """
    before = before[-2 * MAX_BYLINE_CHARS :]
    if RANGE.search(before):
        return False
    words = WORDS.findall(ADDRESS.sub("", before))
    plain = [w for w in words if not SMALL.fullmatch(w) and not begins_with_weekday(w)]
    if COLON.search(before):
        said = re.sub(r"^\W+", "", before).strip(" :：")
        labels = (said, *plain) if len(plain) == 1 else (said,)
        return bool(words) and (not plain or any(map(DATE_WORD.fullmatch, labels)))
    if not plain:
        return True
    if not any(w.lower() != w.upper() for w in plain):
        return True  # letters without cases tell no name from a sentence
    if words[0].lower() in words_of(WRITTEN) and len(words) > 1 and words[1].lower() in words_of(BY):
        plain = [w for w in plain if w not in words[:1]]
        words = words[1:]
    if words[0].lower() in words_of(BY):
        return all(w[0].isupper() for w in plain if w is not words[0])
    if len(plain) == 1 and DATE_WORD.fullmatch(plain[0]):
        return True
    closed = before.rstrip()[-1:] in ",([" or PLACED.search(before) is not None
    return all(w[0].isupper() for w in plain) and (closed or (len(plain) > 1 and words[-1] is plain[-1]))


def opens(before: str, after: str) -> bool:
    """True if a date begins a story as agencies write it: in brackets, or behind the place.

    >>> opens("(", ") The ferry"), opens("NEW YORK, ", " /PRNewswire/ -- "), opens("The UN met in NEW YORK on ", ".")
    (True, True, False)
    >>> opens("Paris, le ", " – Le port"), opens("Ulm, ", ". Der Hafen"), opens("Bratislava ", " (TASR)")
    (True, False, True)
    >>> opens("Photo: Paris, ", ". AFP"), opens("In Ulm, ", " the port")
    (False, False)
    """
    if before in ("(", "["):
        return after[:1] in (")", "]")
    if len(before) > MAX_BYLINE_CHARS // 2 or ":" in before or not STORY_GOES_ON.match(after):
        return False
    return before.isupper() or ("," in before and introduces(before)) or AGENCY.match(before + after) is not None


def is_in_sentence(before: str, after: str) -> bool:
    """True if a date stands in a sentence: it goes on behind it in small letters, or began before it in several such words.

    >>> is_in_sentence("Am ", " erscheint die neue Ausgabe für alle."), is_in_sentence("The fair opens its gates on ", ".")
    (True, True)
    >>> is_in_sentence("Le ", ", le conseil a fermé le port.")
    True
    >>> is_in_sentence("", " rada zamknęła port."), is_in_sentence("", "、市は港を閉鎖した。"), is_in_sentence("", " г.")
    (True, True, False)
    >>> is_in_sentence("", " by Ann Lee, who lives in Vienna"), is_in_sentence("Ann Lee, ", " | 3 min")
    (False, False)
    """
    m = GOES_ON.match(after)
    words: list[str] = WORDS.findall(after)
    stops = after.rstrip().endswith(STOPS) and (len(words) > 1 or after[-1] in STOPS[3:5])
    ends = stops and len(after) <= MAX_BYLINE_CHARS and CASELESS_STOP.search(after) and not CREDIT.search(after)
    if m is not None and ends and m[1].lower() == m[1].upper():
        return True  # a sentence in letters without cases
    if (
        m is not None
        and (stops or len(" ".join(after.split())) >= SENTENCE_CHARS)
        and m[1].islower()
        and m[1] not in words_of(BY)
    ):
        first = next((word for word in words if SMALL.fullmatch(word) is None), "")
        return first.islower() and not _is_small(first)
    led: list[str] = WORDS.findall(before)
    return sum(word.islower() and not _is_small(word) for word in led) >= PLAIN_WORDS


def _is_small(word: str) -> bool:
    return SMALL.fullmatch(word) is not None or word in words_of(BY) or begins_with_weekday(word)


def follow(element: _Element) -> str:
    """The text of the same line right behind an inline element: `<b>3 May</b> was a Friday` → ` was a Friday`."""
    return (element.tail or "") if element.tag in INLINE and element.tag != "br" else ""


def lead(element: _Element) -> str:
    """The text of the same line right before an inline element: `Published <b>3 May</b>` → `Published `."""
    if element.tag not in INLINE or element.tag == "br":
        return ""
    previous = element.getprevious()
    around = element.getparent()
    if previous is not None:
        return previous.tail or ""
    return (around.text or "") if around is not None else ""


def label_beside(element: _Element, behind: _Element | None, text: str) -> str:
    """`When: ` of `<b>When:</b> 3 May 2025`: what the inline element right before a text of `element` says, with a colon.

    That is the child `behind` which the text stands, else the element before `element`. Of a DATE_LABEL nothing is said.
    """
    before = behind
    if before is None and element.tag in INLINE and not lead(element).strip():
        before = element.getprevious()
    if before is None or before.tag not in INLINE:
        return ""
    said = "".join(islice(before.itertext(), MAX_PIECES)).strip()
    if len(said) > MAX_BYLINE_CHARS:
        return ""
    colon = "" if COLON.search(said) else ":" if text.lstrip().startswith((":", "：")) else None
    return "" if colon is None or DATE_LABEL.fullmatch(said.rstrip(" :：")) else f"{said}{colon} "


def names_another_day(said: str) -> bool:
    """True for a label of a day, and not of the story's: `Match day: `. A name or a section before a colon labels no day.

    >>> names_another_day("Match day: "), names_another_day("Spieltermin: "), names_another_day("Fecha de cierre: ")
    (True, True, True)
    >>> names_another_day("Article date: "), names_another_day("By Jane Doe: "), names_another_day("Sport: ")
    (False, False, False)
    """
    return COLON.search(said) is not None and DAY_OF.search(said) is not None and not introduces(said)


def is_quoted(element: _Element, layout: Container[_Element] = ()) -> bool:
    """True if an element is a link, a heading, a cell, an entry or a quotation, or stands in one: its day is of that.

    A cell that is all of its row quotes nothing where a table around it is one of `layout`, those that lay out the page.
    """
    around: _Element | None = element
    directly = True
    for _ in range(MAX_ANCESTORS):
        if around is None:
            return False
        if around.tag in QUOTING or (directly and around.tag in CELLS and not _lays_out(around, layout)):
            return not _bookmark(around)
        directly = directly and around.tag in INLINE
        around = around.getparent()
    return False


def is_field(element: _Element) -> bool:
    """True if an element is the day of a list of a page's fields, one of them its author: `<li><b>Date</b> 3 May 2025</li>`.

    With any other field, such as `Venue` or `Licence`, or under a heading or a colon, the list is about something else.
    """
    entry = next((box for box in islice(chain((element,), element.iterancestors()), 3) if box.tag == "li"), None)
    fields = None if entry is None else entry.getparent()
    if entry is None or fields is None or len(fields) > MAX_FIELDS or not DATE_WORD.fullmatch(_field(entry)):
        return False
    above = next(fields.itersiblings("*", preceding=True), None)
    if above is not None and (above.tag in HEADINGS or "".join(above.itertext()).rstrip().endswith((":", "："))):
        return False
    named = [_field(one) for one in fields]
    others = [name for name in named if not NOUN.fullmatch(name)]
    return len(others) < len(named) and all(DATE_WORD.fullmatch(name) or FIELD.fullmatch(name) for name in others)


def _field(entry: _Element) -> str:
    """What the element says with which an entry of a list begins; empty if it begins otherwise."""
    label = None if (entry.text or "").strip() else next(entry.iterchildren("*"), None)
    said = "" if label is None else "".join(islice(map(str, label.itertext()), MAX_PIECES))
    return said.strip(" :：\n\t")


def _lays_out(cell: _Element, layout: Container[_Element]) -> bool:
    row = cell.getparent()
    return (
        row is not None and row.tag == "tr" and len(row) == 1 and any(a in layout for a in cell.iterancestors("table"))
    )


def _bookmark(link: _Element) -> bool:
    """True if a link leads to the page itself, as the dates of blogs do: `<a rel="bookmark" href="/this-post">3 May</a>`."""
    return "bookmark" in (link.get("rel") or "") or (link.get("href") or "").startswith("#")


def says_today(before: str, language: str | None) -> bool:
    """True if the words before a date begin with `today`: then it is the day of the fetch, as a masthead shows it.

    >>> says_today("Heute ist Sonntag, der ", "de"), says_today("USA Today, ", "en"), says_today("Leo, ", "en")
    (True, False, False)
    """
    m = _todays()[0].match(fold_text(before).replace("’", "'")) if before else None
    return m is not None and (len(m[1]) >= LONG_WORD or known_language(language) in _todays()[1][m[1]])


@cache
def _todays() -> tuple[re.Pattern[str], dict[str, set[str]]]:
    """The words for today, each with its languages."""
    found: dict[str, set[str]] = {}
    for code, words in languages().items():
        for phrase, meaning in words.relative.items():
            if meaning == TODAY:
                found.setdefault(phrase, set()).add(code)
    longest_first = sorted(found, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\s*({'|'.join(map(re.escape, longest_first))})(?![^\W\d_])"), found
