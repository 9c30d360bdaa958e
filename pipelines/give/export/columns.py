"""The columns of a dataset: those of `articles`, and those that only a dataset has, with types and what they hold.

How they are made: `pipelines.give.export.rendering`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from pipelines.give.export import kinds
from pipelines.give.export.column import Column
from pipelines.give.export.kinds.kind import Kind
from pipelines.give.export.pii import SPANS
from pipelines.give.export.quality import STATISTICS
from pipelines.lake.schemas import ARTICLES

ARTICLE_COLUMNS: dict[str, Column] = {
    "id": Column(pa.string(), "Id of the work, `article_id` in the corpus.", ("article_id",)),
    "domain": Column(pa.string(), "Host of `url`, without www.", ("url",)),
    "published_from": Column(
        pa.timestamp("us", tz="UTC"),
        "Beginning of the interval in which it was published: `not_before`.",
        ("not_before",),
    ),
    "published_to": Column(
        pa.timestamp("us", tz="UTC"), "End of that interval, exclusive: the second after `not_after`.", ("not_after",)
    ),
    "event_id": Column(pa.string(), "Id of the event that it tells; null if no other work of the corpus tells it.", ()),
    "language_score": Column(
        pa.float32(), "Probability that the language detector gave, 0 to 1; null where it was not asked.", ()
    ),
    "token_count": Column(
        pa.int32(),
        "Pieces of `text`: runs of letters, of up to three digits, any other character but spaces. Tokens are as many or more.",
        ("text",),
    ),
    "tokens": Column(pa.int32(), "Tokens of `text` by the tokenizer that the manifest names.", ()),
    "rights_evidence": Column(
        pa.string(),
        "The signals that `train_ai` sums up: standard, scope, where it stood, raw; one after the other; `none found`.",
        ("rights",),
    ),
    "pii": Column(
        SPANS,
        "Personal data in `text` (email phone iban ip) by place in characters; masked or dropped: where that was.",
        ("authors",),
    ),
    "pii_count": Column(pa.int32(), "How many pieces of personal data were found in `text`.", ("authors",)),
    **{name: Column(pa.float32(), doc, ("text",)) for name, doc in STATISTICS.items()},
}
COLUMNS = ARTICLE_COLUMNS | kinds.COLUMNS
DOCS = {
    "text": "Cleaned text of the current revision, put into the recipe's template; with `kind`, the text that the kind is about.",
    "train_ai": "May it train AI: allowed or unknown; articles that disallow it are never in a dataset.",
}
"""What a column of `articles` holds in a dataset, where that is something else."""
ALWAYS = ("id", "text", "cluster_id", "event_id", "train_ai", "rights_evidence", "not_before", "not_after")
"""Without these nobody can check splits and rights from the files alone."""
DEFAULT_COLUMNS = (
    "id", "source", "domain", "url", "title", "authors", "text", "language", "language_score", "kind", "published",
    "published_at", "published_day", "published_precision", "published_confidence", "published_basis", "not_before", "not_after",
    "published_from", "published_to", "first_seen", "cluster_id", "event_id", "words", "token_count", "pii", "train_ai", "tdm",
    "rights_evidence", *STATISTICS,
)  # fmt: skip


def required_columns(chosen: Iterable[str], kind: Kind | None = None) -> tuple[str, ...]:
    """The columns of a recipe with those that every dataset has (of its kind), `id` first.

    >>> required_columns(["title", "text"])[:3]
    ('id', 'title', 'text')
    """
    also = ("article_ids", *kind.texts) if kind else ()
    return tuple(dict.fromkeys(["id", *chosen, *also, *ALWAYS]))


def dataset_schema(columns: Iterable[str], *, flat: bool) -> pa.Schema:
    """The schema of a dataset. In each field's metadata `doc` says what it holds.

    `flat` leaves out lists and structs; dates are text in ISO 8601, and nothing is null: unknown is "" or NaN or -1.
    """
    fields = [_field(name) for name in columns]
    if flat:
        fields = [_flat(field) for field in fields if not pa.types.is_nested(field.type)]
    return pa.schema(fields)


def columns_read(columns: Iterable[str]) -> tuple[str, ...]:
    """The columns of `articles` that these are made of."""
    return tuple(dict.fromkeys(name for column in columns for name in _reads(column)))


def _reads(column: str) -> tuple[str, ...]:
    return COLUMNS[column].reads if column in COLUMNS else (column,)


def _field(name: str) -> pa.Field:
    if name in COLUMNS:
        return pa.field(name, COLUMNS[name].type, metadata={"doc": COLUMNS[name].doc})
    field = ARTICLES.field(name)
    return field.with_metadata({"doc": DOCS[name]}) if name in DOCS else field


def _flat(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_temporal(kind):
        kind = pa.string()
    unknown = " Unknown: " + ("NaN." if pa.types.is_floating(kind) else "-1." if pa.types.is_integer(kind) else '"".')
    doc = (field.metadata or {}).get(b"doc", b"").decode()
    return pa.field(field.name, kind, nullable=False, metadata={"doc": doc + unknown})
