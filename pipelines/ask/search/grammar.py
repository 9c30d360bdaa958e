"""The query language: parses the text of a query into a tree. Words next to each other must all match.

- `harbour bridge`: both words.
- `"harbour bridge"`: the words in this order, next to each other.
- `harbour OR bridge`: either word.
- `harbour -bridge`: the first word without the second.
- `harb*`, `*hafen`: words with this start or ending.
- `title:harbour`: the word in the title.
- `source:demo_herald`: articles of this source; see FIELDS for other fields.
- `(a OR b) c`: parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.base.errors import InputError
from pipelines.base.storable import is_utf8

FIELDS = ("title", "source", "language", "kind", "author", "section", "role", "from", "to", "date")
MAX_WORDS, ENDING_WORDS = 32, 8
"""Maximum number of words in a query. A search by ending reads all words of the index, so it counts as several words."""
MAX_DEPTH, MAX_QUERY_CHARS = 40, 20_000
"""Maximum depth of parentheses, and maximum length: a query may come from a stranger."""
OPENING, CLOSING = '"“„«”', '"”“»„'
PART = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<quote>[\"“”„«»])|(?P<minus>-(?=[^\s)]))"
    r"|(?P<field>[A-Za-z_]+:(?=[^\s/:]))|(?P<word>[^\s()\"“”„«»]+)"
)
NEEDING = ("field", "minus", "not")
"""Parts that apply to the next part."""
HINT = "put it in quotes to search for it literally"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or the text between blanks; `begins` if a star follows it, `ends` if a star is before it."""

    text: str
    begins: bool = False
    ends: bool = False

    def __str__(self) -> str:
        return f"{'*' * self.ends}{self.text}{'*' * self.begins}"

    @property
    def is_part(self) -> bool:
        """True for a part of a word."""
        return self.begins or self.ends


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Field:
    """A query on one field."""

    name: str
    query: Query

    def __str__(self) -> str:
        return f"{self.name}:{_inner(self.query)}"


@dataclass(frozen=True, slots=True)
class Not:
    """All articles that the query does not match."""

    query: Query

    def __str__(self) -> str:
        return f"NOT {_inner(self.query)}"


@dataclass(frozen=True, slots=True)
class And:
    """Articles that all parts match."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " AND ".join(map(_inner, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that any part matches."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(map(_inner, self.parts))


Query = Word | Phrase | Everything | Field | Not | And | Or


def parsed(text: str) -> Query:
    """Parse a query into a tree. Raises InputError with a one-line reason.

    >>> str(parsed("harbour -bridge")), str(parsed('(a OR b) "c d" title:e*'))
    ('harbour AND NOT bridge', '(a OR b) AND "c d" AND title:e*')
    """
    if not is_utf8(text):
        raise InputError("search: the query is not UTF-8 text")
    if len(text) > MAX_QUERY_CHARS:
        raise InputError(f"search: a query of more than {MAX_QUERY_CHARS:,} characters")
    return _Parser(text).query()


def _inner(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    text: str
    at: int


def _parts(text: str) -> Iterator[_Part]:
    """The parts of a query. A punctuation mark by itself, as in a pasted headline (`Storm – what we know`), is skipped."""
    before = ""
    for part in _all_parts(text):
        is_sign = part.kind in ("word", "phrase") and not any(sign.isalnum() or sign == "*" for sign in part.text)
        if not is_sign or before in NEEDING:
            yield part
            before = part.kind


def _all_parts(text: str) -> Iterator[_Part]:
    at = 0
    while at < len(text):
        found = PART.match(text, at)
        assert found is not None and found.lastgroup is not None  # every character is one of these
        kind, start = found.lastgroup, at
        at = found.end()
        if kind == "quote":
            end = _end_of_quotation(text, start)
            yield _Part("phrase", text[at:end], start)
            at = end + 1
        elif kind != "space":
            yield _Part(
                found[0].lower() if kind == "word" and found[0] in ("AND", "OR", "NOT") else kind, found[0], start
            )


def _end_of_quotation(text: str, start: int) -> int:
    ends = '"' if text[start] == '"' else CLOSING
    end = next((at for at in range(start + 1, len(text)) if text[at] in ends), None)
    if end is None:
        raise InputError(f"search: the quotation at character {start + 1} has no end: {text[start:][:40]}")
    return end


class _Parser:
    def __init__(self, text: str) -> None:
        self._parts = list(_parts(text))
        self._at = 0
        self._depth = 0
        self._words = 0

    def query(self) -> Query:
        if not self._parts:
            raise InputError("search: nothing to look for: give a word, or * for all articles")
        found = self._or()
        if self._next is not None:
            raise InputError(f"search: the parenthesis closed at character {self._next.at + 1} was never opened")
        return found

    @property
    def _next(self) -> _Part | None:
        return self._parts[self._at] if self._at < len(self._parts) else None

    def _is(self, *kinds: str) -> bool:
        return self._next is not None and self._next.kind in kinds

    def _take(self) -> _Part:
        self._at += 1
        return self._parts[self._at - 1]

    def _or(self) -> Query:
        parts = [self._and()]
        while self._is("or"):
            self._take()
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Query:
        parts = [self._unary()]
        while self._next is not None and not self._is("or", "close"):
            if self._is("and"):
                self._take()
            parts.append(self._unary())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _unary(self) -> Query:
        part = self._next
        if part is None or part.kind in ("and", "or", "close"):
            raise InputError(self._missing(part))
        self._take()
        if part.kind in ("not", "minus"):
            return Not(self._deeper(self._unary))
        if part.kind == "open":
            found = self._deeper(self._or)
            if not self._is("close"):
                raise InputError(f"search: the parenthesis at character {part.at + 1} is never closed")
            self._take()
            return found
        if part.kind == "field":
            return self._field(part)
        if part.kind == "word" and part.text.endswith(":") and _field_name(part.text) in FIELDS:
            raise InputError(_wants_value(part.text))
        found = Phrase(part.text) if part.kind == "phrase" else _word(part.text)
        self._words += ENDING_WORDS if isinstance(found, Word) and found.ends else 1
        if self._words > MAX_WORDS:
            raise InputError(
                f"search: more than {MAX_WORDS} words, of which one with a star before it counts {ENDING_WORDS}: ask for fewer"
            )
        return found

    def _deeper(self, read: object) -> Query:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise InputError(f"search: parentheses deeper than {MAX_DEPTH}")
        found: Query = read()  # type: ignore[operator]
        self._depth -= 1
        return found

    def _field(self, part: _Part) -> Query:
        name = _field_name(part.text)
        if name not in FIELDS:
            raise InputError(f"search: no field {part.text[:-1]!r} (there are {', '.join(FIELDS)}); {HINT}")
        if not self._is("word", "phrase", "open"):
            raise InputError(_wants_value(part.text))
        return Field(name, self._deeper(self._unary))

    def _missing(self, part: _Part | None) -> str:
        before = self._parts[self._at - 1].text if self._at else ""
        if part is None:
            return f"search: something must follow {before!r} at the end; {HINT}"
        if not before or before == "(":
            return f"search: something must stand before {part.text!r} at character {part.at + 1}; {HINT}"
        return f"search: something must stand between {before!r} and {part.text!r} at character {part.at + 1}; {HINT}"


EXAMPLES = {
    "from": "2026-02-01", "to": "2026-02-28", "date": "2026-02", "language": "de", "kind": "article", "role": "origin",
    "author": '"Jane Doe"', "section": "sport", "source": "paper",
}  # fmt: skip


def _field_name(text: str) -> str:
    """The name of a field: `Lang:` → `language`."""
    name = text[:-1].lower()
    return {"lang": "language", "authors": "author"}.get(name, name)


def _wants_value(text: str) -> str:
    name = _field_name(text)
    return f"search: {text} needs a value right after it, such as {name}:{EXAMPLES.get(name, 'word')}; {HINT}"


def _word(text: str) -> Query:
    if text == "*":
        return Everything()
    ends, begins = text.startswith("*"), text.endswith("*")
    part = text[ends : len(text) - begins]
    if not part or "*" in part:
        raise InputError(f"search: {text}: a star stands at the end of a word or before it, such as harb* or *hafen")
    return Word(part, begins, ends)
