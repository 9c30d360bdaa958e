"""What the words before a date say it is a date of."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, islice

from lxml.etree import _Element

from pipelines.lexicon.pattern import pattern
from pipelines.page.outline import INLINE

ITSELF = pattern(r"\b<<dates.this_text>>\b[^.:;]{0,45}$")
"""How blogs end a post: `This entry was posted on …`."""
CHARS_BEFORE = 40  # characters before a date in which a label counts
CHARS_BEHIND = 24  # and behind one
LED = re.compile(r"[^\W\d_]{2}")  # words before a label
STOP = re.compile(
    r"(?:(?<![^\W\d_])|(?<=[^\W\d_]{3}))[.!?](?:[”’\"»)]|\s)*$|[。！।۔]\s*$"
)  # of a sentence, not of `2019 r.`
ITS_NOUN = pattern(r"\W*<<dates.page_noun>>\s+")
"""What a line calls the page it stands on: `Article published on 5 March 2019.`."""
FILED = pattern(r"\s<<dates.filed_under>>\s")
"""Prepositions by which a line of a posting goes on: `… in Politics, Europe`."""
MARKS = range(0x300, 0x370)  # combining accents


def unaccented(text: str) -> str:
    """Folded text without the accents of Latin, Greek and Cyrillic letters, in which labels are looked for."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if ord(c) not in MARKS))


MODIFIED = pattern("<<dates.modified>>", fold=unaccented)
EDITOR = re.compile(r"^\D*\bby\b\D*\W(edited by)\b(?:(?! (?:on|at)\b)[^\d:])*$")
"""A byline that names its editor too, and no date: `By Ann Lee, edited by Max Roe`. The date behind it is the story's."""
MAX_BYLINE_CHARS = 120
DATE_OF = r"<<dates.date_of>>(?=\s*:|\s*$|\s+<<dates.of_publication>>)"
"""A word for date with nothing behind it, or the words of a publication. `Дата проведения: ` is an event's."""
PUBLISHED = pattern(f"<<dates.published>>|{DATE_OF}", fold=unaccented)
OPENING = pattern(r"\W*<<dates.opening>>", fold=unaccented)
"""Verbs and nouns of plain sentences: they label a date only where a short line begins with them."""
COPYRIGHT = pattern("<<dates.of_copyright>>")
ELSEWHERE = re.compile(  # another publication's date
    r"\b(?:originally|first|previously) (?:published|appeared|posted|printed|ran) (?:by|in|at|with|under|on "
    r"(?!(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\W*$)[a-z])"
)
ELSEWHERE_AFTER = re.compile(r"[\s,]*(?:by|in|on|at|in der|bei|dans|sur|en|em|no|na|su|nel)\s[^\W\d_]")
HERE = re.compile(r"(?:本紙|本誌|当社|弊社|サイト|ウェブ|ホームページ|hp)で$")
PRINTED_THERE = re.compile(r"に?(?:掲載|公開|配信|発表)(?:した|された)[^\W\d_]")
DATED = re.compile(  # the year of a date before, not of a number such as `41/2019`: what is said before it is said of that one
    r"(?<!\s\d/)(?<!\s\d\d/)(?<!\s\d\d\d/)(?:(?:19|20)\d\d(?!\d)|(?:13|14|25)\d\d[/-]\d|(?<=[^\x00-\x7f]\s)(?:13|14|25)\d\d(?!\d))"
)
FORMERLY = pattern(r"\b<<dates.formerly>>\b")
NEWS_OF = pattern(r"\W*<<dates.news_of>>\W*$")
"""What a line at the headline calls the story, right before its day: `Nachricht vom 3. Mai 2025`."""
FACTS = re.compile(
    r"(?<![^\W\d_])(?:(?:isbn|asin|ean|runtime|laufzeit)\s?:"
    r"|(?:seiten|seitenzahl|verlag|ubersetz[^\W\d_]{0,5}|entwickler|hardcover|paperback)\s?:(?s:.{0,80})\berscheinungsdatum)"
)
"""What stands before the day on which a book, a film or a game came out: `ISBN: …, Erscheinungsdatum: `."""
SOURCED = pattern(r"(?<![^\W\d_])<<dates.source_label>>\s?:\s?[^:|]{1,40}$", fold=unaccented)
"""The name of a paper or agency in the line above, whatever words it has: `Bron: Broadcast Magazine`."""
CLAUSE = re.compile(
    r"[，。；！？《》「」]"
)  # where a sentence without spaces goes on: a label before it is a word of that sentence
CJK = "\u2e80"  # letters from here on are joined to the date that they label
BRACKETS = re.compile(r"\s?\(([^()\d]{3,30})\)")
NEXT_DATE = re.compile(r"\w*[^\d\w]{0,3}(?:[^\W\d]+\W{1,2})?\d")  # of which a label is then
MODIFIED_NAME = re.compile(
    r"(?:date|time|last)[-_]?(?:updated?|modified|mod|revised)|(?:updated?|modified|mod|revised)[-_]?(?:date|time|at|on)"
)
POSTED_NAME = re.compile(r"publ|posted|creat(?:e|ion)|(?:entry|post|meta)[-_]?(?:date|time)$")
TIME_LABEL = re.compile(r"(?<!\w)[时時][间間]\s?[:：]\s*$")
CREDIT_LABEL = re.compile(r"(?:来源|來源|作者|浏览|瀏覽|阅读|閱讀|点击|點擊|编辑|編輯|字[号體体])[^\w]{0,2}[:：]")
PLACE_LABEL = re.compile(
    r"(?:地\s*[点點址]|场[地馆]|場[地館]|教室|票价|票價|报名|報名|截止|主[办辦讲講持]|[会會][议議])\w{0,2}\s?[:：]|[至到～~]"
)
"""A line of credits, where the plain word for time is that of publication; and what makes of it the time of an event."""
MAX_LINE_CHARS, MAX_LINE_PIECES = 240, 60
"""Characters of such a line, and pieces of it that are read."""
UPDATED_AT = pattern(
    r"(?P<parted>[^\w\d]{0,4})(?:[^\W\d]+\s){0,2}<<dates.modified>>[^\W\d]*[^\w\d]{0,3}(?:[^\W\d]{1,3}\W)?"
    r"\d\d?[:.h]\d\d(?![\d/.-]|\s?[年년])",
    fold=unaccented,
)
LAST = pattern("(?<![a-z])<<dates.last>>", fold=unaccented)
POSTED_AS_UPDATE = "更新"  # Japanese sites put it behind the date of a first posting too
OTHER = pattern(r"\b<<dates.other_day>>\b(?:[^.|]|\d\.\d(?!\d)){0,12}$", fold=unaccented)


def label_of(before: str, *, copyright_line: bool = True, line_above: bool = False) -> str | None:
    """`published`, `modified` or `other` as the words before a date (folded) say; None when they say nothing.

    A `<time>` element is no `copyright_line`: a © before it is a picture's. A source in the `line_above` is no event.

    >>> label_of("published 2 may 2025, updated "), label_of("text of a story"), label_of("© ")
    ('modified', None, 'other')
    >>> label_of("last-updated "), label_of("live: corona-update ")
    ('modified', None)
    >>> label_of("first published in another paper on "), label_of("first published on friday ")
    ('other', 'published')
    >>> label_of("by ann lee, edited by max roe "), label_of("last edited by max roe "), label_of("edited by max roe on ")
    (None, 'modified', 'modified')
    >>> label_of("edited by max roe, "), label_of("published 3 march 2019, edited by max roe ")
    ('modified', 'modified')
    >>> label_of("correction, "), label_of("published: 3 november 2025, 18:45 | ")
    ('modified', None)
    """
    near = unaccented(before[-CHARS_BEFORE:])
    if "edited by" in near and len(before) <= MAX_BYLINE_CHARS and EDITOR.match(before):
        near = near.replace("edited by", "and")
    if (copyright_line and COPYRIGHT.search(near)) or ELSEWHERE.search(before[-2 * CHARS_BEFORE :]):
        return "other"
    place, role = max((_last(MODIFIED, near), "modified"), (_last(PUBLISHED, near), "published"))
    if place >= 0 and not DATED.search(near, place) and not CLAUSE.search(near, place):
        return "other" if role == "published" and FACTS.search(unaccented(before)) else role
    if len(before) <= CHARS_BEFORE and OPENING.match(near) and not DATED.search(near):
        return "published"
    return "other" if OTHER.search(near) and not (line_above and SOURCED.search(near)) else None


def names_itself(before: str, *, timed: bool = False) -> bool:
    """True if the words before a date (folded) are a text's own about when it was published: here, not first elsewhere.

    A line that ends with the clock time of the first publication (`timed`) is about the page's own.

    >>> names_itself("this entry was posted on saturday, "), names_itself("this story was told to ann lee in 1987. on ")
    (True, False)
    >>> names_itself("this article was first published on "), names_itself("this story was originally published ", timed=True)
    (False, True)
    """
    m = ITSELF.search(before)
    if m is None or label_of(before) in ("modified", "other"):
        return False
    return timed or not FORMERLY.search(m[0])


def is_told(before: str, after: str) -> bool:
    """True if a sentence (folded) tells that something was published: words lead to the verb, and a stop ends it.

    >>> is_told("the study was published on ", "."), is_told("posted by ann lee on ", "."), is_told("date of publication: ", ".")
    (True, False, False)
    >>> is_told("この論文は", "に公開された。"), is_told("", "に公開"), is_told("article published on ", ".")
    (True, False, False)
    """
    stop = STOP.search(after)
    if stop is None or before.rstrip().endswith((":", "：")):
        return False
    m = PUBLISHED.search(unaccented(before))
    led = before[: m.start()] if m else before
    return LED.search(led) is not None and (m is None or ITS_NOUN.fullmatch(unaccented(led)) is None)


def is_labelled(before: str) -> bool:
    """True if the words before a date (folded) are a line's label: at its beginning, or with a colon.

    >>> is_labelled("posted by max roe on "), is_labelled("data di pubblicazione: "), is_labelled("it was posted on ")
    (True, True, False)
    """
    said = unaccented(before.strip())
    noun = ITS_NOUN.match(said)
    begins = PUBLISHED.match(said, noun.end() if noun else 0) or OPENING.match(said) or said.endswith((":", "："))
    return bool(begins) and label_of(before) == "published"


def posts(before: str, after: str) -> bool:
    """True if a line (folded) begins with a label, and its section or staff stands behind its date: `posted on … in politics`.

    >>> posts("posted on ", " in politics"), posts("published on ", ", a study shows"), posts("a law was issued on ", " in rome")
    (True, False, False)
    """
    if PUBLISHED.match(unaccented(before.strip())) is None or FILED.match(after) is None:
        return False
    return len(after) <= CHARS_BEFORE or STOP.search(after) is None


def is_of_another(before: str, after: str) -> bool:
    """True if the words around a date (folded) say that another publication printed the text on it.

    >>> is_of_another("originally published on ", " in the other paper."), is_of_another("first published ", " | 3 min")
    (True, False)
    """
    if (
        before.endswith("で") and not HERE.search(before) and PRINTED_THERE.match(after)
    ):  # `別紙で2017年6月8日に掲載した記事`
        return True
    return FORMERLY.search(before[-CHARS_BEFORE:]) is not None and ELSEWHERE_AFTER.match(after) is not None


def label_after(after: str) -> str | None:
    """What the words right behind a date say, as Japanese, Korean, Bengali or Turkish put them, or brackets anywhere.

    >>> label_after("に公開"), label_after(" 수정"), label_after(" (last update)")
    ('published', 'modified', 'modified')
    >>> label_after(" обновлено: 4 ноября 2022")
    """
    if (m := BRACKETS.match(after)) is not None:
        return label_of(m[1])
    words = after.strip()[:CHARS_BEHIND]
    if not words or words[0].isascii() or POSTED_AS_UPDATE in words[:4]:
        return None
    found = [
        (m.start(), m.end(), role)
        for pattern, role in ((MODIFIED, "modified"), (PUBLISHED, "published"))
        if (m := pattern.search(unaccented(words)))
    ]
    if not found or (
        (after[0].isspace() or words[0] < CJK) and NEXT_DATE.match(unaccented(after.strip()), min(found)[1])
    ):
        return None
    return min(found)[2]


def is_of_update(after: str) -> bool:
    """True if what stands behind a day (folded) is the clock time of its last update: then the day is that of the update, too.

    Behind a bar, a comma or a dash an update without such a word is a second thing said of the day of publication.

    >>> is_of_update(" last updated at 14:00 gmt"), is_of_update(", updated 29 august 2013"), is_of_update(" | updated: 9:14 pm")
    (True, False, False)
    >>> is_of_update(" updated 14:00"), is_of_update(" 更新：2019年3月6日"), is_of_update(", 12:00, aktualisiert 14:00")
    (True, False, False)
    """
    m = UPDATED_AT.match(unaccented(after))
    return m is not None and (m["parted"].isspace() or LAST.search(m[0]) is not None)


def is_time_of_credits(before: str, element: _Element) -> bool:
    """True if a date stands behind the plain word for time in a line that names source, author or readers: `时间：… 来源：…`."""
    if TIME_LABEL.search(before) is None:
        return False
    line = next(around for around in chain((element,), element.iterancestors()) if around.tag not in INLINE)
    said = "".join(islice(line.itertext(), MAX_LINE_PIECES))
    return len(said) <= MAX_LINE_CHARS and CREDIT_LABEL.search(said) is not None and PLACE_LABEL.search(said) is None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def called(element: _Element) -> str | None:
    """`modified` when an element, or the one around it, calls what it holds an update and nothing calls it a first posting.

    Class names count one by one: `entry-date updated` is both, `date-updated` is one. Themes give every date hAtom's
    `updated` and papers a line of text `LastUpdated`: those say something only beside what is called a first posting.
    """
    if "updated" in (names := _names(element)) and not any(POSTED_NAME.search(name) for name in names):
        unseen = any(
            name.endswith("snippet-hidden") for name in names
        )  # Avada's stamp of the last change, for search engines
        return "modified" if unseen or _has_posted_sibling(element) else None
    parent = element.getparent()
    for around in (element, element if parent is None else parent):
        names = _names(around)
        if any(POSTED_NAME.search(name) for name in names):
            return None
        if any(MODIFIED_NAME.search(name) for name in names):
            return "modified" if element.tag == "time" or _has_posted_sibling(around) else None
    return None


def _names(element: _Element) -> list[str]:
    words = " ".join(value for name in ("itemprop", "class", "id") if (value := element.get(name)))
    return words.lower().split()


def _has_posted_sibling(element: _Element) -> bool:
    siblings = chain(element.itersiblings(preceding=True), element.itersiblings())
    return any(POSTED_NAME.search(name) for sibling in siblings for name in _names(sibling))
