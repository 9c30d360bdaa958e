"""CPU and memory of `dateline duplicates` against rensa's and datasketch's pipelines, verification included, same texts.

    python tests/benchmarks/duplicates_speed.py --peers /tmp/peers/bin/python [--texts 100000] [--rounds 3] [--skip datasketch]

Each program reads the same file and writes clusters (`duplicates_peers.py` says what the peers do); they take turns, and
the CPU seconds are of the whole process, imports included. Datasketch runs once, on `--datasketch-texts`, scaled up.
Make the peers' environment with `pip install rensa datasketch` in a venv of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from duplicates_corpus import write

PEERS = Path(__file__).with_name("duplicates_peers.py")


@dataclass(frozen=True)
class Cost:
    """What one process cost."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


def cost(command: list[str]) -> Cost:
    """Run a program and measure it."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[:3]} ended with status {status}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss / 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", help="Python of an environment that has rensa and datasketch")
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--datasketch-texts", type=int, default=5_000)
    parser.add_argument("--skip", action="append", default=[], choices=["rensa", "datasketch"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        texts, few, out = (Path(folder) / name for name in ("texts.jsonl", "few.jsonl", "out.jsonl"))
        write(chosen.texts, texts)
        commands = {"dateline": [sys.executable, "-m", "pipelines", "duplicates", str(texts), "-o", str(out)]}
        if chosen.peers and "rensa" not in chosen.skip:
            commands["rensa"] = [chosen.peers, str(PEERS), "rensa", str(texts), str(out)]
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(chosen.rounds):
            for name, command in commands.items():
                costs[name].append(cost(command))
        ours = report("dateline", costs.pop("dateline"), chosen.texts)
        for name, found in costs.items():
            print(f"  dateline / {name}: {ours / report(name, found, chosen.texts):.2f} of its CPU")
        if chosen.peers and "datasketch" not in chosen.skip:
            write(chosen.datasketch_texts, few)
            found = [cost([chosen.peers, str(PEERS), "datasketch", str(few), str(out)])]
            theirs = report("datasketch", found, chosen.datasketch_texts) * chosen.texts / chosen.datasketch_texts
            print(
                f"  dateline / datasketch: {ours / theirs:.3f} of its CPU (its {chosen.datasketch_texts:,} texts scaled)"
            )


def report(name: str, found: list[Cost], texts: int) -> float:
    """Print the median of the rounds; returns the CPU seconds."""
    cpu = statistics.median(c.cpu_seconds for c in found)
    wall, peak = statistics.median(c.wall_seconds for c in found), max(c.peak_mib for c in found)
    print(
        f"{name:<12}{texts:>9,} texts {cpu:8.1f} CPU s {1e6 * cpu / texts:7.0f} µs a text {wall:8.1f} s {peak:7.0f} MiB"
    )
    return cpu


if __name__ == "__main__":
    main()
