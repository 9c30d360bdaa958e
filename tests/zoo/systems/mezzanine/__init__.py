"""Mezzanine with its default theme: a blog below `/blog/`, one author a story."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.zoo.serving import free_port, serve_program
from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.html import html
from tests.zoo.tools import Tools, run
from tests.zoo.traffic import Traffic

PACKAGES = ("Mezzanine", "setuptools<81")
"""Mezzanine asks setuptools for what setuptools no longer has."""
FILL = Path(__file__).with_name("fill.py")


class Mezzanine:
    """Mezzanine of PyPI on Django's own server."""

    sites: Sequence[Site] = (Site("mezzanine-blog", "default", "Asia/Manila", "en", FIRST_PORT + 180),)

    def install(self, tools: Tools) -> None:
        """Mezzanine brings Django."""
        tools.python("mezzanine", *PACKAGES)

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """A new project on the first night, and its posts."""
        python, project = tools.python("mezzanine", *PACKAGES), folder / "paper"
        if night == 0:
            shutil.rmtree(project, ignore_errors=True)
            run([str(python / "mezzanine-project"), "paper"], folder)
            with (project / "paper" / "local_settings.py").open("a") as settings:
                settings.write(f"\nDEBUG = False\nTIME_ZONE = {site.zone!r}\nSITE_TITLE = {site.title!r}\n")
            run([str(python / "python"), "manage.py", "createdb", "--noinput", "--nodata"], project)
        wanted = folder / "wanted.json"
        wanted.write_text(json.dumps(_wanted(site, stories), ensure_ascii=False))
        told = run([str(python / "python"), str(FILL), str(wanted)], project)
        return {key: urlsplit(path).path for key, path in json.loads(told.splitlines()[-1]).items()}

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """Django's own server, behind ours that notes the requests."""
        backend, python = free_port(), tools.python("mezzanine", *PACKAGES) / "python"
        command = [str(python), "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{backend}"]
        return serve_program(command, folder / "paper", backend=backend, port=site.port, log=folder / "server.log")


def _wanted(site: Site, stories: Sequence[Story]) -> dict[str, Any]:
    text = f"<p>{markdown.PAGE_TEXT[site.language]}</p>"
    return {
        "domain": urlsplit(site.url).netloc,
        "pages": [{"slug": slug, "title": title, "text": text} for slug, title in markdown.PAGES[site.language]],
        "stories": [_story(story) for story in stories],
    }


def _story(story: Story) -> dict[str, Any]:
    return {
        "key": story.key,
        "slug": story.slug,
        "title": story.title,
        "at": story.at.isoformat(),
        "author": story.authors[0],
        "category": story.category,
        "tags": list(story.tags),
        "edited": story.edited,
        "body": html(story),
    }
