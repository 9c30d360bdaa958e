"""BlazeBlogger: the paper as `<h1>`, headlines as `<h2>`, days without times, the time of the build as `<meta name="Date">`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import ADDED, SIZE, Story
from tests.zoo.systems import markdown
from tests.zoo.systems.html import html
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run


class Blaze(StaticSystem):
    """BlazeBlogger of Debian."""

    sites = (Site("blazeblogger", "default", "Atlantic/Azores", "en", FIRST_PORT + 406),)

    def install(self, tools: Tools) -> None:
        """The package."""
        tools.debian("blaze", "blazeblogger")

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """A repository with the pages and the stories, each at the number of its key: what stands there no more is removed."""
        source.mkdir(exist_ok=True)
        _blaze(source, "init")
        for option, value in _settings(site).items():
            _blaze(source, "config", option, value)
        drafts = source / "drafts"
        for name, title in markdown.PAGES[site.language]:
            text = f"# title: {title}\n# url: {name}\n\n<p>{markdown.PAGE_TEXT[site.language]}</p>\n"
            markdown.write(drafts / name, text)
            _blaze(source, "add", "-p", str(drafts / name))
        by_number = {_number(story): story for story in stories}
        for number in range(1, SIZE + ADDED + 1):
            markdown.write(drafts / str(number), _post(by_number.get(number)))
        last = max(by_number)
        _blaze(source, "add", *(str(drafts / str(number)) for number in range(1, last + 1)))
        if gone := [str(number) for number in range(1, last + 1) if number not in by_number]:
            _blaze(source, "remove", *gone)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`blaze-make`."""
        made.mkdir()
        run(["blaze-make", "-q", "-b", str(source), "-d", str(made)], source, TZ=site.zone)

    def path(self, site: Site, story: Story) -> str:
        """Year, month, the number of the post and its name."""
        return f"/{story.at:%Y/%m}/{_number(story)}-{story.slug}/"


def _blaze(source: Path, command: str, *arguments: str) -> None:
    run([f"blaze-{command}", "-q", "-b", str(source), *arguments], source, EDITOR="true")


def _settings(site: Site) -> dict[str, str]:
    return {
        "blog.title": site.title, "blog.subtitle": "News from the coast", "feed.baseurl": site.url.rstrip("/"),
        "user.name": "The desk", "feed.posts": "20",
    }  # fmt: skip


def _number(story: Story) -> int:
    return int(story.key.rpartition("-")[2]) + 1


def _post(story: Story | None) -> str:
    """A post with its headers; a placeholder where a story is gone."""
    if story is None:
        return "# title: gone\n# date: 2000-01-01\n\n<p>gone</p>\n"
    head = {
        "title": story.title, "author": story.authors[0], "date": f"{story.at:%Y-%m-%d}",
        "tags": ", ".join((story.category, *story.tags)), "url": story.slug,
    }  # fmt: skip
    return "".join(f"# {name}: {value}\n" for name, value in head.items()) + f"\n{html(story)}\n"
