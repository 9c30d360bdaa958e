"""What a text is that came as a page: HTML, or data and code under its name (https://mimesniff.spec.whatwg.org/)."""

from __future__ import annotations

import json
import re

ELEMENTS = (
    "html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "p", "span", "a", "table", "tbody", "tr",
    "td", "th", "ul", "ol", "li", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "img", "article", "section", "main",
    "header", "footer", "nav", "aside", "figure", "blockquote", "pre", "center", "font", "b", "i", "em", "strong", "form",
    "iframe", "frameset", "noscript",
)  # fmt: skip
ELEMENT = re.compile(rf"<(?:!doctype\s+html|(?:{'|'.join(ELEMENTS)})(?=[\s/>]))", re.IGNORECASE)
"""What a page has at least one of."""
DOCUMENT = re.compile(r"^\s*<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE | re.MULTILINE)
"""How a page begins, behind whatever a broken script says first."""
PROLOGUE = re.compile(r"(?:\s|<\?[^>]*>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[[^\]]*\]\s*)?>)*", re.IGNORECASE | re.DOTALL)
ROOT = re.compile(r"<([a-z][\w:.-]*)", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
DATA = frozenset(("rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "opml", "svg", "nitf", "newsml", "wml"))
"""Root elements of XML that is often sent without saying that it is XML."""
JSON = re.compile(r"[{\[]\s*[\"{\[\]}]")
CODE = re.compile(
    r"/\*|//|\(\s*function|!?function\b|(?:var|let|const)\s+[\w$,{}\[\] ]{1,80}=|import\s[\w*{},\s]{0,80}[\"']|"
    r"export\s+(?:default|const|function|class)\b|[\"']use strict|(?:window|document|self)[.\[]|"
    r"@(?:charset|import|media)\b|[.#\w][^<>{};]{0,200}\{[^<>{}]{0,400}:|\$?[\w.]{1,60}\s*[=(]\s*[({\[\"'`]"
)


def other_than_html(text: str) -> str | None:
    """What a text is that is no HTML, in words; None for pages and parts of pages, XHTML among them.

    >>> other_than_html("<p>Part of a page</p>"), other_than_html('<?xml version="1.0"?><html><body/></html>')
    (None, None)
    >>> other_than_html("User-agent: *"), other_than_html("<rss></rss>"), other_than_html('{"a": "<p>"}')
    ('no markup', 'XML', 'JSON')
    """
    begins = PROLOGUE.match(text)
    start = begins.end() if begins else 0
    root = ROOT.match(text, start)  # as pages begin: nothing is copied for it
    rest = "" if root else text[start:].lstrip("\ufeff \t\r\n")
    root = root or ROOT.match(rest)
    if root:
        name = root[1].lower()
        return "XML" if name in DATA or (XML.match(text) and name not in ELEMENTS) else _without_elements(text)
    if JSON.match(rest) and _is_json(rest):
        return "JSON"
    if CODE.match(rest) and not DOCUMENT.search(rest):
        return "code"
    return _without_elements(text)


def _without_elements(text: str) -> str | None:
    return None if ELEMENT.search(text) else "no markup"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return DOCUMENT.search(text) is None
    return True
