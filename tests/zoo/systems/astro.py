"""Astro in the shape of its blog starter: no author, days only, in the zone of the machine, and above the headline.

As in the starter, static pages are made with the layout of stories, and so show a day, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("astro@5", "@astrojs/rss@4", "@astrojs/sitemap@3")
PAGE = """---
import Layout from '../layouts/BlogPost.astro';
---
<Layout title="{title}" description="{title}" pubDate={{new Date('August 08 2021')}}><p>{text}</p></Layout>
"""
TEMPLATES = Path(__file__).with_name("astro_blog")


class Astro(StaticSystem):
    """Astro of npm."""

    sites = (Site("astro-blog", "blog starter", "Asia/Dhaka", "en", FIRST_PORT + 243, bylines="none", shows="UTC"),)

    def install(self, tools: Tools) -> None:
        """Astro and its integrations for feeds and sitemaps."""
        tools.npm("astro", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The layouts, a file a story under `src/content/blog/`, the pages."""
        markdown.copy_templates(TEMPLATES, source, site)
        (source / "node_modules").symlink_to(tools.npm("astro", *PACKAGES) / "node_modules")
        for name, title in markdown.PAGES[site.language]:
            text = PAGE.format(title=title, text=markdown.PAGE_TEXT[site.language])
            markdown.write(source / "src" / "pages" / f"{name}.astro", text)
        for story in stories:
            picture = markdown.save_picture(story, source / "public" / "pictures")
            head = {
                "title": story.title, "description": story.paragraphs[0],
                "pubDate": f"={story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "src" / "content" / "blog" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`astro build`."""
        command = ["node_modules/.bin/astro", "build", "--outDir", str(made)]
        run(command, source, ASTRO_TELEMETRY_DISABLED="1", CI="true", TZ="UTC")

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/blog/{story.slug}/"
