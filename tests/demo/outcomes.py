"""The pages of the demo web that are no stories, and how a crawl must end with each.

Each is `{"url", "outcomes", "dropped", "why"}`: any of `outcomes` is right; `dropped` says that a stored capture of it must
be left out by extraction. A URL that ends in `*` stands for all that start so. One of whose outcomes is `LEFT_OUT` may go
without a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spiders.demo_web.desks.gazette import DELETED_TAG
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.papers import bote, daily, digest, gazette_story, gazette_theme, herald, herald_story
from spiders.demo_web.papers.gazette_addresses import pictures_of
from spiders.demo_web.papers.gazette_archives import archives, page_paths
from spiders.demo_web.papers.gazette_comments import READERS

FIRST = gazette_theme.Place(NIGHTS[0], "http://127.0.0.1", "http://127.0.0.1")
KEPT = ["stored", "not_modified", "duplicate_payload"]
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
            (daily.REGION, KEPT, "headlines of its own and of a weekly, newest first"),
            (daily.DEAD_LINK, ["http_error"], "404, linked from the home page"),
            (daily.SPONSORED, KEPT, "a page of off-site ads"),
        ],
        "demo_herald": [
            *((f"/{section}", KEPT, "section front") for section in ("", *herald.SECTIONS)),
            ("/feed.xml", KEPT, "RSS"),
            ("/sitemap-index.xml.gz", KEPT, "sitemap index"),
            ("/news-sitemap.xml", KEPT, "news sitemap"),
            ("/sitemap-stories.xml", KEPT, "sitemap"),
            (herald.DEAD_LINK, ["http_error"], "404, linked from the home page"),
            (herald.BIG, ["too_large"], "8 MB of tide tables"),
            ("/calendar/*", [*KEPT, "trap", "budget"], "endless calendar"),
        ],
        "demo_bote": [
            *((f"/{section}", KEPT, "section front") for section in ("", *bote.RESSORTS)),
            ("/sitemap.xml", KEPT, "sitemap without dates"),
            (bote.GAZETTE, KEPT, "a PDF under text/html"),
        ],
        "demo_digest": [
            *((f"/{section}", KEPT, "section front") for section in ("", *digest.SECTIONS)),
            ("/atom.xml", KEPT, "Atom feed"),
            *((path, ["robots_denied"], "robots.txt forbids it") for path in digest.MEMBERS),
        ],
        "demo_gazette": _gazette(),
    }
    return [
        {"url": base + path, "outcomes": list(outcomes), "dropped": path == bote.GAZETTE, "why": why}
        for path, outcomes, why in rows[name]
    ]


def _gazette() -> list[tuple[str, list[str], str]]:
    """What stands beside the Gazette's stories on the first night; what is gone on the second is not found then."""
    paths = {path: "list of stories" for archive in archives(FIRST) for path in page_paths(archive)}
    paths |= {f"/{name}/": "static page" for name in gazette_theme.STATIC}
    stories = newsroom().newest("demo_gazette", NIGHTS[0])
    paths |= {picture.path: "attachment" for story in stories for picture in pictures_of(story)}
    paths |= {picture.file: "picture" for story in stories for picture in pictures_of(story)}
    paths |= {f"{story.path}feed/": "feed of comments" for story in stories}
    gone = [f"/tag/{DELETED_TAG}/", *(story.path for story in stories if story.gone)]
    may_go = {path for path in paths if path.startswith(tuple(gone))}
    rows = [
        (path, [*ANY, *(["http_error"] if path in may_go else [])], why) for path, why in paths.items() if path != "/"
    ]
    return [("/", KEPT, "home page"), ("/feed/", KEPT, "RSS"), ("/sitemap_index.xml", KEPT, "sitemap index"),
            ("/post-sitemap.xml", KEPT, "sitemap of stories"), ("/comments/feed/", ANY, "feed of comments"), *rows]  # fmt: skip


def forbidden(ports: Mapping[str, int]) -> list[str]:
    """URL prefixes that nobody may request."""
    return [f"http://127.0.0.1:{ports['demo_digest']}/members/"]


def pollution(name: str) -> list[str]:
    """Strings of a paper's furniture that no story's text may contain: headlines of other stories are checked by title."""
    if name == "demo_daily":
        return [daily.NEWSLETTER, "\n".join(daily.PLAYER), "0:00", "Related Articles"]
    if name == "demo_herald":
        return [
            herald_story.CAPTION,
            herald_story.SHARE,
            herald_story.WALL,
            herald_story.INJECTION,
            herald_story.PRINTED,
            "Related stories",
            "old_salt",
        ]
    if name == "demo_bote":
        return [bote.NOTICE, "Mehr zum Thema", "Alle Rechte vorbehalten"]
    if name == "demo_gazette":
        return [gazette_story.CAPTION, gazette_story.BIOGRAPHY, gazette_theme.SLOGAN, *GAZETTE_FURNITURE, *READERS]
    return [
        "More from The Digest",
        "This stove heats a whole house",
        "You will not believe this stove",
        "Read the rest at its source",
    ]
