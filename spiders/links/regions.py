"""Which part of a page an element is, from its name, class, id, role and heading: related, nav, pagination or body.

Words, not sites: the class names that content systems share. Those for related links, and what headings over them say, stand
in `pipelines.lexicon.related_words`. None means the element says nothing; position then decides (see `spiders.links.links`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.lexicon.related_words import CRAWLED_BOX, HEADING

MAX_NAME = 300

PAGINATION = re.compile(r"\b(paginat\w*|paginacion|pager|paging|page (numbers?|nav)|load more|seitennavigation)\b")
BODY = re.compile(
    r"\b((article|story|entry|post|news|content|single)( |)(body|text|content)|articlebody|articletext|rich text)\b"
)
NAV = re.compile(
    r"(?<![^ ])((site |page |global |main |top |l )?(header|footer|masthead|nav\w*|menu\w*|topbar|toolbar)( \w+)?"
    r"|subnav\w*|footnav|breadcrumbs?( \w+)?|skip links?|social( \w+)?|share\w*( \w+)?|sharing( \w+)?|follow us"
    r"|lang(uage)?s?( \w+)?|login|account|cookies?( \w+)?|consent|tags?|tag list|topics?|hashtags?|byline|authors?"
    r"|legal|copyright)(?![^ ])"
)
WRAPPER = re.compile(r"(?<![^ ])(has|with|is|no|js) ")

NAV_HEADING = re.compile(
    r"^(menu|sections?|categor\w+|rubri(ken|ques)|ressorts?|topics?|tags?|follow us|contact|about( us)?|legal|services?"
    r"|newsletters?|kontakt|mentions légales|secciones|kategorie|sezioni|разделы|рубрики)$",
    re.IGNORECASE,
)
NAV_ROLES = frozenset(("navigation", "banner", "contentinfo", "menu", "menubar", "search", "toolbar"))


def region(tag: str, attributes: dict[str, str], in_story: bool) -> str | None:
    """The region an element opens: `pagination`, `related`, `body`, `nav`, or None when it says nothing.

    `in_story` is whether it stands inside `<article>` or `<main>`, where a header is a story's, not the site's.

    >>> region("div", {"class": "c-RelatedStories"}, False), region("nav", {}, False)
    ('related', 'nav')
    >>> region("div", {"class": "has-sticky-header"}, False) is region("header", {}, in_story=True) is None
    True
    """
    if attributes.get("itemprop", "").lower() == "articlebody":
        return "body"
    named = _named(" ".join(attributes.get(name, "") for name in ("class", "id", "aria-label"))[:MAX_NAME], in_story)
    if named in ("pagination", "related"):
        return named
    if attributes.get("role", "").lower() in NAV_ROLES:
        return "nav"
    if tag == "nav" or (tag in ("header", "footer") and not in_story):
        return "nav"
    return named


@lru_cache(maxsize=8192)
def heading(text: str) -> str | None:
    """The region that a heading announces for the links below it; None when it announces none.

    >>> heading("Lesen Sie auch"), heading("関連記事"), heading("Rubriken"), heading("Flood in Leeds")
    ('related', 'related', 'nav', None)
    """
    if len(text) <= 60 and HEADING.search(text):
        return "related"
    return "nav" if NAV_HEADING.search(text) else None


@lru_cache(maxsize=8192)
def _named(names: str, in_story: bool) -> str | None:
    """The first region that any class or id names; header, footer and menu words must be the whole of their name."""
    tokens = [re.sub(r"[^a-z]+", " ", _hyphened(name)).strip() for name in names.split()]
    words = " ".join(tokens)
    for region_name, pattern in (("pagination", PAGINATION), ("related", CRAWLED_BOX), ("body", BODY)):
        if pattern.search(words):
            return region_name
    if in_story:
        return "nav" if re.search(r"\b(nav|menu|share|social)\b", words) else None
    return "nav" if any(NAV.fullmatch(token) and not WRAPPER.match(token) for token in tokens) else None


def _hyphened(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
