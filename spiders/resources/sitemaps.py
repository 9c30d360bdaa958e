"""Sitemaps (sitemaps.org 0.9), news sitemaps, sitemap indexes and text sitemaps: their entries in order."""

from __future__ import annotations

import gzip
import io
import zlib

from lxml import etree

from pipelines.base.urls.identity import resolve, url_key
from spiders.links.edges import Edge, content_state
from spiders.resources.xml import name_of, parse_xml

MAX_URLS = 50_000
MAX_BYTES = 50 << 20
MAX_NESTING = 3
USUAL_PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml")


def read_sitemap(url: str, body: bytes) -> tuple[list[Edge], dict[str, str | None]]:
    """Read a sitemap: (`sitemap` edges of its pages, lastmod of each sitemap that it names, by URL).

    Both are empty if the body is not a sitemap.

    >>> one = b"<urlset><url><loc>http://a.example/x</loc><lastmod>2025-11-03</lastmod></url></urlset>"
    >>> [(edge.url, edge.dates) for edge in read_sitemap("http://a.example/sitemap.xml", one)[0]]
    [('http://a.example/x', (('lastmod', '2025-11-03'),))]
    """
    body = gunzip(body)
    if not body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _text(url, body), {}
    root = parse_xml(body)
    if root is None:
        return [], {}
    if name_of(root) == "sitemapindex":
        return [], _nested(url, root)
    edges: list[Edge] = []
    for entry in root if name_of(root) == "urlset" else ():
        target = resolve(url, _child(entry, "loc") or "") if name_of(entry) == "url" else None
        if target and len(edges) < MAX_URLS:
            news = next((child for child in entry if name_of(child) == "news"), entry)
            dates = (("publication_date", _child(news, "publication_date")), ("lastmod", _child(entry, "lastmod")))
            written = tuple((kind, raw) for kind, raw in dates if raw)
            lastmod = _child(entry, "lastmod")
            state = content_state(lastmod, whole=True) if lastmod else None
            title = _child(news, "title")
            edges.append(Edge("sitemap", target, url_key(target), len(edges), title, written, state=state))
    return edges, {}


def _nested(url: str, index: etree._Element) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for entry in index:
        target = resolve(url, _child(entry, "loc") or "") if name_of(entry) == "sitemap" else None
        if target and len(found) < MAX_URLS:
            found.setdefault(target, _child(entry, "lastmod"))
    return found


def named_sitemaps(robots_txt: bytes) -> list[str]:
    r"""The sitemaps that a robots.txt names, in order.

    >>> named_sitemaps(b"User-agent: *\nSitemap: http://a.example/s.xml # all\n")
    ['http://a.example/s.xml']
    """
    found = []
    for line in robots_txt[: 500 << 10].splitlines():
        name, _, value = line.partition(b"#")[0].partition(b":")
        if name.strip().lower() == b"sitemap" and value.strip():
            found.append(value.strip().decode("utf-8", "replace"))
    return list(dict.fromkeys(found))[:100]


def gunzip(body: bytes) -> bytes:
    """Decompress `body` if it is gzip, up to MAX_BYTES. Of a truncated file, return the part before the break."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    parts, size = [], 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            while size < MAX_BYTES and (piece := file.read(1 << 16)):
                parts.append(piece)
                size += len(piece)
    except (OSError, EOFError, zlib.error):
        pass
    return b"".join(parts)


def _child(entry: etree._Element, name: str) -> str | None:
    found = next((child for child in entry if name_of(child) == name), None)
    return " ".join("".join(found.itertext()).split()) or None if found is not None else None


def _text(url: str, body: bytes) -> list[Edge]:
    lines = body[:MAX_BYTES].decode("utf-8-sig", "replace").split()
    edges: list[Edge] = []
    for line in lines[:MAX_URLS]:
        target = resolve(url, line) if line.startswith(("http://", "https://")) else None
        if target:
            edges.append(Edge("sitemap", target, url_key(target), len(edges)))
    return edges
