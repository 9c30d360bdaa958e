"""What the same night costs in corpora of different sizes: CPU and memory a step, bytes written, and the run that finds it done.

    python tests/benchmarks/growth.py --sizes 3000 50000 1000000 --results growth.json --plot docs/growth.png

The corpus is 24 papers of unequal size (`growth_site`): a fifth of the stories is undated with numbered addresses, a fifth has a
text that recurs every night. The measured night has 10 new stories a paper on average, and 15 known pages of which two changed
and one is gone; the real steps build it, in a process of its own. Before it stand 30 nights of 5 stories a paper, the same at
every size (what a night learns from), and two months before it nights of 100 stories a paper (`growth_bulk`), each with its own
commits: the events of a night are looked for among the stories of the sixty days before it.
`--kinds` are the kinds of the measured night: `mixed` as the corpus; `new`, `recurring`, `undated` of such stories alone (a late
night: `growth_nights.py`). Ratios are to the smallest size.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

NIGHT = date(2026, 3, 2)
SMALL, LARGE, SMALL_NIGHTS = 5, 100, 30
"""Stories a paper on the nights that a night learns from, on those before, and how many there are of the first."""
LAST_LARGE = NIGHT - timedelta(days=65)
"""The last of the nights before; an event has no stories that are more than WINDOW_DAYS apart."""
NEW, CHANGED, GONE, SAME = 10, 2, 1, 12
"""Pages a paper of the measured night."""
KINDS = ("mixed", "new", "recurring", "undated")
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 30_000, 100_000])
    parser.add_argument("--folder", type=Path, help="Where corpora are made and left [default: a temporary folder].")
    parser.add_argument("--results", type=Path, help="JSON file for the figures; figures of other sizes in it stay.")
    parser.add_argument("--plot", type=Path, help="PNG for the growth curve.")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["mixed"], help="The first one is in the plot.")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(CHILDREN[options.child[0]](Path(options.child[1]))))
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="growth-"))
    results = json.loads(options.results.read_text()) if options.results and options.results.exists() else {}
    try:
        for size, figures in measured(folder, sorted(options.sizes), options.kinds):
            results[str(size)] = figures
            if options.results:
                options.results.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(table(results))
    if options.plot:
        from growth_plot import plot

        plot(results, options.plot)


def measured(folder: Path, sizes: list[int], kinds: list[str]) -> Iterator[tuple[int, Figures]]:
    """Make the corpus ever larger, and at each size measure the night on a copy."""
    from growth_bulk import Model, account, add_night, index_events, index_lists, index_texts, tie

    from pipelines.lake.delta import Lake
    from pipelines.lake.home import Home

    home = Home.at(folder / "corpus")
    models: dict[int, Model] = {}
    for size in sizes:
        nights = Lake(home.lake).nights("documents")
        night = min(nights, default=NIGHT - timedelta(days=1))  # the oldest again: it may have been interrupted
        articles = sum(file.rows for file in Lake(home.lake).live_files("articles"))
        started = time.process_time()
        while articles < size:
            each = SMALL if (NIGHT - night).days <= SMALL_NIGHTS else LARGE
            night = min(night, LAST_LARGE) if each == LARGE else night
            if each not in models:
                models[each] = Model.built(Home.at(folder / f"model_{each}"), each)
            add_night(home, models[each], night)
            articles = sum(file.rows for file in Lake(home.lake).live_files("articles"))
            night -= timedelta(days=1)
        index_texts(home)
        recurring = tie(home)
        before = time.process_time()
        index_lists(home)
        lists = time.process_time() - before
        before = time.process_time()
        index_events(home)
        events = time.process_time() - before
        account(home)
        say(f"{size:,}: {articles:,} articles made in {time.process_time() - started:.0f} CPU s")
        figures = {"articles": articles, "recurring": recurring, "traces_rebuild": lists, "events_rebuild": events}
        figures["search_rebuild"] = child("search", home.root)
        by_kind = {kind: _at_this_size(folder, home.root, kind) for kind in kinds}
        yield size, figures | by_kind[kinds[0]] | {"kinds": by_kind}


def _at_this_size(folder: Path, corpus: Path, kind: str) -> Figures:
    figures: Figures = {}
    run = folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    copy(corpus, run)
    crawl_known(run, kind)
    before = sizes_of(run)
    figures["night"] = child("night", run)
    after = sizes_of(run)
    figures["written"] = sum(size for path, size in after.items() if path.parts[0] == "lake" and path not in before)
    figures["own"] = own_bytes(run, NIGHT)
    figures["files"] = {"lake": sum(p.parts[0] == "lake" for p in after)}
    command_cpu(run, "build", "--night", str(NIGHT))  # Python and the rules' outlines are remembered from here on
    figures["again"] = command_cpu(run, "build", "--night", str(NIGHT))
    command_cpu(run, "build")  # the accounts of bulk nights get the digests of today
    figures["again_all"] = command_cpu(run, "build")
    figures["count_fetches"] = child("count", run)
    say(json.dumps(figures["night"]))
    return figures


def copy(corpus: Path, run: Path) -> None:
    """A copy of a corpus, with the checksums that a corpus in use has; immutable files are linked."""
    from pipelines.lake.checksums.look import take_new

    for part in ("archive", "lake"):
        shutil.copytree(corpus / part, run / part, copy_function=os.link)
    shutil.copytree(corpus / "index", run / "index")
    take_new(run)


def crawl_known(root: Path, kind: str) -> None:
    """Crawl the measured night: new stories of a kind, and pages that the last nights captured."""
    from growth_site import Story, crawl, is_dated, slot, stories

    from pipelines.lake.delta import Lake
    from pipelines.lake.home import Home

    home = Home.at(root)
    lake = Lake(home.lake)
    chosen = {"new": lambda n: is_dated(n) and slot(n) is None, "recurring": lambda n: slot(n) is not None,
              "undated": lambda n: not is_dated(n)}  # fmt: skip
    new = stories(NIGHT, NEW, only=chosen.get(kind, lambda _: True))
    changed: dict[str, list[Story]] = {}
    same: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    for place, source in enumerate(new):
        nights = [NIGHT - timedelta(days=k) for k in range(1, 8)]
        known = [
            row for row in lake.read("documents", nights=nights, source=source).to_pylist() if row["kind"] == "article"
        ]
        pages = known[: CHANGED + GONE + SAME]
        old = lake.read("documents", night=NIGHT - timedelta(days=20 + place), source=source).to_pylist()
        recurring = [row for row in old if "ish and" in (row["title"] or "")]
        same[source] = [row["url"] for row in pages[CHANGED + GONE :]]
        gone[source] = [row["url"] for row in pages[CHANGED : CHANGED + GONE]]
        changed[source] = [
            Story(row["url"], row["title"], (row["authors"] or ["Ann Writer"])[0], row["fetched_at"] - timedelta(hours=3),
                  (*row["text"].split("\n\n"), "With the council and the mayor agreed that this was found out later today."),
                  dated="/notes/" not in row["url"])
            for row in (*pages[:CHANGED], *recurring[: place == 0])
        ]  # fmt: skip
    crawl(home, NIGHT, new, changed, same, gone)


def child(kind: str, root: Path) -> Figures:
    """What a measurement in a process of its own prints."""
    command = [sys.executable, __file__, "--child", kind, str(root)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment())
    figures: Figures = json.loads(found.stdout.splitlines()[-1])
    return figures


def run_night(root: Path) -> Figures:
    """Build a night: CPU seconds (workers included) and peak memory of each step, and of all between them."""
    started = cpu()
    from pipelines.lake.home import Home
    from pipelines.nights import Work, build

    steps: dict[str, Figures] = {}
    original = Work.run

    def timed(work: Work, step: Any, night: date) -> Any:  # a late night runs a step for several nights
        reset_peak()
        before, clock = cpu(), time.monotonic()
        outcome = original(work, step, night)
        had = steps.setdefault(step.name, {"cpu": 0.0, "wall": 0.0, "peak_mb": 0.0})
        had["cpu"] += cpu() - before
        had["wall"] += time.monotonic() - clock
        had["peak_mb"] = max(had["peak_mb"], peak_mb())
        return outcome

    Work.run = timed  # type: ignore[method-assign]
    built = build(Home.at(root), [NIGHT], show=False)
    assert not built.late, built
    total = cpu() - started
    counts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return {
        "steps": steps, "cpu": total, "between": total - sum(step["cpu"] for step in steps.values()),
        "peak_mb": max(step["peak_mb"] for step in steps.values()), "wchar": int(counts["wchar"]),
    }  # fmt: skip


def rebuild_search(root: Path) -> Figures:
    """Index all articles anew."""
    from pipelines.corpus.publish.views import write_views
    from pipelines.lake.home import Home
    from pipelines.nights import STEPS

    home = Home.at(root)
    write_views(home)
    shutil.rmtree(home.index / "search", ignore_errors=True)
    reset_peak()
    before = cpu()
    STEPS["search_index"].run(home, NIGHT - timedelta(days=1), show=False)
    return {"cpu": cpu() - before, "peak_mb": peak_mb()}


def count_fetches(root: Path) -> Figures:
    """`SELECT count(*) FROM fetches` over the published corpus, and over a table of DuckDB's own."""
    import duckdb

    from pipelines.lake.home import Home

    with duckdb.connect(str(Home.at(root).corpus), read_only=True) as connection:
        before = cpu()
        rows = connection.execute("SELECT count(*) FROM fetches").fetchone()
        return {"cpu": cpu() - before, "rows": rows[0] if rows else 0}


CHILDREN = {"night": run_night, "search": rebuild_search, "count": count_fetches}


def command_cpu(root: Path, *arguments: str) -> float:
    """CPU seconds of a `dateline` command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pipelines", "--home", str(root), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment() -> dict[str, str]:
    """As a user's: bytecode and the outlines of the rules are remembered, and there is no pandas."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return known | {"PYTHONPATH": str(Path(__file__).parent / "as_installed")}


def own_bytes(root: Path, night: date) -> int:
    """Bytes of a night's own rows: its partitions, and the works first seen on it as one file a table."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from growth_bulk import NIGHTLY, WORKS

    from pipelines.lake.delta import Lake
    from pipelines.lake.home import Home
    from pipelines.lake.schemas import TABLES

    lake = Lake(Home.at(root).lake)
    total = sum(f.size for name in NIGHTLY for f in lake.live_files(name) if f.partition == str(night))
    for name in WORKS:
        sink = pa.BufferOutputStream()
        rows = lake.read_first_seen(name, night, columns=TABLES[name].schema.names)
        pq.write_table(rows, sink, compression="zstd")
        total += sink.getvalue().size
    return total


def sizes_of(root: Path) -> dict[Path, int]:
    """Size of every file below a folder."""
    return {path.relative_to(root): path.stat().st_size for path in root.rglob("*") if path.is_file()}


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def reset_peak() -> None:
    """Begin to measure peak memory anew (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    """Greatest resident memory since then, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def say(line: str) -> None:
    """One line of talk."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def ordered(steps: Iterable[str]) -> list[str]:
    """Steps in the order in which a night runs them."""
    from pipelines.nights import STEPS

    return [name for name in STEPS if name in steps]


def table(results: dict[str, Figures]) -> str:
    """The figures by size, with ratios to the smallest."""
    sizes = sorted(results, key=int)
    first = results[sizes[0]]
    names = ordered(first["night"]["steps"])
    rows = [["", *(f"{results[size]['articles']:,}" for size in sizes), "last ÷ first", "target"]]

    def add(label: str, values: list[float], target: str = "", form: str = "{:.2f}") -> None:
        ratio = f"{values[-1] / values[0]:.2f}" if values[0] else "–"
        rows.append([label, *(form.format(value) for value in values), ratio, target])

    for name in names:
        add(f"{name}, CPU s", [results[size]["night"]["steps"][name]["cpu"] for size in sizes])
    add("between steps, CPU s", [results[size]["night"]["between"] for size in sizes])
    add("whole night, CPU s", [results[size]["night"]["cpu"] for size in sizes], "≤ 1.3 at 100k, ≤ 1.6 at 1M")
    for name in names:
        add(
            f"{name}, peak MB",
            [results[size]["night"]["steps"][name]["peak_mb"] for size in sizes],
            "≤ 1,200",
            "{:.0f}",
        )
    add("lake written ÷ own rows", [results[s]["written"] / results[s]["own"] for s in sizes], "≤ 6")
    add("lake written, MB", [results[size]["written"] / 1e6 for size in sizes])
    add("everything written, MB", [results[size]["night"]["wchar"] / 1e6 for size in sizes])
    add(
        "landing a source, CPU s",
        [results[s]["night"]["steps"]["fetches"]["cpu"] / 24 for s in sizes],
        "≤ .2",
        "{:.3f}",
    )
    add("the night again, CPU s", [results[size]["again"] for size in sizes], "≤ 2")
    add("all nights again, CPU s", [results[size]["again_all"] for size in sizes], "≤ 2")
    add(
        "traces index anew, or what was added to it, CPU s",
        [results[s].get("traces_rebuild", 0) for s in sizes],
        "≤ 60 for 100k",
    )
    add("search anew, CPU s", [results[size]["search_rebuild"]["cpu"] for size in sizes])
    add("search anew, peak MB", [results[size]["search_rebuild"]["peak_mb"] for size in sizes], "≤ 500", "{:.0f}")
    add("count(*) FROM fetches, CPU s", [results[s]["count_fetches"]["cpu"] for s in sizes], "≤ .1", "{:.3f}")
    for kind in results[sizes[-1]].get("kinds", ()):
        runs = [results[size]["kinds"].get(kind) for size in sizes]
        if all(runs):
            add(f"{kind}: whole night, CPU s", [run["night"]["cpu"] for run in runs], "≤ 1.2 at 50k, ≤ 1.6 at 1M")
            add(f"{kind}: peak MB", [run["night"]["peak_mb"] for run in runs], "≤ 600", "{:.0f}")
            add(f"{kind}: lake written ÷ own rows", [run["written"] / run["own"] for run in runs], "≤ 4")
    return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], ["-"] * len(rows[0]), *rows[1:]])


if __name__ == "__main__":
    main()
