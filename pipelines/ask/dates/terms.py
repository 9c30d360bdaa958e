"""Plain words for origins, places and rules, as `dateline dates` prints them."""

from __future__ import annotations

from pipelines.dates.judge.rules import BELOW_THRESHOLD
from pipelines.dates.model import OriginKind

KINDS = {
    OriginKind.JSONLD: "JSON-LD",
    OriginKind.META: "meta",
    OriginKind.MICRODATA: "microdata",
    OriginKind.TIME: "time element",
    OriginKind.ATTRIBUTE: "attribute",
    OriginKind.TEXT: "text",
    OriginKind.LINE: "text",
    OriginKind.URL: "address",
    OriginKind.FEED: "feed",
    OriginKind.SITEMAP: "sitemap",
    OriginKind.LISTING: "listing",
    OriginKind.HTTP: "HTTP Last-Modified",
    OriginKind.CAPTURE: "our first capture",
    OriginKind.TABLE: "imported table",
    OriginKind.NEIGHBOUR: "neighbouring story",
    OriginKind.SCRIPT: "script",
}
CONTEXTS = {
    "headline": "by the headline",
    "byline": "in the byline",
    "masthead": "in the masthead",
    "related": "at another story",
    "comment": "in a comment",
    "footer": "in the footer",
}
COPY_ORDERS = {
    "earlier": "came earlier: bounds the date, does not tell it",
    "later": "came later: bounds the date, does not tell it",
    "unknown": "unknown which came first: bounds the date, does not tell it",
}
ORDERS = {"DMY": "read day first", "MDY": "read month first"}
REASONS = {
    "table-column": "the date that the imported table gives it",
    "article-data": "the story's own structured data",
    "article-meta": "the page's own statement of when it was published",
    "microdata": "marked in the page as the date of publication",
    "feed": "as the source's feed has it",
    "news-sitemap": "as the source's news sitemap has it",
    "page-data": "structured data about the page",
    "labelled-text": "the page says in words that this is its date",
    "time-element": "marked as a time beside the headline",
    "byline-text": "stands in the byline",
    "listing-link": "the source's listings show it as a link to the story",
    "listing-day": "the source's listings show it beside the link to the story",
    "headline-text": "stands by the headline",
    "learned-place": "stands where the source's other stories show their date",
    "address": "the address states it",
    "script-data": "a script of the page calls it the publication date",
    "other-meta": "a date that the page declares",
    "created-data": "when something of the page was created",
    "lone-line": "the only date in the text on a line by itself",
    "agrees": "agrees with the accepted one",
    "outweighed": "outweighed by better evidence of another day",
    "bounds-only": "bounds the date, does not tell it",
    "names-the-zone": "no date, but the zone that the site keeps",
    "unreadable": "no date that can be read for certain",
    "after-first-seen": "later than our first capture: impossible",
    "before-the-web": "older than the web",
    "default-epoch": "the zero of a computer clock",
    "masthead-moves-with-fetch": "shows the day of the fetch and moved with it: a masthead",
    "masthead-on-every-page": "shows the day of the fetch on every page of the source: a masthead",
    "masthead-place": "stands in the masthead",
    "shows-the-day-of-the-fetch": "no more than the day of the fetch, as a masthead shows it",
    "clock-of-the-page": "the time of the fetch, as a clock in the page shows it",
    "modified-not-published": "date of a change, not of publication",
    "date-of-another-thing": "date of another thing",
    "related-story": "date of another story",
    "comment": "date of a comment",
    "comment-feed": "in a feed of comments: the date of a comment",
    "several-items-of-one-page": "its feed gives the page several dates: they are of parts of it, or of comments",
    "clock-of-the-feed": "when the feed was built or fetched, not when the story was published",
    "one-minute-on-most-items": "the same on most items of its feed: a clock",
    "feed-contradicts-pages": "in a feed that contradicts what the source's pages state, or itself",
    "footer-or-copyright": "date of the footer or copyright",
    "no-rule-trusts-its-place": "stands where stories only mention days",
    "later-than-last-change": "calls itself published but is later than the last change: the stamp of an import",
    "equals-modified": "calls itself published but equals the last change",
    "local-clock-labelled-otherwise": "a local clock under another zone's label",
    "one-of-several-dates-in-the-text": "one of several dates in the text",
}


def in_words(reason: str) -> str:
    """A rule as text. `below-threshold:lone-line` → `too weak by itself: the only date in the text on a line by itself`."""
    rule = reason.removeprefix(f"{BELOW_THRESHOLD}:")
    words = REASONS.get(rule, rule.replace("-", " "))
    return f"too weak by itself: {words}" if rule != reason else words
