"""Every program of ours is started by `pipelines.base.processes.program`, and looks for modules where we lie, nowhere else."""

import ast
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import scrapy

from pipelines.base.processes import program
from pipelines.base.processes.program import ROOT, keep_to_own_path, own_path, start

STARTERS = {
    "subprocess": {"Popen", "run", "call", "check_call", "check_output", "getoutput", "getstatusoutput"},
    "os": {
        "system",
        "popen",
        "execv",
        "execve",
        "execvp",
        "execvpe",
        "posix_spawn",
        "posix_spawnp",
        "spawnv",
        "spawnve",
    },
    "sys": {"executable"},
    "asyncio": {"create_subprocess_exec", "create_subprocess_shell"},
}


def starts(code: str) -> set[str]:
    """Names in a module that start programs, or name the interpreter to start; annotations are left out."""
    tree = ast.parse(code)
    used = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    used |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if node.attr in STARTERS.get(node.value.id, ()) and (id(node) in used or node.value.id == "sys"):
                found.add(name)
        if isinstance(node, ast.ImportFrom) and node.module in STARTERS:
            found |= {f"{node.module}.{each.name}" for each in node.names if each.name in STARTERS[node.module]}
    return found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("subprocess.run([sys.executable, '-m', 'spiders'])", {"subprocess.run", "sys.executable"}),
        ("from subprocess import Popen", {"subprocess.Popen"}),
        ("PROCESS: type[subprocess.Popen[str]] = subprocess.Popen", {"subprocess.Popen"}),
        ("def f(child: subprocess.Popen[str]) -> None: child.wait(); os.getpid()", set()),
    ],
)
def test_the_search_finds_what_starts_a_program(code: str, found: set[str]) -> None:
    assert starts(code) == found


def test_no_other_module_starts_a_program() -> None:
    files = [file for package in ("pipelines", "spiders", "assets") for file in (ROOT / package).rglob("*.py")]
    found = {
        str(file.relative_to(ROOT)): names for file in files if (names := starts(file.read_text(encoding="utf-8")))
    }
    assert found == {
        "pipelines/base/processes/program.py": {"subprocess.Popen", "sys.executable"},
        "pipelines/give/export/signature.py": {"subprocess.run"},  # ssh-keygen, by its whole path
        "spiders/browser/browser.py": {"subprocess.run", "os.posix_spawnp"},  # Chromium, apart from any network
    }


def test_a_program_hands_on_that_the_current_directory_is_off_its_path(tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text("print('ran')\n")
    (tmp_path / "timeit.py").write_text("print('ran')\n")
    for module in ("theirs", "timeit"):
        with start(module, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            said, _ = process.communicate()
        assert "ran" not in said
    grandchild = subprocess.run(
        [sys.executable, "-m", "theirs"],
        cwd=tmp_path,
        env=program.child_environment(),
        capture_output=True,
        check=False,
    )
    assert (grandchild.returncode, grandchild.stdout) == (1, b"")


def test_empty_parts_of_pythonpath_are_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", f":/opt/libraries::{ROOT}:lib")
    assert own_path() == {"PYTHONSAFEPATH": "1", "PYTHONPATH": f"/opt/libraries:{ROOT}:{tmp_path}/lib"}
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    keep_to_own_path()
    assert os.environ["PYTHONSAFEPATH"] == "1"


def test_a_checkout_that_is_not_installed_runs_its_programs(tmp_path: Path) -> None:
    venv.create(tmp_path / "env", symlinks=True)
    (site,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text(f"{Path(scrapy.__file__).parents[1]}\n")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(tmp_path / "env" / "bin" / "python"), "-m", "pipelines", "--home", str(tmp_path), "sources", "list"]
    listed = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)
    assert (listed.returncode, listed.stderr.count("\n")) == (0, 1), listed.stderr
