"""Links read again from the archive: the rows of the crawl where its rules are those of today, else better ones."""

import json
import shutil
from datetime import UTC, date, datetime
from itertools import product

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipelines.base.urls.identity import article_id_of
from pipelines.corpus.fetches.imports_table import land_imports
from pipelines.corpus.fetches.link_rules import made_by_today
from pipelines.corpus.fetches.step import land_night
from pipelines.lake.archive import folder, save_night_rows
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES as TABLES_OF_ALL
from pipelines.nights import STEPS, run_step
from pipelines.upkeep.conservation import advertised_balance
from spiders.frontier.queue import Queue, Queued
from spiders.imports.run import import_warcs
from spiders.imports.tables import Asked, import_tables
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


TABLES = (
    "articles", "revisions", "clusters", "date_evidence", "documents", "clean_documents", "dropped", "date_history",
)  # fmt: skip
TEXT = "The council met on Monday to talk about the harbour wall.\n\nNobody knows who is to pay for it, or when."
ROW = {"text": TEXT, "title": "The harbour wall", "date": "2019-05-03", "captured": "2025-11-03"}


@pytest.fixture(scope="module")
def corpora(crawled, tmp_path_factory):
    """The corpus of the crawl, and that of its WARC files imported into an empty home, with a table beside them."""
    whole, copy = Home.at(tmp_path_factory.mktemp("crawled")), Home.at(tmp_path_factory.mktemp("imported"))
    shutil.copytree(crawled.home / "archive", whole.archive, dirs_exist_ok=True)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    import_warcs(copy, [whole.archive], Wishes(), now, show=False)
    rows = copy.root / "rows.jsonl"
    rows.write_text(json.dumps(ROW | {"url": "https://elsewhere.example/wall"}))
    import_tables(copy, [rows], Asked("news_set", {}), Wishes(), now, show=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.cpu_count", lambda: 1)
        for home, night in product((whole, copy), (FIRST, SECOND)):
            for step in (step for step in STEPS.values() if not step.outlet):
                run_step(home, night, step.name, show=False)
    land_imports(copy)
    return Lake(whole.lake), Lake(copy.lake)


@pytest.mark.parametrize("table", TABLES)
def test_a_corpus_of_imported_warc_files_is_that_of_the_crawl(corpora, table):
    mine = pc.field("source") == "paper" if "source" in TABLES_OF_ALL[table].schema.names else None
    crawled, imported = (lake.read(table, where=mine).to_pylist() for lake in corpora)
    if mine is None:
        works = {row["article_id"] for row in crawled}
        imported = [row for row in imported if row["article_id"] in works]
    assert imported == crawled
    assert crawled


def test_the_records_of_an_import_are_in_its_table(corpora):
    _, lake = corpora
    outcomes = [set(lake.read("fetches", night=night)["outcome"].to_pylist()) for night in (FIRST, SECOND)]
    assert outcomes[0] >= {"stored", "redirected"}
    assert outcomes[1] >= {"not_modified", "duplicate_payload"}
    assert set(lake.read("imports")["outcome"].to_pylist()) == {"imported", "no_capture"}


def test_a_row_of_a_table_is_a_work_that_is_marked(corpora):
    (row,) = corpora[1].read("articles", where=pc.field("source") == "news_set").to_pylist()
    assert (row["text_from"], row["title"], row["text"]) == ("row", "The harbour wall", TEXT)
    assert (row["published"], row["not_after"]) == ("2019-05-03", datetime(2019, 5, 4, 11, 59, 59, tzinfo=UTC))
    assert row["published_basis"].startswith("table-column: table:date")
    assert (row["train_ai"], row["tdm"]) == ("unknown", "unknown")
    assert row["article_id"] != article_id_of(row["url"], None)
    assert set(corpora[1].read("articles", where=pc.field("source") == "paper")["text_from"].to_pylist()) == {"page"}
    (document,) = corpora[1].read("documents", where=pc.field("source") == "news_set").to_pylist()
    assert document["kind_basis"] == "row"


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
