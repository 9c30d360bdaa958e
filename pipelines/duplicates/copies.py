"""Who copies whom: a matrix of sources from the roles of their articles."""

from __future__ import annotations

import pyarrow as pa

COPYING = ("wire_copy", "copy", "edited_copy", "excerpt")
MATRIX = pa.schema(
    [
        pa.field(
            "copied_from",
            pa.string(),
            metadata={"doc": "Source of the origin; `agency:NAME` when only the wire is known."},
        ),
        pa.field("copied_by", pa.string(), metadata={"doc": "Source of the copy."}),
        pa.field("role", pa.string(), metadata={"doc": "How: one of the copying roles."}),
        pa.field("articles", pa.int64(), metadata={"doc": "How many articles."}),
    ]
)


def copy_matrix(members: pa.Table) -> pa.Table:
    """Count copies by origin and copying source, sorted.

    Reads article_id, source, role, origin_article_id and agency (`roles.roles` joined to sources). A copy whose origin and
    agency are both unknown is not counted: nobody is accused without evidence.
    """
    rows = members.select(["article_id", "source", "role", "origin_article_id", "agency"]).to_pylist()
    sources = {row["article_id"]: row["source"] for row in rows}
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        origin = sources.get(row["origin_article_id"]) or (f"agency:{row['agency']}" if row["agency"] else None)
        if row["role"] in COPYING and origin:
            key = (origin, row["source"], row["role"])
            counts[key] = counts.get(key, 0) + 1
    table = [dict(zip(MATRIX.names, (*key, count), strict=True)) for key, count in sorted(counts.items())]
    return pa.Table.from_pylist(table, schema=MATRIX)
