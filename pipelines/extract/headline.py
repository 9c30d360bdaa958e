"""The story's headline: what the page shows and what it declares, put to a vote, without the site's name."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.etree import _Element

from pipelines.extract.page import Page
from pipelines.extract.structured import article_nodes, is_news

SEPARATOR = re.compile(r"\s+[|–—\-»«·•:/~]+\s+|\s*[|»｜•]+\s*|\s+::\s+|\s*[_]\s*(?=[^_]*$)")
KICKER = re.compile(
    r"kicker|eyebrow|overline|topline|dachzeile|roofline|pretitle|pre-title|supertitle|label|category|rubric|badge|flag|tag",
    re.IGNORECASE,
)
WEIGHTS = {"h1": 2.4, "jsonld": 3.0, "og": 2.6, "title": 0.8, "name": 1.0, "twitter": 0.9}
"""How much each place's word counts in a vote; set so that two that agree outvote any one."""

LEAST_LIKENESS = 0.15
"""Share of words that a first-level heading must have in common with what the page declares, to be the story's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A title that some place of the page offers."""

    place: str
    text: str


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Letters and digits, compatibility forms and case folded: equal folds say the same.

    >>> fold("“It’s – over”") == fold("It's over")
    True
    """
    return "".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def offers(page: Page) -> list[Offer]:
    """Every title the page offers, cleaned of markup and white space, in page order within a place."""
    found: list[Offer] = []
    for node in article_nodes(page.jsonld):
        found += [
            Offer("jsonld" if key == "headline" else "name", tidy(node[key]))
            for key in ("headline", "name")
            if isinstance(node.get(key), str)
        ]
    places = {
        "og:title": "og",
        "twitter:title": "twitter",
        "dc.title": "name",
        "headline": "name",
        "sailthru.title": "name",
    }
    seen = set()
    for name, content in page.meta:
        if name in places and name not in seen:
            seen.add(name)
            found.append(Offer(places[name], tidy(content)))
    title = page.tree.find(".//title")
    if title is not None and title.text:
        found.append(Offer("title", tidy(title.text)))
    for element in page.tree.iter("h1"):
        found.extend(Offer("h1", text) for text in h1_texts(element))
    return [offer for offer in found if fold(offer.text)]


def h1_texts(element: _Element) -> list[str]:
    """The text of a first-level heading: without its kicker if it names one, else also each of its parts."""
    whole = tidy(written(element))
    parts = [(child, tidy(written(child))) for child in element if isinstance(child.tag, str)]
    for child, text in parts:
        if text and KICKER.search(child.get("class") or "") and whole.startswith(text) and len(text) < 0.6 * len(whole):
            return [whole[len(text) :].lstrip(" :|–—-·•"), whole]
    long = [text for _, text in parts if len(text) > 0.5 * len(whole) and text != whole]
    return [whole, *long]


def written(element: _Element) -> str:
    """The text in an element, words of its descendants apart; style sheets and scripts are not written for readers."""
    if next(element.iter("style", "script", "noscript"), None) is None:
        return " ".join(element.itertext())
    unread = {text for part in element.iter("style", "script", "noscript") for text in part.itertext()}
    return " ".join(text for text in element.itertext() if text not in unread)


def tidy(text: str) -> str:
    """One line, entities resolved."""
    return " ".join(html.unescape(text).split())


def headline(page: Page, found: list[Offer]) -> str | None:
    """The visible first-level heading if it is the story's, else the declaration with most support; None without either.

    A heading that names the site or a section has no word in common with what the page declares of itself.
    """
    sites = site_names(page) | left_over(found)
    bare = [Offer(o.place, without_site(o.text, sites, found)) for o in found]
    bare = [o for o in bare if fold(o.text) not in sites] or found
    declared = [o for o in bare if o.place != "h1"]
    shown = main_heading([o.text for o in bare if o.place == "h1"], declared)
    if shown and not is_news(page.jsonld):
        return without_kicker(shown, declared)
    voters = [*declared, Offer("h1", without_kicker(shown, declared))] if shown else declared
    return most_supported(voters)


def most_supported(voters: list[Offer]) -> str | None:
    """The offer that most places agree with; the first of equals."""
    best, best_support = None, 0.0
    for offer in voters:
        support = sum(WEIGHTS[place] * agreement(offer.text, text) for place, text in loudest(voters, offer.text))
        if support > best_support + 1e-9:
            best, best_support = offer.text, support
    return best


def main_heading(headings: list[str], declared: list[Offer]) -> str | None:
    """The heading most like a declared title; without declarations the first; None when it is unlike them all."""
    if not headings or not declared:
        return headings[0] if headings else None
    best, best_likeness = None, LEAST_LIKENESS
    for text in headings:
        own = set(words(text))
        likeness = max(len(own & other) / (len(own | other) or 1) for other in (set(words(o.text)) for o in declared))
        if likeness > best_likeness:
            best, best_likeness = text, likeness
    return best


def without_kicker(shown: str, declared: list[Offer]) -> str:
    """The heading as declared, if that is it less a kicker before it, or if both declarations add the same kicker."""
    said = fold(shown)
    if any(o.place in ("jsonld", "og") and fold(o.text) == said for o in declared):
        return shown
    for offer in declared:
        other = fold(offer.text)
        if offer.place in ("jsonld", "og", "title") and said.endswith(other) and len(other) > 0.5 * len(said):
            return shown if other == said else offer.text
    both = {fold(o.text) for o in declared if o.place == "jsonld"} & {fold(o.text) for o in declared if o.place == "og"}
    return next((o.text for o in declared if fold(o.text) in both and fold(o.text).endswith(said)), shown)


def loudest(bare: list[Offer], text: str) -> list[tuple[str, str]]:
    """For each place its one offer nearest to `text`: a place has one vote."""
    nearest: dict[str, tuple[float, str]] = {}
    for offer in bare:
        score = agreement(text, offer.text)
        if offer.place not in nearest or score > nearest[offer.place][0]:
            nearest[offer.place] = (score, offer.text)
    return [(place, other) for place, (_, other) in nearest.items()]


def agreement(text: str, other: str) -> float:
    """1 when both say the same, a part when one contains the other."""
    a, b = fold(text), fold(other)
    if a == b:
        return 1.0
    if a in b or b in a:
        return 0.5 * min(len(a), len(b)) / max(len(a), len(b))
    return 0.0


def words(text: str) -> list[str]:
    """Words, case folded; characters of scripts without spaces."""
    return re.findall(
        r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+", text.casefold()
    )


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
    return {name for name in names if name}


def left_over(found: list[Offer]) -> set[str]:
    """What the document's title puts before or after what other declarations say is the title: the site's name."""
    declared = {fold(o.text) for o in found if o.place in ("og", "jsonld") and len(o.text) > 15}
    names: set[str] = set()
    for whole in (o.text for o in found if o.place == "title"):
        for match in (*SEPARATOR.finditer(whole), *re.finditer(r":\s+", whole)):
            head, tail = whole[: match.start()], whole[match.end() :]
            names.update(fold(rest) for said, rest in ((head, tail), (tail, head)) if fold(said) in declared)
    return names - {""}


def publishers(nodes: list[dict[str, Any]]) -> Iterable[str]:
    """Names that the structured data gives its publisher."""
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            yield publisher["name"]


def without_site(text: str, sites: set[str], found: list[Offer]) -> str:
    """`text` without a leading or trailing part that is the site's name, or that no other place repeats while they repeat
    the rest.
    """
    others = {fold(o.text) for o in found}
    shown = {fold(o.text) for o in found if o.place == "h1"}
    for match in reversed(list(SEPARATOR.finditer(text))):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if is_site(tail, sites) and head:
            return without_site(head, sites, found)
        if fold(head) in others and len(fold(head)) > 8:
            return head
    for match in SEPARATOR.finditer(text):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if is_site(head, sites) and tail and fold(text) not in shown:
            return tail
    return text


def is_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title is the site's name, a part of it, or it with a word more."""
    f = fold(part)
    return bool(f) and any(
        f == s or (len(f) >= 4 and len(s) >= 4 and (f in s or s in f) and len(f) < 3 * len(s)) for s in sites
    )
