"""Section, tags and lead picture as a page shows them: breadcrumbs, links to categories, labels at the headline, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import _Element

from pipelines.base.urls.identity import resolve
from pipelines.base.urls.kinds import is_front
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import tidy, written
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import named
from pipelines.page.surroundings import CHROME, OTHERS

MAX_SECTION_CHARS, MAX_TAG_CHARS = 50, 60
MAX_META_CHARS = 160
"""Characters of a line about the story; a longer one is a paragraph of it."""
BREADCRUMB = re.compile(r"(?:^|[\s_-])bread-?crumbs?(?=$|[\s_-])", re.IGNORECASE)
STEPS = frozenset(("nav", "ol", "ul"))
LABEL = re.compile(
    r"(?:^|[\s_-])(?:categor(?:y|ies)|kategorie|categoria|rubrik|rubric|rubrique|sections?|channel|ressort|kicker|cat-links"
    r"|shared-top(?:ic)?s?|topic|primary-tag)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of a label that says in which section a story stands."""
TAGGED = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|article|post|assigned|list)[\s_-]?)?tags?(?:[_-]{1,2}(?:list|links?|cloud|item))*(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of a box with the story's tags, or of one of them."""
CATEGORY = re.compile(
    r"/(?:categor(?:y|ies|ias?|ie)|catégories?|kategori(?:en?|a|er)?|rubri(?:[kq]ues?|ken?|cs?)|sections?|ressorts?)/(?:[^/?#]+/)*[^/?#]+/?$"
    r"|[?&](?:(?:cat|category|category_name)=[^&]+|rubri(?:que|k|c)_?\d+)$",
    re.IGNORECASE,
)
"""Addresses of the pages of a section: `/category/sport/`, `?cat=9`, `?rubrique3`."""
TAG = re.compile(
    r"/(?:tags?|tagged|hashtags?|etiquetas?|schlagworte?|mots?-cles?|keywords?|labels?)/[^/?#]+/?$|[?&](?:tag=[^&]+|mot\d+)$",
    re.IGNORECASE,
)
"""Addresses of the pages of a tag."""
SECTION_LINE = pattern(r"\W{0,3}<<fields.section_label>>\s?[:：]\s*", re.IGNORECASE)
TAGS_LINE = pattern(r"\W{0,3}<<fields.tags_label>>\s?[:：]\s*", re.IGNORECASE)
"""How a line begins that names the story's section, or its tags: `Category: Sport`."""
MAX_LABELLED_CHARS, MAX_JOINT_CHARS = 300, 5
"""Characters of such a line, and of what stands between two of its links."""
NEAR_ABOVE, NEAR_BELOW = 3, 8
"""Pieces above and below a headline among which the story's links to its section and tags stand."""
MAX_LINKS = 1000
"""Links of a page that are looked at."""
MAX_LISTED, MAX_BESIDE = 12, 4
"""Links to different categories or tags in the story's article, and beside its headline: more are the site's list of them."""
PIECES_BEFORE, PIECES_AFTER = 2, 2
"""Pieces before and after a headline that may be the label of its section."""
TAGS_ABOVE = 6
"""Pieces above a headline among which its tags may stand."""
COUNTED = re.compile(r"\D\s?\(?\d{1,5}\)?$")
MAX_IMAGES = 20
MIN_IMAGE_WIDTH = 200
SOURCES = ("data-src", "data-lazy-src", "data-original", "src")
MADE = re.compile(
    r"^data:|\.svg(?:[?#]|$)|[/_.-](?:logo|avatar|icon|pixel|blank|spacer|placeholder|404)s?[/_.-]", re.IGNORECASE
)
"""Addresses of logos, portraits, icons and of pictures that load later."""
NO_PICTURE = (*OTHERS, *CHROME, Role.ADVERT, Role.SIDEBAR, Role.AUTHOR)


def breadcrumbs(page: Page) -> Iterator[str]:
    """The steps of the first breadcrumb that the page shows, each once: `Home > Sport > Football`."""
    box = next((box for box in page.outline.boxes if is_breadcrumb(box) and not says_more(box)), None)
    steps: dict[str, None] = {}
    for link in islice(box.element.iter("a"), 12) if box is not None else ():
        address = resolve(page.base or link.get("href") or "", link.get("href") or "")
        if address and not is_front(address):
            steps.setdefault(tidy(written(link)))
    return (step for step in steps if step and len(step) <= MAX_SECTION_CHARS)


@lru_cache(maxsize=20_000)
def is_called_breadcrumb(names: str) -> bool:
    """True if names speak of a breadcrumb; kept, for a site's pages have the same names."""
    return BREADCRUMB.search(names) is not None


@lru_cache(maxsize=20_000)
def is_called_tags(names: str) -> bool:
    """True if names speak of tags."""
    return TAGGED.search(names) is not None


def is_breadcrumb(box: Box) -> bool:
    """True if a list of steps is called so, in a name, a label for readers who do not see it, or microdata."""
    if box.names and is_called_breadcrumb(box.names):
        return True
    get = box.element.get
    return box.tag in STEPS and (
        "BreadcrumbList" in (get("itemtype") or "") or "readcrumb" in (get("aria-label") or "")
    )


def categories(page: Page) -> Iterator[str]:
    """The names of links to the story's categories: `<a rel="category tag">`, that lead to a category's address, or on a line
    with such a label.
    """
    for link in page.tree.iter("a"):
        said = (link.get("rel") or "").lower().split()
        if "category" in said and page.surroundings.apart(link) not in OTHERS:
            yield tidy(written(link))
    yield from addressed(page, CATEGORY)
    yield from labelled(page, SECTION_LINE)


def addressed(page: Page, address: re.Pattern[str]) -> list[str]:
    """The names of the story's own links to such addresses: those in its article, else beside headline and text; not those
    within its sentences, in menus or in teasers of other stories. Nothing if the page lists all that its site has.
    """
    articles = [box for box in page.tree.iter("article") if box in page.surroundings.own]
    for holders, most in ((articles, MAX_LISTED), (_beside_story(page), MAX_BESIDE)):
        links = dict.fromkeys(link for holder in holders for link in islice(holder.iter("a"), MAX_LINKS))
        names = dict.fromkeys(name for link in links if (name := _addressed_name(page, link, address)))
        if names:
            return list(names) if len(names) <= most else []
    return []


def labelled(page: Page, line: re.Pattern[str]) -> list[str]:
    """The links of the one line that begins with a label and names nothing else: `Tags: mills, rivers`, in a sidebar, too.

    Nothing if several lines of the page begin so: those of other stories are among them.
    """
    lines = (piece for piece in page.outline.pieces if len(piece.text) <= MAX_LABELLED_CHARS and line.match(piece.text))
    found = {tuple(names) for piece in lines if (names := _labelled_names(page, piece, line))}
    return [*found.pop()] if len(found) == 1 else []


def _labelled_names(page: Page, piece: Piece, line: re.Pattern[str]) -> list[str]:
    """What the links of a line say, if it has no words but them, its label, and small ones between them."""
    if page.surroundings.apart(piece.box.element) not in (None, Role.SIDEBAR):
        return []
    names = [tidy(written(link)).lstrip("#").strip() for link in piece.box.element.iter("a")]
    rest = line.sub("", piece.text, count=1)
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return [name for name in names if name] if len(rest) <= MAX_JOINT_CHARS * len(names) else []


def _addressed_name(page: Page, link: _Element, address: re.Pattern[str]) -> str | None:
    """What a link to such an address says, if it is the story's; None if it is not."""
    href = link.get("href") or ""
    if not address.search(href) or not _is_of_site(page, href) or _is_of_others(page, link):
        return None
    holder = link.getparent()
    around = len(tidy(written(holder))) if holder is not None and holder.tag == "p" else 0
    name = tidy(written(link)).lstrip("#").strip()
    return name if 1 < len(name) <= MAX_SECTION_CHARS and around <= MAX_META_CHARS else None


def _beside_story(page: Page) -> list[_Element]:
    """The elements of the pieces right above and below the headline, and right below the story's last paragraph, in order."""
    place, pieces = page.surroundings.headline_place, page.outline.pieces
    if place is None:
        return []
    own = (box for box, _ in page.surroundings.paragraphs if not _is_of_others(page, box.element))
    last = max((box.pieces[-1].order for box in own if box.pieces), default=place)
    near = [*pieces[max(0, place - NEAR_ABOVE) : place + 1 + NEAR_BELOW], *pieces[last + 1 : last + 1 + NEAR_BELOW]]
    return [piece.box.element for piece in near]


def _is_of_others(page: Page, link: _Element) -> bool:
    return page.surroundings.apart(link) is not None or page.surroundings.is_of_others(link)


def _is_of_site(page: Page, href: str) -> bool:
    """True if a link leads to the page's own host: a shop's `?tag=` is another thing."""
    if "//" not in href:
        return True
    url = resolve(page.base or href, href)  # None for an address that cannot be parsed
    return url is not None and urlsplit(url).hostname == urlsplit(resolve(url, page.base) or "").hostname


def label(page: Page) -> str | None:
    """The section's name on a label right above or under the headline: a short link or line that is called so."""
    place = page.surroundings.headline_place
    pieces = page.outline.pieces
    near = (
        ()
        if place is None
        else (*reversed(pieces[max(0, place - PIECES_BEFORE) : place]), *pieces[place + 1 : place + 1 + PIECES_AFTER])
    )
    return next((tidy(piece.text) for piece in near if is_label(piece)), None)


def is_label(piece: Piece) -> bool:
    """True if a short piece, or the box around it, is called a category, section, channel or kicker, and is no sentence."""
    if not 1 < len(piece.text) <= MAX_SECTION_CHARS or re.search(r"\d|[.!?:]", piece.text):
        return False
    around = islice(piece.box.ancestors(), 2)
    called = (box.names for box in around if sum(len(p.text) for p in box.all_pieces()) <= MAX_SECTION_CHARS)
    return bool(LABEL.search(piece.marks)) or any(LABEL.search(name) for name in called)


def tags(page: Page) -> Iterator[str]:
    """The links of a box with tags behind the headline: `<ul class="tag-list"><li><a>Mills</a>`; else its own links that lead
    to a tag's address; else those of a line with such a label.
    """
    yield from [*tags_of_boxes(page)] or addressed(page, TAG) or labelled(page, TAGS_LINE)


def tags_of_boxes(page: Page) -> Iterator[str]:
    """The links of the first box behind the headline, or right above it, that is called tags, and of those beside it."""
    place = page.surroundings.headline_place
    least = page.outline.pieces[place].order - TAGS_ABOVE if place is not None else -1
    first: Box | None = None
    for box in page.outline.boxes:
        if not box.names or not is_called_tags(box.names) or box.hidden:
            continue
        if first is not None and (box.parent is not first.parent or first in box.ancestors()):
            continue
        holder = box.parent.element if box.tag == "nav" and box.parent else box.element  # a menu of tags is no menu
        if page.surroundings.apart(holder) in (*OTHERS, *CHROME) or first_order(box) < least or says_more(box):
            continue
        links = [link for link in islice(box.element.iter("a"), 40) if link.get("href")]
        if next(box.element.iter("a"), None) is None:
            links = [each for each in islice(box.element, 40) if is_bare_tag(each)]
        if sum(COUNTED.search(tidy(written(link))) is not None for link in links) > max(1, len(links) / 2):
            continue  # all tags of the site, each with the number of its stories
        names = [name for link in links if 1 < len(name := tidy(written(link)).lstrip("#").strip()) <= MAX_TAG_CHARS]
        first = first or (box if names else None)
        yield from names


def says_more(box: Box) -> bool:
    """True if a box holds more than links: a story in `<div class="post tag-mills">`, all of a page in its `<body>`."""
    unlinked = sum(piece.size * (1 - piece.link_share) for piece in box.all_pieces())
    return unlinked > MAX_META_CHARS


def is_bare_tag(element: _Element) -> bool:
    """True for a tag without a link: `<span class="tag">Mills</span>`."""
    return element.tag in ("span", "li") and not len(element) and is_called_tags(element.get("class") or "")


def first_order(box: Box) -> int:
    """The order of the first piece in a box; -1 if it has none."""
    return min((piece.order for piece in box.all_pieces()), default=-1)


def picture(page: Page) -> str | None:
    """The first large picture of the story: right above its headline, in its own article, or behind it; None if it shows none."""
    headline = page.surroundings.headline
    if headline is None:
        return None
    above = [each for each in headline.xpath("preceding::img")[-1:] if is_lead_above(page, each)]
    behind = (each for each in islice(headline.xpath("following::img"), MAX_IMAGES) if is_large(each))
    for element in (*above, *behind):
        if page.surroundings.apart(element) in NO_PICTURE:
            continue
        for name in SOURCES:
            address = (element.get(name) or "").strip()
            if address and not MADE.search(address):
                return resolve(page.base or address, address)
    return None


def is_lead_above(page: Page, element: _Element) -> bool:
    """True for a large picture that stands between the beginning of the headline's own box and the headline."""
    own = any(box in page.surroundings.own and box.tag in ("article", "main") for box in element.iterancestors())
    return own and is_large(element)


def is_large(element: _Element) -> bool:
    """True if a picture is wide by its attribute, or says no width and stands in a figure; False for a logo or a portrait."""
    said = " ".join(element.get(name) or "" for name in ("alt", "class", "id"))
    around = " ".join(box.get("class") or "" for box in islice(element.iterancestors(), 2))
    if re.search(r"\b(?:logo|avatar|gravatar|author|icon)\b", f"{said} {around}", re.IGNORECASE) or named(said).sure & {
        Role.ADVERT
    }:
        return False
    width = re.match(r"\d+", element.get("width") or "")
    if width:
        return int(width[0]) >= MIN_IMAGE_WIDTH
    around_it = list(islice(element.iterancestors(), 3))
    if any(box.tag in ("figure", "picture") for box in around_it):
        return True
    line = next((box for box in around_it if box.tag == "p"), None)  # a paragraph that is nothing but a picture
    return line is not None and not tidy(written(line))
