"""The crawl traps of a night: one `TrapState` per host, checked just before a URL is fetched."""

from __future__ import annotations

from collections.abc import Iterable

from spiders.frontier.visits import Visit
from spiders.url_rules.article_urls import MIN_SEEN, UrlPatterns
from spiders.url_rules.traps import TrapState, sitemap_reason, took, trap_reason, was_article


class TrapGuard:
    """Refuses URLs of endless families (calendars, filters). `answered` rebuilds the counts of a resumed night."""

    def __init__(self, patterns: UrlPatterns, answered: Iterable[tuple[str, str, bool]] = ()) -> None:
        self._shapes = {shape for shape, count in patterns.articles.items() if count >= MIN_SEEN}
        self._states: dict[str, TrapState] = {}
        self._sitemaps = 0
        for host, url, article in answered:
            took(url, self._state(host))
            if article:
                self.was_article(host, url)

    def reason(self, visit: Visit) -> str | None:
        """Why a visit should not be fetched; null if it should, and then it is counted."""
        if visit.resource == "sitemap":
            reason = sitemap_reason(visit.depth, self._sitemaps)
            self._sitemaps += 1
            return reason
        if visit.resource != "page" or visit.attempts or visit.chain:
            return None
        state = self._state(visit.host)
        reason = trap_reason(visit.url, state)
        if reason is None:
            took(visit.url, state)
        return reason

    def was_article(self, host: str, url: str) -> None:
        """A page turned out to be a story: URLs that look like it get a larger budget."""
        was_article(url, self._state(host))

    def _state(self, host: str) -> TrapState:
        return self._states.setdefault(host, TrapState(articles=self._shapes))
