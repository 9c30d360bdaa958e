"""The Gazette's theme: the frame of every page, and a story as the classic templates of WordPress print it.

A page's body classes name its template; texts go through the typesetting that WordPress does (curly quotes as entities).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape

from spiders.demo_web.desks.gazette import CATEGORIES, DELETED_TAG, TAGS
from spiders.demo_web.markup import blocks
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import MONTHS, NIGHTS
from spiders.demo_web.papers.gazette_addresses import (
    author_path,
    category_path,
    label_number,
    post_number,
    tag_path,
    tags_of,
)
from spiders.demo_web.papers.gazette_comments import comments_of
from spiders.demo_web.related import RECENT
from spiders.demo_web.story import Story

SOURCE = "demo_gazette"
NAME = "The Cobblewick Gazette"
SLOGAN = "News from the hill villages since 1911"
STATIC = {"about": "About us", "contact": "Contact", "privacy-policy": "Privacy policy"}
SHARED_ON = {"twitter": "Twitter", "facebook": "Facebook", "email": "Email"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a page is served: its night, the Gazette's own address, and that of the host of ads."""

    night: date
    base: str
    ads: str


def typeset(markup: str) -> str:
    r"""Markup without attributes, its straight quotes made curly as WordPress does.

    >>> typeset('<p>"It\'s late," she said.</p>')
    '<p>&#8220;It&#8217;s late,&#8221; she said.</p>'
    """
    opened = re.sub(r'(^|[\s>(])"', r"\1&#8220;", markup)
    return opened.replace('"', "&#8221;").replace("'", "&#8217;")


def plain(text: str) -> str:
    """A line of text as markup."""
    return typeset(escape(text, quote=False))


def shown_day(when: datetime) -> str:
    """A day as the paper writes it: `January 31, 2026`."""
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"


def frame(place: Place, head: str, classes: str, body: str) -> str:
    """A page: `head` by the plug-in for search engines, `classes` of its template, `body` between masthead and sidebar."""
    base, night = place.base, place.night
    menu = "\n".join(
        f'<li class="page_item page-item-{n}"><a href="{base}/{name}/">{title}</a></li>'
        for n, (name, title) in enumerate(STATIC.items(), 2)
    )
    nonce = f"{night.toordinal() * 7919:010x}"[-10:]
    return f"""<!DOCTYPE html>
<html lang="en-AU">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="profile" href="https://gmpg.org/xfn/11">
{head}
<link rel='stylesheet' id='wp-block-library-css' href='{base}/wp-includes/css/dist/block-library/style.min.css?ver=6.8.3' />
<script id="gazette-js-extra">var gazette_ajax = {{"url":"{base}/wp-admin/admin-ajax.php","nonce":"{nonce}"}};</script>
<link rel="https://api.w.org/" href="{base}/wp-json/" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{base}/xmlrpc.php?rsd" />
<meta name="generator" content="WordPress 6.8.3" />
</head>

<body class="{classes} wp-theme-broadsheet">
<div id="page" class="site">
<a class="skip-link screen-reader-text" href="#primary">Skip to content</a>
<header id="masthead" class="site-header">
<div class="site-branding"><p class="site-title"><a href="{base}/" rel="home">{NAME}</a></p>
<p class="site-description">{SLOGAN}</p></div>
<nav id="site-navigation" class="main-navigation"><div class="menu"><ul>
{menu}
</ul></div></nav>
</header>
<div id="content" class="site-content">
{body}
{_sidebar(place)}
</div>
<footer id="colophon" class="site-footer"><div class="site-info">&copy; 2026 {NAME} <span class="sep"> | </span>
<a href="{base}/privacy-policy/">Privacy policy</a> <span class="sep"> | </span> <a href="{base}/wp-login.php">Log in</a></div>
</footer>
</div>
</body>
</html>
"""


@cache
def _sidebar(place: Place) -> str:
    """Search form, recent stories and comments, months, categories, and a cloud of tags."""
    base, newest = place.base, newsroom().newest(SOURCE, place.night)
    tags = [*TAGS, *([DELETED_TAG] if place.night == NIGHTS[0] else [])]
    said = [(comment, story) for story in newest for comment in comments_of(story, place.night)]
    said.sort(key=lambda pair: pair[0].when, reverse=True)
    months = dict.fromkeys((story.published.year, story.published.month) for story in newest)
    form = (
        f'<form role="search" method="get" class="search-form" action="{base}/"><input type="search" name="s"></form>'
    )
    widgets = {
        "recent-entries": ("Recent Posts", [
            f'<li><a href="{base}{s.path}">{plain(s.at(place.night).title)}</a></li>' for s in newest[:RECENT]]),
        "recent-comments": ("Recent Comments", [
            f'<li class="recentcomments"><span class="comment-author-link">{comment.reader}</span> on '
            f'<a href="{base}{s.path}#comment-{comment.number}">{plain(s.at(place.night).title)}</a></li>'
            for comment, s in said[:RECENT]]),
        "archive": ("Archives", [
            f"<li><a href='{base}/{year}/{month:02d}/'>{MONTHS[month - 1]} {year}</a></li>" for year, month in months]),
        "categories": ("Categories", [
            f'<li class="cat-item cat-item-{label_number(c)}"><a href="{base}{category_path(c)}">{c.title()}</a></li>'
            for c in CATEGORIES]),
        "tag_cloud": ("Tags", [
            f'<li><a href="{base}{tag_path(t)}" class="tag-cloud-link tag-link-{label_number(t)}">{t}</a></li>' for t in tags]),
    }  # fmt: skip
    sections = "\n".join(
        f'<section id="{name}-2" class="widget widget_{name}"><h2 class="widget-title">{title}</h2><ul>\n'
        + "\n".join(items)
        + "\n</ul></section>"
        for name, (title, items) in widgets.items()
    )
    search = f'<section class="widget widget_search">{form}</section>'
    return f'<aside id="secondary" class="widget-area">{search}\n{sections}\n</aside>'


def meta_line(story: Story, place: Place) -> str:
    """Day and byline above a story."""
    url, when = f"{place.base}{story.path}", story.published
    first, changed = "entry-date published updated", story.changed_by(place.night)
    touched = ""
    if changed != when:
        first = "entry-date published"
        touched = f'<time class="updated" datetime="{changed.isoformat()}">{shown_day(changed)}</time>'
    day = f'<time class="{first}" datetime="{when.isoformat()}">{shown_day(when)}</time>{touched}'
    names = " and ".join(
        f'<span class="author vcard"><a class="url fn n" href="{place.base}{author_path(name)}">{plain(name)}</a></span>'
        for name in story.authors
    )
    return (
        f'<div class="entry-meta"><span class="posted-on">Posted on <a href="{url}" rel="bookmark">{day}</a></span>'
        f'<span class="byline"> by {names}</span></div>'
    )


def footer_line(story: Story, place: Place, comments: str = "") -> str:
    """Category, tags and the link to the comments below a story."""
    base = place.base
    tags = [tag for tag in tags_of(story) if tag != DELETED_TAG or place.night == NIGHTS[0]]
    tagged = ", ".join(f'<a href="{base}{tag_path(tag)}" rel="tag">{tag}</a>' for tag in tags)
    return (
        f'<footer class="entry-footer"><span class="cat-links">Posted in <a href="{base}{category_path(story.section)}" '
        f'rel="category tag">{story.section.title()}</a></span><span class="tags-links">Tagged {tagged}</span>{comments}</footer>'
    )


def share_links(story: Story, place: Place) -> str:
    """Buttons that share a story by an address of the paper itself."""
    number, url = post_number(story), f"{place.base}{story.path}"
    buttons = "\n".join(
        f'<li class="share-{name}"><a rel="nofollow noopener noreferrer" data-shared="sharing-{name}-{number}" '
        f'class="share-{name} sd-button share-icon" href="{url}?share={name}&amp;nb=1" target="_blank" '
        f'title="Click to share on {title}"><span>{title}</span></a></li>'
        for name, title in SHARED_ON.items()
    )
    return (
        '<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social sd-sharing">'
        f'<h3 class="sd-title">Share this:</h3><div class="sd-content"><ul>\n{buttons}\n</ul></div></div></div>'
    )


def text_of(story: Story, night: date) -> str:
    """A story's blocks as markup."""
    return typeset(blocks(story.at(night).blocks))


def post_classes(story: Story, tags: Iterable[str]) -> str:
    """Classes that WordPress gives a story's element wherever it stands."""
    number = post_number(story)
    labels = " ".join((f"category-{story.section}", *(f"tag-{tag}" for tag in tags)))
    return f"post-{number} post type-post status-publish format-standard hentry {labels}"
