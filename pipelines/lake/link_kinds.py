"""The kinds of links by which URLs are found; each kind is declared once. Crawl, landing, traces, dates and health use this
table.

The name of a kind is `links.kind`; its channel is `channel` in `fetches.channels`. A new kind needs a row here and a reader
for such links: for files that list pages, a reader in `spiders.resources.reading.READERS`; for pages, the scan in
`spiders.links.links`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SEED, IMPORT = "seed", "import"
"""Channels without links. A seed is a URL in the source file, or a usual address that is tried. An import brings captures."""
PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkKind:
    """A kind of links, and the treatment of URLs that are found by it."""

    name: str
    channel: str = PAGE
    about: str
    """The place of such links, for `dateline try`."""
    leads_to: str = PAGE
    """The resource type of the target: a page, or the name of the kind of entries that the target lists."""
    is_list: bool = False
    """Such links of a resource are an ordered list. It is compared from night to night, and its order may bound dates."""
    lists_latest: bool = False
    """An entry of a file that lists the latest stories, newest first, with days of publication and texts. The file is a
    resource of the same name."""
    lists_all: bool = False
    """An entry of a file that lists all pages, with days of their last changes. The file is a resource of the same name."""
    on_stories: bool = False
    """Such links are on stories: following one costs a hop, and the lists of all stories of a template are one family."""
    grows: bool = False
    """A story is in such lists as soon as it is published, so a list of the last night without the story bounds its date."""
    change_clue: str | None = None
    """The clue (`pipelines.corpus.traces.clue`) with the last change, if lists of this kind may be sorted by it."""
    is_alias: bool = False
    """The target is the page itself under another address."""
    is_version: bool = False
    """The target is another version of the page: in another language, for phones, for printing. It is kept, not followed."""
    is_menu: bool = False
    """Such links are on every page of a site; only a few of them are kept as channels."""
    link_types: frozenset[str] = frozenset()
    """Types of `<link rel=alternate>` elements in the head of a page that are such links."""

    @property
    def is_entry(self) -> bool:
        """True for an entry of a file that lists pages, False for a link in a page."""
        return self.lists_latest or self.lists_all

    @property
    def names_stories(self) -> bool:
        """True if such a link may be the first to name a story."""
        return self.is_list or self.on_stories


FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"))
ROWS = (
    LinkKind(
        name="related", channel="related", about="stories offered beside or below it", is_list=True, on_stories=True
    ),
    LinkKind(name="in_body", about="inside its sentences", on_stories=True),
    LinkKind(name="section", channel="section", about="a list of stories", is_list=True, grows=True),
    LinkKind(
        name="feed",
        channel="feed",
        about="an entry of a feed",
        is_list=True,
        lists_latest=True,
        grows=True,
        change_clue="feed",
    ),
    LinkKind(
        name="sitemap",
        channel="sitemap",
        about="an entry of a sitemap",
        is_list=True,
        lists_all=True,
        change_clue="sitemap",
    ),
    LinkKind(name="pagination", about="further pages of a list"),
    LinkKind(name="part", about="other parts of its story: further pages, or all on one page"),
    LinkKind(name="nav", about="menus, headers, footers, tags, sharing", is_menu=True),
    LinkKind(name="canonical", about="the address it calls its own", is_alias=True),
    LinkKind(name="redirect", about="where it sends browsers", is_alias=True),
    LinkKind(name="alternate", about="a feed that its head names", leads_to="feed", link_types=FEED_TYPES),
    LinkKind(name="index", about="a sitemap that a sitemap or robots.txt names", leads_to="sitemap"),
    LinkKind(name="edition", about="the page in another language", is_version=True),
    LinkKind(name="amphtml", about="the page for telephones", is_version=True),
    LinkKind(name="version", about="the page to print, or for another screen", is_version=True),
)
LINK_KINDS = {each.name: each for each in ROWS}


def kinds(asked: Callable[[LinkKind], bool]) -> tuple[str, ...]:
    """The names of the kinds for which `asked` is true, in the order of the table.

    >>> kinds(lambda kind: kind.is_alias), kinds(lambda kind: kind.is_list and not kind.is_entry)
    (('canonical', 'redirect'), ('related', 'section'))
    """
    return tuple(each.name for each in ROWS if asked(each))


LISTS = kinds(lambda kind: kind.is_list)
NAMES_STORIES = kinds(lambda kind: kind.names_stories)
ENTRIES = kinds(lambda kind: kind.is_entry)
"""Also the resources that have such entries: a feed has links of the kind `feed`."""
LATEST_ENTRIES = kinds(lambda kind: kind.lists_latest)
ALL_ENTRIES = kinds(lambda kind: kind.lists_all)
ALIASES = kinds(lambda kind: kind.is_alias)
CHANNELS = (SEED, IMPORT, *dict.fromkeys(each.channel for each in ROWS))
