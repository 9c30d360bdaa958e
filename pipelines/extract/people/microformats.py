"""Authors of a story in microformats: each `p-author` of its `h-entry` (https://microformats.org/wiki/h-entry)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.people.bylines import is_shown
from pipelines.lexicon.wording import tidy, written
from pipelines.page.page import Page

ENTRY = "h-entry"
ROOTS = frozenset((
    ENTRY, "h-cite", "h-feed", "h-event", "h-review", "h-recipe", "h-product",
    "p-comment", "u-comment", "u-like", "u-repost", "webmention",
))  # fmt: skip
"""Classes of what has authors of its own: a comment is an `h-cite`, or a property of the story: `p-comment`."""
MOST = 40
"""Authors of a story: where more are marked, none is read."""


def from_microformats(page: Page) -> Iterator[str]:
    """Names in the `p-author`s of one `h-entry` that are shown and neither a comment's nor another story's; nothing where two
    entries of the page name authors, as in a list of stories.
    """
    authors = [e for e in page.tree.xpath("//*[contains(@class, 'p-author')]") if "p-author" in _classes(e)]
    owned = [(author, _owner(author)) for author in authors]
    entries = {owner for _, owner in owned if owner is not None and ENTRY in _classes(owner)}
    if len(entries) != 1:
        return
    own = (author for author, owner in owned if owner in entries and is_shown(author))
    signing = list(islice((author for author in own if not page.surroundings.is_of_others(author)), MOST + 1))
    if len(signing) <= MOST:
        yield from dict.fromkeys(map(_name, signing))


def _owner(author: _Element) -> _Element | None:
    """The element that a property belongs to: the nearest one around it that is an item of its own."""
    return next((around for around in author.iterancestors() if not ROOTS.isdisjoint(_classes(around))), None)


def _name(author: _Element) -> str:
    """The `p-name` of a card, else its text."""
    marked = next((part for part in author.iter() if "p-name" in _classes(part)), author)
    return tidy(written(marked))


def _classes(element: _Element) -> list[str]:
    return (element.get("class") or "").split()
