"""Links of a story's page to the other parts of the story: its pager, `rel=next`, and the view of all on one page.

A link is one if its address continues that of the story (`pipelines.base.urls.parts`) and its text is a pager's. A blog's
link to the next story is none: its address is another story's. Pagers of comments are none either.
"""

from __future__ import annotations

import re

from pipelines.base.urls.identity import is_front, key_of
from pipelines.base.urls.kinds import UrlKind, url_kind
from pipelines.base.urls.parts import WHOLE, part_of
from pipelines.lexicon.pattern import pattern

FIRST = re.compile(r"\W*1\W*")
NUMBERED = pattern(
    r"\W{0,3}(?:<<story.page>>\s{0,3})?\d{1,2}\W{0,3}|<<story.page>>\s{1,3}\d{1,2}\b.{0,120}", re.IGNORECASE
)
ON = pattern(r"\W{0,3}<<story.next_page>>(?:\W{1,3}<<story.page>>)?\W{0,3}", re.IGNORECASE)
ALL = pattern(r".{0,20}\b{start}<<story.whole_story>>\b{end}.{0,30}", re.IGNORECASE)
COMMENTS = re.compile(r"comment|respond|disqus|kommentar|reaction", re.IGNORECASE)
NEXT = "next"


def families(url: str, *, article_like: bool = True) -> frozenset[str]:
    """The keys of the story that a page is, or is a part of; none if its address is a list's. Of a page that is not
    `article_like`, as one with hardly any text, the address must be a story's.

    >>> sorted(families("http://a.example/mill-burns/2/")), families("http://a.example/tag/mills/2")
    (['a.example/mill-burns', 'a.example/mill-burns/2'], frozenset())
    >>> [bool(families(f"http://a.example/{path}/", article_like=False)) for path in ("2026/11/25/mill-burns", "mill-burns")]
    [True, False]
    """
    key = key_of(url)
    if key is None or is_front(key):
        return frozenset()
    found = part_of(key)
    first = found.story if found else key
    kind = url_kind(f"http://{first}")
    is_one = kind != UrlKind.LISTING if article_like else kind == UrlKind.STORY
    return frozenset((first, key)) if is_one else frozenset()


def is_part(href: str, url: str, text: str, rel: str, of: frozenset[str]) -> bool:
    """True if a link of a page of the stories `of` leads to another part; `href` is as written, `url` the target.

    >>> of = families("http://a.example/mill-burns")
    >>> [is_part("", f"http://a.example/{end}", "2", "", of) for end in ("mill-burns/2/", "mill-burns?page=2", "pier-opens/2")]
    [True, True, False]
    >>> second = "http://a.example/mill-burns/2"
    >>> is_part("", second, "Mill burns twice", "", of), is_part("#comments", second, "2", "", of)
    (False, False)
    """
    if COMMENTS.search(href) or FIRST.fullmatch(text):
        return False
    is_paged = NEXT in rel.split() or NUMBERED.fullmatch(text) or ON.fullmatch(text)
    if not is_paged and not ALL.fullmatch(text):
        return False
    key = key_of(url)
    part = part_of(key) if key else None
    return part is not None and part.story in of and key not in of and bool(is_paged if part.number != WHOLE else True)
