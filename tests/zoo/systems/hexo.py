"""Hexo with eighteen of its themes. Its sites are of one author each, whom their settings name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.zoo.site import FIRST_PORT, Bylines, Site
from tests.zoo.stories import PEOPLE, Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = (
    "hexo", "hexo-theme-landscape", "hexo-theme-next", "hexo-theme-butterfly", "hexo-theme-icarus", "hexo-theme-fluid",
    "hexo-theme-keep", "hexo-theme-redefine", "hexo-theme-stellar", "hexo-theme-a4", "hexo-theme-solitude",
    "hexo-theme-kratos-rebirth", "hexo-theme-anzhiyu", "hexo-theme-async", "hexo-theme-reimu",
    "hexo-theme-yun", "hexo-theme-ayer", "hexo-theme-vivia", "hexo-theme-nexmoe",
    "hexo-generator-index", "hexo-generator-archive", "hexo-generator-category", "hexo-generator-tag",
    "hexo-generator-feed", "hexo-generator-sitemap", "hexo-renderer-marked", "hexo-renderer-ejs", "hexo-renderer-stylus",
    "hexo-renderer-pug", "hexo-component-inferno",
)  # fmt: skip
CONFIG = """title: {title}
subtitle: News from the coast
author: {author}
language: {language}
timezone: {zone}
url: {url}
permalink: {permalink}
theme: {theme}
per_page: 10
index_generator: {{per_page: 10, order_by: -date}}
archive_generator: {{per_page: 10, yearly: true, monthly: true}}
category_generator: {{per_page: 10}}
tag_generator: {{per_page: 10}}
feed: {{type: atom, path: atom.xml, limit: 20}}
syntax_highlighter: ''
theme_config: {{base_info: {{title: {title}, author: {author}}}}}
"""
DATED, NAMED = ":year/:month/:day/:title/", ":title/"


def _site(
    number: int,
    theme: str,
    zone: str,
    language: str,
    permalink: str = DATED,
    *,
    bylines: Bylines = "site",
    **options: str,
) -> Site:
    options = {"permalink": permalink, **options}
    port = FIRST_PORT + (20 + number if number < 10 else 190 + number)
    return Site(f"hexo-{theme}", theme, zone, language, port, bylines=bylines, options=options)


class Hexo(StaticSystem):
    """Hexo of npm."""

    sites = (
        _site(0, "landscape", "Asia/Kolkata", "en"),
        _site(1, "next", "Indian/Reunion", "fr", machine="UTC"),
        _site(2, "butterfly", "America/Bogota", "es", NAMED),
        _site(3, "icarus", "Pacific/Auckland", "en", NAMED),
        _site(4, "fluid", "Europe/Berlin", "de"),
        _site(5, "keep", "America/New_York", "en", NAMED),
        _site(6, "redefine", "Europe/Paris", "fr", NAMED),
        _site(7, "stellar", "Asia/Shanghai", "en", NAMED, bylines="none"),
        _site(8, "a4", "America/Lima", "es"),
        _site(9, "solitude", "Europe/Athens", "de", NAMED),
        _site(10, "kratos-rebirth", "Africa/Nairobi", "en"),
        _site(11, "anzhiyu", "America/Montevideo", "es", NAMED),
        _site(12, "async", "Europe/Madrid", "es"),
        _site(13, "reimu", "America/Chicago", "en", NAMED),
        _site(14, "yun", "Asia/Tokyo", "en", NAMED),
        _site(15, "ayer", "Europe/Rome", "fr", bylines="none"),
        _site(16, "vivia", "Asia/Yangon", "en"),
        _site(17, "nexmoe", "America/Argentina/Ushuaia", "es", NAMED),
    )

    def install(self, tools: Tools) -> None:
        """Hexo, generators, renderers and themes."""
        tools.npm("hexo", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, a file a story under `source/_posts/`, the pages."""
        npm = tools.npm("hexo", *PACKAGES)
        (source / "node_modules").symlink_to(npm / "node_modules")
        package = json.loads((npm / "package.json").read_text())
        version = json.loads((npm / "node_modules" / "hexo" / "package.json").read_text())["version"]
        (source / "package.json").write_text(json.dumps(package | {"hexo": {"version": version}}))
        author = PEOPLE[site.language][0]
        told = {
            "title": site.title,
            "author": author,
            "language": site.language,
            "zone": site.zone,
            "theme": site.theme,
        }
        config = CONFIG.format(**told, url=site.url.rstrip("/"), permalink=site.options["permalink"])
        markdown.write(source / "_config.yml", config)
        for example in (npm / "node_modules" / f"hexo-theme-{site.theme}").glob(f"*/_config.{site.theme}.yml"):
            shutil.copyfile(example, source / example.name)
        for example in (npm / "node_modules" / f"hexo-theme-{site.theme}").glob(f"example_config.{site.theme}.yml"):
            shutil.copyfile(example, source / example.name.removeprefix("example"))
        for name, title in markdown.PAGES[site.language]:
            page = markdown.front_matter({"title": title}) + markdown.PAGE_TEXT[site.language]
            markdown.write(source / "source" / name / "index.md", page)
        for story in stories:
            picture = markdown.save_picture(story, source / "source" / "pictures")
            head = {
                "title": story.title, "date": f"={story.at:%Y-%m-%d %H:%M:%S}", "categories": [story.category],
                "tags": list(story.tags),
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}")
            more = text.replace("\n\n", "\n\n<!-- more -->\n\n", 1) if story.comments else text
            markdown.write(source / "source" / "_posts" / f"{story.slug}.md", markdown.front_matter(head) + more)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`hexo generate`."""
        run([str(source / "node_modules" / ".bin" / "hexo"), "generate", "--bail"], source, TZ=_machine(site))
        (source / "public").rename(made)

    def path(self, site: Site, story: Story) -> str:
        """By the setting `permalink`."""
        day = story.at.astimezone(ZoneInfo(_machine(site)))
        return f"/{day:%Y/%m/%d}/{story.slug}/" if site.options["permalink"] == DATED else f"/{story.slug}/"


def _machine(site: Site) -> str:
    """The zone of the machine that Hexo runs on: addresses are dated by it, whatever the site's zone is."""
    return site.options.get("machine", site.zone)
