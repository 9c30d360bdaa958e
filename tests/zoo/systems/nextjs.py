"""Next.js, exported as files, in the shape of its tutorial (pages router, no author) and of its blog starter (app router).

Both have neither feed nor sitemap, and name all stories on the front page. They show days in the zone of the machine that builds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo import pictures
from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("next@16", "react@19", "react-dom@19", "gray-matter", "remark", "remark-html", "date-fns")
TEMPLATES = Path(__file__).with_name("nextjs_site")


class NextJs(StaticSystem):
    """Next.js of npm."""

    sites = (
        Site("nextjs-pages", "pages_router", "America/Toronto", "en", FIRST_PORT + 241, bylines="none"),
        Site("nextjs-app", "app_router", "Asia/Manila", "en", FIRST_PORT + 242),
    )

    def install(self, tools: Tools) -> None:
        """Next.js and what its examples read Markdown with."""
        tools.npm("next", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The layouts, a file a story under `_posts/` and a page under `_pages/`."""
        markdown.copy_templates(TEMPLATES / "common", source, site)
        markdown.copy_templates(TEMPLATES / site.theme, source, site)
        (source / "node_modules").symlink_to(tools.npm("next", *PACKAGES) / "node_modules")
        for name, title in markdown.PAGES[site.language]:
            head = markdown.front_matter({"title": title})
            markdown.write(source / "_pages" / f"{name}.md", head + markdown.PAGE_TEXT[site.language] + "\n")
        (source / "public").mkdir()
        (source / "public" / "face.png").write_bytes(pictures.png("face"))
        for story in stories:
            picture = markdown.save_picture(story, source / "public" / "pictures")
            head = {
                "title": story.title, "excerpt": story.paragraphs[0], "coverImage": f"/pictures/{picture or '../face.png'}",
                "date": f"{story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}",
                "author": {"name": "".join(story.authors[:1])},
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "_posts" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`next build`."""
        run(["node_modules/.bin/next", "build", "--webpack"], source, NEXT_TELEMETRY_DISABLED="1", TZ=site.zone)
        (source / "out").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/posts/{story.slug}/"
