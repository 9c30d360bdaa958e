"""VuePress with the theme Vdoing: one author a story, days without a zone, and neither feed nor sitemap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("vuepress@1.9.10", "vuepress-theme-vdoing@1.12.9")


class VuePress(StaticSystem):
    """VuePress 1 of npm."""

    sites = (Site("vuepress-vdoing", "vdoing", "Asia/Shanghai", "en", FIRST_PORT + 244),)

    def install(self, tools: Tools) -> None:
        """VuePress and the theme."""
        tools.npm("vuepress", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings under `docs/.vuepress/`, a file a story under `docs/_posts/`, the pages."""
        (source / "node_modules").symlink_to(tools.npm("vuepress", *PACKAGES) / "node_modules")
        (source / "package.json").write_text('{"private": true}')
        settings = json.dumps(_settings(site), ensure_ascii=False, indent=1)
        docs = source / "docs"
        markdown.write(docs / ".vuepress" / "config.js", f"module.exports = {settings};\n")
        home = {
            "title": site.title,
            "date": "=2020-01-12 11:51:53",
            "permalink": "/",
            "article": False,
            "home": True,
            "heroText": site.title,
            "tagline": "News from the coast",
            "postList": "detailed",
        }
        markdown.write(docs / "index.md", markdown.front_matter(home))
        for name, title in markdown.PAGES[site.language]:
            head = {
                "title": title,
                "date": "=2020-01-12 11:51:53",
                "permalink": f"/{name}/",
                "sidebar": False,
                "article": False,
            }
            markdown.write(docs / f"{name}.md", markdown.front_matter(head) + markdown.PAGE_TEXT[site.language] + "\n")
        for story in stories:
            picture = markdown.save_picture(story, docs / ".vuepress" / "public" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at:%Y-%m-%d %H:%M:%S}", "permalink": f"/pages/{story.slug}/",
                "categories": [story.category], "tags": list(story.tags), "author": {"name": story.authors[0]}, "sidebar": "auto",
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}").replace("\n\n", "\n\n<!-- more -->\n\n", 1)
            markdown.write(docs / "_posts" / f"{story.slug}.md", markdown.front_matter(head) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`vuepress build`."""
        command = ["node_modules/.bin/vuepress", "build", "docs", "--no-cache", "--temp", str(source / "temp")]
        run(command, source, NODE_OPTIONS="--openssl-legacy-provider", CI="true")
        (source / "docs" / ".vuepress" / "dist").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The permalink."""
        return f"/pages/{story.slug}/"


def _settings(site: Site) -> dict[str, object]:
    pages = [{"text": title, "link": f"/{name}/"} for name, title in markdown.PAGES[site.language]]
    nav = [{"text": "Home", "link": "/"}, {"text": "Archives", "link": "/archives/"}, *pages]
    blogger = {"avatar": "/face.png", "name": "The desk", "slogan": "News from the coast"}
    theme = {"nav": nav, "category": True, "tag": True, "archive": True, "sidebar": "auto", "blogger": blogger,
             "author": {"name": "The desk"}, "footer": {"createYear": 2019, "copyrightInfo": site.title}}  # fmt: skip
    return {"title": site.title, "theme": "vdoing", "locales": {"/": {"lang": site.language}}, "themeConfig": theme}
