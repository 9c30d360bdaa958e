import pytest

from pipelines.base.urls.identity import url_key
from spiders.links.edges import WHOLE
from spiders.resources.entry_texts import entry_texts
from spiders.resources.feeds import read_feed
from spiders.resources.sitemaps import named_sitemaps, read_sitemap
from spiders.resources.xml import parse_xml

URL = "http://a.example/feeds/all"
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>
<link href="/"/><entry><title type="html">Flood &amp;amp; rain</title><link rel="edit" href="/edit"/><link href="/x"/>
<published>2025-11-03T18:45:00+01:00</published><updated>2025-11-04T08:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>P</title></channel>
<item><title>T</title><link>http://a.example/x</link><dc:date>2025-11-03</dc:date></item></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "items": [
{"id": "1", "url": "/x", "title": "T", "date_published": "2025-11-03T18:45:00Z"}, {"id": 5}, "junk"]}"""
GUID = "<rss><channel><item><guid>http://a.example/x</guid></item><item><guid isPermaLink='false'>7</guid></item></channel></rss>"
TORN = "<rss><channel><item><title>T</title><link>http://a.example/x</link></item><item><title>half"
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n" xmlns:image="i"><url>
<image:image><image:loc>http://a.example/picture.jpg</image:loc></image:image>
<loc> http://a.example/x </loc><lastmod>2025-11-04</lastmod><news:news><news:publication><news:name>P</news:name>
</news:publication><news:publication_date>2025-11-03T18:45+01:00</news:publication_date><news:title>Flood</news:title>
</news:news></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "title", "dates"),
    [
        (ATOM, "Flood &amp; rain", (("published", "2025-11-03T18:45:00+01:00"), ("updated", "2025-11-04T08:00:00Z"))),
        (RDF, "T", (("pubDate", "2025-11-03"),)),
        (JSON, "T", (("published", "2025-11-03T18:45:00Z"),)),
        (GUID, None, ()),
        (TORN, "T", ()),
    ],
)
def test_every_kind_of_feed_names_its_stories(body, title, dates):
    edges = read_feed(URL, body.encode())
    assert [(edge.url, edge.anchor, edge.dates) for edge in edges] == [("http://a.example/x", title, dates)]


def test_a_feed_in_another_encoding_keeps_its_letters():
    item = "<item><title>Müller</title><link>/x</link></item>"
    body = f"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel>{item}</channel></rss>"
    assert read_feed(URL, body.encode("latin-1"))[0].anchor == "Müller"


@pytest.mark.parametrize(
    ("declared", "written"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-16"), ("windows-1251", "cp1251")],
)
def test_a_feed_is_read_from_its_bytes_whatever_it_declares(declared: str, written: str) -> None:
    title = "Мост закрыт до весны" if written == "cp1251" else "Brücke für Fußgänger gesperrt, Bürger verärgert"
    item = f"<item><title>{title}</title><link>/x</link></item>"
    body = f"<?xml version='1.0' encoding='{declared}'?><rss><channel>{item}</channel></rss>"
    assert read_feed(URL, body.encode(written))[0].anchor == title


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>404</body></html>", b"{", b"[]", b"null", b"\x00\xff" * 50, b"<rss>"]
)
def test_what_is_no_feed_has_no_entries(body):
    assert read_feed(URL, body) == []
    assert read_sitemap(URL, body) == ([], {})


def test_a_news_sitemap_gives_title_and_both_dates():
    edges, nested = read_sitemap("http://a.example/news.xml", NEWS.encode())
    assert nested == {}
    assert [(edge.url, edge.anchor, edge.dates) for edge in edges] == [
        ("http://a.example/x", "Flood", (("publication_date", "2025-11-03T18:45+01:00"), ("lastmod", "2025-11-04")))
    ]


def test_an_index_names_its_parts_once_and_a_text_sitemap_its_lines():
    index = "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap("http://a.example/s.xml", index.encode()) == ([], {"http://a.example/1.xml": None})
    edges, _ = read_sitemap("http://a.example/s.txt", b"http://a.example/x\nnonsense\nhttp://a.example/y\n")
    assert [edge.url for edge in edges] == ["http://a.example/x", "http://a.example/y"]


def test_robots_txt_names_sitemaps_whatever_the_case():
    assert named_sitemaps(b"SITEMAP : http://a.example/1.xml\nsitemap:http://a.example/2.xml#x\nSitemap:\n") == [
        "http://a.example/1.xml",
        "http://a.example/2.xml",
    ]


def test_xml_built_to_be_slow_or_curious_is_refused():
    many = b"<a " + b" ".join(b"x%d='1'" % n for n in range(20_000)) + b"/>"
    entity = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
    assert parse_xml(many) is None
    assert parse_xml(entity) is None


@pytest.mark.parametrize(
    ("element", "text", "whole"),
    [
        ("content:encoded", "The wall fell. " * 30, True),
        ("content", "The wall fell. " * 30, True),
        ("description", "The wall fell. " * 30, False),
        ("description", "The wall fell. " * 120, True),
        ("description", f"<p>{'The wall fell. ' * 15}</p>" * 3, True),
        ("description", f"<p>{'The wall fell. ' * 15}</p>" * 3 + "<p><a href='/flood'>Read more…</a></p>", False),
        ("content:encoded", "The wall fell. " * 30 + "<a href='/flood'>Read more</a>", False),
        ("content:encoded", "The wall fell. " * 30 + "[…]", False),
        ("content:encoded", "The wall fell.", False),
    ],
)
def test_a_text_is_whole_by_its_element_or_its_length_unless_it_is_cut(element, text, whole):
    item = f"<item><title>Flood</title><link>/flood</link><{element}><![CDATA[{text}]]></{element}></item>"
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    (edge,) = read_feed(URL, f"<rss {names}><channel>{item}</channel></rss>".encode())
    assert edge.state.startswith(WHOLE) == whole


@pytest.mark.parametrize(
    ("feed_base", "entry_base", "link", "story"),
    [
        ("https://b.example/", "/blog/", "flood.html", "https://b.example/blog/flood.html"),
        ("https://b.example/blog/", "2025/", "flood.html", "https://b.example/blog/2025/flood.html"),
        ("/blog/", "", "flood.html", "http://a.example/blog/flood.html"),
        ("https://b.example/blog/", "", "/flood.html", "https://b.example/flood.html"),
        ("https://b.example/", "/blog/", "http://a.example/flood.html", "http://a.example/flood.html"),
        ("", "http://[", "flood.html", "http://a.example/feeds/flood.html"),
        ("", "", "flood.html", "http://a.example/feeds/flood.html"),
    ],
)
def test_links_are_relative_to_the_base_that_the_feed_names(feed_base, entry_base, link, story):
    bases = [f' xml:base="{base}"' if base else "" for base in (feed_base, entry_base)]
    entry = f"<entry{bases[1]}><title>Flood</title><link href='{link}'/></entry>"
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"{bases[0]}>{entry}</feed>'.encode()
    assert [edge.url for edge in read_feed(URL, body)] == [story]
    assert list(entry_texts(URL, body)) == [(url_key(story), "Flood")]
