"""Rot: a fixed share of `python -m tests.rot`, and what a damaged archive costs."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.cli import dateline
from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.lake.archive import folder, save_source_settings
from pipelines.lake.checksums.kinds import kind_of, owned
from pipelines.lake.checksums.ledger import FILE, Checksums
from pipelines.lake.checksums.look import look, take_new
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.nights import build
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.sources.source import Source
from tests.pipelines.extract.argus import LATE, ONE, PAGES, TWO, archived
from tests.rot import answers, harm, tried

STORY = "http://argus.example/2025-11-28/story-2"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The Argus, built, with checksums of all files."""
    home = Home.at(tmp_path_factory.mktemp("argus"))
    for night in PAGES:
        archived(home, night)
    build(home, list(PAGES), show=False)
    return home


@pytest.fixture(scope="module")
def before(sound: Home) -> dict[str, str]:
    return answers(sound)


@pytest.fixture
def home(sound: Home, tmp_path: Path) -> Home:
    return Home.at(shutil.copytree(sound.root, tmp_path / "home"))


def path_of(home: Home, pattern: str) -> str:
    return min(path.relative_to(home.root).as_posix() for path in home.root.glob(pattern))


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("lake/articles/month=*/*.parquet", "flip 900.3 time kept"),
        ("lake/date_evidence/night=*/*.parquet", "cut 1000"),
        ("lake/nights/_delta_log/*.json", "flip 40.0"),
        ("archive/source=*/night=*/fetches.parquet", "flip 300.6 time kept"),
        ("index/works.sqlite", "flip 5000.1"),
    ],
)
def test_rot_is_seen_and_mended_and_no_answer_is_silently_wrong(
    sound: Home, before: dict[str, str], tmp_path: Path, pattern: str, what: str
) -> None:
    case = tried(sound.root, before, "", path_of(sound, pattern), what, tmp_path, asked=False)
    assert (case.faults, case.silent, case.deep, case.built, case.mended) == ([], [], True, True, True)


def test_every_file_of_a_home_has_a_kind_and_a_checksum(sound: Home) -> None:
    known = Checksums(sound.root).known()
    assert {path for path, _, _ in owned(sound.root)} == known.keys()
    others = {
        path.relative_to(sound.root).as_posix()
        for path in sound.root.rglob("*")
        if path.is_file() and kind_of(path.relative_to(sound.root).as_posix()) is None
    }
    assert {path for path in others if not path.endswith(("lock", "-wal", "-shm"))} == {FILE, "layout.json"}


def test_readers_refuse_in_one_line_until_damage_that_doctor_named_is_mended(home: Home, capsys, monkeypatch) -> None:
    path = path_of(home, "lake/articles/month=*/*.parquet")
    harm(home.root / path, "flip 700.2")
    assert [each.path for each in look(home.root, budget=None).damaged] == [path]
    for arguments in (["sql", "SELECT 1"], ["show", "x"]):
        with pytest.raises(Exception, match=f"{path}.*its checksum differs: 'dateline build' makes it anew"):
            dateline.main(["--home", str(home.root), *arguments], standalone_mode=False)
    assert len(build(home, (), show=False).mended) == 1
    dateline.main(["--home", str(home.root), "sql", "SELECT 1 AS one", "--format", "csv"], standalone_mode=False)


def test_a_damaged_capture_is_named_and_the_next_crawl_asks_for_its_page(home: Home) -> None:
    rows = (
        Lake(home.lake).read("fetches", night=ONE, columns=["url", "url_key", "warc_file", "warc_offset"]).to_pylist()
    )
    [row] = [row for row in rows if row["url"] == STORY]
    harm(home.archive / row["warc_file"], f"flip {row['warc_offset'] + 400}.5")
    [line] = build(home, list(PAGES), show=False).mended
    assert f"1 captures are lost: {STORY}; the next crawl of argus asks for them again" in line
    [lost] = Checksums(home.root).lost("argus")
    assert (lost.url, lost.asked) == (STORY, "")
    assert build(home, list(PAGES), show=False).mended == []

    frontier = Frontier(home.frontier / "argus.sqlite", "2026-02-02")
    page = Page(row["url_key"], STORY, "page", "article", "2025-11-28", "2025-11-28", "2025-11-28", "2025-11-28",
                etag='"7"', sha256="0", record_id="<urn:x>", record_date="2025-11-28T04:00:00Z")  # fmt: skip
    frontier.memory.remember(page)
    frontier.memory.ask_again({lost.url_key}, "2026-02-02")
    [due] = frontier.memory.due_stories(date(2026, 2, 2))
    assert (due.due, due.etag, due.sha256, due.record) == ("2026-02-02", None, None, None)
    frontier.close()


def test_a_frontier_that_rots_between_two_crawls_is_set_aside(tmp_path: Path, capsys) -> None:
    home = Home.at(tmp_path)
    file = home.frontier / "argus.sqlite"
    Frontier(file, "2026-02-02").close()
    harm(file, "flip 5000.0 time kept")
    Frontier(file, "2026-02-03").close()
    assert "frontier/argus.sqlite: its checksum differs; set aside in " in capsys.readouterr().err
    assert len(list(home.root.glob("broken/*/frontier/argus.sqlite"))) == 1
    assert not Checksums(home.root).differs("frontier/argus.sqlite")


@pytest.mark.parametrize("has_captures", [True, False])
def test_a_torn_table_of_the_archive_stops_one_source_night_at_most(tmp_path: Path, has_captures: bool) -> None:
    home = Home.at(tmp_path)
    for night in (TWO, LATE):
        archived(home, night)
        settings = Source(name="argus", title="Argus", url="http://argus.example/")
        save_source_settings(home.archive, "argus", night, settings.model_dump(mode="json"))
    take_new(home.root)
    part = folder(home.archive, "argus", TWO)
    harm(part / "fetches.parquet", "cut 90")
    if not has_captures:
        next(part.glob("*.warc.gz")).unlink()
    built = build(home, crawled_nights(home), show=False)
    how = "made again from the captures; addresses without a capture are lost" if has_captures else (
        f"argus is left out of {TWO}: the tables of its crawl cannot be made again"
    )  # fmt: skip
    assert built.mended[0].endswith(how)
    assert Lake(home.lake).nights("documents") == ([TWO, LATE] if has_captures else [LATE])


def test_a_damaged_ledger_accuses_no_file_and_is_begun_anew(home: Home) -> None:
    (home.root / FILE).write_bytes(b"torn" * 100)
    built = build(home, list(PAGES), show=False)
    assert (built.mended, built.new_checksums > 50) == ([], True)
    assert len(list(home.root.glob(f"broken/*/{FILE}"))) == 1


def test_a_large_archive_is_looked_at_in_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in ("a", "a-b", "b"):
        for night in ("2026-01-01", "2026-01-02", "2026-01-03"):
            where = tmp_path / "archive" / f"source={source}" / f"night={night}"
            where.mkdir(parents=True)
            (where / "crawl.json").write_text("{}")
    take_new(tmp_path)
    archive = [path for path, *_ in owned(tmp_path)]
    (tmp_path / archive[-1]).write_text("[]")
    monkeypatch.setattr("pipelines.lake.checksums.look.BUDGET_FILES", 4)
    ledger = Checksums(tmp_path)
    taken = max(known.looked for known in ledger.known().values())
    looks = [look(tmp_path, holds_lock=True) for _ in range(5)]
    assert [each.files for each in looks] == [2] * 5
    assert [damage.path for each in looks for damage in each.damaged] == archive[-1:]
    assert {path for path, known in ledger.known().items() if known.looked > taken} == {*archive[:-1]}
