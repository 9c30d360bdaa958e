"""Links of a home page that may lead to a section.

Excluded: services, static pages, tags, authors, months, archives and stories.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from pipelines.base.urls.comment_feeds import is_comment_feed_address, is_reply
from pipelines.base.urls.identity import site_key
from pipelines.base.urls.kinds import EXTENSION, LISTING
from pipelines.lake.values import PageKind
from spiders.links.edges import Edge
from spiders.sources.usual_places import NAMED_FEED
from spiders.url_rules.article_urls import ASSET, SERVICE, looks_like_article
from spiders.url_rules.flat_lists import flat_family

UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i"})
MAX_NAME_CHARS = 40
"""Maximum characters of a section's name in a menu; a longer text is a headline."""
MAX_SEGMENTS = 4
MAX_MAPPED = 16
STATIC = re.compile(
    r"about(us)?|contact(us)?|contacts?|privacy(policy|notice)?|imprint|legal(notice)?|terms(ofuse|ofservice|andconditions)?|cookies?(policy)?"
    r"|team|staff|masthead|advertis(e|ing)|subscribe|subscriptions?|donate|supportus|jobs|careers|faq|help|sitemap|samplepage|home|homepage|start"
    r"|login|logout|signin|signup|register|newsletters?|rss|feeds?|search|archives?|archiv|all|everything|history"
    r"|uberuns|ueberuns|impressum|kontakt|datenschutz(erklarung|erklaerung)?|agb|barrierefreiheit|redaktion|mediadaten|startseite|suche|abo(nnement)?"
    r"|apropos|quisommesnous|contactez(nous)?|mentionslegales|(politiquede)?confidentialite|accueil|recherche|abonnements?|plandusite|equipe|larchives"
    r"|acercade|sobre(nosotros|nos|mi)?|quienessomos|contacto|(politicade)?privaci?dade?|avisolegal|inicio|buscar|archivos?|equipo|mapadelsitio"
    r"|quemsomos|contato|chisiamo|contatti|(informativasulla)?privacypolicy|notelegali|cerca|archivio|redazione|overons|colofon|zoeken"
    r"|omoss?|kontakta?(oss)?|personvern|integritetspolicy|integritet|sok|ok?nas|polityka(prywatnosci)?|redakcja|szukaj|archiwum"
    r"|uncategori[sz]ed|unkategorisiert|nonclasse|sincategoria|semcategoria|senzacategoria|geencategorie|bezkategorii"
    r"|onas|kontakty|onas?hl?aveni|okas|onama|yhteystiedot|tietoa|tietosuoja|hakkimizda|iletisim|gizlilik|rolunk|kapcsolat|adatvedelem"
)  # fmt: skip
"""Names of static pages in menus and addresses, in plain letters (see `plain`)."""
TAG = re.compile(
    r"tags?|keywords?|hashtags?|labels?|topics?|schlagw[oö]rt(er)?|etiquetas?|mots?(-cles?)?|mot\d+|wpteam",
    re.IGNORECASE,
)
AUTHOR = re.compile(
    r"authors?|autor(en|es|i)?|auteurs?|autori|users?|profile|writer|writers|contributors?|byline|auteur\d+",
    re.IGNORECASE,
)
ARCHIVE = re.compile(
    r"archiv(es?|o|io|os)?|page|seite|strona|(19|20)\d\d(-?[01]\d)?|attachment|comments?|print|embed|amp", re.IGNORECASE
)
INDEX = re.compile(r"index\d+")
"""Further pages of a front page, as named by Pelican and Nikola."""
ARCHIVE_QUERY = frozenset(
    name
    for names in (
        "m year monthnum w day p page_id attachment_id tag author s q search paged page share print replytocom feed format",
        "id_mot id_auteur author_name tag_id lang date month order sort",
    )
    for name in names.split()
)
SPIP_OTHER = re.compile(r"(?:mot|auteur|article|breve|site)\d+(?:$|[&.])|page=(?!rubrique)")
CATEGORY = re.compile(
    r"/(?:categor(?:y|ies|ie|ia|ias|ies)|kategori[ea]n?|rubri[kqc]\w*|sections?|ressorts?|themen?|channels?|c)/[^/]+|[?&](?:cat|category_name|categor[yi]\w*)="
    r"|rubrique\d+|/-[A-Z][\w-]*-$",
    re.IGNORECASE,
)
"""Addresses of categories. Some themes name them only beside stories."""


def section_candidates(edges: Iterable[Edge], home: str, stories: Collection[str]) -> list[str]:
    """Addresses that may be sections of the site at `home`: first those in menus, then categories that stories name.

    Categories of sitemaps come last, and only if they are few; a choice among many would be arbitrary. `stories` are
    the keys of known stories.
    """
    site = site_key(home)
    fit = [edge for edge in edges if edge.key not in stories and edge.url != home and may_be_section(edge, site)]
    menus = [edge.url for edge in fit if edge.kind in ("nav", "section")]
    categories = [edge.url for edge in fit if edge.kind != "sitemap" and CATEGORY.search(edge.url)]
    mapped = {edge.url for edge in fit if edge.kind == "sitemap" and CATEGORY.search(edge.url)}
    if len(mapped) <= MAX_MAPPED:
        categories += sorted(mapped)
    seen: dict[str, str] = {}
    for url in (*menus, *categories):
        seen.setdefault(url.rstrip("/"), url)
    return list(seen.values())


def may_be_section(edge: Edge, site: str) -> bool:
    """True if a link may lead to a section, by its address and anchor.

    >>> from spiders.url_rules.keys import cached_key
    >>> menu = {"Sport": "sport/", "About us": "we/", "Storm": "tag/storm/", "Town": "?cat=3", "A": "?author=3"}
    >>> edges = [Edge("nav", u := f"http://a.example/{end}", cached_key(u), 0, name) for name, end in menu.items()]
    >>> [edge.anchor for edge in edges if may_be_section(edge, "a.example")]
    ['Sport', 'Town']
    """
    parts = urlsplit(edge.url)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    anchor = (edge.anchor or "").strip()
    if (
        edge.key.partition("/")[0].partition("?")[0] != site
        or len(segments) > MAX_SEGMENTS
        or len(anchor) > MAX_NAME_CHARS
    ):
        return False
    if anchor and not any(letter.isalpha() for letter in anchor):  # a page of a list: `2`, `»`
        return False
    if (not segments and not parts.query) or _is_resource(edge.url, parts.path) or STATIC.fullmatch(plain(anchor)):
        return False
    if flat_family(edge.url, anchor) in ("tag", "author"):
        return False
    if _is_other_listing(segments, parts.query) or asks_for_other(parts.query):
        return False
    if CATEGORY.search(edge.url):
        return True
    return looks_like_article(edge.url, kind=edge.kind, anchor=anchor).kind in (PageKind.LISTING, "unknown")


def plain(text: str) -> str:
    """Only the letters and digits of a text, lower-cased, without accents.

    >>> plain("Über uns"), plain("Mentions légales")
    ('uberuns', 'mentionslegales')
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(UNDECOMPOSED))
    return "".join(letter for letter in letters if letter.isalnum())


def _is_resource(url: str, path: str) -> bool:
    if NAMED_FEED.search(url) or is_comment_feed_address(url) or is_reply(url):
        return True
    return ASSET.search(path) is not None


def _is_other_listing(segments: list[str], query: str) -> bool:
    """True for tags, authors, months, archives, static pages, and the list of all categories.

    `index.php?act=cat&cid=3` is not one of these.
    """
    words = [EXTENSION.sub("", segment).lower() for segment in segments]
    if words[-1:] == ["index"]:
        words.pop()
        if not words:
            return not query
    if not words:
        return False
    for word in words:
        if TAG.fullmatch(word) or AUTHOR.fullmatch(word) or ARCHIVE.fullmatch(word):
            return True
    last = words[-1]
    if INDEX.fullmatch(last) or LISTING.fullmatch(last):
        return True
    return SERVICE.fullmatch(last) is not None or STATIC.fullmatch(plain(last)) is not None


def asks_for_other(query: str) -> bool:
    """True if a query names a page that is not a section: a story, a tag, an author, a month, a search, a form.

    >>> asks_for_other("cat=3"), asks_for_other("author=3"), asks_for_other("rubrique7"), asks_for_other("mot7")
    (False, True, False, True)
    """
    names = {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
    return bool(names & ARCHIVE_QUERY - ({"page"} if "page=rubrique" in query else set())) or bool(
        SPIP_OTHER.search(query)
    )
