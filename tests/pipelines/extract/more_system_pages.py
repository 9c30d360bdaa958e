# ruff: noqa: E501 -- markup is read best in one line
"""Pages of systems that the first rules were not made on: ikiwiki, Pelican's Reflex, Mezzanine; and pages beside them that look alike."""

from __future__ import annotations

from tests.pipelines.extract.system_pages import ARTICLE, LINES, SITE, SLUGS, TEXT, TITLES, Made, ld, made

TITLED = f'<header class="header"><span class="title">{TITLES[0]}</span></header>'
LINKS = "".join(f'<li><a href="/posts/{n}/">{TITLES[n % 3]} for the {n}th time</a></li>' for n in range(40))
CALENDAR = f'<aside class="sidebar"><table class="month-calendar"><tr><td><ul>{LINKS}</ul></td></tr></table></aside>'
ENTRY = f'<article class="inlinepage"><header class="header"><a href="/posts/{SLUGS[0]}/">{TITLES[0]}</a></header><section>{TEXT}</section></article>'

BY_IKIWIKI = [
    made("ikiwiki story beside a calendar of links", f"/posts/{SLUGS[0]}/", "article", f'<article class="page">{TITLED}{CALENDAR}<div id="pagebody">{TEXT}</div></article>'),
    made("ikiwiki month of one entry", "/archives/2026/11/", "listing", f'<div id="pagebody">{ENTRY}</div>', title="November"),
    made("ikiwiki day of one entry", "/archives/2026/11/20/", "listing", f'<div id="pagebody">{ENTRY}</div>', title="20"),
    made("story below an archive's month", f"/archives/2026/11/{SLUGS[0]}/", "article", f'<h1>{TITLES[0]}</h1><div id="pagebody">{TEXT}</div>'),
    made("story by number in an archive", "/archives/4711/", "article", f'<h1>{TITLES[0]}</h1><div id="pagebody">{TEXT}</div>', head=ARTICLE),
    made("list of links below a long introduction", "/all/", "listing", f"<h1>All stories</h1>{TEXT}<ul>{LINKS}</ul>", title="All stories"),
    made("list of links in a box of no name below an introduction", "/all/", "listing", f"<h1>All stories</h1>{TEXT}<div><ul>{LINKS}</ul></div>", title="All stories"),
    *(
        made(f"list of links in {box} below an introduction", "/all/", "listing", f"<h1>All stories</h1>{TEXT}<{box}><ul>{LINKS}</ul></{box.split()[0]}>", title="All stories")
        for box in ("aside", "nav", 'div class="related-articles"')
    ),
    made("list of links in the one form of a page", "/all/", "listing", f'<form id="aspnetForm"><h1>All stories</h1>{TEXT}<ul>{LINKS}</ul></form>', title="All stories"),
    made("list of links above an introduction in the one form of a page", "/all/", "listing", f'<form id="aspnetForm"><ul>{LINKS}</ul><h1>All stories</h1>{TEXT}</form>', title="All stories"),
    made("story below a menu of links in the one form of a page", f"/news/{SLUGS[0]}/", "article", f'<form id="aspnetForm"><nav><ul>{LINKS}</ul></nav><h1>{TITLES[0]}</h1>{TEXT}</form>'),
    made("list of links in an aside below a short introduction", "/all/", "listing", f"<h1>All stories</h1><p>{LINES[0]}</p><aside><ul>{LINKS}</ul></aside>", title="All stories"),
]  # fmt: skip


def reflex(path: str, kind: str, body: str, blog: str, head: str = "", name: str = "") -> Made:
    node = {"@type": "Blog", "name": "The Saltmarsh Courier", **({"url": blog} if blog else {})}
    return made(f"reflex {name or kind} {path}", path, kind, body, head=head + ld(node))


STORY = (
    f'<article class="single"><header><h1>{TITLES[0]}</h1></header><div class="entry-content">{TEXT}</div></article>'
)
FRONT = "".join(f'<article><h2><a href="/{slug}.html">{title}</a></h2><p>{LINES[0]}</p></article>' for slug, title in zip(SLUGS, TITLES, strict=True))  # fmt: skip
BY_REFLEX = [
    reflex(f"/{SLUGS[0]}.html", "article", STORY, SITE),
    reflex("/", "listing", FRONT, SITE),
    reflex("/column/", "listing", f"<h1>The column</h1>{TEXT}", f"{SITE}/column/", name="blog that calls itself one"),
    reflex("/column/", "listing", f"<h1>The column</h1>{TEXT}", "", name="blog without an address"),
]

BY_MEZZANINE = [
    made("mezzanine password", "/password_reset/", "other", f"<h1>Password reset</h1><form>{TEXT}</form>", title="Password reset"),
    made("story about passwords", "/blog/password-reset-day/", "article", f"<h1>{TITLES[0]}</h1>{TEXT}"),
]  # fmt: skip

PAGES = [*BY_IKIWIKI, *BY_REFLEX, *BY_MEZZANINE]
