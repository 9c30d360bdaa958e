"""The Saltmere Herald's site: sections with pages, a feed, sitemaps, validators on everything, and its dirt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from spiders.demo_web.markup import element, link
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.papers.calendar import calendar_page
from spiders.demo_web.papers.herald_feeds import feed, news_sitemap, robots, sitemap, sitemap_index
from spiders.demo_web.papers.herald_story import NAME, frame, story_page
from spiders.demo_web.site import Reply, Site, html
from spiders.demo_web.story import Story

SECTIONS = ("news", "business", "culture", "science", "weather", "sport")
PER_PAGE = 6
BIG, BIG_BYTES = "/archive/every-tide-table-ever", 8 * 1024 * 1024
DEAD_LINK = "/news/2025/05/05/a-story-that-never-was"


def herald_site(night: date, ports: Mapping[str, int]) -> Site:
    """The whole site on a night."""
    base = f"http://127.0.0.1:{ports['demo_herald']}"
    room = newsroom()
    replies = {}
    for story in room.of("demo_herald", night):
        failures = 1 if "heals" in story.traits else 0
        replies[story.path] = Reply(
            html(story_page(story, night, base)), changed=story.changed_by(night), failures=failures
        )
    for section in (None, *SECTIONS):
        replies |= _listings(section, night)
    replies |= {
        "/feed.xml": feed(night, base),
        "/robots.txt": robots(base),
        "/sitemap-index.xml.gz": sitemap_index(night, base),
        "/news-sitemap.xml": news_sitemap(night, base),
        "/sitemap-stories.xml": sitemap(night, base),
        BIG: Reply(_tide_tables()),
    }
    return Site("demo_herald", replies, calendar_page)


def _listings(section: str | None, night: date) -> dict[str, Reply]:
    stories = newsroom().newest("demo_herald", night, section)
    if section is None:
        stories = stories[:10]
    last = max((len(stories) - 1) // PER_PAGE, 0) if section else 0
    changed = max(story.changed_by(night) for story in stories)
    pages = {}
    for number in range(last + 1):
        part = stories[number * PER_PAGE : (number + 1) * PER_PAGE] if section else stories
        path = f"/{section or ''}" + (f"?page={number + 1}" if number else "")
        pages[path] = Reply(html(_listing(section, part, number, last, night)), changed=changed)
    return pages


def _listing(section: str | None, stories: list[Story], number: int, last: int, night: date) -> str:
    cards = "\n".join(
        f"<article><h2>{link(s.path, s.at(night).title)}</h2>{element('p', s.at(night).blocks[0].text)}</article>"
        for s in stories
    )
    extra = ""
    if section is None:
        extra = f'<aside class="more">{link(DEAD_LINK, "A story that never was, and why")} {link(BIG, "Every tide table ever")}'
        extra += f" {link('/calendar/2026/02', 'Events calendar')}</aside>"
    pager = "".join(
        link(f"/{section}" + (f"?page={n + 1}" if n else ""), text)
        for n, text in ((number - 1, "Newer stories"), (number + 1, "Older stories"))
        if 0 <= n <= last
    )
    title = f"{section.title()} | {NAME}" if section else NAME
    body = f'<main><h1>{section.title() if section else NAME}</h1>\n{cards}\n<nav class="pager">{pager}</nav>{extra}</main>'
    return frame(title, "", body)


def _tide_tables() -> bytes:
    row = (
        b"<p>High water 04:12 and 16:37, low water 10:25 and 22:49, as on every day of that year at the old quay.</p>\n"
    )
    head = b"<!DOCTYPE html><title>Every tide table ever</title><h1>Every tide table ever</h1>\n"
    return head + row * (BIG_BYTES // len(row) + 1)
