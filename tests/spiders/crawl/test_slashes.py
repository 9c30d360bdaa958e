"""A site that links to its stories without the slash that its server adds: a few redirects, then none."""

from datetime import timedelta

import pytest

from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, Reply, serving

STORIES = [f"/story-{name}-of-the-harbour" for name in ("one", "two", "three", "four", "five", "six", "seven", "eight")]
NEXT = NIGHT + timedelta(days=1)


def redirected(paper: Paper, path: str) -> None:
    paper.pages[path] = Reply(status=301, headers={"Location": f"{path}/"})


@pytest.fixture
def crawler(tmp_path):
    with serving(Paper()) as paper:
        paper.html("/", *STORIES)
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source(connections=1)
        yield crawler


def test_after_three_redirects_the_slash_is_asked_for(crawler):
    paper = crawler.paper
    for path in STORIES:
        redirected(paper, path)
        paper.story(f"{path}/", ETag=f'"{path}"')
    crawler.run()
    assert [sum(path in paper.requests for path in STORIES), sum(f"{path}/" in paper.requests for path in STORIES)] == [
        3,
        8,
    ]
    rows = crawler.rows()
    assert {rows[path]["outcome"] for path in STORIES} == {"stored"}
    assert {rows[path]["final_url"] for path in STORIES} == {f"{paper.url}{path}/" for path in STORIES}
    first = len(paper.requests)
    crawler.run(NEXT)
    again = [path for path in paper.requests[first:] if path.strip("/") in {story.strip("/") for story in STORIES}]
    assert len(again) == 11
    assert len(set(paper.conditional)) == 8


def test_no_slash_where_one_page_answers_without(crawler):
    paper = crawler.paper
    paper.story(STORIES[0])
    for path in STORIES[1:4]:
        redirected(paper, path)
        paper.story(f"{path}/")
    for path in STORIES[4:]:
        paper.story(path)
    crawler.run()
    rows = crawler.rows()
    assert {rows[path]["outcome"] for path in STORIES} == {"stored"}
    assert not any(f"{path}/" in paper.requests for path in (STORIES[0], *STORIES[4:]))
