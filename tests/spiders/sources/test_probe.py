"""What a probe takes for a feed of stories, on a home page as WordPress writes it."""

import asyncio

from spiders.resources.reading import read_resource
from spiders.sources.probe import Answer, survey
from spiders.sources.source_file import source_text

SITE = "https://bote.example"
ITEM = "<item><title>{}</title><link>{}</link><pubDate>Mon, 03 Nov 2025 08:15:00 +0000</pubDate></item>"
HOME = f"""<html lang="de-DE"><head><title>Der Bote</title>
<link rel="alternate" type="application/rss+xml" title="Der Bote &raquo; Feed" href="{SITE}/feed/" />
<link rel="alternate" type="application/rss+xml" title="Der Bote &raquo; Kommentar-Feed" href="{SITE}/kommentiert.xml" />
<link rel="alternate" type="application/rss+xml" title="Der Bote &raquo; Neues" href="{SITE}/comments/feed/" />
<link rel="alternate" type="application/rss+xml" title="Gespräche" href="{SITE}/talk.xml" /></head><body></body></html>"""


def feed(title: str, *items: str) -> str:
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"


PAGES = {
    f"{SITE}/": HOME,
    f"{SITE}/feed/": feed("Der Bote", ITEM.format("Hochwasser", f"{SITE}/hochwasser/")),
    f"{SITE}/talk.xml": feed("Gespräche", ITEM.format("Von: Jan", f"{SITE}/hochwasser/#comment-62")),
}


def test_feeds_of_comments_are_not_written_into_a_source_file() -> None:
    asked: list[str] = []

    async def ask(url: str, resource: str) -> Answer:
        asked.append(url)
        if url not in PAGES:
            return Answer(url, resource, "HTTP 404")
        body = PAGES[url].encode()
        kind = "text/html" if resource == "page" else "text/xml"
        return Answer(url, resource, None, body, (), read_resource(resource, url, body, kind))

    findings = asyncio.run(survey(ask, f"{SITE}/"))
    assert [answer.url for answer in findings.feeds] == [f"{SITE}/feed/"]
    assert not {f"{SITE}/kommentiert.xml", f"{SITE}/comments/feed/"} & set(asked)  # known by title, and by address
    written = source_text(findings)
    assert f"{SITE}/feed/" in written
    assert "talk.xml" not in written
