"""A paper of the demo web is a folder: what stands in one is served, and a new one needs no Python."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import spiders.demo_web
from spiders.demo_web.pages import pages
from spiders.demo_web.paper import PAPERS, paper

PACKAGE = Path(spiders.demo_web.__file__).parent
NAMED = re.compile(r'(?:extends|include|import|render\() ?"([\w.-]+)"')

PAPER_TOML = """
about = "A parish newsletter."
related = 2
sections = ["news"]
zone = "Europe/Dublin"
pages = [
    { each = "story", template = "story.html", changed = "last" },
    { path = "/", template = "home.html", newest = 3 },
]

[source]
title = "The Parish Pump"
language = "en"
date_order = "dmy"

[[stories]]
key = "pump-{n}"
seed = "pump"
count = 4
days = 30
new = 1
seed_of_new = "pump new"
path = "/{section}/{slug}"
sections = ["news"]
authors = 1
some = [{ n = "1", text = "Tea will be served." }, { n = "2", change = "update" }]
"""
TEMPLATES = {
    "story.html": '<h1>{{ story.at(night).title|text }}</h1>\n{{ story.at(night).blocks|blocks }}\n{% for other in '
    'related(story, night) %}\n<a href="{{ base }}{{ other.path }}">More</a>\n{% endfor %}\n',
    "home.html": '{% for story in stories %}\n<a href="{{ story.path }}">{{ story.published|dated("{day} {month}") }}</a>\n'
    "{% endfor %}\n",
}  # fmt: skip
PROGRAM = """
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.papers import build
from spiders.demo_web.ports import DEFAULT_PORTS
from spiders.demo_web.sources import source_text

first, second = (build(night, DEFAULT_PORTS)["demo_pump"] for night in NIGHTS)
stories = newsroom().ever("demo_pump")
print([site.answer("/").body.decode().count("<a href") for site in (first, second)])
print([site.answer(stories[-1].path).status for site in (first, second)])
print([site.answer(stories[2].path).body.count(b"<p>") for site in (first, second)])
print("Tea will be served." in first.answer(stories[1].path).body.decode())
print(first.answer(stories[1].path).body.decode().count("http://127.0.0.1:8811/news/"))
print(source_text("demo_pump", 8811).splitlines()[2:4])
"""


@pytest.mark.parametrize("name", PAPERS)
def test_every_file_of_a_paper_is_served_or_part_of_a_page(name: str) -> None:
    folder = PACKAGE / "papers" / name
    made_of = {page.template or page.file for page in pages(paper(name))} - {""}
    sources = [*folder.glob("*.*"), *PACKAGE.glob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in sources if path.suffix not in {".png", ".pdf"}]
    made_of |= {part for text in texts for part in NAMED.findall(text)}
    assert {path.name for path in folder.iterdir() if path.is_file()} - made_of == {"paper.toml"}


def test_a_new_paper_is_a_folder_and_a_name(tmp_path: Path) -> None:
    (tmp_path / "spiders").mkdir()
    copy = tmp_path / "spiders" / "demo_web"
    shutil.copy(PACKAGE.parent / "__init__.py", tmp_path / "spiders")
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    folder = copy / "papers" / "demo_pump"
    folder.mkdir()
    for name, text in {"paper.toml": PAPER_TOML, **TEMPLATES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    ports = copy / "ports.py"
    ports.write_text(ports.read_text().replace('"demo_review",', '"demo_review", "demo_pump",'))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{PACKAGE.parents[1]}"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "[3, 3]",
        "[404, 200]",
        "[10, 12]",
        "True",
        "2",
        "['title: The Parish Pump', 'url: http://127.0.0.1:8811/']",
    ]
