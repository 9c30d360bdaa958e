"""A page that hardly reads like a story, deleted: it is looked for where a sitemap no longer lists it, and only there."""

from datetime import timedelta

import pytest

from tests.spiders.crawl.conftest import NIGHT

NEXT = NIGHT + timedelta(days=1)
SHORT, LISTED = "/2025/a-few-words-on-the-quay.html", "/2025/a-few-words-on-the-weir.html"
STORY = "/2025/the-harbour-story.html"
HTML = {"Content-Type": "text/html"}


def sitemap(url: str, *paths: str) -> str:
    listed = "".join(f"<url><loc>{url}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


@pytest.mark.parametrize("by_sitemap", [True, False])
def test_a_short_page_that_a_sitemap_drops_is_looked_at(crawler, paper, by_sitemap):
    everything = (SHORT, LISTED, STORY)
    paper.answer("/sitemap.xml", sitemap(paper.url, *everything) if by_sitemap else sitemap(paper.url, STORY))
    paper.html("/", *everything)
    paper.story(STORY)
    for path in (SHORT, LISTED):
        paper.answer(path, "<title>The quay</title><p>Shut.</p>", **HTML)
    crawler.source(sitemaps=[f"{paper.url}/sitemap.xml"])
    crawler.run(NIGHT)
    first = len(paper.requests)
    paper.answer("/sitemap.xml", sitemap(paper.url, LISTED, STORY) if by_sitemap else sitemap(paper.url, STORY))
    paper.html("/", LISTED, STORY)
    del paper.pages[SHORT]
    crawler.run(NEXT)
    second = paper.requests[first:]
    assert (SHORT in second, LISTED in second) == (by_sitemap, False)


def dated(url: str, days: dict[str, str]) -> str:
    listed = "".join(
        f"<url><loc>{url}{path}</loc><lastmod>{day}T10:00:00Z</lastmod></url>" for path, day in days.items()
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


@pytest.mark.parametrize(
    ("path", "moved", "again"),
    [
        (SHORT, True, True),
        (SHORT, False, False),
        ("/about", True, False),  # a page of the house that is no story by its address
        ("/tag/quay", True, False),
    ],
)
def test_a_short_page_whose_lastmod_moved_is_looked_at(crawler, paper, path, moved, again):
    others = {f"/2025/the-harbour-story-of-week-{n}.html": "2025-10-01" for n in range(4)}
    paper.html("/", path, *others)
    for other in others:
        paper.story(other)
    paper.answer(path, "<title>The quay</title><p>Shut.</p>", **HTML)
    paper.answer("/sitemap.xml", dated(paper.url, {path: "2025-10-02"} | others))
    crawler.source(sitemaps=[f"{paper.url}/sitemap.xml"])
    crawler.run(NIGHT)
    first = len(paper.requests)
    paper.answer("/sitemap.xml", dated(paper.url, {path: NIGHT.isoformat() if moved else "2025-10-02"} | others))
    crawler.run(NEXT)
    assert (path in paper.requests[first:]) == again
