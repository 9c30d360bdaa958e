"""The pages of the demo web that are no stories, and how a crawl must end with each.

Each is `{"url", "outcomes", "dropped", "why"}`: any of `outcomes` is right; `dropped` says that a stored capture of it must
be left out by extraction. A URL that ends in `*` stands for all that start so. One of whose outcomes is `LEFT_OUT` may go
without a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spiders.demo_web.edition import Edition
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.pages import contexts, pages, parts
from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.papers import MORE
from spiders.demo_web.ports import DEFAULT_PORTS

DAILY, HERALD, BOTE, DIGEST, GAZETTE = (paper(name) for name in PAPERS[:5])
KEPT = ["stored", "not_modified", "duplicate_payload"]
GAZETTE_PAGES = {
    "archive.html": "list of stories",
    "page.html": "static page",
    "attachment.html": "attachment",
    "pixel.png": "picture",
    "comments.xml": "feed of comments",
}
GAZETTE_FURNITURE = ("Share this:", "Related posts:", "Leave a Reply", "Recent Posts", "Published by", "[…]")
LEFT_OUT = "no_story"
"""The outcome of a page that need not be asked for, and so may have no row at all."""
ANY = [*KEPT, LEFT_OUT]


def other_pages(name: str, ports: Mapping[str, int]) -> list[dict[str, Any]]:
    """The pages of one paper that are no stories."""
    base = f"http://127.0.0.1:{ports[name]}"
    rows = {
        "demo_daily": [
            ("/", KEPT, "home page"),
            ("/about", KEPT, "about the paper"),
            ("/region", KEPT, "headlines of its own and of a weekly, newest first"),
            (DAILY.dead_link, ["http_error"], "404, linked from the home page"),
            ("/sponsored/winter-offers", KEPT, "a page of off-site ads"),
        ],
        "demo_herald": [
            *((f"/{section}", KEPT, "section front") for section in ("", *HERALD.sections)),
            ("/feed.xml", KEPT, "RSS"),
            ("/sitemap-index.xml.gz", KEPT, "sitemap index"),
            ("/news-sitemap.xml", KEPT, "news sitemap"),
            ("/sitemap-stories.xml", KEPT, "sitemap"),
            (HERALD.dead_link, ["http_error"], "404, linked from the home page"),
            (HERALD.big, ["too_large"], "8 MB of tide tables"),
            ("/calendar/*", [*KEPT, "trap", "budget"], "endless calendar"),
        ],
        "demo_bote": [
            *((f"/{section}", KEPT, "section front") for section in ("", *BOTE.sections)),
            ("/sitemap.xml", KEPT, "sitemap without dates"),
            (BOTE.pdf, KEPT, "a PDF under text/html"),
            *((path, KEPT, "a part of a story") for path in _parts()),
        ],
        "demo_digest": [
            *((f"/{section}", KEPT, "section front") for section in ("", *DIGEST.sections)),
            ("/atom.xml", KEPT, "Atom feed"),
            *((path, ["robots_denied"], "robots.txt forbids it") for path in DIGEST.members),
        ],
        "demo_gazette": _gazette(),
        "demo_review": [("/", KEPT, "front page"), ("/login", ["not_crawled"], "where the crawl logs in")],
    }
    return [
        {"url": base + path, "outcomes": list(outcomes), "dropped": path == BOTE.pdf, "why": why}
        for path, outcomes, why in rows.get(name, [("/", KEPT, "front page")])
    ]


def _parts() -> list[str]:
    """The further pages of the Bote's stories in parts."""
    return sorted({context["path"] for night in NIGHTS for context in parts(Edition(BOTE, night, DEFAULT_PORTS))})


def _gazette() -> list[tuple[str, list[str], str]]:
    """What stands beside the Gazette's stories on the first night; what is gone on the second is not found then."""
    edition = Edition(GAZETTE, NIGHTS[0], DEFAULT_PORTS)
    made = {page.template or page.file: page for page in pages(GAZETTE)}
    paths = {
        context["path"]: why
        for name, why in GAZETTE_PAGES.items()
        for context in contexts(edition, made[name], MORE["demo_gazette"])
    }
    stories = newsroom().newest("demo_gazette", NIGHTS[0])
    gone = [f"/tag/{GAZETTE.deleted_tag}/", *(story.path for story in stories if story.gone)]
    may_go = {path for path in paths if path.startswith(tuple(gone))}
    rows = [
        (path, [*ANY, *(["http_error"] if path in may_go else [])], why)
        for path, why in paths.items()
        if path not in ("/", "/comments/feed/")
    ]
    return [("/", KEPT, "home page"), ("/feed/", KEPT, "RSS"), ("/sitemap_index.xml", KEPT, "sitemap index"),
            ("/post-sitemap.xml", KEPT, "sitemap of stories"), ("/comments/feed/", ANY, "feed of comments"), *rows]  # fmt: skip


def forbidden(ports: Mapping[str, int]) -> list[str]:
    """URL prefixes that nobody may request."""
    return [f"http://127.0.0.1:{ports['demo_digest']}/members/"]


POLLUTION = {
    "demo_daily": ("newsletter", "player", "0:00", "Related Articles"),
    "demo_herald": ("caption", "share", "wall", "injection", "printed", "Related stories", "old_salt"),
    "demo_bote": ("more_in_print", "Mehr zum Thema", "Alle Rechte vorbehalten"),
    "demo_digest": ("more", "stove", "teaser", "the_rest"),
    "demo_gazette": ("caption", "biography", "slogan", *GAZETTE_FURNITURE),
    "demo_lantern": ("slogan", "Please enable JavaScript"),
    "demo_tribune": ("newsletter",),
    "demo_anzeiger": ("wall", "Mehr zum Thema"),
    "demo_review": ("offer",),
}
"""A paper's furniture: names of its file, or the words themselves."""


def pollution(name: str) -> list[str]:
    """Strings of a paper's furniture that no story's text may contain: headlines of other stories are checked by title."""
    known = paper(name).data
    found = [known.get(words, words) for words in POLLUTION[name]]
    return [words if isinstance(words, str) else "\n".join(words) for words in found] + known.get("readers", [])
