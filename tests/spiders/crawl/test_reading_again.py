"""Links read again from the archive: the rows of the crawl where its rules are those of today, else better ones."""

import shutil
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.archive import folder, save_night_rows
from pipelines.conservation import advertised_balance
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.landing.link_rules import made_by_today
from pipelines.landing.step import land_night
from pipelines.nights import build
from spiders.frontier.queue import Queue, Queued
from spiders.imports.run import import_warcs
from spiders.imports.wishes import Wishes
from spiders.landing.reading_again import read_again
from spiders.url_rules.keys import cached_key

FIRST, SECOND = date(2025, 11, 3), date(2025, 11, 4)
SAME, PLAIN = "/a-story-that-stays-100001.html", "/a-story-without-validators-100002.html"
GERMAN = "/de/eine-geschichte-100005.html"
OTHER, LISTED = "/a-story-by-another-name-100003.html", "/a-story-only-the-feed-names-100004.html"
QUEUED = "/a-story-of-a-list-100006.html"
FEED = f"""<rss><channel><title>Paper</title><item><title>Fl\u00f6\u00dfe</title><link>{LISTED}</link>
<pubDate>Mon, 03 Nov 2025 01:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.fixture(scope="module")
def crawled(shared):
    paper = shared.paper
    shared.source(feeds=[f"{paper.url}/feed.xml"])
    paper.html("/", SAME, PLAIN, OTHER, "/go/7", "http://elsewhere.example/x")
    paper.story(SAME, PLAIN, text="The ferry sails.", ETag='"1"')
    paper.story(PLAIN, SAME, text="The bridge is shut.", head=f'<link rel="alternate" hreflang="de" href="{GERMAN}">')
    for text in ("The mill stands.", "The mill is sold."):
        paper.story(LISTED, text=text)
        paper.pages[text] = paper.pages[LISTED]
    paper.pages[LISTED] = lambda seen: paper.pages["The mill is sold." if seen else "The mill stands."]
    paper.story(OTHER, head=f'<link rel="canonical" href="{SAME}">')
    paper.answer("/go/7", status=301, Location=LISTED)
    paper.answer("/feed.xml", FEED.encode("cp1252"), ETag='"f"')
    Queue.of(shared.home / "frontier", "paper").add([Queued(cached_key(paper.url + QUEUED), paper.url + QUEUED)])
    paper.story(QUEUED, text="Nobody links to this.")
    shared.run(FIRST)
    shared.run(SECOND)
    return shared


def files(root, night):
    where = folder(root, "paper", night)
    return [pq.read_table(where / f"{name}.parquet", partitioning=None) for name in ("links", "fetches")]


@pytest.mark.parametrize("night", [FIRST, SECOND])
def test_what_is_read_again_is_what_the_crawl_read(crawled, night, tmp_path):
    archive = crawled.home / "archive"
    outcomes = set(crawled.outcomes(night).values())
    assert outcomes >= ({"stored", "redirected"} if night == FIRST else {"not_modified", "duplicate_payload"})
    assert made_by_today(folder(archive, "paper", night) / "links.parquet")
    read_again(Home.at(crawled.home), "paper", night, tmp_path)
    for again, first in zip(files(tmp_path, night), files(archive, night), strict=True):
        assert again.to_pylist() == first.to_pylist()


TABLES = ("articles", "revisions", "clusters", "date_evidence")


def test_a_corpus_of_imported_warc_files_is_that_of_the_crawl(crawled, tmp_path, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    whole, copy = Home.at(tmp_path / "crawled"), Home.at(tmp_path / "imported")
    shutil.copytree(crawled.home / "archive", whole.archive)
    import_warcs(copy, [whole.archive], Wishes(), datetime(2026, 1, 1, tzinfo=UTC), show=False)
    for home in (whole, copy):
        build(home, [FIRST, SECOND], show=False)
    for table in TABLES:
        rows = [Lake(home.lake).read(table).to_pylist() for home in (whole, copy)]
        assert rows[0] == rows[1], table
        assert rows[0]
    outcomes = [Lake(copy.lake).read("fetches", night=night)["outcome"].to_pylist() for night in (FIRST, SECOND)]
    assert {"stored", "redirected"} <= set(outcomes[0])
    assert {"not_modified", "duplicate_payload"} <= set(outcomes[1])
    assert set(Lake(copy.lake).read("imports")["outcome"].to_pylist()) == {"imported", "no_capture"}


def test_what_is_queued_is_fetched_as_an_import(crawled):
    row = crawled.rows(FIRST)[QUEUED]
    assert row["outcome"] == "stored"
    assert [channel["channel"] for channel in row["channels"]] == ["import"]


def test_another_edition_is_an_edge_and_is_not_followed(crawled):
    (link,) = (row for row in crawled.lake.read("links", night=FIRST).to_pylist() if row["kind"] == "edition")
    assert (link["from_url"], link["to_url"]) == (crawled.paper.url + PLAIN, crawled.paper.url + GERMAN)
    assert link["anchor"] == "de"
    assert crawled.outcomes(FIRST)[GERMAN] == "not_crawled"
    assert GERMAN not in crawled.paper.requests


def test_a_crawl_by_older_rules_is_read_again_when_it_lands(crawled):
    archive = crawled.home / "archive"
    links, fetches = files(archive, SECOND)
    missed = [row for row in links.to_pylist() if row["kind"] == "canonical" or not row["to_url"].endswith(SAME)]
    garbled = [row | {"anchor": (row["anchor"] or "").replace("ö", "\ufffd")} for row in missed]
    unnamed = [row for row in fetches.to_pylist() if row["url"] != "http://elsewhere.example/x"]
    for name, rows, schema in (("links", garbled, links.schema), ("fetches", unnamed, fetches.schema)):
        batches = pa.Table.from_pylist(rows, schema=schema).to_batches()
        save_night_rows(archive, "paper", SECOND, name, batches)  # and no word of the rules
    counts = land_night(Home.at(crawled.home), SECOND, lambda done, total: None).counts
    assert counts["read_again"] == 1
    landed = crawled.lake.read("links", night=SECOND)
    assert landed.to_pylist() == links.to_pylist()
    assert "Flöße" in landed["anchor"].to_pylist()
    assert crawled.outcomes(SECOND)["http://elsewhere.example/x"] == "offsite"
    balance = advertised_balance(Home.at(crawled.home), SECOND)
    assert balance.holds, balance
