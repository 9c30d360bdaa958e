"""Nextra with its blog theme, in the shape of its documentation; one author a story. It shows days in UTC, in American order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("next@15", "nextra@4.6.1", "nextra-theme-blog@4.6.1", "react@19.1", "react-dom@19.1")
TEMPLATES = Path(__file__).with_name("nextra_site")


class Nextra(StaticSystem):
    """Nextra of npm."""

    sites = (Site("nextra-blog", "blog", "Asia/Seoul", "en", FIRST_PORT + 240, shows="UTC"),)

    def install(self, tools: Tools) -> None:
        """Next.js, Nextra and the theme."""
        tools.npm("nextra", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The layouts, and a folder a story under `app/posts/`."""
        markdown.copy_templates(TEMPLATES, source, site)
        (source / "node_modules").symlink_to(tools.npm("nextra", *PACKAGES) / "node_modules")
        pages = markdown.PAGES[site.language]
        home = f"# {site.title}\n\nNews from the coast. Read [all posts](/posts).\n"
        markdown.write(source / "app" / "page.mdx", markdown.front_matter({"title": site.title}) + home)
        for name, title in pages:
            head = markdown.front_matter({"title": title})
            markdown.write(source / "app" / name / "page.mdx", head + markdown.PAGE_TEXT[site.language] + "\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "public" / "pictures")
            head = {
                "title": story.title, "date": f"{story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}", "author": story.authors[0],
                "tags": [story.category, *story.tags], "description": story.paragraphs[0],
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "app" / "posts" / story.slug / "page.mdx", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`next build`."""
        run(["node_modules/.bin/next", "build"], source, NEXT_TELEMETRY_DISABLED="1", TZ="UTC")
        (source / "out").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The place of the folder."""
        return f"/posts/{story.slug}/"
