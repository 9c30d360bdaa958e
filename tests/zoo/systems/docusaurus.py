"""Docusaurus as a blog; several authors a story."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("@docusaurus/core", "@docusaurus/preset-classic", "react", "react-dom")


class Docusaurus(StaticSystem):
    """Docusaurus of npm. It shows days in UTC."""

    sites = (
        Site("docusaurus-classic", "classic", "America/Sao_Paulo", "en", FIRST_PORT + 80, bylines="several", shows="UTC"),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """Docusaurus and its classic preset."""
        tools.npm("docusaurus", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, the authors, a file a story under `blog/`, the pages under `src/pages/`."""
        (source / "node_modules").symlink_to(tools.npm("docusaurus", *PACKAGES) / "node_modules")
        (source / "package.json").write_text('{"private": true}')
        settings = json.dumps(_settings(site), ensure_ascii=False, indent=1)
        markdown.write(source / "docusaurus.config.js", f"module.exports = {settings};\n")
        people = {slug(name): {"name": name, "title": "Reporter", "page": True} for name in PEOPLE[site.language]}
        markdown.write(source / "blog" / "authors.yml", json.dumps(people, ensure_ascii=False))
        for name, title in markdown.PAGES[site.language]:
            page = markdown.front_matter({"title": title}) + f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n"
            markdown.write(source / "src" / "pages" / f"{name}.md", page)
        for story in stories:
            picture = markdown.save_picture(story, source / "static" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at.isoformat()}", "authors": [slug(name) for name in story.authors],
                "tags": list(story.tags), "slug": story.slug,
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}").replace("\n\n", "\n\n<!-- truncate -->\n\n", 1)
            markdown.write(source / "blog" / f"{story.slug}.md", markdown.front_matter(head) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`docusaurus build`."""
        run(["node_modules/.bin/docusaurus", "build", "--out-dir", str(made)], source, CI="true")

    def path(self, site: Site, story: Story) -> str:
        """The slug."""
        return f"/{story.slug}/"


def _settings(site: Site) -> dict[str, object]:
    blog = {"routeBasePath": "/", "blogSidebarCount": 5, "postsPerPage": 10, "showReadingTime": True,
            "feedOptions": {"type": ["rss", "atom"]}, "onUntruncatedBlogPosts": "ignore"}  # fmt: skip
    preset = ["classic", {"docs": False, "blog": blog, "sitemap": {"lastmod": None}}]
    items = [
        {"to": "/", "label": "News"},
        {"to": "/archive", "label": "Archive"},
        {"to": "/tags", "label": "Tags"},
    ]
    links = [{"label": title, "to": f"/{name}/"} for name, title in markdown.PAGES[site.language]]
    footer = {"title": "Paper", "items": links}
    return {
        "title": site.title, "tagline": "News from the coast", "url": site.url.rstrip("/"), "baseUrl": "/",
        "trailingSlash": True, "onBrokenLinks": "ignore", "markdown": {"format": "md"}, "presets": [preset],
        "i18n": {"defaultLocale": site.language, "locales": [site.language]},
        "themeConfig": {"navbar": {"title": site.title, "items": items}, "footer": {"links": [footer]}},
    }  # fmt: skip
