"""Where on its page an element stands: in the story, or in a box apart from it, as a list of other stories or a comment.

One answer for all who ask: a name and a date in the same box are both the story's, or neither is. Names decide less than
places do: whatever a box is called, it is the story's if it holds the headline or most of the paragraphs, and so is the
footer of the story's own `<article>`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice

from lxml.etree import _Element

from pipelines.lexicon.vocabulary import STORY_TITLE, TAGS, Role
from pipelines.lexicon.wording import fold
from pipelines.page.outline import INLINE, SILENT, Box, Outline, Piece
from pipelines.page.roles import named, names, says
from pipelines.page.teasers import is_linked_teaser, is_teaser, stands_by_headline

MIN_TITLE = 12
"""Letters of a text that may be a headline."""
MARK = re.compile(r"\s*[_|–—·•»:：-]|$")
"""What parts a headline from the site's name behind it."""
LINKED = 0.8
"""Share of a line that is linked where it is a link."""
TITLE_PARTS = re.compile(r"\s[|–—·•:»-]+\s|:\s")
"""What stands between a headline and the paper's name in a title."""
MAX_PARTS = 8
"""Separators of a title that are looked at."""
PARAGRAPH = 110
"""Characters outside of links that make a text part of a story."""
MAX_PARAGRAPHS = 60
JUST_BELOW, JUST_ABOVE = 250, 30
"""Characters from the headline within which a footer or an aside may be the story's own."""

OTHERS = (Role.COMMENT, Role.RELATED, Role.READ_ON, Role.TEASER, Role.SIGN_UP)
"""Roles of boxes that are never the story's, however near to the headline they stand."""
CHROME = (Role.LEGAL, Role.FOOTER, Role.MASTHEAD, Role.NAVIGATION)
"""Roles of boxes that are the site's, around whatever page."""
APART = (*OTHERS, Role.ADVERT, Role.GALLERY, Role.SIDEBAR, Role.CAPTION, Role.EVENT, Role.DIALOG, *CHROME)
"""Roles of boxes that are apart from the story; of several in one name, the first counts."""
ELSEWHERE = frozenset(APART) - {Role.MASTHEAD}
"""Roles of boxes in which no story has its own headline."""
ONLY_SURE = frozenset(
    (Role.COMMENT, Role.READ_ON, Role.SIGN_UP, Role.ADVERT, Role.CAPTION, Role.EVENT, Role.DIALOG, Role.LEGAL)
)


class Surroundings:
    """The boxes around the lines of one page. Elements are told apart by identity, so the caller keeps the tree alive."""

    def __init__(self, tree: _Element, outline: Outline, titles: Iterable[str], url: str) -> None:
        self.outline = outline
        self.url = url
        self.titles = tuple(titles)
        self.headline = find_headline(tree, outline, list(self.titles))
        self.trunk = frozenset() if self.headline is None else _with_ancestors(self.headline)
        self.paragraphs = [(p.box, p.size - p.link_chars) for p in outline.pieces if p.size - p.link_chars > PARAGRAPH]
        self.own = self.trunk | _main_boxes(self.paragraphs[:MAX_PARAGRAPHS])
        self._roles: dict[_Element, Role | None] = {}
        self._alone: dict[str, bool] = {}
        self._headed: dict[_Element, bool] = {}

    @cached_property
    def frame(self) -> frozenset[_Element]:
        """The boxes around the headline that also hold the page's first and last text: `<body>` and its wrappers."""
        ends = [_with_ancestors(piece.box.element) for piece in (*self.outline.pieces[:1], *self.outline.pieces[-1:])]
        return self.trunk.intersection(*ends) if ends else frozenset()

    def apart(self, element: _Element) -> Role | None:
        """The role of the outermost box around an element that is apart from the story, one of APART; None in the story."""
        inwards: list[_Element] = []
        around: _Element | None = element
        while around is not None and around not in self.own and around not in self._roles:
            inwards.append(around)
            around = around.getparent()
        role = None if around is None else self._roles.get(around)
        for box in reversed(inwards):
            role = self._roles[box] = self._role(box, role)
        return None if role is Role.POST_META else role

    def is_of_others(self, element: _Element) -> bool:
        """True if a short line is not the story's: its box is apart, or is the teaser of another story.

        `<div class="most-read">By Jane Doe, 3 November</div>`, `<li><a href="/x">Mill burns down</a> <i>3 November</i></li>`.
        """
        if self.apart(element) is not None or self.is_by_another_headline(element):
            return True
        return self._is_of_next_story(element)

    def _is_of_next_story(self, element: _Element) -> bool:
        """True if another `<article>` than the headline's, with a headline of its own, holds an element: pages that never end."""
        if self.headline is None or self.headline.tag != "h1":
            return False
        own = next(self.headline.iterancestors("article"), None)
        other = next(element.iterancestors("article"), None)
        if own is None or other is None or other in self.trunk:
            return False
        if other not in self._headed:
            self._headed[other] = next(other.iter("h1"), None) is not None
        return self._headed[other]

    def is_by_another_headline(self, element: _Element) -> bool:
        """True if a line stands in a small box with a headline that links to another page, or in a link around one."""
        return stands_by_headline(element, self.own, self.url) or is_linked_teaser(element, self.own, self.url)

    def is_in_own_article(self, element: _Element) -> bool:
        """True if an element stands in the `<article>` that holds the headline or the story."""
        return any(box.tag == "article" and box in self.own for box in element.iterancestors())

    def is_in_own_footer(self, element: _Element) -> bool:
        """True if an element stands in the footer of its story's own article: `<footer class="entry-footer">`."""
        for box in element.iterancestors():
            if box in self.own:
                return False
            if role_of(box) is Role.FOOTER:
                return self.is_in_own_article(box)
        return False

    def _role(self, box: _Element, around: Role | None) -> Role | None:
        """The role of a box whose parent has the role `around`; POST_META for the story's own byline in a sidebar or menu."""
        if around in OTHERS:
            return around
        role = role_of(box)
        if role in OTHERS:
            return role
        if around is Role.POST_META or (around not in (Role.FOOTER, Role.LEGAL) and self._is_own_meta(box)):
            return Role.POST_META
        if around is not None:
            return around
        if role is None or self._is_excused(box, role):
            return None
        return role

    def _is_excused(self, box: _Element, role: Role) -> bool:
        """True if a box is the story's in spite of its role: its article's footer or menu, or a box right at the headline."""
        if role is Role.MASTHEAD:
            return False
        if (role is Role.FOOTER or box.tag == "nav") and self.is_in_own_article(box):
            return True
        return self.is_by_headline(box)

    def _is_own_meta(self, box: _Element) -> bool:
        """True if a box says that it is about one story, and is the only one of its name: `class="post__meta"`; or about its
        article's author: https://html.spec.whatwg.org/multipage/sections.html#the-address-element.
        """
        if box.tag == "address":
            return self.is_in_own_article(box)
        called = names(box)
        return says(called, Role.POST_META) and self._is_alone(called, box.get("class"))

    def _is_alone(self, called: str, classes: str | None) -> bool:
        """True if no other element of the page has the same names."""
        if called not in self._alone:
            elements = self.outline.root.element.iter("*")
            alike = (element for element in elements if element.get("class") == classes and names(element) == called)
            self._alone[called] = sum(1 for _ in islice(alike, 2)) <= 1
        return self._alone[called]

    def is_by_headline(self, box: _Element) -> bool:
        """True if a box begins right below the headline, or ends right above it."""
        block = next((one for one in chain((box,), box.iterancestors()) if one.tag not in INLINE), box)
        return block in self._near or block in self.trunk - self.frame

    @cached_property
    def at_headline(self) -> str:
        """The headline, the text above it and those that begin within twice JUST_BELOW of it; empty without a headline."""
        start = self.headline_place
        texts: list[str] = []
        for piece in () if start is None else self.outline.pieces[max(0, start - 1) :]:
            if sum(map(len, texts)) > 2 * JUST_BELOW:
                break
            texts.append(piece.text)
        return " ".join(texts)

    @cached_property
    def _near(self) -> set[_Element]:
        """The boxes that begin within JUST_BELOW of the headline, or stand beside it within JUST_ABOVE."""
        start = self.headline_place
        near: set[_Element] = set()
        if start is None:
            return near
        pieces = self.outline.pieces
        chars = 0
        for piece in pieces[start:]:
            if chars > JUST_BELOW:
                break
            near.update(box.element for box in piece.box.ancestors())
            chars += len(piece.text)
        chars = 0
        for piece in reversed(pieces[:start]):
            chars += len(piece.text)
            if chars > JUST_ABOVE:
                break
            parent = piece.box.parent
            if parent is not None and parent.element in self.trunk and parent.element not in self.frame:
                near.add(piece.box.element)
        return near - self.trunk

    @cached_property
    def headline_place(self) -> int | None:
        """The order of the headline's first text among the pieces; None where the page has no headline."""
        box = next((box for box in self.outline.boxes if box.element is self.headline), None)
        return None if box is None else min((p.order for p in box.all_pieces()), default=None)


def role_of(box: _Element) -> Role | None:
    """The role apart from the story that a box has by its names, else by its element; None for the story's and neutral ones."""
    if box.tag in ("body", "html"):
        return None
    role = role_of_names(names(box))
    if role is None and is_teaser(box):
        return Role.TEASER
    return role or TAGS.get(str(box.tag))


@lru_cache(maxsize=50_000)
def role_of_names(called: str) -> Role | None:
    """The first of the roles APART that names say.

    >>> role_of_names("most-read-byline"), role_of_names("entry-footer"), role_of_names("article-byline")
    (<Role.RELATED: 'related'>, <Role.FOOTER: 'footer'>, None)
    """
    found = named(called)
    return next((r for r in APART if r in found.sure or (r in found.hints and r not in ONLY_SURE)), None)


def find_headline(tree: _Element, outline: Outline, titles: list[str]) -> _Element | None:
    """The first heading that says what the page's titles say, else the text that says the longest part, else the first `<h1>`:
    where that is a link, as logos and headlines of other stories are, the first in an `<article>` that is none.

    On a page without `<h1>`, the one box that is called a story's title comes before such a text: it may be the paper's name.
    """
    wanted = [letters for title in titles if len(letters := fold(title)) >= MIN_TITLE]
    body = tree.find("body")
    headings: list[tuple[_Element, str]] = []
    for heading in filter(_is_shown, (tree if body is None else body).iter("h1", "h2", "h3")):
        said = _said(heading)
        matches = len(said) >= MIN_TITLE and any(said in title or title in said for title in wanted)
        if matches and not _is_masthead(heading, said, titles):
            return heading
        headings.append((heading, said))
    if not any(heading.tag == "h1" for heading, _ in headings) and (titled := titled_box(outline, titles)) is not None:
        return titled
    title = " ".join(titles[0].split()) if titles else ""
    parts = set(_parts(title))
    echoes = [p for p in outline.pieces if p.size >= MIN_TITLE and (p.text in parts or _begins(p, title))]
    if echoes:
        return max(echoes, key=lambda piece: len(piece.text)).box.element
    papers = set(_paper_names(titles))
    firsts = [
        h for h, said in headings if h.tag == "h1" and said and said not in papers and role_of(h) is not Role.MASTHEAD
    ]
    for number, first in enumerate(firsts):
        in_story = any(box.tag in ("article", "main") for box in first.iterancestors())
        if not is_linked(first) and (number == 0 or in_story):
            return first
    return next(iter(firsts), None)


def is_linked(heading: _Element) -> bool:
    """True if a heading holds a link or stands in one: the paper's name, or another story's headline,
    `<h2><a href="/other">Mill burns down</a></h2>`.
    """
    return next(heading.iter("a"), None) is not None or any(a.tag == "a" for a in heading.iterancestors())


def _begins(piece: Piece, title: str) -> bool:
    """True if a piece that is no link begins a title, up to a mark or as most of it: `Mill burns down_The Courier`."""
    if piece.link_share > LINKED or not title.startswith(piece.text):
        return False
    rest = title[len(piece.text) :]
    return MARK.match(rest) is not None or (rest[:1].isspace() and 2 * len(piece.text) > len(title))


def titled_box(outline: Outline, titles: Iterable[str]) -> _Element | None:
    """The one box that is called a story's title, if it is no link: of several each may be another story's.

    It says most of one of the page's titles, or no line of the page says the longest part of one: then they are the paper's.
    """
    called = (box for box in outline.boxes if STORY_TITLE.search(box.element.get("class") or ""))
    found = [box.element for box in called if box.element not in outline.hidden]
    one = found[0] if len(found) == 1 else None
    if one is None or next(one.iterdescendants("a", "p", "h2", "h3"), None) is not None:
        return None
    said = _said(one)
    if len(said) < MIN_TITLE or any(box.tag == "a" or role_of(box) in ELSEWHERE for box in one.iterancestors()):
        return None
    return one if _says_most(said, titles) or not is_echoed(outline, titles) else None


def _says_most(said: str, titles: Iterable[str]) -> bool:
    """True if letters are at least half of a title's, or hold it."""
    whole = [fold(title) for title in titles]
    held = any(len(title) >= MIN_TITLE and title in said for title in whole)
    return held or any(said in title and 2 * len(said) >= len(title) for title in whole)


def is_echoed(outline: Outline, titles: Iterable[str]) -> bool:
    """True if a line that is no link says the longest part of a title."""
    longest = {max(map(fold, TITLE_PARTS.split(title)), key=len) for title in titles}
    lines = (fold(piece.text) for piece in outline.pieces if piece.link_share <= LINKED)
    return any(len(line) >= MIN_TITLE and line in longest for line in lines)


def _parts(title: str) -> Iterator[str]:
    """What stands between any two separators of a title: a colon may part it from the paper's name, or be the headline's own.

    >>> list(_parts("Mill: it burns | Paper"))
    ['Mill', 'Mill: it burns', 'Mill: it burns | Paper', 'it burns', 'it burns | Paper', 'Paper']
    """
    ends = [(0, 0), *(match.span() for match in TITLE_PARTS.finditer(title)), (len(title), len(title))][:MAX_PARTS]
    for number, (_, start) in enumerate(ends):
        yield from (" ".join(title[start:end].split()) for end, _ in ends[number + 1 :])


def _said(heading: _Element) -> str:
    return fold(" ".join(heading.itertext()))


def _is_masthead(heading: _Element, said: str, titles: list[str]) -> bool:
    """True for the paper's name, at the end of a title whose beginning is a later heading: `Mill burns down | The Courier`.

    It is a link, or stands in another box than that heading; what a colon parts is kicker and headline.
    """
    parts = [(title, match) for title in titles for match in TITLE_PARTS.finditer(title) if ":" not in match[0]]
    cut = [(title[: match.start()], title[match.end() :]) for title, match in parts]
    stories = {fold(story) for story, end in cut if fold(end) == said and len(end) < len(story)}
    later = heading.xpath("following::h1|following::h2|following::h3") if stories else ()
    box = heading.getparent()
    is_link = stories and is_linked(heading)
    return any(_said(other) in stories and (is_link or box not in other.iterancestors()) for other in later)


def _is_shown(element: _Element) -> bool:
    return not any(around.tag in SILENT for around in element.iterancestors())


def _paper_names(titles: list[str]) -> Iterator[str]:
    """The parts of a page's titles that are not the longest: in `Story | Paper`, the paper's name."""
    for title in titles:
        parts = [fold(part) for part in TITLE_PARTS.split(title)]
        yield from set(parts) - {max(parts, key=len)}


def _with_ancestors(element: _Element) -> frozenset[_Element]:
    return frozenset((element, *element.iterancestors()))


def _main_boxes(paragraphs: list[tuple[Box, int]]) -> frozenset[_Element]:
    """Elements that hold at least half of the paragraphs' text: no list of other stories does, and of comments none counts."""
    weights: Counter[Box] = Counter()
    for paragraph, size in paragraphs:
        for box in paragraph.ancestors():
            weights[box] += size
    half = sum(size for _, size in paragraphs) / 2
    return frozenset(
        box.element for box, weight in weights.items() if weight >= half and Role.COMMENT not in named(box.names).sure
    )
