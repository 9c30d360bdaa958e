"""Sections that redirect to their address with a slash say nothing of the addresses of stories."""

from datetime import timedelta
from pathlib import Path

from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, Reply, serving

SECTIONS = ("/politics", "/sport", "/culture")
STORIES = [f"{section}/story-{number}-of-the-harbour" for section in SECTIONS for number in (1, 2)]


def test_stories_are_asked_for_as_they_are_linked(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *SECTIONS, *STORIES)
        for section in SECTIONS:
            paper.pages[section] = Reply(status=301, headers={"Location": f"{section}/"})
            paper.html(f"{section}/", *(path for path in STORIES if path.startswith(section)))
        for path in STORIES:
            paper.story(path)
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source(connections=1)
        for night in (NIGHT, NIGHT + timedelta(days=1)):
            crawler.run(night)
            assert not any(f"{path}/" in paper.requests for path in STORIES)
        rows = crawler.rows(NIGHT)
        assert {rows[path]["outcome"] for path in STORIES} == {"stored"}
