"""What browsers mend, from the cases of the HTML standard's tree construction: our runs of text beside those of a tree that is
built by the standard (lexbor, through resiliparse).

A run is the text between two borders of blocks. Elements that only frame runs, such as the `<tbody>` that a browser adds, change
none, and are not compared.
"""

from __future__ import annotations

import pytest
from resiliparse.parse.html import DOMNode, HTMLTree, NodeType

from pipelines.page.outline import INLINE, SILENT
from pipelines.page.page import Page

BODY = "<!doctype html><html><head><title>t</title></head><body>{}</body></html>"
SAME = [
    "<table><tr><td>a<td>b<tr><td>c</table>",
    "<table><p>x</p><tr><td>a</table>",
    "<table><thead><tr><th>h<tbody><tr><td>a</table>",
    "<table><caption>c<tr><td>a</table>",
    "<table><colgroup><col><tr><td>a</table>",
    "<table><tr><td>a<table><tr><td>b</table>c</table>d",
    "<div><tr><td>a</td></tr></div>b",
    "<a href=1>one <a href=2>two</a> three</a> four",
    "<a href=1><h2>head</h2><p>text</p></a>rest",
    "<ul><li><a href=1>one<li><a href=2>two</ul>",
    "<a href=1 href=2>x</a> <a title='a>b' href=3>y</a>",
    "<p>before<ul><li>x</ul>after",
    "<p>before<table><tr><td>x</table>after",
    *(
        f"<p>a<{tag}>b</{tag}>c"
        for tag in ["address", "article", "main", "figure", "blockquote", "pre", "center", "dialog", "search", "hgroup"]
    ),
    "<p>a<hr>b",
    "<p>one<p>two<h2>head<p>three",
    "<ul><li>one<li>two<ul><li>in</ul><li>three</ul>rest",
    "<li>a<li>b",
    "<menu><li>a<li>b</menu>",
    "<dl><dt>a<dd>b<dt>c<dd>d</dl>e",
    "<section><p>a<section><p>b</section>c",
    "<div>a</div></div></div><p>b",
    "<p><b>one<i>two</b>three</i>four",
    "<b><p>one</p><p>two</p></b>three",
    "<h1>one<h2>two</h2>three",
    "<form><p>a<form><p>b</form>c</form>d",
    "<p>a</p><template><p>in</p></template><p>b</p>",
    "<p>a<svg><title>t</title><text>s</text></svg>b",
    "<p/>a<div/>b",
    "<p>a<span/>b</p>c",
    "<script/>var a;</script><p>x",
    "<textarea><p>x</p></textarea><p>y",
    "<iframe><p>x</p></iframe><p>y",
    "<p>a<!-->b--><p>c",
    "<p>a<!--x--!>b<?php echo ?>c<!x>d</ x>e<![CDATA[x]]>f",
    "<p>&copy &notit; &amp;lt; &#150; &#x80;",
    "<p>a<image src=x>b",
    "<ruby>a<rt>b<rp>c</ruby>d",
]
OF_PAGES = [
    "hello<!doctype html><title>t</title><p>x",
    "text <html><head><title>t</title></head><body><p>x",
    "<!doctype html><title>t</title><body class=a><p>x</p><body id=b><p>y</p>",
    "<!doctype html><title>t</title><body><p>x</p></body><p>y</p></html><p>z</p>",
    "<!doctype html><body><p>x</p><title>late</title><p>y",
    "<!doctype html><title>t<p>x</p>",
]
Run = tuple[str, bool]


def ours(markup: str) -> list[Run]:
    """The runs of a page, each with whether any of it is linked."""
    page = Page("http://a.example/x", markup.encode(), "text/html; charset=utf-8")
    return [(piece.text, piece.link_chars > 0) for piece in page.outline.pieces]


def browsers(markup: str) -> list[Run]:
    """The same of the tree that a browser builds."""
    runs: list[Run] = []
    texts: list[str] = []
    linked: list[str] = []

    def end() -> None:
        text = " ".join("".join(texts).split())
        runs.extend([(text, bool(linked))] if text else [])
        texts.clear()
        linked.clear()

    def walk(node: DOMNode, *, in_link: bool) -> None:
        if node.type == NodeType.TEXT:
            texts.append(node.value or "")
            linked.extend([node.value] if in_link and node.value.strip() else [])
        elif node.type == NodeType.ELEMENT and (node.tag not in SILENT or node.tag == "hr"):
            is_block = node.tag not in INLINE
            if is_block:
                end()
            child = node.first_child
            while child is not None:
                walk(child, in_link=in_link or (node.tag == "a" and bool(node.getattr("href"))))
                child = child.next
            if is_block:
                end()

    body = HTMLTree.parse(markup).body
    assert body is not None
    walk(body, in_link=False)
    end()
    return runs


@pytest.mark.parametrize("markup", [*map(BODY.format, SAME), *OF_PAGES])
def test_a_page_has_the_runs_of_text_that_a_browser_shows(markup: str) -> None:
    assert ours(markup) == browsers(markup)


@pytest.mark.parametrize(
    ("markup", "runs"),
    [
        ("<table>x<tr><td>a</td></tr>y</table>z", "x a y z"),  # a browser moves x and y before the table
        ("<td>a<td>b", "a b"),  # a browser has no cells outside of tables
        ("<ul><li><div>a<li>b</div>c</ul>", "a b c"),
        (
            "<p>before<div>inside</div>after</p> <p>rest",
            "before inside after rest",
        ),  # a browser adds an empty paragraph
    ],
)
def test_where_the_tree_is_another_each_text_is_there_once_and_in_order(markup: str, runs: str) -> None:
    assert " ".join(text for text, _ in ours(BODY.format(markup))) == runs
