"""The story's headline: what the page shows and what it declares, put to a vote, without the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pipelines.extract.headline.headings import headings, is_headline, mastheads, only_heading
from pipelines.extract.headline.site_names import ends_of, front_names, left_over, site_names, without_site
from pipelines.extract.headline.untitled import NO_TITLE, RUBRIC, above_story, is_sites, titled
from pipelines.extract.model import Headline
from pipelines.lake.values import HeadlinePlace as Where
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold, tidy, words, written
from pipelines.page.page import Page
from pipelines.page.structured import is_news

WEIGHTS = {"h1": 2.4, "jsonld": 3.0, "og": 2.6, "title": 0.8, "name": 1.5, "twitter": 0.9}
"""How much each place's word counts in a vote; set so that two that agree outvote any one.

A heading that another name of the story repeats outvotes the headline for search engines in JSON-LD and `<title>`.
"""

META = {
    "og:title": "og", "twitter:title": "twitter", "twitter:text:title": "twitter",
    "dc.title": "name", "headline": "name", "sailthru.title": "name",
}  # fmt: skip
MAX_TITLE_CHARS = 500
"""Characters of an offer; no title is longer."""
LOST = re.compile("[\ud800-\udfff\ufffd]")
"""Half a character, or what stands for one: `"headline": "\\ud83d Storm"` was cut within an emoji."""
MAX_PARTS = 5
"""Parts of a broken title that are looked for: with more, trying all gaps would take for ever."""
GAP = ".{0,2}"
"""What may stand in a folded title for a character lost."""
KICKER_WORDS, MAX_HEADINGS = 3, 20
"""Words of a heading that may be a kicker, and lower headings of which one may be the headline."""
MIN_LIKENESS = 0.15
"""Share of words that a first-level heading must have in common with what the page declares, to be the story's."""
SURPLUS = re.compile(r"^\s*(?:\((?:[\w-]+\.)+[a-z]{2,}\)\s*\d*|\(\d{1,4}\)|\d{1,5} [Cc]omments?)\s*$")
"""What pages put behind a headline: the host that a link leads to, the number of comments."""
DAY = re.compile(
    r"^[\s,|–—-]*[(（\[]?(?:\d{1,2}[./-](?:\d{1,2}|[^\W\d]{3,9})[./-]\d{2,4}|\d{4}([./-])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{1,2}\.? [^\W\d]{3,10}\.? \d{4}|[^\W\d]{3,10}\.? \d{1,2},? \d{4})(?:,? \d{1,2}:\d\d)?[)）\]]?\s*$"
)
"""A day behind a headline: `14-Oct-2016`, `06.01.12 08:46`, `（2020年2月15日）`."""
LABELS = pattern(r"^\s*(?:<<headline.share_label>>\s*)+$", re.IGNORECASE)
"""Labels of buttons behind a headline, and the number of comments."""
APART = ("time", "span", "small", "a", "button", "p", "div")
"""Elements of a heading that are no words of it, if they hold a day or labels only."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A title that some place of the page offers."""

    place: str
    text: str


def offers(page: Page) -> list[Offer]:
    """Every title the page offers, cleaned of markup and white space, in page order within a place.

    One that lost a character is left out where another says the same without loss.
    """
    found: list[Offer] = []
    for node in page.stories:
        found += [
            Offer("jsonld" if key == "headline" else "name", tidy(node[key]))
            for key in ("headline", "name")
            if isinstance(node.get(key), str) and (key == "headline" or node[key] != node.get("headline"))
        ]
    seen = set()
    for name, content in page.meta:
        if name in META and name not in seen:
            seen.add(name)
            found.append(Offer(META[name], tidy(content)))
    if page.title:
        found.append(Offer("title", tidy(page.title)))
    said = {offer.text for offer in found if len(offer.text) > 15}
    shown = [Offer("h1", text) for text in headings(page, said)]
    found = [offer for offer in found if not shown or NO_TITLE.match(offer.text) is None] + shown
    sound = [fold(offer.text) for offer in found if LOST.search(offer.text) is None]
    found = [offer for offer in found if LOST.search(offer.text) is None or not is_said(offer.text, sound)]
    return [offer for offer in map(partial(whole, among=found), found) if fold(offer.text)]


def is_said(broken: str, sound: list[str]) -> bool:
    """True if a folded title says what a broken one does, but for the characters lost.

    >>> is_said("Storm over H\ufffdll", ["stormoverhüllthepaper"]), is_said("Storm over H\ufffdll", ["thepaper"])
    (True, False)
    >>> is_said("Bridge \ufffd mended", ["oldbridgewillbemended"])
    False
    """
    parts = [part for part in map(fold, LOST.split(broken)) if part]
    if len(parts) > MAX_PARTS:
        return False
    same = re.compile(GAP.join(map(re.escape, parts)))
    return any(same.search(title) for title in sound)


def whole(offer: Offer, among: list[Offer]) -> Offer:
    """The offer, or what it is the beginning of, if its attribute ended at a quotation mark: `content="Mayor: "We will" …"`."""
    if offer.place not in META.values() or any(o.place in ("jsonld", "h1") and o.text == offer.text for o in among):
        return offer
    longer = (o.text for o in among if o.place in ("h1", "title", "jsonld") and o.text.startswith(offer.text))
    cut = (text for text in longer if text[len(offer.text) :].lstrip().startswith(('"', "'")))
    return Offer(offer.place, next(cut, offer.text))


def headline(page: Page, found: list[Offer]) -> str | None:
    """The visible first-level heading if it is the story's, else the declaration with most support; None without either.

    A heading that names the site or a section has no word in common with what the page declares of itself.
    """
    return titles(page, found)[0]


def titles(page: Page, found: list[Offer]) -> tuple[str | None, tuple[Headline, ...]]:
    """The headline, and all headlines of the page without the site's name: the one that readers see, and what it declares."""
    names = site_names(page) | mastheads(page)
    stated = {fold(o.text) for o in found if o.place in ("og", "jsonld") and len(o.text) > 15} - names
    whole = [o.text for o in found if o.place == "title"]
    sites = names | left_over(whole, stated) | front_names(page, whole)
    bare = [o for o in without_sites(found, sites) if fold(o.text) not in sites] or found
    declared = [o for o in bare if o.place != "h1"]
    heads = [o.text for o in bare if o.place == "h1" and (not declared or is_headline(o.text))]
    shown = main_heading(heads, declared)
    if shown is None and not is_news(page.jsonld):
        shown = only_heading(page, heads, sites, {fold(o.text) for o in declared})
    if all(o.place == "title" for o in declared):
        boxed = titled(page, heads, sites) if shown is None else None
        has_h1 = next(page.tree.iter("h1"), None) is not None  # else a head is a line that says what the title does
        begun = has_h1 and any(fold(title).startswith(fold(head)) for title in whole for head in heads)
        shown = shown or boxed
        if whole and not boxed and not begun and all(RUBRIC.match(head) or is_sites(head, sites) for head in heads):
            shown = above_story(page, [o.text for o in declared] or whole, sites) or shown
    shown = below_kicker(page, shown, declared)
    declared = [without_day(offer, shown) for offer in declared]
    every = every_headline(shown, declared)
    if shown and not is_news(page.jsonld):
        return without_surplus(page, without_kicker(shown, declared), declared), every
    voters = [*declared, Offer("h1", without_kicker(shown, declared))] if shown else declared
    return most_supported(voters), every


def every_headline(shown: str | None, declared: list[Offer]) -> tuple[Headline, ...]:
    """The heading shown, then what is declared, each text once, the weightiest place first."""
    texts = {fold(o.text): o.text for o in sorted(declared, key=lambda o: WEIGHTS[o.place])}
    first = [Headline(shown[:MAX_TITLE_CHARS], Where.SHOWN)] if shown else []
    return (*first, *(Headline(text[:MAX_TITLE_CHARS], Where.DECLARED) for text in reversed(list(texts.values()))))


def without_sites(found: list[Offer], sites: set[str]) -> list[Offer]:
    """The offers without the site's name, which other places leave out."""
    said = {place: {fold(o.text) for o in found if o.place == place} for place in WEIGHTS}
    others = {place: set().union(*(folds for other, folds in said.items() if other != place)) for place in WEIGHTS}
    return [Offer(o.place, without_site(o.text[:MAX_TITLE_CHARS], sites, others[o.place], said["h1"])) for o in found]


def most_supported(voters: list[Offer]) -> str | None:
    """The offer that most places agree with; the first of equals."""
    best, best_support = None, 0.0
    for offer in voters:
        support = sum(WEIGHTS[place] * agreement(offer.text, text) for place, text in loudest(voters, offer.text))
        if support > best_support + 1e-9:
            best, best_support = offer.text, support
    return best


def main_heading(shown: list[str], declared: list[Offer]) -> str | None:
    """The heading most like a declared title; without declarations the first; None when it is unlike them all.

    Of headings that are equally like a declaration, that which the weightier declares.
    """
    if not shown or not declared:
        return shown[0] if shown else None
    said = [(set(words(offer.text)), WEIGHTS[offer.place]) for offer in declared]
    best, best_likeness = None, (MIN_LIKENESS, 0.0)
    for text in shown:
        own = set(words(text))
        likeness = max((len(own & other) / (len(own | other) or 1), weight) for other, weight in said)
        if likeness > best_likeness and likeness[0] > MIN_LIKENESS:
            best, best_likeness = text, likeness
    return best


def without_surplus(page: Page, shown: str, declared: list[Offer]) -> str:
    """The heading without what follows a declared title: `Mill burns down (paper.example)` → `Mill burns down`.

    Two titles must agree on what comes before a host, a number or comments. A day, or labels of buttons, must be elements of
    the heading: `<h1>Mill burns down <span>3 May 2016</span></h1>`; then the title may have the site's name behind it.
    """
    if any(offer.text.startswith(shown) for offer in declared):
        return shown
    stories = [story for offer in declared for _, story in ends_of(offer.text)]
    for text in (*(offer.text for offer in declared), *stories):
        agreed = len({o.place for o in declared if fold(o.text) == fold(text)}) > 1
        rest = shown[len(text) :] if shown.startswith(text) else ""
        if rest and ((agreed and SURPLUS.match(rest)) or is_set_apart(page, rest)):
            return text
    return shown


def is_set_apart(page: Page, rest: str) -> bool:
    """True if a day is the last element of a first-level heading, or labels of buttons its last ones."""
    pattern = DAY if DAY.match(rest) else LABELS
    if pattern.match(rest) is None:
        return False
    for heading in islice(page.tree.iter("h1"), MAX_HEADINGS):
        inner = (tidy(written(one)) for one in islice(heading.iterdescendants(*APART), MAX_HEADINGS))
        said = "".join(text for text in inner if pattern.match(text))
        if tidy(written(heading)).endswith(rest) and fold(said) == fold(rest):
            return True
    return False


def without_day(offer: Offer, shown: str | None) -> Offer:
    """What is declared without the day in brackets behind what is shown: `Mill burns (3 May 2024)`, shown `Mill burns`."""
    rest = offer.text[len(shown) :].strip() if shown and offer.text.startswith(shown) else ""
    is_dated = rest[:1] in tuple("(（[") and DAY.match(rest)
    return Offer(offer.place, shown) if shown and is_dated else offer


def below_kicker(page: Page, shown: str | None, declared: list[Offer]) -> str | None:
    """A heading of a word or two with the one under it, if a title says both with a colon between: `Fire: Mill burns down`."""
    if shown is None or len(words(shown)) > KICKER_WORDS or not any(o.text.startswith(f"{shown}: ") for o in declared):
        return shown
    folds = [fold(o.text) for o in declared]
    for one in islice(page.tree.iter("h2"), MAX_HEADINGS):
        text = tidy(written(one, page.outline.hidden))
        if len(words(text)) > KICKER_WORDS and any(title.startswith(fold(shown + text)) for title in folds):
            return f"{shown}: {text}"
    return shown


def without_kicker(shown: str, declared: list[Offer]) -> str:
    """The heading as declared where it differs by a kicker: `Fire: Mill burns down`, declared `Mill burns down`."""
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
    """Of each place (h1, og:title …) the offer most like `text`: a place has one vote."""
    nearest: dict[str, tuple[float, str]] = {}
    for offer in bare:
        score = agreement(text, offer.text)
        if offer.place not in nearest or score > nearest[offer.place][0]:
            nearest[offer.place] = (score, offer.text)
    return [(place, other) for place, (_, other) in nearest.items()]


def agreement(text: str, other: str) -> float:
    """How much two titles agree: 1 for equal folds, less than .5 if one contains the other, else 0."""
    a, b = fold(text), fold(other)
    if a == b:
        return 1.0
    if a in b or b in a:
        return 0.5 * min(len(a), len(b)) / max(len(a), len(b))
    return 0.0
