"""One pass over a page's tags that collects anchors and their context; `spiders.links.links` classifies them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.lexicon.vocabulary import STORY_TITLE
from spiders.links.markup import Tag, attributes, squeeze, unescape
from spiders.links.more import (
    FORM_TAGS,
    FRAGMENTS,
    More,
    MoreForm,
    fragment_of,
    is_aside,
    may_go_on,
    more_of,
    shows_rest,
)
from spiders.links.regions import heading, region

MAX_ANCHORS = 10_000
MAX_URL = 2_048
MAX_ANCHOR_TEXT = 300
MAX_DEPTH = 256
MAX_METAS = 200
MAX_HEAD_LINKS = 200
MAX_MORE = 20
LONG_PARAGRAPH_CHARS = 80
HEADLINE_CHARACTERS = 25
MAX_BELOW_HEADLINE_CHARS = 300
"""Characters after an `<h1>`, or after the start of a box with a title's class name. A story shows its day in them."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TITLED = frozenset(("span", "div", "p", "strong", "b", "em", *HEADINGS))
TITLE_CLASS = re.compile(r"""\bclass\s*+=\s*+["']?(?:[^"'>]*[\s_-])?(?:title|headline)(?=[\s"'>]|$)""", re.IGNORECASE)
"""The class of an element that holds the headline inside a link: `card__title`, `headline`; not `subtitle`."""
CONTAINERS = frozenset(
    [
        "div",
        "section",
        "aside",
        "nav",
        "header",
        "footer",
        "article",
        "main",
        "ul",
        "ol",
        "table",
        "form",
        "figure",
        "dl",
        "menu",
    ]
)
GROUPS = frozenset(("ul", "ol", "table", "nav", "aside", "section", "dl", "menu", "footer"))
STORY = frozenset(("article", "main"))
MACHINE_DAY = {"time": "datetime", "abbr": "title"}
"""Attributes with the machine-readable day of an element: https://microformats.org/wiki/datetime-design-pattern."""
BLOCKS = (
    CONTAINERS | HEADINGS | frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "blockquote", "figcaption", "body"))
)
ARTICLE_JSONLD = re.compile(
    r'"@type"\s{0,9}:\s{0,9}(?:\[\s{0,9})?"(?:\w{0,30}NewsArticle|Article|BlogPosting|LiveBlogPosting)"'
)
PUBLISHED_JSONLD = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{8,40})"')


@dataclass(slots=True)
class Paragraph:
    """A run of text between two block boundaries. `prose` counts its characters outside anchors, `linked` those inside."""

    order: int
    prose: int = 0
    linked: int = 0

    @property
    def is_long(self) -> bool:
        """True if it is long enough for a paragraph of a story."""
        return self.prose + self.linked >= LONG_PARAGRAPH_CHARS and self.prose >= LONG_PARAGRAPH_CHARS // 2


@dataclass(slots=True)
class Anchor:
    """An `<a href>` with its region, group, paragraph and text.

    `title` is the part of the text in a heading, or in an element that is named as one, inside the link. `is_label`: the
    link has no text of its own, so its text is a label or the alternative text of its picture.
    """

    href: str
    rel: str
    order: int
    region: str | None
    group: int
    in_heading: bool
    paragraph: Paragraph
    text: str = ""
    label: str = ""
    title: str = ""
    is_label: bool = False

    def head(self, heading: str) -> None:
        """Take the text of a heading beside the link."""
        self.text, self.in_heading, self.is_label = heading[:MAX_ANCHOR_TEXT], True, False


@dataclass(slots=True)
class _Frame:
    tag: str
    region: str | None
    in_story: bool
    group: int
    heading: str | None = None
    heading_level: str = "h6"
    heading_anchors: int = 0


@dataclass(slots=True)
class LinkScanner:
    """Collects links and statements of a page. Feed it every tag in order, then read its fields. Constant work per tag.

    `goes_on`: the page may name addresses from which a script loads more.
    """

    goes_on: bool = True
    anchors: list[Anchor] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    head_links: list[dict[str, str]] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    rsl: list[str] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    base: str | None = None
    language: str | None = None
    claims_article: bool = False
    published: str | None = None
    first_heading: int | None = None
    overflow: bool = False
    _stack: list[_Frame] = field(default_factory=lambda: [_Frame("", None, False, 0)])
    _open: dict[str, int] = field(default_factory=dict)
    _order: int = 0
    _paragraph: Paragraph = field(default_factory=lambda: Paragraph(0))
    _anchor: Anchor | None = None
    _titled: str = ""
    _titled_depth: int = 0
    _heading: list[str] | None = None
    below_headline: list[str] = field(default_factory=list)
    _left_below: int = 0
    _heading_order: int = 0
    _script: str = ""
    _form: MoreForm = field(default_factory=MoreForm)
    _button: str | None = None
    """The address of a button whose text follows."""
    _beside: tuple[str, _Frame] | None = None
    """A heading without a link, and the box that it stands in: the headline of a link without text in the same box."""
    _silent: tuple[Anchor, _Frame] | None = None
    """A link without text, and its box: a heading behind it in the box is its headline."""

    def feed(self, tag: Tag) -> None:
        """Process the next tag and the text before it."""
        self._order += 1
        if tag.name in ("script", "style", "title", "textarea", "iframe"):
            self._raw_text(tag)
            return
        self._words(tag.text)
        name = tag.name
        if self._button is not None:
            is_rest, in_story = (
                shows_rest(self._button, said=tag.text[:MAX_ANCHOR_TEXT]),
                bool(self._open.get("article")),
            )
            self.more.append(More(self._button, is_rest, in_story=in_story))
            self._button = None
        if len(self.more) < MAX_MORE:
            self._goes_on(tag)
        if self._anchor is not None and name in TITLED:
            self._title(tag)
        if name in BLOCKS:
            self._new_paragraph()
        if name == "a":
            self._close_anchor() if tag.closing else self._open_anchor(tag)
        elif name in HEADINGS:
            self._head(tag)
        elif name in CONTAINERS:
            self._leave(name) if tag.closing else self._enter(tag)
        elif not tag.closing:
            self._void(tag)

    def finish(self) -> LinkScanner:
        """Close the anchors and paragraphs that the page left open."""
        self._new_paragraph()
        return self

    def _words(self, text: str) -> None:
        text = text[:20_000].strip()
        if not text:
            return
        if self._heading is not None and len(self._heading) < 20:
            self._heading.append(text[:MAX_ANCHOR_TEXT])
        self._below(text)
        if self._anchor is None:
            self._paragraph.prose += len(text)
            return
        self._paragraph.linked += len(text)
        if len(self._anchor.text) < MAX_ANCHOR_TEXT:
            self._anchor.text += " " + text[:MAX_ANCHOR_TEXT]
        if self._titled and len(self._anchor.title) < MAX_ANCHOR_TEXT:
            self._anchor.title += " " + text[:MAX_ANCHOR_TEXT]

    def _goes_on(self, tag: Tag) -> None:
        """Keep where a list or story goes on by script; what the tag says of it, it says in its class or right behind."""
        if tag.name in FORM_TAGS and (address := self._form.feed(tag)):
            self.more.append(More(address, by_post=self._form.by_post))
        if (self.goes_on or tag.name in FRAGMENTS) and (address := fragment_of(tag)):
            top = self._stack[-1]
            beside = (top.heading or top.region) not in (None, "body") or is_aside(tag, address)
            self.more.append(More(address, by_itself=True, in_story=bool(self._open.get("article")), is_aside=beside))
        elif self.goes_on and may_go_on(tag.raw_attributes):
            named = attributes(tag.raw_attributes)
            called = f"{named.get('class', '')} {named.get('aria-label', '')}"
            in_story = bool(self._open.get("article"))
            found = [
                More(each, shows_rest(each, called=called), in_story=in_story) for each in more_of(tag.raw_attributes)
            ]
            if found and tag.name == "button" and not found[-1].shows_rest:
                self._button = found.pop().address
            self.more += found

    def _title(self, tag: Tag) -> None:
        """Begin or end the headline inside the open link. The first one counts."""
        if self._titled == tag.name:
            self._titled_depth += -1 if tag.closing else 1
            self._titled = self._titled if self._titled_depth else ""
        elif not (self._titled or tag.closing or (self._anchor is not None and self._anchor.title)) and (
            tag.name in HEADINGS or TITLE_CLASS.search(tag.raw_attributes)
        ):
            self._titled, self._titled_depth = tag.name, 1

    def _below(self, text: str) -> None:
        if self._left_below > 0 and self._heading is None:
            self.below_headline.append(text[: self._left_below])
            self._left_below -= min(len(text), self._left_below)

    def _new_paragraph(self) -> None:
        if self._paragraph.is_long:
            self.paragraphs.append(self._paragraph)
        self._paragraph = Paragraph(self._order)

    def _open_anchor(self, tag: Tag) -> None:
        self._close_anchor()
        found = attributes(tag.raw_attributes)
        href = found.get("href", "").strip()
        if not href or len(href) > MAX_URL:
            return
        if len(self.anchors) >= MAX_ANCHORS:
            self.overflow = True
            return
        top = self._stack[-1]
        label = found.get("aria-label") or found.get("title") or ""
        where = region("a", {"class": found.get("class", "")}, top.in_story)
        where = where if where in ("pagination", "related") else top.heading or top.region
        self._anchor = Anchor(
            href=href,
            rel=found.get("rel", "").lower(),
            order=self._order,
            region=where,
            group=top.group,
            in_heading=self._heading is not None,
            paragraph=self._paragraph,
            label=label,
        )
        self.anchors.append(self._anchor)
        self._silent = None

    def _close_anchor(self) -> None:
        if self._anchor is not None:
            self._anchor.is_label = not self._anchor.text
            self._anchor.text = squeeze(unescape(self._anchor.text or self._anchor.label))[:MAX_ANCHOR_TEXT]
            self._anchor.title = squeeze(unescape(self._anchor.title))[:MAX_ANCHOR_TEXT]
            if not self._anchor.text:
                self._stretch(self._anchor)
        self._anchor, self._titled = None, ""

    def _stretch(self, anchor: Anchor) -> None:
        """Give a link that lies over a card, or holds its picture only, the heading of the card."""
        box = self._stack[-1]
        if anchor.href.startswith("#"):
            return
        if self._beside is not None and self._beside[1] is box:
            anchor.head(self._beside[0])
            self._beside = None
        else:
            self._silent = (anchor, box)

    def _stand_beside(self, text: str) -> None:
        """A heading without a link: it is that of the silent link before it in its box, or of one that follows."""
        self._beside = None
        if self._silent is not None and any(frame is self._silent[1] for frame in self._stack[1:]):
            self._silent[0].head(text)
        elif text and len(self._stack) > 1:
            self._beside = (text, self._stack[-1])
        self._silent = None

    def _head(self, tag: Tag) -> None:
        if not tag.closing:
            self._heading, self._heading_order = [], self._order
            if tag.name == "h1" and self.first_heading is None:
                self.first_heading = self._order
        elif self._heading is not None:
            text = squeeze(unescape(" ".join(self._heading)))
            linked = bool(self.anchors) and self.anchors[-1].in_heading and self.anchors[-1].order > self._heading_order
            self._heading = None
            if not linked and tag.name != "h1":
                self._stand_beside(text)
            if tag.name == "h1":
                self.below_headline, self._left_below = [], MAX_BELOW_HEADLINE_CHARS
            self._announce(heading(text[:80]), tag.name, linked)

    def _announce(self, said: str | None, level: str, linked: bool) -> None:
        """Set the region that a heading announces for the links below it.

        A heading that is a link announces no region. A lower heading does not end the region of a higher one.
        """
        top = self._stack[-1]
        if said or (not linked and level <= top.heading_level):
            top.heading, top.heading_level, top.heading_anchors = said, level, len(self.anchors)

    def _enter(self, tag: Tag) -> None:
        if len(self._stack) >= MAX_DEPTH:
            return
        top = self._stack[-1]
        in_story = top.in_story or tag.name in STORY
        found = attributes(tag.raw_attributes)
        if self.first_heading is None and not self.below_headline and STORY_TITLE.search(found.get("class", "")):
            self.below_headline, self._left_below = [], MAX_BELOW_HEADLINE_CHARS
        where = region(tag.name, found, in_story)
        inherited = top.heading or top.region
        if where is None or (inherited in ("related", "nav", "pagination") and where == "body"):
            where = inherited
        group = self._order if tag.name in GROUPS else top.group
        self._stack.append(_Frame(tag.name, where, in_story, group))
        self._open[tag.name] = self._open.get(tag.name, 0) + 1

    def _leave(self, name: str) -> None:
        if not self._open.get(name):
            return
        self._close_anchor()
        while True:
            frame = self._stack.pop()
            self._open[frame.tag] -= 1
            if self._beside is not None and self._beside[1] is frame and frame.tag not in STORY:
                self._beside = (self._beside[0], self._stack[-1])
            if frame.tag == name:
                break
        if frame.heading and frame.heading_anchors == len(self.anchors):
            # A heading that is alone in its wrapper announces the region of the elements after the wrapper.
            self._announce_after(frame)

    def _announce_after(self, frame: _Frame) -> None:
        top = self._stack[-1]
        top.heading, top.heading_level, top.heading_anchors = frame.heading, frame.heading_level, frame.heading_anchors

    def _void(self, tag: Tag) -> None:
        if tag.name == "img" and self._anchor is not None and not self._anchor.label:
            self._anchor.label = attributes(tag.raw_attributes).get("alt", "")[:MAX_ANCHOR_TEXT]
        elif tag.name in MACHINE_DAY:
            self._below(attributes(tag.raw_attributes).get(MACHINE_DAY[tag.name], ""))
        elif tag.name == "html" and self.language is None:
            self.language = attributes(tag.raw_attributes).get("lang") or None
        elif tag.name == "base" and self.base is None:
            self.base = attributes(tag.raw_attributes).get("href")
        elif tag.name == "link" and len(self.head_links) < MAX_HEAD_LINKS:
            self.head_links.append(attributes(tag.raw_attributes))
        elif tag.name == "meta" and len(self.meta) < MAX_METAS:
            self._meta(attributes(tag.raw_attributes))

    def _meta(self, found: dict[str, str]) -> None:
        for attribute in ("name", "property", "http-equiv", "itemprop"):
            name = found.get(attribute, "").strip().lower()
            if name and "content" in found:
                self.meta.append((name, found["content"].strip()))
                self.claims_article |= name == "og:type" and found["content"].strip().lower().startswith("article")

    def _raw_text(self, tag: Tag) -> None:
        if not tag.closing:
            self._words(tag.text)
            self._script = attributes(tag.raw_attributes).get("type", "").lower() if tag.name == "script" else ""
        elif "ld+json" in self._script:
            self.claims_article |= ARTICLE_JSONLD.search(tag.text[:500_000]) is not None
            stated = PUBLISHED_JSONLD.search(tag.text[:500_000])
            self.published = self.published or (stated[1] if stated else None)
        elif "rsl+xml" in self._script and len(self.rsl) < 5:
            self.rsl.append(tag.text[:20_000])
