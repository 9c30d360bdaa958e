"""Pelican with the two themes that it comes with, and five of PyPI."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = (
    "pelican[markdown]", "typogrify", "pelican-theme-reflex", "pelican-theme-smallweb",
    "pelican-engineering-theme", "pelican-themeless",
)  # fmt: skip
PLACES = {"engineering": "pelican_engineering_theme/theme"}
"""Themes that are packages of their own, not folders of Pelican's."""
CONFIG = """SITENAME = {title!r}
SITEURL = {url!r}
TIMEZONE = {zone!r}
DEFAULT_LANG = {language!r}
LOCALE = ('C.UTF-8',)
THEME = {theme!r}
PATH = 'content'
DEFAULT_PAGINATION = 10
RELATIVE_URLS = False
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = 'feeds/all.atom.xml'
CATEGORY_FEED_ATOM = 'feeds/{{slug}}.atom.xml'
AUTHOR_FEED_ATOM = 'feeds/author-{{slug}}.atom.xml'
STATIC_PATHS = ['pictures']
YEAR_ARCHIVE_SAVE_AS = 'posts/{{date:%Y}}/index.html'
MONTH_ARCHIVE_SAVE_AS = 'posts/{{date:%Y}}/{{date:%m}}/index.html'
SOCIAL = (('mastodon', 'https://social.example/@paper'),)
LINKS = (('The other paper', 'https://other.example/'),)
CC_LICENSE = {{}}
{urls}
"""
DATED = "ARTICLE_URL = '{date:%Y}/{date:%m}/{slug}/'\nARTICLE_SAVE_AS = ARTICLE_URL + 'index.html'"


class Pelican(StaticSystem):
    """Pelican of PyPI."""

    sites = (
        Site("pelican-notmyidea", "notmyidea", "Europe/Lisbon", "en", FIRST_PORT + 30, bylines="several"),
        Site(
            "pelican-simple", "simple", "Asia/Tokyo", "de", FIRST_PORT + 31, bylines="several", options={"urls": DATED}
        ),
        Site("pelican-reflex", "reflex", "America/Winnipeg", "en", FIRST_PORT + 32, bylines="several"),
        Site("pelican-smallweb", "smallweb", "Europe/Brussels", "fr", FIRST_PORT + 33, bylines="several"),
        Site("pelican-engineering", "engineering", "Asia/Singapore", "en", FIRST_PORT + 311, bylines="several"),
        Site("pelican-themeless", "themeless", "America/Phoenix", "en", FIRST_PORT + 312, bylines="several"),
    )

    def install(self, tools: Tools) -> None:
        """Pelican and Markdown."""
        tools.python("pelican", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings and a Markdown file a story, with its metadata on top."""
        told = {"title": site.title, "url": site.url.rstrip("/"), "zone": site.zone, "language": site.language}
        place = PLACES.get(site.theme, f"pelican/themes/{site.theme}")
        of_package = next(tools.python("pelican", *PACKAGES).parent.glob(f"lib/*/site-packages/{place}"), None)
        config = CONFIG.format(**told, theme=str(of_package or site.theme), urls=site.options.get("urls", ""))
        markdown.write(source / "pelicanconf.py", config)
        for name, title in markdown.PAGES[site.language]:
            markdown.write(source / "content" / "pages" / f"{name}.md",
                           f"Title: {title}\nSlug: {name}\n\n{markdown.PAGE_TEXT[site.language]}\n")  # fmt: skip
        for story in stories:
            picture = markdown.save_picture(story, source / "content" / "pictures")
            head = {
                "Title": story.title, "Date": f"{story.at:%Y-%m-%d %H:%M:%S}", "Slug": story.slug,
                "Authors": "; ".join(story.authors), "Category": story.category, "Tags": ", ".join(story.tags),
            }  # fmt: skip
            text = markdown.body(story, f"/pictures/{picture}")
            written = "".join(f"{name}: {value}\n" for name, value in head.items()) + "\n" + text
            markdown.write(source / "content" / f"{story.slug}.md", written)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`pelican content`."""
        pelican = tools.python("pelican", *PACKAGES) / "pelican"
        run([str(pelican), "content", "--quiet", "-o", str(made), "-s", "pelicanconf.py"], source)

    def path(self, site: Site, story: Story) -> str:
        """By the setting `ARTICLE_URL`."""
        return f"/{story.at:%Y/%m}/{story.slug}/" if site.options else f"/{story.slug}.html"
