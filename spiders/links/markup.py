"""Tags of a page in one forward pass. Time and memory are linear in the bytes, for any markup.

A scanner, not a parser: no tree, no repair. It may run in the reactor (a DOM of hostile markup may cost minutes). It
follows https://html.spec.whatwg.org/multipage/parsing.html where that matters for links: comments, raw-text elements,
quoted values that hold `>`, unclosed quotes. Every quantifier is possessive or ends at the next delimiter. After one
failed search for a delimiter, the scan never searches for it again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_CHARACTERS = 4_000_000
MAX_TAGS = 120_000
MAX_ATTRIBUTES = 64
MAX_VALUE = 4_000  # Characters; also below the 4,300 digits at which int() refuses a numeric character reference.

RAW_TEXT = frozenset(("script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"))

TAG = re.compile(
    r"""<(?:!--(?:-?>|.*?(?:--!?>|\Z)) | [!?][^>]*+(?:>|\Z)
    | (?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)(?:>|\Z))""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>][^\s>]*+)?))?+""")
RAW_END = {name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in RAW_TEXT}


class Tag(NamedTuple):
    """A start tag, or an end tag if `closing`; `text` is the text between the previous tag and this one.

    For the end tag of a raw-text element (script, title, …) `text` is the element's content.
    """

    name: str
    closing: bool
    raw_attributes: str
    text: str


def tags(text: str) -> Iterator[Tag]:
    """Every tag of the first MAX_CHARACTERS in order, at most MAX_TAGS. Comments and doctypes are left out.

    >>> [(t.name, t.closing, t.text) for t in tags('x<a href="p>q">one</a><!-- <b> --><script>"<i>"</script>')]
    [('a', False, 'x'), ('a', True, 'one'), ('script', False, ''), ('script', True, '"<i>"')]
    """
    text = text[:MAX_CHARACTERS]
    position, seen = 0, 0
    while seen < MAX_TAGS and (match := TAG.search(text, position)):
        before, position = text[position : match.start()], match.end()
        name = (match["name"] or "")[:32].lower()
        if not name:
            if before.strip():
                yield Tag("", False, "", before)
            continue
        seen += 1
        yield Tag(name, bool(match["close"]), match["attributes"], before)
        if name in RAW_TEXT and not match["close"]:
            end = RAW_END[name].search(text, position)
            if end is None:
                return
            yield Tag(name, True, "", text[position : end.start()])
            position = text.find(">", end.end()) + 1 or len(text)


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a tag: names lower-cased, character references resolved. The first value of a name wins.

    At most MAX_ATTRIBUTES; a value longer than MAX_VALUE is cut.

    >>> attributes(''' href='/a?b=1&amp;c' DATA-x=3 hidden href="no" ''')
    {'href': '/a?b=1&c', 'data-x': '3', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for count, match in enumerate(ATTRIBUTE.finditer(raw)):
        if count >= MAX_ATTRIBUTES:
            break
        name, double, single, bare = match.groups()
        found.setdefault(name[:64].lower(), unescape(double or single or bare or ""))
    return found


def unescape(text: str) -> str:
    """Resolve character references in the first MAX_VALUE characters; the rest is cut.

    >>> unescape("caf&eacute; &#8211; &amp;")
    'café – &'
    """
    text = text[:MAX_VALUE]
    return html.unescape(text) if "&" in text else text


def squeeze(text: str) -> str:
    r"""Fold white space to single spaces and trim both ends.

    >>> squeeze(" a \n b ")
    'a b'
    """
    return " ".join(text.split())
