"""Make a home with the code of a former release and pack it, with the answers that this code gave.

    git worktree add /tmp/former a671c3e
    python -m tests.former_homes.make /tmp/former tests/former_homes/a671c3e.tar.xz --paper gazette --nights 1

The former code crawls the two papers of `tests.former_homes.press` on two nights, builds them and answers QUESTIONS. Answers go
into `answers.json` of the packed home. Its reports are left out. a671c3e needs `daft>=0.7,<0.8`, too.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from tests.former_homes.press import HOSTS, NIGHTS, PORT, serving

QUESTIONS = {
    "articles": "SELECT source, url, title, published, published_precision, language, role, copies, revisions, words, text"
    " FROM articles ORDER BY url",
    "revisions": "SELECT article_id, document_id FROM revisions ORDER BY ALL",
    "dates": "SELECT article_id, night, change, published FROM date_history ORDER BY ALL",
    "clusters": "SELECT article_id, cluster_id, role FROM clusters ORDER BY ALL",
    "as_of": "SELECT article_id, document_id FROM as_of(DATE '2026-02-02') ORDER BY ALL",
    "fetches": "SELECT night, source, url, outcome, status FROM fetches ORDER BY ALL",
    "links": "SELECT night, count(*) AS links FROM links GROUP BY night ORDER BY night",
}
"""Questions of SQL that both releases and today's code understand."""
SEARCHES = ("ferry", "bakery OR bridge")


def main() -> None:
    """Make and pack one home."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path, help="Working tree of the former release.")
    parser.add_argument("packed", type=Path, help="The archive to write.")
    parser.add_argument("--paper", dest="papers", action="append", choices=HOSTS, help="Only this one [default: both].")
    parser.add_argument("--nights", type=int, default=2, help="Nights that it crawls and builds.")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        _make(options.checkout.absolute(), home, options.papers or list(HOSTS), options.nights)
        answers = {"sql": {name: _sql(options.checkout, home, query) for name, query in QUESTIONS.items()}}
        answers["search"] = {words: _search(options.checkout, home, words) for words in SEARCHES}
        text = json.dumps(answers, indent=1, ensure_ascii=False, default=str)
        Path(home, "answers.json").write_text(text, encoding="utf-8")
        for left_out in ("reports",):
            shutil.rmtree(home / left_out, ignore_errors=True)
        with tarfile.open(options.packed, "w:xz", preset=9) as packed:
            packed.add(home, "home", filter=_anonymous)


def _write_sources(home: Path, papers: Sequence[str]) -> None:
    (home / "sources").mkdir(parents=True, exist_ok=True)
    for paper in papers:
        text = (
            f"title: The {paper.title()}\nurl: http://{HOSTS[paper]}:{PORT}/\nlanguage: en\ntime_zone: Europe/London\n"
        )
        text += "allow_private_addresses: true\ndelay_seconds: 0\ndiscover: false\n"
        (home / "sources" / f"{paper}.yaml").write_text(text, encoding="utf-8")


def run(checkout: Path, *arguments: str) -> str:
    """Run `python -m …` in a working tree; returns its output."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=checkout, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _make(checkout: Path, home: Path, papers: Sequence[str], nights: int) -> None:
    _write_sources(home, papers)
    for number, night in enumerate(NIGHTS[:nights]):
        with serving(number):
            for paper in papers:
                clock = ("--clock", f"{night}T02:00:00Z")
                run(checkout, "spiders.crawl", "--home", str(home), "--source", paper, "--night", str(night), *clock)
        run(checkout, "pipelines", "--home", str(home), "build")


def _sql(checkout: Path, home: Path, query: str) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        written = Path(folder, "rows.parquet")
        run(checkout, "pipelines", "--home", str(home), "sql", query, "-o", str(written))
        return pq.read_table(written).to_pylist()


def _search(checkout: Path, home: Path, words: str) -> list[str]:
    found = run(checkout, "pipelines", "--home", str(home), "search", words)
    return sorted(set(re.findall(r"http://127\.83\.\S+", found)))


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
