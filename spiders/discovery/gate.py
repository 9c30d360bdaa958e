"""The gate: the last check right before a URL is fetched, so that everything learned tonight counts.

The checks, in this order: endless sitemaps; addresses that are another name of a page (parts that change nothing);
families of listings without stories; forms for every story; crawl traps. A resumed night rebuilds the counts from the
frontier, except those of the forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipelines.lake.link_kinds import ALL_ENTRIES
from pipelines.lake.values import FetchOutcome, PageKind
from spiders.frontier import ranks
from spiders.frontier.memory import Memory, Page
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge
from spiders.url_rules.article_urls import MIN_SEEN, UrlPatterns
from spiders.url_rules.families import CALENDAR, Families, family_of
from spiders.url_rules.forms import Forms
from spiders.url_rules.traps import TrapState, sitemap_reason, took, trap_reason, was_article
from spiders.url_rules.variants import Part, Shown, is_idle, is_same, parts_of, without


class Gate:
    """Refuses URLs of one source on one night. `answered` rebuilds the counts of a resumed night."""

    def __init__(
        self, memory: Memory, patterns: UrlPatterns, night: date, answered: Iterable[tuple[str, str, bool]] = ()
    ) -> None:
        self.memory = memory
        self.families = Families(memory.families(), night)
        self.families.listed = memory.sitemap_lists_stories()
        self._shapes = {shape for shape, count in patterns.articles.items() if count >= MIN_SEEN}
        self._states: dict[str, TrapState] = {}
        self._forms = Forms()
        self._sitemaps = 0
        self._named_sitemaps = 0
        for host, url, article in answered:
            took(url, self._state(host))
            if article:
                was_article(url, self._state(host))

    def refusal(self, visit: Visit, *, tells: bool = False) -> Result | None:
        """The reason to refuse a visit; None if it may be fetched, and then it is counted.

        `tells`: the visit is a list that is read for the headlines of known stories; it need not bring new stories.
        """
        family = visit.family or (self.families.unindexed(visit.url) if visit.resource == "page" else None)
        tried = family and not tells and not visit.attempts and not visit.chain
        barren = self.families.barren(family) if family and tried else None
        if visit.resource == "sitemap":
            return self._no_sitemap(visit, barren)
        if visit.attempts or visit.chain:
            return None
        if barren:
            return Result(FetchOutcome.TRAP if visit.family == CALENDAR else FetchOutcome.NO_STORY, detail=barren)
        if visit.resource != "page":
            return None
        form = self._forms.refusal(visit.url)
        return Result(FetchOutcome.NO_STORY, detail=form) if form else self._trapped(visit)

    def other_name(self, visit: Visit) -> tuple[Edge, Result] | None:
        """The page that a visit's address is another name of: the address differs only in a part that changes nothing.

        None if there is no such page, or if the visit was attempted already.
        """
        if visit.resource != "page" or visit.attempts or visit.chain:
            return None
        for part in parts_of(visit.key):
            if not is_idle(*self.memory.part_counts(part.name)):
                continue
            bare = without(visit.url, part)
            first = part.rest if bare else self.memory.first_variant(part.rest)
            known = self.memory.glance(first) if first and first != visit.key else None
            url = bare or (known.url if known else None)
            if first and url and first != visit.key:
                detail = f"{part.name} changes nothing: the same page as {url}"
                return Edge("canonical", url, first, 0), Result(FetchOutcome.DUPLICATE_URL, detail=detail)
        return None

    def saw(self, visit: Visit, page: Page, known: Page | None, *, is_new: bool = False) -> None:
        """Count a page, feed or sitemap that answered. `known` is its record before the fetch, `page` the record after
        it.

        `is_new`: it is a feed or sitemap, and it is the first to name a page. Feeds and sitemaps are fetched before
        stories, so this counts at once.
        """
        if visit.family:
            self.families.answered(visit.family)
            if is_new:
                self.families.brought(visit.family)
        if page.kind != PageKind.ARTICLE or page.alias is not None:
            return
        was_article(visit.url, self._state(visit.host))
        if known is None or known.kind != PageKind.ARTICLE:
            self.families.found(dated=page.born != page.first_night)
            named_by = self.memory.glance(page.via) if page.via else None
            own = visit.family or self.families.unindexed(visit.url)
            for family in (own, named_by.family if named_by and named_by.resource == "page" else None):
                if family:
                    self.families.brought(family)

    def listed(self, edges: Iterable[Edge]) -> None:
        """Note that a sitemap lists possible stories."""
        self.families.listed |= any(edge.kind in ALL_ENTRIES and family_of(edge.url) is None for edge in edges)

    def showed(self, page: Page, shown: Shown) -> None:
        """Note a page's content digest; equal digests identify forms that exist for every story."""
        self._forms.answered(page.url, page.key, shown.digest, is_story=page.kind == PageKind.ARTICLE)

    def compare(self, key: str, shown: Shown, *, is_new: bool) -> None:
        """Learn from a page's content which parts of its address change nothing. `is_new`: it links to a new page.

        If the page equals the page at its address without any parameter, all parameters change nothing.
        """
        path, mark, _ = key.partition("?")
        bare = self._shown(path) if mark else None
        if bare is not None and is_same(shown, bare, path, new_links=is_new):
            for part in filter(_is_parameter, parts_of(key)):
                self.memory.count_part(part.name, shown.digest, same=True)
            return
        for part in parts_of(key):
            first = self.memory.first_variant(part.rest) or part.rest
            if first == key:
                continue
            other = self._shown(first)
            if other is None:
                self.memory.add_variant(part.rest, key)
                continue
            same = is_same(shown, other, part.rest, new_links=is_new and _is_parameter(part))
            self.memory.count_part(part.name, shown.digest, same=same)

    def _shown(self, key: str) -> Shown | None:
        """The content of a page at its last reading; None if it was never read."""
        page = self.memory.glance(key)
        if page is None or page.digest is None:
            return None
        return Shown(page.digest, page.alias if page.alias_reason == "canonical" else None)

    def _no_sitemap(self, visit: Visit, barren: str | None) -> Result | None:
        """The reason not to fetch a sitemap; None if there is none.

        Reasons: too many sitemaps, too deep, no stories, or a guessed place although the publisher names its sitemaps.
        """
        reason = sitemap_reason(visit.depth, self._sitemaps)
        if reason:
            return Result(FetchOutcome.TRAP, detail=reason)
        if visit.is_guess and self._named_sitemaps:
            return Result(FetchOutcome.NO_STORY, detail="the paper names its sitemaps")
        if barren:
            return Result(FetchOutcome.NO_STORY, detail=barren)
        self._sitemaps += 1
        self._named_sitemaps += visit.rank == ranks.FEED
        return None

    def _trapped(self, visit: Visit) -> Result | None:
        state = self._state(visit.host)
        reason = trap_reason(visit.url, state)
        if reason is None:
            took(visit.url, state)
            return None
        return Result(FetchOutcome.TRAP, detail=reason)

    def _state(self, host: str) -> TrapState:
        return self._states.setdefault(host, TrapState(articles=self._shapes))


def _is_parameter(part: Part) -> bool:
    return part.name.startswith("?")
