"""Bylines by their words, which are topics of the language files: `By`, `Geschrieben von`, `Автор:`, `View all posts by`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipelines.lexicon.data import entries
from pipelines.lexicon.entry import letters
from pipelines.lexicon.pattern import pattern

COLON = "[:：՝]"
BEGINS = "people.by|people.written_by|people.text_by|people.author"
BEFORE_COLON = "people.text|people.text_and_pictures"
BYLINE = pattern(
    r"^\s*(?!(?i:byline)\s+\w|<<people.no_byline>>\s)"
    rf"(?i:<<{BEGINS}>>(?:\s*{COLON}|(?=\s|$))|<<{BEFORE_COLON}>>\s*[:：=＝・／])\s*"
)
"""How a byline begins; `Byline` with a colon or alone, as a bank and a newspaper have this name; not `POR SI TE LO PERDISTE`."""
LABEL = pattern(rf"<<{BEGINS}|people.label>>", re.IGNORECASE)
"""A label whose value is an author."""
TEXT_LABEL = pattern(r"<<people.text_and_pictures>>\s*[:：]\s*(?=\S)", re.IGNORECASE)
"""A label of who made text and pictures; `Text:` alone may also name who wrote a song's or a book's text."""
NOUN = pattern(r"<<people.author|people.label>>", re.IGNORECASE)
"""The tooltip of an element that shows an author: `title="Author"`."""
PARTICIPLE = pattern(r"^\W*<<people.written_by>>\b", re.IGNORECASE)
BEFORE_CAPITAL = pattern(r"^(?i:<<people.by>>|text)\s+[^\W\d_a-z]")
AFTER_DATE = pattern(r"\d.*?\b<<people.by>>\s+(?=[^\W\d_])", re.IGNORECASE)
"""A byline behind a date: `3 November 2025 by Jane Doe`."""
PREFIX = pattern(
    r"^\W*(?:<<people.view_all>>\s(?:<<people.posts>>\s)?<<people.posts_by>>"
    rf"|(?!byline\s+\w)<<{BEGINS}|people.of|people.in_author_field>>)\s*{COLON}?\s+(?=\S)"
    rf"|^\W*<<people.by|people.author|{BEFORE_COLON}|people.before_colon>>\s*[:：՝=＝・／/|｜]\s*",
    re.IGNORECASE,
)
"""The words before a name in a text that is known to hold authors."""


class FirstLetters(NamedTuple):
    """The first letters of the words that bylines and labels begin with: up to four, and two of them."""

    four: frozenset[str]
    two: frozenset[str]


@cache
def first_letters() -> FirstLetters:
    """The first letters of all that BYLINE and LABEL find: most lines begin otherwise, and a look at a few letters is cheap."""
    words = (word for topic in f"{BEGINS}|{BEFORE_COLON}|people.label".split("|") for word in entries(topic))
    four = frozenset(letters(word)[:4].casefold() for word in words)
    return FirstLetters(four, frozenset(word[:2] for word in four))


def says_by(line: str) -> bool:
    """True if a line begins as bylines do.

    >>> says_by("Written by Jane Doe"), says_by("Byelaws were changed")
    (True, False)
    >>> says_by("Byline: Jane Doe"), says_by("Byline Bancorp Names Jane Doe")
    (True, False)
    """
    begins = line.lstrip()[:4]
    if begins.isascii() and not may_say_by(begins):
        return False
    return BYLINE.match(line) is not None


def may_say_by(line: str) -> bool:
    """True if the first letters of a line are those of a word that a byline begins with: a quick look before `says_by`.

    >>> may_say_by("Written"), may_say_by("Bridges")
    (True, False)
    """
    begins = line[:4].casefold()
    four, two = first_letters()
    if begins[:2] not in two and begins[:1] not in four:  # as most lines
        return False
    return not four.isdisjoint((begins[:1], begins[:2], begins[:3], begins[:4]))
