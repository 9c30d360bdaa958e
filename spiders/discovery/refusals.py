"""Links that are never followed: excluded by the source file, or not a story by their address, `rel` or feed."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipelines.base.urls.comment_feeds import HINT, is_below, is_comment_feed_address, is_comments_title, story_above
from pipelines.base.urls.identity import key_of
from pipelines.base.urls.kinds import is_surely_list, kind_shape
from pipelines.base.urls.queries import above_in_query, chooses_page, query_kind
from pipelines.health.answers import BY_FORM
from pipelines.lake.link_kinds import ALL_ENTRIES, LATEST_ENTRIES, LINK_KINDS, PAGE, kinds
from pipelines.lake.values import FetchOutcome, PageKind
from spiders.frontier.frontier import Frontier
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge
from spiders.sources.source import Source
from spiders.url_rules.article_urls import UrlPatterns, looks_like_article
from spiders.url_rules.families import BELOW_STORY, NOT_FOLLOWED, PART, family_of, feed_family, sitemap_family
from spiders.url_rules.flat_lists import flat_family
from spiders.url_rules.no_story import NOFOLLOW, no_story
from spiders.url_rules.traps import CALENDAR_PARAMETER

LISTED = frozenset(kinds(lambda kind: kind.is_entry or kind.is_alias or kind.leads_to != PAGE))
"""Kinds of edge that surely lead to a page, whatever words the address contains."""
NUMBER = re.compile(r"\d{3,}")
"""The number of a story in an address. Numbers of views are smaller, except a calendar's years."""
COMMENT_FEED = Result(FetchOutcome.NO_STORY, detail="comment_feed")


class Refusals:
    """Judges the links of one source by its settings and by the address patterns of earlier nights."""

    def __init__(self, source: Source, frontier: Frontier, patterns: UrlPatterns) -> None:
        self.source = source
        self.frontier = frontier
        self.memory = frontier.memory
        self.patterns = patterns

    def of(self, visit: Visit, edge: Edge) -> Result | None:
        """The reason not to follow a link of a fetched resource; None if it may be followed."""
        kind = LINK_KINDS[edge.kind]
        if kind.leads_to == PAGE:
            pattern = self.source.excluded(edge.url)
            if pattern:
                return Result(FetchOutcome.EXCLUDED, detail=pattern)
        if edge.rel == BY_FORM:
            return Result(FetchOutcome.NO_STORY, detail=BY_FORM)
        if kind.leads_to in LATEST_ENTRIES:
            below = is_below(edge.key, visit.key) and self.is_story(visit.key)
            comments = below or is_comment_feed_address(edge.url) or is_comments_title(edge.anchor)
            return COMMENT_FEED if comments else None
        if edge.kind in LISTED:
            return None
        reason = "comment_feed" if self._feeds_comments(edge) else self._no_story(edge)
        return Result(FetchOutcome.NO_STORY, detail=reason) if reason else None

    def family(self, edge: Edge) -> str | None:
        """The family of a link's address, if addresses of this family rarely are stories; None if it may well be a
        story.

        A feed that names further pages of lists does not exempt them. If the source has no feeds, the first feed that a
        page names is in no family.
        """
        kind = LINK_KINDS[edge.kind]
        if edge.kind == "part" and edge.rel != NOFOLLOW:
            return PART
        if kind.leads_to in LATEST_ENTRIES:
            first = edge.position == 0 and not self.source.feeds and family_of(edge.url) is None
            return None if first else feed_family(edge.url)
        if kind.leads_to in ALL_ENTRIES:
            return sitemap_family(edge.url)
        if kind.lists_latest or kind.is_alias:
            return family_of(edge.url) if is_surely_list(edge.url) else None
        by_address = family_of(f"http://{edge.key}")
        if by_address or kind.lists_all:
            return by_address
        if flat := flat_family(edge.url, edge.anchor):
            return flat
        if self._is_below_story(edge.key):
            return BELOW_STORY
        named = edge.rel == NOFOLLOW and looks_like_article(edge.url, self.patterns).kind != PageKind.ARTICLE
        if named:
            return NOT_FOLLOWED
        return kind_shape(edge.url) if self._is_view(edge) else None

    def is_story(self, key: str) -> bool:
        """True if a page is a story, not a category (the feed of a category also stands below its address)."""
        kind = looks_like_article(f"http://{key}", self.patterns).kind
        known = self.memory.glance(key) if kind not in (PageKind.ARTICLE, PageKind.LISTING) else None
        return kind == PageKind.ARTICLE or (known is not None and known.kind == PageKind.ARTICLE)

    def _is_view(self, edge: Edge) -> bool:
        """True if unknown parameters choose the page that a link leads to, and no headline or number shows that it is a
        story.
        """
        if edge.kind == "pagination" or query_kind(edge.url) == "story" or not is_combined(urlsplit(edge.url).query):
            return False
        return looks_like_article(edge.url, self.patterns, kind=edge.kind, anchor=edge.anchor).kind != PageKind.ARTICLE

    def _is_below_story(self, key: str) -> bool:
        """True if an address continues the address of a story: its pictures, its printed page, a single comment.

        A section page may claim to be a story. If only its claim says so, an address below it that looks like a story
        is a story.
        """
        in_query = [upper for upper in map(key_of, above_in_query(f"http://{key}")) if upper]
        path = key.partition("?")[0].rpartition("/")[0]
        return any(self._is_below(key, above) for above in in_query or [path] if in_query or "/" in path)

    def _is_below(self, key: str, above: str) -> bool:
        if not self.is_story(above):
            return False
        kinds = (looks_like_article(f"http://{address}", self.patterns).kind for address in (key, above))
        if next(kinds) == PageKind.ARTICLE != next(kinds):
            return False
        return self.frontier.visits.find(above) is not None or self.memory.glance(above) is not None

    def _no_story(self, edge: Edge) -> str | None:
        """Judge by the key, which a story shares with its printed and AMP pages: their addresses must not exclude the
        story.
        """
        return no_story(f"http://{edge.key}", edge.rel) or (no_story(edge.url) if "?" in edge.key else None)

    def _feeds_comments(self, edge: Edge) -> bool:
        if not HINT.search(edge.url):
            return False
        above = story_above(edge.key)
        of_story = above is not None and looks_like_article(f"http://{above}", self.patterns).kind == PageKind.ARTICLE
        return of_story or is_comment_feed_address(edge.url)


def is_combined(query: str) -> bool:
    """True if a query combines parameters as endless views do: two or more that may choose a page, and no long number.

    >>> is_combined("colour=3&mood=grey"), is_combined("mes=7&ano=2031"), is_combined("x=flood"), is_combined("part=3&nr=1024")
    (True, True, False, False)
    """
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if chooses_page(urlencode([pair]))]
    numbered = any(NUMBER.fullmatch(value) and not CALENDAR_PARAMETER.fullmatch(name) for name, value in pairs)
    return len(pairs) > 1 and not numbered
