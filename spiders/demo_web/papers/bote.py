"""The Wehdener Bote's site: dates in German words, windows-1252 bytes under wrong headers, a sitemap without dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from spiders.demo_web.markup import block, blocks, element, link
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import german_day
from spiders.demo_web.papers.herald_feeds import DECLARATION, SITEMAP, XML
from spiders.demo_web.related import related
from spiders.demo_web.site import Reply, Site, html
from spiders.demo_web.story import Story

NAME = "Wehdener Bote"
RESSORTS = ("lokales", "kultur", "wirtschaft")
CHARSET = "cp1252"
HEADERS = {"missing": "text/html", "utf8": "text/html; charset=utf-8", "latin1": "text/html; charset=iso-8859-1",
           "right": "text/html; charset=windows-1252"}  # fmt: skip
METAS = {"missing": "", "utf8": '<meta charset="utf-8">', "latin1": "",
         "right": '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'}  # fmt: skip
GAZETTE = "/lokales/amtsblatt-ausgabe-5.html"
NOTICE = "Noch mehr Nachrichten aus der Region lesen Sie morgen in der gedruckten Ausgabe."


def bote_site(night: date, ports: Mapping[str, int]) -> Site:
    """The whole site on a night."""
    base = f"http://127.0.0.1:{ports['demo_bote']}"
    room = newsroom()
    replies = {story.path: _reply(story, night) for story in room.of("demo_bote", night)}
    for section in (None, *RESSORTS):
        stories = room.newest("demo_bote", night, section)
        changed = max(story.changed_by(night) for story in stories)
        shown = stories if section else stories[:12]
        replies[f"/{section or ''}"] = Reply(
            html(_listing(section, shown, night), CHARSET), content_type=HEADERS["right"], changed=changed
        )
    replies["/robots.txt"] = Reply(
        html(f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"), content_type="text/plain"
    )
    entries = "\n".join(f"<url><loc>{base}{s.path}</loc></url>" for s in room.newest("demo_bote", night))
    newest = max(s.changed_by(night) for s in room.of("demo_bote", night))
    replies["/sitemap.xml"] = Reply(
        html(f"{DECLARATION}<urlset {SITEMAP}>\n{entries}\n</urlset>"), content_type=XML, changed=newest
    )
    replies[GAZETTE] = Reply(
        _pdf(), content_type="text/html; charset=utf-8", changed=min(s.published for s in room.of("demo_bote", night))
    )
    return Site("demo_bote", replies)


def _reply(story: Story, night: date) -> Reply:
    label = next((trait for trait in HEADERS if trait in story.traits), "right")
    body = html(_story(story, night, METAS[label]), CHARSET)
    return Reply(body, content_type=HEADERS[label], changed=story.changed_by(night))


def _page(title: str, meta: str, body: str) -> str:
    nav = " | ".join(link(f"/{section}", section.title()) for section in RESSORTS)
    return f"""<!DOCTYPE html>
<html lang="de">
<head>{meta}<title>{escape(title)}</title></head>
<body>
<div id="kopf">{link("/", NAME)}<div id="navigation">{nav}</div></div>
{body}
<div id="fuss">© 2026 {NAME} – Alle Rechte vorbehalten. {link("/lokales", "Übersicht")}</div>
</body></html>
"""


def _story(story: Story, night: date, meta: str) -> str:
    version = story.at(night)
    more = "\n".join(f"<li>{link(other.path, other.version.title)}</li>" for other in related(story, story.since))
    rest = version.blocks
    deck = ""
    if rest[0].kind == "standfirst":
        deck, rest = block(rest[0], class_="vorspann"), rest[1:]
    body = f"""<div id="inhalt">
{element("div", story.section.title(), class_="dachzeile")}
{element("h1", version.title)}
{deck}
{element("div", dateline(story), class_="autor")}
<div class="artikeltext">
{blocks(rest)}
</div>
<div class="hinweis">{NOTICE}</div>
<div class="mehr"><h4>Mehr zum Thema</h4><ul>
{more}
</ul></div>
</div>"""
    return _page(f"{version.title} - {NAME}", meta, body)


def dateline(story: Story) -> str:
    """Byline and date as the page shows them: in words with a clock time, in figures with one, or the day alone."""
    when, by = story.published, f"Von {story.authors[0]} | " if story.authors else ""
    if "plain_clock" in story.traits:
        return f"{by}{when:%d.%m.%Y}, {when:%H:%M} Uhr"
    if "day" in story.traits:
        return f"{by}{german_day(when.date()).partition(', ')[2]}"
    return f"{by}{german_day(when.date())}, {when.hour}.{when:%M} Uhr"


def _listing(section: str | None, stories: list[Story], night: date) -> str:
    items = "\n".join(
        f"<h3>{link(s.path, s.at(night).title)}</h3>{element('p', s.at(night).blocks[0].text)}" for s in stories
    )
    gazette = f"<p>{link(GAZETTE, 'Amtsblatt, Ausgabe 5')}</p>" if section == "lokales" else ""
    title = section.title() if section else NAME
    return _page(title, METAS["right"], f'<div id="liste"><h1>{title}</h1>\n{items}\n{gazette}</div>')


def _pdf() -> bytes:
    """A PDF small enough to write by hand."""
    page = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    return (
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
        + page
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n%%EOF\n"
    )
