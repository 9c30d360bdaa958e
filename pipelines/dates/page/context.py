"""Where in a page a date stands, as a reader sees it: at the headline, in a byline, a masthead, a related story, a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.html import HtmlElement

from pipelines.dates.page.list_items import in_box
from pipelines.dates.page.walk import Spot
from pipelines.dates.text.words import begins_with_weekday
from pipelines.page.places import place

COMMENT = re.compile(
    r"(?:^|[\s_-])(?:user|reader|article|post)?"
    r"(?:comments?|kommentar(?:er?)?|coment[aá]rios?|commentaires?|commenti|reacties?|yorum(?:lar)?|komentar(?:z[ey]?|[eij])|комментари[ийев]"
    r"|disqus|repl(?:y|ies)|leserbriefe?|discussion|talkbacks?)"
    r"(?:list|box|area|section|body|items?|wrapper|container|block|content|information|time)?(?:$|[\s_-])",
    re.IGNORECASE,
)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
RELATED = re.compile(
    r"related|recommend|teaser|sidebar|most-?(?:read|pop|view)|trending|latest|promo|carousel|slider|also[-_]|read-?(?:more|next)|similar"
    r"|popular|newsletter|outbrain|taboola|next-?(?:post|article)|prev(?:ious)?-?(?:post|article)|recent|ticker|playlist|advert"
    r"|more-?(?:stories|news|from|posts|articles)|suggest|aside|widget|onward|teasers|mehr-?zum|verwandt|footnote|caption|post-?list|news-?list",
)
EVENT = re.compile(
    r"(?:^|[\s_-])(?:events?|agenda|veranstaltung(?:en)?|eventos?|[eé]v[eéè]nements?|evenementen|eventi|calendar|kalender|termine?|fixtures?|weather|wetter|horoscope|tv-?guide|lottery)(?:$|[\s_-])",
)
FOOTER = re.compile(r"footer|copyright|colophon|impressum")
MASTHEAD = re.compile(
    r"masthead|top-?bar|site-?header|header-?(?:top|date|bar)|current-?(?:date|time)|(?:^|[\s_-])todays?(?:$|[\s_-])|todays?-?date|(?:^|[\s_-])(?:clock|navbar|navigation|menu|branding|logo)(?:$|[\s_-])",
)
BYLINE = re.compile(
    r"byline|author|publi(?:sh|cat|kat|é|c)|posted|\bdate|date\b|date[-_]|[-_]date|datum|\btime|time\b|[-_]time|timestamp|dateline|\bmeta\b"
    r"|metadata|[-_]meta|meta[-_]|created|fecha|data[-_](?:ora|pub)|zeit|lineinfo|info\b",
)
NAMED = (
    (COMMENT, "comment"),
    (RELATED, "related"),
    (EVENT, "related"),
    (FOOTER, "footer"),
    (MASTHEAD, "masthead"),
    (BYLINE, "byline"),
)
APART = (COMMENT, EVENT)  # whose words must stand by themselves, also in camelCase
TAG_CONTEXT = {"footer": "footer", "aside": "related", "figcaption": "related", "blockquote": "body", "nav": "masthead"}
NEAR = frozenset({"headline", "byline"})
LEARNED = "learned"
STRONG = frozenset({"comment", "related", "footer", "masthead"})
AFTER, BEFORE = 900, 200  # characters of text after and before the headline within which a date is still the story's
RIGHT_BELOW = 250
RIGHT_ABOVE = 100
LINE_ABOVE = 30
LINE = 80  # longest text that dates a box; a longer one is a sentence of the story


@dataclass(slots=True)
class Layout:
    """Which heading is the story's, and which elements hold the story itself."""

    headline: Spot | None
    holders: frozenset[HtmlElement]
    trunk: frozenset[HtmlElement] = frozenset()  # the headline and its ancestors
    frame: frozenset[HtmlElement] = frozenset()  # those of them that hold the whole page, chrome and all
    known: frozenset[str] = frozenset()  # places where the source is known to show the day of publication
    entries: frozenset[str] = frozenset()  # places that show a list's days
    url: str = ""
    _contexts: dict[HtmlElement, str | None] = field(default_factory=dict)

    def context(self, spot: Spot) -> str:
        """Where a date stands: headline byline masthead related comment footer body; `learned` where its source's dates
        are known to stand though the page alone would not say so.
        """
        alone = self.alone(spot)
        if self.entries and alone in NEAR and place(spot.element) in self.entries:
            return "related"
        if alone not in STRONG and len(spot.text) <= LINE and in_box(spot.element, self.holders, self.url):
            return "related"
        if self.known and alone not in NEAR and place(spot.element) in self.known:
            return LEARNED
        return alone

    def alone(self, spot: Spot) -> str:
        """Where a date stands as the names of what holds it and the way to the headline tell."""
        named = self.named(spot.element)
        if named in ("related", "footer") and self.headline is not None and self._beside(spot, self.headline):
            return "headline"  # a teaser's or footer's class on the story's own lines
        if named in STRONG:
            return str(named)
        if self.headline is None:
            return "headline" if named == "byline" else named or "body"
        if spot.chars < self.headline.chars and self._above_the_story(spot, self.headline, named):
            return "masthead"
        if not self.near(spot):
            return "body"
        if named == "byline" and spot.chars >= self.headline.chars:
            return "byline"
        return "headline" if named in (None, "byline") else "body"

    def _beside(self, spot: Spot, headline: Spot) -> bool:
        """Whether a date stands right below the headline, or in the line above it, within the element that holds both."""
        if spot.chars >= headline.chars:
            return spot.chars - headline.chars <= RIGHT_BELOW
        parent = spot.element.getparent()
        return headline.chars - spot.chars <= LINE_ABOVE and parent in self.trunk and parent not in self.frame

    def _above_the_story(self, spot: Spot, headline: Spot, named: str | None) -> bool:
        """Whether a date before the headline is the paper's: a weekday first, as mastheads write it, or far up in a header.

        A place that calls itself a date's or a byline's is the story's unless it shares only the page with the headline.
        """
        weekday = begins_with_weekday(spot.text)
        if weekday and named is None:
            return True
        common: HtmlElement | None = spot.element
        while common is not None and common not in self.trunk:
            common = common.getparent()
        if common is not None and common not in self.frame:
            return False
        far = headline.chars - spot.chars > RIGHT_ABOVE
        return weekday or (far and any(a.tag == "header" for a in spot.element.iterancestors()))

    def near(self, spot: Spot) -> bool:
        """Whether a spot stands so close to the headline that a date there is the story's."""
        return self.headline is not None and -BEFORE <= spot.chars - self.headline.chars <= AFTER

    def named(self, element: HtmlElement | None) -> str | None:
        """What the ancestors call themselves, the outermost strong word first; those that hold the story say nothing."""
        chain = []
        while element is not None and element not in self.holders and element not in self._contexts:
            chain.append(element)
            element = element.getparent()
        above = None if element is None else self._contexts.get(element)
        for inner in reversed(chain):
            above = self._contexts[inner] = above if above in STRONG else _own_context(inner) or above
        return above


def _own_context(element: HtmlElement) -> str | None:
    tag = element.tag
    if tag in TAG_CONTEXT and not (tag in ("footer", "nav") and element.xpath("boolean(ancestor::article)")):
        return TAG_CONTEXT[tag]
    if tag in ("body", "html"):
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return None if names.isspace() else _word_context(names)


def is_comments(element: HtmlElement) -> bool:
    """Whether an element says that it holds comments."""
    return COMMENT.search(CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")) is not None


@lru_cache(maxsize=20_000)
def _word_context(names: str) -> str | None:
    """What class and id words say; sites repeat the same words on many elements, so answers are kept."""
    words = names.lower()
    apart = CAMEL.sub("-", names).lower()
    for pattern, context in NAMED:
        if pattern.search(apart if pattern in APART else words):
            return context
    return None
