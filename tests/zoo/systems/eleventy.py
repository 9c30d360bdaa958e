"""Eleventy with layouts in the shape of its base blog: posts, tags, an archive, an Atom feed and a sitemap."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("@11ty/eleventy", "@11ty/eleventy-plugin-rss", "@11ty/eleventy-navigation", "luxon")
TEMPLATES = Path(__file__).with_name("eleventy_site")


class Eleventy(StaticSystem):
    """Eleventy of npm. The base blog shows days in UTC and names no author."""

    sites = (
        Site("eleventy-base", "base blog", "Australia/Sydney", "en", FIRST_PORT + 70, bylines="none", shows="UTC"),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """Eleventy and its plugins."""
        tools.npm("eleventy", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The layouts, and a file a story under `content/blog/`."""
        markdown.copy_templates(TEMPLATES, source, site)
        (source / "node_modules").symlink_to(tools.npm("eleventy", *PACKAGES) / "node_modules")
        for name, title in markdown.PAGES[site.language]:
            head = {"title": title, "layout": "layouts/base.njk", "eleventyNavigation": {"key": title, "order": 5}}
            text = f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n"
            markdown.write(source / "content" / f"{name}.md", markdown.front_matter(head) + text)
        for story in stories:
            picture = markdown.save_picture(story, source / "content" / "pictures")
            head = {"title": story.title, "date": f"={story.at.isoformat()}", "tags": ["posts", *story.tags]}
            text = markdown.body(story, f"/pictures/{picture}")
            file = source / "content" / "blog" / f"{story.slug}.md"
            markdown.write(file, markdown.front_matter(head | {"layout": "layouts/post.njk"}) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`eleventy`."""
        run(["node_modules/.bin/eleventy", "--quiet", f"--output={made}"], source)

    def path(self, site: Site, story: Story) -> str:
        """Eleventy's default: the place of the file."""
        return f"/blog/{story.slug}/"
