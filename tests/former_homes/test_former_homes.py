"""Homes of former releases open, answer the questions that their own code answered, build, and go on with the next night."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.ask.search.searcher import find
from pipelines.ask.sql.query import query_corpus
from pipelines.cli import dateline
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.layout import BOOKKEPT, FIRST, LAYOUT, layout_of
from pipelines.lake.schemas import TABLES
from pipelines.upkeep.backup.making import back_up
from pipelines.upkeep.backup.restoring import restore
from pipelines.upkeep.backup.vault import Vault
from pipelines.upkeep.maintenance import WORKS
from pipelines.upkeep.migrations import MIGRATIONS, file_works_by_first_night
from pipelines.upkeep.reconciliation import ACCOUNTS, Reconciled
from tests.forked import run_crawl
from tests.former_homes.make import QUESTIONS
from tests.former_homes.packed import packed, unpacked
from tests.former_homes.press import EDIT, NIGHTS, serving

FORMER = {"a671c3e": FIRST, "7857b1ab": BOOKKEPT}
"""Layouts of former releases."""
MAX_BYTES = 300_000
OWN = ("nights", "publications")
"""Tables that say when something was done."""
Answers = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Upgraded:
    """A former home after its upgrade: what migration said, and the answers before and after a build."""

    release: str
    home: Home
    said: list[str]
    opened: Answers
    built: Answers

    def former(self, kind: str) -> dict[str, list]:
        """The answers of the former code."""
        return json.loads((self.home.root / "answers.json").read_text(encoding="utf-8"))[kind]


def run(home: Home, *arguments: str) -> Result:
    result = CliRunner().invoke(dateline, ["--home", str(home.root), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def answers(home: Home) -> Answers:
    rows = {name: query_corpus(home, query).to_pylist() for name, query in QUESTIONS.items()}
    return json.loads(json.dumps(rows, default=str))


def accounts(home: Home) -> dict[str, Reconciled]:
    """The records that `doctor` compares with each other."""
    return {name: account(home) for name, account in ACCOUNTS.items()}


@pytest.fixture(scope="module", params=FORMER)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    home = unpacked(request.param, tmp_path_factory.mktemp("former"))
    assert layout_of(home.root) == FORMER[request.param]
    said = run(home, "nights").stderr.splitlines()
    opened = answers(home)
    run(home, "build")
    return Upgraded(request.param, home, said, opened, answers(home))


def test_the_steps_lead_to_the_present_layout_one_by_one() -> None:
    assert [step.layout for step in MIGRATIONS] == list(range(FIRST + 1, LAYOUT + 1))


def test_a_packed_home_is_small(upgraded: Upgraded) -> None:
    assert packed(upgraded.release).stat().st_size < MAX_BYTES


def test_each_step_is_named_once(upgraded: Upgraded) -> None:
    steps = [step for step in MIGRATIONS if step.layout > FORMER[upgraded.release]]
    root = upgraded.home.root
    assert upgraded.said == [f"dateline: {root}: migrated to layout {step.layout}: {step.effect}" for step in steps]
    assert layout_of(root) == LAYOUT
    assert run(upgraded.home, "nights").stderr == ""


def test_a_former_home_answers_as_its_own_code_did(upgraded: Upgraded) -> None:
    assert upgraded.opened == upgraded.former("sql")


def test_a_former_home_answers_alike_once_it_is_built(upgraded: Upgraded) -> None:
    assert upgraded.built == upgraded.former("sql")
    found = {words: sorted(hit.url for hit in find(upgraded.home, words).hits) for words in upgraded.former("search")}
    assert found == upgraded.former("search")
    assert {name: said.sentence for name, said in accounts(upgraded.home).items() if not said.holds} == {}


@pytest.mark.parametrize("upgraded", ["a671c3e"], indirect=True)
def test_the_next_night_is_the_same_in_a_home_and_in_its_restored_backup(upgraded: Upgraded, tmp_path: Path) -> None:
    """The home has the oldest frontier that there is."""
    home = upgraded.home
    back_up(home, tmp_path / "backups", keep=1, on_progress=lambda done, total: None)
    restore(Vault.existing(tmp_path / "backups"), tmp_path / "twin", None, on_progress=lambda done, total: None)
    twin = Home.at(tmp_path / "twin")
    night = ("--night", str(NIGHTS[1]), "--clock", f"{NIGHTS[1]}T02:00:00Z")
    with serving(1):
        for each in (home, twin):
            crawled = run_crawl(["--home", str(each.root), "--source", "gazette", *night])
            assert crawled.returncode == 0, crawled.stderr
            run(each, "build")
    titles = [(row["title"], row["revisions"], EDIT in row["text"]) for row in answers(home)["articles"]]
    assert titles == [
        ("Ferry to Larkhaven taken out of service", 2, True),
        ("Council votes for a bridge over the sound", 1, False),
        ("The last bakery of Mill Street closes", 1, False),
    ]
    names = [name for name in TABLES if name not in OWN and Lake(home.lake).exists(name)]
    assert len(names) > 20
    for name in names:
        columns = [
            column for column in TABLES[name].schema.names if column not in (*TABLES[name].volatile, "warc_offset")
        ]
        ours, others = (Lake(each.lake).read(name, columns=columns).to_pylist() for each in (home, twin))
        assert ours == others, name


def test_a_step_that_was_killed_is_finished_by_the_next_run(tmp_path: Path) -> None:
    home = unpacked("a671c3e", tmp_path)
    file_works_by_first_night(home)
    lake = Lake(home.lake)
    hashes = {table: lake.content_hash(table) for table in WORKS if lake.exists(table)}
    assert len(hashes) == 4
    (home.lake / ".articles.new").mkdir()
    lake.path("articles").replace(home.lake / ".articles.new" / "articles")  # the moment before the last rename
    file_works_by_first_night(home)
    assert {table: lake.content_hash(table) for table in hashes} == hashes
    assert {path.name for path in (home.root / "broken").glob("*-older-layout*/lake/*")} == set(hashes)
