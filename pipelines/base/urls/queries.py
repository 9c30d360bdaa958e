"""The kind of a page by the query of its address, or by its script: `?cat=3`, `list.php?tid=2`, `?view=article`.

Systems without readable addresses select a page by parameters directly under the root, or by those of a script. The
rules are tried in order; the first one that matches a parameter decides.
https://developer.wordpress.org/reference/classes/wp_query/ https://www.spip.net/fr_article765.html
https://docs.joomla.org/Constants
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pipelines.base.urls.identity import is_tracking

Kind = Literal["attachment", "story", "listing", "static"]
ROOT = re.compile(r"/?(?:index\.\w+|spip\.php)?", re.IGNORECASE)
SCRIPT = re.compile(r"/([a-z]+(?:[-_][a-z]+)?)\.(?:php\d?|aspx?|jsp|cfm|cgi|do|html?)$", re.IGNORECASE)
"""A file of one or two words with parameters: a story's own file has more words, or a number."""
STEMS: tuple[tuple[str, Kind], ...] = (
    (r"(?:article|news|story|post|photo|movie|video|reporter|tag|user|section|category|cat|sub|board)?[-_]?lists?|forum-?display"
     r"|categor(?:y|ies)|sections?|rubric|archives?|tags?|search", "listing"),
    (r"(?:article|news|story|post|show|view)?[-_]?(?:view|read|detail|details|thread)", "story"),
)  # fmt: skip
"""Names of scripts that show the kind: Bitrix `detail.php`, NDsoft `articleView.html`, dedecms `list.php`."""
VIEWS: tuple[tuple[str, str, Kind], ...] = (
    (r"attachment_id", r"\d+", "attachment"),
    (r"view|mod|mode|do|act|action|subaction|a|task|layout|tx_\w+\[action\]",
     r"categor(?:y|ies)|cat|featured|frontpage|archive|tags?|list|forumdisplay|guide|space|search|lastcomments|lastnews|newposts"
     r"|alltags|userinfo|allnews", "listing"),
    (r"view|mod|mode|do|act|action|a|task|tx_\w+\[action\]", r"article|details?|viewthread|view|show|read|news|story", "story"),
    (r"view|mod|do|act|action|task", r"feedback|contact|static|rules|rss|stats", "static"),
    (r"(?:article|story|news|element|content|art)_?id|newsid|idxno|tx_\w+\[(?:news|tt_news|article)\]", r"\w+", "story"),
    (r"tx_\w+\[(?:currentPage|pointer|cat)\]", r".+", "listing"),
)  # fmt: skip
"""Name and value of a parameter of any script, or directly under the root."""
PARTS: tuple[tuple[str, str, Kind], ...] = (
    (r"section_?(?:id|code)|cat_?id|sc_\w+|page(?:no|num|index|n_\d+)", r".+", "listing"),
)
"""The same for a script without a story's number: a story has a section and further pages, too."""
BLOCK_PAGE = r"query-(?:\d+-)?page|e-page-[0-9a-f]+"
"""Parameters of the further pages of a list that is a block of its page: WordPress's query loop, Elementor's posts.

https://developer.wordpress.org/reference/functions/build_query_vars_from_query_block/
"""
NUMBER = r"id|idx|num|no|seq|[anst]id"
ID = re.compile(rf"p|pid|{NUMBER}", re.IGNORECASE)
"""Parameters with a story's number."""
ENTRY = re.compile(
    rf"(?:(?:news|article|story|item|post|entry|content)[-_]?(?:id|no|nr)?|nr|n|{NUMBER})=[\w-]*\d[\w-]*"
    r"|(?:item|extend|news|story|article)(?:\.\d+)+|\d+",
    re.IGNORECASE,
)
"""Parameters that select one entry of a list: `id=12`, e107's `item.6.3`. Others may select a part: `p=2`, `rowstart=20`."""
DATED = re.compile(r"/(?:19|20)\d\d/(?:1[0-2]|0?[1-9])/")
"""A day or month in a path: the part after it is the name of a story, even `search.html`."""
QUERIES: tuple[tuple[str, str, Kind], ...] = (
    (r"p|id|post_?id|nid|sid|aid|id_article", r"\w+", "story"),
    (r"(?:article|breve)\d+", r"", "story"),
    (r"(?:rubrique|mot|auteur)\d+", r"", "listing"),
    (r"debut_\w+", r"\d+", "listing"),
    (r"page", r"plan|recherche|sommaire", "listing"),
    (r"page", r"contact|login|identifiants", "static"),
    (r"page_id", r"\d+", "static"),
    (r"cat|category(?:_name)?|tag|author(?:_name)?|taxonomy|term|topic", r".+", "listing"),
    (r"s|q|search|query|recherche", r".*", "listing"),
    (r"m", r"(?:19|20)\d{2,6}", "listing"),
    (rf"{BLOCK_PAGE}|paged|page|start|limitstart|cstart|offset", r"\d+", "listing"),
    (r"id_rubrique|id_mot|id_auteur|monthnum|year|day", r"\d+", "listing"),
)  # fmt: skip
"""Name and value of a parameter directly under the root."""
IDLE = re.compile(
    r"(?:lang|language|locale|hl|v|ver|version|t|ts|_|no_?cache|cache|rnd|random|theme|from|amp|edition|mobile|outputtype|partner"
    r"|redirect|phpsessid|jsessionid)=.*|m=[01]?|cst=|sid=[0-9a-z]{20,}",
    re.IGNORECASE,
)
"""Parameters, with their values, that do not change a front page; WordPress marks links to further pages with `cst`."""

NAME = r"[\w.~%,+-]+"
PATH_PARAMETER = re.compile(
    r"(?P<host>https?://[^/?#]+)/?(?:index\.php)?\?(?P<name>[a-z]\w{0,15}=)?"
    rf"(?P<path>/?{NAME}(?:/{NAME})*/?)=?(?:&(?P<rest>.*))?",
    re.IGNORECASE,
)
"""Addresses with a path in a parameter, or as the whole query, as systems write them whose host rewrites no addresses."""
SLASH = re.compile("%2f", re.IGNORECASE)
FOLDER = re.compile(r"[a-z][a-z_-]{2,}/")
"""The first name of a path that does not begin with a slash, in a parameter: not `AC/DC`, `5/7` or a date."""
WHOLE_QUERY = re.compile(r"/|(?:[a-z][\w-]{2,}|(?:19|20)\d\d)/")
"""The same in a query that has no name: `?tag/mills/page2`, `?archives/2026/02`, `?2026/02/mill-burns`."""
POINTERS = re.compile(
    r"(?:redirect|return|back|go|next|continue|forward|dest|destination|url|uri|link|href|to|ref|referer|target|came_from|src|img|image"
    r"|file|path_info)(?:_?(?:to|url|uri|path))?",
    re.IGNORECASE,
)
"""Parameters whose path is another page than this one."""


class PathInQuery(NamedTuple):
    """A URL whose query holds its path: the host, the parameter with its `=`, the path as written, the rest of the query."""

    host: str
    parameter: str
    path: str
    rest: str


def spoken(url: str) -> str:
    """A URL with the path from its query in the usual place, to recognise its kind; other URLs are unchanged.

    >>> spoken("https://a.example/?q=node/12"), spoken("https://a.example/index.php?q=taxonomy%2Fterm%2F3&page=2")
    ('https://a.example/node/12', 'https://a.example/taxonomy/term/3?page=2')
    >>> spoken("https://a.example/?u=/2026/11/30/mill/comments/"), spoken("https://a.example/?tag/mills/page2")
    ('https://a.example/2026/11/30/mill/comments/', 'https://a.example/tag/mills/page2')
    >>> [spoken(f"https://a.example/{end}")[18:] for end in ("?q=AC/DC", "search?q=north/south", "?cat=news/uk", "?back=/x/")]
    ['?q=AC/DC', 'search?q=north/south', '?cat=news/uk', '?back=/x/']
    """
    held = _path_in_query(url)
    if held is None:
        return url
    return f"{held.host}/{held.path.removeprefix('/')}" + (f"?{held.rest}" if held.rest else "")


def above_in_query(url: str) -> tuple[str, ...]:
    """The addresses one name above a URL with its path in the query, with and without a slash at the end; () for others.

    >>> above_in_query("https://a.example/?u=/2026/mill/comments/"), above_in_query("https://a.example/2026/mill/comments/")
    (('https://a.example/?u=/2026/mill/', 'https://a.example/?u=/2026/mill'), ())
    """
    held = _path_in_query(url)
    above = held.path.rstrip("/").rpartition("/")[0] if held else ""
    return tuple(f"{held.host}/?{held.parameter}{above}{end}" for end in ("/", "")) if held and above else ()


def _path_in_query(url: str) -> PathInQuery | None:
    head, mark, query = url.partition("?")
    if not mark or ("/" not in query and "%2" not in query):
        return None
    held = PATH_PARAMETER.fullmatch(f"{head}?{SLASH.sub('/', query)}")
    if held is None or "/" not in held["path"].rstrip("/"):
        return None
    name, path, rest = (held["name"] or "").removesuffix("="), held["path"], held["rest"] or ""
    if not (_is_path(name, path) if name else WHOLE_QUERY.match(path)):
        return None
    if name not in ("q", "") and any(ENTRY.fullmatch(pair) for pair in rest.split("&")):
        return None  # `?r=news/view&id=12`: a program's name
    return PathInQuery(held["host"], held["name"] or "", path, rest)


def _is_path(name: str, value: str) -> bool:
    """True if the value of a parameter, which has a slash, is the path of the page."""
    if name == "q":
        return FOLDER.match(value) is not None
    known = any(_fits(rule, name.lower(), value) for rule in (*VIEWS, *PARTS, *QUERIES))
    if known or POINTERS.fullmatch(name) or IDLE.fullmatch(f"{name}={value}") or is_tracking(name, value):
        return False
    return value.startswith("/") or FOLDER.match(value) is not None


def _fits(rule: tuple[str, str, Kind], name: str, value: str) -> bool:
    names, values, _ = rule
    return re.fullmatch(names, name) is not None and re.fullmatch(values, value, re.IGNORECASE) is not None


def query_kind(url: str) -> Kind | None:
    """The kind of page by the query or the script of a URL; None if they show none.

    >>> [query_kind(f"https://a.example/{rest}") for rest in ("?p=24", "?cat=3", "?attachment_id=9", "?utm_source=x")]
    ['story', 'listing', 'attachment', None]
    >>> [query_kind(f"https://a.example/index.php?option=com_content&{rest}&id=8") for rest in ("view=article", "view=category")]
    ['story', 'listing']
    >>> [query_kind(f"https://a.example/{rest}") for rest in ("articleView.html?idxno=7", "list.php?tid=2", "mill.html?page=2")]
    ['story', 'listing', None]
    >>> [query_kind(f"https://a.example/{rest}") for rest in ("read.php?id=3&mode=list", "?id=5&cat_id=3", "2013/05/search.html")]
    ['story', 'story', None]
    """
    parts = urlsplit(spoken(url))
    under_root, script = ROOT.fullmatch(parts.path), SCRIPT.search(parts.path)
    if not (under_root or script):
        return None
    pairs = (
        [(name.lower(), value) for name, value in parse_qsl(parts.query, keep_blank_values=True)] if parts.query else []
    )
    stem = script[1] if script and not DATED.search(parts.path) else ""
    by_stem = next((kind for names, kind in STEMS if re.fullmatch(names, stem, re.IGNORECASE)), None)
    numbered = any(ID.fullmatch(name) for name, _ in pairs)
    if by_stem == "story" and numbered:
        return by_stem
    whole = numbered or (by_stem is None and parts.path.lower().endswith((".html", ".htm")))
    for name, said, kind in (*VIEWS, *(() if whole else PARTS), *(QUERIES if under_root else ())):
        if any(re.fullmatch(name, key, re.IGNORECASE) and re.fullmatch(said, value) for key, value in pairs):
            return kind
    return by_stem


def chooses_entry(query: str) -> bool:
    """True if a query selects one entry of a list.

    >>> [chooses_entry(query) for query in ("id=12", "item.6.3", "page=2", "p=2", "")]
    [True, True, False, False, False]
    """
    return any(map(ENTRY.fullmatch, query.split("&")))


def chooses_page(query: str) -> bool:
    """True if a query has parameters that may select another page: more than trackers, languages and versions.

    >>> chooses_page("utm_source=x&lang=en"), chooses_page("do=lastcomments")
    (False, True)
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    return any(not is_tracking(name, value) and not IDLE.fullmatch(f"{name}={value}") for name, value in pairs)
