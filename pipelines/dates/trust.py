"""The table of trust, `trust.toml`: what a field's date is of, the rule that believes it, the rule's rank and confidence.

The table is fitted by `tests/benchmarks/dates_calibration.py`. How dates are weighed against each other: `pipelines.dates.judge`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pipelines.dates.model import Candidate, Origin

UNMEASURED = 0.5
"""Confidence of a rule in a state that no development page shows."""
STATES = ("overtaken", "contested", "disputed", "alone", "declared", "agreed")
"""How other evidence stands to a date, from the least to the most sure: see `judge.agreement.state_of`."""
SEPARATOR = r"[._:-]?"
VOCABULARIES = ("dc", "dcterms")
"""Vocabularies that stay in a property's name: `dc:date` is a publication date, `date` alone may be anything."""


@dataclass(frozen=True, slots=True)
class Field:
    """A row of `fields`: the fields that it covers, the role of their dates and the rule that believes them."""

    places: frozenset[str]
    contexts: frozenset[str]  # empty: any
    types: re.Pattern[str] | None  # of JSON-LD nodes
    names: re.Pattern[str] | None
    role: str | None
    rule: str | None

    def covers(self, place: str, kind: str, name: str, context: str | None) -> bool:
        """True if a date in a `place`, of a node of type `kind`, with this field name and context, is such a field's."""
        return (
            place in self.places
            and (not self.contexts or context in self.contexts)
            and (self.types is None or self.types.fullmatch(kind) is not None)
            and (self.names is None or self.names.fullmatch(name) is not None)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `rules`. Rank 0 is the best; `believed` is the confidence in each state."""

    rank: int
    believed: Mapping[str, float]


@cache
def table() -> dict[str, Any]:
    """The table as it is written."""
    return tomllib.loads(resources.files("pipelines.dates").joinpath("trust.toml").read_text(encoding="utf-8"))


@cache
def fields() -> tuple[Field, ...]:
    """The rows of `fields`, in the order in which they are tried."""
    return tuple(
        Field(
            frozenset(row["places"]),
            frozenset(row.get("contexts", ())),
            named(row["types"]) if "types" in row else None,
            named(row["names"], row.get("prefixes", ())) if "names" in row else None,
            row.get("role"),
            row.get("rule"),
        )
        for row in table()["fields"]
    )


def named(names: Sequence[str], prefixes: Sequence[str] = ()) -> re.Pattern[str]:
    """Compile names of the table: `_` is one separator or none, `*` anything.

    >>> bool(named(["pub_date"], ["og:"]).fullmatch("og:pub-date")), bool(named(["*publ*"]).fullmatch("w-published"))
    (True, True)
    """
    heads, tails = ("|".join(map(_expression, each)) for each in (prefixes, names))
    return re.compile(f"(?:{heads})?(?:{tails})", re.IGNORECASE)


def _expression(name: str) -> str:
    return re.escape(name).replace("_", SEPARATOR).replace(r"\*", ".*")


@cache
def rules() -> dict[str, Rule]:
    """The rules by name, best first.

    A rule that no development page shows is believed like another; one that decided no page by itself is not believed.
    """
    rows = table()["rules"]
    shared = {state: cell["believed"] for state, cell in table()["contradicted"].items()}
    found = {}
    for rank, (name, row) in enumerate(rows.items()):
        measured = rows[row.get("like", name)]
        own = {state: measured[state]["believed"] for state in STATES if state in measured}
        found[name] = Rule(rank, shared | own if own else {})
    return found


@cache
def with_trait(*traits: str) -> frozenset[str]:
    """The names of the rules that have one of these traits, such as `voter` or `off-page`."""
    return frozenset(name for trait in traits for name in table()["traits"][trait])


def answered_from() -> float:
    """The confidence below which a date is not published but kept as a guess; SQL may ask for less: `dated_at(0.5)`."""
    return float(table()["answered_from"])


def trust(c: Candidate) -> str | None:
    """The name of the rule that believes a candidate: `article-meta` for `meta:article:published_time`. None if no rule does."""
    return _trusting(c.origin, c.context)


def confidence(rule: str, state: str) -> float:
    """The probability that the day is right when `rule` decided in `state`."""
    return rules()[rule].believed.get(state, UNMEASURED)


def in_hundredths(probability: float) -> str:
    """Format a confidence with two decimals, rounded down: what nothing confirms (0.949) never looks as sure as 0.95.

    >>> in_hundredths(0.871), in_hundredths(0.949), in_hundredths(0.29), in_hundredths(0.997)
    ('0.87', '0.94', '0.29', '0.99')
    """
    return f"{round(probability * 1000) // 10 / 100:.2f}"


@lru_cache(maxsize=4096)
def _trusting(origin: Origin, context: str | None) -> str | None:
    kind, name = "", origin.detail
    if origin.kind in ("jsonld", "microdata"):
        kind, name = ("", name) if origin.kind == "microdata" else _halves(name)
        name = local_name(name)
    found = _field(origin.kind, kind, name, context)
    return found.rule if found else None


def _halves(detail: str) -> tuple[str, str]:
    """The type and the key of `NewsArticle.datePublished`."""
    kind, _, key = detail.partition(".")
    return kind, key


def local_name(name: str) -> str:
    """A property without its vocabulary, unless that is Dublin Core's.

    >>> local_name("schema:datePublished"), local_name("http://schema.org/datePublished"), local_name("dc:date")
    ('datepublished', 'datepublished', 'dc:date')
    """
    vocabulary, _, term = name.lower().removeprefix("hatom.").rpartition("/")[2].rpartition(":")
    return f"{vocabulary}:{term}" if vocabulary in VOCABULARIES else term


@lru_cache(maxsize=4096)
def property_role(place: str, name: str) -> str | None:
    """What a JSON-LD key or a microdata property is a date of; None if it names no date.

    >>> property_role("jsonld", "schema:datePublished"), property_role("microdata", "foundingDate")
    ('published', None)
    """
    found = _field(place, "", local_name(name), None)
    return found.role if found else None


@lru_cache(maxsize=4096)
def meta_role(name: str) -> str | None:
    """What a `<meta>` name (lower case) is a date of; None if it names no date.

    >>> meta_role("article:published_time"), meta_role("og:updated_time"), meta_role("publisher")
    ('published', 'modified', None)
    """
    if not any(hint in name for hint in table()["hints"]):
        return None
    found = _field("meta", "", name, None)
    return found.role if found else None


def _field(place: str, kind: str, name: str, context: str | None) -> Field | None:
    return next((row for row in fields() if row.covers(place, kind, name, context)), None)
