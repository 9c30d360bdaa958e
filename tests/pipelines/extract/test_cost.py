"""Pages that once cost seconds or minutes: each is read to its end."""

import gc

import pytest

from pipelines.extract.run.job import PageJob
from pipelines.extract.run.task import run_page
from tests.endless import ends

PROSE = "The council voted on Tuesday evening to close the ferry for two years, and hundreds of people must go round."
CELL = "<td>12 per cent</td>"
COSTLY = {
    "table of 400 by 8 cells": "<table>" + f"<tr>{CELL * 8}</tr>" * 400 + "</table>",
    "nested tables": f"<table><tr><td>{PROSE}" * 200 + "</td></tr></table>" * 200,
    "byline of 30,000 characters": f"<div class=author>{'江城市议会周二晚间投票决定，' * 2300}</div>",
    "author of line breaks": f'<meta name=author content="Jane Doe{"&#10;" * 1450}x">',
    "author of hard spaces": f'<meta name=author content="Jane Doe{"&nbsp;" * 1450}x">',
    "author of letters and a full stop": f'<meta name=author content="{"a.b-" * 30_000}">',
    "byline of numbers": f"<p class=byline>By {'12:' * 3000}</p>",
    "selector that nearly fits": "<style>.q .x .x .y{display:none}</style>"
    + "<div class=x>" * 30 + "<p class=y>t</p>" * 1000 + "</div>" * 30 + "<i class=q></i>",
    "a thousand kinds of hidden lines": "<style>.x{display:none}" + ".y{display:block}" * 9000 + "</style>"
    + "".join(f'<p class="x k{n}">{PROSE}</p>' for n in range(1000)),
    "style of 20,000 backgrounds": f'<p style="color:transparent;{"background:" * 20_000}">{PROSE}</p>',
    "comments without an end": f"<style>{'/*' * 90_000}</style><p style='{'/*' * 90_000}'>x</p>",
    "captions in a paragraph": f"<p>{'<i class=caption>x</i><br><br>' * 20_000}</p>",
    "boxes without names": f"<p class=a>{PROSE}</p>" * 3000 + "<img><div>They went.</div>" * 9000,
    "next stories": f"<article>{PROSE}<h2><a href=/a>{PROSE}</a></h2>" * 300,
    "what is left of a story": "il vous reste " + "1" * 300_000 + "残り" + "1" * 300_000,
    "rules within rules": f"<style>{('&' * 200 + '{') * 900}</style><style>{'a,b{' * 40_000}</style>",
}  # fmt: skip


@pytest.mark.parametrize("markup", COSTLY.values(), ids=COSTLY)
def test_a_page_is_read_to_its_end(markup: str) -> None:
    body = f"<title>Ferry to close</title><h1>Ferry to close</h1>{markup}{f'<p>{PROSE}</p>' * 4}".encode()
    with ends():
        assert run_page(PageJob("x", "http://paper.example/a", body=body)).document is not None


def test_a_page_leaves_nothing_that_only_the_collector_would_find() -> None:
    body = f"<title>Ferry to close</title><h1>Ferry to close</h1><ul><li><p>{PROSE}</p></ul>{f'<p>{PROSE}</p>' * 4}".encode()
    job = PageJob("x", "http://paper.example/a", body=body)
    run_page(job)
    gc.collect()
    assert run_page(job).document is not None
    assert gc.collect() == 0
