"""A story is taken down: no sentence of it is left in any byte of the home, and no later crawl brings one back."""

import gzip
import html
import os
import shutil
from contextlib import closing
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from assets.demo_nights import table_hashes
from pipelines.ask.search.searcher import find
from pipelines.base.errors import InputError
from pipelines.base.urls.identity import url_key
from pipelines.cli import dateline
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import load_recipe
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, read_capture
from pipelines.lake.archive.rewriting import rewritten, tombstone
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import FetchOutcome
from pipelines.nights import build
from pipelines.upkeep.conservation import advertised_balance, capture_balance
from pipelines.upkeep.takedown.takedowns import Payloads, takedowns
from pipelines.upkeep.takedown.tombstones import runs_of
from spiders.crawl import crawl
from spiders.erasure.__main__ import main
from spiders.erasure.carried_out import begin, edit_archive, export_again
from spiders.erasure.looked_at import looked_at
from spiders.frontier.frontier import Frontier
from spiders.frontier.visits import Result, Visit
from spiders.landing.answer import placed
from spiders.sources.source import load_source
from tests.pipelines.lake.archive.captures import check
from tests.spiders.crawl.conftest import Crawler, Paper, serving
from tests.spiders.erasure.byte_scan import found

FIRST, SECOND = date(2025, 11, 3), date(2025, 11, 4)
STORY, PRINTED, OTHER, THIRD = (f"/a-story-of-the-paper-{number}.html" for number in range(100001, 100005))
TITLE = "Müller resigns over the missing harbour funds"
STANDFIRST = "The treasurer of the harbour board left his office by the back door on Monday."
QUOTED = "“I never saw a penny of that money,” Jürgen Müller told his neighbours across the fence."
BODY = (
    "Auditors found forty empty envelopes in the safe behind the portrait of the founder.",
    QUOTED,
    "His sister in Odense has not answered any of the letters that the board sent her.",
)
CAPTION = "Jürgen Müller feeding the swans below the old customs house last winter."
UPDATE = "The prosecutor has since charged two cousins of the treasurer with forging receipts."
RECIPE = "title: Stories\ntrain_ai: [allowed, unknown]\nsplits: {train: 1.0}\n"
PLANTED = (TITLE, STANDFIRST, *BODY, CAPTION)
OWN = "The lighthouse keeper of the northern mole repainted every railing before the storm came."


def story(title: str, *paragraphs: str, head: str = "", more: str = "") -> str:
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    filler = "".join(
        f"<p>{title[:5]} line {number} of what the council heard about it on day {number}.</p>" for number in range(9)
    )
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title><meta property="og:type" content="article">{head}</head>'
        f"<body><article><h1>{title}</h1>{prose}{filler}</article>{more}</body></html>"
    )


def feed(*items: tuple[str, str, str]) -> str:
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{html.escape(f'<p>{text}</p>')}</description></item>"
        for link, title, text in items
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Paper</title>{entries}</channel></rss>'


def publish(paper: Paper) -> None:
    """A story, the same story to print, and another that quotes it and links to it; a list and a feed of both."""
    pages = {"Content-Type": "text/html"}
    teaser = f'<h2><a href="{STORY}">{TITLE.replace("ü", "&uuml;")}</a></h2><p>{STANDFIRST}</p>'
    front = f'<html><body><main>{teaser}<h2><a href="{OTHER}">The northern mole is painted at last</a></h2></main></body></html>'
    paper.answer("/", gzip.compress(front.encode(), mtime=0), **pages, **{"Content-Encoding": "gzip"})
    picture = f'<figure><img src="/swans.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    told = f'<meta name="description" content="{STANDFIRST}"><link rel="canonical" href="{paper.url}{STORY}">'
    paper.answer(STORY, story(TITLE, STANDFIRST, *BODY, picture, head=told), **pages)
    paper.answer(PRINTED, story(TITLE, *BODY, head=told), **pages)
    links = f'<li><a href="{STORY}">{TITLE}</a></li><li><a href="{PRINTED}">To print</a></li>'
    related = f"<aside><h3>Related</h3><ul>{links}</ul></aside>"
    other = story("The northern mole is painted at last", OWN, f"As reported: {QUOTED}", more=related)
    paper.answer(OTHER, other.replace("utf-8", "windows-1252").encode("cp1252"), **pages)
    items = (STORY, TITLE, " ".join((STANDFIRST, *BODY))), (OTHER, "The northern mole is painted at last", OWN)
    paper.answer("/feed.xml", feed(*((f"{paper.url}{path}", *texts) for path, *texts in items)))


@pytest.fixture(scope="module")
def one_core():
    """The few pages of these nights are extracted in one process: two cost more to start than they save."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: 1)
        yield


@pytest.fixture(scope="module")
def taken(tmp_path_factory, one_core):
    """One night crawled, built and exported; then the story is taken down, by the address of the page to print."""
    with serving(Paper()) as paper:
        crawler = Crawler(tmp_path_factory.mktemp("takedown") / "home", paper)
        crawler.source(feeds=[f"{paper.url}/feed.xml"])
        publish(paper)
        crawler.run(FIRST)
        home = Home.at(crawler.home)
        build(home, [FIRST], show=False)
        home.recipes.mkdir()
        (home.recipes / "training.yaml").write_text(RECIPE)
        export_dataset(home, load_recipe(home, "training"))
        crawler.before = shutil.copytree(crawler.home, crawler.home.with_name("before"))
        crawler.held = found(crawler.home, PLANTED)
        crawler.status = main(
            ["--home", str(crawler.home), "--what", f"{paper.url}{PRINTED}", "--reason", "order 17", "--by", "desk"]
        )
        yield crawler


def rows(crawler: Crawler, table: str) -> list[dict]:
    return Lake(crawler.home / "lake").read(table).to_pylist()


def test_no_byte_of_the_home_tells_the_story(taken):
    assert {path.partition("/")[0] for path in taken.held} >= {"archive", "frontier", "lake", "datasets", "index"}
    assert taken.status == 0
    assert found(taken.home, PLANTED) == set()


def test_what_others_say_stays(taken):
    kept = found(taken.home, [OWN])
    assert {path.partition("/")[0] for path in kept} >= {"archive", "lake", "datasets", "index"}
    assert [hit.title.text for hit in find(Home.at(taken.home), "lighthouse").hits] == [
        "The northern mole is painted at last"
    ]
    assert [row["url"] for row in rows(taken, "articles")] == [f"{taken.paper.url}{OTHER}"]
    assert "As reported:" in rows(taken, "articles")[0]["text"]


def test_the_ledger_says_that_its_urls_were_there_and_nothing_else(taken):
    gone = {
        row["url"].removeprefix(taken.paper.url): row
        for row in rows(taken, "fetches")
        if row["outcome"] == "taken_down"
    }
    assert sorted(gone) == [STORY, PRINTED]
    empty = {name for name, value in gone[STORY].items() if value is None}
    assert empty >= {"detail", "status", "fetched_at", "payload_sha256", "warc_file", "etag", "content_type"}
    assert {each["anchor"] for row in gone.values() for each in row["channels"]} == {None}
    assert not [row for row in rows(taken, "links") if row["from_url"].endswith((STORY, PRINTED))]
    assert advertised_balance(Home.at(taken.home), FIRST).holds
    assert capture_balance(Home.at(taken.home), FIRST).holds


def test_the_archive_is_whole_and_has_tombstones(taken):
    assert check(taken.home / "archive") == []
    files = list((taken.home / "archive").rglob("*.warc.gz"))
    assert [file.name for file in files] == ["paper-2025-11-03-00000.r1.warc.gz"]
    assert gzip.decompress(files[0].read_bytes()).count(b"takenDown: ") == 2


def test_the_log_says_who_when_and_why_and_which_rows(taken):
    (log,) = takedowns(taken.home / "archive")
    assert (log.reason, log.by, log.kind, log.captures, log.done_at is None) == ("order 17", "desk", "work", 2, False)
    assert [key.rpartition("/")[2] for key in log.keys] == [STORY[1:], PRINTED[1:]]
    assert log.rows["articles"] == 1
    assert [row["article_id"] for row in log.datasets["training"] if row["article_id"] in log.works] == list(log.works)
    listed = CliRunner().invoke(dateline, ["--home", str(taken.home), "takedown"]).stdout
    assert f"{taken.paper.url}{PRINTED}" in listed
    assert "desk: order 17" in listed


def test_the_dry_run_names_the_rows_that_the_run_names(taken):
    (log,) = takedowns(taken.home / "archive")
    told = [line.split() for line in looked_at(Home.at(taken.before), f"{taken.paper.url}{PRINTED}") if " row " in line]
    assert {(words[2], int(words[4]), words[-1]) for words in told} == {
        (row["file"], row["row"], row["article_id"]) for row in log.datasets["training"]
    }
    (other,) = {row["article_id"] for row in log.datasets["training"]}.difference(log.works)
    assert [words[5:] for words in told if words[-1] == other] == [["has", "its", "words,", other]]


def test_a_rebuild_from_the_archive_gives_the_same_corpus(taken, tmp_path):
    rebuilt = Home.at(tmp_path)
    shutil.copytree(taken.home / "archive", rebuilt.archive)
    shutil.copytree(taken.home / "sources", rebuilt.sources)
    build(rebuilt, [FIRST], show=False)
    assert table_hashes(rebuilt) == table_hashes(Home.at(taken.home))
    assert not build(Home.at(taken.home), [FIRST], show=False).changed


def contents(archive: Path) -> dict[str, bytes]:
    """The files of crawls by name."""
    return {path.name: path.read_bytes() for path in archive.glob("source=*/night=*/*")}


def test_the_archive_is_edited_on_where_it_was_interrupted(taken, tmp_path):
    """Killed when the new file of the archive stood and no row named it; then again when rows named it and the old file stood."""
    home = Home.at(shutil.copytree(taken.before, tmp_path / "home"))
    takedown, _ = begin(home, f"{taken.paper.url}{PRINTED}", "order 17", "desk")
    old = {path: path.read_bytes() for path in home.archive.rglob("*.warc.gz")}
    assert (
        len(
            [
                rewritten(path, lambda record: tombstone(record, "") if record.kind == "response" else None)
                for path in old
            ]
        )
        == 1
    )
    for _ in range(2):
        edit_archive(home, takedown, runs_of(home.archive, takedown), Payloads(home.archive, takedown))
        assert contents(home.archive) == contents(taken.home / "archive")
        for path, data in old.items():
            path.write_bytes(data)


def test_a_night_that_is_not_finished_is_edited_too(taken, tmp_path):
    """A crawl was killed amid the second night: its file is open, and only its visits know what it archived."""
    home = Home.at(shutil.copytree(taken.before, tmp_path / "home"))
    part = folder(home.archive, "paper", SECOND)
    writer = ArchiveWriter(home.archive, part, f"paper-{SECOND}")
    frontier = Frontier(home.frontier / "paper.sqlite", str(SECOND))
    for path in (STORY, OTHER):
        url, body = f"{taken.paper.url}{path}", taken.paper.pages[path].body
        html_of = [("Content-Type", "text/html")]
        place = writer.write(Exchange(url, datetime(2025, 11, 4, tzinfo=UTC), [], 200, "OK", html_of, body))
        stored = Result(
            FetchOutcome.STORED, status=200, payload_bytes=len(body), payload_sha256=sha256(body).hexdigest()
        )
        frontier.visits.add(Visit(url_key(url), url, "page", "127.0.0.1"), placed(stored, place))
    writer.sync()
    frontier.commit(writer.synced)
    frontier.close()
    writer.abandon()
    takedown, _ = begin(home, f"{taken.paper.url}{PRINTED}", "order 17", "desk")
    for _ in range(2):
        edit_archive(home, takedown, runs_of(home.archive, takedown), Payloads(home.archive, takedown))
        with closing(Frontier(home.frontier / "paper.sqlite", str(SECOND))) as frontier:
            gone, kept = frontier.captures(str(SECOND))
        assert (gone["outcome"], gone["warc_file"], kept["outcome"]) == ("taken_down", None, "stored")
        capture = read_capture(home.archive, kept["warc_file"], kept["warc_offset"])
        assert sha256(capture.body).hexdigest() == kept["payload_sha256"]
        assert OWN.encode() in capture.body
        assert [path.name for path in part.iterdir()] == [f"paper-{SECOND}-00000.r1.warc.gz"]
        assert {path.partition("/")[0] for path in found(home.root, PLANTED)} <= {
            "lake",
            "index",
            "datasets",
            "reports",
        }


def test_a_later_crawl_does_not_bring_it_back(taken, tmp_path):
    home = shutil.copytree(taken.home, tmp_path / "home")
    later, pages = Crawler(home, taken.paper), taken.paper
    texts = f"{STANDFIRST} {UPDATE}"
    items = (STORY, f"Update: {TITLE}", texts), (THIRD, "What the neighbours say", "The swans are well.")
    pages.answer("/feed.xml", feed(*((f"{pages.url}{path}", *each) for path, *each in items)))
    pages.answer(THIRD, story("What the neighbours say", *BODY[:2], OWN), **{"Content-Type": "text/html"})
    asked = len(pages.requests)
    later.run(SECOND)
    assert not {STORY, PRINTED} & set(pages.requests[asked:])
    outcomes = later.outcomes(SECOND)
    assert [outcomes[path] for path in (STORY, PRINTED, THIRD)] == ["taken_down", "taken_down", "stored"]
    assert found(home, (*PLANTED, UPDATE)) == set()
    assert f"archive/source=paper/night={SECOND}/paper-{SECOND}-00000.warc.gz" in found(home, [OWN])
    assert check(home / "archive") == []


def test_a_source_goes_whole_and_is_not_crawled_again(taken, tmp_path):
    home = Home.at(shutil.copytree(taken.home, tmp_path / "home"))
    shutil.rmtree(home.datasets)
    assert main(["--home", str(home.root), "--what", "paper", "--reason", "order 18", "--by", "desk"]) == 0
    assert found(home.root, [*PLANTED, OWN]) == set()
    assert not [path for path in home.archive.iterdir() if path.name != "taken_down"]
    assert [path.name for path in home.sources.iterdir()] == ["paper.yaml.taken_down"]
    assert Lake(home.lake).read("fetches").num_rows == 0
    shutil.copy(home.sources / "paper.yaml.taken_down", home.sources / "paper.yaml")
    with pytest.raises(InputError, match="paper is taken down"):
        crawl(home, load_source(home.sources, "paper"), SECOND, None, keep_free_bytes=0)


def test_what_the_corpus_has_not_is_a_mistake_in_one_line(taken, capsys):
    assert main(["--home", str(taken.home), "--what", f"{taken.paper.url}/nowhere", "--reason", "x"]) == 2
    assert "no page of it was captured" in capsys.readouterr().err
    assert main(["--home", str(taken.home), "--what", f"{taken.paper.url}/", "--reason", "x"]) == 2
    assert "front page" in capsys.readouterr().err


def test_a_dataset_whose_recipe_is_gone_is_told_with_the_reason(tmp_path):
    failed = export_again(Home.at(tmp_path), ["training", ".killed.building"])
    assert list(failed) == ["training"]
    assert "no recipe in" in failed["training"]
