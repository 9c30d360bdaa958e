"""Sphinx as a blog, by ABlog, with three of its themes; several authors a story. It states days only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("ablog", "pydata-sphinx-theme", "myst-parser", "sphinx-book-theme")
CONFIG = """
project = blog_title = {title!r}
author = "The desk"
extensions = ["ablog", "myst_parser"]
language = {language!r}
html_theme = {theme!r}
html_baseurl = blog_baseurl = {url!r}
html_title = {title!r}
blog_path = "blog"
blog_authors = {{name: (name, None) for name in {people!r}}}
blog_post_pattern = "blog/*/*"
blog_feed_fulltext = {full!r}
html_static_path = ["pictures"]
html_sidebars = {{"**": ["ablog/postcard.html", "ablog/recentposts.html", "ablog/tagcloud.html", "ablog/categories.html",
                         "ablog/authors.html", "ablog/archives.html"]}}
"""
FRONT = "# News\n\n```{postlist} 10\n:date: '%Y-%m-%d'\n:excerpts:\n```\n\n```{toctree}\n:hidden:\n\n"


class ABlog(StaticSystem):
    """ABlog of PyPI."""

    sites = (
        Site("ablog-alabaster", "alabaster", "America/Toronto", "en", FIRST_PORT + 120, bylines="several"),
        Site("ablog-pydata", "pydata_sphinx_theme", "Europe/Zurich", "de", FIRST_PORT + 121, bylines="several",
             options={"full": "yes"}),
        Site("ablog-book", "sphinx_book_theme", "America/Caracas", "es", FIRST_PORT + 403, bylines="several"),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """ABlog, a theme and Markdown."""
        tools.python("ablog", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings and a file a story under `blog/` and its year."""
        told = {"title": site.title, "url": site.url, "language": site.language, "theme": site.theme}
        config = CONFIG.format(**told, people=PEOPLE[site.language], full="full" in site.options)
        markdown.write(source / "conf.py", config)
        (source / "pictures").mkdir()
        pages = markdown.PAGES[site.language]
        markdown.write(source / "index.md", FRONT + "\n".join(name for name, _ in pages) + "\n```\n")
        for name, title in pages:
            markdown.write(source / f"{name}.md", f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "pictures")
            head = {
                "blogpost": True, "date": f"{story.at:%b %d, %Y}", "author": ", ".join(story.authors),
                "category": story.category, "tags": ", ".join(story.tags), "language": story.language,
            }  # fmt: skip
            text = f"# {story.title}\n\n{markdown.body(story, f'/pictures/{picture}')}"
            markdown.write(source / f"{_place(story)}.md", markdown.front_matter(head) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`sphinx-build`, with a folder a page as `ablog build` makes them."""
        sphinx = tools.python("ablog", *PACKAGES) / "sphinx-build"
        run([str(sphinx), "-q", "-b", "dirhtml", ".", str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/{_place(story)}/"


def _place(story: Story) -> str:
    return f"blog/{story.at:%Y}/{story.slug}"
