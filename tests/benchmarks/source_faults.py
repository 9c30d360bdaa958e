"""Which faults of a source its health names, when, and how many false alarms quiet nights raise.

    python tests/benchmarks/source_faults.py                # fault table (all steps) and 65 quiet nights (as far as health)
    python tests/benchmarks/source_faults.py --quiet 0 --faults more
    python tests/benchmarks/source_faults.py --crawl --stories 8      # the same faults, served and crawled
    python tests/benchmarks/source_faults.py --crawl --stories 8 --faults none --quiet 60

Sixteen papers have ten quiet nights; then each has a fault of its own for two nights. 65 quiet nights have weekends, two
holidays, a day of breaking news, a strike, an election, an anniversary and a paper that begins late. Without --crawl the rows
of the crawls are written as a crawl would leave them; with it the papers are sites on 127.0.0.1 and every night is crawled.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from press_web import Sites, crawl_served, crawlers, ports_of

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.nights import build, run_step
from tests.forked import fork_workers
from tests.pipelines.health.faults.common import FAULTS
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.faults.further import FURTHER, MOVED
from tests.pipelines.health.faults.new_stories import NEW_STORIES
from tests.pipelines.health.faults.rarer import MORE
from tests.pipelines.health.faults.served import SERVED
from tests.pipelines.health.faults.strange import STRANGE
from tests.pipelines.health.faults.unseen import UNSEEN
from tests.pipelines.health.press import FIRST, NEWCOMER, PAPERS, Crawl, Paper, crawl_night, save
from tests.pipelines.health.seasons import SEASONS, healthy

QUIET_BEFORE = 10
FAULTY = 2
NEED_A_SERVER = ("served",)
GROUPS = {
    "new": NEW_STORIES,
    "issue": FAULTS,
    "more": MORE,
    "strange": STRANGE,
    "further": FURTHER,
    "moved": MOVED,
    "unseen": UNSEEN,
    "served": SERVED,
}
"""Faults of a table each, one a paper."""
Crawler = Callable[[Home, Sequence[Paper], date, dict[Paper, Callable[[Crawl], None]]], None]
"""Leaves the crawls of a night in a home; the mapping says what goes wrong with some papers."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", choices=(*GROUPS, "all", "none"), default="all")
    parser.add_argument("--quiet", type=int, help="Quiet nights [65, with --crawl none beyond the ten].")
    parser.add_argument("--season", choices=SEASONS, nargs="*", default=[], help="Other quiet nights.")
    parser.add_argument("--stories", type=int, default=12, help="Stories of a paper on a working day [12].")
    parser.add_argument(
        "--only-health", action="store_true", help="Of the faults' nights too, build no more than health."
    )
    parser.add_argument("--crawl", action="store_true", help="Serve and crawl the papers.")
    parser.add_argument("--workers", type=int, default=2, help="Crawls at a time [2].")
    parser.add_argument("--folder", type=Path, help="Where corpora are made and left [default: a temporary folder].")
    options = parser.parse_args()
    fork_workers()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="faults-"))
    chosen = {name: faults for name, faults in GROUPS.items() if options.faults in (name, "all")}
    try:
        if options.crawl:
            crawled_tables(folder, chosen, options.stories, options.workers, options.quiet or 0)
            return
        whole = not options.only_health
        written = {name: faults for name, faults in chosen.items() if name not in NEED_A_SERVER}
        tables(folder, written, written_by(options.stories), whole=whole)
        if quiet := 65 if options.quiet is None else options.quiet:
            print(quiet_table(Home.at(folder / "quiet-nights"), quiet, written_by(options.stories)))
        for name in options.season:
            print(season_table(Home.at(folder / name), name, options.stories))
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


def written_by(per_day: int) -> Crawler:
    """Crawls whose rows are written as a crawl would leave them."""
    return lambda home, papers, night, breaks: crawl_night(home, papers, night, per_day, breaks)


def crawled_tables(folder: Path, groups: Mapping[str, Sequence[Fault]], per_day: int, workers: int, quiet: int) -> None:
    """The tables of papers that are served on 127.0.0.1 and crawled."""
    papers = [Paper(number) for number in range(PAPERS)]
    before = Home.at(folder / "quiet")
    sites = Sites(papers, per_day, ports_of(before, papers))
    with crawlers(workers) as pool:
        if groups and not before.lake.exists():
            sites.write_sources(before)
        tables(folder, groups, lambda home, _, night, breaks: crawl_served(sites, pool, home, night, breaks))
        if quiet:
            home = Home.at(folder / "quiet-nights")
            sites.write_sources(home)
            print(
                quiet_table(
                    home, quiet, lambda home, those, night, _: crawl_served(sites, pool, home, night, {}, those)
                )
            )
    sites.close()


def tables(folder: Path, groups: Mapping[str, Sequence[Fault]], crawl: Crawler, *, whole: bool = True) -> None:
    """Ten quiet nights once; then, on a copy of the corpus for each group, two on which each paper has its fault.

    A folder that holds the ten nights from an earlier run is not made again. Nights that are not built `whole` have no articles.
    """
    papers = [Paper(number) for number in range(PAPERS)]
    nights = [FIRST + timedelta(days=1 + n) for n in range(QUIET_BEFORE + FAULTY)]
    before = Home.at(folder / "quiet")
    if groups and not before.lake.exists():
        for night in nights[:QUIET_BEFORE]:
            crawl(before, papers, night, {})
        built(before, nights[:QUIET_BEFORE], whole=whole)
    for name, faults in groups.items():
        home = Home.at(folder / name)
        shutil.rmtree(home.root, ignore_errors=True)
        shutil.copytree(before.root, home.root)
        by_paper = dict(zip(papers, faults, strict=False))
        for night in nights[QUIET_BEFORE:]:
            crawl(home, papers, night, _breaks(by_paper))
        built(home, nights[QUIET_BEFORE:], whole=whole)
        print(f"{name}\n{table(home, by_paper, nights)}\n", flush=True)


def built(home: Home, nights: Sequence[date], *, whole: bool) -> None:
    if whole:
        build(home, nights, show=False)
        return
    for night in nights:
        judge(home, night)


def _breaks(by_paper: dict[Paper, Fault]) -> dict[Paper, Callable[[Crawl], None]]:
    return {paper: fault.breaks for paper, fault in by_paper.items()}


def table(home: Home, by_paper: dict[Paper, Fault], nights: Sequence[date]) -> str:
    """The fault table in Markdown, and the false alarms of quiet nights and healthy papers."""
    lake = Lake(home.lake)
    rows = lake.read("source_health").to_pylist()
    faulty = nights[QUIET_BEFORE:]
    has_articles = (home.lake / "articles").exists()
    articles = lake.read("articles", columns=["source", "first_night"]).to_pylist() if has_articles else []
    lines = ["| fault | night found | check | state | articles of its nights |", "| --- | --- | --- | --- | --- |"]
    sentences: list[str] = []
    for paper, fault in by_paper.items():
        mine = [row for row in rows if row["source"] == paper.name and row["night"] in faulty]
        checks = [(n, f["check"], row["state"]) for n, row in enumerate(mine, 1) for f in row["findings"]]
        right = next((n for n, check, _ in checks if check in fault.named), None)
        said = ", ".join(dict.fromkeys(check for _, check, _ in checks)) or "–"
        let_in = [row for row in articles if row["source"] == paper.name and row["first_night"] in faulty]
        published = len(let_in) if has_articles else "–"
        good = right is not None and not (fault.poisons and let_in) if fault.named else not checks
        mark = "" if good else " ✗"
        states = ", ".join(row["state"] for row in mine)
        when = right or ("not" if fault.named else "does no harm")
        lines.append(f"| {fault.name}{mark} | {when} | {said} | {states} | {published} |")
        sentences += [f"{fault.name}: {f['sentence']}" for row in mine for f in row["findings"]]
    false = [
        (str(row["night"]), row["source"], found["check"], found["severity"], found["sentence"])
        for row in rows
        for found in row["findings"]
        if row["night"] not in faulty or row["source"] not in {paper.name for paper in by_paper}
    ]
    said_of = ["", *sentences, "", f"false alarms: {len(false)}"]
    return "\n".join([*lines, *said_of, *(" · ".join(each) for each in false)])


def quiet_table(home: Home, count: int, crawl: Crawler) -> str:
    """Quiet nights, as far as `source_health`: every alarm is false."""
    papers = [Paper(number) for number in range(PAPERS)]
    nights = [FIRST + timedelta(days=1 + n) for n in range(count)]
    for index, night in enumerate(nights):
        crawl(home, papers if index >= NEWCOMER else papers[:-1], night, {})
        judge(home, night)
    return alarms(home, f"{count} quiet nights of {PAPERS} papers")


def season_table(home: Home, name: str, per_day: int) -> str:
    """The quiet nights of a season, as far as `source_health`: every alarm is false."""
    season = SEASONS[name]
    for night in season.nights():
        for paper in map(Paper, range(PAPERS)):
            if crawl := healthy(season, paper, night, per_day):
                save(home, crawl)
        judge(home, night)
    return alarms(home, f"{name}, {len(season.nights())} nights of {PAPERS} papers")


def judge(home: Home, night: date) -> None:
    for step in ("fetches", "documents", "source_health"):
        run_step(home, night, step, show=False)


def alarms(home: Home, nights: str) -> str:
    """The alarms of a home, in lines."""
    rows = Lake(home.lake).read("source_health").to_pylist()
    found = [(row, each) for row in rows for each in row["findings"]]
    errors = sum(each["severity"] == "error" for _, each in found)
    lines = [f"{nights}, {len(rows)} paper-nights: {errors} errors, {len(found) - errors} warnings"]
    lines += [f"{row['night']} {row['source']} {each['check']}: {each['sentence']}" for row, each in found]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
