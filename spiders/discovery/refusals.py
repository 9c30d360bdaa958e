"""Links that are never followed: what the source file excludes, and what by its address, `rel` or feed is no story."""

from __future__ import annotations

from pipelines.column_values import FetchOutcome, PageKind
from pipelines.comment_feeds import HINT, is_below, is_comment_feed_address, is_comments_title, story_above
from spiders.frontier.memory import Memory
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge
from spiders.sources.source import Source
from spiders.url_rules.article_urls import UrlPatterns, looks_like_article
from spiders.url_rules.families import BELOW_STORY, NOT_FOLLOWED, family_of
from spiders.url_rules.no_story import NOFOLLOW, no_story

LISTED = frozenset(("feed", "sitemap", "index", "redirect", "canonical"))
"""Kinds of edge that name a page as a page, whatever words its address holds."""
COMMENT_FEED = Result(FetchOutcome.NO_STORY, detail="comment_feed")


class Refusals:
    """Judges the links of one source by its settings and by what earlier nights learned of its addresses."""

    def __init__(self, source: Source, memory: Memory, patterns: UrlPatterns) -> None:
        self.source = source
        self.memory = memory
        self.patterns = patterns

    def of(self, visit: Visit, edge: Edge) -> Result | None:
        """Why a link of a fetched resource is not followed; null if it may be."""
        if edge.kind not in ("alternate", "index"):
            pattern = self.source.excluded(edge.url)
            if pattern:
                return Result(FetchOutcome.EXCLUDED, detail=pattern)
        if edge.kind == "alternate":
            below = is_below(edge.key, visit.key) and self.is_story(visit)
            comments = below or is_comment_feed_address(edge.url) or is_comments_title(edge.anchor)
            return COMMENT_FEED if comments else None
        if edge.kind in LISTED:
            return None
        reason = "comment_feed" if self._feeds_comments(edge) else no_story(edge.url, edge.rel)
        return Result(FetchOutcome.NO_STORY, detail=reason) if reason else None

    def family(self, visit: Visit, edge: Edge) -> str | None:
        """The family of addresses that rarely are stories to which a link leads; null if it may well be one."""
        if edge.kind == "alternate":
            return family_of(edge.url)
        if edge.kind in ("feed", "index", "redirect", "canonical"):
            return None
        by_address = family_of(edge.url)
        if by_address or edge.kind == "sitemap":
            return by_address
        if edge.key.startswith(f"{visit.key}/") and "/" in visit.key and self.is_story(visit):
            return BELOW_STORY
        return NOT_FOLLOWED if edge.rel == NOFOLLOW else None

    def is_story(self, visit: Visit) -> bool:
        """Whether a page is a story: not a category, whose feed stands below its address as well."""
        kind = looks_like_article(visit.url, self.patterns).kind
        known = self.memory.glance(visit.key)
        return kind == PageKind.ARTICLE or (
            kind != PageKind.LISTING and known is not None and known.kind == PageKind.ARTICLE
        )

    def _feeds_comments(self, edge: Edge) -> bool:
        if not HINT.search(edge.url):
            return False
        above = story_above(edge.key)
        of_story = above is not None and looks_like_article(f"http://{above}", self.patterns).kind == PageKind.ARTICLE
        return of_story or is_comment_feed_address(edge.url)
