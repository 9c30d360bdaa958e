"""Conditions of a query on an article's properties: source, language, kind, role, and the days on which it may have appeared."""

from __future__ import annotations

import tantivy

from pipelines.ask.search.bounds import interval
from pipelines.base.errors import InputError

EXACT = ("source", "language", "kind", "role")
DAYS = ("from", "to", "date")
NAMED = 10


def is_value(index: tantivy.Schema, searcher: tantivy.Searcher, field: str, value: str) -> tantivy.Query:
    """Documents with this value in the field. Raises InputError, listing the existing values, if no document has it."""
    there = sorted(term for term, _ in searcher.terms_with_prefix(field, "") if term)
    if value not in there and searcher.num_docs:
        known = ", ".join(there[:NAMED]) + (" …" if len(there) > NAMED else "")
        raise InputError(f"search: no article has the {field} {value!r}: there are {known or 'none'}")
    return tantivy.Query.term_query(index, field, value, "basic")


def may_lie(index: tantivy.Schema, field: str, value: str) -> tantivy.Query:
    """Documents that may have appeared `from`, up `to`, or on (`date`) a day, month or year; undated ones by their bounds."""
    try:
        first, last = interval(value)
    except ValueError:
        raise InputError(f"search: {field}:{value}: a date is written 2026, 2026-02 or 2026-02-28") from None
    not_over = _range(index, "latest", first.toordinal(), None)
    begun = _range(index, "earliest", None, last.toordinal())
    if field != "date":
        return not_over if field == "from" else begun
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, not_over), (tantivy.Occur.Must, begun)])


def require_order(begins: str, ends: str) -> None:
    """Raise InputError if `ends` is before `begins`: undated articles whose bounds contain both days would match such a
    query.
    """
    try:
        reversed_ = interval(begins)[0] > interval(ends)[1]
    except ValueError:  # the condition itself reports it
        return
    if reversed_:
        raise InputError(f"search: from:{begins} is later than to:{ends}")


def _range(index: tantivy.Schema, field: str, least: int | None, most: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(index, field, tantivy.FieldType.Integer, least, most)
