"""Wintersmith with its own blog. Pages of stories show no day: the feed of all stories and the lists do, in UTC."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import PEOPLE, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = ("wintersmith@2", "moment", "typogr@0.6", "underscore")
PAGE = "---\ntitle: {title}\ntemplate: article.pug\nauthor: {author}\ndate: 2019-04-30\n---\n\n{text}\n"


class Wintersmith(StaticSystem):
    """Wintersmith of npm."""

    sites = (Site("wintersmith-blog", "blog", "America/Caracas", "en", FIRST_PORT + 247, shows="UTC"),)

    def install(self, tools: Tools) -> None:
        """Wintersmith and what its blog needs."""
        tools.npm("wintersmith", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Its blog with our settings, people and stories, a folder each under `contents/articles/`."""
        npm = tools.npm("wintersmith", *PACKAGES)
        shutil.copytree(npm / "node_modules" / "wintersmith" / "examples" / "blog", source, dirs_exist_ok=True)
        (source / "node_modules").symlink_to(npm / "node_modules")
        settings = json.loads((source / "config.json").read_text())
        told = {
            "url": site.url.rstrip("/"),
            "name": site.title,
            "owner": site.title,
            "description": "News from the coast",
        }
        settings |= {"locals": told, "paginator": {"perPage": 10}}
        markdown.write(source / "config.json", json.dumps(settings))
        contents = source / "contents"
        for folder in ("articles", "authors"):
            shutil.rmtree(contents / folder)
        for name in PEOPLE[site.language]:
            person = {"name": name, "email": f"{slug(name)}@paper.example", "bio": "Reporter"}
            markdown.write(contents / "authors" / f"{slug(name)}.json", json.dumps(person))
        pages = markdown.PAGES[site.language]
        links = " ".join(f"[{title}](/pages/{name}/)" for name, title in pages)
        markdown.write(
            contents / "about.md", f"---\nview: none\n---\n\n{markdown.PAGE_TEXT[site.language]}\n\n{links}\n"
        )
        for name, title in pages:
            text = PAGE.format(
                title=title, author=slug(PEOPLE[site.language][0]), text=markdown.PAGE_TEXT[site.language]
            )
            markdown.write(contents / "pages" / name / "index.md", text)
        for story in stories:
            picture = markdown.save_picture(story, contents / "pictures")
            head = {
                "title": story.title, "author": slug(story.authors[0]), "template": "article.pug",
                "date": f"={story.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}").replace("\n\n", '\n\n<span class="more"></span>\n\n', 1)
            markdown.write(contents / "articles" / story.slug / "index.md", markdown.front_matter(head) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`wintersmith build`."""
        run(["node_modules/.bin/wintersmith", "build", "--output", str(made)], source, TZ="UTC")

    def path(self, site: Site, story: Story) -> str:
        """The place of the folder."""
        return f"/articles/{story.slug}/"
