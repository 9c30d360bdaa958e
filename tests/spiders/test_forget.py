"""A night that is taken back: nothing is left of it, later nights stand without it, and the next crawl fetches what it held."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from assets.demo_nights import table_hashes
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.nights import build
from tests.programs import run
from tests.spiders.crawl.conftest import Crawler, Paper, serving

FIRST, WRONG, THIRD, FOURTH = (date(2025, 11, 3) + timedelta(days=days) for days in range(4))
OLD, LATER, EDITED = (f"/a-story-of-the-paper-{number}.html" for number in range(100001, 100004))


def dateline(home, *arguments, answer=""):
    return run("pipelines", "--home", str(home), *arguments, answer=answer)


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory):
    """Three nights crawled and built, of which the second is taken back; the third found its stories unchanged."""
    with serving(Paper()) as paper:
        crawler = Crawler(tmp_path_factory.mktemp("forget") / "home", paper)
        crawler.source()
        paper.html("/", OLD, EDITED)
        paper.story(OLD, text="The ferry came.")
        paper.story(EDITED, text="The dam held.")
        crawler.run(FIRST)
        paper.html("/", OLD, EDITED, LATER)
        paper.story(LATER, text="The museum opened.")
        paper.story(EDITED, text="The dam did not hold.")
        crawler.run(WRONG)
        crawler.run(THIRD)
        home = Home.at(crawler.home)
        build(home, [FIRST, WRONG, THIRD], show=False)
        crawler.asked = dateline(crawler.home, "nights", "--forget", str(WRONG))
        crawler.declined = dateline(crawler.home, "nights", "--forget", str(WRONG), answer="n\n")
        crawler.before = table_hashes(home)
        crawler.listed = dateline(crawler.home, "nights").stdout
        crawler.done = dateline(crawler.home, "nights", "--forget", str(WRONG), "--yes")
        yield crawler


def test_it_asks_first(forgotten):
    assert (forgotten.asked.returncode, forgotten.declined.returncode) == (2, 1)
    assert "2025-11-04" in forgotten.asked.stderr
    assert forgotten.asked.stderr.splitlines()[-1].startswith("dateline: nobody is there to answer: --yes")
    assert forgotten.declined.stderr.splitlines()[-1].endswith("Nothing was removed.")
    assert [line.split()[0] for line in forgotten.listed.splitlines()] == [str(FIRST), str(WRONG), str(THIRD)]


def test_nothing_is_left_of_the_night(forgotten):
    assert forgotten.done.returncode == 0, forgotten.done.stderr
    assert not list((forgotten.home / "archive").rglob(f"*{WRONG}*"))
    lake = Lake(forgotten.home / "lake")
    for name, table in TABLES.items():
        if "night" in table.schema.names and table.partition != "month":
            assert WRONG not in lake.read(name, columns=["night"])["night"].to_pylist(), name
    assert str(WRONG) not in dateline(forgotten.home, "nights").stdout


def test_the_corpus_is_that_of_the_nights_that_are_left(forgotten, tmp_path):
    rebuilt = Home.at(tmp_path)
    shutil.copytree(forgotten.home / "archive", rebuilt.archive)
    build(rebuilt, [FIRST, THIRD], show=False)
    hashes = table_hashes(Home.at(forgotten.home))
    assert hashes == table_hashes(rebuilt)
    assert hashes != forgotten.before
    assert not build(Home.at(forgotten.home), [FIRST, THIRD], show=False).changed


def test_the_next_crawl_fetches_whole_what_the_night_held(forgotten):
    forgotten.run(FOURTH)
    outcomes = forgotten.outcomes(FOURTH)
    assert [outcomes[path] for path in (OLD, LATER, EDITED)] == ["duplicate_payload", "stored", "stored"]
    build(Home.at(forgotten.home), [FOURTH], show=False)
    texts = Lake(forgotten.home / "lake").read("articles", columns=["url", "text"]).to_pylist()
    found = {row["url"].rpartition("/")[2]: row["text"].splitlines()[0] for row in texts if "a-story" in row["url"]}
    assert len(found) == 3
    assert "museum opened" in found[LATER[1:]]
    assert "did not hold" in found[EDITED[1:]]


def test_the_last_night_and_the_only_one_are_gone_from_sql_and_search_too(tmp_path):
    with serving(Paper()) as paper:
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source()
        paper.html("/", OLD)
        paper.story(OLD, text="The ferry came.")
        crawler.run(FIRST)
        paper.html("/", OLD, LATER)
        paper.story(LATER, text="The museum opened.")
        crawler.run(WRONG)
    build(Home.at(crawler.home), [FIRST, WRONG], show=False)
    assert "museum" in dateline(crawler.home, "search", "museum").stdout
    assert dateline(crawler.home, "nights", "--forget", str(WRONG), "--yes").returncode == 0
    counts = "SELECT max(night) AS night, (SELECT count(*) FROM articles) AS n FROM fetches"
    assert dateline(crawler.home, "sql", counts, "--format", "csv").stdout.split() == ["night,n", f"{FIRST},1"]
    assert "museum" not in dateline(crawler.home, "search", "museum").stdout
    assert dateline(crawler.home, "nights", "--forget", str(FIRST), "--yes").returncode == 0
    assert dateline(crawler.home, "sql", "FROM articles").returncode == 2


def test_a_night_that_never_was_is_a_mistake_in_one_line(forgotten):
    for more in ((), ("--yes",)):
        done = dateline(forgotten.home, "nights", "--forget", "2031-01-01", *more)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "2031-01-01 was not crawled" in done.stderr


@pytest.mark.parametrize("days", [-30, 3])
def test_another_night_than_todays_is_crawled_only_if_that_is_meant(tmp_path, days):
    with serving(Paper()) as paper:
        crawler = Crawler(tmp_path, paper)
        crawler.source()
        paper.html("/", OLD)
        night = datetime.now(UTC).date() + timedelta(days=days)
        refused = dateline(tmp_path, "crawl", "--night", str(night))
        assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
        assert "--backdate" in refused.stderr
        assert paper.requests == []
        assert dateline(tmp_path, "crawl", "--night", str(night), "--backdate").returncode == 0
        assert OLD in paper.requests
        frontier = json.dumps([path.name for path in (tmp_path / "archive" / "source=paper").iterdir()])
        assert frontier == json.dumps([f"night={night}"])
        again = dateline(tmp_path, "crawl", "--night", str(night))
        assert again.returncode == 0
