"""The Cobblewick Gazette's site: WordPress as it really looks, with all the addresses beside its stories that are none.

Every page says it was last modified just now, and holds a token that is another every night.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl, quote, unquote

from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import http_date
from spiders.demo_web.papers.gazette_addresses import pictures_of, post_number
from spiders.demo_web.papers.gazette_archives import archive_pages, archives, search_page
from spiders.demo_web.papers.gazette_comments import comments_of
from spiders.demo_web.papers.gazette_feeds import INDEX, comment_feed, robots, sitemaps, story_feed
from spiders.demo_web.papers.gazette_static import static_page
from spiders.demo_web.papers.gazette_story import attachment_page, story_page
from spiders.demo_web.papers.gazette_theme import NAME, SHARED_ON, SOURCE, STATIC, Place
from spiders.demo_web.site import Reply, Site, html, moved
from spiders.demo_web.story import Story

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
"""A PNG of one pixel."""


def gazette_site(night: date, ports: Mapping[str, int]) -> Site:
    """The whole site on a night."""
    place = Place(night, f"http://127.0.0.1:{ports[SOURCE]}", f"http://127.0.0.1:{ports['ads']}")
    stories = newsroom().newest(SOURCE, night)
    pages = {f"/{name}/": static_page(name, place) for name in STATIC}
    replies = {"/feed/": story_feed(NAME, "/feed/", stories, place), "/robots.txt": robots(place), **sitemaps(place)}
    replies["/comments/feed/"] = comment_feed(f"Comments for {NAME}", "/comments/feed/", stories, place)
    for story in stories:
        pages |= _pages_of(story, place)
        feed = f"{story.path}feed/"
        replies[feed] = comment_feed(f"Comments on: {story.at(night).title}", feed, [story], place)
        replies |= {picture.file: Reply(PICTURE, content_type="image/png") for picture in pictures_of(story)}
    for archive in archives(place):
        pages |= archive_pages(archive, place)
        if archive.seo.feed:
            path, title = archive.seo.feed
            replies[path] = story_feed(f"{title} - {NAME}", path, archive.stories, place)
    replies |= {path: moved(f"{place.base}{INDEX}") for path in ("/sitemap.xml", "/wp-sitemap.xml")}
    replies |= {path: _page(text, place) for path, text in pages.items()}
    return Site(SOURCE, replies, lambda target: _asked(target, place, replies))


def _pages_of(story: Story, place: Place) -> dict[str, str]:
    pages = {picture.path: attachment_page(story, picture, place) for picture in pictures_of(story)}
    return pages | {story.path: story_page(story, place)}


def _page(text: str, place: Place) -> Reply:
    now = datetime.combine(place.night, time(2, 0, 7), UTC)
    api = f'<{place.base}/wp-json/>; rel="https://api.w.org/"'
    return Reply(html(text), headers=(("Last-Modified", http_date(now)), ("Link", api)))


def _asked(target: str, place: Place, replies: Mapping[str, Reply]) -> Reply | None:
    """What stands at no fixed address: queries, addresses without their last slash, the API; None if there is no such page."""
    path, _, query = target.partition("?")
    if path.startswith("/wp-json/"):
        return Reply(html(json.dumps({"name": NAME})), content_type="application/json; charset=UTF-8")
    if not query:
        return moved(f"{place.base}{path}/") if f"{path}/" in replies else None
    named = dict(parse_qsl(query))
    if path == "/":
        return _front_query(named, place)
    story = next((s for s in newsroom().of(SOURCE, place.night) if s.path == path), None)
    if story is None:
        return replies.get(path)
    if named.get("share") in SHARED_ON:
        return moved(f"{place.ads}/{named['share']}?url={quote(place.base + path)}", 302)
    reader = next((c.reader for c in comments_of(story, place.night) if str(c.number) == named.get("replytocom")), "")
    return _page(story_page(story, place, reader), place)


def _front_query(named: Mapping[str, str], place: Place) -> Reply | None:
    if "s" in named:
        return _page(search_page(unquote(named["s"]), place), place)
    number = named.get("p") or named.get("attachment_id")
    stories = newsroom().of(SOURCE, place.night)
    paths = {str(post_number(story)): story.path for story in stories}
    paths |= {str(picture.number): picture.path for story in stories for picture in pictures_of(story)}
    return moved(f"{place.base}{paths[number]}") if number in paths else None
