"""Feeds of readers' comments, recognised by their address, title and items: they date comments, never a story.

Publishing systems write them like this: https://developer.wordpress.org/advanced-administration/wordpress/feeds/
(`/story/feed/`, `/comments/feed/`, `?feed=comments-rss2`), Blogger (`/feeds/7/comments/default`), Drupal
(`/crss/node/7`).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

ADDRESS = re.compile(
    r"(?:^|/)comments(?:/(?:feed|rss\d?|atom|default|index|all)|[._-]?(?:feed|rss\d?|atom))?"
    r"(?:[./](?:xml|rss\d?|atom|rdf|json))?/?$"
    r"|(?:^|/)(?:feeds?|rss\d?|atom|rdf)(?:/(?:rss\d?|atom|rdf))?/(?:\w+/)?comments(?:[./].*)?$"
    r"|(?:^|/)(?:wp-)?commentsrss\d?\.php$|(?:^|/)crss(?:/|$)",
    re.IGNORECASE,
)
"""Paths of comment feeds. Only `comments`: a section of opinions is called `comment`."""
TAIL = re.compile(r"(?:feed|rss2?|atom|rdf)(?:/(?:feed|rss2?|atom|rdf))?", re.IGNORECASE)
"""The part after a story's own address in the address of its comment feed."""
STORY_PARAMETERS = frozenset(("p", "page_id", "attachment_id"))
TITLE = re.compile(
    r"^(?:comments (?:on|for)|kommentare (?:zu|für)|commentaires (?:sur|pour)|coment[aá]rios (?:en|sobre|em|para)"
    r"|commenti (?:a|su|per)|reacties (?:op|voor)|komentarze do|kommentarer (?:på|til|till|for|för)"
    r"|комментарии (?:на|к|для))\b"
    r"|(?:comments? feed|kommentare?-?\s?feed|flux (?:des )?commentaires|(?:feed|rss) de (?:los )?coment[aá]rios"
    r"|feed dei commenti|reacties-?\s?feed|kana[łl] z komentarzami|kommentarsfl(?:öde|ø?de)|kommentarstrøm"
    r"|лента комментариев)$",
    re.IGNORECASE,
)
"""Titles of comment feeds, and of links to them (`Paper » Flood Comments Feed`)."""
ITEM = re.compile(
    r"^(?:comment on\b.+\bby|kommentar zu\b.+\bvon|commentaires? sur\b.+\bpar|comentario en\b.+\bpor"
    r"|comentário (?:sobre|em|a)\b.+\bpor|commenti? su\b.+\bdi|reactie op\b.+\bdoor|komentarz do\b.+\bautor\w*"
    r"|kommentar (?:till?|på)\b.+\ba[vf])\b"
    r"|^(?:by|von|par|por|di|door|autor|av|af|от)\s?: \S",
    re.IGNORECASE,
)
"""Titles of a comment in a feed: `Comment on Flood by Jane`, and `By: Jane` in the feed of one story."""
HINT = re.compile(r"comment|replytocom|feed|rss|atom|rdf", re.IGNORECASE)
"""An address without any of these words is no comment feed and no reply link: one search settles most links."""
REPLY = re.compile(r"(?:^|&)(?:replytocom|showcomment|cpage)=", re.IGNORECASE)
NUMBERED = re.compile(r"^(?=.*\d)[\w.:-]+$|^(?:comments?|respond|reply)\b", re.IGNORECASE)


def is_comment_feed_address(url: str) -> bool:
    """True if the address alone shows that a feed has comments.

    >>> [is_comment_feed_address(f"http://a.example/{end}") for end in ("comments/feed/", "?feed=comments-rss2", "?feed=rss&p=7")]
    [True, True, True]
    >>> [is_comment_feed_address(f"http://a.example/{end}") for end in ("feed/", "comment/rss", "?feed=rss2&cat=7")]
    [False, False, False]
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query.lower(), keep_blank_values=True))
    feed = query.get("feed", "")
    of_story = bool(feed) and not STORY_PARAMETERS.isdisjoint(query)
    return of_story or feed.startswith("comments") or ADDRESS.search(parts.path) is not None


def is_below(feed_key: str, page_key: str) -> bool:
    """True if a feed's address (its `url_key`) is a page's own address plus `feed`. A front page's feed is the site's.

    >>> is_below("a.example/2025/flood/feed", "a.example/2025/flood"), is_below("a.example/feed", "a.example")
    (True, False)
    """
    if "/" not in page_key or "?" in page_key or not feed_key.startswith(f"{page_key}/"):
        return False
    return TAIL.fullmatch(feed_key[len(page_key) + 1 :]) is not None


def story_above(feed_key: str) -> str | None:
    """The address before `feed`, if it is more than the site itself.

    >>> story_above("a.example/2025/flood/feed/atom"), story_above("a.example/feed"), story_above("a.example/feed/atom")
    ('a.example/2025/flood', None, None)
    """
    parts = feed_key.split("/")
    for size in (1, 2):
        above = "/".join(parts[:-size])
        if is_below(feed_key, above) and not TAIL.fullmatch(parts[-size - 1]):
            return above
    return None


def is_comments_title(title: str | None) -> bool:
    """True if a feed, or a link to one, has a title for comments.

    >>> [is_comments_title(t) for t in ("Comments on: Flood", "Bote » Kommentar-Feed", "Kommentare", "Bote » Feed")]
    [True, True, False, False]
    """
    return TITLE.search(" ".join((title or "").split())) is not None


def is_comment_title(title: str | None) -> bool:
    """True if an item has the title of a comment.

    >>> [is_comment_title(t) for t in ("Comment on Flood by Jane", "By: Jane", "Comment on the flood", "By the sea")]
    [True, True, False, False]
    """
    return ITEM.search(" ".join((title or "").split())) is not None


def names_part(link: str) -> bool:
    """True if a feed's link names a part of a page, not the page. Tracking after the `#` (`xtor=RSS-1`) names no part.

    >>> [names_part(f"http://a.example/flood{end}") for end in ("#comment-62", "#respond", "#xtor=RSS-1", "#top", "")]
    [True, True, False, False, False]
    """
    fragment = link.partition("#")[2].strip()
    return "=" not in fragment and NUMBERED.search(fragment) is not None


def is_reply(url: str) -> bool:
    """True if a link opens a story's own page to answer or show one comment.

    >>> is_reply("http://a.example/flood/?replytocom=62#respond")
    True
    """
    return REPLY.search(urlsplit(url).query) is not None
