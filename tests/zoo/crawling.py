"""Crawls a site for a night with Dateline and builds its corpus, each as a user would, in a home of the site's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from pipelines.lake.home import Home

SOURCE = "paper"
REPOSITORY = Path(__file__).parents[2]


def add_source(home: Home, url: str) -> str:
    """The text of the source file that `dateline sources add` writes, without its pause between requests."""
    _module("pipelines", "--home", str(home.root), "sources", "add", "--private", "--name", SOURCE, url)
    file = home.sources / f"{SOURCE}.yaml"
    text = re.sub(r"(?m)^delay_seconds: .*", "delay_seconds: 0\nconnections: 2", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    return text


def crawl(home: Home, at: datetime) -> None:
    """Crawl the night of `at`; every fetch is stamped with that instant."""
    night = at.date().isoformat()
    arguments = ("--home", str(home.root), "--source", SOURCE, "--night", night, "--clock", at.isoformat())
    _module("spiders.crawl", *arguments)


def build(home: Home, *, every: bool = False) -> None:
    """Make the corpus from the archive; with `every` anew."""
    _module("pipelines", "--home", str(home.root), "build", *(["--all"] if every else []))


def _module(module: str, *arguments: str) -> None:
    path = os.pathsep.join([str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)}: exit status {done.returncode}\n{done.stderr[-3000:]}")
