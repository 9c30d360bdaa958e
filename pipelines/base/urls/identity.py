"""URL identity: which addresses are the same page.

Parsing and resolution follow WHATWG (ada-url). `spiders` decides which URLs to *follow*; the *identity* of a URL is
decided here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

import ada_url

from pipelines.base.ids import article_id

TRACKING = re.compile(
    r"^(utm_\w+|at_\w+|ns_\w+|pk_\w+|mtm_\w+|wt_?mc(_\w+)?|fb(clid|_\w+)|g(clid|clsrc|braid)|wbraid|dclid|msclkid|yclid"
    r"|twclid|igshid?|mc_[ce]id|ref|ref_?src|referrer|source|src|cmp(id)?|ito|ocid|ncid|smid|smtyp|sref|xtor|rss"
    r"|feature|share|shared|_ga|_gl|s_cid|spm|__twitter_impression)$",
    re.IGNORECASE,
)
CAMPAIGN = re.compile(r"cid=(?!\d{1,9}(?:&|$))", re.IGNORECASE)
"""`cid=rss_social` is a campaign. `?act=cat&cid=3` is a category's number and selects a page."""
VARIANT_PARAMETERS = re.compile(r"^(amp|outputtype|output|print|printable|view|display|mode|format)$", re.IGNORECASE)
VARIANT_VALUES = re.compile(r"^(1|true|amp|print|printable|)$", re.IGNORECASE)
VARIANT_SEGMENT = re.compile(r"/(amp|print)(?=/|$)|(?<=/)(amp|print)/(?=.)", re.IGNORECASE)
PRINT_WORDS = re.compile(
    r"afdrukken|printversie|drucken|druckansicht|imprimir|imprimer|skriv-?ut|udskriv|tulosta|drukuj|wydrukuj|vytisknout|yazdir"
    r"|nyomtatas",
    re.IGNORECASE,
)
"""Last path names of printed versions."""
YEAR, DIGITS, WORD_BREAK = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d+"), re.compile(r"[-_]")
VARIANT_FILE = re.compile(r"\.amp(?=\.html?$|$)")
USUAL_PORT = re.compile(r":(80|443)$")
HOST_PREFIX = re.compile(r"^((www\d?|m|mobile|amp)\.(?=[^.]+\.))+")
VARIANT_HOST = re.compile(r"(m|mobile|amp)\.(?=[^.]+\.)")
DEFAULT_FILE = re.compile(r"/(index|default)\.(html?|php|aspx?)$", re.IGNORECASE)


@lru_cache(maxsize=8_192)
def resolve(base: str, href: str) -> str | None:
    """`href` resolved against `base`, as a normalised absolute http(s) URL without fragment; None if that is not
    possible.

    >>> resolve("http://a.example/x/y", "../z#top")
    'http://a.example/z'
    >>> resolve("http://a.example/", "javascript:void(0)") is None
    True
    """
    try:
        url = str(ada_url.URL(href.strip(), base=base).href)
    except ValueError:
        return None
    return url.partition("#")[0] if url.startswith(("http://", "https://")) else None


def normalise(url: str) -> str | None:
    """An absolute http(s) URL in WHATWG form, without fragment; None if it is no such URL.

    >>> normalise("HTTP://A.example:80/b/../c")
    'http://a.example/c'
    """
    return resolve(url, url)


@lru_cache(maxsize=8_192)
def url_key(url: str) -> str:
    """The identity of a URL: scheme, `www.`/`m.`/`amp.`, tracking, AMP and print variants, and query order do not
    count.

    Idempotent. Raises ValueError if it is not an absolute http(s) URL.

    >>> url_key("https://www.a.example/news/story.amp.html?utm_source=x&b=2&a=1#top")
    'a.example/news/story.html?a=1&b=2'
    >>> url_key("http://a.example/amp/story/") == url_key("https://m.a.example/story")
    True
    """
    absolute = normalise(url if "://" in url else f"http://{url}")
    if absolute is None:
        raise ValueError(f"not an absolute http(s) URL: {url!r}")
    address, _, search = absolute.partition("://")[2].partition("?")
    authority, slash, pathname = address.partition("/")
    host = HOST_PREFIX.sub("", USUAL_PORT.sub("", authority.rpartition("@")[2]))
    path = _plain_path(slash + pathname)
    query = sorted(p for p in parse_qsl(search, keep_blank_values=True) if not _is_noise(*p)) if search else []
    return f"{host}{path}" + (f"?{urlencode(query)}" if query else "")


def key_of(url: str | None) -> str | None:
    """The `url_key` of a possible URL; None if it is not a URL.

    >>> key_of("http://www.a.example/story/"), key_of("javascript:void(0)"), key_of(None)
    ('a.example/story', None, None)
    """
    try:
        return url_key(url) if url else None
    except ValueError:
        return None


def cleaned(url: str) -> str:
    """A normalised URL without its tracking parameters: the spelling to fetch.

    >>> cleaned("https://a.example/story?utm_source=rss&id=7")
    'https://a.example/story?id=7'
    """
    head, mark, query = url.partition("?")
    kept = [pair for pair in query.split("&") if not is_tracking(*pair.partition("=")[::2])]
    return head + (mark + "&".join(kept) if kept and query else "")


def is_tracking(name: str, value: str) -> bool:
    """True for a parameter that says where a reader came from and does not change the page.

    >>> is_tracking("utm_source", "x"), is_tracking("cid", "rss_social"), is_tracking("cid", "3")
    (True, True, False)
    """
    return TRACKING.match(name) is not None or CAMPAIGN.match(f"{name}={value}") is not None


def plainness(url: str) -> tuple[bool, bool, int, str]:
    """Sort key for the spellings of one identity, the one to fetch first: no AMP, print or mobile variant, https,
    short.

    >>> min(("http://m.a.example/story", "http://a.example/story?amp=1", "http://www.a.example/story"), key=plainness)
    'http://www.a.example/story'
    """
    parts = ada_url.URL(url)
    pairs = parse_qsl(str(parts.search)[1:], keep_blank_values=True)
    path = str(parts.pathname)
    variant = (
        VARIANT_HOST.match(str(parts.host)) is not None
        or VARIANT_SEGMENT.search(path) is not None
        or _unprinted(path.rstrip("/")) != path.rstrip("/")
        or VARIANT_FILE.search(path) is not None
        or any(VARIANT_PARAMETERS.match(name) and VARIANT_VALUES.match(value) for name, value in pairs)
    )
    return variant, not url.startswith("https:"), len(url), url


def site_key(url: str) -> str:
    """The host and port of a URL, as `url_key` writes them: the scope of identity and of masthead learning."""
    return url_key(url).partition("/")[0].partition("?")[0]


def is_front(key: str) -> bool:
    """True if the key of a URL is a site's front page: only a host."""
    return "/" not in key and "?" not in key


def article_id_of(url: str, canonical_url: str | None) -> str:
    """The id of the work at `url`: from its canonical URL if that is on the same site, otherwise from the URL itself.

    A canonical link to another site says who published the story first, not that both pages are one. A canonical
    link to the site's front page, which all stories may have, is ignored.
    """
    own, declared = url_key(url), url_key(canonical_url) if canonical_url else ""
    is_own = declared and site_key(declared) == site_key(own) and not is_front(declared)
    return article_id(declared if is_own else own)


def _plain_path(path: str) -> str:
    while True:
        plain = VARIANT_FILE.sub("", VARIANT_SEGMENT.sub("", DEFAULT_FILE.sub("/", path))).rstrip("/")
        plain = _unprinted(plain)
        if plain == path:
            return plain
        path = plain


def _unprinted(path: str) -> str:
    """Remove the name of a printed version after a story's name, which has a number or three words: `/a-371/afdrukken`."""
    above, _, last = path.rpartition("/")
    if not PRINT_WORDS.fullmatch(last):
        return path
    name = above.rpartition("/")[2]
    numbered = any(len(number) >= 3 and not YEAR.fullmatch(number) for number in DIGITS.findall(name))
    return above if numbered or len(WORD_BREAK.findall(name)) >= 2 else path


def _is_noise(name: str, value: str) -> bool:
    if is_tracking(name, value):
        return True
    return bool(VARIANT_PARAMETERS.match(name) and VARIANT_VALUES.match(value))
