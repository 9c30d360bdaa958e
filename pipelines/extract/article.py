"""One page in, one document out: the cascade that finds kind, title, story, people and links."""

from __future__ import annotations

from copy import deepcopy

import trafilatura

from pipelines.extract.document import Block, Document
from pipelines.extract.page import Page


def extract(page: Page) -> Document:
    """The document of a page. Pure: the same page gives the same document. Raises PageDropped."""
    found = trafilatura.bare_extraction(deepcopy(page.tree), url=page.url or None, include_comments=False)
    text = (found.text if found else "") or ""
    meta = dict(reversed(page.meta))
    return Document(
        url=page.url,
        canonical_url=None,
        kind="article",
        title=meta.get("og:title") or page.tree.findtext(".//title"),
        blocks=tuple(Block("paragraph", line) for line in text.split("\n") if line.strip()),
        authors=(),
        agency=None,
        section=None,
        tags=(),
        image=meta.get("og:image"),
        language=None,
        language_score=None,
        paywall="unknown",
        related=(),
        charset=page.decoded[1],
    )
