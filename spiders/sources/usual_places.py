"""Usual places of feeds and sitemaps in publishing systems, requested if neither home page nor robots.txt names any.

Each address is relative to the home page, because a publication may be in a folder of its host. Sources: the
documentation of each system.
"""

from __future__ import annotations

import re

FEEDS: dict[str, tuple[str, ...]] = {
    "wordpress": ("feed/", "?feed=rss2"),
    "hugo": ("index.xml",),
    "jekyll": ("feed.xml",),
    "eleventy": ("feed/feed.xml", "feed.xml"),
    "pelican": ("feeds/all.atom.xml", "feeds/all.rss.xml"),
    "nikola": ("rss.xml",),
    "hexo": ("atom.xml", "rss2.xml"),
    "ghost": ("rss/",),
    "drupal": ("rss.xml",),
    "spip": ("spip.php?page=backend",),
    "mkdocs": ("feed_rss_created.xml",),
    "docusaurus": ("blog/rss.xml",),
    "joomla": ("?format=feed&type=rss",),
    "plone": ("RSS",),
    "blogger": ("feeds/posts/default",),
}
SITEMAPS: dict[str, tuple[str, ...]] = {
    "wordpress": ("wp-sitemap.xml", "sitemap_index.xml", "?sitemap=index"),
    "nikola": ("sitemapindex.xml",),
    "spip": ("spip.php?page=sitemap",),
    "joomla": ("index.php?option=com_jmap&view=sitemap&format=xml",),
}
ANY_FEED = (
    "feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/", "?feed=rss2", "feeds/all.atom.xml",
    "spip.php?page=backend", "feed_rss_created.xml",
)  # fmt: skip
ANY_SITEMAP = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml", "sitemap-index.xml", "?sitemap=index")
NEWS_SITEMAPS = ("news-sitemap.xml", "sitemap-news.xml")
MARKS = (
    ("wordpress", re.compile(rb"/wp-(?:content|includes|json)/")),
    ("drupal", re.compile(rb"/sites/default/files/|data-drupal-|drupal-settings-json")),
    ("spip", re.compile(rb"spip\.php|/local/cache-(?:js|css)/|spip_(?:logo|doc)")),
    ("hexo", re.compile(rb"hexo-theme|/js/hexo", re.IGNORECASE)),
)
"""Markup that identifies a system without a generator element."""
NAMED_FEED = re.compile(
    r"(?:/(?:feed|rss|atom)(?:/(?:rss2?|atom))?/?|[/._-](?:feed|rss|atom|backend)\w*\.(?:xml|rdf|json|php)|/index\.xml|\.(?:rss|atom)"
    r"|[?&]feed=(?:rss2?|atom)|[?&]page=backend)$",
    re.IGNORECASE,
)
"""Addresses of links in a page that lead to a feed."""


def system_of(generator: str | None, body: bytes) -> str | None:
    """The publishing system of a page, by its generator element or its markup.

    >>> system_of("WordPress 6.8.1", b""), system_of(None, b"<img src='/wp-content/a.jpg'>"), system_of("vi", b"")
    ('wordpress', 'wordpress', None)
    """
    said = (generator or "").lower()
    named = next((system for system in FEEDS if system in said), None)
    return named or next((system for system, mark in MARKS if mark.search(body)), None)


def usual_feeds(system: str | None) -> tuple[str, ...]:
    """Usual addresses of a feed, those of the system first."""
    return tuple(dict.fromkeys((*FEEDS.get(system or "", ()), *ANY_FEED)))


def usual_sitemaps(system: str | None) -> tuple[str, ...]:
    """Usual addresses of a sitemap, those of the system first."""
    return tuple(dict.fromkeys((*SITEMAPS.get(system or "", ()), *ANY_SITEMAP)))
