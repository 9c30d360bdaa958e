"""Stories that nothing dates: those of the first night beyond a feed of the latest are no new ones; what is found later is."""

import signal
from datetime import date, timedelta
from pathlib import Path

import pytest

from spiders.frontier.frontier import Frontier
from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, Reply, serving

LATEST = [f"/latest/story-{number}-of-the-harbour" for number in range(5)]
ARCHIVED = [f"/old/story-{number}-of-the-harbour" for number in range(30)]
ON_FRONT, LATE = "/front/story-of-the-harbour-wall", "/old/story-of-a-late-morning"


def fill(paper: Paper, archived: list[str], *, dated: bool = True) -> None:
    """A front page with one story, a feed of the latest five, an archive of the others."""
    paper.html("/", "/archive", ON_FRONT, text='<link rel="alternate" type="application/rss+xml" href="/feed.xml">')
    paper.html("/archive", *archived)
    days = [date(2025, 11, 2) - timedelta(days=number) for number in range(5)]
    stamps = [f"<pubDate>{day:%a, %d %b %Y} 08:00:00 GMT</pubDate>" if dated else "" for day in days]
    items = (
        f"<item><link>{paper.url}{path}</link><title>The story at {path}</title>{stamp}</item>"
        for path, stamp in zip(LATEST, stamps, strict=True)
    )
    paper.answer("/feed.xml", f"<rss version='2.0'><channel><title>Paper</title>{''.join(items)}</channel></rss>")
    for path in (*LATEST, *archived, ON_FRONT):
        paper.story(path)


def asked(crawler: Crawler, night: date) -> set[str]:
    """The addresses that a night asks for."""
    crawler.paper.requests.clear()
    crawler.run(night)
    return set(crawler.paper.requests)


def test_of_stories_beyond_the_feed_a_share_is_looked_at_and_those_of_the_front_page_are_fresh(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        fill(paper, ARCHIVED)
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source()
        assert asked(crawler, NIGHT).issuperset(ARCHIVED)
        again = asked(crawler, NIGHT + timedelta(days=1))
        assert ON_FRONT in again
        assert 0 < len(again.intersection(ARCHIVED)) <= 8  # five and a tenth of the known
        fill(paper, [LATE, *ARCHIVED])
        assert LATE in asked(crawler, NIGHT + timedelta(days=2))
        assert LATE in asked(crawler, NIGHT + timedelta(days=3))


def test_where_no_feed_dates_its_stories_all_are_looked_at(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        fill(paper, ARCHIVED, dated=False)
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source()
        crawler.run(NIGHT)
        assert asked(crawler, NIGHT + timedelta(days=1)).issuperset(ARCHIVED)


def born(crawler: Crawler, *paths: str) -> list[str]:
    """The days from which the crawl takes stories to be."""
    frontier = Frontier(crawler.home / "frontier" / "paper.sqlite", NIGHT.isoformat())
    host = crawler.paper.url.partition("//")[2]
    pages = [frontier.memory.glance(f"{host}{path}") for path in paths]
    frontier.close()
    return [page.born for page in pages if page]


def test_a_start_page_that_redirects_is_the_start_page_where_it_leads(paper: Paper, crawler: Crawler) -> None:
    fill(paper, ARCHIVED[:4])
    paper.pages["/en/"] = paper.pages["/"]
    paper.pages["/"] = Reply(status=302, headers={"Location": "/en/"})
    crawler.run()
    assert born(crawler, ON_FRONT, ARCHIVED[0]) == ["2025-11-03", "2025-10-25"]


def test_what_a_feed_lists_without_a_day_is_not_beyond_it(paper: Paper, crawler: Crawler) -> None:
    fill(paper, ARCHIVED[:4])
    feed = paper.pages["/feed.xml"]
    assert isinstance(feed, Reply)
    feed.body = feed.body.replace(b"<pubDate>Sat, 01 Nov 2025 08:00:00 GMT</pubDate>", b"")
    crawler.run()
    assert born(crawler, *LATEST[:2], ARCHIVED[0]) == ["2025-11-02", "2025-11-03", "2025-10-25"]


@pytest.mark.parametrize("where", ["/", ARCHIVED[3]])
def test_a_first_night_that_was_interrupted_takes_the_same_stories_for_old(
    paper: Paper, crawler: Crawler, where: str
) -> None:
    fill(paper, ARCHIVED[:12])
    kept, running = paper.pages[where], []
    assert isinstance(kept, Reply)

    def stopping(earlier: int) -> Reply:
        if not earlier:
            running[0].send_signal(signal.SIGINT)
        return kept

    paper.pages[where] = stopping
    running.append(crawler.start())
    running[0].communicate(timeout=60)
    assert running[0].returncode == 130
    crawler.run()
    assert born(crawler, ON_FRONT, *ARCHIVED[:12]) == ["2025-11-03", *["2025-10-25"] * 12]
