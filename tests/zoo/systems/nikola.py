"""Nikola with two of its themes; one author a story."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("Nikola", "markdown", "jinja2")
CONFIG = """
BLOG_AUTHOR = "The desk"
BLOG_TITLE = {title!r}
SITE_URL = {url!r} + "/"
BLOG_EMAIL = "desk@paper.example"
BLOG_DESCRIPTION = "News from the coast"
DEFAULT_LANG = {language!r}
TRANSLATIONS = {{DEFAULT_LANG: ""}}
THEME = {theme!r}
TIMEZONE = {zone!r}
POSTS = (("posts/*.md", "posts", "post.tmpl"),)
PAGES = (("pages/*.md", "", "page.tmpl"),)
COMPILERS = {{"markdown": [".md"]}}
INDEX_DISPLAY_POST_COUNT = 10
CREATE_MONTHLY_ARCHIVE = True
POSTS_SECTIONS = True
SHOW_INDEX_PAGE_NAVIGATION = True
NAVIGATION_LINKS = {{DEFAULT_LANG: (("/archive.html", "Archive"), ("/categories/", "Tags"), ("/rss.xml", "RSS feed"))}}
NAVIGATION_ALT_LINKS = {{DEFAULT_LANG: ()}}
GLOBAL_CONTEXT = {{}}
"""


class Nikola(StaticSystem):
    """Nikola of PyPI."""

    sites = (
        Site("nikola-bootblog4", "bootblog4", "Europe/Madrid", "es", FIRST_PORT + 40),
        Site("nikola-base", "base", "America/Chicago", "en", FIRST_PORT + 41),
    )

    def install(self, tools: Tools) -> None:
        """Nikola and Markdown."""
        tools.python("nikola", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings and a Markdown file a story with its metadata in a comment."""
        told = {"title": site.title, "url": site.url.rstrip("/"), "zone": site.zone, "language": site.language}
        markdown.write(source / "conf.py", CONFIG.format(**told, theme=site.theme))
        for name, title in markdown.PAGES[site.language]:
            about = _head({"title": title, "slug": name, "date": "2015-01-05 10:00:00"})
            markdown.write(source / "pages" / f"{name}.md", about + markdown.PAGE_TEXT[site.language])
        for story in stories:
            picture = markdown.save_picture(story, source / "files" / "pictures")
            head = {
                "title": story.title, "slug": story.slug, "date": story.at.isoformat(sep=" "),
                "author": story.authors[0], "category": story.category, "tags": ", ".join(story.tags), "type": "text",
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}")
            teased = text.replace("\n\n", "\n\n<!-- TEASER_END -->\n\n", 1) if story.comments else text
            markdown.write(source / "posts" / f"{story.slug}.md", _head(head) + teased)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`nikola build`."""
        run([str(tools.python("nikola", *PACKAGES) / "nikola"), "build", "-v", "0"], source)
        (source / "output").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """Nikola's default."""
        return f"/posts/{story.slug}/"


def _head(values: dict[str, str]) -> str:
    return "<!--\n" + "".join(f".. {name}: {value}\n" for name, value in values.items()) + "-->\n\n"
