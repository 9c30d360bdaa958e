"""Ikiwiki as its blog example sets it up, with a theme of its own; one author a story. It states instants, and no sitemap."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

EXAMPLE = Path("/usr/share/ikiwiki/examples/blog")
SETTINGS = """# IkiWiki::Setup::Yaml
wikiname: {title}
srcdir: {source}/wiki
destdir: {made}
url: {url}
cgiurl: ''
add_plugins: [goodstuff, meta, calendar, sidebar, trail, theme]
disable_plugins: [openid, passwordauth, emailauth, editpage, recentchanges]
theme: {theme}
timezone: {zone}
timeformat: '%a %d %b %Y %H:%M:%S %z'
tagbase: tags
rss: 1
atom: 1
discussion: 0
usedirs: 1
archive_pagespec: page(posts/*)
"""


class Ikiwiki(StaticSystem):
    """Debian's ikiwiki."""

    sites = (
        Site("ikiwiki-actiontabs", "actiontabs", "America/Edmonton", "en", FIRST_PORT + 160),
        Site("ikiwiki-goldtype", "goldtype", "Europe/Warsaw", "de", FIRST_PORT + 161),
    )

    def install(self, tools: Tools) -> None:
        """Debian's package."""
        tools.debian("ikiwiki", "ikiwiki", "libtimedate-perl")

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """The example's pages, and a file a story, whose time is that of its last edit."""
        wiki = source / "wiki"
        shutil.copytree(EXAMPLE, wiki)
        shutil.rmtree(wiki / "posts")
        for name, title in markdown.PAGES[site.language]:
            markdown.write(wiki / f"{name}.mdwn", f'[[!meta title="{title}"]]\n\n{markdown.PAGE_TEXT[site.language]}\n')
        for story in stories:
            picture = markdown.save_picture(story, wiki / "pictures")
            head = {"title": story.title, "date": story.at.isoformat(), "author": story.authors[0]}
            meta = "".join(f"[[!meta {key}={json.dumps(value, ensure_ascii=False)}]]\n" for key, value in head.items())
            file = wiki / "posts" / f"{story.slug}.mdwn"
            tags = f"[[!tag {' '.join(story.tags)} {story.category}]]\n\n"
            markdown.write(file, meta + tags + markdown.body(story, f"/pictures/{picture}"))
            written = datetime.now(UTC).timestamp() if story.edited else story.at.timestamp()
            os.utime(file, (written, written))

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`ikiwiki --setup`, after the pages of its calendar were made."""
        told = {"title": site.title, "source": source, "made": made, "url": site.url.rstrip("/")}
        setup = source / "paper.setup"
        markdown.write(setup, SETTINGS.format(**told, theme=site.theme, zone=site.zone))
        run(["ikiwiki-calendar", str(setup), "page(posts/*)"], source, TZ=site.zone)
        run(["ikiwiki", "--setup", str(setup), "--rebuild"], source, TZ=site.zone)

    def path(self, site: Site, story: Story) -> str:
        """The place of the file."""
        return f"/posts/{story.slug}/"
