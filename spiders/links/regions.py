"""Which part of a page an element is, from its name, class, id, role and heading: related, nav, pagination or body.

Words, not sites: the class names that content systems share, and what headings over related links say in the languages
of the news. None means the element says nothing; position then decides (see `spiders.links.links`).
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_NAME = 300

PAGINATION = re.compile(r"\b(paginat\w*|paginacion|pager|paging|page (numbers?|nav)|load more|seitennavigation)\b")
RELATED = re.compile(
    r"\b(related\w*|relat(ed|ionad[oa]s?)|recirc\w*|read (also|more|next|on)|more (on|from|stories|news|articles|like)"
    r"|you may|see also|recommend\w*|recommande\w*|further reading|up next|next (story|article)|onward|similar(es)?"
    r"|suggest\w*|linked stories|morelike|teaser related|verwandt\w*|mehr zum|weitere \w+|lire aussi|a lire"
    r"|articles? lies|leggi anche|correlat\w+|powiazan\w+|podobne|zobacz|czytaj|tambien|aanbevolen|gerelateerd\w*)\b"
)
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

RELATED_HEADING = re.compile(
    r"\b(related|read (more|next|also|on)|more (on|from|about|stories|news|like)|see also|recommended|further reading"
    r"|you (may|might) (also )?(like|be)|don'?t miss|up next|in this story|also in|editors?'? picks?|what to read"
    r"|lesen sie( auch)?|mehr (zum thema|dazu|aus|zu)|verwandte|auch interessant|das könnte sie|zum thema"
    r"|weitere (artikel|meldungen|nachrichten|themen)|lire aussi|à lire|sur le même (sujet|thème)|vous aimerez"
    r"|articles? (liés?|associés?|similaires)|nos suggestions|[tl]e puede interesar|relacionad[oa]s?|le[ae] también"
    r"|ver también|más (sobre|noticias|información)|leia (também|mais)|veja também|saiba mais|leggi anche"
    r"|potrebbe(ro)? interessarti|(articoli )?correlati|lees ook|gerelateerd\w*|meer over|ook interessant"
    r"|läs (också|mer|även)|relaterat|les (også|mer)|læs (også|mere)|lue (myös|lisää)"
    r"|(czytaj|zobacz) (także|też|również|więcej)|przeczytaj|powiązane|podobne|polecane|polecamy"
    r"|čtěte (také|více)|souvisej?í\w*|prečítajte|súvisiace|olvassa|kapcsolódó|citește și|articole similare"
    r"|читайте (также|ещё|також)|по теме|похожие|схожі|прочетете|свързани|διαβάστε|σχετικ\w+"
    r"|ilgili haberler|benzer haberler|bunlar da|baca juga|berita terkait|đọc thêm|tin liên quan)\b"
    r"|関連(記事|ニュース)?|あわせて読|相关(新闻|阅读|报道)?|推荐阅读|延伸閱讀|相關(新聞)?|관련\s?(기사|뉴스)"
    r"|اقرأ أيض|مقالات ذات|ذات صلة|קראו (גם|עוד)|यह भी पढ़ें",
    re.IGNORECASE,
)
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
    if len(text) <= 60 and RELATED_HEADING.search(text):
        return "related"
    return "nav" if NAV_HEADING.search(text) else None


@lru_cache(maxsize=8192)
def _named(names: str, in_story: bool) -> str | None:
    """The first region that any class or id names; header, footer and menu words must be the whole of their name."""
    tokens = [re.sub(r"[^a-z]+", " ", _hyphened(name)).strip() for name in names.split()]
    words = " ".join(tokens)
    for region_name, pattern in (("pagination", PAGINATION), ("related", RELATED), ("body", BODY)):
        if pattern.search(words):
            return region_name
    if in_story:
        return "nav" if re.search(r"\b(nav|menu|share|social)\b", words) else None
    return "nav" if any(NAV.fullmatch(token) and not WRAPPER.match(token) for token in tokens) else None


def _hyphened(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
