"""Doctor: each record is counted against another of the same thing, and what differs is named with its remedy."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipelines.ask.search import searcher
from pipelines.ask.search.folder import MARK
from pipelines.ask.search.searcher import find
from pipelines.base.errors import CorpusError, InputError
from pipelines.cli import dateline
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake.archive import folder
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.lake.store.address import claim
from pipelines.nights import build
from pipelines.upkeep import doctor, reconciliation
from pipelines.upkeep.doctor import Finding, examine
from pipelines.upkeep.reconciliation import ACCOUNTS
from tests.pipelines.extract.argus import LATE, ONE, PAGES, TWO, archived


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    """The Argus, six stories, then one, then one; and a copy of it as it was."""
    home = Home.at(tmp_path_factory.mktemp("argus") / "home")
    for night in PAGES:
        archived(home, night)
    build(home, list(PAGES), show=False)
    return home, Path(shutil.copytree(home.root, home.root.with_name("kept")))


@pytest.fixture
def home(built: tuple[Home, Path]) -> Home:
    """As it was, in its place: its views read the files that they were written over."""
    home, kept = built
    shutil.rmtree(home.root, ignore_errors=True)
    shutil.copytree(kept, home.root)
    return home


def found(home: Home) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(home)}


def bad(home: Home) -> dict[str, str]:
    return {name: finding.detail for name, finding in found(home).items() if not finding.good}


def test_a_corpus_in_order_is_counted_and_nothing_is_bad(home: Home) -> None:
    findings = found(home)
    assert {name: finding.detail for name, finding in findings.items() if not finding.good} == {}
    assert findings["nights"].detail == "3 crawled, all built"
    assert findings["captures and archive"].detail == "3 WARC files of 3 nights"
    assert findings["works and articles"].detail == "8 works with a text = 8 articles"
    assert findings["crawls and ledger"].detail == "8 fetches, 0 links of 3 nights landed, 3 of them read again"
    assert findings["texts and index"].detail == "3 nights of clean documents indexed"
    assert findings["articles and search"].detail == "8 articles indexed"


def test_a_night_crawled_and_not_built_is_named(home: Home) -> None:
    lake = Lake(home.lake)
    rows = lake.read("nights")
    kept = rows.filter(pa.array([row["night"] != LATE for row in rows.to_pylist()]))
    lake.commit("nights", lake.live_files("nights"), [("", kept)])
    assert bad(home)["nights"] == "1 crawled nights are not built, 0 are out of date: run 'dateline build'"


def test_fetches_that_are_not_in_the_table_are_counted(home: Home) -> None:
    Lake(home.lake).replace("fetches", TABLES["fetches"].schema.empty_table(), night=ONE)
    assert bad(home)["crawls and ledger"].startswith("8 fetches in the archive and 2 in the table")


def test_a_night_that_was_read_again_may_have_more_rows_and_no_fewer(home: Home) -> None:
    lake = Lake(home.lake)
    rows = lake.read("fetches", night=ONE)
    named = [row | {"url": f"{row['url']}?named", "url_key": f"{row['url_key']}?named"} for row in rows.to_pylist()[:1]]
    lake.replace("fetches", pa.concat_tables([rows, pa.Table.from_pylist(named, schema=rows.schema)]), night=ONE)
    assert found(home)["crawls and ledger"] == Finding(
        "crawls and ledger", True, "9 fetches, 0 links of 3 nights landed, 3 of them read again"
    )
    lake.replace("fetches", rows.slice(1), night=ONE)
    assert bad(home)["crawls and ledger"].startswith("8 fetches in the archive and 7 in the table")


def left_links(home: Home, night: date, count: int, made_by: bytes) -> None:
    """Put links into the archive of a night, read by these rules."""
    schema = TABLES["links"].schema
    row = dict.fromkeys(schema.names) | {"night": night, "source": "argus"}
    rows = pa.Table.from_pylist([row] * count, schema=schema.with_metadata({KEY: made_by}))
    pq.write_table(rows, folder(home.archive, "argus", night) / "links.parquet")


def test_links_of_a_night_of_older_rules_are_not_all_lost(home: Home) -> None:
    left_links(home, ONE, 5, b"older")
    assert ", 5 links in the archive and 0 in the table" in bad(home)["crawls and ledger"]


def test_a_night_of_todays_rules_has_what_its_crawl_left_and_no_more(home: Home) -> None:
    left_links(home, LATE, 0, link_rules().encode())
    assert found(home)["crawls and ledger"].detail.endswith("3 nights landed, 2 of them read again")
    lake = Lake(home.lake)
    rows = lake.read("fetches", night=LATE)
    named = [row | {"url": f"{row['url']}?named", "url_key": f"{row['url_key']}?named"} for row in rows.to_pylist()[:1]]
    lake.replace("fetches", pa.concat_tables([rows, pa.Table.from_pylist(named, schema=rows.schema)]), night=LATE)
    assert bad(home)["crawls and ledger"].startswith("8 fetches in the archive and 9 in the table")


def lose_articles(home: Home) -> None:
    lake = Lake(home.lake)
    first = lake.read_first_seen("articles", ONE, columns=["article_id"])["article_id"].to_pylist()[:2]
    lake.replace_works("articles", TABLES["articles"].schema.empty_table(), first, [ONE])


def lose_index(home: Home) -> None:
    shutil.rmtree(home.index / "duplicates")


def forget_a_night(home: Home) -> None:
    with sqlite3.connect(home.index / "duplicates" / "graph.sqlite") as connection:
        connection.execute("DELETE FROM night WHERE night = ?", (str(TWO),))


def lose_search(home: Home) -> None:
    shutil.rmtree(home.index / "search")


def leave_an_older_index(home: Home) -> None:
    (home.index / "search" / MARK).rename(home.index / "search" / "fields")


def lose_views(home: Home) -> None:
    home.corpus.unlink()


def tear_views(home: Home) -> None:
    home.corpus.write_bytes(b"torn")


def tear_search(home: Home) -> None:
    (home.index / "search" / "meta.json").write_text("{")


def lose_a_shown_file(home: Home) -> None:
    lake = Lake(home.lake)
    (file,) = (file for file in lake.live_files("sightings") if file.partition == str(ONE))
    rows = lake.read_files("sightings", [file])
    lake.commit("sightings", [file], [(file.partition, rows)])
    (lake.path("sightings") / file.path).unlink()


def forget_works(home: Home) -> None:
    with sqlite3.connect(home.index / "works.sqlite") as connection:
        connection.execute("DELETE FROM capture WHERE night = ?", (LATE.toordinal(),))


WORKS = ("articles", "clusters", "revisions", "traces", "date_history")


@pytest.mark.parametrize("lost", ["", "duplicates", "traces.sqlite", "works.sqlite"])
def test_a_build_makes_the_indexes_that_a_machine_lacks_and_no_row_changes(home: Home, lost: str) -> None:
    hashes = {table: Lake(home.lake).content_hash(table) for table in WORKS}
    gone = home.index / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    build(home, list(PAGES), show=False)
    assert bad(home) == {}
    assert {table: Lake(home.lake).content_hash(table) for table in WORKS} == hashes
    assert not build(home, list(PAGES), show=False).nights


def test_a_working_copy_in_which_another_machine_wrote_lacks_nothing_that_its_next_build_makes(home: Home) -> None:
    claim(home.root, "file:///store/argus")
    shutil.rmtree(home.index)
    findings = found(home)
    assert bad(home) == {}
    assert findings["texts and index"].detail == "none on this machine: its next build indexes 3 nights"
    assert findings["articles and search"].detail == "none on this machine: its next search or build indexes 8 articles"


@pytest.mark.parametrize(
    ("harm", "name", "detail"),
    [
        (lose_articles, "works and articles", "8 works with a text, but 6 articles and 0 waiting"),
        (forget_works, "works and articles", "7 works with a text, but 8 articles and 0 waiting"),
        (lose_index, "texts and index", "no index for 3 nights"),
        (forget_a_night, "texts and index", "1 nights are not indexed, 0 are gone"),
        (lose_search, "articles and search", "no search index for 8 articles"),
        (leave_an_older_index, "articles and search", "the search index is by older rules"),
        (lose_views, "views and files", "no corpus.duckdb for 8 articles"),
        (tear_search, "articles and search", "the search index cannot be opened"),
        (tear_views, "views and files", "corpus.duckdb cannot be read"),
        (lose_a_shown_file, "views and files", "1 of "),
    ],
)
def test_what_can_be_mended_from_the_tables_is_repaired(
    home: Home, harm: Callable[[Home], None], name: str, detail: str
) -> None:
    hashes = {
        table: Lake(home.lake).content_hash(table)
        for table in ("articles", "clusters", "revisions", "traces", "date_history")
    }
    harm(home)
    assert bad(home)[name].startswith(detail)
    assert bad(home)[name].endswith("run 'dateline doctor --repair'")
    result = CliRunner().invoke(dateline, ["--home", str(home.root), "doctor", "--repair"])
    assert f"repaired: {name}" in result.stderr
    assert result.exit_code == 0, result.stdout
    assert {table: Lake(home.lake).content_hash(table) for table in hashes} == hashes
    assert find(home, "ferry").total == 1


def test_who_asks_a_corpus_whose_file_is_gone_is_told_how_it_comes_back(home: Home) -> None:
    home.corpus.unlink()
    with pytest.raises(InputError, match="'dateline doctor --repair' writes it over the tables"):
        home.require_corpus()


def test_a_broken_source_file_is_named(home: Home) -> None:
    home.sources.mkdir()
    (home.sources / "paper.yaml").write_text("name: [\n")
    assert bad(home) == {
        "source files": f"{home.sources}/paper.yaml:2: not YAML: a bracket is not closed; close it with ] or }}"
    }


def test_a_server_that_other_machines_reach_is_named(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, net = tmp_path / "4711", tmp_path / "net"
    (process / "fd").mkdir(parents=True)
    net.mkdir()
    (process / "environ").write_bytes(f"LANG=C\0DAGSTER_HOME={home.dagster}\0".encode())
    for number, inode in enumerate((70, 71, 72)):
        (process / "fd" / str(number)).symlink_to(f"socket:[{inode}]")
    local = ("0100007F:0BB8", "00000000:0BB9", "00000000:0BBA", "00000000:0BBB")  # of 127.0.0.1:3000 and 0.0.0.0
    states = ("0A", "0A", "01", "0A")  # listens, listens, is connected, listens; the last is another process's
    lines = [
        f"0: {a} 00000000:0000 {s} 0:0 0:0 0 1000 0 {70 + n}"
        for n, (a, s) in enumerate(zip(local, states, strict=True))
    ]
    (net / "tcp").write_text("\n".join(["  sl  local_address", *lines]))
    monkeypatch.setattr("pipelines.upkeep.listening.PROC", tmp_path)
    finding = found(home)["servers"]
    assert not finding.good
    assert finding.detail.startswith("Dagster, which has no login, listens on 0.0.0.0:3001; let it listen on 127.0.0.1")
    (process / "fd" / "1").unlink()
    assert found(home)["servers"].good


def test_a_home_that_cannot_be_written_is_examined_all_the_same(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (doctor, reconciliation, searcher):
        monkeypatch.setattr(module, "is_writable", lambda path: False)
    assert bad(home) == {
        "home": f"read-only: sql, search and show work, crawl and build do not: 'chmod -R u+w {home.root}' lets them"
    }


def test_a_file_cut_short_is_found_without_reading_it(home: Home) -> None:
    file = Path(Lake(home.lake).files("articles")[0])
    file.write_bytes(file.read_bytes()[:-9])
    assert bad(home)["articles"].startswith("1 of ")
    assert "another size than written" in bad(home)["articles"]


def test_a_file_of_a_moved_home_that_is_torn_is_a_finding(built: tuple[Home, Path], tmp_path: Path) -> None:
    """Its views are to be written anew over its files, which cannot be."""
    home = Home.at(shutil.copytree(built[1], tmp_path / "home"))
    Path(Lake(home.lake).files("documents")[0]).write_bytes(b"torn")
    assert "reads files that are missing or torn" in bad(home)["corpus"]
    result = CliRunner().invoke(dateline, ["--home", str(home.root), "sql", "SELECT 1"])
    assert "missing or torn" in (result.stderr or str(result.exception))
    assert isinstance(result.exception, CorpusError | SystemExit)
    result = CliRunner().invoke(dateline, ["--home", str(home.root), "doctor", "--repair"])
    assert "bytes are missing; made again from the archive" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("part", ["lake/nights/_delta_log", "lake/clean_documents/_delta_log", "index/works.sqlite"])
def test_what_is_broken_is_a_finding_and_no_traceback(home: Home, part: str) -> None:
    path = home.root / part
    for file in path.iterdir() if path.is_dir() else [path]:
        file.write_bytes(b"torn")
    findings = found(home)
    assert set(ACCOUNTS) <= findings.keys()
    assert any(not finding.good for finding in findings.values())


@pytest.mark.parametrize(("table", "bytes_left"), [("articles", 100), ("articles", 0), ("nights", 100)])
def test_a_table_whose_log_is_torn_is_made_anew(home: Home, table: str, bytes_left: int) -> None:
    whole = Lake(home.lake).content_hash("articles")
    newest = max((home.lake / table / "_delta_log").glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:bytes_left])
    assert "makes it anew" in bad(home)[table]
    [line] = build(home, list(PAGES), show=False).mended
    assert line.startswith(f"{newest.relative_to(home.root)}: ")
    assert line.endswith("; put back from its copy")
    assert Lake(home.lake).content_hash("articles") == whole
    assert bad(home) == {}


def test_a_torn_table_of_a_moved_home_is_a_finding(home: Home, tmp_path: Path) -> None:
    newest = max((home.lake / "articles" / "_delta_log").glob("*.json"))
    newest.write_bytes(b"torn")
    moved = Home.at(home.root.rename(tmp_path / "moved"))
    assert "makes it anew" in bad(moved)["articles"] and "corpus" in bad(moved)


def test_versions_that_a_log_no_longer_tells_are_named(home: Home) -> None:
    lake = Lake(home.lake)
    row = {"night": LATE, "table": "articles", "version": 99, "published_at": None}
    lake.replace("publications", pa.Table.from_pylist([row], schema=TABLES["publications"].schema))
    assert "versions of articles cannot be read" in bad(home)["published versions"]


def test_captures_that_the_archive_no_longer_has_are_told(home: Home) -> None:
    files = sorted(home.archive.rglob("*.warc.gz"))
    files[0].write_bytes(files[0].read_bytes()[: files[0].stat().st_size // 2])
    named = f"{files[0].relative_to(home.archive)} first"
    assert bad(home)["captures and archive"] == f"1 of 3 WARC files are cut off, {named}: {reconciliation.RESTORE}"
    assert bad(home)["checksums"].startswith(f"1 damaged: archive/{files[0].relative_to(home.archive)} (another size)")
    files[0].unlink()
    assert bad(home)["captures and archive"].startswith("1 of 3 WARC files are gone from ")
    shutil.rmtree(home.archive)
    assert bad(home)["captures and archive"].startswith("3 of 3 nights are gone from ")
