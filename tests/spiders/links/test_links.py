"""Links, their kinds, and that no page can make the scan slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.base.urls.identity import resolve
from spiders.links.links import PageLinks, scan
from spiders.links.markup import attributes, tags
from spiders.url_rules.article_urls import learn_patterns, looks_like_article, url_shape
from tests.endless import ends

STORY = """<!doctype html><html lang="en"><head><title>A <a href="/no">b</title>
<link rel="canonical" href="/story/flood"><link rel="amphtml" href="/amp/story/flood">
<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="license" type="application/rsl+xml" href="/l.xml">
<meta name="Robots" content="noai"><meta property="og:type" content="article">
<meta http-equiv="refresh" content="600;url='/live'"></head>
<body class="has-header"><header><ul><li><a href="/">Home</a><li><a href="/sport">Sport</a></ul></header>
<!-- <a href="/commented">no</a> --><script>document.write('<a href="/scripted">no</a>')</script>
<main><article><h1>Flood in Leeds</h1><p class="byline">By <a href="/author/ann">Ann Lee</a></p>
<p>The river rose by two metres in the night, and the council
<a href="/council/minutes">published its minutes</a> at noon.</p>
<p>Nobody was hurt, the police said on Tuesday, though forty families had to leave their homes for the night.</p>
<div class="story-box"><h4>Read also</h4><a href="/dam">The dam that nobody mended</a></div>
<p>A third paragraph of some length tells what happens next, when the water has gone and the mud has stayed.</p>
</article></main>
<div class="x"><div class="y"><h3>Verwandte Artikel</h3></div><div><a href="/a1"><img alt="x"></a>
<h4><a href="/a1">First related headline</a></h4>
<a href="/a2?utm_source=rel">Second related headline</a></div></div>
<ul><li><a href="/n1">One more story of the day from the north</a><li><a href="/n2">Another one of them from the south</a></ul>
<div class="pagination"><a href="?page=2">2</a><a rel="next" href="?page=3">Next</a></div>
<footer><a href="/legal">Imprint</a>
<a href="mailto:x@a.example">Mail</a><a href="javascript:void(0)">Top</a></footer></body></html>"""


@pytest.fixture(scope="module")
def page() -> PageLinks:
    return scan(STORY.encode(), "http://a.example/story/flood")


@pytest.mark.parametrize(
    ("path", "kind", "position"),
    [
        ("/", "nav", 0), ("/sport", "nav", 1), ("/council/minutes", "in_body", 0), ("/dam", "related", 0),
        ("/a1", "related", 1), ("/a2?utm_source=rel", "related", 2), ("/n1", "related", 3), ("/n2", "related", 4),
        ("/story/flood?page=2", "part", 0), ("/story/flood?page=3", "part", 1), ("/legal", "nav", 2),
    ],
)  # fmt: skip
def test_kind_and_position(path: str, kind: str, position: int, page: PageLinks) -> None:
    found = {link.url: (link.kind, link.position) for link in page.links}
    assert found[f"http://a.example{path}"] == (kind, position)


def test_what_is_no_link_is_not_found(page: PageLinks) -> None:
    urls = [link.url for link in page.links]
    assert not [url for url in urls if "commented" in url or "scripted" in url or url.endswith("/no")]
    assert all(url.startswith("http://a.example/") for url in urls)


def test_anchor_is_the_longest_text_for_a_target(page: PageLinks) -> None:
    assert {link.url: link.anchor for link in page.links}["http://a.example/a1"] == "First related headline"


def test_head(page: PageLinks) -> None:
    assert page.canonical == "http://a.example/story/flood"
    assert page.versions == (("amphtml", "http://a.example/amp/story/flood", None),)
    assert page.feeds == (("http://a.example/feed.xml", None, "alternate"),)
    assert page.refresh == "http://a.example/live"
    assert page.licences == (("http://a.example/l.xml", "application/rsl+xml"),)
    assert page.meta[0] == ("robots", "noai")
    assert page.language == "en"
    assert page.article_like


def test_a_front_page_lists_sections_not_related_stories() -> None:
    body = "<h1>The Paper</h1>" + "".join(
        f'<div><h2><a href="/s{n}">A headline of story number {n}</a></h2><p>Its first sentence, which is long enough to be'
        f" a paragraph of a teaser on any front page.</p></div>"
        for n in range(12)
    )
    page = scan(body.encode(), "http://a.example/")
    assert {link.kind for link in page.links} == {"section"}
    assert not page.article_like


@pytest.mark.parametrize(
    ("body", "charset", "anchor"),
    [
        ("<a href=/x>Größe</a>".encode(), None, "Größe"),
        ("<a href=/x>Größe</a>".encode("cp1252"), None, "Größe"),
        (
            "<meta charset=iso-8859-2><a href=/x>Łódź, zażółć gęślą jaźń</a>".encode("iso-8859-2"),
            None,
            "Łódź, zażółć gęślą jaźń",
        ),
        ("<a href=/x>Łódź, zażółć gęślą jaźń</a>".encode("iso-8859-2"), "iso-8859-2", "Łódź, zażółć gęślą jaźń"),
        (
            "<meta charset=utf-8><a href=/x>Größe und Maß für Fußgänger</a>".encode("cp1252"),
            "utf-8",
            "Größe und Maß für Fußgänger",
        ),
        ("<a href=/x>Größe</a>".encode("utf-16"), None, "Größe"),
        ("<a href=/x>Größe</a>".encode(), "punycode", "Größe"),
    ],
)
def test_charsets(body: bytes, charset: str | None, anchor: str) -> None:
    assert scan(body, "http://a.example/", charset).links[0].anchor == anchor


def test_base_and_quotes_and_references() -> None:
    body = b"""<base href="http://b.example/d/"><a title="a > b" href='x?a=1&amp;b=2'>x</a><a href=y#top>y</a><a href="http://[::1">z</a>"""
    assert [link.url for link in scan(body, "http://a.example/").links] == [
        "http://b.example/d/x?a=1&b=2",
        "http://b.example/d/y",
    ]


def test_every_text_by_which_a_page_links_to_another_is_kept_in_page_order() -> None:
    body = (
        b"<nav><a href=/>Home</a></nav><h2>Town</h2><a href=/flood><img></a> <a href=/mill>Mill burns</a>"
        b"<a href=/flood>Flood in Leeds</a> <a href=/flood>Read more</a> <a href=/flood#top>Flood in Leeds</a>"
    )
    found = [(link.url[16:], link.anchor, link.position) for link in scan(body, "http://a.example/").links[1:]]
    assert found == [("/flood", "Flood in Leeds", 0), ("/flood", "Read more", 0), ("/mill", "Mill burns", 1)]


CARDS = {
    "before": '<div class="card"><a class="stretched-link" href="/a"></a><h3>Mill burns</h3><p>A teaser.</p></div>',
    "behind": '<div><div class="b"><h3>Mill burns</h3><p>A teaser.</p></div><a class="stretched-link" href="/a"></a></div>',
    "picture": '<ul><li><a href="/a"><img src="x"></a><h3>Mill burns</h3></li></ul>',
    "section": '<section><h2>Latest</h2><div><a href="/a"></a><h3>Mill burns</h3></div></section>',
    "card without a link": '<div><div><h3>No link</h3></div><div><a href="/a"></a><h3>Mill burns</h3></div></div>',
}


@pytest.mark.parametrize("name", CARDS)
def test_a_link_over_a_card_has_its_heading(name: str) -> None:
    found = scan(CARDS[name].encode(), "http://a.example/").links
    assert [(link.anchor, link.set_in) for link in found] == [("Mill burns", "heading")]


@pytest.mark.parametrize(
    "markup",
    [
        '<header><a href="/"><svg></svg></a></header><h2>The Paper</h2>',
        '<article><h1>Mill burns</h1><a href="/share"><i></i></a></article>',
        '<div><h3>Mill burns</h3></div><div><a href="/"></a></div>',
        '<div><h3>Mill burns</h3><a href="#burns"></a></div>',
    ],
)
def test_a_silent_link_elsewhere_has_none(markup: str) -> None:
    assert [link.anchor for link in scan(markup.encode(), "http://a.example/").links] in ([None], [])


def test_other_versions_of_a_page_are_named_with_what_tells_them_apart() -> None:
    head = (
        b"<link rel=alternate hreflang=de-AT href=/de/x><link rel=alternate hreflang=x-default href=/x>"
        b"<link rel=alternate media=print href=/x?print=1><link rel=alternate type=application/json+oembed href=/oembed>"
        b"<link rel=alternate type=application/rss+xml href=/feed><link rel='alternate stylesheet' href=/dark.css>"
    )
    assert scan(head, "http://a.example/x").versions == (
        ("edition", "http://a.example/de/x", "de-AT"),
        ("edition", "http://a.example/x", "x-default"),
        ("version", "http://a.example/x?print=1", "print"),
    )


HOSTILE = {
    "attributes": b"<a " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + b">",
    "unclosed quotes": b'<a href="' * 200_000,
    "unclosed tags": b"<a href=x " * 200_000,
    "brackets": b"<" * 2_000_000,
    "nested": b"<div>" * 400_000,
    "mismatched": b"<div></ul></section></b>" * 80_000,
    "headings": b"<h2>Related" * 200_000,
    "comments": b"<!--" * 500_000,
    "scripts": b"<script></script " * 100_000,
    "long names": b'<div class="' + b"related-menu " * 100_000 + b'">',
    "many names": b"".join(b'<div class="c%d">' % n for n in range(120_000)),
    "digits": b'<a href="&#' + b"9" * 1_000_000 + b'">x</a>',
    "links": b"".join(b'<a href="/%d">x</a>' % n for n in range(100_000)),
    "spaces": b"<a" + b" " * 2_000_000 + b"href" + b" " * 1_000_000,
    "open tags in no encoding": b"<p>caf\xe9" + b"<\xe9\xff" * 500_000,
    "equals": b"<a " + b"=" * 2_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_scanned_to_its_end(name: str) -> None:
    with ends():
        page = scan(HOSTILE[name], "http://a.example/")
    assert len(page.links) <= 5_000


@given(st.text(alphabet="<>/=\"' ahrefdivp!-&;#1\n", max_size=300))
def test_any_markup_is_scanned_and_every_link_is_absolute(text: str) -> None:
    page = scan(text.encode(), "http://a.example/x/")
    assert all(link.url.startswith(("http://", "https://")) for link in page.links)


@given(st.binary(max_size=300))
def test_any_bytes_are_scanned(body: bytes) -> None:
    assert scan(body, "http://a.example/") == scan(body, "http://a.example/")


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), st.text(alphabet="abc é", max_size=20), max_size=5
    )
)
def test_attributes_are_read_back(pairs: dict[str, str]) -> None:
    written = " ".join(f'{name}="{value}"' for name, value in pairs.items())
    (tag,) = tags(f"<a {written}>")
    assert attributes(tag.raw_attributes) == pairs


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("2025/11/03/flood-hits-leeds", "article", "date_and_slug"), ("news/uk-12345678", "article", "id"),
        ("sport/cup-final-is-won-41234567.html", "article", "slug_and_id"), ("story.php?id=77", "article", "query_id"),
        ("news/the-river-rose-again", "article", "slug"), ("2025/11/", "listing", "date_archive"),
        ("a-story-of-some-words/ar-BBWXwNX", "article", "slug"), ("news/articles/clymn8zyrp9o", "article", "id"),
        ("archives/2024/10/16/2003825372", "article", "date_and_id"), ("author/ann-mary-van-lee", "listing", "listing_word"),
        ("feedback/accede", "unknown", "no_rule"), ("tag/floods", "listing", "listing_word"),
        ("", "listing", "front_page"), ("login", "service", "service_word"),
        ("img/river.jpg", "service", "asset"), ("sport", "unknown", "no_rule"),
    ],
)  # fmt: skip
def test_article_or_listing(path: str, kind: str, reason: str) -> None:
    verdict = looks_like_article(f"http://a.example/{path}")
    assert (verdict.kind, verdict.reason) == (kind, reason)


def test_what_earlier_nights_learned_beats_the_shape() -> None:
    listings = [f"http://a.example/themes/the-best-of-week-{n}" for n in range(6)]
    learned = learn_patterns([], listings)
    assert looks_like_article("http://a.example/themes/the-best-of-week-9", learned).reason == "learned"
    assert looks_like_article("http://a.example/themes/the-best-of-week-9", learned).kind == "listing"
    assert learn_patterns([], listings) == learn_patterns([], reversed(listings))


@given(st.from_regex(r"http://a\.example/[ -~]{0,80}", fullmatch=True))
def test_any_url_has_a_shape_and_a_verdict(url: str) -> None:
    assert isinstance(url_shape(url), str)
    assert 0 <= looks_like_article(url).confidence <= 1


@pytest.mark.parametrize(
    "href",
    ["/x", "//b.example/x", "/\\b.example/x", "http:x", "http://b.example", "?q", "x", "../y", "HTTPS://b.example/"],
)
def test_links_are_resolved_against_the_page(href: str) -> None:
    found = scan(f'<a href="{href}">a</a>'.encode(), "http://a.example/d/e")
    assert [link.url for link in found.links] == [resolve("http://a.example/d/e", href)]


@pytest.mark.parametrize(
    ("body", "below"),
    [
        ("<div>1901</div><h1>Mill burns</h1><p>3 May 2025</p>", "3 May 2025"),
        ("<div>1901</div><div class='post-title'>Mill burns</div><p>3 May 2025</p>", "Mill burns 3 May 2025"),
        ("<div class='post-title'>Most read</div><p>1901</p><h1>Mill burns</h1><p>3 May 2025</p>", "3 May 2025"),
        ("<h1>Mill burns</h1><p>3 May 2025</p><div class='post-title'>Other</div><p>1901</p>", "3 May 2025 Other 1901"),
        (
            f"<div class='post-title'>Mill</div><p>{'x' * 296}</p><div class='post-title'>Pier</div>1901",
            f"Mill {'x' * 296}",
        ),
        (
            f"<div class='post-title'>Mill</div><p>{'x' * 297}</p><div class='post-title'>Pier</div>1901",
            f"Mill {'x' * 296}",
        ),
        ("<div class='related-post-title'>Other</div><p>1901</p>", ""),
    ],
)
def test_what_stands_below_a_headline_or_the_box_that_is_called_one(body, below):
    assert scan(body.encode(), "http://a.example/").below_headline == below


@given(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["http://[x/yy", "https://[::1", "//[/a", "/\ud800x", "?\x00ab", "http:/\\x"]),
    )
)
def test_more_of_a_list_is_on_the_host_of_the_page_whatever_the_attribute_says(said: str) -> None:
    value = said.replace("&", "&amp;").replace('"', "&quot;").encode("utf-8", "surrogatepass")
    found = scan(b'<button data-next="' + value + b'">More</button>', "http://a.example/news").more
    assert all(url.startswith("http://a.example/") for url in found)
