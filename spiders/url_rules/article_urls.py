"""Article or listing: a guess before the fetch, from the URL's shape, the link that led to it, and earlier nights.

Pure rules, no names of sites. A shape is a URL with its variable parts named (`/sport/{slug}-{id}`), so that results of
earlier nights apply to tomorrow's stories.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from pipelines.base.urls.kinds import DATE, EXTENSION, IDENTIFIER, LISTING, is_filed_story
from pipelines.base.urls.queries import BLOCK_PAGE, query_kind, spoken
from pipelines.lake.link_kinds import LINK_KINDS

MIN_SEEN = 5
"""Minimum known pages of a shape before the shape decides."""
MIN_SHARE = 0.8
"""Minimum share of these pages that must be of one kind."""

ASSET = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|svg|ico|css|m?js|json|xml|rss|atom|txt|md|rst|pdf|docx?|xlsx?|pptx?|zip|gz|mp[34]|m4[av]|webm"
    r"|mov|avi|ogg|wav|woff2?|ttf|exe|dmg|apk|ics|epub)$",
    re.IGNORECASE,
)
SERVICE = re.compile(
    r"log(in|out)|sign(in|up)|register|subscribe|abo|account|profile|search|suche|recherche|buscar|contact|kontakt|about"
    r"|impressum|imprint|privacy|datenschutz|terms|cookies|legal|faq|help|newsletters?|share|print|rss|feeds?|sitemap"
    r"|cart|checkout|advertise|jobs|careers|wp-login\.php|wp-admin|wp-json|xmlrpc\.php|cdn-cgi"
)
LISTING_PARAMETER = re.compile(
    r"(cat|category|category_name|tag|author|author_name|m|monthnum|year|paged?|s|q|query|search|taxonomy|term|post_type"
    rf"|orderby|order|sort|filter|{BLOCK_PAGE})",
    re.IGNORECASE,
)
"""Parameters that choose the stories of a list. Parameters with the number of a story are in QUERY_ID."""
QUERY_ID = re.compile(
    r"(?:^|&)(id|p|article|articleid|aid|nid|story|storyid|news_?id|itemid|sid)=[\w-]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind` is `article`, `listing`, `service` or `unknown`; `reason` names the rule; `confidence` is 0 to 1."""

    kind: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class UrlPatterns:
    """Counts of earlier nights: for each shape of a source's URLs, the number of articles and of other pages."""

    articles: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


def looks_like_article(
    url: str, patterns: UrlPatterns | None = None, *, kind: str | None = None, anchor: str | None = None
) -> Verdict:
    """The probable kind of `url`; `kind` and `anchor` are from the link that led to it (see `spiders.links.links`).

    >>> looks_like_article("https://a.example/2025/11/03/flood-hits-leeds").reason
    'date_and_slug'
    >>> looks_like_article("https://a.example/tag/floods").kind, looks_like_article("https://a.example/").kind
    ('listing', 'listing')
    >>> looks_like_article("https://a.example/x/9", kind="related", anchor="Flood hits the centre of Leeds").reason
    'related_headline'
    >>> learned = learn_patterns([f"https://a.example/n/{day}.html" for day in range(10, 20)])
    >>> looks_like_article("https://a.example/n/77.html", learned).reason
    'learned'
    """
    url = spoken(url)
    for rule in (_asset, _learned, _listing_words, _chosen_list, _shape, _listing_query, _context):
        verdict = rule(url, patterns, kind, anchor)
        if verdict:
            return verdict
    return Verdict("unknown", "no_rule", 0.5)


def learn_patterns(articles: Iterable[str], others: Iterable[str] = ()) -> UrlPatterns:
    """Count the shapes of known articles and of other pages, independent of their order.

    >>> learn_patterns(["https://a.example/sport/cup-final-won-41234567"]).articles
    {'/sport/{slug}-{id}': 1}
    """
    counts = [Counter(url_shape(url) for url in urls) for urls in (articles, others)]
    return UrlPatterns(*(dict(sorted(count.items())) for count in counts))


@lru_cache(maxsize=20_000)
def url_shape(url: str) -> str:
    """The path of a URL with its variable parts named, and the names of its query parameters.

    >>> url_shape("https://a.example/2025/11/03/flood-hits-leeds.html?id=7&x=1")
    '/{n}/{n}/{n}/{slug}.html?id&x'
    """
    parts = urlsplit(spoken(url))
    path = re.sub(r"[^/.]+", lambda match: _segment_shape(match[0]), parts.path[:1000])
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return path + ("?" + "&".join(names) if names else "")


def _segment_shape(segment: str) -> str:
    if segment.isdigit():
        return "{n}"
    if re.fullmatch(r"[0-9a-f-]{8,}|[a-z]?\d{5,}", segment, re.IGNORECASE):
        return "{id}"
    words = re.split(r"[-_,]", segment)
    tail = "-{id}" if len(words) > 1 and re.search(r"\d{4}", words[-1]) else ""
    head = "{id}-" if len(words) > 1 and re.search(r"\d{4}", words[0]) else ""
    if head or tail or len(words) >= 3 or len(segment) > 30 or "%" in segment:
        return f"{head}{{slug}}{tail}"
    return segment.lower()


def _asset(url: str, *_: object) -> Verdict | None:
    parts = urlsplit(url)
    if ASSET.search(parts.path):
        return Verdict("service", "asset", 0.95)
    return Verdict("listing", "front_page", 0.95) if parts.path.strip("/") == "" and not parts.query else None


def _learned(url: str, patterns: UrlPatterns | None, *_: object) -> Verdict | None:
    if patterns is None:
        return None
    shape = url_shape(url)
    yes, no = patterns.articles.get(shape, 0), patterns.others.get(shape, 0)
    if yes + no < MIN_SEEN:
        return None
    if yes >= MIN_SHARE * (yes + no):
        return Verdict("article", "learned", yes / (yes + no))
    return Verdict("listing", "learned", no / (yes + no)) if no >= MIN_SHARE * (yes + no) else None


def _listing_words(url: str, *_: object) -> Verdict | None:
    segments = [segment.lower() for segment in urlsplit(url).path.split("/") if segment]
    if not segments:
        return None
    last = EXTENSION.sub("", segments[-1])
    if SERVICE.fullmatch(segments[0]) or SERVICE.fullmatch(last):
        return Verdict("service", "service_word", 0.9)
    if any(LISTING.fullmatch(segment) for segment in (*segments[:-1], last)) and not is_filed_story(url):
        return Verdict("listing", "listing_word", 0.85)
    return None


def _chosen_list(url: str, *_: object) -> Verdict | None:
    """A list chosen by a script or its parameters, even with numbers beside them: `?view=category&id=8`."""
    return Verdict("listing", "listing_query", 0.8) if query_kind(url) == "listing" else None


def _shape(url: str, *_: object) -> Verdict | None:
    parts = urlsplit(url)
    date = DATE.search(parts.path)
    if date and date.end() >= len(parts.path.rstrip("/")):
        return Verdict("listing", "date_archive", 0.8)
    # Some sites have the slug in the last segment but one, followed by an id or a file name.
    ends = [EXTENSION.sub("", segment) for segment in parts.path.split("/") if segment][-2:]
    words = max((len(re.split(r"[-_,]", end)) for end in ends), default=0)
    slug = words >= 4 or any(end.count("%") > 8 for end in ends)
    numbered = any(IDENTIFIER.search(end) for end in ends)
    for holds, reason, confidence in (
        (date and words >= 2, "date_and_slug", 0.97),
        (date and numbered, "date_and_id", 0.95),
        (slug and numbered, "slug_and_id", 0.95),
        (slug, "slug", 0.85),
        (date, "date", 0.8),
        (numbered, "id", 0.75),
        (QUERY_ID.search(parts.query) is not None, "query_id", 0.6),
    ):
        if holds:
            return Verdict("article", reason, confidence)
    return None


def _listing_query(url: str, *_: object) -> Verdict | None:
    """A list chosen by a parameter, as in WordPress without permalinks: `?cat=3`, `?m=202511`, `?paged=2`."""
    query = urlsplit(url).query
    names = {pair.partition("=")[0] for pair in query.split("&")} if query and query_kind(url) is None else set()
    return Verdict("listing", "listing_query", 0.8) if any(map(LISTING_PARAMETER.fullmatch, names)) else None


def _context(_url: str, _patterns: object, kind: str | None, anchor: str | None) -> Verdict | None:
    words = len((anchor or "").split())
    headline = words >= 4 or len(anchor or "") >= 30
    known = LINK_KINDS.get(kind or "")
    if known is None or known.is_entry:
        return None
    if known.is_list and known.on_stories:
        return Verdict("article", "related_headline", 0.8) if headline else Verdict("article", "related", 0.6)
    if known.names_stories and headline:
        return Verdict("article", f"{known.name}_headline", 0.65)
    if known.is_menu or kind == "pagination":
        return Verdict("listing", known.name, 0.7)
    return None
