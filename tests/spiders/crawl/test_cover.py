"""A paper of which only further pages of its front page show the old stories: one of those is deleted."""

from datetime import timedelta

from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper

NEW = [f"/a-story-of-this-morning-{number}" for number in range(3)]
OLD = [f"/a-story-of-last-spring-{number}" for number in range(40)]
PAGES = [f"/page/{number}/" for number in range(2, 6)]
TAGS = [f"/tag/{name}/" for name in ("flood", "harbour", "school", "council")]
DELETED, EDITED = OLD[17], NEW[1]


def fill(paper: Paper, left: list[str]) -> None:
    """Ten old stories on each further page; tags show them mixed, and are linked to before those."""
    paper.html("/", *NEW, *TAGS, text='<link rel="next" href="/page/2/">')
    for number, path in enumerate(PAGES):
        paper.html(path, *left[number * 10 : number * 10 + 10], *PAGES[number + 1 : number + 2])
    for number, path in enumerate(TAGS):
        paper.html(path, *left[number::4])
    for path in (*NEW, *OLD):
        day = "2025-11-02" if path in NEW else "2025-04-01"
        paper.story(path, head=f'<meta property="article:published_time" content="{day}T08:00:00Z">')


def test_a_deleted_old_story_is_missed_in_the_list_that_showed_it(paper: Paper, crawler: Crawler) -> None:
    fill(paper, OLD)
    crawler.run()
    assert {*NEW, *OLD} <= set(paper.requests)
    fill(paper, [path for path in OLD if path != DELETED])
    del paper.pages[DELETED]
    paper.requests.clear()
    crawler.run(NIGHT + timedelta(days=1))
    assert crawler.outcomes(NIGHT + timedelta(days=1))[DELETED] == "http_error"
    lists = [path for path in paper.requests if path in (*PAGES, *TAGS)]
    assert len(lists) == len(set(lists)) == 4
    assert len({*paper.requests} & {*OLD}) < 12
