"""Which dates of a feed are its stories': feeds as WordPress, Hugo, mkdocs-material, Pelican and Hexo write them."""

import pytest

from spiders.resources.feeds import read_feed

URL = "http://a.example/feed"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
MONDAY, TUESDAY = "Mon, 03 Nov 2025 08:15:00 +0000", "Tue, 04 Nov 2025 09:30:00 +0000"


def rss(title: str, *items: str, built: str = TUESDAY) -> str:
    head = f"<title>{title}</title><atom:link href='{URL}' rel='self'/><lastBuildDate>{built}</lastBuildDate>"
    return f"<?xml version='1.0'?><rss version='2.0' {SPACES}><channel>{head}{''.join(items)}</channel></rss>"


def comment(title: str, link: str, date: str = TUESDAY) -> str:
    guid = f"<guid isPermaLink='false'>{link}</guid>"
    return f"<item><title>{title}</title><link>{link}</link><dc:creator>Jane</dc:creator><pubDate>{date}</pubDate>{guid}</item>"


def wordpress_story(slug: str, date: str) -> str:
    page = f"http://a.example/{slug}/"
    marks = f"<comments>{page}#comments</comments><wfw:commentRss>{page}feed/</wfw:commentRss><slash:comments>2</slash:comments>"
    guid = "<guid isPermaLink='false'>http://a.example/?p=7</guid>"
    return f"<item><title>By: all means, {slug}</title><link>{page}</link><pubDate>{date}</pubDate>{guid}{marks}</item>"


def plain(slug: str, date: str) -> str:
    return f"<item><title>{slug}</title><link>http://a.example/{slug}/</link><pubDate>{date}</pubDate></item>"


WORDPRESS_OF_A_STORY = rss(
    "Comments on: Flood",
    comment("By: Jane", "http://a.example/flood/#comment-62"),
    comment("By: Max", "http://a.example/flood/#comment-63"),
)
WORDPRESS_OF_THE_SITE = rss(
    "Comments for The Bote",
    comment("Comment on Flood by Jane", "http://a.example/flood/#comment-62"),
    comment("Comment on Dam by Max", "http://a.example/dam/#comment-64"),
)
WITHOUT_FRAGMENTS = rss("The Bote", comment("Comment on Flood by Jane", "http://a.example/flood/"))
WORDPRESS = rss("The Bote", wordpress_story("flood", TUESDAY), wordpress_story("dam", MONDAY))
HUGO = rss("Posts on The Bote", plain("flood", TUESDAY), plain("dam", MONDAY))  # lastBuildDate is the newest story's
MKDOCS = rss("Bote", plain("flood", TUESDAY), plain("dam", TUESDAY), plain("ferry", "Tue, 04 Nov 2025 09:30:21 +0000"))
PELICAN = rss("Bote", plain("flood", MONDAY), plain("dam", "Sun, 02 Nov 2025 18:00:00 +0100"))
HEXO = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Bote</title><updated>2025-11-04T09:30:00.000Z</updated>
<entry><title>flood</title><link href="http://a.example/flood/"/><id>http://a.example/flood/</id>
<published>2025-11-03T08:15:00.000Z</published><updated>2025-11-04T09:30:00.000Z</updated></entry></feed>"""


@pytest.mark.parametrize(
    ("feed", "dates"),
    [
        (WORDPRESS_OF_A_STORY, [("comment", TUESDAY)] * 2),
        (WORDPRESS_OF_THE_SITE, [("comment", TUESDAY)] * 2),
        (WITHOUT_FRAGMENTS, [("comment", TUESDAY)]),
        (WORDPRESS, [("pubDate", TUESDAY), ("pubDate", MONDAY)]),
        (HUGO, [("pubDate", TUESDAY), ("pubDate", MONDAY)]),
        (MKDOCS, [("lastBuildDate", TUESDAY)] * 2 + [("lastBuildDate", "Tue, 04 Nov 2025 09:30:21 +0000")]),
        (PELICAN, [("pubDate", MONDAY), ("pubDate", "Sun, 02 Nov 2025 18:00:00 +0100")]),
        (HEXO, [("published", "2025-11-03T08:15:00.000Z"), ("updated", "2025-11-04T09:30:00.000Z")]),
    ],
    ids=["wordpress-story", "wordpress-comments", "no-fragments", "wordpress", "hugo", "mkdocs", "pelican", "hexo"],
)
def test_a_date_stands_under_the_kind_of_what_it_dates(feed: str, dates: list[tuple[str, str]]) -> None:
    assert [date for edge in read_feed(URL, feed.encode()) for date in edge.dates] == dates


def test_one_item_that_links_a_part_of_a_page_does_not_date_the_page() -> None:
    feed = rss("Bote", plain("flood", MONDAY), comment("Update at noon", "http://a.example/live/#entry-5"))
    edges = read_feed(URL, feed.encode())
    assert [(edge.url, edge.own_dates) for edge in edges] == [
        ("http://a.example/flood/", (("pubDate", MONDAY),)),
        ("http://a.example/live/", ()),
    ]


def test_a_tracker_behind_the_hash_takes_no_date_away() -> None:
    feed = rss("Le Journal", plain("crue", MONDAY).replace("/crue/<", "/crue/#xtor=RSS-3208<"))
    assert read_feed(URL, feed.encode())[0].own_dates == (("pubDate", MONDAY),)
