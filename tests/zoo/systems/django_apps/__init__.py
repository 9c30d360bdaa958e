"""Blogs that are apps of Django, each in the smallest project that its documentation asks for, on Django's own server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.zoo.serving import free_port, serve_program
from tests.zoo.site import FIRST_PORT, Bylines, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.html import html
from tests.zoo.tools import Tools, run
from tests.zoo.traffic import Traffic

HERE = Path(__file__).parent
PACKAGES = {
    "lotus": ("django-blog-lotus",),
    "elephant": ("feincms-elephantblog", "FeinCMS", "Django<5"),
    "puput": ("puput",),
    "cms": ("djangocms-stories", "django-cms", "djangocms-text", "django-filer", "django-sekizai"),
    "newsblog": ("djangocms-aldryn-newsblog", "djangocms-alias"),
}


def _site(
    number: int,
    name: str,
    app: str,
    zone: str,
    language: str = "en",
    bylines: Bylines = "one",
    shows: str | None = None,
) -> Site:
    port, options = FIRST_PORT + 320 + number, {"app": app}
    return Site(name, app, zone, language, port, bylines=bylines, shows=shows, options=options)


class DjangoApps:
    """Each app's project is a file of its name here, run by the Python of the app's own environment."""

    sites: Sequence[Site] = (
        _site(0, "django-lotus", "lotus", "Asia/Kathmandu", bylines="several"),
        _site(1, "django-elephantblog", "elephant", "Europe/Berlin", "de"),
        _site(2, "wagtail-puput", "puput", "America/Argentina/Buenos_Aires"),
        _site(3, "djangocms-stories", "cms", "Europe/Madrid", "es", bylines="none", shows="UTC"),
        _site(90, "djangocms-newsblog", "newsblog", "Australia/Eucla"),
    )

    def install(self, tools: Tools) -> None:
        """Nothing: each site installs what its app needs."""

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """A new database on the first night, and its posts."""
        database = folder / "paper.sqlite3"
        if night == 0:
            database.unlink(missing_ok=True)
        (folder / "wanted.json").write_text(json.dumps(_wanted(site, stories), ensure_ascii=False))
        told = run([*_project(site, tools), "fill"], folder, PAPER=str(folder))
        return {key: urlsplit(path).path for key, path in json.loads(told.splitlines()[-1]).items()}

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """Django's own server, behind ours that notes the requests."""
        backend = free_port()
        command = [*_project(site, tools), "runserver", "--noreload", f"127.0.0.1:{backend}"]
        log = folder / "server.log"
        return serve_program(command, folder, backend=backend, port=site.port, log=log, PAPER=str(folder))


def _project(site: Site, tools: Tools) -> list[str]:
    app = site.options["app"]
    return [str(tools.python(f"django-{app}", *PACKAGES[app]) / "python"), str(HERE / f"{app}_project.py")]


def _wanted(site: Site, stories: Sequence[Story]) -> dict[str, Any]:
    text = f"<p>{markdown.PAGE_TEXT[site.language]}</p>"
    return {
        "title": site.title, "url": site.url, "zone": site.zone, "language": site.language, "domain": urlsplit(site.url).netloc,
        "pages": [{"slug": slug, "title": title, "text": text} for slug, title in markdown.PAGES[site.language]],
        "stories": [_story(story) for story in stories],
    }  # fmt: skip


def _story(story: Story) -> dict[str, Any]:
    return {
        "key": story.key, "slug": story.slug, "title": story.title, "at": story.at.isoformat(), "body": html(story),
        "authors": list(story.authors), "category": story.category, "tags": list(story.tags), "edited": bool(story.edited),
    }  # fmt: skip
