"""The rights files of a night's hosts, collected during the crawl, and the rights of each page (`spiders.rights.rights`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pipelines.base.storable import mended
from spiders.links.links import PageLinks
from spiders.rights.files import AI_TRAINING_AGENTS, MAX_FILE
from spiders.rights.rights import ROBOTS_META, Rights, SiteRights, page_rights
from spiders.robots.robots import Robots
from spiders.robots.text_files import is_page

TDMREP = "/.well-known/tdmrep.json"
AI_TXT = "/ai.txt"
USUAL_PLACES = (TDMREP, AI_TXT)
TRAINERS = frozenset(map(str.lower, AI_TRAINING_AGENTS))
KEPT_META = ROBOTS_META | {"tdm-reservation", "tdm-policy"}


@dataclass
class RightsDesk:
    """The rights files of each origin fetched so far; `agent` is our product token.

    `subscribed`: the crawl is logged in, so its pages are a subscriber's.
    """

    agent: str
    subscribed: bool = False
    _sites: dict[str, SiteRights] = field(default_factory=dict)
    _licences: dict[str, bytes] = field(default_factory=dict)

    def robots(self, origin: str, rules: Robots) -> list[str]:
        """Store a robots.txt; returns the licence URLs that it names."""
        self._sites[origin] = replace(self._site(origin), robots=(f"{origin}/robots.txt", rules))
        return [line.value for line in rules.lines("license")]

    def document(self, url: str, body: bytes) -> None:
        """Store a tdmrep.json, an ai.txt or a licence. An HTML page at such an address is ignored."""
        if is_page(body):
            return
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if parts.path == TDMREP:
            self._sites[origin] = replace(self._site(origin), tdmrep=(url, body))
        elif parts.path == AI_TXT:
            self._sites[origin] = replace(self._site(origin), ai_txt=(url, body))
        else:
            self._licences[url] = body

    def judge(self, url: str, headers: Sequence[tuple[str, str]], page: PageLinks | None) -> Rights:
        """Every signal that applies to a page, and the resulting permissions."""
        parts = urlsplit(url)
        site = replace(
            self._site(f"{parts.scheme}://{parts.netloc}"), licences=self._licences, subscribed=self.subscribed
        )
        return page_rights(url, headers, page, site, self.agent)

    def _site(self, origin: str) -> SiteRights:
        return self._sites.get(origin) or SiteRights()


def signals_of(page: PageLinks | None) -> str | None:
    """The rights signals of a page's markup as JSON, stored for nights on which the server answers 304."""
    if page is None:
        return None
    meta = [pair for pair in page.meta if pair[0] in KEPT_META]
    said = [meta, list(page.licences), list(page.rsl)]
    return mended(json.dumps(said, ensure_ascii=False)) if any(said) else None


def file_signals(body: bytes) -> str | None:
    """A rights file as a JSON string, stored for nights on which the host does not answer; None for an HTML page."""
    return None if is_page(body) else json.dumps(body[:MAX_FILE].decode("latin-1"))


def remembered_file(signals: str | None) -> bytes:
    """The rights file stored by `file_signals`; empty if there was none."""
    return str(json.loads(signals)).encode("latin-1") if signals else b""


def remembered(signals: str | None) -> PageLinks:
    """A page with only these stored signals.

    >>> remembered(signals_of(PageLinks(meta=(("robots", "noai"), ("author", "X"))))).meta
    (('robots', 'noai'),)
    """
    meta, licences, rsl = json.loads(signals) if signals else ([], [], [])
    return PageLinks(
        meta=tuple((name, content) for name, content in meta),
        licences=tuple((url, kind) for url, kind in licences),
        rsl=tuple(rsl),
    )


def refused(rights: Rights, respect: Sequence[str]) -> str | None:
    """The signal that forbids keeping a page, among those the source file respects; None if there is none.

    >>> said = page_rights("http://a.example/x", [("X-Robots-Tag", "noarchive")], None, SiteRights(), "dateline")
    >>> refused(said, ("noarchive",)), refused(said, ("noai",))
    ('X-Robots-Tag: noarchive', None)
    """
    for wish in respect:
        if wish == "noai" and rights.train_ai == "disallowed":
            return "training is not allowed"
        if wish == "tdm" and rights.tdm == "disallowed":
            return "text and data mining is not allowed"
        for row in rights.rows:
            tokens = {token.strip().lower() for token in row["raw"].rpartition(":")[2].split(",")}
            if wish in tokens and row["standard"] in ("meta", "header") and not _is_to_trainer(row):
                return f"{row['origin']}: {row['raw']}"
    return None


def _is_to_trainer(row: Mapping[str, str]) -> bool:
    """True if a signal is addressed to an agent that trains models. Its other tokens, such as noindex, are not for us."""
    name = row["origin"].removeprefix("meta[name=").removesuffix("]")
    whom = row["raw"].partition(":")[0].strip() if row["standard"] == "header" else name
    return whom.lower() in TRAINERS
