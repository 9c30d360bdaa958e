"""Addresses that cannot be a story by their general form, on any site: they are never requested.

Files, reply forms, share and print links, attachments, feeds linked as pages, and administration pages of publishing
systems. Addresses that are only unlikely to be a story (a listing, a static page) are requested within limits:
`spiders.url_rules.families`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from pipelines.base.urls.comment_feeds import TAIL, is_reply
from pipelines.base.urls.kinds import DATE, EXTENSION
from pipelines.base.urls.queries import spoken
from spiders.url_rules.article_urls import ASSET

ATTACHMENT, NOFOLLOW = "attachment", "nofollow"
"""Values of a link's `rel` that matter here."""
NOINDEX = "noindex"
"""With NOFOLLOW, a word of a page to robots: about the page, and about all its links."""

ENTRANCE = re.compile(
    r"wp-(login|signup|cron|activate|trackback)\.php|wp-admin|wp-json|xmlrpc\.php|cdn-cgi|oembed|trackback|admin-ajax\.php"
    r"|log-?(in|out)|sign-?(in|up|out)|register|password[-_]?reset|(?:lost|reset|forgot(?:ten)?)[-_]?password|my-account|cart|checkout|(user|account|users)/(login|logout|register|password)",
    re.IGNORECASE,
)
"""Last parts of addresses of administration pages, APIs and forms. `wp-json`: https://developer.wordpress.org/rest-api/."""
ENTRANCE_HEAD = frozenset(("wp-admin", "wp-json", "wp-includes", "cdn-cgi", "administrator", "bitrix", "tncms"))
PROGRAMS = "cgi-bin"
PAPER = re.compile(
    r"(?:news|article|story|\w*blog|blosxom|index|view|read|show|list|section|archive|paper|main|home)s?"
    r"(?:[-_]?(?:\d+|page|view|item|news|article|story|read|show|list))?",
    re.IGNORECASE,
)
"""Names of CGI programs that make news pages: `/cgi-bin/news.cgi?article=7`. Other programs count, search or send."""
VIEW = "@@"
"""Prefix of view names in Zope and Plone. A view is not a page of its own: `@@search`, `@@mail-controlpanel`."""
ENTRANCE_PARAMETER = re.compile(
    r"(?:^|&)(?:(?:rest_route|oembed|replyto|add-to-cart|doing_wp_cron|preview_id|backurl|came_from)="
    r"|(?:goto|destination|redirect(?:_?(?:to|ur[il]))?|return(?:_?(?:to|url))?)=[^&]*(?:/|%2F|http)"
    r"|(?:log-?in|register|forgot_password|logout)=(?:yes|y|1|true)(?:&|$)"
    r"|(?:do|mod|mode|act|action|a|view|task|option)=(?:register|registration|log(?:in|out|ging)|lost-?password|remind|reset|pm"
    r"|new-?reply|new-?topic|reply|redirect|spacecp|ajax|attachment|edit|(?:com_)?(?:users|mailto))(?:&|$)"
    r"|mod=(?:post|report|misc)(?:&|$))",
    re.IGNORECASE,
)
"""Parameters of administration pages and forms: MediaWiki `action=edit`, Discuz `mod=logging`, Bitrix `login=yes`."""
SCRIPT = re.compile(
    r"(?:feedback|recommend|count(?:er)?|click|download|member|ucp|redirect|rk|go|out|vote|mt-(?:tb|comments)|(?:post-?)?comments?"
    r"|send-?mail|(?:send-?to|tell)-?a?-?friend|email-?post|share-?post|post-?edit|rearrange|captcha)\.(?:php\d?|cgi|aspx?|jsp|do|g)",
    re.IGNORECASE,
)
"""Programs of a site that never make the page of a story: `mt-tb.cgi`, `plus/count.php`, Blogger's `email-post.g`."""
LOGIN = re.compile(r"log-?(?:in|out)|sign-?(?:in|up|out)", re.IGNORECASE)
COMMENT = re.compile(
    r"/comments?/reply(?:/.*)?$|/comment-page-\d+/?$|/(?:comments|[^/]+-[^/]+/comment)/(?!(?:19|20)\d\d/?$)\d+/?$",
    re.IGNORECASE,
)
ATTACHMENT_PAGE = re.compile(r"/(?:image|pdf|file)_[0-9a-f]{8}-[0-9a-f-]{27}\.html$", re.IGNORECASE)
"""COMMENT: Drupal's `/comment/reply/12`, WordPress's `/comment-page-2/`. ATTACHMENT_PAGE: BLOX pages of pictures and files."""
ATTACHMENT_PARAMETER = re.compile(r"(?:^|&)attachment_id=\d", re.IGNORECASE)
SHARE = re.compile(
    r"share|sharer|teilen|partager|compartir|email-?(this|article|friend)?|mail-?to|send-?(to|by)?-?(friend|email)?|print|drucken"
    r"|imprimir|imprimer|pdf|print(?:mail|pdf)",
    re.IGNORECASE,
)
PRINTED = re.compile(
    r"print:.+|(?:article|news|story|page|post|view)?[-_]?print(?:able|er)?(?:[-_]?(?:article|news|story|page|version|view|friendly))?"
    r"|(?:article|news|story|page|post)[-_]?e?mail|e?mail[-_]?(?:article|news|story|page|this)",
    re.IGNORECASE,
)
"""Names of files that print or send a story: `articlePrint.html`, DataLife's `print:page,1,12-mill-burns.html`."""
SHARE_PARAMETER = re.compile(
    r"(?:^|&)(?:share|shareto|share_to|sharing|print|printpage|pdf|(?:do|act|action|a|op|task|mod|todo|cmd)=(?:share|print(?:able|er)?|e?mail|send(?:mail|friend)?|pdf)"
    r"|format=(?:pdf|ical|print)|tmpl=component|type=98)(?:=|&|$)",
    re.IGNORECASE,
)
PAGE_ZERO = re.compile(r"/(?:page|seite|strona|pagina)[/-]?0/?$", re.IGNORECASE)
"""Page number 0: some themes link from the first page of a list back to it."""
FEED_PARAMETER = re.compile(r"(?:^|&)(?:feed=\w|f(?:ormat)?=(?:feed|rss|atom)\b|type=9818(?:&|$))", re.IGNORECASE)
FEED_NAME = re.compile(rf"(?:{TAIL.pattern})|\w+_rss", re.IGNORECASE)
"""Last parts of addresses of feeds: `/flood/feed`, Plone's `/search_rss`."""
HINT = re.compile(
    r"\?|\.\w{1,5}(?:/|#|$)|reply|comment|attachment|wp-|xmlrpc|cgi|oembed|trackback|log-?(?:in|out)|sign-?(?:in|up|out)|register"
    r"|account|@@|acl_users|administrator|bitrix|tncms|cart|checkout|shar|teilen|partag|compartir|e?mail|send|print|drucken|impri|pdf|feed|rss|atom"
    r"|rdf|password|(?:page|seite|strona|pagina)[/-]?0",
    re.IGNORECASE,
)
"""An address without any of these after the host matches no rule of this module. One search is enough for most links."""
SCHEME = len("https://")


@lru_cache(maxsize=50_000)
def no_story(url: str, rel: str | None = None) -> str | None:
    """The reason why a linked address cannot be a story; None if it may be one.

    >>> [no_story(f"http://a.example/{end}") for end in ("up/quay.jpg", "flood/?replytocom=62#respond", "?attachment_id=7")]
    ['file', 'reply_link', 'attachment']
    >>> [no_story(f"http://a.example/{end}") for end in ("2025/flood/print", "wp-json/oembed/1.0/embed?url=x", "flood/feed/")]
    ['share_link', 'entrance', 'feed']
    >>> [no_story(f"http://a.example/{end}") for end in ("2025/share-prices-fall", "login-scandal-of-1987", "print-is-not-dead")]
    [None, None, None]
    """
    if rel == ATTACHMENT:
        return "attachment"
    if not HINT.search(url, max(url.find("/", SCHEME), 0)):
        return None
    url = spoken(url)
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    dated = DATE.search(parts.path) is not None
    for holds, reason in (
        (ASSET.search(parts.path), "file"),
        (is_reply(url), "reply_link"),
        (PAGE_ZERO.search(parts.path), "page_zero"),
        (COMMENT.search(parts.path), "reply_link"),
        (ATTACHMENT_PARAMETER.search(parts.query) or "attachment" in segments[:-1], "attachment"),
        (ATTACHMENT_PAGE.search(parts.path), "attachment"),
        (_is_entrance(segments, dated=dated) or ENTRANCE_PARAMETER.search(parts.query), "entrance"),
        (FEED_PARAMETER.search(parts.query) or (segments and FEED_NAME.fullmatch(segments[-1])), "feed"),
        (SHARE_PARAMETER.search(parts.query) or _is_shared(segments, dated=dated), "share_link"),
    ):
        if holds:
            return reason
    return None


def _is_entrance(segments: list[str], *, dated: bool) -> bool:
    """True for administration pages. After a date, a program's name belongs to a story: `/2025/11/03/out.php/mill`."""
    if not segments:
        return False
    ends = (segments[-1], "/".join(segments[-2:]))
    return (
        segments[0].lower() in ENTRANCE_HEAD
        or (segments[0].lower() == PROGRAMS and PAPER.fullmatch(_program(segments[1:])) is None)
        or any(segment.startswith(VIEW) for segment in segments)
        or any(ENTRANCE.fullmatch(end) for end in ends)
        or (not dated and LOGIN.fullmatch(EXTENSION.sub("", segments[-1])) is not None)
        or (not dated and any(SCRIPT.fullmatch(segment) for segment in segments))
    )


def _program(segments: list[str]) -> str:
    """The name of the program below /cgi-bin/: `mail` in `dada/mail.cgi/u/list`."""
    named = next((segment for segment in segments if "." in segment), segments[0] if segments else "")
    return named.rpartition(".")[0] or named


def _is_shared(segments: list[str], *, dated: bool) -> bool:
    """True for `/flood/print`, for a number below such a name, and for undated files such as `/news/articlePrint.html`."""
    if not segments:
        return False
    stem = EXTENSION.sub("", segments[-1])
    if len(segments) > 1 and (
        SHARE.fullmatch(segments[-1]) or (segments[-1].isdigit() and SHARE.fullmatch(segments[-2]))
    ):
        return True
    return not dated and stem != segments[-1] and PRINTED.fullmatch(stem) is not None
