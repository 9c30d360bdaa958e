"""What the Gazette's plug-in for search engines writes into every head: meta tags and one `@graph` of structured data.

Every archive calls itself an article (`og:type`), and every moment is given in UTC, whatever clock the paper goes by.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from spiders.demo_web.desks.gazette import DELETED_TAG
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.papers.gazette_addresses import author_path, pictures_of, post_number, tags_of
from spiders.demo_web.papers.gazette_comments import comments_of
from spiders.demo_web.papers.gazette_theme import NAME, SLOGAN, Place
from spiders.demo_web.story import Story

Node = dict[str, Any]
INDEXED = "index, follow, max-image-preview:large, max-snippet:-1, max-video-preview:-1"
NOT_INDEXED = "noindex, follow"


@dataclass(frozen=True, slots=True)
class Seo:
    """A page as the plug-in sees it: its own path, title, schema.org type and Open Graph type; `trail` leads to it from home."""

    path: str
    title: str
    page_type: str
    og_type: str = "article"
    trail: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    robots: str = INDEXED
    description: str = ""
    feed: tuple[str, str] | None = None
    api: str | None = None
    shortlink: int | None = None
    story: Story | None = None
    author: str | None = None


def head(seo: Seo, place: Place) -> str:
    """Title, links, meta tags and structured data of a page."""
    base, url = place.base, f"{place.base}{seo.path}"
    title = f"{seo.title} - {NAME}" if seo.path != "/" else f"{NAME} - {SLOGAN}"
    feeds = [("/feed/", f"{NAME} » Feed"), ("/comments/feed/", f"{NAME} » Comments Feed")]
    feeds += [(seo.feed[0], f"{NAME} » {seo.feed[1]}")] if seo.feed else []
    lines = [f"<meta name='robots' content='{seo.robots}' />", f"<title>{escape(title)}</title>"]
    lines += [f'<meta name="description" content="{escape(seo.description)}" />'] if seo.description else []
    lines += [f'<link rel="canonical" href="{url}" />'] if seo.robots == INDEXED else []
    lines += [
        f'<meta property="{name}" content="{escape(value)}" />' for name, value in _open_graph(seo, url, title).items()
    ]
    lines += [f'<meta name="{name}" content="{escape(value)}" />' for name, value in _cards(seo, place).items()]
    data = {"@context": "https://schema.org", "@graph": _graph(seo, place, url, title)}
    lines.append(
        f'<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(data, ensure_ascii=False)}</script>'
    )
    lines += [
        f'<link rel="alternate" type="application/rss+xml" title="{escape(name)}" href="{base}{path}" />'
        for path, name in feeds
    ]
    if seo.api:
        lines.append(
            f'<link rel="alternate" title="JSON" type="application/json" href="{base}/wp-json/wp/v2/{seo.api}" />'
        )
    if seo.shortlink:
        lines.append(f"<link rel='shortlink' href='{base}/?p={seo.shortlink}' />")
        embed = f"{base}/wp-json/oembed/1.0/embed?url={url}"
        lines.append(f'<link rel="alternate" title="oEmbed (JSON)" type="application/json+oembed" href="{embed}" />')
    return "\n".join(lines)


def utc(moment: datetime) -> str:
    """A moment as the plug-in writes it: `2026-01-31T11:20:05+00:00`."""
    return moment.astimezone(UTC).isoformat()


def _open_graph(seo: Seo, url: str, title: str) -> dict[str, str]:
    tags = {"og:locale": "en_US", "og:type": seo.og_type, "og:title": title, "og:url": url, "og:site_name": NAME}
    if seo.description:
        tags["og:description"] = seo.description
    if seo.story and seo.published:
        tags["article:published_time"] = utc(seo.published)
    if seo.modified and seo.modified != seo.published:
        tags["article:modified_time"] = utc(seo.modified)
    return tags


def _cards(seo: Seo, place: Place) -> dict[str, str]:
    tags = {"twitter:card": "summary_large_image"}
    if seo.story:
        minutes = max(1, len(seo.story.at(place.night).text.split()) // 200)
        tags = {"author": ", ".join(seo.story.authors), **tags, "twitter:label1": "Written by",
                "twitter:data1": ", ".join(seo.story.authors), "twitter:label2": "Est. reading time",
                "twitter:data2": f"{minutes} minute{'s' if minutes > 1 else ''}"}  # fmt: skip
    return tags


def _graph(seo: Seo, place: Place, url: str, title: str) -> list[Node]:
    base = place.base
    page: Node = {
        "@type": seo.page_type,
        "@id": url,
        "url": url,
        "name": title,
        "isPartOf": {"@id": f"{base}/#website"},
    }
    if seo.published and seo.modified:
        page |= {"datePublished": utc(seo.published), "dateModified": utc(seo.modified)}
    page |= {"breadcrumb": {"@id": f"{url}#breadcrumb"}, "inLanguage": "en-AU"}
    nodes = [page]
    if seo.story:
        page["potentialAction"] = [{"@type": "ReadAction", "target": [url]}]
        nodes = [_article(seo.story, place, url), page, *(_person(name, place) for name in seo.story.authors)]
    if seo.author:
        nodes.append({**_person(seo.author, place), "mainEntityOfPage": {"@id": url}})
    return [*nodes, _breadcrumbs(seo, base, url), _website(base), _organization(base)]


def _article(story: Story, place: Place, url: str) -> Node:
    version, pictures = story.at(place.night), pictures_of(story)
    authors = [{"name": name, "@id": _person_id(name, place)} for name in story.authors]
    node: Node = {
        "@type": "Article",
        "@id": f"{url}#article",
        "isPartOf": {"@id": url},
        "author": authors if len(authors) > 1 else authors[0],
        "headline": version.title,
        "datePublished": utc(story.published),
        "dateModified": utc(story.changed_by(place.night)),
        "mainEntityOfPage": {"@id": url},
        "wordCount": len(version.text.split()),
        "commentCount": len(comments_of(story, place.night)),
        "publisher": {"@id": f"{place.base}/#organization"},
        "keywords": [tag for tag in tags_of(story) if tag != DELETED_TAG or place.night == NIGHTS[0]],
        "articleSection": [story.section.title()],
        "inLanguage": "en-AU",
        "potentialAction": [{"@type": "CommentAction", "name": "Comment", "target": [f"{url}#respond"]}],
    }  # fmt: skip
    if pictures:
        node |= {"image": {"@id": f"{url}#primaryimage"}, "thumbnailUrl": f"{place.base}{pictures[0].file}"}
    return node


def _person_id(name: str, place: Place) -> str:
    return f"{place.base}/#/schema/person/{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def _person(name: str, place: Place) -> Node:
    return {"@type": "Person", "@id": _person_id(name, place), "name": name, "url": f"{place.base}{author_path(name)}"}


def _breadcrumbs(seo: Seo, base: str, url: str) -> Node:
    names = ["Home", *seo.trail] if seo.path != "/" else ["Home"]
    items: list[Node] = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(names, 1)]
    if len(items) > 1:
        items[0]["item"] = f"{base}/"
    return {"@type": "BreadcrumbList", "@id": f"{url}#breadcrumb", "itemListElement": items}


def _website(base: str) -> Node:
    target = {"@type": "EntryPoint", "urlTemplate": f"{base}/?s={{search_term_string}}"}
    return {"@type": "WebSite", "@id": f"{base}/#website", "url": f"{base}/", "name": NAME, "description": SLOGAN,
            "publisher": {"@id": f"{base}/#organization"}, "potentialAction": [
                {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}]}  # fmt: skip


def _organization(base: str) -> Node:
    return {"@type": "Organization", "@id": f"{base}/#organization", "name": NAME, "url": f"{base}/"}


def story_seo(story: Story, place: Place) -> Seo:
    """A story as the plug-in sees it."""
    title = story.at(place.night).title
    return Seo(story.path, title, "WebPage", trail=(title,), published=story.published,
               modified=story.changed_by(place.night), description=story.at(place.night).blocks[0].text,
               feed=(f"{story.path}feed/", f"{title} Comments Feed"), api=f"posts/{post_number(story)}",
               shortlink=post_number(story), story=story)  # fmt: skip
