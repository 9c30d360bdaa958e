"""Who wrote the story: people in the order of the byline, never the outlet, a desk or a role."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from lxml.etree import _Element

from pipelines.extract.agencies import agency
from pipelines.extract.headline import fold, publishers, tidy, written
from pipelines.extract.naming import names
from pipelines.extract.page import Page
from pipelines.extract.structured import article_nodes, types

MOST = 12
PREFIX = re.compile(
    r"^\W*(?:(?:zeige\s)?alle\s(?:beiträge|artikel)\svon|(?:view|see|read)\s(?:all|more)\s?(?:posts|"
    r"articles|stories)?\s?(?:by|from|about)|(?:article|blog|opinion)\sby"
    r"|(?:eingestellt|veröffentlicht|geschrieben|verfasst)\svon|(?:publié|rédigé)\spar|(?:escrito|"
    r"publicado)\spor|authors?:|(?:written|reported|posted|published|story|text|words|interview|"
    r"analysis|review|opinion)\s*(?:by|:)|by|von|par|por|di|da|door|av|af|de|autor(?:in|a|es)?|author|"
    r"auteur|autore|szerző|autorzy|autor|tekst|text"
    r"|автор|текст|от|του|της|by:|from|ein(?:e)?\s+\w+\s+von|eine analyse von|ein kommentar von|"
    r"un article de|propos recueillis par)\s*[:：]?\s+(?=\S)|^\W*(?:by|von|par|por|autor|author|автор|"
    r"текст|text|foto)\s*[:：]\s*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\S*(?:https?:|www\.|\.(?:com|org|net|de)\b|@)\S*$", re.IGNORECASE)
SPLIT = re.compile(
    r"\s*(?:[;|•·、，/]|,(?!\s*(?:Jr|Sr|PhD|MD)\b)|\s&\s|\sand\s|\sund\s|\set\s|\sy\s|\se\s|\sen\s|"
    r"\soch\s|\sog\s|\si\s|\sи\s|\sa\s(?=[A-ZČŠŽ])|\sκαι\s|\swith\s|\smit\s|\bsowie\b|\n)\s*"
)
NOT_A_NAME = re.compile(
    r"\d|@|https?:|www\.|\.(?:com|org|net|de|co)\b|[<>{}=_#:!?–—]"
    r"|\b(?:staff|redaktion\w*|redakcja|redakce|redacción|redaccion|redazione|redação|rédaction|"
    r"redactie|redaksjonen|redaktionen|редакция|toimitus|news|newsroom|desk|team|editor\w*|"
    r"reporter\w*|correspondent\w*|korrespondent\w*|corresponsal|journalist\w*|columnist\w*|writers?|"
    r"author|admin\w*|contributors?|contributing|guest|press|agency|agentur\w*|agencias?|agenzia|"
    r"agence|media|magazine|online|digital|tv|radio|times|post|herald|tribune|gazette|daily|journal|"
    r"zeitung|blog|network|group|inc|ltd|gmbh|llc|corp\w*|company|university|institute|association|"
    r"foundation|council|ministry|bureau|office|service|website|unknown|anonymous|none|null|undefined|"
    r"view|profile|follow|share|updated|published|photo\w*|video|image|read|minutes?|ago|today|"
    r"yesterday|january|february|march|april|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|chief|director|manager|professor|"
    r"senior|the|all|posts?|articles?|about|email|twitter|facebook|subscribe|newsletter|comments?|"
    r"ressort\w*|politik|wirtschaft|sport|leitung|volont\w*|chefred\w*|founder|consultant|specialist|"
    r"instagram|reviewers?|written|posted|copy|link|profil|beitr\w*|article\w*|freier?|autoren?|mitarbeiter\w*)\b",
    re.IGNORECASE,
)
ROLE_TAIL = re.compile(
    r"\s*(?:[,(|–—\-]\s*(?:[^,]*\b(?:editor|reporter|correspondent|writer|journalist|redakteur\w*|"
    r"korrespondent\w*|staff|columnist|producer|chief|contributor|autor\w*|volont\w*|redak\w*|news|"
    r"post|times)\b.*)|\(.*\)|\s+in\s+[A-Z]\w+(?:\s[A-Z]\w+)?)$",
    re.IGNORECASE,
)
BYLINE_NAME = re.compile(
    r"(?:^|[\s_-])(?:byline\w*|author\w*|autor\w*|auteur\w*|writer|writtenby|article-?author\w*|"
    r"signature|firma|verfasser|creditos?-?autor|journalist|contributor\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
NOT_BYLINE = re.compile(
    r"bio|image|avatar|photo|related|comment|share|social|follow|description|box|role|title|job|recommend|newsletter|popular",
    re.IGNORECASE,
)

Found = tuple[list[str], str | None]


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """People of the byline and the agency that is credited there. The first place of the page that names people wins."""
    outlets = {fold(c) for n, c in page.meta if n in ("og:site_name", "application-name", "publisher")} | {
        fold(name) for name in publishers(page.jsonld)
    }
    credited: str | None = None
    for place in PLACES:
        people: list[str] = []
        for raw in place(page):
            found, wire = read_names(raw, outlets, pen_names=place in STRUCTURED)
            people += [name for name in found if fold(name) not in {fold(p) for p in people}]
            credited = credited or wire
        if people:
            break
    else:
        people = []
    return tuple(signed(people)[:MOST]), credited or organised(page, outlets)


def signed(people: list[str]) -> list[str]:
    """Without names that are another of them with a word more, and without shouted ones among others: a channel, a town.

    >>> signed(["Jane Doe", "Jane Doe Gardener", "RADIO NORTH"])
    ['Jane Doe']
    """
    shouted = [name for name in people if name.isupper()]
    kept = people if len(shouted) == len(people) else [name for name in people if name not in shouted]
    return [name for name in kept if not any(name.startswith(f"{other} ") for other in kept)]


def organised(page: Page, outlets: set[str]) -> str | None:
    """The agency among the organisations that structured data gives as authors."""
    authored = (node.get(key) for node in article_nodes(page.jsonld) for key in ("author", "creator"))
    given = (one for value in authored for one in (value if isinstance(value, list) else [value]))
    named = (one["name"] for one in given if isinstance(one, dict) and isinstance(one.get("name"), str))
    return next((wire for name in named if fold(name) not in outlets and (wire := agency(name))), None)


def read_names(raw: str, outlets: set[str], *, pen_names: bool = False) -> Found:
    """The people in a byline and the agency in it; with `pen_names`, single words and small letters are names too.

    >>> read_names("By Jane Doe and John Roe, Associated Press", set())
    (['Jane Doe', 'John Roe'], 'AP')
    >>> read_names("Staff Reporter", set())
    ([], None)
    """
    text = PREFIX.sub("", " ".join(html.unescape(re.sub(r"<[^>]+>", " ", raw)).replace("\xad", "").split()))
    if len(text) > 300 or ADDRESS.match(text):
        return [], None
    people: list[str] = []
    wire: str | None = None
    parts = SPLIT.split(text)
    for raw_part in parts:
        part = PREFIX.sub("", raw_part).strip(' .,:;-–—|*\u200b"“”')
        known = None if fold(part) in outlets else agency(part)
        if known:
            wire = wire or known
            continue
        name = ROLE_TAIL.sub("", part).strip(" .,:;-–—|*")
        if is_name(name, outlets) or (pen_names and len(parts) == 1 and is_pen_name(name, outlets)):
            people.append(name)
    return people, wire


def is_name(name: str, outlets: set[str]) -> bool:
    """Whether this can be a person's name: two to five words with capitals, no desk, no outlet."""
    if not 3 <= len(name) <= 60 or NOT_A_NAME.search(name) or fold(name) in outlets:
        return len(name) >= 2 and fold(name) not in outlets and _is_east_asian(name)
    words = name.split()
    if not 1 < len(words) <= 6:
        return _is_east_asian(name)
    first = [w for w in words if w[:1].isalpha()]
    return (
        bool(first)
        and first[0][0].upper() == first[0][0]
        and sum(w[0].isupper() or not w[0].islower() for w in first) >= 0.5 * len(first)
    )


def is_pen_name(name: str, outlets: set[str]) -> bool:
    """Whether a word or three, in small letters perhaps, can be what somebody signs with."""
    if not 3 <= len(name) <= 40 or NOT_A_NAME.search(name) or fold(name) in outlets:
        return False
    words = name.split()
    return len(words) <= 3 and all(re.fullmatch(r"[^\W\d_][\w.'’\-]*", w) for w in words) and not name.isupper()


def _is_east_asian(name: str) -> bool:
    return re.fullmatch(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff・\s]{2,8}", name) is not None and not re.search(
        r"新聞|新闻|通信|编辑|編集|記者$|记者$|기자$|社$|网$|網$|뉴스|日報|日报", name
    )


def from_jsonld(page: Page) -> Iterator[str]:
    """Authors of the article nodes; nodes that say they are organisations are outlets."""
    seen: set[str] = set()
    known = {str(node["@id"]): node for node in page.jsonld if "@id" in node and "name" in node}
    for node in article_nodes(page.jsonld):
        for key in ("author", "creator"):
            for name in _named(node.get(key), known):
                if name not in seen:
                    seen.add(name)
                    yield name
        if seen:
            return


def _named(value: Any, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _named(item, known)
    elif isinstance(value, dict):
        node = value if "name" in value else known.get(str(value.get("@id")), value)
        if not any("Organization" in t for t in types(node)):
            yield from _named(node.get("name"), known)


def from_meta(page: Page) -> Iterator[str]:
    """Authors that meta elements declare; of those that are addresses none."""
    wanted = (
        "author",
        "article:author",
        "article:author_name",
        "byl",
        "byline",
        "article:byline",
        "dc.creator",
        "dcterms.creator",
        "dc:creator",
        "parsely-author",
        "sailthru.author",
        "cxenseparse:author",
        "citation_author",
        "article.author",
        "dcsext.author",
        "authors",
        "og:author",
        "twitter:creator_name",
    )
    for name in wanted:
        values = [content for key, content in page.meta if key == name and content]
        if values:
            yield from dict.fromkeys(values)
            if any(is_plausible(v) for v in values):
                return


def is_plausible(value: str) -> bool:
    """Whether reading names from a declared value yields any."""
    return bool(read_names(value, set())[0])


def from_microdata(page: Page) -> Iterator[str]:
    """Elements that say they are the author: itemprop, rel, address."""
    yield from _texts(e for e in page.tree.iter("span", "a", "div", "p", "address", "li", "strong") if _marked(e))


def _marked(element: _Element) -> bool:
    return "author" in (element.get("itemprop") or "").split() or "author" in (element.get("rel") or "").split()


def from_byline(page: Page) -> Iterator[str]:
    """Short elements whose names say byline."""
    found = []
    for element in page.tree.iter("span", "a", "div", "p", "address", "li", "cite", "section", "em", "h4", "h5", "h6"):
        called = " ".join(filter(None, (element.get("class"), element.get("id"))))
        if called and BYLINE_NAME.search(called) and not NOT_BYLINE.search(called):
            found.append(element)
            if len(found) > 8:
                break
    yield from _texts(iter(found))


DATED = re.compile(
    r"\s*[|•·–—]?\s*(?:(?:last |zuletzt )?(?:updated|published|aktualisiert|veröffentlicht am|"
    r"publicado el|publié le|pubblicato|stand|modified)\b"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,|(?<!\w)\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d)",
    re.IGNORECASE,
)


OTHERS = re.compile(
    r"related|comment|recommend|(?<!with)(?<!with-)(?<!has-)(?<!has)sidebar|teaser|appetizer|popular|trending|most-?read|more-?(?:from|on|stories)|(?<!author)(?<!authors)(?<!AuthorList-)list-item|footer",
    re.IGNORECASE,
)


def _in_aside(element: _Element) -> bool:
    return any(OTHERS.search(names(box)) for box in islice(element.iterancestors(), 6))


def _texts(elements: Iterable[_Element]) -> Iterator[str]:
    count = 0
    for element in elements:
        text = DATED.split(tidy(written(element)))[0]
        if 3 <= len(text) <= 120 and not _in_aside(element):
            yield text
            count += 1
        if count >= 6:
            return


SAID_BY = re.compile(r"^(?:By|Von|Par|Por|Di|Door|Av|Af|Autor:|Автор:|Text:)\s+[A-ZÀ-ÝА-Я]")


def from_text(page: Page) -> Iterator[str]:
    """A short line that begins with `By`."""
    for element in page.tree.iter("p", "span", "div", "strong", "em", "td"):
        text = element.text
        if text and len(text) < 80 and SAID_BY.match(text.strip()) and not OTHERS.search(names(element)):
            whole = " ".join("".join(element.itertext()).split())
            if len(whole) < 80:
                yield whole
                return


PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autori|autore|redaktor|staff|editors?|journalists?|reporters?|columnists?|"
    r"contributors?|profiles?|people|writers?|by|avtor|author-page)/[^/?#]*[^\W\d_][^?#]*$"
)


def from_profiles(page: Page) -> Iterator[str]:
    """Links to an author's own page: the first that names a person, and those in the same or the next box."""
    first: _Element | None = None
    for link in page.tree.iter("a"):
        if not PROFILE.search(link.get("href") or ""):
            continue
        text = tidy(written(link))
        if not is_plausible(text) or _in_aside(link):
            continue
        if first is None:
            first = link
        elif not any(box in list(islice(first.iterancestors(), 2)) for box in islice(link.iterancestors(), 2)):
            return
        yield text


PLACES: tuple[Callable[[Page], Iterable[str]], ...] = (
    from_jsonld,
    from_meta,
    from_microdata,
    from_byline,
    from_profiles,
    from_text,
)
"""Where authors stand, in the order in which the places are trusted."""

STRUCTURED = (from_jsonld, from_meta, from_microdata)
"""Places that hold nothing but authors, so that whatever stands there was signed."""
