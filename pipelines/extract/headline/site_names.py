"""What a site calls itself, and titles without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from itertools import islice, pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipelines.base.urls.kinds import FRONT_PAGE, is_front
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold, written
from pipelines.page.page import Page

BARS = "|│｜ㅣ丨︱∣‖•－"
"""What stands between a story's title and its site's name with spaces around it or without; Korean writes a vowel for a bar."""
SEPARATOR = re.compile(rf"\s+[{BARS}–—\-·:/~<>»«]+\s+|\s*(?:[{BARS}»]+|::)\s*|\s*[_]\s*(?=[^_]*$)")
AROUND_QUOTES = re.compile(rf"\s+[{BARS}–—\-·:/~<>]+\s+|\s*(?:[{BARS}]+|::)\s*|\s*[_]\s*(?=[^_]*$)")
"""The same for titles in which guillemets quote."""
UNSPACED_END = re.compile(r"(?<=[^\x00-\u02ff])\s*[-–—―_·・：／]+\s*(?=[^-–—―_·・：／]+$)")
"""A hyphen, dot or colon behind a letter of a script that puts no spaces around it."""
NAMED_END = re.compile(r"(?:[,.:]\s+|\s*[(\[（［【〔])(?P<name>[^,.:()\[\]（）［］【】〔〕]+)[)\]）］】〕]?\s*$")
"""The end of a title behind a comma, full stop or colon, or in brackets: the site's if it is just its name, and a long one."""
MIN_NAMED = 4
"""Letters of such a name of one word in brackets."""
UNSPACED = re.compile(
    r"^(?P<head>.{4,})[-_—|]\s*[\u3400-\u9fff\w.]{0,10}(?:网|網|在线|频道|日报|晚报|新闻|新聞|資訊|资讯)$"
)
"""Chinese has no spaces around the hyphen before a site's name, which ends in a word for site, paper or news."""
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
COLON = re.compile(r":\s+|\s*：\s*|(?<=[\u3040-\u30ff\u3400-\u9fff]):")
SECTIONS = re.compile(r"(?:\s<\s[^<]+){2,}$")
"""Sections as Korean systems put them behind a title: `다리가 무너졌다 < 사회 < 기사본문`."""
CHAIN = re.compile(rf"[{BARS}»]")
"""Separators behind which a title may have several sections: `A bridge fell | Saltmere | News | The Echo`."""
ARCHIVE = pattern("^<<headline.other_view>>$", re.IGNORECASE)
"""What blogs, and pages to print, put between the site's name and the story's in the title."""

MAX_SITE_NAME_CHARS = 60
"""Letters of a site's name; some pages give their headline for it."""
LONG_HEAD = 24
"""Characters of three words that are a title before a bar and one word: `Hamnstyrelsen behåller nattfärjan`."""
SLOGAN = 40
"""Characters that may follow a site's name at the end of a title."""

ROOTED = re.compile(r"/|https?://", re.IGNORECASE)
"""How an address begins that does not depend on where it stands."""
MAY_BE_FRONT = re.compile(
    rf"(?:https?:)?+(?://[^/?#]*+)?+(?:{FRONT_PAGE.pattern})(?:[?#]|\Z)|[^\t\r\n]*+[\t\r\n]", re.IGNORECASE
)
"""How an address of a front page looks; one with a line end or a tab is left to the parser, which takes these away."""
MAX_LINKS = 500
MAX_CHARACTERS = 1000
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
    names |= {unaccented(name) for name in names}
    host = re.sub(r"^https?://(www\d?\.)?|[/:?#].*$", "", page.url)
    names.update({fold(host), fold(host.rpartition(".")[0]), fold(host.split(".")[0])})
    return {name for name in names if 0 < len(name) <= MAX_SITE_NAME_CHARS}


def front_names(page: Page, titles: Iterable[str]) -> set[str]:
    """Folds of links to the front page that begin or end a title: `Mill burns down | The Echo`, `<a href="/">The Echo</a>`."""
    ends = {fold(end) for title in titles for end, _ in (*ends_of(title), *ends_of(title, begins=True))}
    links = islice(page.tree.iter("a"), MAX_LINKS) if ends else ()
    rooted = ((a, href) for a in links if (href := a.get("href")) and leads_to_front(href))
    fronts = (a for a, href in rooted if _host(urljoin(page.url, href)) == _host(page.url))
    return ends & {fold(written(link)) for link in fronts} - {""}


def ends_of(title: str, *, begins: bool = False) -> list[tuple[str, str]]:
    """What may be the site's name at the end of a title (or where it `begins`), and the story's title, which is longer.

    >>> ends_of("Mill burns down - The Echo"), ends_of("BMWK - Mill burns down")
    ([('The Echo', 'Mill burns down')], [])
    """
    cuts = separators(title) if len(title) <= MAX_CHARACTERS else []
    parts = ((title[cut.end() :].strip(), title[: cut.start()].strip()) for cut in cuts)
    ends = ((story, end) for end, story in parts) if begins else parts
    return [(end, story) for end, story in ends if len(end) < len(story)]


def archived(title: str) -> list[tuple[str, str]]:
    """The blog's name and the story's title around an archive's word.

    >>> archived("The Echo » Blog Archive » Mill burns down")
    [('The Echo', 'Mill burns down')]
    """
    cuts = separators(title) if len(title) <= MAX_CHARACTERS else []
    between = ((one, other) for one, other in pairwise(cuts) if ARCHIVE.match(title[one.end() : other.start()].strip()))
    return [(title[: one.start()].strip(), title[other.end() :].strip()) for one, other in between]


def leads_to_front(href: str) -> bool:
    """True if a link's address is that of a front page, wherever it stands; no address that cannot be read is."""
    try:
        return MAY_BE_FRONT.match(href) is not None and ROOTED.match(href) is not None and is_front(href)
    except ValueError:  # `https://paper.example]/`
        return False


def _host(url: str) -> str:
    """The host of an address, with `www.` or without."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def unaccented(text: str) -> str:
    """A text without accents, which capitals often lack: `καθημερινή` → `καθημερινη`, as in `Η ΚΑΘΗΜΕΡΙΝΗ`."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def publishers(nodes: list[dict[str, Any]]) -> Iterable[str]:
    """Names that the structured data gives its publisher."""
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            yield publisher["name"]


def left_over(titles: Iterable[str], declared: Collection[str]) -> set[str]:
    """Names of the site from `<title>`: `Mill burns down | The Echo`, declared `Mill burns down` → the fold of `The Echo`.

    So it is where the page declares `The Echo: Mill burns down`.
    """
    names: set[str] = set()
    for whole in (title for title in titles if len(title) <= MAX_CHARACTERS):
        for match in (*separators(whole), *COLON.finditer(whole)):
            head, tail = whole[: match.start()], whole[match.end() :]
            names.update(fold(rest) for said, rest in ((head, tail), (tail, head)) if fold(said) in declared)
            if fold(tail + head) in declared and 2 * len(fold(tail)) < len(fold(head)):
                names.add(fold(tail))
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
            return without_site(without_section(head, match[0]), sites, others, shown)
        is_kicker = len(head) < len(tail) and fold(tail) in shown
        if fold(tail) and fold(head) in others and len(fold(head)) > 8 and not is_site(head, sites) and not is_kicker:
            return head
    for match in (*separators(text), *COLON.finditer(text)):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if (is_site(head, sites) or ARCHIVE.match(head)) and tail and fold(text) not in shown:
            return without_site(tail.lstrip(" |·•" if "«" in tail else " »|·•"), sites, others, shown)
    unspaced = UNSPACED.match(text)
    if unspaced:
        return without_site(
            without_section(unspaced["head"].rstrip(" -_—|"), text[unspaced.end("head")]), sites, others, shown
        )
    end = UNSPACED_END.search(text)
    if end and fold(text[end.end() :]) in sites:
        return without_section(text[: end.start()].rstrip(), end[0].strip())
    named = NAMED_END.search(text)
    is_name = named is not None and _is_no_town(named) and fold(named["name"]) in sites
    return text[: named.start()].rstrip() if named and is_name and fold(text) not in shown else text


def _is_no_town(end: re.Match[str]) -> bool:
    """True if a name has two words, is written without spaces, or stands in brackets: a word behind a comma may be the town."""
    name = end["name"]
    in_brackets = end[0].lstrip()[:1] not in {",", ".", ":"}
    return " " in name.strip() or name.lower() == name.upper() or (in_brackets and len(fold(name)) >= MIN_NAMED)


def without_section(text: str, separator: str) -> str:
    """A title that stood before a separator and the site's name, without a word or two behind another one: the site's section.

    Behind a bar any word or two are; behind other separators only a name, which begins with no small letter.

    >>> without_section("A bridge fell in the old town | News", "|"), without_section("A bridge fell", "|")
    ('A bridge fell in the old town', 'A bridge fell')
    >>> without_section("市议会投票决定修复旧桥-社会", "-"), without_section("A bridge fell in May - and again in June", "-")
    ('市议会投票决定修复旧桥', 'A bridge fell in May - and again in June')
    """
    if sections := SECTIONS.search(text):
        return text[: sections.start()]
    head, _, section = (part.strip(" -_—") for part in text.rpartition(separator.strip()[:1] or separator))
    spaceless = any(EAST_ASIAN.search(part) for part in (head, section))
    long, short = (
        (len(head) >= 8, len(section) <= 6) if spaceless else (len(head.split()) > 3, len(section.split()) <= 2)
    )
    if CHAIN.search(separator) and len(head) > LONG_HEAD and len(head.split()) == 3 and len(section.split()) == 1:
        long = True
    is_called = section[:1].isalpha() and not section[:1].islower()
    is_name = CHAIN.search(separator) is not None or (is_called and (spaceless or f" {separator.strip()} " in text))
    if not (section and long and short and is_name):
        return text
    return without_section(head, separator) if CHAIN.search(separator) else head


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
