"""Dates a page states for machines: JSON-LD, meta elements, microdata, RDFa; scripts and attributes where these are silent."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element

from pipelines.base.urls.identity import resolve, url_key
from pipelines.dates.model import Origin, OriginKind
from pipelines.dates.place.address import original
from pipelines.dates.place.context import Contexts
from pipelines.dates.place.walk import MIN_TITLE, SEPARATOR, Walk
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import Dialect, Offer, read_machine
from pipelines.dates.read.words import fold_text
from pipelines.dates.trust import meta_role, property_role
from pipelines.lexicon.wording import fold
from pipelines.page.page import Page, read_json
from pipelines.page.roles import is_dated, names

REVIEW = re.compile(r"review", re.IGNORECASE)
THING = re.compile(
    r"event|comment|product|offer|job|person|claim|dataset|image|organi[sz]ation|broadcast|course|rating|action|software|book|movie"
    r"|series|website",
    re.IGNORECASE,
)
STORY = re.compile(r"^$|article|posting|report|review|page$|creativework|blogpost|liveblog", re.IGNORECASE)
CITED = re.compile(r"scholarly|socialmedia", re.IGNORECASE)  # stories that pages quote more often than they are
NAMES = ("headline", "name")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
ENOUGH_WORDS = 3  # of a headline that tell it from another
ADDRESSES = ("url", "mainEntityOfPage", "@id")

QUOTE = r"(?:[\"']|&quot;|\\\\?\")"
PUBLISHED = re.compile(
    r"ub(?P<word>(?:lish(?:ed)?|lication)?[_-]?(?:[aA]t|[dD]ate(?:[tT]ime)?|[tT]ime(?:stamp)?|[oO]n)?)"
    rf"{QUOTE}?\s*[:=]\s*{QUOTE}?"
    r"(?P<value>\d{4}-\d\d-\d\d[T ]?[\d:.]*\s?(?:Z|[+-]\d\d:?\d\d)?|\d{13}|\d{10}|20\d{6}(?![\w/]))(?![\d-])"
)
FILLED = re.compile(r"<(?P<tag>\w{1,20})\b[^<>]{0,300}\bid=[\"']publish_time[\"'][^<>]{0,300}>\s{0,99}</(?P=tag)>")
"""An empty element that a script fills with the time of publication: WeChat's `<em id="publish_time"></em>`."""
FILLING = re.compile(
    rf"(?:\bct|\b(?:ori_)?create_time)\s*[:=]\s*(?:JsDecode\()?{QUOTE}(?P<value>\d{{10}}){QUOTE}", re.IGNORECASE
)
"""Seconds of Unix time that it is filled with: `var ct = "1568213045"`."""
DATED = re.compile(r"date|time|at$|on$|ed$", re.IGNORECASE)
KEY = re.compile(r"(?:^|[^\w-])(?P<before>[\w-]*?)(?P<initial>[pP])$")
NEVER = re.compile(r"(?:^|[_-])(?:un|re|last|next|prev(?:ious)?|sub|e|video|app|book)[_-]?$", re.IGNORECASE)
BRACKET = re.compile(r"[\[\]{}]")
OWNER = re.compile(r"[\"']?([\w$.-]{1,60})[\"']?\s*([:=(,]?)\s*$")
OTHERS = re.compile(
    r"relat|recommend|next|prev|items|list|latest|popular|most|trend|comment|widget|teaser|video|^ads?$|^app|build|plugin|config|version",
    re.IGNORECASE,
)
LD_BEGINS = re.compile(r"<script\b[^<>]*ld\+json[^<>]*>", re.IGNORECASE)
WITHIN = 4000  # characters before a value in which what holds it is looked for
MAX_KEY_CHARS = 40
MAX_VALUES = 12
DIGIT = re.compile(r"\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
"""As bylines put it on hover, `<abbr title="2025-11-03T18:45Z">2 hours ago</abbr>`; elsewhere it is another's."""
BYLINE_BOXES = 3
"""Boxes around an instant, one of which must be called a byline."""
HATOM = "hatom."  # http://microformats.org/wiki/hatom
MAIN = ("datepublished", HATOM + "published")
COMMENT = re.compile(r"comment", re.IGNORECASE)
MAX_DEPTH = 4
"""Nested JSON-LD objects that are searched for dates."""
MAX_VALUE_CHARS = 120
MAX_NODES, MAX_NODE_DATES = 60, 30
"""JSON-LD nodes of a page with a date, and dates of a node, that are read."""


def kind_of(node: dict[str, Any]) -> str:
    """The type of a node, an article's first."""
    stated = node.get("@type")
    kinds = [k for k in (stated if isinstance(stated, list) else [stated]) if isinstance(k, str)]
    article = next((k for k in kinds if "Article" in k or "Posting" in k), None)
    return (article or (kinds[0] if kinds else "")).rpartition("/")[2]


def is_thing(kind: str) -> bool:
    """True if things of a type are dated for themselves, as events, products and comments are."""
    return THING.search(kind) is not None and REVIEW.search(kind) is None


def is_story(kind: str) -> bool:
    """True if a node of a type is the page's story unless something says otherwise; a video or a cited study is not."""
    return STORY.search(kind) is not None and CITED.search(kind) is None and not is_thing(kind)


def strangers(nodes: Sequence[dict[str, Any]], titles: Iterable[str], own: Collection[str], base: str) -> list[bool]:
    """For each node whether it is about something else than the page at `own` addresses, with its `titles`.

    A node that says the title or has the page's address is its own. Any other that has an address is another page's; one
    with a headline is another story's when a node says the title; one that is no story must say that it is this page.
    A site's own page with neither a name nor another node beside it is taken for this one.
    """
    titles = list(titles)
    wanted = [letters for t in titles for part in (t, *SEPARATOR.split(t)) if (letters := fold(unescape(part)))]
    titled = [_says(node, wanted) for node in nodes]
    mine = [
        has_title or any(_stated_address(node, name) in own for name in ADDRESSES)
        for node, has_title in zip(nodes, titled, strict=True)
    ]
    if all(mine):
        return [False] * len(mine)
    here = {key for url in own if (key := _key(url))}
    words = _words(" ".join(titles))
    return [
        not has_title
        and (
            _is_strange(node, _address(node, base), here, another_is_titled=any(titled))
            or _is_unlike(node, base, words)
            or ((len(nodes) > 1 or _name(node) != "") and _is_of_site(node, base))
        )
        for node, has_title in zip(nodes, titled, strict=True)
    ]


def _is_strange(node: dict[str, Any], key: str | None, here: Container[str], *, another_is_titled: bool) -> bool:
    if key is not None:
        return key not in here
    return (another_is_titled and _name(node) != "") or not is_story(kind_of(node))


def _is_unlike(node: dict[str, Any], base: str, title_words: Container[str]) -> bool:
    """True if a node without an address has a headline of several words, and no title of the page shares one with it."""
    own = _words(_name(node))
    return len(own) >= ENOUGH_WORDS and _address(node, base) is None and not any(word in title_words for word in own)


def _is_of_site(node: dict[str, Any], base: str) -> bool:
    """True if a node is a site's own: a `WebPage` whose `url` is the front page, on another page. `/?p=77` is no front page."""
    url = _stated_address(node, "url") if kind_of(node) == "WebPage" else ""
    front = urlsplit(resolve(base, url) or "") if url and "#" not in url else None
    return front is not None and not (front.path.strip("/") or front.query) and urlsplit(base).path.strip("/") != ""


def _words(text: str) -> frozenset[str]:
    return frozenset(LONG_WORD.findall(unescape(text).casefold()))


def _says(node: dict[str, Any], wanted: Sequence[str]) -> bool:
    text = fold(unescape(_name(node)))
    return any(
        text == title or (len(text) >= MIN_TITLE <= len(title) and (text in title or title in text)) for title in wanted
    )


def _name(node: dict[str, Any]) -> str:
    return next((value for name in NAMES if isinstance(value := node.get(name), str)), "")


def _address(node: dict[str, Any], base: str) -> str | None:
    """The page that a node says it is about; a site's front page is none, there nodes without a page of their own live."""
    for name in ADDRESSES:
        address = _stated_address(node, name)
        absolute = resolve(base, address) if address else None
        if absolute and urlsplit(absolute).path.strip("/"):
            return _key(absolute)
    return None


def _stated_address(node: dict[str, Any], name: str) -> str:
    address = node.get(name)
    if isinstance(address, dict):
        address = address.get("@id") or address.get("url")
    return address.strip() if isinstance(address, str) else ""


def _key(url: str) -> str | None:
    try:
        return url_key(url)
    except ValueError:
        return None


def jsonld_offers(page: Page, found: Walk, titles: Iterable[str], dialect: Dialect) -> Iterator[Offer]:
    """Every date of every JSON-LD node; a node that is not about this page is a related story's."""
    dated = [
        (node, found_dates)
        for node in page.jsonld[:MAX_NODES]
        if (found_dates := list(islice(_dates(node, False, 0), MAX_NODE_DATES)))
    ]
    if not dated:
        return
    canonical = resolve(page.url, found.canonical) if found.canonical not in (None, "", page.url) else None
    own = [url for url in (page.url, original(page.url), canonical) if url]
    strange = strangers([node for node, _ in dated], titles, own, page.url)
    for (_, dates), elsewhere in zip(dated, strange, strict=True):
        for owner, role, origin, raw, nested in dates:
            context = "related" if nested or elsewhere else "head"
            yield Offer("other" if is_thing(kind_of(owner)) else role, origin, raw, read_machine(raw, dialect), context)


def _dates(node: dict[str, Any], nested: bool, depth: int) -> Iterator[tuple[dict[str, Any], str, Origin, str, bool]]:
    for key, value in node.items():
        role = property_role("jsonld", key)
        if role is not None:
            for raw in _list(value):
                stated = raw.get("@value") if isinstance(raw, dict) else raw
                if isinstance(stated, str | int) and str(stated).strip():
                    origin = Origin(OriginKind.JSONLD, f"{kind_of(node)}.{key}")
                    yield node, role, origin, str(stated).strip(), nested
        elif depth < MAX_DEPTH and key != "@graph":
            below = nested or key not in ("mainEntity", "mainEntityOfPage")
            for child in _list(value):
                if isinstance(child, dict):
                    yield from _dates(child, below, depth + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def meta_offers(found: Walk, dialect: Dialect) -> Iterator[Offer]:
    """Dates of `<meta>` elements, whatever dialect names them."""
    for element in found.metas:
        content = (element.get("content") or element.get("value") or "").strip()
        if len(content) > MAX_VALUE_CHARS or not DIGIT.search(content):
            continue
        for attribute in ("property", "name", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            role = meta_role(name) if name else None
            if role is not None:
                yield Offer(role, Origin(OriginKind.META, name), content, read_machine(content, dialect), "head")


def property_offers(found: Walk, place: Contexts, dialect: Dialect) -> Iterator[Offer]:
    """Microdata and RDFa properties, hAtom's `<abbr class="published">`, datetime attributes of other elements than `<time>`."""
    spots = [*found.properties, *(t for t in found.times if t.element.get("itemprop"))]
    stated = [(spot, name, raw) for spot in spots for name, raw in _properties(spot.element)]
    alone = len({raw for _, name, raw in stated if name.lower() in MAIN}) == 1
    for spot, name, raw in stated:
        scope = _scope(spot.element)
        kind = "" if scope is None else (scope.get("itemtype") or "").rpartition("/")[2]
        own = scope in place.surroundings.own if scope is not None else name.startswith(HATOM)
        context = "comment" if COMMENT.search(kind) else place.alone(spot)
        if not name and spot.element.tag == "abbr" and (context != "byline" or not _is_in_byline(spot.element)):
            continue
        if alone and name.lower() in MAIN and (own or context not in ("comment", "related")):
            context = "head"
        role = property_role("microdata", name) if name else label_of(fold_text(spot.before))
        if not own and not is_story(kind):
            role = "other"
        origin = Origin(OriginKind.MICRODATA, name) if name else Origin(OriginKind.ATTRIBUTE, "datetime")
        yield Offer(role or "published", origin, raw, read_machine(raw, dialect), context)


def _is_in_byline(element: _Element) -> bool:
    """True if a box around an element is called a byline, whatever the element is called itself: `timeago`."""
    return any(is_dated(names(around)) for around in islice(element.iterancestors(), BYLINE_BOXES))


def is_of_thing(element: _Element) -> bool:
    """True if microdata says that the date of an element is no publication's (`startDate`), or is of a thing such as an event."""
    names = (element.get("itemprop") or "").split()
    if any(property_role("jsonld", name) == "other" for name in names):
        return True
    scope = _scope(element)
    return scope is not None and is_thing((scope.get("itemtype") or "").rstrip("/").rpartition("/")[2])


def _scope(element: _Element) -> _Element | None:
    """The item that a property is of."""
    return next((around for around in element.iterancestors() if around.get("itemtype")), None)


def _properties(element: _Element) -> Iterator[tuple[str, str]]:
    """(property, value) of each date property of an element; ("", value) for a datetime attribute without one."""
    raw = (element.get("content") or element.get("datetime") or "").strip()
    stated = f"{element.get('itemprop') or ''} {element.get('property') or '' if element.tag != 'meta' else ''}"
    names = [n for n in stated.split() if property_role("microdata", n)]
    if element.tag == "abbr" and not names:
        raw = raw or element.get("title") or ""
        names = [HATOM + n for n in (element.get("class") or "").split() if n in ("published", "updated")]
    if not raw and names:
        raw = element.get("title") or " ".join(" ".join(element.itertext()).split())
    if not raw or len(raw) > MAX_VALUE_CHARS or not DIGIT.search(raw):
        return
    if not names and (element.get("datetime") or (element.tag == "abbr" and INSTANT.match(raw))):
        names = [""]
    for name in names:
        yield name, raw


def embedded_dates(markup: str, dialect: Dialect) -> Iterator[Offer]:
    """Values that scripts call a publication date; when several days are among them, they are other stories' too."""
    found = []
    for m in PUBLISHED.finditer(markup):
        if not _calls_itself_published(markup, m) or _stated(markup, m.start()) or _of_another(markup, m.start()):
            continue
        reading = read_machine(m["value"], dialect)
        if reading is not None:
            found.append((m["value"], reading))
        if len(found) >= MAX_VALUES:
            break
    if not found and FILLED.search(markup):
        filling = ((m["value"], read_machine(m["value"], dialect)) for m in FILLING.finditer(markup))
        found = [(value, reading) for value, reading in filling if reading is not None][:1]
    alone = len({r.value[:10] for _, r in found}) == 1
    for value, reading in found:
        yield Offer("published", Origin(OriginKind.SCRIPT), value, reading, "head" if alone else "related")


def _calls_itself_published(markup: str, m: re.Match[str]) -> bool:
    """True if the whole key is one of a first publication: no `club`, no `unpublishDate`; a bare number must be a date's."""
    key = KEY.search(markup, max(0, m.start() - MAX_KEY_CHARS), m.start())
    if key is None or (m["value"].isdigit() and not DATED.search(m["word"])):
        return False
    joined = key["before"][-1:].isalpha() and key["initial"] == "p"
    return not joined and not NEVER.search(key["before"])


def _stated(markup: str, place: int) -> bool:
    """True if a value stands in a block of JSON-LD that could be read: what it says has been judged."""
    begin = markup.rfind("<script", 0, place)
    m = LD_BEGINS.match(markup, begin) if begin >= 0 else None
    if m is None:
        return False
    end = markup.find("</script", m.end())
    return end > place and read_json(markup[m.end() : end]) is not None


def _of_another(markup: str, place: int) -> bool:
    """True if the objects around a value are one of a list's, or are called another story's or thing's."""
    begin = max(0, place - WITHIN, markup.rfind("<script", 0, place))
    closed = 0
    for m in reversed(list(BRACKET.finditer(markup, begin, place))):
        closed += 1 if m[0] in "]}" else -1
        if closed >= 0:
            continue
        closed = 0
        owner = OWNER.search(markup, max(begin, m.start() - MAX_KEY_CHARS), m.start())
        if owner is not None and (OTHERS.search(owner[1]) or (m[0] == "[" and owner[2] == ":")):
            return True
    return False
