"""What the Gazette tells machines: feeds of stories and of comments in UTC, a sitemap for each kind of page, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from html import unescape
from xml.sax.saxutils import escape

from spiders.demo_web.desks.gazette import AUTHORS, CATEGORIES, DELETED_TAG, TAGS
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS, rfc822
from spiders.demo_web.papers.gazette_addresses import author_path, category_path, post_number, tag_path, tags_of
from spiders.demo_web.papers.gazette_archives import first_words
from spiders.demo_web.papers.gazette_comments import Comment, comments_of
from spiders.demo_web.papers.gazette_seo import utc
from spiders.demo_web.papers.gazette_static import FOUNDED
from spiders.demo_web.papers.gazette_theme import SLOGAN, SOURCE, STATIC, Place, plain, text_of
from spiders.demo_web.papers.herald_feeds import DECLARATION, SITEMAP, XML
from spiders.demo_web.site import Reply, html
from spiders.demo_web.story import Story

RSS = "application/rss+xml; charset=UTF-8"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)
IN_FEED = 10
INDEX = "/sitemap_index.xml"


def story_feed(title: str, path: str, stories: Iterable[Story], place: Place) -> Reply:
    """A feed of the newest stories of the paper or of one of its lists."""
    newest = list(stories)[:IN_FEED]
    changed = max((story.changed_by(place.night) for story in newest), default=FOUNDED)
    return _feed(title, path, "\n".join(_item(story, place) for story in newest), changed, place)


def comment_feed(title: str, path: str, stories: Iterable[Story], place: Place) -> Reply:
    """A feed of comments: each item is dated by the comment, and its link is the story with a fragment."""
    said = [(comment, story) for story in stories for comment in comments_of(story, place.night)]
    said.sort(key=lambda pair: pair[0].when, reverse=True)
    changed = max((comment.when for comment, _ in said), default=FOUNDED)
    items = "\n".join(_comment_item(comment, story, place) for comment, story in said[:IN_FEED])
    return _feed(title, path, items, changed, place)


def _feed(title: str, path: str, items: str, changed: datetime, place: Place) -> Reply:
    text = f"""{DECLARATION}<rss version="2.0" {NAMESPACES}>
<channel><title>{escape(title)}</title>
<atom:link href="{place.base}{path}" rel="self" type="application/rss+xml" />
<link>{place.base}/</link><description>{SLOGAN}</description>
<lastBuildDate>{_rfc(changed)}</lastBuildDate><language>en-AU</language>
<generator>https://wordpress.org/?v=6.8.3</generator>
{items}
</channel></rss>
"""
    return Reply(html(text), content_type=RSS, changed=changed)


def _item(story: Story, place: Place) -> str:
    url, version = f"{place.base}{story.path}", story.at(place.night)
    labels = [story.section.title(), *(tag for tag in tags_of(story) if tag != DELETED_TAG or place.night == NIGHTS[0])]
    return f"""<item><title>{escape(unescape(plain(version.title)))}</title><link>{url}</link><comments>{url}#comments</comments>
<dc:creator><![CDATA[{", ".join(story.authors)}]]></dc:creator><pubDate>{_rfc(story.published)}</pubDate>
{"".join(f"<category><![CDATA[{label}]]></category>" for label in labels)}
<guid isPermaLink="false">{place.base}/?p={post_number(story)}</guid>
<description><![CDATA[{plain(first_words(story, place))}]]></description>
<content:encoded><![CDATA[{text_of(story, place.night)}]]></content:encoded>
<wfw:commentRss>{url}feed/</wfw:commentRss><slash:comments>{len(comments_of(story, place.night))}</slash:comments></item>"""


def _comment_item(comment: Comment, story: Story, place: Place) -> str:
    url = f"{place.base}{story.path}#comment-{comment.number}"
    return f"""<item><title>Comment on {escape(story.at(place.night).title)} by {comment.reader}</title><link>{url}</link>
<dc:creator><![CDATA[{comment.reader}]]></dc:creator><pubDate>{_rfc(comment.when)}</pubDate><guid isPermaLink="false">{url}</guid>
<description>{escape(comment.text)}</description></item>"""


def _rfc(moment: datetime) -> str:
    return rfc822(moment.astimezone(UTC))


def sitemaps(place: Place) -> dict[str, Reply]:
    """The index and its parts: stories with the night they were last changed, static pages, categories, tags, authors."""
    night, newest = place.night, newsroom().newest(SOURCE, place.night)
    tags = [*TAGS, *([DELETED_TAG] if night == NIGHTS[0] else [])]
    parts = {
        "post": [(s.path, s.changed_by(night)) for s in newest],
        "page": [("/", _last(newest, night)), *((f"/{name}/", FOUNDED) for name in STATIC)],
        "category": [(category_path(c), _last([s for s in newest if s.section == c], night)) for c in CATEGORIES],
        "post_tag": [(tag_path(t), _last([s for s in newest if t in tags_of(s)], night)) for t in tags],
        "author": [(author_path(a), _last([s for s in newest if a in s.authors], night)) for a in AUTHORS],
    }
    replies = {f"/{name}-sitemap.xml": _xml("urlset", "url", rows, place) for name, rows in parts.items()}
    index = [(f"/{name}-sitemap.xml", max(when for _, when in rows)) for name, rows in parts.items()]
    return replies | {INDEX: _xml("sitemapindex", "sitemap", index, place)}


def _last(stories: list[Story], night: date) -> datetime:
    return max(story.changed_by(night) for story in stories)


def _xml(root: str, row: str, rows: list[tuple[str, datetime]], place: Place) -> Reply:
    lines = "\n".join(
        f"<{row}><loc>{place.base}{path}</loc><lastmod>{utc(when)}</lastmod></{row}>" for path, when in rows
    )
    text = f"{DECLARATION}<{root} {SITEMAP}>\n{lines}\n</{root}>\n"
    return Reply(html(text), content_type=XML, headers=(("X-Robots-Tag", "noindex, follow"),))


def robots(place: Place) -> Reply:
    """Nothing is forbidden but the administration; the index of sitemaps is named."""
    lines = (
        "User-agent: *",
        "Disallow: /wp-admin/",
        "Allow: /wp-admin/admin-ajax.php",
        "",
        f"Sitemap: {place.base}{INDEX}",
        "",
    )
    return Reply(html("\n".join(lines)), content_type="text/plain; charset=utf-8")
