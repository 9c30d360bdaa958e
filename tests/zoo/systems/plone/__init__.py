"""Plone's classic UI: news items in a folder, with Plone's own lists, feeds, search and site map; one author a story."""

from __future__ import annotations

import json
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

PACKAGES = ("Plone",)
FILL, COMPONENTS = Path(__file__).with_name("fill.py"), Path(__file__).with_name("site.zcml")


class Plone:
    """Plone of PyPI on Zope's own server. It shows days in the zone of its machine."""

    sites: Sequence[Site] = (
        Site("plone-barceloneta", "barceloneta", "Europe/Rome", "en", FIRST_PORT + 130, shows="UTC"),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """Plone brings Zope."""
        tools.python("plone", *PACKAGES)

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """A new instance of Zope with a site on the first night, and its content."""
        python, instance = tools.python("plone", *PACKAGES), folder / "instance"
        if night == 0:
            run([str(python / "mkwsgiinstance"), "-d", str(instance), "-u", "admin:harbour"])
            markdown.write(instance / "etc" / "site.zcml", COMPONENTS.read_text())
        text = markdown.PAGE_TEXT[site.language]
        wanted = {
            "title": site.title, "zone": site.zone, "language": site.language, "people": sorted({s.authors[0] for s in stories}),
            "pages": [{"slug": slug, "title": title, "text": text} for slug, title in markdown.PAGES[site.language]],
            "stories": [_story(story) for story in stories],
        }  # fmt: skip
        file = folder / "wanted.json"
        file.write_text(json.dumps(wanted, ensure_ascii=False))
        told = run([str(python / "zconsole"), "run", "etc/zope.conf", str(FILL), str(file)], instance)
        return {key: urlsplit(path).path for key, path in json.loads(told.splitlines()[-1]).items()}

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """Zope's own server, behind ours that notes the requests and writes the paths of a virtual host."""
        backend, instance = free_port(), folder / "instance"
        settings = (instance / "etc" / "zope.ini").read_text().splitlines()
        listening = [f"port = {backend}" if line.startswith("port") else line for line in settings]
        (instance / "etc" / "served.ini").write_text("\n".join(listening) + "\n")
        command = [str(tools.python("plone", *PACKAGES) / "runwsgi"), "etc/served.ini"]
        before = f"/VirtualHostBase/http/127.0.0.1:{site.port}/Plone/VirtualHostRoot"
        log = folder / "server.log"
        return serve_program(command, instance, backend=backend, port=site.port, log=log, before=before, TZ="UTC")


def _story(story: Story) -> dict[str, Any]:
    return {
        "key": story.key, "slug": story.slug, "title": story.title, "at": story.at.isoformat(), "author": story.authors[0],
        "tags": [story.category, *story.tags], "text": html(story),
    }  # fmt: skip
