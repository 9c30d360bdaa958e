"""Wagtail CRX: articles below a landing page, with related articles as cards below each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.zoo.serving import free_port, serve_program
from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Block, Story
from tests.zoo.systems import markdown
from tests.zoo.tools import Tools, run
from tests.zoo.traffic import Traffic

PACKAGES = ("coderedcms",)
FILL = Path(__file__).with_name("fill.py")


class Crx:
    """Wagtail CRX of PyPI on Django's own server. Its articles state days only."""

    sites: Sequence[Site] = (Site("wagtail-crx", "crx", "Europe/London", "en", FIRST_PORT + 90),)

    def install(self, tools: Tools) -> None:
        """CRX brings Wagtail and Django."""
        tools.python("crx", *PACKAGES)

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """A new project on the first night, and its pages."""
        python, project = tools.python("crx", *PACKAGES), folder / "paper"
        if night == 0:
            shutil.rmtree(project, ignore_errors=True)
            run([str(python / "coderedcms"), "start", "paper"], folder)
            run([str(python / "python"), "manage.py", "migrate", "--verbosity", "0"], project)
        slugs = folder / "slugs.json"
        before = set(json.loads(slugs.read_text())) if night else set()
        kept = {story.slug for story in stories}
        slugs.write_text(json.dumps(sorted(kept)))
        wanted = _wanted(site, stories) | {"deleted": sorted(before - kept)}
        (folder / "wanted.json").write_text(json.dumps(wanted, ensure_ascii=False))
        told = run([str(python / "python"), str(FILL), str(folder / "wanted.json")], project)
        paths = json.loads(told.splitlines()[-1])
        return {key: urlsplit(path).path for key, path in paths.items()}

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """Django's own server, behind ours that notes the requests."""
        backend, python = free_port(), tools.python("crx", *PACKAGES) / "python"
        command = [str(python), "manage.py", "runserver", "--noreload", f"127.0.0.1:{backend}"]
        log = folder / "server.log"
        return serve_program(command, folder / "paper", backend=backend, port=site.port, log=log)


def _wanted(site: Site, stories: Sequence[Story]) -> dict[str, Any]:
    text = markdown.PAGE_TEXT[site.language]
    pages = [{"slug": slug, "title": title, "text": text} for slug, title in markdown.PAGES[site.language]]
    return {
        "port": site.port,
        "title": site.title,
        "section": "News",
        "pages": pages,
        "stories": [_story(story) for story in stories],
    }


def _story(story: Story) -> dict[str, Any]:
    text = "".join(_block(block) for block in story.blocks)
    return {
        "key": story.key,
        "slug": story.slug,
        "title": story.title,
        "at": story.at.isoformat(),
        "day": story.at.date().isoformat(),
        "authors": story.authors[0],
        "tags": list(story.tags),
        "body": [{"type": "text", "value": text}],
    }


def _block(block: Block) -> str:
    text = escape(block.text, quote=False)
    if block.kind == "heading":
        return f"<h2>{text}</h2>"
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{item}</li>" for item in text.splitlines()) + "</ul>"
    return f"<p>{text}</p>"
