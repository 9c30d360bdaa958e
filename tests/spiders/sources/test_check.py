"""`dateline sources check`: what a source serves now, by the judgement of its nights."""

import asyncio
from calendar import month_name
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import SOURCE_HEALTH
from spiders.sources.check import check_sources, judged
from spiders.sources.look import look
from spiders.sources.new_corpus import make_corpus
from spiders.sources.source import Source
from tests.pipelines.health.paper import feed as feed_seen
from tests.pipelines.health.paper import figures
from tests.spiders.sources.papers import Paper, feed

HOME, FEED = "https://paper.example/", "https://paper.example/feed.xml"
PAPER = Source(name="paper", title="The Paper", url=HOME, feeds=(FEED,), language="en")
NOW = datetime.now(UTC)
STORIES = {f"{HOME}2026/bridge-{n}": f"Council closes bridge number {n}" for n in range(3)}
PROSE = "".join(
    f"<p>The council met on one evening in {month} and agreed to close the bridge, because it is “not safe” any more.</p>"
    for month in month_name[1:]
)


def written(at: datetime) -> str:
    return f"{at:%a, %d %b %Y %H:%M:%S} +0000"


def page(title: str) -> str:
    day = f"{NOW - timedelta(days=1):%Y-%m-%dT10:00:00+00:00}"
    data = f'{{"@type":"NewsArticle","headline":"{title}","datePublished":"{day}","author":{{"name":"Ann Lee"}}}}'
    head = f'<title>{title}</title><script type="application/ld+json">{data}</script>'
    return f"<html lang=en><head>{head}</head><body><article><h1>{title}</h1>{PROSE}</article></body></html>"


def site(hours: float = 2.0, **changed: str) -> dict[str, str]:
    """A paper of three stories, its newest so many hours old."""
    items = [(title, url, written(NOW - timedelta(hours=hours + n))) for n, (url, title) in enumerate(STORIES.items())]
    pages = {url: page(title) for url, title in STORIES.items()}
    return (
        {
            HOME: "<html><body><a href='/2026/bridge-0'>Council closes bridge number 0</a></body></html>",
            FEED: feed("The Paper", *items),
        }
        | pages
        | changed
    )


def states(home: Home, pages: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    found = asyncio.run(look(Paper(pages).ask, PAPER))
    return {channel: (state, seen) for _, channel, state, _, seen in judged(home, found)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A corpus that has eight nights of the paper, whose feed had an entry of three hours ago on each."""
    home = Home.at(tmp_path_factory.mktemp("home"))
    for back in range(1, 9):
        night = NOW.date() - timedelta(days=back)
        row = figures(9, feeds=[feed_seen(20, 9) | {"url": FEED}]) | {
            "night": night,
            "source": "paper",
            "state": "ok",
            "findings": [],
        }
        Lake(home.lake).replace("source_health", pa.Table.from_pylist([row], schema=SOURCE_HEALTH), night=night)
    return home


def test_a_paper_that_does_as_ever_is_ok(home: Home) -> None:
    seen = states(home, site())
    assert {channel: state for channel, (state, _) in seen.items()} == {"home": "ok", "feed": "ok", "stories": "ok"}
    assert seen["stories"][1].endswith("3 dated, 3 signed")


def test_a_feed_is_empty_or_stale_by_its_own_measure(home: Home) -> None:
    assert states(home, site() | {FEED: feed("The Paper")})["feed"][0] == "empty"
    state, said = states(home, site(hours=100))["feed"]
    assert (state, said) == ("stale", "a feed's newest entry is 4 days old, none is of the last day (usually 9)")


def test_stories_that_are_broken_are_told(home: Home, tmp_path: Path) -> None:
    gone = "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry.</p></body></html>"
    broken = site() | dict.fromkeys(STORIES, gone)
    for corpus in (home, Home.at(tmp_path)):
        state, said = states(corpus, broken)["stories"]
        assert (state, said.startswith("not_found: 3 of 3 ")) == ("broken", True)


def test_a_new_corpus_is_green(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home.at(tmp_path)
    make_corpus(home)
    capsys.readouterr()
    assert check_sources(home, ()) == 0
    said = capsys.readouterr()
    assert (said.out, "sources add URL' writes one" in said.err) == ("", True)


def test_a_name_with_two_files_is_a_line_like_other_wrong_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir(parents=True)
    for name, text in (("a.yaml", ""), ("paper.yaml", "title: A"), ("paper.yml", "title: B"), ("z.yaml", "- 1")):
        (home.sources / name).write_text(text)
    assert check_sources(home, ()) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["SOURCE", "a", "paper", "z"]
    both = home.sources / "paper.yaml", home.sources / "paper.yml"
    assert f"{both[0]}, {both[1]}  {both[1]}: paper.yaml stands beside it: keep one of the two" in said[2]
