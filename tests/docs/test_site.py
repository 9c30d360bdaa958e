"""`make docs` makes a site of docs/, in which every link leads somewhere and nothing comes from elsewhere."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, pages

pytest.importorskip("zensical", reason="zensical is a development tool: make install-dev")
ELSEWHERE = re.compile(r'<(?:script|img|link rel="stylesheet")[^>]+(?:src|href)="https?:')


def test_docs_are_built_as_a_site(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    built = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    site = tmp_path / "build" / "docs"
    for page in pages():
        if page.name.startswith("docs/"):
            html = (site / page.name.removeprefix("docs/")).with_suffix(".html").read_text(encoding="utf-8")
            assert "<h1 id=" in html
            assert not ELSEWHERE.search(html)
    sidebar = set(
        re.findall(r'href="\./([a-z_]+)\.html" class="md-nav__link"', (site / "index.html").read_text(encoding="utf-8"))
    )
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} == sidebar | {"index"}
    found = json.loads((site / "search.json").read_text(encoding="utf-8"))
    folders = {each["location"].partition("/")[0].partition(".")[0] for each in found["items"]}
    assert "guide" in folders
    assert "decisions" not in folders  # they are for contributors
