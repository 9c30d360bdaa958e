"""Lists in the same folder as the stories, with the kind of list at the start of the file name: `/tag-mills.html`.

Lists in folders of their own, and the limits of families: `spiders.url_rules.families`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

FLAT = re.compile(
    r"/(?P<kind>tag|category|author)[-_](?P<name>[^/]+?)(?:[-_]\d{1,3})?\.(?:html?|rss|xml|atom)", re.IGNORECASE
)
"""A list in the folder of the stories: `/tag-mills.html`, its further page `/tag-mills-2.html`, its feed `/tag-mills.rss`."""
FLAT_WORDS = 3
"""Maximum words of the name of a tag, a section or a person; a headline has more."""


def flat_family(url: str, anchor: str | None = None) -> str | None:
    """The family of a list in the folder of the stories, by the start of its file name; None for any other page.

    If the link text equals the rest of the file name, the page is a list. If it equals the whole name, or has many
    words, it is a headline.

    >>> [flat_family(f"http://a.example/{end}") for end in ("tag-mills.html", "author-jane-doe-2.html", "tag-mills/")]
    ['tag', 'author', None]
    >>> flat_family("http://a.example/tag-team-wins.html", "Tag team wins"), flat_family("http://a.example/tag-x.html", "X")
    (None, 'tag')
    >>> flat_family("http://a.example/author-of-the-mill-songs-dies.html")
    """
    found = FLAT.fullmatch(urlsplit(url).path)
    if found is None:
        return None
    kind, name, said = found["kind"].lower(), unquote(found["name"]), anchor or ""
    if _plain(said) != _plain(name):
        is_headline = len(said.split()) > FLAT_WORDS or _plain(said) == _plain(kind + name)
        if is_headline or len(re.split(r"[-_]", name)) > FLAT_WORDS:
            return None
    return kind


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())
