"""Where a list goes on by script: addresses in attributes of a button or box (`data-next="/api/stories?offset=22"`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spiders.links.markup import attributes

SURE_NAMES = ("next", "more", "load", "infinite", "scroll", "ajax", "api", "endpoint")
"""First words of attributes that only say where more is: `data-next`, `data-load-more-url`."""
PLAIN_NAMES = ("url", "href")
"""Those that may also hold an address to share or a story's: their address has to speak of a list."""
HINTS = ("hx-get", *(f"data-{name}" for name in (*SURE_NAMES, *PLAIN_NAMES)))
"""A page or tag without any of these has no such attribute."""
SURE = re.compile(rf"hx-get|data-(?:{'|'.join(SURE_NAMES)})(?:[-_]?(?:page|more|url|href|src|link|path|endpoint))*")
PLAIN = re.compile(rf"data-(?:{'|'.join(PLAIN_NAMES)})")
LIST_WORDS = re.compile(
    r"(?:^|[/_.?&=-])(?:ajax|api|partials?|fragments?|load|more|offset|page|paged|cursor|start|skip|infinite)(?:$|[/_.?&=-])"
)
ADDRESS = re.compile(r"(?:https?:/)?/[^\s{}<>]{2,}|\?[^\s{}<>]{2,}|\.{1,2}/[^\s{}<>]{2,}")
"""An address: not a page's number, nor a template with braces."""
ASSET = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|mp[34]|m3u8|woff2?|css|js)$", re.IGNORECASE)


def may_go_on(text: str) -> bool:
    """True if a page, or the attributes of a tag, may name such an address."""
    return ("data-" in text or "hx-get" in text) and any(hint in text for hint in HINTS)


def more_of(raw_attributes: str) -> Iterator[str]:
    """The addresses in the attributes of a tag that lead to more of a list, as written.

    >>> list(more_of('class="more" data-next="/api/stories?offset=22"')), list(more_of('data-url="/api/list?page=2"'))
    (['/api/stories?offset=22'], ['/api/list?page=2'])
    >>> [list(more_of(f'data-{rest}')) for rest in ('url="/mill-burns"', 'next="2"', 'url="/more/mill.jpg"', 'next="{url}"')]
    [[], [], [], []]
    """
    for name, value in attributes(raw_attributes).items():
        said = value.strip()
        if not ADDRESS.fullmatch(said) or ASSET.search(said.partition("?")[0]):
            continue
        if SURE.fullmatch(name) or (PLAIN.fullmatch(name) and LIST_WORDS.search(said)):
            yield said
