"""One page in, one document out: the cascade that finds kind, title, story, people and links."""

from __future__ import annotations

from pipelines.extract.document import Block, Document
from pipelines.extract.headline import headline, offers
from pipelines.extract.page import Page
from pipelines.extract.story import story


def extract(page: Page) -> Document:
    """The document of a page. Pure: the same page gives the same document. Raises PageDropped."""
    meta = dict(reversed(page.meta))
    found = offers(page)
    title = headline(page, found)
    titles = [offer.text for offer in found]
    return Document(
        url=page.url,
        canonical_url=None,
        kind="article",
        title=title,
        blocks=tuple(Block("paragraph", piece.text) for piece in story(page, titles)),
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
