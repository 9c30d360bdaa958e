"""VuePress with the theme Reco as a blog: categories, tags, a time line, one author a story, neither feed nor sitemap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("vuepress@1.9.10", "vuepress-theme-reco@1.6.17")


class Reco(StaticSystem):
    """VuePress 1 of npm. It takes the times that are written for those of UTC, and shows them so on a machine of that zone."""

    sites = (Site("vuepress-reco", "reco", "America/Cayenne", "en", FIRST_PORT + 405),)

    def install(self, tools: Tools) -> None:
        """VuePress and the theme."""
        tools.npm("reco", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings under `docs/.vuepress/`, a file a story below its category, the pages."""
        (source / "node_modules").symlink_to(tools.npm("reco", *PACKAGES) / "node_modules")
        (source / "package.json").write_text('{"private": true}')
        docs = source / "docs"
        settings = json.dumps(_settings(site), ensure_ascii=False, indent=1)
        markdown.write(docs / ".vuepress" / "config.js", f"module.exports = {settings};\n")
        home = {"home": True, "heroText": site.title, "tagline": "News from the coast"}
        markdown.write(docs / "README.md", markdown.front_matter(home))
        for name, title in markdown.PAGES[site.language]:
            page = markdown.front_matter({"title": title}) + f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n"
            markdown.write(docs / f"{name}.md", page)
        for story in stories:
            picture = markdown.save_picture(story, docs / ".vuepress" / "public" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at:%Y-%m-%d %H:%M:%S}", "author": story.authors[0],
                "categories": [story.category], "tags": list(story.tags),
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}").replace("\n\n", "\n\n<!-- more -->\n\n", 1)
            file = docs / "stories" / story.category.lower() / f"{story.slug}.md"
            markdown.write(file, markdown.front_matter(head) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`vuepress build`."""
        command = ["node_modules/.bin/vuepress", "build", "docs", "--no-cache", "--temp", str(source / "temp")]
        run(command, source, NODE_OPTIONS="--openssl-legacy-provider", CI="true", TZ="UTC")
        (source / "docs" / ".vuepress" / "dist").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/stories/{story.category.lower()}/{story.slug}.html"


def _settings(site: Site) -> dict[str, object]:
    pages = [{"text": title, "link": f"/{name}.html"} for name, title in markdown.PAGES[site.language]]
    nav = [{"text": "Home", "link": "/"}, {"text": "Timeline", "link": "/timeline/"}, *pages]
    blog = {"category": {"location": 2, "text": "Category"}, "tag": {"location": 3, "text": "Tag"}}
    theme = {"type": "blog", "nav": nav, "blogConfig": blog, "author": "The desk", "startYear": "2019"}
    return {"title": site.title, "theme": "reco", "locales": {"/": {"lang": "en-US"}}, "themeConfig": theme}
