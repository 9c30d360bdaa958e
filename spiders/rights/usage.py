"""Usage preferences: `Content-Usage` (IETF AIPREF) and `Content-Signal` (a convention of robots.txt).

AIPREF follows the drafts of 2026-08-19: the vocabulary https://datatracker.ietf.org/doc/draft-ietf-aipref-vocab/07/ and
the attachment to HTTP and robots.txt https://datatracker.ietf.org/doc/draft-ietf-aipref-attach/05/. Their labels are
`train-ai` and `search`, their values the tokens `y` and `n`; of several values of a label the last holds. Any other
label, value or syntax leaves the preference unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from spiders.robots.robots import Line, encoded, matches

TRAINING = "train-ai"
ANSWERS = {"y": True, "n": False}
KEY = r"[a-z*][a-z0-9_\-.*]*"
TOKEN = r"[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*"  # noqa: S105 -- a grammar
BARE_ITEM = (
    rf'(?:-?\d{{1,12}}\.\d{{1,3}}|-?\d{{1,15}}|"(?:[ !#-\[\]-~]|\\["\\])*"|{TOKEN}|:[A-Za-z0-9+/]*=*:|\?[01]|@-?\d{{1,15}}'
    r'|%"(?:[ !#$&-~]|%[0-9a-f]{2})*")'
)
PARAMETERS = rf"(?:; *{KEY}(?:={BARE_ITEM})?)*"
ITEM = f"{BARE_ITEM}{PARAMETERS}"
INNER_LIST = rf"\( *(?:{ITEM}(?: +{ITEM})*)? *\){PARAMETERS}"
MEMBER = re.compile(
    rf"(?P<key>{KEY})(?:=(?:(?P<token>{TOKEN}){PARAMETERS}|{ITEM}|{INNER_LIST})|{PARAMETERS})", re.ASCII
)
"""A member of a Dictionary: https://www.rfc-editor.org/rfc/rfc9651#section-3.2."""
COMMA = re.compile(r"[ \t]*,[ \t]*")
RULE = re.compile(r"(/[^ \t]*)[ \t]+(.*)", re.DOTALL)
SIGNAL = "ai-train"


class UsageRule(NamedTuple):
    """A Content-Usage rule of robots.txt: its path as matched (None if malformed), and its preference for training."""

    raw: str
    path: str | None
    train_ai: bool | None


def dictionary(value: str) -> dict[str, str | None] | None:
    """Parse a Dictionary of RFC 9651: the Token of each key, None for other values; None if it is malformed.

    >>> dictionary('train-ai=n, search;a=1, train-ai=y'), dictionary('train-ai=y,'), dictionary('Train-AI=y')
    ({'train-ai': 'y', 'search': None}, None, None)
    """
    text = value.strip(" ")
    found: dict[str, str | None] = {}
    at = 0
    while text and (member := MEMBER.match(text, at)):
        found[member["key"]] = member["token"]
        at = member.end()
        if at == len(text):
            return found
        comma = COMMA.match(text, at)
        if comma is None:
            return None
        at = comma.end()
    return None if text else {}


def training_preference(value: str) -> bool | None:
    """The preference for AI training in a Content-Usage value: True for `y`, False for `n`, None if unknown.

    >>> [training_preference(text) for text in ("train-ai=n", "train-ai=y", 'train-ai="y"', "train-ai=y, train-ai")]
    [False, True, None, None]
    """
    return ANSWERS.get((dictionary(value) or {}).get(TRAINING) or "")


def usage_rule(line: Line) -> UsageRule:
    r"""Parse a Content-Usage line of robots.txt: a path, SP or HTAB, and preferences.

    A line before any user agent belongs to no group: it may refuse, and never allows.

    >>> usage_rule(Line(1, "content-usage", "/wire/\ttrain-ai=n", ("*",)))[1:]
    ('/wire/', False)
    """
    raw = f"Content-Usage: {line.value}"
    found = RULE.fullmatch(line.value)
    if found is None:
        return UsageRule(raw, None, None)
    preference = training_preference(found[2])
    return UsageRule(raw, encoded(found[1]), preference if line.agents or not preference else None)


def training_signal(value: str) -> bool | None:
    """The preference for AI training in a Content-Signal value; a refusal wins over a permission.

    >>> training_signal("search=yes, ai-train=no"), training_signal("ai-train=yes"), training_signal("ai-train=maybe")
    (False, True, None)
    """
    pairs = [part.strip(" \t").partition("=") for part in value.split(",")]
    said = [pair for pair in pairs if pair[0].strip().lower() == SIGNAL]
    if any(answer.strip().lower() == "no" for _, _, answer in said):
        return False
    return True if said and set(said) == {(SIGNAL, "=", "yes")} else None


def signal_rule(line: Line) -> UsageRule:
    """Parse a Content-Signal line of robots.txt; its path is optional, and empty without one."""
    found = RULE.fullmatch(line.value)
    path, value = (found[1], found[2]) if found else ("", line.value)
    return UsageRule(f"Content-Signal: {line.value}", encoded(path), training_signal(value))


def holding(rules: Iterable[UsageRule], path: str) -> list[UsageRule]:
    """The rules with the longest path that matches, and the malformed ones.

    Nobody knows for which pages a malformed rule was meant, so beside one no other rule allows.
    """
    every = list(rules)
    matching = [rule for rule in every if rule.path is not None and matches(rule.path, path)]
    longest = max((len(rule.path or "") for rule in matching), default=0)
    malformed = [rule for rule in every if rule.path is None]
    found = [rule for rule in matching if len(rule.path or "") == longest] + malformed
    return [rule._replace(train_ai=None) if malformed and rule.train_ai else rule for rule in found]
