"""The story's headline: what the page shows and what it declares, put to a vote, without the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.page import Page
from pipelines.extract.site_names import is_site, left_over, site_names, without_site
from pipelines.extract.structured import article_nodes, is_news
from pipelines.extract.wording import fold, tidy, words, written

KICKER = re.compile(
    r"kicker|eyebrow|overline|topline|dachzeile|roofline|pretitle|pre-title|supertitle|label|category|rubric|badge|flag|tag",
    re.IGNORECASE,
)
WEIGHTS = {"h1": 2.4, "jsonld": 3.0, "og": 2.6, "title": 0.8, "name": 1.0, "twitter": 0.9}
"""How much each place's word counts in a vote; set so that two that agree outvote any one."""

META = {"og:title": "og", "twitter:title": "twitter", "dc.title": "name", "headline": "name", "sailthru.title": "name"}
LEAST_LIKENESS = 0.15
"""Share of words that a first-level heading must have in common with what the page declares, to be the story's."""
LONGEST = 200
"""Characters of a heading; what is longer is a paragraph in a heading's markup."""
SENTENCES = re.compile(r"[.!?]\s+\S.*[.!?](?:\s|$)")
SURPLUS = re.compile(r"^\s*(?:\((?:[\w-]+\.)+[a-z]{2,}\)\s*\d*|\(\d{1,4}\)|\d{1,5} [Cc]omments?)\s*$")
"""What pages put behind a headline: the host that a link leads to, the number of comments."""
FRONT = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+)?(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A title that some place of the page offers."""

    place: str
    text: str


def offers(page: Page) -> list[Offer]:
    """Every title the page offers, cleaned of markup and white space, in page order within a place."""
    found: list[Offer] = []
    for node in article_nodes(page.jsonld):
        found += [
            Offer("jsonld" if key == "headline" else "name", tidy(node[key]))
            for key in ("headline", "name")
            if isinstance(node.get(key), str)
        ]
    seen = set()
    for name, content in page.meta:
        if name in META and name not in seen:
            seen.add(name)
            found.append(Offer(META[name], tidy(content)))
    title = page.tree.find(".//title")
    if title is not None and title.text:
        found.append(Offer("title", tidy(title.text)))
    return [offer for offer in [*found, *headings(page, found)] if fold(offer.text)]


def headings(page: Page, declared: list[Offer]) -> list[Offer]:
    """What first-level headings say; on a page without any, the second-level heading that repeats what is declared."""
    elements = list(page.tree.iter("h1"))
    first = [Offer("h1", text) for element in elements if not is_masthead(element) for text in h1_texts(element)]
    if elements:
        return first
    said = {fold(offer.text) for offer in declared if len(offer.text) > 15}
    second = (tidy(written(element)) for element in page.tree.iter("h2"))
    return [Offer("h1", text) for text in islice((text for text in second if fold(text) in said), 1)]


def is_masthead(heading: _Element) -> bool:
    """Whether a heading is a link to the site's front page: its name, not the story's."""
    around = heading.getparent()
    links = [a for a in (around, *heading.iter("a")) if a is not None and a.tag == "a"]
    return any(a.get("href") is not None and FRONT.match(a.get("href") or "") for a in links)


def h1_texts(element: _Element) -> list[str]:
    """The text of a first-level heading: without its kicker if it names one, else also each of its parts."""
    whole = tidy(written(element))
    parts = [(child, tidy(written(child))) for child in element if isinstance(child.tag, str)]
    for child, text in parts:
        if text and KICKER.search(child.get("class") or "") and whole.startswith(text) and len(text) < 0.6 * len(whole):
            return [whole[len(text) :].lstrip(" :|–—-·•"), whole]
    long = [text for _, text in parts if len(text) > 0.5 * len(whole) and text != whole]
    return [whole, *long]


def headline(page: Page, found: list[Offer]) -> str | None:
    """The visible first-level heading if it is the story's, else the declaration with most support; None without either.

    A heading that names the site or a section has no word in common with what the page declares of itself.
    """
    names = site_names(page)
    stated = {fold(o.text) for o in found if o.place in ("og", "jsonld") and len(o.text) > 15} - names
    sites = names | left_over((o.text for o in found if o.place == "title"), stated)
    bare = [o for o in (without_sites(o, sites, found) for o in found) if fold(o.text) not in sites] or found
    declared = [o for o in bare if o.place != "h1"]
    heads = [o.text for o in bare if o.place == "h1" and (not declared or is_headline(o.text))]
    shown = main_heading(heads, declared)
    if shown is None and not is_news(page.jsonld):
        shown = only_heading(page, heads, sites)
    if shown and not is_news(page.jsonld):
        return without_surplus(without_kicker(shown, declared), declared)
    voters = [*declared, Offer("h1", without_kicker(shown, declared))] if shown else declared
    return most_supported(voters)


def without_sites(offer: Offer, sites: set[str], found: list[Offer]) -> Offer:
    """The offer without the site's name, which other places leave out."""
    others = {fold(o.text) for o in found if o.place != offer.place}
    return Offer(offer.place, without_site(offer.text, sites, others, {fold(o.text) for o in found if o.place == "h1"}))


def most_supported(voters: list[Offer]) -> str | None:
    """The offer that most places agree with; the first of equals."""
    best, best_support = None, 0.0
    for offer in voters:
        support = sum(WEIGHTS[place] * agreement(offer.text, text) for place, text in loudest(voters, offer.text))
        if support > best_support + 1e-9:
            best, best_support = offer.text, support
    return best


def main_heading(headings: list[str], declared: list[Offer]) -> str | None:
    """The heading most like a declared title; without declarations the first; None when it is unlike them all.

    Of headings that are equally like a declaration, that which the weightier declares.
    """
    if not headings or not declared:
        return headings[0] if headings else None
    said = [(set(words(offer.text)), WEIGHTS[offer.place]) for offer in declared]
    best, best_likeness = None, (LEAST_LIKENESS, 0.0)
    for text in headings:
        own = set(words(text))
        likeness = max((len(own & other) / (len(own | other) or 1), weight) for other, weight in said)
        if likeness > best_likeness and likeness[0] > LEAST_LIKENESS:
            best, best_likeness = text, likeness
    return best


def only_heading(page: Page, headings: list[str], sites: set[str]) -> str | None:
    """The page's one first-level heading, if it is a sentence's length, not the site's name, and stands before the story:
    where only search engines are told another title, this is what readers see.
    """
    if len({fold(text) for text in headings}) != 1 or len(headings[0]) < 20 or len(words(headings[0])) < 4:
        return None
    if is_site(headings[0], sites):
        return None
    before = 0
    for element in page.tree.iter("h1", "p"):
        if element.tag == "h1" and fold(tidy(written(element))) == fold(headings[0]):
            return None if is_linked(element) else headings[0]
        before += element.tag == "p" and len(tidy(written(element))) > 80
        if before > 1:
            return None
    return None


def is_linked(heading: _Element) -> bool:
    """Whether a heading leads elsewhere, in whole or in part: it is not of the story that stands here."""
    return next(heading.iter("a"), None) is not None or any(box.tag == "a" for box in heading.iterancestors())


def is_headline(text: str) -> bool:
    """Whether a heading can be a headline: not a paragraph, nor several sentences."""
    return len(text) <= LONGEST and not (len(text) > 120 and SENTENCES.search(text))


def without_surplus(shown: str, declared: list[Offer]) -> str:
    """The heading without a host or a count behind what two declarations agree on."""
    for offer in declared:
        agreed = len({o.place for o in declared if fold(o.text) == fold(offer.text)}) > 1
        if agreed and shown.startswith(offer.text) and SURPLUS.match(shown[len(offer.text) :]):
            return offer.text
    return shown


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
