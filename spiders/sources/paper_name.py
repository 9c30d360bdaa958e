"""The name of a publication: from its pages, their structured data, its feeds, and the titles of its stories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pipelines.base.urls.identity import site_key
from pipelines.lexicon.wording import fold, tidy
from pipelines.page.structured import types
from spiders.resources.xml import name_of, parse_xml
from spiders.sources.findings import Findings, is_readable, page_of
from spiders.sources.probe import Answer

MAX_CHARACTERS = 60
SEPARATOR = re.compile(r"\s+[|│–—\-»«›·•:/~]+\s+|\s*[|│»｜•]+\s*|\s+::\s+|:\s+")
NO_NAME = frozenset(
    fold(name)
    for line in (
        "home|homepage|front page|index|start|startseite|accueil|inicio|início|página principal|página inicial|home pagina",
        "pagina iniziale|forside|forsiden|hem|etusivu|strona główna|hlavní stránka|naslovnica|kezdőlap|главная|ホーム|首页",
        "news|latest|latest news|posts|all posts|blog|welcome|untitled|website|my site|my blog|site|rss|atom|feed|archives",
    )
    for name in line.split("|")
)
"""Placeholders of systems and themes that stand in place of a name."""
FEED_WORDS = re.compile(
    r"^(?:recent content(?: in \w+)? on|latest posts on|posts on|articles on|rss feed of|feed of)\s+"
    r"|\s*[»|:–—-]?\s*\b(?:rss(?: ?2\.0)?|atom(?: ?1\.0)?|feed|news ?feed|all posts|all articles|blog posts|\(all\)|- all)\s*$"
    r"|\s+[-–|»]\s+(?:all|articles|atom)$",
    re.IGNORECASE,
)
"""Words that systems add to a publication's name in its feed: `Recent content on The Paper`, `The Paper » Feed`."""
ORGANISATION = re.compile(r"Organi[sz]ation|Corporation|NewsMedia|Periodical|Newspaper|WebSite|Blog$")
APPLICATION = ("application-name", "apple-mobile-web-app-title", "al:ios:app_name", "al:android:app_name")


def name_of_paper(found: Findings) -> str:
    """The first valid name from its pages; else its host."""
    names = next((names for read in READERS if (names := _worthy(read(found), found.home.url))), ())
    return names[0] if names else site_key(found.home.url)


def _worthy(names: Iterator[str], url: str) -> list[str]:
    """The valid names, most frequent first (ties in their order). `Home` and the host are not valid."""
    host = fold(site_key(url))
    tidied = [tidy(name)[: MAX_CHARACTERS + 1] for name in names]
    counts = Counter(n for n in tidied if n and len(n) <= MAX_CHARACTERS and fold(n) not in NO_NAME and fold(n) != host)
    return [name for name, _ in counts.most_common()]


def _site_names(found: Findings) -> Iterator[str]:
    for answer in found.pages:
        yield from (content for name, content in _meta(answer) if name == "og:site_name")


def _structured(found: Findings) -> Iterator[str]:
    """The name of the WebSite, and of publishers that are not persons."""
    for answer in found.pages:
        for node in page_of(answer).jsonld if is_readable(answer) else ():
            publisher = node.get("publisher")
            for said in (node, *(publisher if isinstance(publisher, list) else [publisher])):
                if isinstance(said, dict) and isinstance(said.get("name"), str) and _names_a_site(said, said is node):
                    yield said["name"]


def _names_a_site(node: dict[str, Any], is_top: bool) -> bool:
    """True if a node names the site: a WebSite, or a publisher that is an organisation or has no type."""
    kinds = types(node)
    if is_top:
        return "WebSite" in kinds
    return not kinds or any(ORGANISATION.search(kind) for kind in kinds)


def _common_part(found: Findings) -> Iterator[str]:
    """The part that the titles of at least two stories share, at a separator: `Flood | The Paper`."""
    titles = [title for answer in found.stories if (title := _title(answer))]
    if len(titles) < 2:
        return
    for parts in zip(*(_ends(title) for title in titles), strict=True):
        if len(set(parts)) == 1 and parts[0]:
            yield parts[0]


def _ends(title: str) -> tuple[str, str]:
    """The last and the first part of a title; empty if it has only one part."""
    parts = [part.strip() for part in SEPARATOR.split(title) if part.strip()]
    return (parts[-1], parts[0]) if len(parts) > 1 else ("", "")


def _applications(found: Findings) -> Iterator[str]:
    yield from (content for name, content in _meta(found.home) if name in APPLICATION)


def _feed_titles(found: Findings) -> Iterator[str]:
    for answer in found.feeds:
        root = parse_xml(answer.body)
        head = next((e for e in root.iter() if name_of(e) in ("channel", "feed")), None) if root is not None else None
        for child in head if head is not None else ():
            if name_of(child) == "title":
                yield FEED_WORDS.sub("", tidy("".join(child.itertext())))


def _home_title(found: Findings) -> Iterator[str]:
    """The first part of the home page's title that is a valid name: `Home – The Paper`, `The Paper: news of the coast`."""
    yield next(iter(_worthy(iter(SEPARATOR.split(_title(found.home))), found.home.url)), "")


READERS: tuple[Callable[[Findings], Iterator[str]], ...] = (
    _site_names, _structured, _common_part, _applications, _feed_titles, _home_title,
)  # fmt: skip


def _title(answer: Answer) -> str:
    element = page_of(answer).tree.find(".//title") if is_readable(answer) else None
    return tidy("".join(element.itertext())) if element is not None else ""


def _meta(answer: Answer) -> list[tuple[str, str]]:
    return page_of(answer).meta if is_readable(answer) else []
