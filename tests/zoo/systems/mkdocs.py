"""Material for MkDocs with its blog plugin; several authors a story."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("mkdocs-material", "mkdocs-rss-plugin")
CONFIG = """site_name: {title}
site_url: {url}
theme: {{name: material, language: {language}}}
plugins:
  - search
  - blog: {{blog_dir: ., post_date_format: full, pagination_per_page: 10, authors_profiles: true, categories_toc: true}}
  - tags
  - rss: {{use_git: false}}
markdown_extensions: [attr_list, md_in_html]
"""


class MkDocs(StaticSystem):
    """Material for MkDocs of PyPI. It shows the day of a date as written."""

    sites = (Site("mkdocs-material", "material", "Europe/Helsinki", "en", FIRST_PORT + 50, bylines="several"),)

    def install(self, tools: Tools) -> None:
        """The theme brings MkDocs."""
        tools.python("mkdocs", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, the authors, a file a story."""
        markdown.write(source / "mkdocs.yml", CONFIG.format(title=site.title, url=site.url, language=site.language))
        portrait = "/pictures/desk.png"
        people = {
            slug(name): {"name": name, "description": "Reporter", "avatar": portrait} for name in PEOPLE[site.language]
        }
        markdown.write(source / "docs" / ".authors.yml", json.dumps({"authors": people}, ensure_ascii=False))
        markdown.write(source / "docs" / "index.md", "# News\n")
        for name, title in markdown.PAGES[site.language]:
            markdown.write(source / "docs" / f"{name}.md", f"# {title}\n\n{markdown.PAGE_TEXT[site.language]}\n")
        for story in stories:
            picture = markdown.save_picture(story, source / "docs" / "pictures")
            head = {
                "date": f"={story.at:%Y-%m-%d %H:%M:%S}", "authors": [slug(name) for name in story.authors],
                "categories": [story.category], "tags": list(story.tags), "slug": story.slug,
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}").replace("\n\n", "\n\n<!-- more -->\n\n", 1)
            written = markdown.front_matter(head) + f"# {story.title}\n\n{text}"
            markdown.write(source / "docs" / "posts" / f"{story.slug}.md", written)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`mkdocs build`."""
        run([str(tools.python("mkdocs", *PACKAGES) / "mkdocs"), "build", "--quiet", "--site-dir", str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """The plugin's default: date and slug."""
        return f"/{story.at:%Y/%m/%d}/{story.slug}/"
