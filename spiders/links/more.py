"""Where a list goes on, or the rest of a story stands: addresses in attributes of a button or box
(`data-next="/api/stories?offset=22"`), and forms that are filled in already and have a button only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pipelines.lexicon.pattern import pattern
from pipelines.page.roles import aside_level, names
from spiders.links.markup import Tag, attributes

SURE_NAMES = ("next", "more", "load", "infinite", "scroll", "ajax", "api", "endpoint")
"""First words of attributes that only say where more is: `data-next`, `data-load-more-url`."""
PLAIN_NAMES = ("url", "href")
"""Those that may also hold an address to share or a story's: their address has to speak of a list."""
FRAGMENTS = {"turbo-frame": "src", "include-fragment": "src", "amp-list": "src"}
"""Elements that a script fills from an address, and its attribute: https://turbo.hotwired.dev/reference/frames."""
UNFILLED = re.compile(r"hx-get|data-(?:src|[a-z0-9-]+-url-value)")
"""Attributes of other elements that are filled from an address: htmx, lazy boxes, controllers of Stimulus."""
BY_ITSELF = re.compile(r"\b(?:load|revealed|intersect)\b")
"""Triggers of htmx that need no click: https://htmx.org/attributes/hx-trigger/."""
MEDIA = frozenset(
    ("img", "source", "iframe", "video", "audio", "picture", "embed", "object", "script", "input", "button", "a")
)
HINTS = ("hx-get", "formaction", "-url-value", "data-src", *(f"data-{name}" for name in (*SURE_NAMES, *PLAIN_NAMES)))
"""A page or tag without any of these has no such attribute."""
SURE = re.compile(
    rf"hx-get|formaction|data-(?:{'|'.join(SURE_NAMES)})(?:[-_]?(?:page|more|url|href|src|link|path|endpoint))*"
)
PLAIN = re.compile(rf"data-(?:{'|'.join(PLAIN_NAMES)})")
LIST_WORDS = re.compile(
    r"(?:^|[/_.?&=-])(?:ajax|api|partials?|fragments?|load|more|offset|page|paged|cursor|start|skip|infinite)(?:$|[/_.?&=-])"
)
ADDRESS = re.compile(r"(?:https?:/)?/[^\s{}<>]{2,}|\?[^\s{}<>]{2,}|\.{1,2}/[^\s{}<>]{2,}")
"""An address: not a page's number, nor a template with braces."""
ASSET = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|mp[34]|m3u8|woff2?|css|js)$", re.IGNORECASE)


def may_go_on(text: str) -> bool:
    """True if a page, or the attributes of a tag, may name such an address."""
    return ("data-" in text or "hx-get" in text or "formaction" in text) and any(hint in text for hint in HINTS)


def fragment_of(tag: Tag) -> str | None:
    """The address from which a script fills an element by itself, as written.

    >>> [fragment_of(Tag(name, False, said, "")) for name, said in (
    ...     ("turbo-frame", 'src="/list"'), ("div", 'hx-get="/text/7" hx-trigger="load"'), ("section", "data-src='/more'"))]
    ['/list', '/text/7', '/more']
    >>> [fragment_of(Tag(name, False, said, "")) for name, said in (
    ...     ("img", 'data-src="/a"'), ("div", 'hx-get="/x" hx-trigger="click"'), ("div", 'data-src="/mill.jpg"'))]
    [None, None, None]
    """
    if tag.closing or tag.name in MEDIA:
        return None
    by_tag = FRAGMENTS.get(tag.name)
    if by_tag is None and not any(hint in tag.raw_attributes for hint in ("hx-get", "data-src", "-url-value")):
        return None
    found = attributes(tag.raw_attributes)
    if "hx-get" in found and not BY_ITSELF.search(found.get("hx-trigger", "")):
        return None
    named = (value.strip() for name, value in found.items() if name == by_tag or UNFILLED.fullmatch(name))
    return next((said for said in named if ADDRESS.fullmatch(said) and not ASSET.search(said.partition("?")[0])), None)


def is_aside(tag: Tag, address: str) -> bool:
    """True if the names of a box, or the address that fills it, say that it is apart from a story's text.

    >>> [is_aside(Tag("div", False, said, ""), address) for said, address in (
    ...     ('class="body"', "/text/7"), ('class="body"', "/story/7/comments"), ('id="most-read"', "/box/7"))]
    [False, True, True]
    """
    words = (part for part in NOT_A_WORD.split(address) if part.count("-") < MIN_SLUG_HYPHENS)
    return aside_level(f"{names(attributes(tag.raw_attributes))} {' '.join(words)}") > 0


NOT_A_WORD = re.compile(r"[^\w-]+")
MIN_SLUG_HYPHENS = 2
"""A part of an address with as many is made of a headline's words."""
SAYS_REST = pattern(r"\W*(?:<<story.show_rest>>)\W*", re.IGNORECASE)
"""What a button says that shows the rest of a story."""
CALLED_REST = re.compile(r"\b(?:read|show)[-_ ]?(?:more|rest|full)\b", re.IGNORECASE)
COUNTED = re.compile(r"(?:^|[/_.?&=-])(?:offset|page|paged|cursor|start|skip|infinite)(?:$|[/_.?&=-])")
"""Words in the address of a further part of a list."""
MAX_FIELDS = 10
FORM_TAGS = frozenset(("form", "input", "button", "select", "textarea"))


@dataclass(frozen=True, slots=True)
class More:
    """An address from which a script loads more, as written. `shows_rest`: its button shows the rest of a story; `by_itself`:
    it is loaded without a click; `in_story`: within an `<article>`; `is_aside`: its box or address is called comments, offers or
    the like; `by_post`: a form sends it.
    """

    address: str
    shows_rest: bool = False
    by_itself: bool = False
    in_story: bool = False
    is_aside: bool = False
    by_post: bool = False


@dataclass(slots=True)
class MoreForm:
    """Reads the forms of a page: the address of one that is filled in already and asks for a further part of a list.

    `by_post` says of the last one that it is sent (POST).
    """

    by_post: bool = False
    _action: str | None = None
    _fields: list[tuple[str, str]] = field(default_factory=list)

    def feed(self, tag: Tag) -> str | None:
        """Process a tag of FORM_TAGS; the address at the end of such a form, else None."""
        found = attributes(tag.raw_attributes)
        if tag.name == "form" and not tag.closing:
            self.by_post = found.get("method", "").strip().lower() == "post"
            is_read = self.by_post or found.get("method", "get").strip().lower() in ("get", "")
            self._action, self._fields = found.get("action", "").strip() if is_read else None, []
        elif tag.name == "form":
            return self._ended()
        elif tag.name in ("select", "textarea") or (
            tag.name == "input" and found.get("type") not in ("hidden", "submit")
        ):
            self._action = None  # for a reader to fill in
        elif not tag.closing and found.get("name") and len(self._fields) <= MAX_FIELDS:
            self._fields.append((found["name"], found.get("value", "")))
        return None

    def _ended(self) -> str | None:
        action, fields, self._action = self._action, self._fields, None
        if action is None or not fields or len(fields) > MAX_FIELDS:
            return None
        address = f"{action.partition('#')[0]}{'&' if '?' in action else '?'}{urlencode(fields)}"
        return address if LIST_WORDS.search(address) and any(value.isdigit() for _, value in fields) else None


def shows_rest(address: str, *, said: str = "", called: str = "") -> bool:
    """True if a button with this text, or this class or label, shows the rest of a story.

    >>> shows_rest("/rest/7", said="Read more"), shows_rest("/rest/7", called="btn read-more"), shows_rest("/rest/7", said="Next")
    (True, True, False)
    >>> shows_rest("/stories?page=2", said="Read more")
    False
    """
    return COUNTED.search(address) is None and bool(SAYS_REST.fullmatch(said) or CALLED_REST.search(called))


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
