"""What trafilatura takes for the story of a page: the peer that is asked where our own reading is in doubt."""

from __future__ import annotations

from pipelines.page.page import Page


def peer_text(page: Page) -> str:
    """Trafilatura's text of a page; empty when it finds none."""
    from trafilatura import bare_extraction  # here, for few pages need it, and it takes 0.1 s to import

    try:  # without `deduplicate`: that would remember the pages before this one
        read = bare_extraction(page.text, url=page.url or None, fast=True, include_comments=False, with_metadata=False)
    except RecursionError:
        return ""
    return read.text or "" if read is not None and not isinstance(read, dict) else ""
