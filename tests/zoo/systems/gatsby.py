"""Gatsby in the shape of its blog starter: microdata without a date, days in UTC, a "Written by" box below each story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = (
    "--ignore-scripts", "gatsby@5", "react@18", "react-dom@18", "gatsby-source-filesystem@5", "gatsby-transformer-remark@6",
    "gatsby-plugin-feed@5",
)  # fmt: skip
"""Scripts of packages would download binaries that a site without picture plug-ins does not need."""
TEMPLATES = Path(__file__).with_name("gatsby_site")


class Gatsby(StaticSystem):
    """Gatsby of npm."""

    sites = (Site("gatsby-blog", "blog starter", "America/Los_Angeles", "en", FIRST_PORT + 245, shows="UTC"),)

    def install(self, tools: Tools) -> None:
        """Gatsby and its plug-ins for Markdown and feeds."""
        tools.npm("gatsby", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The layouts, a file a story under `content/posts/`, the pages."""
        markdown.copy_templates(TEMPLATES, source, site)
        (source / "node_modules").symlink_to(tools.npm("gatsby", *PACKAGES) / "node_modules")
        for name, title in markdown.PAGES[site.language]:
            head = markdown.front_matter({"title": title})
            markdown.write(source / "content" / f"{name}.md", head + markdown.PAGE_TEXT[site.language] + "\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "static" / "pictures")
            head = {
                "title": story.title, "date": f"{story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}", "author": story.authors[0],
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "content" / "posts" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`gatsby build`."""
        run(
            ["node_modules/.bin/gatsby", "build"],
            source,
            GATSBY_TELEMETRY_DISABLED="1",
            CI="true",
            GATSBY_CPU_COUNT="1",
        )
        (source / "public").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/posts/{story.slug}/"
