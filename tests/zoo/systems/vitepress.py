"""VitePress with the blog theme Teek: one author a story, days without a zone, and a sitemap; scripts draw its lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("vitepress@1", "vitepress-theme-teek@1", "vue@3")
CONFIG = """import {{ defineConfig }} from 'vitepress'
import {{ defineTeekConfig }} from 'vitepress-theme-teek/config'

export default defineConfig({{
  extends: defineTeekConfig({{ author: {{ name: 'The desk' }}, post: {{ postStyle: 'list' }} }}),
  title: '{title}', description: 'News from the coast', lang: '{language}', cleanUrls: false,
  sitemap: {{ hostname: '{url}' }}, themeConfig: {{ nav: {nav} }},
}})
"""
THEME = """import Teek from 'vitepress-theme-teek'
import 'vitepress-theme-teek/index.css'

export default { extends: Teek }
"""


class VitePress(StaticSystem):
    """VitePress of npm."""

    sites = (Site("vitepress-teek", "teek", "Asia/Singapore", "en", FIRST_PORT + 248),)

    def install(self, tools: Tools) -> None:
        """VitePress and the theme."""
        tools.npm("vitepress", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings under `.vitepress/`, a file a story under `posts/`, the pages."""
        (source / "node_modules").symlink_to(tools.npm("vitepress", *PACKAGES) / "node_modules")
        markdown.write(source / "package.json", '{"private": true, "type": "module"}')
        pages = markdown.PAGES[site.language]
        nav = json.dumps([{"text": title, "link": f"/{name}"} for name, title in pages])
        told = {"title": site.title, "language": site.language, "url": site.url, "nav": nav}
        markdown.write(source / ".vitepress" / "config.mts", CONFIG.format(**told))
        markdown.write(source / ".vitepress" / "theme" / "index.ts", THEME)
        markdown.write(source / "index.md", markdown.front_matter({"layout": "home", "title": site.title}))
        for name, title in pages:
            head = {"title": title, "date": "=2020-01-12 11:51:53", "article": False}
            markdown.write(
                source / f"{name}.md", markdown.front_matter(head) + markdown.PAGE_TEXT[site.language] + "\n"
            )
        for story in stories:
            picture = markdown.save_picture(story, source / "public" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at:%Y-%m-%d %H:%M:%S}", "author": {"name": story.authors[0]},
                "categories": [story.category], "tags": list(story.tags),
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "posts" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`vitepress build`."""
        run(["node_modules/.bin/vitepress", "build"], source, CI="true", TZ=site.zone)
        (source / ".vitepress" / "dist").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/posts/{story.slug}.html"
