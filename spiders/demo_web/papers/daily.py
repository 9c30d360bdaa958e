"""The Larkhaven Daily's pages: a masthead with today's date, the headline twice, a dead player, and fifty headlines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from spiders.demo_web.courier import Headline, headlines
from spiders.demo_web.markup import block, element, link
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import masthead
from spiders.demo_web.papers.ads import ad_link
from spiders.demo_web.related import front_page, in_region, related
from spiders.demo_web.site import Reply, Site, html
from spiders.demo_web.story import Story

NAME = "Larkhaven Daily"
DEAD_LINK = "/uk/the-story-we-took-down-9999"
SPONSORED = "/sponsored/winter-offers"
REGION = "/region"
NEWSLETTER = "Get the Daily in your inbox every morning. Enter your email address and press Subscribe."
PLAYER = ("0:00", "0:00", "Close")


def daily_site(night: date, ports: Mapping[str, int]) -> Site:
    """The whole site on a night. No validators, no robots.txt, no feed, no sitemap."""
    pages = {story.path: _story(story, night) for story in newsroom().of("demo_daily", night)}
    pages |= {
        "/": _home(night),
        "/about": _about(night),
        REGION: _region(night),
        SPONSORED: _sponsored(night, ports["ads"]),
    }
    return Site("demo_daily", {path: Reply(html(text)) for path, text in pages.items()})


def _page(title: str, night: date, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{escape(title)}</title><link rel="stylesheet" href="/style.css"></head>
<body>
<div id="top"><a href="/"><b>{NAME}</b></a><div class="motto">Focus on the small picture.</div>
<div class="when">{masthead(night)}</div></div>
{body}
<div id="foot"><a href="/about">About us</a> <a href="{SPONSORED}">Winter offers</a> &copy; 2009-2026 {NAME}</div>
</body></html>
"""


def _story(story: Story, night: date) -> str:
    version = story.at(night)
    pieces = [block(piece) for piece in version.blocks]
    pieces.insert(min(7, len(pieces) - 1), f'<div class="nl"><b>Newsletter</b><p>{NEWSLETTER}</p><form action="/subscribe">'
                  '<input name="email"></form></div>')  # fmt: skip
    text = "\n".join(pieces)
    headlines = "\n".join(f"<div>{link(other.path, other.at(night).title)}</div>" for other in related(story, night))
    body = f"""<div class="content">
{element("h1", version.title)}
<div class="text">
{element("p", version.title)}
{text}
</div>
<h4>Newsletter</h4>
<h4>Related Articles</h4>
<div class="player"><span>{PLAYER[0]}</span><br><span>{PLAYER[1]}</span><br><span>{PLAYER[2]}</span></div>
<div class="list">
{headlines}
</div>
<span class="x">&times;</span>
</div>"""
    return _page(f"{version.title} - {NAME}", night, body)


def _home(night: date) -> str:
    leads = "\n".join(f"<h2>{link(story.path, story.at(night).title)}</h2>" for story in front_page(night))
    dead = link(DEAD_LINK, "The story we took down and never put back")
    region = f"<p>{link(REGION, 'Around the region')}</p>"
    return _page(NAME, night, f'<div class="front">\n{leads}\n<h2>{dead}</h2>\n</div>\n{region}')


def _region(night: date) -> str:
    """Headlines of its own and of a weekly neighbour, the newest first."""
    own = [Headline(story.published, story.path, story.at(night).title) for story in in_region(night)]
    listed = sorted((*own, *headlines(night)), reverse=True)
    lines = "\n".join(f"<li>{link(each.url, each.title)}</li>" for each in listed)
    return _page(f"Around the region - {NAME}", night, f"<h1>Around the region</h1>\n<ul>\n{lines}\n</ul>")


def _about(night: date) -> str:
    words = "The Daily is put together by a small staff above a bakery. Letters are read aloud on Thursdays."
    return _page(f"About us - {NAME}", night, f"<h1>About us</h1>\n{element('p', words)}")


def _sponsored(night: date, ads_port: int) -> str:
    offers = "\n".join(
        f"<li>{link(ad_link(ads_port, n), f'Offer {n}: half price until it is gone')}</li>" for n in range(40)
    )
    return _page(f"Winter offers - {NAME}", night, f"<h1>Winter offers</h1>\n<ul>\n{offers}\n</ul>")
