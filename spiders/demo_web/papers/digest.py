"""The Digest's site: a masthead clock, reprints with credit lines, AMP, print, redirects, and what it forbids whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape as xml_escape

from spiders.demo_web.markup import element, link
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.papers.ads import ad_link
from spiders.demo_web.papers.digest_story import NAME, Place, amp_page, frame, print_page, story_page
from spiders.demo_web.papers.herald_feeds import DECLARATION
from spiders.demo_web.site import Reply, Site, html, moved
from spiders.demo_web.story import Story

SECTIONS = ("wire", "world", "analysis", "essays", "notebook")
MEMBERS = ("/members/", "/members/our-accounts-in-full", "/members/who-we-are-suing")
TEASER = "You will not believe this stove"
TRACKED = "?utm_source=front&utm_medium=teaser"
ROBOTS = """User-agent: *
Disallow: /members/

User-agent: GPTBot
User-agent: CCBot
Disallow: /analysis/
Disallow: /members/
"""
TDMREP = [{"location": "/essays/*", "tdm-reservation": 1, "tdm-policy": "/essays-policy.json"}]


def digest_site(night: date, ports: Mapping[str, int]) -> Site:
    """The whole site on a night. No validators: its masthead changes every page every day."""
    place = Place(night, f"http://127.0.0.1:{ports['demo_digest']}", dict(ports))
    replies: dict[str, Reply] = {}
    for story in newsroom().of("demo_digest", night):
        replies |= _pages_of(story, place)
    for section in (None, *SECTIONS):
        replies[f"/{section or ''}"] = Reply(html(_listing(section, place)))
    replies |= {path: Reply(html(frame("Members", place, "<h1>For members</h1>"))) for path in MEMBERS}
    replies["/robots.txt"] = Reply(html(ROBOTS), content_type="text/plain")
    replies["/.well-known/tdmrep.json"] = Reply(html(json.dumps(TDMREP)), content_type="application/json")
    replies["/atom.xml"] = _atom(place)
    return Site("demo_digest", replies)


def redirect_of(story: Story) -> str | None:
    """The address through which listings link a story, two redirects before its own; None when they link it straight."""
    return f"/r/{story.path.rsplit('-', 1)[1]}" if "redirected" in story.traits else None


def _pages_of(story: Story, place: Place) -> dict[str, Reply]:
    headers = (("X-Robots-Tag", "noai, noimageai"),) if "noai_header" in story.traits else ()
    pages = {story.path: Reply(html(story_page(story, place)), headers=headers)}
    if "amp" in story.traits:
        pages[f"/amp{story.path}"] = Reply(html(amp_page(story, place)), headers=headers)
    if "print" in story.traits:
        pages[f"{story.path}?print=1"] = Reply(html(print_page(story, place)), headers=headers)
    first = redirect_of(story)
    if first:
        second = first.replace("/r/", "/go/")
        pages |= {first: moved(second, 302), second: moved(f"{place.base}{story.path}")}
    return pages


def _listing(section: str | None, place: Place) -> str:
    stories = newsroom().newest("demo_digest", place.night, section)
    tail = "" if section else TRACKED
    items = [
        f"<li>{link((redirect_of(story) or story.path) + tail, story.at(place.night).title)}</li>"
        for story in (stories if section else stories[:12])
    ]
    ad = ad_link(place.ports["ads"], 1 + SECTIONS.index(section) if section else 0)
    items.insert(2, f"<li>{link(ad, TEASER, rel='sponsored')}</li>")
    members = "" if section else "".join(link(path, "Members only: read on here") for path in MEMBERS)
    title = section.title() if section else NAME
    river = "\n".join(items)
    return frame(title, place, f'{element("h1", title)}\n<ul class="river">\n{river}\n</ul>\n{members}')


def _atom(place: Place) -> Reply:
    stories = newsroom().newest("demo_digest", place.night)[:12]
    entries = "\n".join(
        f'<entry><title>{xml_escape(s.at(place.night).title)}</title><id>{place.base}{s.path}</id>'
        f'<link href="{place.base}{s.path}?utm_source=atom"/><published>{s.published.isoformat()}</published>'
        f"<updated>{s.changed_by(place.night).isoformat()}</updated></entry>"
        for s in stories
    )  # fmt: skip
    head = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{NAME}</title><id>{place.base}/</id>'
    newest = max(s.changed_by(place.night) for s in stories).isoformat()
    text = f"{DECLARATION}{head}<updated>{newest}</updated>\n{entries}\n</feed>"
    return Reply(html(text), content_type="application/atom+xml")
