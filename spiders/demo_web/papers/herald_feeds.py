"""What the Herald tells machines: RSS with offsets, a news sitemap, a gzipped sitemap index, robots.txt."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from xml.sax.saxutils import escape

from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import rfc822
from spiders.demo_web.site import Reply, html
from spiders.demo_web.story import Story

XML = "application/xml; charset=utf-8"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IN_FEED, IN_NEWS_SITEMAP = 15, 20


def feed(night: date, base: str) -> Reply:
    """RSS 2.0, newest first."""
    stories = newsroom().newest("demo_herald", night)[:IN_FEED]
    items = "\n".join(
        f"<item><title>{escape(s.at(night).title)}</title><link>{base}{s.path}?utm_source=rss</link><guid>{base}{s.path}</guid>"
        f"<pubDate>{rfc822(s.published)}</pubDate></item>"
        for s in stories
    )
    head = f"<channel><title>The Saltmere Herald</title><link>{base}/</link>"
    text = f'{DECLARATION}<rss version="2.0">{head}\n{items}\n</channel></rss>'
    return Reply(html(text), content_type="application/rss+xml", changed=_changed(stories, night))


def news_sitemap(night: date, base: str) -> Reply:
    """Google's news extension: the newest stories with publication dates."""
    stories = newsroom().newest("demo_herald", night)[:IN_NEWS_SITEMAP]
    entries = "\n".join(
        f"<url><loc>{base}{s.path}</loc><news:news><news:publication><news:name>The Saltmere Herald</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{s.published.isoformat()}"
        f"</news:publication_date><news:title>{escape(s.at(night).title)}</news:title></news:news></url>"
        for s in stories
    )
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return Reply(
        html(f"{DECLARATION}<urlset {SITEMAP} {news}>\n{entries}\n</urlset>"),
        content_type=XML,
        changed=_changed(stories, night),
    )


def sitemap(night: date, base: str) -> Reply:
    """Every story but the newest, with lastmod."""
    stories = newsroom().newest("demo_herald", night)[IN_NEWS_SITEMAP:]
    entries = "\n".join(
        f"<url><loc>{base}{s.path}</loc><lastmod>{s.changed_by(night).isoformat()}</lastmod></url>" for s in stories
    )
    return Reply(
        html(f"{DECLARATION}<urlset {SITEMAP}>\n{entries}\n</urlset>"),
        content_type=XML,
        changed=_changed(stories, night),
    )


def sitemap_index(night: date, base: str) -> Reply:
    """The index of both, gzipped as a file (not as a transfer)."""
    entries = "".join(
        f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in ("news-sitemap.xml", "sitemap-stories.xml")
    )
    packed = gzip.compress(html(f"{DECLARATION}<sitemapindex {SITEMAP}>{entries}</sitemapindex>"), mtime=0)
    changed = _changed(newsroom().newest("demo_herald", night), night)
    return Reply(packed, content_type="application/gzip", changed=changed)


def robots(base: str) -> Reply:
    """All may, nothing is forbidden, here is the index."""
    return Reply(
        html(f"User-agent: *\nDisallow:\n\nSitemap: {base}/sitemap-index.xml.gz\n"),
        content_type="text/plain; charset=utf-8",
    )


def _changed(stories: list[Story], night: date) -> datetime:
    return max(story.changed_by(night) for story in stories)
