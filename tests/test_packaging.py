"""The packages that run are this checkout's: `pipelines` and `spiders` are names that others use too."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

import assets
import dateline
import pipelines
import spiders

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.lock", "requirements-dev.lock")


def test_the_packages_lie_in_this_checkout() -> None:
    for package in (assets, dateline, pipelines, spiders):
        assert Path(package.__file__ or "").parent.parent == ROOT


def test_an_installed_demo_has_its_words_templates_and_pictures() -> None:
    demo = ROOT / "spiders" / "demo_web"
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    files = {path for path in demo.rglob("*.*") if path.is_file() and "__pycache__" not in path.parts}
    assert {".toml", ".html", ".xml", ".json", ".txt", ".png", ".pdf"} <= {path.suffix for path in files}
    assert {path.relative_to(ROOT).as_posix() for path in files} - packed == set()


def test_an_installed_package_has_the_catalogue() -> None:
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    catalogue = ROOT / "spiders" / "sources" / "catalogue"
    files = {path.relative_to(ROOT).as_posix() for path in (*catalogue.rglob("*.yaml"), catalogue / "LISTS.md")}
    assert len(files) > 150
    assert files - packed == set()


def test_an_installed_package_has_types() -> None:
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert {"dateline/py.typed", "dateline/__init__.py", "pipelines/py.typed"} <= packed


def test_two_builds_have_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764633600")
    first, second = (
        Path(next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path / name), versions=["standard"])))
        for name in "ab"
    )
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as wheel:
        assert {entry.date_time[:3] for entry in wheel.infolist()} == {(2025, 12, 2)}
        entry_points = wheel.read("dateline-0.1.0.dist-info/entry_points.txt").decode()
        assert "dateline-0.1.0.dist-info/licenses/LICENSE" in wheel.namelist()
    assert "dateline = pipelines.__main__:main" in entry_points


def test_the_bill_of_materials_has_every_pin_with_its_hashes() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "sbom")], capture_output=True, text=True, check=True)
    bill = json.loads(done.stdout)
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "dateline")
    assert {normalised(each["name"]) for each in bill["components"]} == pins("requirements.lock")
    assert all(each["hashes"] for each in bill["components"])
    assert {each["name"]: each.get("licenses") for each in bill["components"]}["click"] == [
        {"license": {"name": "BSD-3-Clause"}}
    ]


def test_the_citation_names_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {PROJECT['project']['version']}\n" in text
    assert f"license: {PROJECT['project']['license']}\n" in text


def test_it_cannot_be_uploaded_by_mistake() -> None:
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]


def pins(lock: str) -> set[str]:
    """Names pinned by a lock file, as PyPI normalises them."""
    lines = (ROOT / lock).read_text().splitlines()
    return {normalised(line.split("==")[0]) for line in lines if "==" in line and not line.startswith((" ", "#"))}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[>=<\[ ]", name)[0].lower())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert len(pins(lock)) > 30
    assert "://" not in text
    assert text.count("\n    --hash=sha256:") >= len(pins(lock))


def test_what_is_needed_with_an_extra_is_pinned_with_it() -> None:
    """As spelled by whoever needs it: the pip of Python 3.11 finds no pin of `gql[requests]` in `gql==…`."""
    users = (ROOT / "requirements.lock").read_text()
    needed = {
        match[0]
        for name in pins("requirements.lock")
        for wanted in installed_requirements(name)
        if (match := re.match(r"[\w.-]+\[[\w-]+\]", wanted)) and "extra ==" not in wanted
    }
    assert "gql[requests]" in needed
    assert [name for name in sorted(needed) if f"\n{name.lower()}==" not in users] == []


def installed_requirements(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # of another platform
        return []


def test_the_pip_that_installs_is_pinned_too() -> None:
    assert pins("requirements-pip.lock") == {"pip"}
    assert re.fullmatch(
        r"pip==[\d.]+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+(    # .*\n)*",
        (ROOT / "requirements-pip.lock").read_text(),
    )


def test_users_install_every_dependency_and_no_development_tool() -> None:
    users = pins("requirements.lock")
    assert {normalised(name) for name in PROJECT["project"]["dependencies"]} <= users
    assert {normalised(name) for name in PROJECT["dependency-groups"]["build"]} <= users
    assert users.isdisjoint(
        {
            "pytest",
            "mypy",
            "ruff",
            "hypothesis",
            "import-linter",
            "pre-commit",
            "datasets",
            "pandas",
            "marimo",
            "zensical",
        }
    )


def test_developers_install_every_development_tool_besides() -> None:
    groups = PROJECT["dependency-groups"]
    wanted = {normalised(name) for name in (*groups["dev"], *groups["docs"]) if isinstance(name, str)}
    assert wanted <= pins("requirements.lock") | pins("requirements-dev.lock")


def test_no_pin_stands_in_both_locks() -> None:
    users, developers = (
        {line for line in (ROOT / lock).read_text().splitlines() if "==" in line and not line.startswith(" ")}
        for lock in LOCKS
    )
    assert users.isdisjoint(developers)
