"""Staticsite as its blog example sets it up; one author a story."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

FRONT = """---
site_url: {url}
site_name: {title}
timezone: {zone}
lang: {language}
template: blog.html
syndication: yes
pages: "posts/*"
nav: [{nav}]
---

# {title}

News from the coast.
"""


class Staticsite(StaticSystem):
    """Debian's staticsite."""

    sites = (Site("staticsite-blog", "blog", "Pacific/Honolulu", "en", FIRST_PORT + 170),)

    def install(self, tools: Tools) -> None:
        """Debian's package."""
        tools.debian("ssite", "staticsite", "libimage-exiftool-perl")

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The front page with the settings, and a file a story under `posts/`."""
        nav = ", ".join(f"{name}.md" for name, _ in markdown.PAGES[site.language])
        told = {"url": site.url.rstrip("/"), "title": site.title, "zone": site.zone, "language": site.language}
        markdown.write(source / "index.md", FRONT.format(**told, nav=nav))
        for name, title in markdown.PAGES[site.language]:
            markdown.write(source / f"{name}.md", f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "pictures")
            head = {"date": f"={story.at.isoformat(sep=' ')}", "tags": list(story.tags), "author": story.authors[0]}
            text = markdown.body(story, f"/pictures/{picture}")
            more = text.replace("\n\n", "\n\n____\n\n", 1) if story.comments else text
            file = source / "posts" / f"{story.slug}.md"
            markdown.write(file, markdown.front_matter(head) + f"# {story.title}\n\n{more}")

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`ssite build`."""
        run(["ssite", "build", "--output", str(made), str(source)], source)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/posts/{story.slug}/"
