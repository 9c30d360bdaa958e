"""Jekyll with its theme Chirpy, as npm has a copy of it; one author a story."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.jekyll import PACKAGES as JEKYLL
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("jekyll-theme-chirpy",)
GEMS = ("ruby-jekyll-archives", "ruby-jekyll-include-cache", "ruby-jekyll-redirect-from", "ruby-jekyll-paginate")
PARTS = ("_data", "_includes", "_layouts", "_sass", "_tabs", "assets", "index.html")
CONFIG = """title: {title}
tagline: News from the coast
description: News from the coast
url: {url}
baseurl: ''
timezone: {zone}
lang: {language}
social: {{name: The desk, email: desk@paper.example, links: ['https://social.example/@paper']}}
theme_mode: light
toc: true
paginate: 10
comments: {{active: ''}}
google_analytics: {{id: ''}}
assets: {{self_host: {{enabled: false}}}}
pwa: {{enabled: false}}
plugins: [jekyll-paginate, jekyll-redirect-from, jekyll-seo-tag, jekyll-archives, jekyll-sitemap, jekyll-include-cache]
collections: {{tabs: {{output: true, sort_by: order}}}}
defaults:
  - {{scope: {{path: '', type: posts}}, values: {{layout: post, toc: true, permalink: '/posts/:title/'}}}}
  - {{scope: {{path: '', type: tabs}}, values: {{layout: page, permalink: '/:title/'}}}}
jekyll-archives:
  enabled: [categories, tags]
  layouts: {{category: category, tag: tag}}
  permalinks: {{tag: '/tags/:name/', category: '/categories/:name/'}}
"""


class Chirpy(StaticSystem):
    """Debian's Jekyll with a theme of npm."""

    sites = (Site("jekyll-chirpy", "chirpy", "America/St_Johns", "en", FIRST_PORT + 11),)

    def install(self, tools: Tools) -> None:
        """Debian's Jekyll and plugins, the theme."""
        tools.debian("jekyll", *JEKYLL, *GEMS)
        tools.npm("chirpy", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The theme's folders, settings, authors, a file a story under `_posts/`."""
        theme = tools.npm("chirpy", *PACKAGES) / "node_modules" / PACKAGES[0]
        for part in PARTS:
            copy = shutil.copytree if (theme / part).is_dir() else shutil.copyfile
            copy(theme / part, source / part)
        shutil.rmtree(source / "assets" / "css")  # imports the theme as a gem
        told = {"title": site.title, "url": site.url.rstrip("/"), "zone": site.zone, "language": site.language}
        markdown.write(source / "_config.yml", CONFIG.format(**told))
        people = {slug(name): {"name": name, "url": f"https://social.example/{slug(name)}"} for name in PEOPLE["en"]}
        markdown.write(source / "_data" / "authors.yml", json.dumps(people, ensure_ascii=False))
        for name, title in markdown.PAGES[site.language]:
            head = {"title": title, "order": 9, "icon": "fas fa-info-circle"}
            markdown.write(source / "_tabs" / f"{name}.md", markdown.front_matter(head) + markdown.PAGE_TEXT["en"])
        for story in stories:
            picture = markdown.save_picture(story, source / "assets" / "pictures")
            head = {
                "title": story.title, "date": f"{story.at:%Y-%m-%d %H:%M:%S %z}", "author": slug(story.authors[0]),
                "categories": [story.category], "tags": list(story.tags),
            }  # fmt: skip
            text = markdown.body(story, f"/assets/pictures/{picture}")
            file = source / "_posts" / f"{story.at:%Y-%m-%d}-{story.slug}.md"
            markdown.write(file, markdown.front_matter(head) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`jekyll build`."""
        build = ["jekyll", "build", "--quiet", "--source", str(source), "--destination", str(made)]
        run(build, source, JEKYLL_ENV="production")

    def path(self, site: Site, story: Story) -> str:
        """The theme's default."""
        return f"/posts/{story.slug}/"
