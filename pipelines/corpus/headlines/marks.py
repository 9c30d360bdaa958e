"""Marks: words beside a headline that are not part of it, such as counters, times, `LIVE` and kickers.

Their words are topics of the language files: `headline.live`, `headline.kicker`, `headline.counted`, `headline.reading_time`,
`people.by`, and the months and relative times of the calendars.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache

from pipelines.dates.read.words import fold_text, languages, plain
from pipelines.lexicon.data import words as lexicon_words
from pipelines.lexicon.pattern import pattern

MAX_WORDS = 6
"""Words of a mark: `By Jane Doe and Max Roe`."""
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f]")
SEPARATORS = "|│·•‧∙●■▪–—―-/▶►★:+"
SIGNS = f" {SEPARATORS},;"
"""Signs that part a mark from the headline, and are left at its ends when the mark is gone."""
IS_SEPARATOR = re.compile(f"[{re.escape(SEPARATORS)}]+")
BRACKETS = "()[]{}（）［］【】"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*\+?k?(?![\w])|\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-4])(?P<sign>[:.h])[0-5]\d(?::[0-5]\d)?"
    r"(?P<zone>\s?(?:[ap]\.?m\.?|uhr|hrs?|h|gmt|utc|[a-z]{1,2}s?t))?"
)
DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d\d|(?:19|20)\d\d[-./]\d\d[-./]\d\d")
SHORT_AGO = re.compile(r"#\s?(?:s|sec|m|min|mins|h|hr|hrs|std|d)")
MAY_BE_MARK = re.compile(rf"[\d{re.escape(BRACKETS)}|│·•‧∙●■▪»›▶►★]|[:,](?=\s)|\s[-–—―/+]+\s")
"""A sign of a mark, looked for before the slow patterns: most headlines have none at their ends."""
COUNTED = pattern(r"#\s?(?:<<headline.counted>>)|(?:<<headline.counted>>)\s?[:(]?\s?#")
READING_TIME = pattern(r"(?:<<headline.reading_time>>)")
LIVE = pattern(r"(?:<<headline.live>>)")
KICKER = pattern(r"(?:<<headline.kicker>>)")
ONLY_LABEL = pattern(
    r"(?:<<headline.counted|headline.live|headline.kicker|story.show_rest|story.read_more_link|story.comments_heading>>)",
    re.IGNORECASE,
)
MIN_CAPITALS = 4
"""Letters of a word in capitals that may be a kicker: a shorter one is often an acronym, which begins headlines."""
QUOTES = dict.fromkeys(map(ord, '‘’‚‛′`´“”„‟″«»‹›"'), "'")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
SPACED = re.compile(r"\s+(?=[?!:;,.%])|(?<=[«‹])\s+|\s+(?=[»›])|\s*(?<![\w])-(?![\w])\s*")


def shown(text: str) -> str:
    r"""A headline as a reader sees it: character references resolved, composed letters, no invisible signs, single spaces.

    >>> shown("Caf\u00e9&amp;nbsp;&#8211; cafe\u0301")
    'Café – café'
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=100_000)
def folded(headline: str) -> str:
    """A headline for comparison: typographic quotes, dashes, spaces and compatible letters are one.

    >>> folded("« It’s  over » – really ?") == folded("“It's over” - really?")
    True
    """
    text = SPACED.sub(lambda m: "-" if "-" in m[0] else "", headline.translate(DASHES))
    return " ".join(unicodedata.normalize("NFKC", text.translate(QUOTES)).split())


@lru_cache(maxsize=100_000)
def bare(text: str, labels: frozenset[str] = frozenset()) -> str:
    """A shown headline without marks at its ends; empty if it has nothing else.

    `labels`: names of sections in the menus of the page, in small letters.

    >>> bare("LIVE: Mill burns down 12 comments · 3 hours ago"), bare("POLITICS Senate passes the bill (Update)")
    ('Mill burns down', 'Senate passes the bill')
    >>> bare("NATO says no"), bare("Harbour | Mill burns down", frozenset({"harbour"})), bare("34 comments")
    ('NATO says no', 'Mill burns down', '')
    """
    words = _trimmed(text.split())
    while words:
        before = _count(words, labels, _is_before) if _may_begin(words) else 0
        behind = _count(words, labels, _is_behind) if _may_end(words) else 0
        if not before and not behind:
            break
        words = _trimmed(words[before:] if before else words[: len(words) - behind])
    found = " ".join(words)
    return "" if ONLY_LABEL.fullmatch(found.strip(".…!»› ")) or not any(map(str.isalnum, found)) else found


@lru_cache(maxsize=100_000)
def compared(headline: str) -> str:
    """A bare headline for comparison: folded, without a word such as `Live` or `Opinion` that no sign parts from it.

    >>> compared("Breaking Mill burns down"), compared("Breaking news rules"), compared("Live")
    ('Mill burns down', 'Breaking news rules', 'Live')
    """
    words = headline.split()
    for count in range(min(3, len(words) - 2), 0, -1):
        first = " ".join(words[:count])
        if _is_capital(first) and _is_capital(words[count]) and _is_word(first):
            return folded(" ".join(words[count:]))
    return folded(headline)


def tail(headline: str, labels: frozenset[str]) -> str | None:
    """A headline without a section's name that it begins with, if it may be a kicker; else None.

    Without a bar, such a name may also be the subject of the headline, so only a look without it shows that it is a kicker.

    >>> tail("Politics Senate passes the bill", frozenset({"politics"})), tail("Weather: dry in Quarley", frozenset({"weather"}))
    ('Senate passes the bill', 'dry in Quarley')
    >>> tail("Politics is a trade", frozenset({"politics"})) is None
    True
    """
    words = headline.split()
    for count in range(min(3, len(words) - 2), 0, -1):
        name = " ".join(words[:count])
        if name.rstrip(":").casefold() in labels and (name.endswith(":") or _is_capital(words[count])):
            return " ".join(words[count:])
    return None


def _may_begin(words: Sequence[str]) -> bool:
    return words[0].isupper() or MAY_BE_MARK.search(" ".join(words[: MAX_WORDS + 1])) is not None


def _may_end(words: Sequence[str]) -> bool:
    last = words[-MAX_WORDS - 1 :]
    is_told = words[-1].casefold() in _ago_ends() or any(word in _by_words() for word in last)
    return is_told or MAY_BE_MARK.search(" ".join(last)) is not None


def _trimmed(words: Sequence[str]) -> list[str]:
    """Words without signs at their ends. A guillemet is a sign if it is an arrow, without its partner."""
    text = " ".join(words)
    arrows = "" if "«" in text or "‹" in text else "»›"
    return text.strip(SIGNS + arrows).split()


def _count(words: Sequence[str], labels: frozenset[str], is_mark: Callable[..., bool]) -> int:
    """The number of words of the longest mark at one end."""
    for count in range(min(MAX_WORDS, len(words)), 0, -1):
        if is_mark(words, count, labels):
            return count
    return 0


def _is_before(words: Sequence[str], count: int, labels: frozenset[str]) -> bool:
    """True if the first words of a text are a mark."""
    part, rest = words[:count], words[count:]
    text = " ".join(part).strip(SIGNS + BRACKETS)
    if not text or not rest:
        return bool(text) and not rest and _is_time_or_count(text, set_apart=True)
    set_apart = part[-1][-1] in ":|" or _in_brackets(part) or IS_SEPARATOR.fullmatch(rest[0]) is not None
    if _may_be_time(text) and _is_time_or_count(text, set_apart=set_apart):
        return True
    if not set_apart and not part[0].isupper():
        return False
    if (set_apart or text.isupper()) and _is_word(text):
        return True
    is_barred = set_apart and part[-1][-1] != ":" and rest[0] != ":"
    if (is_barred or text.isupper()) and text.casefold() in labels:
        return True
    return _are_capitals(part) and (set_apart or (_is_capital(rest[0]) and not rest[0].isupper())) and len(rest) > 1


def _is_behind(words: Sequence[str], count: int, labels: frozenset[str]) -> bool:
    """True if the last words of a text are a mark."""
    part, rest = words[-count:], words[:-count]
    text = " ".join(part).strip(SIGNS + BRACKETS)
    if not text or not rest:
        return False
    set_apart = _in_brackets(part) or IS_SEPARATOR.fullmatch(rest[-1]) is not None
    if _may_be_time(text) and _is_time_or_count(text, set_apart=set_apart):
        return True
    if set_apart and (_is_word(text) or text.casefold() in labels):
        return True
    return (part[0] in _by_words() or (set_apart and part[0].capitalize() in _by_words())) and _are_names(part[1:])


@lru_cache(maxsize=100_000)
def _may_be_time(text: str) -> bool:
    return any(map(str.isdigit, text)) or text.rpartition(" ")[2].casefold().rstrip(".") in _time_ends()


def _is_word(text: str) -> bool:
    low = text.casefold()
    return bool(LIVE.fullmatch(low) or KICKER.fullmatch(low))


@lru_cache(maxsize=100_000)
def _is_time_or_count(text: str, *, set_apart: bool) -> bool:
    """True for a time, a day, a counter or a reading time; `set_apart` by a sign or brackets, a short form is enough.

    `updated` may stand before a time.
    """
    first, _, rest = text.partition(" ")
    if rest and LIVE.fullmatch(first.casefold().strip(SIGNS)):
        return _is_time_or_count(rest, set_apart=True)
    low = fold_text(text)
    numbered = NUMBER.sub("#", low).rstrip(".")
    if numbered == low:
        numbered = " ".join("#" if word in _number_words() else word for word in low.split())
    if numbered in _ago() or (set_apart and (numbered in _soon_ago() or SHORT_AGO.fullmatch(numbered))):
        return True
    if not any(map(str.isdigit, low)):
        return False
    if READING_TIME.fullmatch(numbered) or COUNTED.fullmatch(numbered) or DAY.fullmatch(low):
        return True
    clock = CLOCK.fullmatch(low)
    if clock is not None and (set_apart or clock["zone"] or clock["sign"] == ":"):
        return True
    if set_apart and numbered == "#" and not YEAR.fullmatch(low):
        return True
    return _is_day(low, set_apart=set_apart)


def _is_day(low: str, *, set_apart: bool) -> bool:
    """True for a day with its month in words: `3 May 2026`; without its year only if it is set apart.

    A clock time may follow: `3 May 2026, 10:42`.
    """
    kinds = [_kind_of(word.strip(".,")) for word in low.split()]
    if kinds.count("month") != 1 or None in kinds or kinds.count("year") + kinds.count("number") not in (1, 2):
        return False
    return "number" in kinds and ("year" in kinds or "clock" in kinds or set_apart)


@lru_cache(maxsize=20_000)
def _kind_of(word: str) -> str | None:
    if YEAR.fullmatch(word):
        return "year"
    if re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?", word):
        return "number"
    if CLOCK.fullmatch(word) or word in ("at", "um", "uhr", "à", "de"):
        return "clock"
    return "month" if plain(word) in _months() else None


@cache
def _months() -> frozenset[str]:
    return frozenset(month for each in languages().values() for month in each.months if len(month) > 2)


@cache
def _soon_ago() -> frozenset[str]:
    """Relative times of all languages: `# h`, `today`."""
    return frozenset(phrase for each in languages().values() for phrase in each.relative)


@cache
def _ago() -> frozenset[str]:
    """Those that are no part of a sentence: `# hours ago`; not `# h`, which may be a duration."""
    found = (phrase for phrase in _soon_ago() if "#" in phrase)
    return frozenset(phrase for phrase in found if len(phrase.replace("# ", "").split()) > 1 or _unspaced(phrase))


@cache
def _ago_ends() -> frozenset[str]:
    """Last words of relative times that are no part of a sentence."""
    return frozenset(phrase.split()[-1] for phrase in _ago())


@cache
def _time_ends() -> frozenset[str]:
    """Last words of relative times."""
    return frozenset(phrase.split()[-1] for phrase in _soon_ago())


@cache
def _number_words() -> frozenset[str]:
    """Numbers in words: `an` in `an hour ago`."""
    return frozenset(word for each in languages().values() for word in each.numbers)


def _unspaced(phrase: str) -> bool:
    return any(ord(letter) > 0x2E7F for letter in phrase)


@cache
def _by_words() -> frozenset[str]:
    """By-words as they begin a byline: `By`."""
    return frozenset(word.capitalize() for word in lexicon_words("people.by") if word.isalpha())


def _are_names(words: Sequence[str]) -> bool:
    """True for two to four names, or for two people."""
    people = " ".join(words).replace(" and ", ", ").replace(" und ", ", ").replace(" et ", ", ").split(", ")
    return all(2 <= len(name.split()) <= 4 and all(map(_is_name, name.split())) for name in people)


def _is_name(word: str) -> bool:
    return _is_capital(word) and word[-1].isalpha() and not any(map(str.isdigit, word))


def _is_capital(text: str) -> bool:
    """True if a text begins with a capital, a number or a quote, or its script has no capitals."""
    first = text.lstrip("'\"“”‘’„«»‹›([¿¡")[:1]
    return not first.islower()


def _are_capitals(words: Sequence[str]) -> bool:
    letters = [word.strip(SIGNS + BRACKETS) for word in words]
    return len(words) <= 3 and all(word.isupper() and word.isalpha() and len(word) >= MIN_CAPITALS for word in letters)


def _in_brackets(part: Collection[str]) -> bool:
    whole = " ".join(part)
    return whole[0] in BRACKETS and whole[-1] in BRACKETS
