"""The roles that an element has by its names: words of `lexicon/tokens.toml` in its class, id, ARIA role etc."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from lxml.etree import _Element

from pipelines.lexicon.vocabulary import Role, other_tokens, tokens

NAMES = ("id", "role", "itemprop", "data-testid")
"""Attributes, besides the class, in which authors name elements."""

SURELY_ASIDE = 2
PERHAPS_ASIDE = 1
IN_THE_TEXT = frozenset((Role.EVENT,))
"""Roles of boxes that are dated for themselves and yet may be part of a story's text."""

_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=\d)(?=[A-Z])")


class Named(NamedTuple):
    """Roles apart from the story's text that an element's names give it: `sure` by themselves, `hints` with other signs."""

    sure: frozenset[Role]
    hints: frozenset[Role]

    def says(self, roles: frozenset[Role]) -> bool:
        """True if one of these roles is among them."""
        return not (self.sure.isdisjoint(roles) and self.hints.isdisjoint(roles))


NOTHING = Named(frozenset(), frozenset())


def names(attributes: _Element | Mapping[str, str]) -> str:
    """Class, id, role and the like of an element, or of attributes: what its author called it."""
    get = attributes.get
    called = get("class") or ""
    for name in NAMES:
        if more := get(name):
            called = f"{called} {more}" if called else more
    return called


@lru_cache(maxsize=50_000)
def named(called: str) -> Named:
    """The roles that names (see `names`) say.

    >>> named("most-read"), named("has-sidebar l-widget") == Named(frozenset(), frozenset({Role.SIDEBAR}))
    (Named(sure=frozenset({<Role.RELATED: 'related'>}), hints=frozenset()), True)
    >>> named("css-ad21f64") == NOTHING, named("ad2") == named("ad300x250") == named("ad")
    (True, True)
    >>> named("ad728x90px") == named("banner970x250px") == named("google-ads") == named("google-adsense-1") == named("ad")
    True
    >>> named("google-address") == named("google-adapted-map") == NOTHING
    True
    """
    kept = [token for token in _tokens(called) if _may_have_role(token)]
    if not kept:
        return NOTHING
    bare = _bare(kept)
    patterns = _patterns()
    sure = frozenset(_role(found.lastgroup or "") for found in patterns.sure.finditer(bare))
    hints = frozenset(_role(found.lastgroup or "") for found in patterns.hints.finditer(bare))
    return Named(sure, hints) if sure or hints else NOTHING


@lru_cache(maxsize=50_000)
def says(called: str, role: Role) -> bool:
    """True if names say that an element has a role within the story.

    >>> says("article__body", Role.BODY), says("teaser-text", Role.STANDFIRST)
    (True, True)
    """
    return _patterns().parts[role].search(_said(called)) is not None


@lru_cache(maxsize=50_000)
def is_dated(called: str) -> bool:
    """True if names are those of a date or an author: `posted-on`, `publication_time`, `author`."""
    return _patterns().dated.search(_lines(_tokens(called))) is not None


@lru_cache(maxsize=50_000)
def _may_have_role(token: str) -> bool:
    """True if a part of a class name begins like a word of the lists, and the name is not neutral; most begin otherwise."""
    starts = _patterns().starts
    for part in token.replace("_", "-").split("-"):
        if part[:3] in starts or part[:2] in starts:
            return not is_neutral(token)
    return "masthead" in token and not is_neutral(token)


def _tokens(called: str) -> list[str]:
    """Class names in small letters, humps as hyphens."""
    return (called if called.islower() else _CAMEL.sub("-", called).lower()).split()


def _lines(tokens: Iterable[str]) -> str:
    """Class names on a line each, behind a hyphen."""
    return "-" + "\n-".join(tokens)


def _bare(tokens: Iterable[str]) -> str:
    """The same without words that look like others: `authority` is no `author`."""
    return _patterns().never.sub("", _lines(tokens))


@lru_cache(maxsize=50_000)
def _said(called: str) -> str:
    return _bare(_tokens(called))


def is_neutral(token: str) -> bool:
    """True if a class name says how something looks or what it is about, not what it is to the story.

    >>> is_neutral("category-sport"), is_neutral("byline")
    (True, False)
    """
    return _patterns().neutral.search(token) is not None


@lru_cache(maxsize=50_000)
def aside_level(called: str) -> int:
    """How surely names say that an element is apart from the story's text: SURELY_ASIDE, PERHAPS_ASIDE or 0.

    >>> aside_level("related-articles"), aside_level("l-sidebar"), aside_level("has-sidebar article-body")
    (2, 1, 0)
    """
    found = named(called)
    if found.sure - IN_THE_TEXT:
        return SURELY_ASIDE
    return PERHAPS_ASIDE if found.hints else 0


def _alternatives(words: Iterable[str]) -> str:
    """The words of a list as alternatives of a regular expression."""
    spelled = (re.escape(word).replace(r"\-", "[-_]{0,2}").replace(r"\*", r"[^-_\n]*") for word in words)
    return "|".join(word.replace(r"\$", "$") for word in spelled)


def _bounded(pattern: str) -> re.Pattern[str]:
    """A pattern for words of names on a line each that begin with a hyphen: a search for one character is quick.

    A number or a size may end a word (`ad2`, `ad300x250`); letters behind digits are a hash or an id that a program made:
    `elementor-element-ad558ad`, `w-node-ad322c55-7340-…`.
    """
    return re.compile(rf"[-_](?:{pattern})(?=\d*(?:x\d+)?(?:px)?(?:$|[-_]))", re.MULTILINE)


def _grouped(lists: Mapping[Role, list[str]]) -> re.Pattern[str]:
    """One pattern for many roles, words of one first letter together, so that others are not tried: see `_role`."""
    begun: dict[str, dict[Role, list[str]]] = defaultdict(lambda: defaultdict(list))
    for role, words in lists.items():
        for word in words:
            begun[word[0]][role].append(word[1:])
    return _bounded("|".join(_begun(letter, roles) for letter, roles in begun.items()))


def _begun(letter: str, roles: Mapping[Role, list[str]]) -> str:
    """Alternatives of the words that begin with a letter: `a(?:(?P<advert_61>d|ds|dv…)|(?P<tool_61>i[-_]{0,2}summary…))`."""
    groups = (f"(?P<{role.value}_{ord(letter):x}>{_alternatives(rest)})" for role, rest in roles.items())
    return f"{_alternatives([letter])}(?:{'|'.join(groups)})"


class _Patterns(NamedTuple):
    """The patterns made of `tokens.toml`, and the first three letters of the words of `sure` and `hints`."""

    starts: frozenset[str]
    sure: re.Pattern[str]
    hints: re.Pattern[str]
    parts: dict[Role, re.Pattern[str]]
    dated: re.Pattern[str]
    never: re.Pattern[str]
    neutral: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    sure, hints = tokens("sure"), tokens("hints")
    words = (word for lists in (sure, hints) for of_role in lists.values() for word in of_role)
    not_neutral, beginnings, whole = map(_listed, ("not_neutral", "neutral_prefixes", "neutral_words"))
    return _Patterns(
        starts=frozenset(word.split("-")[0][:3].rstrip("*") for word in words),
        sure=_grouped(sure),
        hints=_grouped(hints),
        parts={role: _bounded(_alternatives(of_role)) for role, of_role in tokens("parts").items()},
        dated=_bounded(_listed("dated")),
        never=_bounded(_listed("never")),
        neutral=re.compile(
            rf"^(?!(?:{not_neutral})(?:$|[-_\d]))(?:{beginnings}|post-(?=\d))(?:[-_:\d]|$)|^(?:{whole})$"
        ),
    )


def _listed(name: str) -> str:
    return _alternatives(other_tokens(name))


@cache
def _role(group: str) -> Role:
    """The role of a group of the two patterns: `advert_61` → advert."""
    return Role(group.rpartition("_")[0])
