"""Pages that leave out `<head>` and `<body>`, as minifiers write them, are read as a browser reads them."""

import pytest
from lxml import etree

from pipelines.extract.read.article import read
from pipelines.page.page import Page

URL = "http://tern.example/2026/bridge"
HEADLINE = "Bridge opens again"
TEXTS = (
    "The old bridge over the river was opened again on Monday after three years of work, the town said in a statement.",
    "Ferries will stop in the spring, and the council wants to use the money for a new school by the harbour.",
)
STORY = f"<h1>{HEADLINE}</h1><p>{TEXTS[0]}<p>{TEXTS[1]}"
TITLE = f"<!doctype html><title>{HEADLINE}</title>"


@pytest.mark.parametrize(
    "markup",
    [
        f"{TITLE}<article>{STORY}</article>",
        f"{TITLE}<main>{STORY}</main>",
        f"{TITLE}<section>{STORY}</section>",
        f"<!doctype html><meta charset=utf-8><title>{HEADLINE}</title><header><a href=/>Tern</a></header><article>{STORY}",
        f"<!doctype html><html lang=en><head><title>{HEADLINE}</title><article>{STORY}</article><p>Tern",
        f"{TITLE}<tern-page><article>{STORY}</article></tern-page>",
        f"{TITLE}{STORY}",
        f"{TITLE}<body class=post><article>{STORY}</article>",
    ],
)
def test_a_story_without_head_and_body_is_read(markup: str) -> None:
    document = read(Page(URL, markup.encode())).document
    assert (document.title, [block.text for block in document.blocks if block.kind == "paragraph"][:2]) == (
        HEADLINE,
        list(TEXTS),
    )


@pytest.mark.parametrize(
    ("markup", "tree"),
    [
        ("<title>a</title><article>b</article>c", "<head><title>a</title></head><body><article>b</article>c</body>"),
        (
            "<title>a</title><article>b</article> <div>c</div>",
            "<head><title>a</title></head><body><article>b</article> <div>c</div></body>",
        ),
        (
            "<title>a</title><aside>b</aside><meta name=c><script>d</script><p>e",
            '<head><title>a</title></head><body><aside>b</aside><meta name="c"/><script>d</script><p>e</p></body>',
        ),
        (
            "<title>a</title><noscript><p>b</p></noscript><main>c</main>",
            "<head><title>a</title><noscript><p>b</p></noscript></head><body><main>c</main></body>",
        ),
    ],
)
def test_the_first_element_that_a_head_cannot_hold_opens_the_body(markup: str, tree: str) -> None:
    page = Page(URL, f"<!doctype html>{markup}".encode())
    assert etree.tostring(page.tree, encoding="unicode") == f"<html>{tree}</html>"
