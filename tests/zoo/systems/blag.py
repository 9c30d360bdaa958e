"""Blag with the theme that `blag quickstart` copies; one author for all of it. Its feed has instants, its pages days."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("blag",)
CONFIG = "[main]\nbase_url = {url}\ntitle = {title}\ndescription = News from the coast\nauthor = {author}\n"


class Blag(StaticSystem):
    """Blag of PyPI."""

    sites = (Site("blag-quickstart", "quickstart", "Asia/Dubai", "en", FIRST_PORT + 300, bylines="site"),)

    def install(self, tools: Tools) -> None:
        """Blag alone."""
        tools.python("blag", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, the package's theme, a file a story; what has a date is a story to blag."""
        package = next(tools.python("blag", *PACKAGES).parent.glob("lib/*/site-packages/blag"))
        for part in ("templates", "static"):
            shutil.copytree(package / part, source / part)
        told = {"url": site.url.rstrip("/"), "title": site.title, "author": PEOPLE[site.language][0]}
        markdown.write(source / "config.ini", CONFIG.format(**told))
        for name, title in markdown.PAGES[site.language]:
            markdown.write(
                source / "content" / f"{name}.md", f"title: {title}\n\n{markdown.PAGE_TEXT[site.language]}\n"
            )
        for story in stories:
            picture = markdown.save_picture(story, source / "static" / "pictures")
            head = f"title: {story.title}\ndate: {story.at.isoformat()}\ntags: {', '.join(story.tags)}\n\n"
            text = markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "content" / f"{story.at:%Y}" / f"{story.slug}.md", head + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`blag build`, in the zone of the paper."""
        run([str(tools.python("blag", *PACKAGES) / "blag"), "build", "--output-dir", str(made)], source, TZ=site.zone)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/{story.at:%Y}/{story.slug}.html"
