"""The packages that run are this checkout's: `pipelines` and `spiders` are names that others use too."""

import tomllib
from pathlib import Path

import assets
import pipelines
import spiders

ROOT = Path(__file__).parents[1]


def test_the_packages_lie_in_this_checkout() -> None:
    for package in (assets, pipelines, spiders):
        assert Path(package.__file__ or "").parent.parent == ROOT


def test_it_cannot_be_uploaded_by_mistake() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "Private :: Do Not Upload" in project["classifiers"]


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = [line for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert len(pins) > 100
    assert "://" not in lock
    assert lock.count("\n    --hash=sha256:") >= len(pins)


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = (ROOT / "requirements.lock").read_text().lower().replace("_", "-").replace(".", "-")
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for requirement in wanted:
        name = requirement.split(">=")[0].lower().replace("_", "-").replace(".", "-")
        assert f"\n{name}==" in "\n" + lock, requirement
