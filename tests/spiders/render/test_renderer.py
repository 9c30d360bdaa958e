"""Which pages need a browser, and what is archived of them; without one. `tests/ui/test_render.py` has a real one."""

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.lake.archive import ArchiveWriter, Conversion, Exchange, read_capture
from spiders.frontier.visits import Visit
from spiders.landing.answer import Answer
from spiders.render.renderer import Renderer
from spiders.sources.source import Source
from tests.spiders.crawl.conftest import Crawler, Paper

AT = datetime(2026, 5, 3, 12, tzinfo=UTC)
LIST = "".join(
    f"<li><h3><a href='/2026/05/{n}-mill'>The old mill burns for night number {n}</a></h3></li>" for n in range(6)
)
PROSE = (
    "<p>The council of Ardlow heard what the roof of the mill will cost, and who is to pay for it in the end.</p>" * 5
)
SHELL = "<div id=app></div><script src=/app.js></script>"
FRONT, STORY = "https://tern.example/", "https://tern.example/2026/05/the-old-mill-of-ardlow-burns"
PAGES = {
    "front of scripts": (FRONT, SHELL, True),
    "front with a list": (FRONT, f"<ul>{LIST}</ul><script src=/app.js></script>", False),
    "front without scripts": (FRONT, "<p>Soon.</p>", False),
    "story of scripts that says it is one": (STORY, f"<meta property=og:type content=article>{SHELL}", True),
    "story of scripts under a menu": (
        STORY,
        f"<meta property=og:type content=article><nav><a href=/>Home</a><a href=/about>About</a></nav>{SHELL}",
        True,
    ),
    "story of a fragment": (
        STORY,
        f"<meta property=og:type content=article><main><turbo-frame src=/frames/7></turbo-frame></main>{SHELL}",
        False,
    ),
    "story of scripts": (STORY, f"{SHELL}<noscript>Please enable JavaScript.</noscript>", True),
    "story": (STORY, f"<article><h1>The mill</h1>{PROSE}</article><script src=/app.js></script>", False),
    "story with state": (STORY, f"<article><h1>The mill</h1>{PROSE}</article>{SHELL}", False),
}


def answer(url: str, body: str, status: int = 200, kind: str = "text/html") -> Answer:
    html = f"<!doctype html><html><head><title>The Tern</title></head><body>{body}</body></html>".encode()
    return Answer(Exchange(url, AT, None, status, "OK", [("Content-Type", kind)], html), html, 0)


def needs(source: Source, visit: Visit, given: Answer) -> bool:
    """True if the answer would be drawn: the budget is spent, so that no browser is started."""
    renderer = Renderer(source, None, {})  # type: ignore[arg-type] -- nothing is asked for
    renderer.rendered = source.render_pages
    return (asyncio.run(renderer.looked_at(visit, given)).note or "").startswith("not rendered: more than render_pages")


def source(**settings: object) -> Source:
    return Source.model_validate({"name": "tern", "title": "The Tern", "url": FRONT, "render": "auto"} | settings)


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_only_scripts_draw(name: str) -> None:
    url, body, is_drawn = PAGES[name]
    visit = Visit(url.removeprefix("https://").removesuffix("/"), url, "page", "tern.example")
    assert needs(source(), visit, answer(url, body)) is is_drawn
    assert needs(source(render="always"), visit, answer(url, body))
    assert not needs(source(render="never"), visit, answer(url, body))
    assert not needs(source(), replace(visit, resource="feed"), answer(url, body))
    assert not needs(source(), visit, answer(url, body, status=404))
    assert not needs(source(), visit, answer(url, body, kind="application/json"))


def test_what_was_drawn_is_a_record_that_refers_to_its_response_and_is_read_as_a_capture(tmp_path) -> None:
    writer = ArchiveWriter(tmp_path, tmp_path / "part", "tern")
    given = answer(STORY, SHELL)
    response = writer.write(given.exchange)
    drawn = writer.convert(given.exchange, Conversion(b"<p>Drawn.</p>", "Chromium", (f"{FRONT}api/1",)), response)
    writer.close()
    capture = read_capture(tmp_path, drawn.file, drawn.offset)
    assert (capture.url, capture.body, capture.content_type, capture.revisit) == (
        STORY, b"<p>Drawn.</p>", "text/html; charset=utf-8", False,
    )  # fmt: skip
    assert capture.header("X-Dateline-Read") == f"{FRONT}api/1"
    assert read_capture(tmp_path, response.file, response.offset).body == given.body


def test_a_machine_without_a_browser_says_so_before_a_request(tmp_path) -> None:
    crawler = Crawler(tmp_path, Paper(url="http://127.0.0.1:9"))
    crawler.source(render="auto")
    started = crawler.start(env={"PATH": "", "HOME": str(tmp_path), "LANG": os.environ.get("LANG", "C.UTF-8")})
    said = "".join(started.communicate(timeout=60))
    assert (started.returncode, "Debian's chromium-headless-shell" in said) == (2, True)
