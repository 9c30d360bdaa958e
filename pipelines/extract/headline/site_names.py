"""What a site calls itself, and titles without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from pipelines.page.page import Page
from pipelines.page.text.wording import fold

BARS = "|│｜ㅣ丨︱∣‖•－"
"""What stands between a story's title and its site's name with spaces around it or without; Korean writes a vowel for a bar."""
SEPARATOR = re.compile(rf"\s+[{BARS}–—\-·:/~»«]+\s+|\s*[{BARS}»]+\s*|\s*[_]\s*(?=[^_]*$)")
AROUND_QUOTES = re.compile(rf"\s+[{BARS}–—\-·:/~]+\s+|\s*[{BARS}]+\s*|\s*[_]\s*(?=[^_]*$)")
"""The same for titles in which guillemets quote."""
UNSPACED_END = re.compile(r"(?<=[^\x00-\u02ff])[-–—_·]+(?=[^-–—_·]+$)")
"""A hyphen behind a letter of a script that puts no spaces around it."""
UNSPACED = re.compile(
    r"^(?P<head>.{4,})[-_—|]\s*[\u3400-\u9fff\w.]{0,10}(?:网|網|在线|频道|日报|晚报|新闻|新聞|資訊|资讯)$"
)
"""Chinese has no spaces around the hyphen before a site's name, which ends in a word for site, paper or news."""
COLON = re.compile(r":\s+")
ARCHIVE = re.compile(
    r"^(?:(?:blog )?archiv(?:e|es|o)?s?|print(?:able|er[- ]friendly)? (?:version|page)|druck(?:version|ansicht)|"
    r"version imprimable|versión (?:para imprimir|imprimible)|версия для печати)$",
    re.IGNORECASE,
)
"""What blogs, and pages to print, put between the site's name and the story's in the title."""

LONGEST = 60
"""Letters of a site's name; some pages give their headline for it."""
SLOGAN = 40
"""Characters that may follow a site's name at the end of a title."""

MOST_CHARACTERS = 1000
"""Characters of a title that is read part by part; what is longer is a title element that never ends."""


def separators(title: str) -> list[re.Match[str]]:
    """What may part a title from its site's name, from left to right; not the marks of a quotation.

    >>> [title[: cut.start()] for title in ("Mayor: «It will do» | Echo", "Mill » Echo") for cut in separators(title)]
    ['Mayor: «It will do»', 'Mill']
    """
    return list((AROUND_QUOTES if "«" in title and "»" in title else SEPARATOR).finditer(title))


def site_names(page: Page) -> set[str]:
    """Folds of what the site calls itself: og:site_name, publisher, host."""
    names = {
        fold(content)
        for name, content in page.meta
        if name in ("og:site_name", "application-name", "twitter:site", "publisher")
    }
    names.update(fold(name) for name in publishers(page.jsonld))
    host = re.sub(r"^https?://(www\d?\.)?|[/:?#].*$", "", page.url)
    names.update({fold(host), fold(host.rpartition(".")[0]), fold(host.split(".")[0])})
    return {name for name in names if 0 < len(name) <= LONGEST}


def publishers(nodes: list[dict[str, Any]]) -> Iterable[str]:
    """Names that the structured data gives its publisher."""
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            yield publisher["name"]


def left_over(titles: Iterable[str], declared: Collection[str]) -> set[str]:
    """Names of the site from `<title>`: `Mill burns down | The Echo`, declared `Mill burns down` → the fold of `The Echo`."""
    names: set[str] = set()
    for whole in (title for title in titles if len(title) <= MOST_CHARACTERS):
        for match in (*separators(whole), *COLON.finditer(whole)):
            head, tail = whole[: match.start()], whole[match.end() :]
            names.update(fold(rest) for said, rest in ((head, tail), (tail, head)) if fold(said) in declared)
    return names - {""}


def without_site(text: str, sites: set[str], others: Collection[str], shown: Collection[str]) -> str:
    """`text` without leading and trailing parts that are the site's name, or that no other place repeats while they repeat
    the rest. `others` are the folds of all that is offered as title, `shown` those of first-level headings.

    >>> without_site("The Echo | News | A bridge fell - echo.example", {"theecho", "echoexample", "news"}, (), ())
    'A bridge fell'
    """
    for match in reversed(separators(text)):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if head and is_site(tail, sites, SLOGAN) and not is_site(head, sites):
            return without_site(without_section(head) if "|" in match[0] else head, sites, others, shown)
        if fold(tail) and fold(head) in others and len(fold(head)) > 8 and not is_site(head, sites):
            return head
    for match in (*separators(text), *COLON.finditer(text)):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if (is_site(head, sites) or ARCHIVE.match(head)) and tail and fold(text) not in shown:
            return without_site(tail.lstrip(" |·•" if "«" in tail else " »|·•"), sites, others, shown)
    unspaced = UNSPACED.match(text)
    if unspaced:
        return without_site(unspaced["head"].rstrip(), sites, others, shown)
    end = UNSPACED_END.search(text)
    return text[: end.start()].rstrip() if end and fold(text[end.end() :]) in sites else text


def without_section(text: str) -> str:
    """A title that stood before a bar and the site's name, without a word or two behind another bar: where the site has it.

    >>> without_section("A bridge fell in the old town | News"), without_section("A bridge fell")
    ('A bridge fell in the old town', 'A bridge fell')
    """
    head, _, section = text.rpartition("|")
    return head.strip() if len(head.split()) > 3 and len(section.split()) <= 2 else text


def is_site(part: str, sites: set[str], most: int = 12) -> bool:
    """True if a part of a title is the site's name, a part of it, or it with a word more (`most` characters).

    >>> is_site("Echo News", {"echo"}), is_site("Echoes of a war long gone", {"echo"})
    (True, False)
    """
    f = fold(part)
    return bool(f) and any(
        f == s or (min(len(f), len(s)) >= 4 and (f in s or s in f) and len(f) < min(3 * len(s), len(s) + most))
        for s in sites
    )
