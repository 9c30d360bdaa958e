"""Astro with its theme Starlight and that theme's blog; several authors a story. It states days only, in UTC."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("astro@5", "@astrojs/starlight@0.37", "starlight-blog@0.25")
"""The last that run on the Node that Debian has."""
CONFIG = """import {{ defineConfig }} from 'astro/config';
import starlight from '@astrojs/starlight';
import starlightBlog from 'starlight-blog';
export default defineConfig({{
  site: '{url}', trailingSlash: 'always',
  integrations: [starlight({{
    title: '{title}', pagefind: false, locales: {{ root: {{ label: '{language}', lang: '{language}' }} }},
    plugins: [starlightBlog({{ title: 'News', postCount: 10, authors: {people} }})],
  }})],
}});
"""
COLLECTIONS = """import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { blogSchema } from 'starlight-blog/schema';
export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: (context) => blogSchema(context) }) }),
};
"""


class Starlight(StaticSystem):
    """Starlight of npm."""

    sites = (
        Site("astro-starlight", "starlight, blog", "America/Mexico_City", "en", FIRST_PORT + 140, bylines="several", shows="UTC"),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """Astro, the theme and its blog."""
        tools.npm("starlight", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, a file a story under `blog/`, the pages."""
        (source / "node_modules").symlink_to(tools.npm("starlight", *PACKAGES) / "node_modules")
        (source / "package.json").write_text('{"private": true, "type": "module"}')
        people = json.dumps({slug(name): {"name": name, "title": "Reporter"} for name in PEOPLE[site.language]})
        told = {"url": site.url.rstrip("/"), "title": site.title, "language": site.language}
        markdown.write(source / "astro.config.mjs", CONFIG.format(**told, people=people))
        markdown.write(source / "src" / "content.config.ts", COLLECTIONS)
        docs = source / "src" / "content" / "docs"
        pages = markdown.PAGES[site.language]
        links = "".join(f"- [{title}](/{name}/)\n" for name, title in (("blog", "News"), *pages))
        markdown.write(docs / "index.md", markdown.front_matter({"title": site.title}) + links)
        for name, title in pages:
            markdown.write(
                docs / f"{name}.md", markdown.front_matter({"title": title}) + markdown.PAGE_TEXT[site.language]
            )
        for story in stories:
            picture = markdown.save_picture(story, source / "public" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "authors": [slug(name) for name in story.authors], "tags": [story.category, *story.tags],
                "excerpt": story.paragraphs[0],
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(docs / "blog" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`astro build`."""
        run(
            ["node_modules/.bin/astro", "build", "--outDir", str(made)], source, ASTRO_TELEMETRY_DISABLED="1", CI="true"
        )

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/blog/{story.slug}/"
