"""An archived page made fit to be looked at: only elements and attributes that cannot act are kept, and headline, byline, date
and story are marked where they stood.

The frame that shows it has no scripts, no forms, no network and an origin of its own (`server.FRAME_POLICY`); what is left out
here is left out once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.etree import _Element

from pipelines.base.errors import CorpusError, PageDropped
from pipelines.base.neutral import DANGEROUS
from pipelines.browse.publication import Publication, Row
from pipelines.lake.archive import Capture, read_capture
from pipelines.page.page import Page

KEPT = frozenset(
    (
        "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "body", "br", "caption", "center", "cite",
        "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "i", "img", "ins", "kbd", "li", "main",
        "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub",
        "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
    )
)  # fmt: skip
GONE = frozenset(
    (
        "applet", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input", "link", "map",
        "math", "meta", "noembed", "object", "option", "param", "plaintext", "portal", "script", "select", "source", "style",
        "svg", "template", "textarea", "title", "track", "video", "xmp",
    )
)  # fmt: skip
ATTRIBUTES = frozenset(
    ("alt", "colspan", "datetime", "dir", "headers", "lang", "rowspan", "scope", "start", "title", "value")
)
BLOCKS = frozenset(
    ("address", "article", "blockquote", "dd", "div", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre",
     "section", "summary", "td", "th", "tr", "time", "span", "a", "strong", "em", "b", "i")
)  # fmt: skip
SPACES = re.compile(r"\s+")
PICTURE = re.compile(r"data:image/(?:avif|gif|jpeg|png|webp);base64,[A-Za-z0-9+/=\s]+\Z")
MAX_PICTURE_CHARS = 1 << 20
MIN_MARKED_CHARS = 3
STORED = """
SELECT warc_file, warc_offset FROM fetches
WHERE payload_sha256 = ? AND outcome = 'stored' AND warc_file IS NOT NULL ORDER BY night DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Marked:
    """Texts to mark in a page, by what they are: headline, byline, date, story."""

    headline: frozenset[str] = frozenset()
    byline: frozenset[str] = frozenset()
    date: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()
    parts: Sequence[tuple[str, str]] = field(default=())
    """Names and written dates, which may be a part of a line."""

    @property
    def longest(self) -> int:
        """Characters of an element whose text may be one of these, with the white space of its markup."""
        return MIN_MARKED_CHARS + 2 * max(
            map(len, (*self.headline, *self.story, *(part for _, part in self.parts))), default=0
        )


def capture_of(publication: Publication, row: Row) -> Capture:
    """The archived response of a row of `fetches`, with its body; a revisit has the body of what it repeats."""
    archive = publication.home.archive
    capture = read_capture(archive, row["warc_file"], row["warc_offset"])
    if not capture.revisit:
        return capture
    whole = publication.row(STORED, row["payload_sha256"])
    if whole is None:
        raise CorpusError(f"the body of {capture.url} is in no record of the archive: 'dateline doctor' looks for it")
    return read_capture(archive, whole["warc_file"], whole["warc_offset"])


def marks_of(document: Mapping[str, Any], evidence: Iterable[str]) -> Marked:
    """What to mark in the page of a row of `documents`; `evidence` are dates as the page writes them."""
    titles = [document["title"], *(each["text"] for each in document["headlines"] or ())]
    paragraphs = (document["text"] or "").split("\n\n")
    names, dates = list(document["authors"] or ()), [each for each in evidence if each]
    return Marked(
        headline=frozenset(map(_even, filter(None, titles))),
        byline=frozenset(map(_even, names)),
        date=frozenset(map(_even, dates)),
        story=frozenset(filter(None, map(_even, paragraphs))),
        parts=[*(("byline", _even(name)) for name in names), *(("date", _even(each)) for each in dates)],
    )


def archived_page(capture: Capture, marked: Marked) -> str:
    """The page as a piece of HTML. A body that is no HTML is shown as its text."""
    page = Page(capture.url, capture.body, capture.content_type)
    try:
        tree = deepcopy(page.tree)
    except PageDropped as dropped:
        return f"<p>This response cannot be shown as a page: {etree_text(str(dropped))}</p>"
    body = tree.find("body")
    body = tree if body is None else body
    for element in list(body.iter()):
        _clean(element, body)
    lengths, longest = _lengths(body), marked.longest
    for element in body.iter():
        if MIN_MARKED_CHARS <= lengths[element] <= longest:
            _mark(element, marked)
    body.tag = "div"
    return str(etree.tostring(body, encoding="unicode", method="html", with_tail=False))


def etree_text(text: str) -> str:
    """A text as the content of an element."""
    element = etree.Element("p")
    element.text = DANGEROUS.sub(" ", text)
    return str(etree.tostring(element, encoding="unicode"))[3:-4]


def _clean(element: _Element, body: _Element) -> None:
    tag = element.tag if isinstance(element.tag, str) else None
    if element is body:
        _keep_attributes(element)
    elif tag is None or tag.lower() in GONE:
        _remove(element)
    elif tag.lower() == "img":
        _picture(element)
    elif tag.lower() in KEPT:
        _keep_attributes(element)
    else:
        element.tag = "span"
        _keep_attributes(element)


def _keep_attributes(element: _Element) -> None:
    for name in [name for name in element.attrib if str(name).lower() not in ATTRIBUTES]:
        del element.attrib[name]


def _picture(element: _Element) -> None:
    """In place of a picture, what it is said to show: the archive has none but those that stand in the page itself."""
    alt, data = element.get("alt") or "", (element.get("src") or "").strip()
    if len(data) <= MAX_PICTURE_CHARS and PICTURE.match(data):
        element.attrib.clear()
        element.set("src", data)
        element.set("alt", alt)
        return
    element.tag = "span"
    element.attrib.clear()
    element.set("class", "dateline-picture")
    element.text = f"[picture{': ' + alt if alt else ''}]"


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def _mark(element: _Element, marked: Marked) -> None:
    if element.tag not in BLOCKS or _is_marked(element):
        return
    text = _even(_text(element))
    kind = next((kind for kind in ("headline", "story", "byline", "date") if text in getattr(marked, kind)), None)
    if kind is None and len(element) == 0:
        kind = next((kind for kind, part in marked.parts if len(part) >= MIN_MARKED_CHARS and part in text), None)
    if kind is not None:
        element.set("class", f"dateline-{kind}")
        element.set("title", kind)


def _text(element: _Element) -> str:
    """The text of an element; that of a table's row as extraction writes it."""
    if element.tag == "tr":
        return " | ".join("".join(cell.itertext()).strip() for cell in element)
    return "".join(element.itertext())


def _lengths(body: _Element) -> dict[_Element, int]:
    """Characters of the text in each element."""
    lengths: dict[_Element, int] = {}
    for element in reversed(list(body.iter())):
        lengths[element] = len(element.text or "") + sum(lengths[child] + len(child.tail or "") for child in element)
    return lengths


def _is_marked(element: _Element) -> bool:
    return any((above.get("class") or "").startswith("dateline-") for above in _ancestry(element))


def _ancestry(element: _Element) -> Iterator[_Element]:
    yield element
    yield from element.iterancestors()


def _even(text: str) -> str:
    return SPACES.sub(" ", text).strip().casefold()
