"""MkDocs with the theme Simple Blog: a list of all stories, category and tag pages, days without times, and no feed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

CONFIG = """site_name: {title}
site_url: {url}
theme:
  name: simple-blog
  locale: {language}
  components: {{blog_list: true, blog_sidebar: true}}
plugins: [search, simple-blog-posts]
"""


class SimpleBlog(StaticSystem):
    """MkDocs and a theme of PyPI."""

    sites = (Site("mkdocs-simple-blog", "simple-blog", "Europe/Lisbon", "fr", FIRST_PORT + 401),)

    def install(self, tools: Tools) -> None:
        """The theme brings MkDocs."""
        tools.python("mkdocs-simple-blog", "mkdocs-simple-blog")

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, a front page with the list, a file a story below `post/`."""
        markdown.write(source / "mkdocs.yml", CONFIG.format(title=site.title, url=site.url, language=site.language))
        front = markdown.front_matter({"title": site.title, "blog_list": True, "blog_sidebar": True})
        markdown.write(source / "docs" / "index.md", front)
        for name, title in markdown.PAGES[site.language]:
            markdown.write(source / "docs" / f"{name}.md", f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "docs" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at:%Y-%m-%d}", "author": story.authors[0],
                "category": story.category, "tags": list(story.tags), "description": story.paragraphs[0][:140],
            }  # fmt: skip
            text = markdown.front_matter(head) + markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "docs" / "post" / f"{story.slug}.md", text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`mkdocs build`."""
        mkdocs = tools.python("mkdocs-simple-blog", "mkdocs-simple-blog") / "mkdocs"
        run([str(mkdocs), "build", "--quiet", "--site-dir", str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/post/{story.slug}/"
