"""The table of kinds of datasets beside articles. `kind.py` has their class."""

from __future__ import annotations

from pipelines.give.export.column import Column
from pipelines.give.export.kinds.copies import COPIES
from pipelines.give.export.kinds.headlines import HEADLINES
from pipelines.give.export.kinds.kind import WORKS, Kind
from pipelines.give.export.kinds.retrieval import RETRIEVAL
from pipelines.give.export.kinds.revisions import REVISIONS
from pipelines.give.export.kinds.timeline import TIMELINE

KINDS: dict[str, Kind] = {kind.name: kind for kind in (REVISIONS, HEADLINES, COPIES, TIMELINE, RETRIEVAL)}
COLUMNS: dict[str, Column] = {"article_ids": WORKS} | {
    name: column for kind in KINDS.values() for name, column in kind.columns.items()
}
"""The columns that only kinds have; a name has one meaning in all of them."""


def kind_named(name: str | None) -> Kind | None:
    """The kind that the setting `kind` calls so; None: articles. Raises ValueError, with the names that there are."""
    if name is None or name in KINDS:
        return KINDS.get(name or "")
    raise ValueError(f"{name!r} is none of its values; write {', '.join(KINDS)}")


def texts_of(name: str | None) -> tuple[str, ...]:
    """The columns of texts in datasets of a kind."""
    kind = kind_named(name)
    return kind.texts if kind else ("text",)
