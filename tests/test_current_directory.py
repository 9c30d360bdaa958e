"""Nothing in the folder that a command is started in runs: commands and Dagster's servers, by a wheel and by a checkout.

`tests/pipelines/night/engine/test_ray.py` tries Ray's workers in the same folder.
"""

import json
import os
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import scrapy

from pipelines.lake.home import Home
from tests.kept_ports import kept_port
from tests.planted import plant
from tests.ui.running import Papers, served, wait, write_sources

ROOT = Path(__file__).parents[1]
LIBRARIES = Path(scrapy.__file__).parents[1]
STORY = "<article><h1>The bridge</h1><p>It is open again.</p></article>"
LOADED_BY_RUNPY = frozenset({"pipelines", *sys.stdlib_module_names}) - {
    "email",
    "html",
    "json",
    "logging",
    "typing",
    "uuid",
}
"""Where Python itself looks for `pipelines` in the current directory, these of its modules come from there, too."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `dateline` of an environment that a wheel of this checkout is installed in; nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(folder / "env", symlinks=True)
    python = folder / "env" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, *map(str, folder.glob("*.whl"))], check=True, capture_output=True)
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text(f"{LIBRARIES}\n")
    return folder / "env" / "bin" / "dateline"


@pytest.fixture(params=["wheel", "checkout"])
def dateline(request: pytest.FixtureRequest) -> list[str]:
    if request.param == "wheel":
        return [str(request.getfixturevalue("wheel"))]
    return [sys.executable, "-m", "pipelines"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with served(Papers(pages=3, delay=0), 1) as ports:
        home = Home.at(tmp_path / "home")
        write_sources(home, ports)
        yield home


@pytest.fixture
def trace(tmp_path: Path, dateline: list[str]) -> Path:
    """The file in a user's folder that says which modules of it ran."""
    (tmp_path / "theirs").mkdir()
    return plant(tmp_path / "theirs", but=LOADED_BY_RUNPY if "-m" in dateline else frozenset())


def environment(home: Home) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    return kept | {"DATELINE_HOME": str(home.root)}


def test_python_runs_the_modules_where_it_is_let(home: Home, tmp_path: Path) -> None:
    trace = plant(tmp_path)
    subprocess.run([sys.executable, "-m", "pipelines"], cwd=tmp_path, env=environment(home), capture_output=True)
    assert trace.exists()


def test_no_command_runs_a_module_of_the_current_directory(dateline: list[str], home: Home, trace: Path) -> None:
    page = trace.parent / "page.html"
    page.write_text(STORY)
    (trace.parent / "pages.jsonl").write_text(
        json.dumps({"id": "1", "path": str(page), "url": "http://a.example/1"}) + "\n"
    )
    starting_others = [["crawl"], ["build"], ["extract", "pages.jsonl", "-o", "out.jsonl", "--workers", "1"]]
    others = [["sources", "list"], ["sql", "SELECT count(*) FROM articles"], ["doctor"]]
    for words in [*starting_others, *([] if "-m" in dateline else others)]:
        done = subprocess.run(
            [*dateline, *words], cwd=trace.parent, env=environment(home), capture_output=True, text=True, check=False
        )
        assert (done.returncode, trace.exists()) == (0, False), (words, done.stdout, done.stderr)
    assert json.loads((trace.parent / "out.jsonl").read_text())["title"] == "The bridge"


@pytest.mark.parametrize("dateline", ["wheel"], indirect=True)  # from there on a checkout starts the same programs
def test_no_server_of_dagster_runs_one(dateline: list[str], home: Home, trace: Path) -> None:
    port, log = kept_port(), trace.parent / "log"
    query = {
        "query": "{ workspaceOrError { ... on Workspace { locationEntries { name locationOrLoadError { __typename } } } } }"
    }

    def locations() -> list[dict[str, object]]:
        try:
            answer = requests.post(f"http://127.0.0.1:{port}/graphql", json=query, timeout=60).json()
        except requests.RequestException:
            assert ui.poll() is None, log.read_text()
            return []
        found: list[dict[str, object]] = answer["data"]["workspaceOrError"]["locationEntries"]
        return found if all(each["locationOrLoadError"] for each in found) else []

    with (
        log.open("wb") as out,
        subprocess.Popen(
            [*dateline, "ui", "--port", str(port)], cwd=trace.parent, env=environment(home), stdout=out, stderr=out
        ) as ui,
    ):
        wait(lambda: bool(locations()), "Dagster to answer")
        found = locations()
        ui.send_signal(signal.SIGTERM)
    assert found == [{"name": "dateline", "locationOrLoadError": {"__typename": "RepositoryLocation"}}]
    assert not trace.exists(), trace.read_text()
