"""Stories on several pages: the crawl asks for the parts with their story, again when the story changes, and for nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.lake.home import Home
from pipelines.nights import build
from tests.spiders.crawl.conftest import NIGHT, Crawler, Reply

PATHS = {
    "slash": (
        "/2025/11/the-town-and-its-mill/",
        "/2025/11/the-town-and-its-mill/2/",
        "/2025/11/the-town-and-its-mill/3/",
    ),
    "query": ("/2025/11/who-owns-the-quay", "/2025/11/who-owns-the-quay?page=2"),
    "file": ("/2025/11/ten-best-ferries.html", "/2025/11/ten-best-ferries-2.html"),
    "whole": ("/2025/11/what-the-stage-wants", "/2025/11/what-the-stage-wants?page=all"),
    "head": ("/2025/11/one-night-in-town", "/2025/11/one-night-in-town/page/2"),
}
BLOG = ("/2025/11/first-walk", "/2025/11/second-walk")
NEXT = NIGHT + timedelta(days=1)


def page(path: str, number: int, links: str, head: str = "") -> Reply:
    title = path.rpartition("/")[0].rpartition("/")[2] if path.endswith("/") else path.rpartition("/")[2]
    prose = "".join(
        f"<p>In chapter {number} speaker {n} told the council of {title}, which nobody had known.</p>" for n in range(4)
    )
    body = (
        f'<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">{head}</head><body><article>'
        f"<h1>{title}</h1>{prose}<p>{links}</p></article></body></html>"
    )
    return Reply(body.encode(), headers={"Content-Type": "text/html"})


@pytest.fixture(scope="module")
def crawled(shared: Crawler) -> Crawler:
    paper = shared.paper
    paper.html("/", *(pages[0] for pages in PATHS.values()), *BLOG)
    for name, (first, *more) in PATHS.items():
        label = {"whole": "View all on one page", "file": "Next page"}.get(name, "{}")
        links = " ".join(f'<a href="{path}">{label.format(n)}</a>' for n, path in enumerate(more, 2))
        head = f'<link rel="next" href="{more[0]}">' if name == "head" else ""
        paper.pages[first] = page(first, 1, "" if head else links, head)
        for n, path in enumerate(more, 2):
            paper.pages[path] = page(
                first, n, f'<a href="{first}">1</a>', f'<link rel="canonical" href="{paper.url}{first}">'
            )
    paper.pages[BLOG[0]] = page(BLOG[0], 1, f'<a rel="next" href="{BLOG[1]}">Next</a>')
    paper.pages[BLOG[1]] = page(BLOG[1], 2, f'<a rel="prev" href="{BLOG[0]}">Previous</a>')
    shared.run(NIGHT)
    shared.asked = len(paper.requests)  # type: ignore[attr-defined]
    first = PATHS["slash"][0]
    paper.pages[first] = page(
        first, 9, " ".join(f'<a href="{path}">{n}</a>' for n, path in enumerate(PATHS["slash"][1:], 2))
    )
    shared.run(NEXT)
    for night in (NIGHT, NEXT):
        build(Home.at(shared.home), [night], show=False)
    return shared


@pytest.mark.parametrize("name", PATHS)
def test_every_part_is_asked_for_once_with_its_story(crawled: Crawler, name: str) -> None:
    first, *more = PATHS[name]
    asked = crawled.paper.requests[: crawled.asked]  # type: ignore[attr-defined]
    rows = crawled.rows(NIGHT)
    for path in more:
        assert (asked.count(path), rows[path]["outcome"]) == (1, "stored")
        assert [each["referrer"] for each in rows[path]["channels"]] == [f"{crawled.paper.url}{first}"]


def test_the_texts_are_joined_and_parts_are_no_stories(crawled: Crawler) -> None:
    documents = crawled.lake.read("documents", night=NIGHT).to_pylist()
    found = {row["url"].removeprefix(crawled.paper.url): row for row in documents}
    assert {path for path, row in found.items() if row["kind"] == "article"} == {p[0] for p in PATHS.values()} | {*BLOG}
    for first, *more in PATHS.values():
        assert found[first]["text"].count("In chapter") == 4 * (1 + len(more))
    assert all(found[path]["text"].count("In chapter") == 4 for path in BLOG)


def test_parts_are_asked_again_when_their_story_changes(crawled: Crawler) -> None:
    tonight = crawled.lake.read("fetches", night=NEXT).to_pylist()
    found = {row["url"].removeprefix(crawled.paper.url): row["outcome"] for row in tonight}
    assert [found[path] for path in PATHS["slash"]] == ["stored", "duplicate_payload", "duplicate_payload"]
    story = next(row for row in crawled.lake.read("articles").to_pylist() if row["url"].endswith(PATHS["slash"][0]))
    assert [story["text"].count(f"In chapter {n}") for n in (9, 2, 3)] == [4, 4, 4]
