"""Outside Linux: the parts without calls of its kernel work.

The system here is a Linux that says it is macOS, without the calls that macOS lacks.
"""

import os
import subprocess
import sys
from pathlib import Path

SITE = """
import os, subprocess, multiprocessing, sys, sysconfig
sysconfig.get_config_vars()
sys.platform = "darwin"
for name in ("sched_getaffinity", "pidfd_open", "O_PATH"):
    delattr(os, name)
"""
PROGRAM = """
import sys
from pathlib import Path
from dateline import Corpus, extract
corpus = Corpus(sys.argv[1])
print(extract("<h1>Bridge opens</h1><p>3 November 2025</p>").published)
print(len(corpus.sql("FROM articles")), corpus.search("bridge").total)
try:
    corpus.sql("COPY articles TO 'articles.csv'")
except Exception as error:
    print(type(error).__name__, Path("articles.csv").exists())
"""


def test_reading_asking_and_the_workers_of_extract_need_no_linux(news: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SITE)
    (tmp_path / "page.html").write_text("<title>Bridge opens</title><p>The mayor opened the bridge on Monday.</p>")
    places = os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2])))
    calls = (
        ["-c", PROGRAM, str(news)],
        ["-m", "pipelines", "extract", "page.html", "--format", "text"],
        ["-m", "pipelines", "ui", "-h"],
    )
    done = [
        subprocess.run(
            [sys.executable, *call],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": places},
            capture_output=True,
            text=True,
        )
        for call in calls
    ]
    assert [each.returncode for each in done] == [0, 0, 0], done
    assert done[0].stdout.splitlines() == ["2025-11-03", "3 1", "InputError False"]
    assert done[1].stdout.splitlines()[0] == "Bridge opens"
    assert done[1].stderr == ""
