"""The pages of authors: undeclared pages whose headline is the name of an author of the stories of the night."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.values import STORY_KINDS, KindBasis, PageKind
from pipelines.night.addresses import folded


def author_pages(documents: pa.Table) -> pa.Table:
    """The documents of one source and night; pages of its authors are no stories.

    >>> rows = [{"title": "Ann Poe", "authors": [], "kind": "article", "kind_basis": "text"},
    ...         {"title": "The mill", "authors": ["ann poe"], "kind": "article", "kind_basis": "declared"}]
    >>> author_pages(pa.Table.from_pylist(rows)).column("kind_basis").to_pylist()
    ['author', 'declared']
    """
    is_story = pc.is_in(documents["kind"], pa.array(map(str, STORY_KINDS)))
    by = pc.unique(pc.list_flatten(documents["authors"].filter(is_story))).to_pylist()
    names = {folded(name) for name in by if name}
    is_open = pc.and_(is_story, pc.equal(documents["kind_basis"], str(KindBasis.TEXT)))
    titles = zip(documents["title"].to_pylist(), is_open.to_pylist(), strict=True)
    is_author = pa.array(
        [bool(title and undecided and folded(title) in names) for title, undecided in titles], pa.bool_()
    )
    for column, value in (("kind", PageKind.OTHER), ("kind_basis", KindBasis.AUTHOR)):
        values = pc.if_else(is_author, str(value), documents[column])
        documents = documents.set_column(documents.column_names.index(column), documents.schema.field(column), values)
    return documents
