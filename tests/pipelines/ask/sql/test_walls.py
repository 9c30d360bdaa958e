"""What a process can still do behind Landlock or seccomp, tried by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.ask.sql.landlock import abi

ROOT = Path(__file__).parents[4]
TRY = """
import json, os, socket, subprocess, sys, threading
from pathlib import Path
from pipelines.ask.sql.landlock import confine
from pipelines.ask.sql.seccomp import forbid_calls

inside, outside = Path(sys.argv[1], "inside"), Path(sys.argv[1], "outside")
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
held = {wall}
deeds = {
    "read inside": lambda: (inside / "a").read_text(),
    "read outside": lambda: (outside / "a").read_text(),
    "list outside": lambda: os.listdir(outside),
    "write inside": lambda: (inside / "b").write_text("x"),
    "append inside": lambda: (inside / "b").open("a"),
    "write outside": lambda: (outside / "b").write_text("x"),
    "open to write": lambda: os.open(outside / "a", os.O_RDWR),
    "truncate": lambda: os.truncate(outside / "a", 0),
    "rename": lambda: os.rename(outside / "a", outside / "c"),
    "link": lambda: os.link(outside / "a", outside / "c"),
    "symlink": lambda: os.symlink(outside / "a", inside / "link"),
    "remove": lambda: os.unlink(outside / "a"),
    "make a folder": lambda: os.mkdir(outside / "folder"),
    "change the mode": lambda: os.chmod(outside / "a", 0o777),
    "connect": lambda: socket.create_connection(address),
    "send": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", address),
    "run a program": lambda: subprocess.run(["/bin/true"]),
    "fork": lambda: os.fork() or os._exit(0),
    "signal": lambda: os.kill(os.getppid(), 0),
    "start a thread": lambda: threading.Thread(target=str).start(),
}
done = []
for name, deed in deeds.items():
    try:
        deed()
        done.append(name)
    except OSError:
        pass
print(json.dumps([held, done]))
"""


def done_behind(wall: str, folder: Path) -> list[str]:
    """What succeeds behind a wall."""
    for name in ("inside", "outside"):
        (folder / name).mkdir()
        (folder / name / "a").write_text("text")
    command = [sys.executable, "-P", "-c", TRY.replace("{wall}", wall), str(folder)]
    shown = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True)
    held, done = json.loads(shown.stdout)
    assert held
    return list(done)


def test_seccomp_without_writing(tmp_path: Path) -> None:
    done = done_behind("forbid_calls(writing=True)", tmp_path)
    assert done == ["read inside", "read outside", "list outside", "start a thread"]


def test_seccomp_with_writing(tmp_path: Path) -> None:
    done = done_behind("forbid_calls(writing=False)", tmp_path)
    assert not {"connect", "send", "run a program", "fork", "signal"} & set(done)
    assert {"write inside", "write outside", "make a folder", "start a thread"} <= set(done)


@pytest.mark.skipif(abi() < 4, reason="this kernel's Landlock knows no network")
def test_landlock(tmp_path: Path) -> None:
    done = done_behind("confine(readable=[inside], writable=[inside])", tmp_path)
    assert {"read inside", "write inside", "append inside", "start a thread"} <= set(done)
    assert not {"read outside", "list outside", "write outside", "open to write", "truncate", "rename", "link"} & set(
        done
    )
    assert not {"symlink", "remove", "make a folder", "connect", "run a program"} & set(done)


def test_landlock_that_leaves_reading_alone(tmp_path: Path) -> None:
    if not abi():
        pytest.skip("this kernel has no Landlock")
    done = done_behind("confine(readable=None, writable=[inside])", tmp_path)
    assert {"read outside", "list outside", "write inside"} <= set(done)
    assert "write outside" not in done
