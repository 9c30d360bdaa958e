"""Nuxt Content in the shape of its tutorial: the only day is in "Article last updated"; neither feed nor sitemap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("nuxt@3", "@nuxt/content@2")
TEMPLATES = Path(__file__).with_name("nuxt_site")


class Nuxt(StaticSystem):
    """Nuxt of npm."""

    sites = (
        Site("nuxt-content", "tutorial", "Europe/Istanbul", "en", FIRST_PORT + 246, shows="UTC"),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """Nuxt and its module for content."""
        tools.npm("nuxt", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The layouts, a file a story under `content/articles/`, the pages."""
        markdown.copy_templates(TEMPLATES, source, site)
        (source / "node_modules").symlink_to(tools.npm("nuxt", *PACKAGES) / "node_modules")
        content = source / "content"
        for name, title in markdown.PAGES[site.language]:
            head = markdown.front_matter({"title": title}) + f"# {title}\n\n"
            markdown.write(content / f"{name}.md", head + markdown.PAGE_TEXT[site.language] + "\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "public" / "pictures")
            head = {
                "title": story.title, "description": story.paragraphs[0], "author": story.authors[0],
                "date": f"={story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(content / "articles" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`nuxi generate`."""
        run(["node_modules/.bin/nuxi", "generate"], source, NUXT_TELEMETRY_DISABLED="1", CI="true", TZ="UTC")
        (source / ".output" / "public").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/articles/{story.slug}/"
