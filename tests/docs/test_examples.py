"""Every file in docs/examples runs as it stands, and stands in a page of the docs."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from dateline import Corpus
from pipelines.browse.server import application
from pipelines.lake.home import Home
from tests.dateline.conftest import news  # noqa: F401 -- a fixture
from tests.dateline.test_extraction import STORY
from tests.kept_ports import kept_port
from tests.pipelines.browse.mcp.small_home import Story, small_home
from tests.spiders.sources.papers import served

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ROOT = EXAMPLES.parents[1]


def run(name: str, *arguments: str, **variables: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def browsed(news: Path) -> Iterator[str]:  # noqa: F811
    port = kept_port()
    server = uvicorn.Server(uvicorn.Config(application(Home.at(news)), port=port, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


def test_a_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(STORY)
    said = run("one_page.py", str(tmp_path / "page.html"), "https://paper.example/2025/11/03/bridge")
    assert said.splitlines()[0] == "Old bridge will be mended"
    assert "Published:  2025-11-03" in said


def test_a_first_look(news: Path) -> None:  # noqa: F811
    said = run("first_look.py", DATELINE_HOME=str(news))
    assert "{'source': 'paper', 'articles': 2, 'undated': 1}" in said
    assert "Bridge opens | 2026-02-01" in said


def test_a_corpus_is_asked_by_http(browsed: str) -> None:
    assert run("by_http.py", "bridge", DATELINE_BROWSE=browsed).startswith(
        "Bridge opens | 2026-02-01: stands in the byline"
    )


def test_a_corpus_is_asked_by_a_model(tmp_path: Path) -> None:
    story = Story("aaaa000000000001", "Bridge opens", "The mayor opened the bridge.")
    said = run("by_mcp.py", "bridge", DATELINE_HOME=str(small_home(tmp_path, [story]).root))
    assert re.fullmatch(r"<page-(\w+)>Bridge opens</page-\1> \| unknown \| [0-9a-f]{64}\n", said)


def test_a_night_without_dagster(tmp_path: Path) -> None:
    pages = {"/": "<a href='/2025/11/03/bridge'>Old bridge will be mended</a>", "/2025/11/03/bridge": STORY}
    (tmp_path / "sources").mkdir()
    with served(lambda _site: pages) as (site, _):
        paper = {"title": "Paper", "url": f"{site}/", "allow_private_addresses": True, "delay_seconds": 0}
        (tmp_path / "sources" / "paper.yaml").write_text(json.dumps(paper))
        said = run("nightly.py", DATELINE_HOME=str(tmp_path))
    assert said.splitlines() == ["paper finished 2 pages stored", "1 new articles"]


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.sql")))
def test_a_query_runs(name: str, news: Path) -> None:  # noqa: F811
    assert Corpus(news).sql((EXAMPLES / name).read_text(encoding="utf-8")).columns[0] in ("source", "title")


def test_every_example_stands_in_a_page() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert [path.name for path in EXAMPLES.iterdir() if path.is_file() and f"examples/{path.name}" not in pages] == []
