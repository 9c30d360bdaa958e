"""Captions and pull quotes are kept beside the story, and are no paragraphs of it."""

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

SAID = "Nobody in this town will cross that bridge again before the winter is over"
PROSE = [
    f"<p>The mayor stood on the quay and shook his head. “{SAID},” he told the reporters who had come to see him.</p>",
    "<p>The old bridge over the harbour has been closed since spring, and nobody knows for how long it is going to be.</p>",
    "<p>Boats take people across in the mornings and evenings, and the council pays the fares of all the schoolchildren.</p>",
]


def page(*between: str) -> Page:
    body = f"<main><article><h1>Harbour bridge stays closed</h1>{PROSE[0]}{''.join(between)}{PROSE[1]}{PROSE[2]}</article></main>"
    return Page("http://www.paper.example/x", f"<title>Harbour bridge stays closed</title><body>{body}</body>".encode())


def asides(*between: str) -> tuple[list[tuple[str, str]], list[str]]:
    document = extract(page(*between))
    assert all(block.text not in document.text or block.kind == "pull_quote" for block in document.asides)
    return [(block.kind, block.text) for block in document.asides], [block.kind for block in document.blocks]


def test_a_caption_is_kept_beside_the_text() -> None:
    figure = "<figure><img src=/b.jpg><figcaption>The bridge on Monday. Photo: Jane Doe</figcaption></figure>"
    assert asides(figure) == ([("caption", "The bridge on Monday. Photo: Jane Doe")], ["paragraph"] * 3)


def test_a_pull_quote_is_told_by_its_name_or_by_the_paragraph_it_was_pulled_from() -> None:
    named = "<figure class='wp-block-pullquote'><blockquote><p>Never again this year</p></blockquote></figure>"
    assert asides(named) == ([("pull_quote", "Never again this year")], ["paragraph"] * 3)
    assert asides(f"<blockquote><p>{SAID}</p></blockquote>") == ([("pull_quote", SAID)], ["paragraph"] * 3)


def test_a_quotation_that_stands_nowhere_else_is_the_storys() -> None:
    own = (
        "<blockquote><p>We shall repair it when the money is there, and not one day sooner than that.</p></blockquote>"
    )
    assert asides(own) == ([], ["paragraph", "quote", "paragraph", "paragraph"])
