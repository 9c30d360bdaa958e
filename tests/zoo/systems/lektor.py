"""Lektor with the website and blog of its quick start: no feed, no sitemap, no archive; one author a story, days only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("lektor",)
QUICK_START = """
import sys, datetime
from lektor.quickstart import Generator
told = {"project_name": sys.argv[2], "author_name": "The desk", "with_blog": True, "today": datetime.date.today().isoformat(),
        "this_year": datetime.date.today().year, "date": datetime.date.today().isoformat()}
Generator("project").run(told, sys.argv[1])
"""


class Lektor(StaticSystem):
    """Lektor of PyPI."""

    sites = (Site("lektor-quickstart", "quick start", "Africa/Johannesburg", "en", FIRST_PORT + 150),)

    def install(self, tools: Tools) -> None:
        """Lektor alone."""
        tools.python("lektor", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The quick start's project, and a folder a story under `content/blog/`."""
        python = tools.python("lektor", *PACKAGES) / "python"
        source.rmdir()
        run([str(python), "-c", QUICK_START, str(source), site.title])
        for name in ("projects/contents.lr", "blog/first-post/contents.lr"):
            (source / "content" / name).unlink()
        for name, title in markdown.PAGES[site.language]:
            page = _contents({"_model": "page", "title": title, "body": markdown.PAGE_TEXT[site.language]})
            markdown.write(source / "content" / name / "contents.lr", page)
        for story in stories:
            picture = markdown.save_picture(story, source / "assets" / "pictures")
            head = {"title": story.title, "pub_date": f"{story.at:%Y-%m-%d}", "author": story.authors[0]}
            text = _contents(head | {"body": markdown.body(story, f"/pictures/{picture}")})
            markdown.write(source / "content" / "blog" / story.slug / "contents.lr", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`lektor build`."""
        run([str(tools.python("lektor", *PACKAGES) / "lektor"), "build", "--output-path", str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """The place of the folder."""
        return f"/blog/{story.slug}/"


def _contents(fields: Mapping[str, str]) -> str:
    return "\n---\n".join(
        f"{name}:\n\n{value}" if "\n" in value else f"{name}: {value}" for name, value in fields.items()
    )
