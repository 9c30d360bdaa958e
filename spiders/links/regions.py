"""The region of a page that an element opens, from its name, class, id, role and heading.

Regions: related, nav, pagination, body. The rules use class names that content systems share, never names of sites. The
words for related links and for headings above them are in `pipelines.lexicon.related_words`. None means that the
element gives no evidence; then the position decides (see `spiders.links.links`).
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
    """The region that an element opens: `pagination`, `related`, `body`, `nav`, or None without evidence.

    `in_story`: the element is inside `<article>` or `<main>`. A header there belongs to the story, not to the site.

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
    """The region that a heading announces for the links below it; None if it announces none.

    >>> heading("Lesen Sie auch"), heading("関連記事"), heading("Rubriken"), heading("Flood in Leeds")
    ('related', 'related', 'nav', None)
    """
    if len(text) <= 60 and HEADING.search(text):
        return "related"
    return "nav" if NAV_HEADING.search(text) else None


@lru_cache(maxsize=8192)
def _named(names: str, in_story: bool) -> str | None:
    """The first region that a class or id names. A word for header, footer or menu must be the whole class name or id."""
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
