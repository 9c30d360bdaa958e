"""A full disk at every moment of a build: each attempt ends in one line with exit status 2, and the next build ends the work.

    python -m tests.full_disk [--moments 8]        # needs the right to mount a tmpfs

A small home (the Argus, three nights) is put on a tmpfs that a file fills up to some bytes, from none to what a whole build
writes: so each build stops at another moment. Then there is space again, and a build must leave the same rows as one that
was never disturbed. `export`, `maintain`, `doctor --repair` and `report` are tried without a free byte.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines.give.export.recipe import write_training_recipe
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from tests.pipelines.extract.argus import PAGES, archived

MIB = 1 << 20
DISK_MIB = 48
ACCOUNTS = ("nights", "publications")
COMMANDS = (("export", "training"), ("maintain",), ("doctor", "--repair"), ("report",))


def run(home: Home, *arguments: str) -> tuple[int, list[str]]:
    """Exit status and stderr of a command."""
    command = [sys.executable, "-P", "-m", "pipelines", "--home", str(home.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.splitlines()


def hashes(home: Home) -> dict[str, str]:
    lake = Lake(home.lake)
    return {table: lake.content_hash(table) for table in TABLES if table not in ACCOUNTS}


def fill(disk: Path, free: int) -> Path:
    """A file that leaves `free` bytes of the disk."""
    filler = disk / "filler"
    left = os.statvfs(disk)
    size = left.f_bavail * left.f_frsize - free
    with filler.open("wb") as file:
        try:
            while size > 0:
                size -= file.write(bytes(min(MIB, size)))
        except OSError:
            pass
    return filler


def verdict(status: int, said: list[str]) -> str:
    """How an attempt ended, in words; it is good if it begins with `ok`."""
    ours = [line for line in said if line.startswith("dateline:")]
    if any("Traceback" in line for line in said):
        return f"TRACEBACK {said[-1]}"
    if status == 0:
        return "ok, done"
    good = status == 2 and len(ours) == 1
    return f"{'ok' if good else 'WRONG'}, status {status}, {len(ours)} line(s): {ours[-1] if ours else said[-1:]}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.full_disk")
    parser.add_argument("--moments", type=int, default=8)
    moments = parser.parse_args().moments
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        disk = Path(folder) / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(disk)], check=True)
        try:
            sound, seed = Home.at(disk / "sound"), Path(folder) / "seed"
            for night in PAGES:
                archived(Home.at(seed), night)
            write_training_recipe(Home.at(seed))
            shutil.copytree(seed, sound.root)
            before = os.statvfs(disk)
            assert run(sound, "build")[0] == 0
            written = (before.f_bavail - os.statvfs(disk).f_bavail) * before.f_frsize
            expected = hashes(sound)
            shutil.rmtree(sound.root)
            for moment in range(moments):
                home = Home.at(disk / f"home{moment}")
                shutil.copytree(seed, home.root)
                filler = fill(disk, free := written * moment // moments)
                status, said = run(home, "build")
                last = next(
                    (line.split()[1] for line in reversed(said) if line.startswith("  20")), "before the first step"
                )
                first = verdict(status, said)
                filler.unlink()
                status, said = run(home, "build")
                same = "the same rows" if status == 0 and hashes(home) == expected else f"OTHER ROWS {said[-1:]}"
                bad += not first.startswith("ok") or same != "the same rows"
                print(f"{free >> 10:>6} KiB free, last step {last}: {first}; then {same}", flush=True)
                if moment + 1 < moments:
                    shutil.rmtree(home.root)
            for arguments in COMMANDS:
                filler = fill(disk, 0)
                first = verdict(*run(home, *arguments))
                filler.unlink()
                bad += not first.startswith("ok")
                print(f"     0 KiB free, {' '.join(arguments)}: {first}", flush=True)
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
