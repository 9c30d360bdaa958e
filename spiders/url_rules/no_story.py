"""Addresses that are no story by their general shape, whatever paper they stand in: they are never asked for.

Files, forms to answer a comment, share and print links, attachments, feeds linked as pages, and the entrances of publishing
systems. What only may be no story (a listing, a static page) is asked for within bounds: `spiders.url_rules.families`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from pipelines.comment_feeds import TAIL, is_reply
from spiders.url_rules.article_urls import ASSET

ATTACHMENT, NOFOLLOW = "attachment", "nofollow"
"""What `rel` says of a link that matters here."""

ENTRANCE = re.compile(
    r"wp-(login|signup|cron|activate|trackback)\.php|wp-admin|wp-json|xmlrpc\.php|cdn-cgi|oembed|trackback|admin-ajax\.php"
    r"|log-?(in|out)|sign-?(in|up|out)|register|my-account|cart|checkout|(user|account|users)/(login|logout|register|password)",
    re.IGNORECASE,
)
"""Last parts of addresses that lead into the system, or past a form. https://developer.wordpress.org/rest-api/ has `wp-json`."""
ENTRANCE_HEAD = frozenset(("wp-admin", "wp-json", "wp-includes", "cdn-cgi", "cgi-bin"))
ENTRANCE_PARAMETER = re.compile(
    r"(?:^|&)(?:rest_route|oembed|replyto|add-to-cart|doing_wp_cron|preview_id)=", re.IGNORECASE
)
ATTACHMENT_PARAMETER = re.compile(r"(?:^|&)attachment_id=\d", re.IGNORECASE)
SHARE = re.compile(
    r"share|sharer|teilen|partager|compartir|email-?(this|article|friend)?|mail-?to|send-?(to|by)?-?(friend|email)?|print|drucken"
    r"|imprimir|imprimer|pdf",
    re.IGNORECASE,
)
SHARE_PARAMETER = re.compile(
    r"(?:^|&)(?:share|shareto|share_to|sharing|print|printpage|pdf|action=(?:share|print|email|pdf))(?:=|&|$)",
    re.IGNORECASE,
)
PAGE_ZERO = re.compile(r"/(?:page|seite|strona|pagina)[/-]?0/?$", re.IGNORECASE)
"""Where some themes let the first page of a list lead back to."""
FEED_PARAMETER = re.compile(r"(?:^|&)feed=\w", re.IGNORECASE)
HINT = re.compile(
    r"\.\w{2,5}(?:[?#]|$)|reply|attachment|wp-|xmlrpc|cgi|oembed|trackback|rest_route|log-?(?:in|out)|sign-?(?:in|up|out)|register"
    r"|account|cart|checkout|shar|teilen|partag|compartir|e?mail|send|print|drucken|impri|pdf|feed|rss|atom|rdf|preview|password|(?:page|seite|strona|pagina)[/-]?0",
    re.IGNORECASE,
)
"""Without one of these an address is none of them: most links are done with one search."""


@lru_cache(maxsize=50_000)
def no_story(url: str, rel: str | None = None) -> str | None:
    """Why a linked address is no story; None when it may be one.

    >>> [no_story(f"http://a.example/{end}") for end in ("up/quay.jpg", "flood/?replytocom=62#respond", "?attachment_id=7")]
    ['file', 'reply_link', 'attachment']
    >>> [no_story(f"http://a.example/{end}") for end in ("2025/flood/print", "wp-json/oembed/1.0/embed?url=x", "flood/feed/")]
    ['share_link', 'entrance', 'feed']
    >>> [no_story(f"http://a.example/{end}") for end in ("2025/share-prices-fall", "login-scandal-of-1987", "print-is-not-dead")]
    [None, None, None]
    """
    if rel == ATTACHMENT:
        return "attachment"
    if not HINT.search(url):
        return None
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    for holds, reason in (
        (ASSET.search(parts.path), "file"),
        (is_reply(url), "reply_link"),
        (PAGE_ZERO.search(parts.path), "page_zero"),
        (ATTACHMENT_PARAMETER.search(parts.query) or "attachment" in segments[:-1], "attachment"),
        (_is_entrance(segments) or ENTRANCE_PARAMETER.search(parts.query), "entrance"),
        (FEED_PARAMETER.search(parts.query) or (segments and TAIL.fullmatch(segments[-1])), "feed"),
        (SHARE_PARAMETER.search(parts.query) or (len(segments) > 1 and SHARE.fullmatch(segments[-1])), "share_link"),
    ):
        if holds:
            return reason
    return None


def _is_entrance(segments: list[str]) -> bool:
    if not segments:
        return False
    ends = (segments[-1], "/".join(segments[-2:]))
    return segments[0].lower() in ENTRANCE_HEAD or any(ENTRANCE.fullmatch(end) for end in ends)
