"""Forms of a text: folded for comparison, tidied into one line, cut into words, and as readers see it in an element."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from functools import cached_property, lru_cache

from lxml import etree
from lxml.etree import _Element

UNREAD = ("style", "script", "noscript", "rt", "rp")
"""Elements whose text is no part of the line they stand in: code, and how its characters are pronounced."""


NOT_DISPLAYED = re.compile(r"(?<![-\w])display\s*:\s*none", re.IGNORECASE)


PRIVATE = "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
ICONS = re.compile(f"(?<![^\\W_])(?<!{PRIVATE}){PRIVATE}+|{PRIVATE}+(?!{PRIVATE})(?![^\\W_])(?![\u3400-\u9fff。，、])")
"""Letters of private use, which icon fonts draw with; within a word they are letters of a font: https://www.unicode.org/faq/private_use.html."""
INVISIBLE = re.compile(f"[\u00ad\u200b\u2060\ufeff]|{ICONS.pattern}")
"""Soft hyphen, space of no width, word joiner, byte order mark, icons; not the joiners that change letters and pictures."""
MAY_BE_ICON, MAY_BE_INVISIBLE = re.compile(PRIVATE), re.compile(f"[\u00ad\u200b\u2060\ufeff{PRIVATE[1:]}")
"""A look for one character, before the slow patterns: nearly all texts have none."""
BETWEEN_WORDS = re.compile(r"[\W_]+")
OTHER_ASCII = bytes(code for code in range(128) if BETWEEN_WORDS.match(chr(code)))


TYPOGRAPHIC = "’‘“”–—…\u00a0"
"""The signs that are not ASCII in most English texts; nothing of them is left in a fold."""
MAX_KEPT_CHARS = 1_000
"""Characters of a text whose small letters are kept for the next that asks: many patterns are sought in one paragraph."""
REACH = 400
"""More characters than a match of Phrases has."""


def without_signs(text: str) -> str:
    """The text without the signs that are not ASCII in English."""
    for sign in () if text.isascii() else TYPOGRAPHIC:
        text = text.replace(sign, "")
    return text


@lru_cache(maxsize=256)
def _lowered(text: str) -> str:
    """A text in small letters, in ASCII if but for its signs it is: no word of ASCII is lost without them."""
    plain = without_signs(text)
    return plain.lower() if plain.isascii() else text.lower()


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


class Phrases:
    """A slow pattern, and words (lower case) of which every match holds at least one: a text without them is not searched.

    `look` gives such words at the first search instead, if reading them at import would cost too much.
    """

    def __init__(self, pattern: re.Pattern[str], *words: str, look: Callable[[], Iterable[str]] | None = None) -> None:
        self.pattern = pattern
        self._given = words
        self._look = look

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of which every match holds at least one."""
        return (*self._given, *(self._look() if self._look else ()))

    @cached_property
    def ascii_words(self) -> tuple[str, ...]:
        """Those of them that an English text can have."""
        return tuple(filter(str.isascii, map(without_signs, self.words)))

    def search(self, text: str) -> re.Match[str] | None:
        """The first match of the pattern; None at once for a text that has none of the words."""
        return self.pattern.search(text) if self.may_stand_in(text) else None

    def stands_in(self, text: str) -> bool:
        """True if the pattern matches in a text: the same as `search`, for a long text whose matches are short.

        It is looked for only within REACH characters of the words.
        """
        low = text.lower()
        until = 0
        words = [word for word in (self.ascii_words if low.isascii() else self.words) if word in low]
        for place in sorted(place for word in words for place in _places(word, low)):
            if place + REACH > until:
                if self.pattern.search(text, max(0, place - REACH, until - REACH), place + REACH):
                    return True
                until = place + REACH
        return False

    def may_stand_in(self, text: str) -> bool:
        """True if a text has one of the words."""
        low = _lowered(text) if len(text) <= MAX_KEPT_CHARS else _lowered.__wrapped__(text)
        for word in self.ascii_words if low.isascii() else self.words:  # noqa: SIM110 -- a generator would cost more
            if word in low:
                return True
        return False


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Only letters and digits, case and compatibility forms folded: texts with equal folds say the same.

    >>> fold("“It’s – over”") == fold("It's over")
    True
    """
    plain = without_signs(text)
    if plain.isascii():
        return plain.lower().encode().translate(None, OTHER_ASCII).decode()
    return BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_icons(text: str) -> str:
    """The text without the letters of private use that icon fonts draw with."""
    return ICONS.sub("", text) if not text.isascii() and MAY_BE_ICON.search(text) else text


def one_line(text: str) -> str:
    """The text with each run of white space as one space, and none at its ends."""
    if "  " not in text and text.isprintable():  # as most are: of white space only the space can be printed
        return text.strip(" ")
    return " ".join(text.split())


def tidy(text: str) -> str:
    """One line, entities resolved, without invisible characters."""
    if "&" in text:
        text = html.unescape(text)
    return one_line(INVISIBLE.sub("", text) if not text.isascii() and MAY_BE_INVISIBLE.search(text) else text)


def words(text: str) -> list[str]:
    """Words, case folded; characters of scripts without spaces."""
    return re.findall(
        r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+", text.casefold()
    )


def written(element: _Element, hidden: Collection[_Element] = ()) -> str:
    """The text in an element as readers see it, words of its descendants apart; `hidden` are elements that they do not see."""
    special = next(element.iter(*UNREAD, "wbr"), None)
    if (special is None or special.tag == "wbr") and not (
        hidden and any(inner in hidden for inner in element.iterdescendants())
    ):
        return " ".join(element.itertext()) if special is None else _unbroken(element)
    if special is not None and special.tag in ("rt", "rp"):
        return "".join(_shown(element, hidden))
    return " ".join(_shown(element, hidden))


def _unbroken(element: _Element) -> str:
    """The same of an element in which long words may break: `Bundes<wbr>gericht` is one word."""
    whole = deepcopy(element)
    whole.tag = "span"  # it may be one itself
    etree.strip_tags(whole, "wbr")
    return written(whole)


def is_displayed(element: _Element) -> bool:
    """True if an element's own style and attributes leave it to be seen; what is around it and style sheets are not asked."""
    return element.get("hidden") is None and NOT_DISPLAYED.search(element.get("style") or "") is None


def _shown(element: _Element, hidden: Collection[_Element]) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        if child.tag not in UNREAD and child not in hidden:
            parts += _shown(child, hidden)
        parts.append(child.tail or "")
    return parts
