"""A story page of the Digest, and its AMP and print variants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from spiders.demo_web.markup import blocks, element, link
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import MONTHS
from spiders.demo_web.papers.ads import ad_link
from spiders.demo_web.related import related
from spiders.demo_web.story import Story

NAME = "The Digest"
COPYRIGHT = "© The Digest. Reproduced with permission."
PAPERS = {"demo_herald": "the Saltmere Herald", "demo_daily": "the Larkhaven Daily"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a page stands: the night, the site's base URL, and everybody's ports."""

    night: date
    base: str
    ports: dict[str, int]


def frame(title: str, place: Place, body: str, head: str = "") -> str:
    """A page of the Digest around `body`, under a masthead whose `<time>` is today."""
    nav = " ".join(link(f"/{s}", s.title()) for s in ("wire", "world", "analysis", "essays", "notebook"))
    today = place.night
    clock = f'<time datetime="{today.isoformat()}">{today.day} {MONTHS[today.month - 1]} {today.year}</time>'
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{escape(title)}</title>
<link rel="alternate" type="application/atom+xml" href="/atom.xml">
{head}</head>
<body><header class="bar">{link("/", NAME)} {clock}<nav>{nav}</nav></header>
{body}
<footer>{NAME} is read in eleven time zones. &copy; 2026</footer>
</body></html>
"""


def credit(story: Story) -> str | None:
    """The line above a reprint that says where it stood first; None above the Digest's own stories."""
    if story.origin is None:
        return None
    agency = f" Reporting by {story.agency}." if story.agency else ""
    return f"This story first appeared in {PAPERS[newsroom().stories[story.origin].source]}.{agency}"


def canonical(story: Story, place: Place) -> str:
    """What the page names as its canonical URL: itself, or the page it was taken from."""
    if "canonical_to_origin" in story.traits:
        return _origin_url(story, place)
    return f"{place.base}{story.path}"


def story_page(story: Story, place: Place) -> str:
    """The page proper."""
    version = story.at(place.night)
    more = "\n".join(f"<li>{link(o.path, o.version.title)}</li>" for o in related(story, story.since))
    ad = link(ad_link(place.ports["ads"], len(story.path)), "This stove heats a whole house", rel="sponsored")
    body = f"""<article>
{element("h1", version.title)}
{_byline(story)}
{_body(story, place)}
<div class="ad">{ad}</div>
</article>
<section class="more"><h3>More from The Digest</h3><ul>
{more}
</ul></section>"""
    return frame(f"{version.title} · {NAME}", place, body, _head(story, place))


def amp_page(story: Story, place: Place) -> str:
    """The AMP variant: no related stories."""
    title = story.at(place.night).title
    head = f'<link rel="canonical" href="{place.base}{story.path}"><script async src="/amp.js"></script>'
    page = f"<article>{element('h1', title)}\n{_byline(story)}\n{_body(story, place)}</article>"
    return frame(title, place, page, head).replace("<html ", "<html amp ", 1)


def print_page(story: Story, place: Place) -> str:
    """The print variant: bare."""
    title = story.at(place.night).title
    head = f'<title>{escape(title)}</title><link rel="canonical" href="{place.base}{story.path}">'
    return f"<!DOCTYPE html><meta charset=utf-8>{head}\n{element('h1', title)}\n{_byline(story)}\n{_body(story, place)}"


def _body(story: Story, place: Place) -> str:
    first = credit(story)
    top = element("p", first, class_="credit") if first else ""
    foot = element("p", COPYRIGHT, class_="rights") if first else ""
    cut = ""
    if story.role == "excerpt":
        cut = f'<p class="cut">{link(_origin_url(story, place), "Read the rest at its source")}</p>'
    return f'{top}\n<div class="story">\n{blocks(story.at(place.night).blocks)}\n</div>\n{cut}{foot}'


def _origin_url(story: Story, place: Place) -> str:
    """The URL of the story a reprint was taken from."""
    origin = newsroom().stories[story.origin or story.key]
    return f"http://127.0.0.1:{place.ports[origin.source]}{origin.path}"


def _byline(story: Story) -> str:
    when = story.published
    by = f"By {story.authors[0]}" if story.authors else (story.agency or "Staff and agencies")
    shown = f"{MONTHS[when.month - 1]} {when.day}, {when.year} {when:%H:%M} IST"
    clock = f'<time itemprop="datePublished" datetime="{when.isoformat()}">{shown}</time>'
    return f'<p class="meta"><span class="by">{by}</span> {clock}</p>'


def _head(story: Story, place: Place) -> str:
    lines = [f'<link rel="canonical" href="{canonical(story, place)}">', '<meta property="og:type" content="article">']
    if story.section != "notebook":
        lines.append(f'<meta property="article:published_time" content="{story.published.isoformat()}">')
    if story.modified and story.changed_by(place.night) == story.modified:
        lines.append(f'<meta property="article:modified_time" content="{story.modified.isoformat()}">')
    if story.authors:
        lines.append(f'<meta name="author" content="{escape(story.authors[0])}">')
    if "noai_meta" in story.traits:
        lines.append('<meta name="robots" content="noai, noimageai">')
    if "amp" in story.traits:
        lines.append(f'<link rel="amphtml" href="/amp{story.path}">')
    if "print" in story.traits:
        lines.append(f'<link rel="alternate" media="print" href="{story.path}?print=1">')
    return "\n".join(lines) + "\n"
