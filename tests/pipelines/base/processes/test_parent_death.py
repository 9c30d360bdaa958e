"""Whatever a program of ours starts ends with it, even when it is killed and can do nothing about it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from pipelines.base.processes.parent_death import VARIABLE, end_with_parent
from pipelines.base.processes.program import child_environment

PARENT = """
import subprocess, sys
from pipelines.base.processes.program import child_environment
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], env=child_environment(), stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""
CHILD = """
import time
from pipelines.base.processes.parent_death import end_with_parent
end_with_parent()
print("ready", flush=True)
time.sleep(600)
"""
ORPHAN = "from pipelines.base.processes.parent_death import end_with_parent; end_with_parent(); print('lives on')"


def test_a_child_ends_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.kill()
        _, alive = psutil.wait_procs([child], timeout=30)
    assert alive == []


def test_a_child_whose_parent_died_before_it_asked_ends_at_once() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    orphan = subprocess.run(
        [sys.executable, "-c", ORPHAN], env=os.environ | {VARIABLE: str(gone.pid)}, capture_output=True
    )
    assert (orphan.returncode, orphan.stdout) == (-signal.SIGKILL, b"")


def test_what_is_started_by_hand_lives_on() -> None:
    by_hand = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True)
    assert (by_hand.returncode, by_hand.stdout) == (0, "lives on\n")


def test_a_grandchild_is_not_told_of_the_grandparent(monkeypatch) -> None:
    monkeypatch.setenv(VARIABLE, "not a number")
    end_with_parent()
    assert VARIABLE not in os.environ
    assert child_environment()[VARIABLE] == str(os.getpid())


def test_extraction_workers_end_with_a_command_that_is_killed(tmp_path: Path) -> None:
    slow = tmp_path / "slow.html"
    slow.write_bytes(
        b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x</p></body></html>"
    )
    pages = tmp_path / "pages.jsonl"
    pages.write_text(
        "".join(json.dumps({"id": n, "path": str(slow), "url": "http://a.example/"}) + "\n" for n in range(99))
    )
    command = [sys.executable, "-m", "pipelines", "extract", str(pages), "-o", str(tmp_path / "out"), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        workers = waited_for_workers(process.pid, 2)
        process.kill()
        _, alive = psutil.wait_procs(workers, timeout=30)
    assert alive == []


def waited_for_workers(pid: int, count: int) -> list[psutil.Process]:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        children = psutil.Process(pid).children(recursive=True)
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        if len(workers) == count and all(worker.cpu_times().user > 1 for worker in workers):  # they are at the pages
            return workers
        time.sleep(0.05)
    raise AssertionError(f"fewer than {count} workers")
