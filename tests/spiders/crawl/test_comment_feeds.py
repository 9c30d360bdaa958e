"""A site as WordPress makes it: feeds of comments and reply links are not asked for.

What archives of earlier versions hold of such feeds dates no story.
"""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.lake import archive
from pipelines.lake.checksums.ledger import announce
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES
from pipelines.nights import build
from tests.spiders.crawl.conftest import NIGHT

STORIES = {
    "/2025/10/28/flood-hits-the-harbour/": "2025-10-28",
    "/2025/10/29/dam-holds-after-long-night/": "2025-10-29",
    "/2025/10/30/ferry-returns-to-the-island/": "2025-10-30",
    "/2025/10/31/council-votes-on-new-bridge/": "2025-10-31",
}
RFC = {
    day: f"{name}, {day[8:]} Oct 2025 21:40:00 +0000"
    for day, name in zip(STORIES.values(), ("Tue", "Wed", "Thu", "Fri"), strict=True)
}
COMMENTED = "Sun, 02 Nov 2025 11:05:00 +0000"


def body(site: str, path: str, day: str) -> str:
    title = path.strip("/").rpartition("/")[2].replace("-", " ").capitalize()
    feeds = ("Feed", "/feed/"), ("Comments Feed", "/comments/feed/"), (f"{title} Comments Feed", f"{path}feed/")
    head = f"<title>{title} – The Bote</title><link rel='canonical' href='{site}{path}'>"
    for name, place in feeds:
        head += (
            f"<link rel='alternate' type='application/rss+xml' title='The Bote &raquo; {name}' href='{site}{place}'>"
        )
    shown = f"{int(day[8:])} October 2025"
    time = f"<time class='entry-date published' datetime='{day}T22:40:00+01:00'>{shown}</time>"
    prose = f"<p>{title}, and {'the council met again to talk about the harbour wall. ' * 4}</p>" * 4
    reply = f"<a rel='nofollow' class='comment-reply-link' href='{site}{path}?replytocom=62#respond'>Reply</a>"
    return (
        f"<html lang='en-GB'><head>{head}</head><body class='single-post'><main>"
        f"<article class='post'><header><h1>{title}</h1><div class='entry-meta'>{time}</div></header>{prose}</article>"
        f"<ol class='comment-list'><li class='comment'><p>Well said.</p>{reply}</li></ol></main></body></html>"
    )


@pytest.fixture(scope="module")
def wordpress(shared):
    paper = shared.paper
    site, page = paper.url, {"Content-Type": "text/html; charset=UTF-8"}
    paper.html("/", *STORIES, text=f"<link rel='alternate' type='application/rss+xml' href='{site}/feed/'>")
    for path, day in STORIES.items():
        paper.answer(path, body(site, path, day), **page)
        paper.answer(f"{path}?replytocom=62", body(site, path, day), **page)
        item = f"<item><title>By: Jane</title><link>{site}{path}#comment-62</link><pubDate>{COMMENTED}</pubDate></item>"
        paper.answer(f"{path}feed/", f"<rss version='2.0'><channel><title>Comments on: X</title>{item}</channel></rss>")
    items = "".join(
        f"<item><title>{p}</title><link>{site}{p}</link><pubDate>{RFC[d]}</pubDate></item>" for p, d in STORIES.items()
    )
    paper.answer("/feed/", f"<rss version='2.0'><channel><title>The Bote</title>{items}</channel></rss>")
    paper.answer("/comments/feed/", "<rss version='2.0'><channel><title>Comments for The Bote</title></channel></rss>")
    shared.summary = shared.run()
    return shared


def test_feeds_of_comments_and_reply_links_are_not_asked_for(wordpress) -> None:
    asked = [
        path
        for path in wordpress.paper.requests
        if "comment" in path or "replytocom" in path or path.endswith("/feed/")
    ]
    assert asked == ["/feed/"]


def test_the_ledger_says_why(wordpress) -> None:
    rows = wordpress.rows()
    story = next(iter(STORIES))
    for path, detail in (
        (f"{story}feed/", "comment_feed"),
        ("/comments/feed/", "comment_feed"),
        (f"{story}?replytocom=62", "reply_link"),
    ):
        assert (rows[path]["outcome"], rows[path]["detail"]) == ("no_story", detail), path
    assert {rows[path]["outcome"] for path in STORIES} == {"stored"}


def dates(home: Home) -> dict[str, tuple[date, str]]:
    rows = Lake(home.lake).read("articles", columns=["url", "published_day", "published"]).to_pylist()
    return {
        row["url"][row["url"].index("/2025") :]: (str(row["published_day"]), row["published"])
        for row in rows
        if "/2025" in row["url"]
    }


EXPECTED = {path: (day, f"{day}T22:40:00+01:00") for path, day in STORIES.items()}


def test_every_story_has_its_own_day(wordpress) -> None:
    home = Home.at(wordpress.home)
    build(home, [NIGHT])
    assert dates(home) == EXPECTED


def test_an_archive_that_holds_comment_feeds_dates_every_story_right(wordpress, tmp_path: Path) -> None:
    home = Home.at(wordpress.home)
    file = archive.folder(home.archive, "paper", NIGHT) / "fetches.parquet"
    saved = file.read_bytes()
    rows = pq.read_table(file).to_pylist()
    site = wordpress.paper.url
    for row in rows:
        path = row["url"].removeprefix(site)
        if path in STORIES:  # what a crawl wrote that took a story's comment feed for a feed of stories
            said = {
                "channel": "feed",
                "anchor": "By: Jane",
                "position": 0,
                "date_raw": COMMENTED,
                "date_kind": "pubDate",
            }
            row["channels"] = [
                said | {"referrer": f"{site}{path}feed/"},
                said | {"referrer": f"{site}/comments/feed/"},
                *row["channels"],
            ]
    announce(file, "archive")
    pq.write_table(pa.Table.from_pylist(rows, schema=FETCHES), file)
    try:
        build(home, [NIGHT])
        evidence = Lake(home.lake).read("date_evidence").to_pylist()
        refused = [row for row in evidence if row["raw"] == COMMENTED]
        assert len(refused) == 2 * len(STORIES)
        assert {(row["verdict"], row["reason"]) for row in refused} == {("rejected", "comment-feed")}
        assert dates(home) == EXPECTED
    finally:
        announce(file, "archive")
        file.write_bytes(saved)
