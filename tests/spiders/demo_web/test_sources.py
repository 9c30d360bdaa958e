"""The source files of the demo: valid, never scheduled, and unknown to git on whatever ports."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pipelines.give.export.recipe import write_training_recipe
from pipelines.lake.home import Home
from spiders.demo_web.paper import PAPERS
from spiders.demo_web.ports import DEFAULT_PORTS, ports_from
from spiders.demo_web.sources import needs_browser, reader, write_sources
from spiders.sources.entrance import Consent, Login
from spiders.sources.source import read_sources

ROOT = Path(__file__).parents[3]


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@paper.example")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_demo_on_other_ports_changes_nothing_that_git_tracks(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "data")
    for path in (".gitignore", "data/exports"):
        source, copy = ROOT / path, tmp_path / path
        copy.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A fresh clone")
    written = write_sources(home.sources, ports_from(DEFAULT_PORTS["demo_daily"] + 10))
    write_training_recipe(home)
    assert len(written) == 9
    assert git(tmp_path, "status", "--porcelain") == ""


def test_a_source_of_ones_own_is_tracked(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".gitignore", tmp_path)
    (tmp_path / "data" / "sources").mkdir(parents=True)
    (tmp_path / "data" / "sources" / "paper_example.yaml").write_text("url: https://paper.example/\n")
    git(tmp_path, "init", "--quiet")
    assert "data/sources/paper_example.yaml" in git(tmp_path, "status", "--porcelain", "--untracked-files=all")


def test_sources_may_live_here_are_never_scheduled_and_do_not_wait(tmp_path: Path) -> None:
    write_sources(tmp_path, DEFAULT_PORTS)
    sources = read_sources(tmp_path).read
    assert [s.name for s in sources] == sorted(PAPERS)
    assert {(s.allow_private_addresses, s.nightly, s.delay_seconds) for s in sources} == {(True, False, 0.0)}
    assert [s.time_zone for s in sources] == [
        "Europe/Vienna", "Europe/Berlin", "Europe/London", "Asia/Kolkata", None, "America/Bogota",
        "America/Halifax", "Europe/Dublin", "America/Chicago",
    ]  # fmt: skip
    assert [s.language for s in sources] == ["de", "de", "en", "en", "en", "en", "en", "en", "en"]


def test_sources_say_how_a_reader_gets_in_and_hold_no_secret(tmp_path: Path) -> None:
    written = write_sources(tmp_path, DEFAULT_PORTS)
    found = {source.name: source for source in read_sources(tmp_path).read}
    assert [name for name in PAPERS if found[name].render == "auto"] == ["demo_lantern", "demo_tribune"]
    assert [name for name in PAPERS if needs_browser(name)] == ["demo_lantern", "demo_tribune"]
    assert found["demo_anzeiger"].consent == Consent(cookie="consent=reject")
    login = found["demo_review"].login
    assert login == Login(url="http://127.0.0.1:8810/login", user="$DEMO_USER", password="$DEMO_PASSWORD")
    assert reader().keys() == {"DEMO_USER", "DEMO_PASSWORD"}
    assert not any(secret in path.read_text() for path in written for secret in reader().values())
