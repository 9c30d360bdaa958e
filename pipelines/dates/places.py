"""Where in a page a date stands: one walk over the tree, then the ancestors of the few nodes that hold a date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

SKIPPED = frozenset(
    {"script", "style", "template", "svg", "select", "textarea", "noscript", "iframe", "option", "code"}
)
DATEISH = re.compile(
    r"(?:19|20|25|[\u0661\u06f1\u0967\u0e52\u09e8])[\d]\d|\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d|\d\s?[月월]|'\d\d\b"
)
RELATIVE_LENGTH = 40
LONG_TEXT = 240
COMMENT = re.compile(r"comment|disqus|\brepl(?:y|ies)|kommentar|discussion|leserbrief", re.I)
RELATED = re.compile(
    r"relat(?!ive)|recommend|teaser|sidebar|widget|most-?(?:read|pop|view)|trending|latest|promo|carousel|slider|also[-_]|read-?(?:more|next)|similar|popular|newsletter|outbrain|taboola"
    r"|next-?(?:post|article)|prev(?:ious)?-?(?:post|article)|more-?(?:stories|news|from|posts|articles)|breaking|ticker|archive-?list|recent|mehr-?zum|thema|tag-?cloud|playlist|advert|\bads?[-_]|card[-_]?list|rail\b|suggest|module-?list|aside",
    re.I,
)
EVENT = re.compile(
    r"\bevents?\b|calendar|kalender|termin|fixture|weather|wetter|stock|boerse|horoscope|tv-?guide|lottery|poll\b", re.I
)
FOOTER = re.compile(r"footer|copyright|colophon|imprint|impressum|legal", re.I)
MASTHEAD = re.compile(
    r"masthead|top-?bar|site-?header|page-?header|header-?(?:top|date|bar)|current-?date|today|\bclock\b|\bnav(?:bar|igation)?\b|\bmenu\b|branding|logo|edition",
    re.I,
)
BYLINE = re.compile(
    r"byline|author|publi(?:sh|cat|kat|é|c)|posted|\bdate|date\b|[-_]date|datum|\btime|time\b|[-_]time|timestamp|dateline|meta\b|metadata|[-_]meta|entry-?(?:date|info)|article-?info|post-?info|created|fecha|data[-_]?(?:ora|pub)|zeit",
    re.I,
)

NAMED = (
    (COMMENT, "comment"),
    (RELATED, "related"),
    (EVENT, "related"),
    (FOOTER, "footer"),
    (MASTHEAD, "masthead"),
    (BYLINE, "byline"),
)
TAG_CONTEXT = {"nav": "masthead", "footer": "footer", "aside": "related"}
NOTED = frozenset({"meta", "title", "time", "h1", "h2"})
NEAR_AFTER = 900  # characters of text between the headline and a date that is still the story's
NEAR_BEFORE = 160


@dataclass(slots=True)
class Spot:
    """An element that may hold a date: the text in question, the words before it, and how much text stood before it."""

    element: HtmlElement
    text: str
    before: str
    order: int
    chars: int
    tail: bool = False


@dataclass(slots=True)
class Walk:
    """What one pass over a page collects, in page order."""

    texts: list[Spot] = field(default_factory=list)
    times: list[Spot] = field(default_factory=list)
    headings: list[Spot] = field(default_factory=list)
    metas: list[HtmlElement] = field(default_factory=list)
    properties: list[Spot] = field(default_factory=list)
    title: str = ""


def walk(tree: HtmlElement, *, microdata: bool) -> Walk:
    """Collect metas, headings, `<time>`, properties and texts that look like dates, in one pass over the tree."""
    found = Walk()
    chars, before, order = 0, "", 0
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        if event == "start":
            order += 1
            if tag in SKIPPED:
                steps.skip_subtree()
                continue
            piece = element.text
            if tag in NOTED:
                _note(found, tag, Spot(element, piece or "", before, order, chars))
            if microdata and element.get("itemprop"):
                found.properties.append(Spot(element, piece or "", before, order, chars))
        else:
            piece = element.tail
        if piece and not piece.isspace():
            if DATEISH.search(piece):
                parent = element if event == "start" else element.getparent()
                found.texts.append(Spot(parent, piece, before, order, chars, event == "end"))
            chars += len(piece)
            before = (before + " " + piece if len(piece) < 40 else piece)[-60:]
    return found


def _note(found: Walk, tag: str, spot: Spot) -> None:
    if tag == "meta":
        found.metas.append(spot.element)
    elif tag == "title":
        found.title = found.title or spot.text
    elif tag == "time":
        found.times.append(spot)
    else:
        found.headings.append(spot)


@dataclass(slots=True)
class Layout:
    """The page as a reader sees it: which heading is the story's, and what holds it."""

    headline: Spot | None
    holders: frozenset[HtmlElement]  # the headline and everything it stands in
    _contexts: dict[HtmlElement, str | None] = field(default_factory=dict)

    def context(self, spot: Spot) -> str:
        """headline byline masthead related comment footer body: where a date stands."""
        named = self._named(spot.element)
        if named in ("comment", "footer", "related", "masthead"):
            return named
        if self.headline is not None:
            gap = spot.chars - self.headline.chars
            if 0 <= gap <= NEAR_AFTER or -NEAR_BEFORE <= gap < 0:
                return "byline" if named == "byline" else "headline"
        return "byline" if named == "byline" else "body"

    def _named(self, element: HtmlElement | None) -> str | None:
        """What the nearest telling ancestor is; those that also hold the headline say nothing about this date."""
        if element is None or element in self.holders:
            return None
        if element in self._contexts:
            return self._contexts[element]
        own = _own_context(element)
        above = self._named(element.getparent())
        result = above if above in ("comment", "related", "footer", "masthead") else own or above
        self._contexts[element] = result
        return result


def layout(found: Walk, titles: list[str]) -> Layout:
    """Choose the headline: the first heading that says what the page's titles say, else the first h1."""
    wanted = [_letters(t) for t in titles if t]
    chosen = None
    for spot in found.headings:
        text = _letters(" ".join(spot.element.itertext()))
        if len(text) >= 12 and any(text in w or (len(w) >= 12 and w in text) for w in wanted):
            chosen = spot
            break
    if chosen is None:
        chosen = next((s for s in found.headings if s.element.tag == "h1"), None)
    holders = frozenset([chosen.element, *chosen.element.iterancestors()]) if chosen is not None else frozenset()
    return Layout(chosen, holders)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _own_context(element: HtmlElement) -> str | None:
    tag = element.tag
    if tag in TAG_CONTEXT:
        return TAG_CONTEXT[tag]
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    if names.isspace() or tag in ("body", "html"):
        return None
    for pattern, context in NAMED:
        if pattern.search(names):
            return context
    return None
