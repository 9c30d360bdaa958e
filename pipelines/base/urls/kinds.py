"""The kind of a page by its address: words of its path, names of its query. No site's name is listed here.

`spiders.url_rules.article_urls` decides which URLs a crawl treats as stories; it also looks at the link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

from pipelines.base.urls.identity import key_of
from pipelines.base.urls.queries import above_in_query, chooses_entry, chooses_page, query_kind, spoken


class UrlKind(StrEnum):
    """The kinds of pages that a URL can show."""

    FRONT = "front"
    LISTING = "listing"
    ATTACHMENT = "attachment"
    STATIC = "static"
    STORY = "story"


LISTING = re.compile(
    r"tags?|tagged|topics?|thema|themen|temas?|category|categories|categor[iy]a?s?|kategorien?|kategorie|catégories?|rubri[kq]ues?"
    r"|sections?|authors?|autor(en|es|i)?|auteurs?|autore|contributors?|person|people|page|seite|strona|pagina|página|series"
    r"|location|keywords?|hashtags?|users?|label|etiquetas?|mots?(-cles)?|schlagwort|schlagworte|taxonomy"
    r"|onderwerp(?:en)?|trefwoord(?:en)?|emne(?:r|ord)?|nyckelord|amnen?|avainsanat?"
    r"|stitk[yu]|stitek|cimkek?|etiket(?:ler)?|etichete?|archiv(e|es|o|os|i|io)?|blogs?-archive"
)
"""Whole names of folders under which publishing systems keep lists of stories."""
SURE_LISTS = re.compile(
    r"tags?|tagged|category|categories|kategorien?|catégories?|categoria|authors?|autor(en|es)?|auteurs?|autore|hashtag|etiquetas?"
    r"|mots?-cles?|schlagworte?|taxonomy"
)
"""The names among them under which almost nobody keeps stories."""
LIST_PAGES = re.compile(
    r"tags?|topics|categories|kategorien|catégories|rubriques|authors|autoren|autores|archiv(?:e|es|o|os)?|blog|news|posts"
    r"|articles|stories|search|suche|recherche|buscar|ricerca|zoeken|sitemap|site-?map|plan-?(?:du-)?site|all-?posts"
)
"""Whole names of pages directly under a site's root that list its stories."""
STATIC = re.compile(
    r"about(?:-(?:us|me|this-site|the-site))?|contacts?(?:-us)?|imprint|impressum|kontakt|(?:ue|u|ü)ber-(?:uns|mich)"
    r"|datenschutz(?:erklaerung|erklärung|hinweise?)?|agb|nutzungsbedingungen|privacy(?:-(?:policy|notice|statement))?"
    r"|cookies?(?:-policy)?|terms(?:-(?:of-(?:use|service)|and-conditions|conditions))?|disclaimer|legal(?:-notice)?|accessibility"
    r"|mentions-legales|a-propos(?:-de-nous)?|qui-sommes-nous|confidentialite|politique-de-confidentialite|(?:nous-)?contacter"
    r"|acerca(?:-de(?:-nosotros)?)?|quienes-somos|sobre(?:-(?:nosotros|nos|mi|mim))?|aviso-legal|privaci(?:dad|dade)"
    r"|politica-de-privaci(?:dad|dade)|contactos?|contactenos|contato|fale-conosco|chi-siamo|contatti|note-legali|privacy-policy"
    r"|quem-somos|o-nas|o-mne|kontakty|over(?:-ons)?|privacybeleid|om(?:-(?:oss|os|meg))?|kontakta-oss|integritetspolicy"
    r"|personvern|kunye|hakkimizda|iletisim|gizlilik(?:-politikasi)?|colofon|colophon|kolofon|impresszum|rolunk|kapcsolat"
    r"|yhteystiedot|tietosuoja(?:seloste)?|despre-noi|za-nas|o-nama|o-redakcii|redakciya|reklamodatelyam"
    r"|polityka-prywatnosci|regulamin|staff|masthead|our-team|team|subscribe|newsletters?|advertise(?:-with-us)?"
    r"|sample-page|beispiel-seite|pagina-(?:de-)?ejemplo|page-d-exemple|faq|404|offline|log-?in|sign-?(?:in|up)|register|wp-login"
    r"|(?:lost|reset|forgot(?:ten)?)[-_]?password|password[-_]?reset",
    re.IGNORECASE,
)
"""Whole names of pages about the site itself."""
HOLDERS = re.compile(
    r"pages?|pagin[ae]s?|seiten?|info|site|legal|help|about(?:-us)?|static|[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE
)
"""Folders with such pages, languages included."""

NUMBERED = re.compile(
    r"(?:index|page)[-_]?\d+|(?:19|20)\d\d_\d\d(?:_\d\d)?_archive|list(?:_\d+){1,2}|cat_\d+"
    r"|archives?-(?:19|20)\d\d(?:-\d{1,3}){0,2}"
)
"""Further pages of a list, and numbered lists: `/index2.html`, `/2026_11_01_archive.html`, `/list_2_3.html`,
`/archive-2026-2.html`.
"""

DATE = re.compile(r"/(19|20)\d\d[/-]?(1[0-2]|0?[1-9])([/-]?([12]\d|3[01]|0?[1-9]))?(?=[/-]|$)")
MONTH_OF_LIST = re.compile(r"/(?:19|20)\d\d/(?:1[0-2]|0[1-9])(?:/(?:[12]\d|3[01]|0[1-9]))?$")
"""A month or a day in folders of their own, with nothing after it: `/archives/2026/11/`."""
YEAR, NUMBER = re.compile(r"(?:19|20)\d\d"), re.compile(r"[0-9]{3,}")
IDENTIFIER = re.compile(
    r"(?:^|[-_.,!a-zA-Z])(\d{5,}|(?=[a-f]*\d)[0-9a-f]{8,})(?:$|[-_.,])|^(?=(?:\D*\d){2})([a-z0-9]{10,}|[A-Z0-9]{6,})$"
)
"""A number of at least five digits, a hexadecimal one of eight, or letters and digits mixed as in no word."""
EXTENSION = re.compile(r"\.(html?|php|aspx?|jsp|shtml|cms|ece)$", re.IGNORECASE)

SLUG_WORDS, SLUG_LENGTH = 3, 24
"""A folder's name with at least this many words, or characters, is the name of one story."""
SURE_SLUG_WORDS = 5
"""Minimum words of such a name without a date before it: sections have names like `arts-and-culture`."""

PAGE_OF_LIST = re.compile(r"page[-_]?\d{1,4}")
FURTHER = re.compile(
    r"(?:page|seite|strona|pagina|página)-?(?:[2-9]|[1-9]\d{1,2})|comment-page-\d{1,3}|comments|[2-9]|[1-9]\d"
)
"""Last path segments in the URLs of a story's further pages, or of its comment pages:
`/mill-burns-down/2/`, `/mill-burns-down/comment-page-1/`, `/mill-burns-down/comments/`."""
FURTHER_PARAMETER = re.compile(r"(?:page|seite|strona|pagina)=(?:[2-9]|[1-9]\d{1,2})|cpage=\d{1,3}", re.IGNORECASE)

FRONT_PAGE = re.compile(r"/?(?:index\.\w+|home/?)?", re.IGNORECASE)


def is_front(url: str) -> bool:
    """True if a URL is a front page: nothing after the host, and no query that selects another page.

    >>> is_front("https://a.example/?utm_source=x"), is_front("https://a.example/?p=24"), is_front("https://a.example/index.php?do=x")
    (True, False, False)
    """
    parts = urlsplit(url)
    return FRONT_PAGE.fullmatch(parts.path) is not None and not (parts.query and chooses_page(parts.query))


def url_kind(url: str) -> UrlKind | None:
    """The kind of page that a URL shows; None if it shows none.

    >>> [str(url_kind(f"https://a.example/{rest}")) for rest in ("", "?p=24", "?cat=3", "?attachment_id=9", "page/2/")]
    ['front', 'story', 'listing', 'attachment', 'listing']
    >>> [str(url_kind(f"https://a.example/{rest}")) for rest in ("tag/mills/", "about.html", "2026/11/", "2026/11/25/mill-burns")]
    ['listing', 'static', 'listing', 'story']
    """
    if is_front(url):
        return UrlKind.FRONT
    url = spoken(url)
    for rule in (_by_query, _by_name, _by_folder, _by_date):
        found = rule(url)
        if found is not None:
            return found
    return None


def is_filed_story(url: str) -> bool:
    """True if a URL in a list's folder is still a story: with a date, with both words and a number, or with a number in
    an archive.

    >>> is_filed_story("https://a.example/topics/2026/11/25/mill-burns"), is_filed_story("https://a.example/topics/mills")
    (True, False)
    >>> is_filed_story("https://a.example/archives/149"), is_filed_story("https://a.example/archives/2026")
    (True, False)
    """
    segments = segments_of(url)
    last = segments[-1] if segments else ""
    dated = DATE.search(urlsplit(url).path)
    words = len(re.split(r"[-_,]", last))
    if _is_numbered_story(segments):
        return True
    return bool(dated and (words >= 2 or IDENTIFIER.search(last))) or (words >= 4 and bool(IDENTIFIER.search(last)))


def _is_numbered_story(segments: Sequence[str]) -> bool:
    """True if a path ends in a number under which an archive keeps a story: `/archives/149`, as WordPress and Typecho
    do.

    A year may be a story or a list; it counts as a list. A number of one or two digits is a further page of a list.
    The exception is two digits below `/archives/`, where WordPress counts its stories.
    https://wordpress.org/documentation/article/settings-permalinks-screen/
    """
    if len(segments) < 2 or not segments[-2].startswith("archi"):
        return False
    if not (NUMBER.fullmatch(segments[-1]) or (segments[-2] == "archives" and re.fullmatch(r"[1-9]\d", segments[-1]))):
        return False
    return YEAR.fullmatch(segments[-1]) is None and DATE.search(f"/{segments[-1]}") is None


def is_surely_list(url: str) -> bool:
    """True if such a URL hardly ever has a story: `/tag/mills`, `/page/2`, `/2026/11/`, `/?cat=3`, `/archives`.

    >>> is_surely_list("https://a.example/tag/mills"), is_surely_list("https://a.example/topics/mills")
    (True, False)
    >>> [is_surely_list(f"https://a.example/archives/{rest}") for rest in ("2026/11/", "2026/11/25", "2026/11/mill", "4711")]
    [True, True, False, False]
    """
    if url_kind(url) != UrlKind.LISTING or is_year_of_list(url):
        return False
    segments = segments_of(url)
    numbered = any(first == "page" and second.isdigit() for first, second in pairwise(segments))
    numbered = numbered or MONTH_OF_LIST.search(f"/{'/'.join(segments)}") is not None
    return numbered or _by_folder(url) is None or any(SURE_LISTS.fullmatch(segment) for segment in segments)


def is_year_of_list(url: str) -> bool:
    """True for a year below a list's page, which may also be the number of a story: `/blog/2017/`.

    >>> is_year_of_list("https://a.example/blog/2017/"), is_year_of_list("https://a.example/elections/2017/")
    (True, False)
    """
    segments = segments_of(url)
    return (
        len(segments) == 2 and LIST_PAGES.fullmatch(segments[0]) is not None and YEAR.fullmatch(segments[1]) is not None
    )


def story_above(url: str) -> str | None:
    """The key of the story whose address a URL extends by one name; None if there is none.

    >>> story_above("https://a.example/2026/11/25/mill-burns-down/pier/"), story_above("https://a.example/arts-and-culture/pier")
    ('a.example/2026/11/25/mill-burns-down', None)
    """
    segments, parts = segments_of(url), urlsplit(url)
    if len(segments) < 2 or segments[-1].isdigit() or parts.query:
        return None
    words = len(re.split(r"[-_,]", segments[-2]))
    least = SLUG_WORDS if DATE.search(parts.path) else SURE_SLUG_WORDS
    return key_of(url.rstrip("/").rpartition("/")[0]) if words >= least else None


def continued(url: str) -> str | None:
    """The key of the page whose further page (of its text or its comments) a URL is by its shape; None if it is none.

    >>> [continued(f"https://a.example/{rest}") for rest in ("mill-burns/2/", "mill-burns/comment-page-1", "?p=7&page=2")]
    ['a.example/mill-burns', 'a.example/mill-burns', 'a.example?p=7']
    >>> continued("https://a.example/mill-burns?page=1") is None
    True
    """
    parts = urlsplit(url)
    if upper := above_in_query(url):
        return key_of(upper[0]) if FURTHER.fullmatch(segments_of(url)[-1]) else None
    above, _, last = parts.path.rstrip("/").rpartition("/")
    if above and FURTHER.fullmatch(last) and not parts.query:
        return key_of(f"{parts.scheme}://{parts.netloc}{above}")
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not FURTHER_PARAMETER.fullmatch(pair)]
    if len(kept) == len(pairs):
        return None
    return key_of(f"{parts.scheme}://{parts.netloc}{parts.path}?{'&'.join(kept)}".rstrip("?"))


def segments_of(url: str) -> list[str]:
    """The names between the slashes of a path, in lower case, the last without its extension; `index.html` is dropped.

    Zope puts signs before the names of views of a page: `/news/@@search`.
    """
    segments = [segment.lower().removeprefix("@@") for segment in urlsplit(spoken(url)).path.split("/") if segment]
    if segments:
        segments[-1] = EXTENSION.sub("", segments[-1])
    if segments and segments[-1] in ("index", "default"):
        segments.pop()
    return segments


def kind_shape(url: str) -> str:
    """The shape of a page's address: its path with the last name, numbers and ids replaced, and the names of its query.

    >>> kind_shape("https://a.example/tag/mills/"), kind_shape("https://a.example/2026/11/25/mill-burns.html")
    ('/tag/*', '/#/#/#/*.html')
    >>> kind_shape("https://a.example/?cat=3"), kind_shape("https://a.example/news/page/2")
    ('/?cat', '/news/page/#')
    >>> kind_shape("https://a.example/2026/11/mill-burns-down/pier/")
    '/#/#/*/*'
    """
    parts = urlsplit(spoken(url))
    segments = [segment for segment in parts.path.split("/") if segment]
    shaped = [_open(segment) for segment in segments]
    if segments and not re.fullmatch(r"\d+", segments[-1]):
        extension = re.search(r"\.[a-z]{2,5}$", segments[-1], re.IGNORECASE)
        shaped[-1] = "*" + (extension[0].lower() if extension else "")
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return "/" + "/".join(shaped) + ("?" + "&".join(names) if names else "")


def address_form(url: str) -> str:
    """A URL in which numbers and names of stories are replaced, in its path and in the values of its query.

    >>> address_form("https://a.example/mail.asp?id=17"), address_form("https://a.example/2026/11/mill-burns-down?page=2")
    ('/mail.asp?id=#', '/#/#/*?page=#')
    >>> address_form("https://a.example/modules.php?name=News&file=friend&sid=12"), address_form("https://a.example/print.php?news.3")
    ('/modules.php?name=news&file=friend&sid=#', '/print.php?news.#')
    """
    parts = urlsplit(spoken(url))
    path = "/".join(_open(segment) for segment in parts.path.split("/"))
    return path + (f"?{'&'.join(_open_value(pair) for pair in parts.query.split('&'))}" if parts.query else "")


def _open_value(pair: str) -> str:
    name, mark, value = pair.partition("=")
    return name + mark + _open(value) if mark else re.sub(r"\d+", "#", name)


def _open(segment: str) -> str:
    """A name of a path, replaced if it has a number or consists of words like a story's name."""
    if re.search(r"\d", segment):
        return "#"
    return "*" if len(re.split(r"[-_,]", segment)) >= SLUG_WORDS or len(segment) > SLUG_LENGTH else segment.lower()


def _by_query(url: str) -> UrlKind | None:
    said = query_kind(url)
    return UrlKind(said) if said else None


def _by_name(url: str) -> UrlKind | None:
    """The kind by the last name of a short path: `/about`, `/de/impressum.html`, `/tags`; Blogger's `/p/about.html`."""
    segments = segments_of(url)
    blogger = segments[:-1] == ["p"] and urlsplit(url).path.endswith(".html")
    held = len(segments) in (1, 2) and all(HOLDERS.fullmatch(folder) for folder in segments[:-1])
    if (held or blogger) and STATIC.fullmatch(segments[-1]):
        return UrlKind.STATIC
    if not held or chooses_entry(urlsplit(url).query):
        return None
    return UrlKind.LISTING if LIST_PAGES.fullmatch(segments[-1]) or NUMBERED.fullmatch(segments[-1]) else None


def _by_folder(url: str) -> UrlKind | None:
    segments = segments_of(url)
    if "attachment" in segments[:-1]:
        return UrlKind.ATTACHMENT
    if any(LISTING.fullmatch(segment) for segment in segments) and not is_filed_story(url):
        return UrlKind.LISTING
    if len(segments) > 1 and PAGE_OF_LIST.fullmatch(segments[-1]) and _may_be_section(url, segments[-2]):
        return UrlKind.LISTING
    return UrlKind.LISTING if segments and segments[0] in ("search", "suche", "recherche", "buscar") else None


def _may_be_section(url: str, name: str) -> bool:
    """True if a folder's name is no story's: few words, and no date in the address."""
    return len(re.split(r"[-_,]", name)) < SLUG_WORDS and DATE.search(urlsplit(url).path) is None


def _by_date(url: str) -> UrlKind | None:
    path = "/" + "/".join(segments_of(url))
    date = DATE.search(path)
    if date is None:
        return UrlKind.LISTING if YEAR.fullmatch(path.strip("/")) or is_year_of_list(url) else None
    rest = path[date.end() :].strip("/") or _slug_before(path[: date.start()])
    return UrlKind.STORY if rest and not re.fullmatch(r"page/\d+", rest) else UrlKind.LISTING


def _slug_before(path: str) -> str:
    """The last name of a path if it is a story's name: `/blog/ten-benefits-of-sleep/2022/12`."""
    name = path.rpartition("/")[2]
    return name if name.count("-") >= 3 else ""
