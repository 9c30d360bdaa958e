"""What a page declares around its story: canonical address, section, tags, lead image, whether it must be paid for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from lxml.etree import _Element

from pipelines.base.urls.identity import is_front as is_front_key
from pipelines.base.urls.identity import resolve, url_key
from pipelines.extract.fields import shown
from pipelines.extract.headline.site_names import site_names
from pipelines.lexicon.data import entries
from pipelines.lexicon.data import words as words_of
from pipelines.lexicon.entry import letters
from pipelines.lexicon.pattern import pattern, topic_phrases
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import Phrases, fold, tidy, written
from pipelines.page.page import Page
from pipelines.page.roles import named
from pipelines.page.structured import address_key, article_nodes, strings, types
from pipelines.page.surroundings import OTHERS

MAX_TAGS, MAX_TAG_CHARS = 30, 80
MIN_TITLE_CHARS, MIN_SITE_CHARS = 25, 4
"""Characters of a headline and of a site's name that are no tag; a shorter one may be a name: `Violetta Villas`, `US`."""
MAX_LINK_SHARE = 0.5
"""Share of a text that links make of it; one with more is a menu."""
MACHINE_TAG = re.compile(r"[a-z]+/[a-z\d/-]+|\d{4,}|[a-z]+:[a-z\d:-]+")
"""A tag that only programs read: `sections/world`, `location:usa`, a number."""
UNSPACED_COMMA = re.compile(r",(?=[^\s\d])|\s*[，、；،؛]\s*")
"""What separates names in a list; within a name a comma has a space behind it."""
COMMA = re.compile(r"\s*[,;，、；،؛]\s*")
MAX_SECTION_CHARS = 50
"""Characters of a section's name."""
SECTIONS = ("article:section", "section", "cxenseparse:section", "parsely-section", "category", "dc.subject")
MAX_OWN_TITLE_CHARS = 20
"""Characters of a section's name with which a headline may begin; a longer one is the headline."""
NO_SECTION = "fields.no_section"
"""Folds of what systems call the category of stories without one."""
HOMES = "fields.front_page"
"""Folds of what sites call their front pages."""
BLANK = re.compile(
    r"/(?:blank|pixel|spacer|transparent|placeholder|1x1|404)\.(?:gif|jpe?g|png|svg|webp)(?:[?#]|$)|/placeholders?[@/]|\.svg(?:[?#]|$)",
    re.IGNORECASE,
)
"""Addresses of pictures that hold a place, and of drawings: a logo, a pattern."""
LOGO = frozenset(("logo", "logos", "favicon", "avatar"))
ICON = frozenset(("icon", "favicon", "og"))
SHARED = frozenset(("publication", "og", "default", "share", "sharing", "social", "facebook", "twitter"))
"""Words in the name of the picture that stands for whatever page has none: `og-default.png`."""
OF_LOGO = LOGO.union(
    (
        "png",
        "jpg",
        "jpeg",
        "gif",
        "svg",
        "webp",
        "site",
        "share",
        "sharing",
        "default",
        "social",
        "facebook",
        "twitter",
        "og",
        "publication",
        "cover",
    ),
    ("image", "img", "large", "square", "header", "new", "open", "graph"),
)
"""Words in the name of a site's logo."""
LAST_OF_NAME = re.compile(r", (?:&|and|und|et|y|e) [^,]+$")
REST = topic_phrases("fields.paywall_rest")
"""What a page says of a story that breaks off: there is more of it, for those who pay."""
TEASE = topic_phrases("fields.paywall_tease")
WHOLE_STORY = 1500
"""Characters from which on a text may be all of a story though the page asks for a subscription."""
PAID = frozenset(("false", "no", "0", "http://schema.org/false", "https://schema.org/false"))
OPEN_TIERS = frozenset(("free", "open", "false"))

MAX_CREDIT_CHARS = 250
MAX_CREDIT_LINES = 5
PIECES_AROUND_STORY = 12
"""How many pieces of the page before the story and after it may hold a credit."""

CREDIT = pattern(
    r"\b<<people.first_published>>\b.*\b<<people.in_paper>>\b|\b<<people.taken_from>>\b"
    r"|^\W*(?:<<people.source>>|via)\s*:?\s+\S|^\W*(?:©|\(c\))",
    re.IGNORECASE,
)


def first_meta(page: Page, wanted: Iterable[str]) -> str | None:
    """The first non-empty content among these meta names, tried in order."""
    for name in wanted:
        for key, content in page.meta:
            if key == name and content:
                return tidy(content)
    return None


def canonical_url(page: Page) -> str | None:
    """What the page declares as its own address, resolved: its canonical link, else `og:url`; None when neither is usable.

    Of a story, the front page of a site is no address.
    """
    links = (link for link in page.links if "canonical" in link.get("rel", "").lower().split())
    offered = (*(link["href"] for link in links if link.get("href")), first_meta(page, ("og:url",)))
    found = (resolve(page.base or href, href) for href in offered if href)
    return next((url for url in found if url and (not is_front(url) or is_front(page.url or url))), None)


def is_front(url: str) -> bool:
    """True if a URL is that of a site's front page: `https://paper.example/`. False for one that cannot be parsed."""
    try:
        return is_front_key(url_key(url))
    except ValueError:
        return False


def section(page: Page) -> str | None:
    """The section: declared for the story, the first breadcrumb after the front page, a meta element, a category, a label.

    `Home > Sport > Football` → Sport. A name that no reader takes for a section (`Uncategorized`, the site's) is passed over.
    """
    offered = (name for name in sections(page) if name and not is_no_section(page, name))
    return next(offered, None)


def sections(page: Page) -> Iterator[str]:
    """All that may be the section's name, in the order of trust."""
    yield from (first_of_list(tidy(text)) for node in page.stories for text in strings(node.get("articleSection")))
    yield from breadcrumbs(page)
    for name in SECTIONS:
        yield first_of_list(first_meta(page, (name,)) or "")
    yield from shown.breadcrumbs(page)
    yield from shown.categories(page)
    yield shown.label(page) or ""


def is_no_section(page: Page, name: str) -> bool:
    """True for the front page, the site, the headline, a field that no system filled, and what one calls no section."""
    said = fold(name)
    if len(name) > MAX_SECTION_CHARS or said in words_of(NO_SECTION) or is_home(page, name) or "{" in name:
        return True
    return len(name) > MAX_OWN_TITLE_CHARS and any(fold(title).startswith(said) for title in page.surroundings.titles)


def breadcrumbs(page: Page) -> Iterator[str]:
    """The steps to a story from its site's front page, as structured data name them: https://schema.org/BreadcrumbList."""
    node = next((node for node in page.jsonld if "BreadcrumbList" in types(node)), {})
    listed = node.get("itemListElement")
    steps = [step for step in listed if isinstance(step, dict)] if isinstance(listed, list) else []
    steps.sort(key=_position)
    for number, step in enumerate(steps):
        name = tidy(next(iter([*strings(step.get("name")), *strings(step.get("item"))]), ""))
        item = step.get("item")
        address = str(item.get("@id") or item.get("url") or "") if isinstance(item, dict) else str(item or "")
        address = (resolve(page.base or address, address) or "") if address else ""
        if number + 1 == len(steps) and (not address or address_key(address) == address_key(page.url)):
            return  # the story itself
        if name and len(name) <= MAX_SECTION_CHARS and (number or not (is_front(address) or is_home(page, name))):
            yield name


def is_home(page: Page, name: str) -> bool:
    """True if the first breadcrumb is the front page: it is called `Home`, `Startseite` … or as the site is."""
    said, host = fold(name), fold(page.url.partition("://")[2].partition("/")[0])
    site = fold(first_meta(page, ("og:site_name", "application-name")) or "")
    return said in words_of(HOMES) or said == site or ("." in name and said in host) or said.endswith("homepage")


def _position(step: dict[str, Any]) -> int:
    written = str(step.get("position"))
    return int(written) if re.fullmatch(r"[0-9]{1,4}", written) else 0


def first_of_list(text: str) -> str:
    """The first of several names where one field holds a list of them.

    >>> first_of_list("Articles,Legal,National"), first_of_list("Home, Garden, & Tools"), first_of_list("Linux; c64; retro")
    ('Articles', 'Home, Garden, & Tools', 'Linux')
    """
    listed = UNSPACED_COMMA.split(text)
    if len(listed) == 1 and (";" in text or (text.count(", ") > 1 and not LAST_OF_NAME.search(text))):
        listed = re.split(r"\s*[,;]\s*", text)
    return next((part.strip() for part in listed if part.strip()), text)


def tags(page: Page, authors: Iterable[str] = ()) -> tuple[str, ...]:
    """Keywords of the story: declared, else shown as tags; without repeats, and those that only programs read.

    Names of its authors and of the site, and its headline, are not tags.
    """
    seen: dict[str, str] = {}
    titles = (title for title in page.surroundings.titles if len(title) >= MIN_TITLE_CHARS)
    sites = (name for name in site_names(page) if len(name) >= MIN_SITE_CHARS)
    others = {*sites, *map(fold, (*authors, *titles))}
    for place in (declared_tags, told_keywords, marked_tags, shown.tags, keywords):
        for text in map(tidy, place(page)):
            if 1 < len(text) <= MAX_TAG_CHARS and not MACHINE_TAG.fullmatch(text) and fold(text) not in others:
                seen.setdefault(text.casefold(), text)
        if seen:
            break
    return tuple(list(seen.values())[:MAX_TAGS])


def declared_tags(page: Page) -> Iterator[str]:
    """Keywords in the story's structured data and in `article:tag`."""
    for node in page.stories:
        for text in strings(node.get("keywords")):
            yield from COMMA.split(text)
    for name, content in page.meta:
        if name == "article:tag":
            yield from UNSPACED_COMMA.split(content)


def marked_tags(page: Page) -> Iterator[str]:
    """Links that are marked as tags of the story."""
    return (written(link) for link in page.tree.iter("a") if is_tag(page, link))


def keywords(page: Page) -> list[str]:
    """The first of the meta elements with keywords."""
    offered = (COMMA.split(content) for name, content in page.meta if name in ("news_keywords", "keywords") and content)
    return next(offered, [])


def told_keywords(page: Page) -> list[str]:
    """These keywords, if the page speaks of any outside of links: those of a site or a theme are the same on all its pages."""
    listed = keywords(page)
    texts = (piece.text for piece in page.outline.pieces if piece.link_share < MAX_LINK_SHARE) if listed else ()
    said = " ".join(texts).casefold()
    return listed if any(word in said for each in listed if (word := tidy(each).casefold())) else []


def is_tag(page: Page, link: _Element) -> bool:
    """True for a link to a tag of the story, `<a rel="tag">`: https://microformats.org/wiki/rel-tag."""
    said = (link.get("rel") or "").lower().split()
    is_category = "category" in said or shown.CATEGORY.search(link.get("href") or "") is not None
    return "tag" in said and not is_category and page.surroundings.apart(link) not in OTHERS


def image(page: Page) -> str | None:
    """URL of the lead image."""
    named = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    declared = (url for url in (first_meta(page, (name,)) for name in named) if url)
    offered = (*declared, *(url for node in page.stories for url in _addresses(node)))
    chosen = (resolve(page.base or url, url) for url in offered if not (BLANK.search(url) or is_logo(url)))
    return next((url for url in chosen if url), None) or shown.picture(page)


def is_logo(url: str) -> bool:
    """True if a picture is called a logo, a portrait or a picture for sharing, with no other word but the site's; or an icon.

    >>> is_logo("https://argus.example/img/argus-logo-2.png"), is_logo("https://argus.example/img/mill-burns-logo-falls.jpg")
    (True, False)
    >>> is_logo("https://argus.example/img/og_image.png"), is_logo("https://argus.example/img/butterfly-icon.png")
    (True, True)
    """
    host, _, path = url.partition("://")[2].partition("/")
    name = path.partition("?")[0].rpartition("/")[2].lower()
    words = [word for word in re.split(r"[^a-z]+", name.rpartition(".")[0] or name) if len(word) > 2 or word == "og"]
    others = [word for word in words if word not in OF_LOGO and word not in host]
    is_only = not others and not (LOGO | SHARED).isdisjoint(words)
    return "/blavatar/" in url or is_only or not ICON.isdisjoint(words[-1:])


def _addresses(node: dict[str, Any]) -> list[str]:
    value = node.get("image") or node.get("thumbnailUrl")
    first = value[0] if isinstance(value, list) and value else value
    address = (first.get("url") or first.get("contentUrl")) if isinstance(first, dict) else first
    return [address] if isinstance(address, str) and address else []


def paywall(page: Page, text: str, under: str, shown: str) -> str:
    """`open`, `metered` (declared as not free, the story is there), `truncated` (it is not), or `unknown`.

    `text` is the story, `under` what readers see right under it, `shown` all that the page says below it.
    """
    free = declared_free(page)
    if free is True:
        return "open"
    if REST.search(under) or (len(text) < WHOLE_STORY and TEASE.search(under)):
        return "truncated"
    tease = TEASE.stands_in(shown)
    walled = any(Role.PAYWALL in named(called).hints for called in {box.names for box in page.outline.boxes})
    if free is False or (tease and walled):
        return "truncated" if len(text) < WHOLE_STORY and (tease or walled) else "metered"
    return "unknown" if tease or walled else "open"


def asks_to_pay(text: str) -> bool:
    """True if a text offers the rest of a story to those who pay."""
    return (REST.search(text) or TEASE.search(text)) is not None


def declared_free(page: Page) -> bool | None:
    """What structured data and meta elements say of access to the story; None when they say nothing."""
    for node in (*page.stories, *(node for node in page.jsonld if not article_nodes([node]))):
        value = node.get("isAccessibleForFree")
        if value is not None and any(re.search(r"Article|Posting|WebPage|CreativeWork|Report", t) for t in types(node)):
            return str(value).strip().lower() not in PAID
    tier = first_meta(page, ("article:content_tier", "content_tier", "cxenseparse:access", "is_paywalled"))
    return None if tier is None else tier.lower() in OPEN_TIERS


@cache
def _credit() -> Phrases:
    topics = ("people.first_published", "people.taken_from", "people.source")
    words = (letters(entry).lower() for topic in topics for entry in entries(topic))
    return Phrases(CREDIT, *dict.fromkeys(words), "via", "©", "(c)")


def credit_lines(pieces: Sequence[str], story: Sequence[int]) -> tuple[str, ...]:
    """The pieces of a page that credit somebody, near the story but not of it; `story` are the places of its own pieces.

    What they mean is read by `pipelines.corpus.duplicates.credits`.

    >>> credit_lines(["The Digest", "First appeared in the Herald.", "A bridge fell.", "Source: Herald"], [2])
    ('First appeared in the Herald.', 'Source: Herald')
    """
    if not story:
        return ()
    own = set(story)
    near = range(max(0, min(own) - PIECES_AROUND_STORY), min(len(pieces), max(own) + PIECES_AROUND_STORY + 1))
    found = (pieces[place] for place in near if place not in own)
    lines = [line for line in found if len(line) <= MAX_CREDIT_CHARS and _credit().search(line)]
    return tuple(dict.fromkeys(lines))[:MAX_CREDIT_LINES]
