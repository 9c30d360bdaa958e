"""Stories that nothing dates: those of the first night beyond a feed of the latest are no new ones; what is found later is."""

from datetime import date, timedelta
from pathlib import Path

from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, serving

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
