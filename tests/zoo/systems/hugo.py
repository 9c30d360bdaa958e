"""Hugo with the theme that `hugo new theme` makes, bare and with Hugo's own templates for machines in its head."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

CONFIG = """baseURL = '{url}'
languageCode = '{language}'
defaultContentLanguage = '{language}'
title = '{title}'
theme = 'paper'
timeZone = '{zone}'
paginate = 10
enableRobotsTXT = true
capitalizeListTitles = false
[permalinks]
posts = '{permalink}'
[taxonomies]
tag = 'tags'
category = 'categories'
author = 'authors'
[[menus.main]]
name = 'Posts'
pageRef = '/posts'
"""
FOR_MACHINES = """{{ template "_internal/opengraph.html" . }}
{{ template "_internal/schema.html" . }}
{{ template "_internal/twitter_cards.html" . }}
{{ range .AlternativeOutputFormats -}}
<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}" title="{{ site.Title }}">
{{ end }}"""
BYLINE = """<p class="author">
{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}" rel="author">{{ .Title }}</a> {{ end }}</p>"""


class Hugo(StaticSystem):
    """Debian's Hugo."""

    sites = (
        Site("hugo-skeleton", "hugo new theme", "America/Halifax", "en", FIRST_PORT + 60, bylines="none",
             options={"permalink": "/:year/:month/:slug/"}),
        Site("hugo-machines", "hugo new theme, og, schema", "Europe/Vienna", "de", FIRST_PORT + 61, bylines="several",
             options={"permalink": "/:slug/", "head": "yes"}),
    )  # fmt: skip

    def install(self, tools: Tools) -> None:
        """Debian's package."""
        tools.debian("hugo", "hugo")

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """A new theme, settings, and a file a story under `content/posts/`."""
        run(["hugo", "new", "site", str(source), "--force"])
        run(["hugo", "new", "theme", "paper"], source)
        for sample in (source / "themes" / "paper" / "content").rglob("*.*"):
            sample.unlink()
        told = {"title": site.title, "url": site.url, "zone": site.zone, "language": site.language}
        markdown.write(source / "hugo.toml", CONFIG.format(**told, permalink=site.options["permalink"]))
        if "head" in site.options:
            self._for_machines(source / "themes" / "paper" / "layouts")
        for name, title in markdown.PAGES[site.language]:
            page = markdown.front_matter({"title": title}) + markdown.PAGE_TEXT[site.language]
            markdown.write(source / "content" / f"{name}.md", page)
        for story in stories:
            picture = markdown.save_picture(story, source / "static" / "pictures")
            head = {
                "title": story.title, "date": story.at.isoformat(), "slug": story.slug, "authors": list(story.authors),
                "categories": [story.category], "tags": list(story.tags),
            }  # fmt: skip
            if "head" not in site.options:
                del head["authors"]
            text = markdown.body(story, f"/pictures/{picture}")
            markdown.write(source / "content" / "posts" / f"{story.slug}.md", markdown.front_matter(head) + text)

    def _for_machines(self, layouts: Path) -> None:
        head, single = layouts / "partials" / "head.html", layouts / "_default" / "single.html"
        head.write_text(head.read_text() + FOR_MACHINES)
        single.write_text(single.read_text().replace("</h1>", "</h1>\n" + BYLINE, 1))

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`hugo`."""
        run(["hugo", "--quiet", "--destination", str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """By the setting `permalinks`."""
        return f"/{story.slug}/" if "head" in site.options else f"/{story.at:%Y/%m}/{story.slug}/"
