"""Marmite with its own templates: every address in one folder, several authors a story, local times that its feed calls UTC."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run


class Marmite(StaticSystem):
    """Marmite of PyPI."""

    sites = (Site("marmite-default", "default", "America/Halifax", "en", FIRST_PORT + 400, bylines="several"),)

    def install(self, tools: Tools) -> None:
        """The program."""
        tools.python("marmite", "marmite")

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings and a Markdown file a story; what has no date is a page."""
        pages = markdown.PAGES[site.language]
        menu = [["Tags", "tags.html"], ["Archive", "archive.html"], *([title, f"{name}.html"] for name, title in pages)]
        people = {
            slug(name): {"name": name, "bio": "Reporter", "avatar": "media/desk.png"} for name in PEOPLE[site.language]
        }
        settings = {
            "name": site.title, "tagline": "News from the coast", "url": site.url.rstrip("/"), "language": site.language,
            "menu": menu, "authors": people,
        }  # fmt: skip
        markdown.write(source / "marmite.yaml", json.dumps(settings, ensure_ascii=False))
        for name, title in pages:
            markdown.write(source / "content" / f"{name}.md", f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "content" / "media")
            head = {
                "title": story.title, "date": f"={story.at:%Y-%m-%d %H:%M:%S}", "slug": story.slug,
                "tags": [story.category, *story.tags], "authors": [slug(name) for name in story.authors],
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"media/{picture}")
            markdown.write(source / "content" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`marmite`."""
        run([str(tools.python("marmite", "marmite") / "marmite"), str(source), str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """The slug."""
        return f"/{story.slug}.html"
