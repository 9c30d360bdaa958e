"""Which feeds and sitemaps a survey finds, and in what order it looks, on sites as publishing systems make them."""

import asyncio

import pytest

from spiders.sources.findings import story_edges
from spiders.sources.source_file import source_text
from spiders.sources.survey import survey
from spiders.sources.usual_places import ANY_FEED, ANY_SITEMAP
from tests.spiders.sources.papers import Paper, feed, index, sitemap

SITE = "https://bote.example"
DAY = "Mon, 03 Nov 2025 08:15:00 +0000"
HOME = f"""<html lang="de-DE"><head><title>Der Bote</title>
<link rel="alternate" type="application/rss+xml" title="Der Bote &raquo; Feed" href="{SITE}/feed/" />
<link rel="alternate" type="application/atom+xml" title="Der Bote (Atom)" href="{SITE}/feed/atom/" />
<link rel="alternate" type="application/rss+xml" title="Der Bote &raquo; Kommentar-Feed" href="{SITE}/kommentiert.xml" />
<link rel="alternate" type="application/rss+xml" title="Der Bote &raquo; Neues" href="{SITE}/comments/feed/" />
<link rel="alternate" type="application/rss+xml" title="Gespräche" href="{SITE}/talk.xml" /></head><body></body></html>"""
FLOOD = feed("Der Bote", ("Hochwasser", f"{SITE}/hochwasser/", DAY))
WORDPRESS = {
    f"{SITE}/": HOME,
    f"{SITE}/feed/": FLOOD,
    f"{SITE}/feed/atom/": FLOOD,
    f"{SITE}/talk.xml": feed("Gespräche", ("Von: Jan", f"{SITE}/hochwasser/#comment-62", DAY)),
}


def test_feeds_of_comments_are_not_written_into_a_source_file() -> None:
    paper = Paper(WORDPRESS)
    found = paper.surveyed()
    assert [answer.url for answer in found.feeds] == [f"{SITE}/feed/"]
    assert not {f"{SITE}/kommentiert.xml", f"{SITE}/comments/feed/"} & set(
        paper.asked
    )  # known by title, and by address
    written = source_text(found)
    assert f"{SITE}/feed/" in written
    assert "talk.xml" not in written


def test_a_feed_in_two_formats_is_written_once() -> None:
    paper = Paper(WORDPRESS)
    assert [answer.url for answer in paper.surveyed().feeds] == [f"{SITE}/feed/"]
    assert f"{SITE}/feed/atom/" in paper.asked


@pytest.mark.parametrize(
    ("named", "written"),
    [
        (("rss.xml", "tag-fluss.xml", "author-jan-roe.xml", "archive-2025.xml"), ("rss.xml",)),
        (("tag-fluss.xml", "politik.xml", "sport.xml"), ("politik.xml", "sport.xml")),
        (("tag-fluss.xml", "tag-hafen.xml"), ("tag-fluss.xml", "tag-hafen.xml")),  # it has no others
        (("category-politik.xml", "category-sport.xml"), ("category-politik.xml", "category-sport.xml")),
    ],
)
def test_feeds_of_tags_people_and_years_only_where_there_is_no_other(
    named: tuple[str, ...], written: tuple[str, ...]
) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in named)
    pages = {f"{SITE}/{name}": feed(name, (name, f"{SITE}/{name[:-4]}-steht-kopf/", DAY)) for name in named}
    found = Paper({f"{SITE}/": f"<html><head>{links}</head></html>", **pages}).surveyed()
    assert [answer.url for answer in found.feeds] == [f"{SITE}/{name}" for name in written]


SYSTEMS = {
    "WordPress, plain permalinks": ("WordPress 6.8", "/?feed=rss2", "/?sitemap=index"),
    "WordPress, pretty ones": ("WordPress 6.8", "/feed/", "/wp-sitemap.xml"),
    "WordPress with an SEO plug-in": ("WordPress 6.8", "/feed/", "/sitemap_index.xml"),
    "Hugo": ("Hugo 0.131.0", "/index.xml", "/sitemap.xml"),
    "Jekyll": ("Jekyll v4.3.2", "/feed.xml", "/sitemap.xml"),
    "Pelican": ("Pelican", "/feeds/all.atom.xml", "/sitemap.xml"),
    "Nikola": ("Nikola (getnikola.com)", "/rss.xml", "/sitemapindex.xml"),
    "Hexo": ("Hexo 7.3.0", "/atom.xml", "/sitemap.xml"),
    "Ghost": ("Ghost 5.82", "/rss/", "/sitemap.xml"),
    "Drupal": ("Drupal 10 (https://www.drupal.org)", "/rss.xml", "/sitemap.xml"),
    "SPIP": ("SPIP 4.2.7", "/spip.php?page=backend", "/spip.php?page=sitemap"),
    "MkDocs": ("mkdocs-1.6.0, mkdocs-material-9.5.0", "/feed_rss_created.xml", "/sitemap.xml"),
    "unnamed": ("", "/atom.xml", "/sitemap-index.xml"),
}


@pytest.mark.parametrize(("generator", "feed_at", "sitemap_at"), SYSTEMS.values(), ids=SYSTEMS.keys())
def test_usual_addresses_are_asked_where_a_page_names_none(generator: str, feed_at: str, sitemap_at: str) -> None:
    listed = index(f"{SITE}/posts.xml") if "index" in sitemap_at else sitemap(f"{SITE}/hochwasser-am-fluss-steigt/")
    paper = Paper(
        {
            f"{SITE}/": f'<html><head><meta name="generator" content="{generator}"><title>Der Bote</title></head></html>',
            SITE + feed_at: FLOOD,
            SITE + sitemap_at: listed,
            f"{SITE}/posts.xml": sitemap(f"{SITE}/hochwasser-am-fluss-steigt/"),
        }
    )
    found = paper.surveyed()
    assert [answer.url for answer in found.feeds] == [SITE + feed_at]
    assert [answer.url for answer in found.sitemaps] == [SITE + sitemap_at]
    if generator:
        assert paper.asked.index(SITE + feed_at) <= 3  # after robots.txt and the home page: at once, or the second
    assert {edge.url for edge in story_edges(found)} == {f"{SITE}/hochwasser/", f"{SITE}/hochwasser-am-fluss-steigt/"}


def test_a_feed_that_the_page_links_to_in_its_body_comes_before_the_usual_ones() -> None:
    paper = Paper({f"{SITE}/": "<html><body><a href='/neues.rss'>RSS</a></body></html>", f"{SITE}/neues.rss": FLOOD})
    assert [answer.url for answer in paper.surveyed().feeds] == [f"{SITE}/neues.rss"]
    assert f"{SITE}/{ANY_FEED[0]}" not in paper.asked


def test_the_sitemaps_of_robots_txt_spare_the_usual_addresses() -> None:
    paper = Paper(
        {
            f"{SITE}/": "<html></html>",
            f"{SITE}/robots.txt": f"User-agent: *\nCrawl-delay: 4\nSitemap: {SITE}/karte.xml\n",
            f"{SITE}/karte.xml": sitemap(f"{SITE}/hochwasser-am-fluss-steigt/"),
        }
    )
    found = paper.surveyed()
    assert [answer.url for answer in found.sitemaps] == [f"{SITE}/karte.xml"]
    assert not {f"{SITE}/{place}" for place in ANY_SITEMAP} & set(paper.asked)
    assert found.delay_seconds == 4
    assert "delay_seconds: 4  # robots.txt asks for it" in source_text(found)


def test_of_a_sitemap_index_the_parts_with_stories_and_with_categories_are_looked_at() -> None:
    parts = [
        "wp-sitemap-posts-post-1.xml",
        "wp-sitemap-posts-page-1.xml",
        "wp-sitemap-taxonomies-category-1.xml",
        "wp-sitemap-taxonomies-post_tag-1.xml",
        "wp-sitemap-users-1.xml",
    ]
    paper = Paper(
        {
            f"{SITE}/": "<html></html>",
            f"{SITE}/wp-sitemap.xml": index(*(f"{SITE}/{part}" for part in parts)),
            f"{SITE}/wp-sitemap-posts-post-1.xml": sitemap(*(f"{SITE}/2025/11/flut-{n}/" for n in range(60))),
        }
    )
    found = paper.surveyed()
    assert [url.rpartition("/")[2] for url in paper.asked if "wp-sitemap-" in url] == [parts[0], parts[2]]
    assert len(story_edges(found)) == 60


def test_a_news_sitemap_is_found_beside_the_other() -> None:
    paper = Paper(
        {
            f"{SITE}/": "<html></html>",
            f"{SITE}/sitemap.xml": sitemap(f"{SITE}/hochwasser-am-fluss-steigt/"),
            f"{SITE}/news-sitemap.xml": sitemap(f"{SITE}/hochwasser-am-fluss-sinkt/"),
        }
    )
    assert [answer.url for answer in paper.surveyed().sitemaps] == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]


def test_an_html_page_is_no_ai_txt() -> None:
    page = "<!DOCTYPE html><html><head><title>Nicht gefunden</title></head><body>tdm no</body></html>"
    found = Paper({f"{SITE}/": HOME, f"{SITE}/ai.txt": page, f"{SITE}/.well-known/tdmrep.json": page}).surveyed()
    assert found.rights.rows == ()
    assert "Nicht gefunden" not in source_text(found)
    found = Paper({f"{SITE}/": HOME, f"{SITE}/ai.txt": "User-Agent: *\nDisallow: /"}).surveyed()
    assert [row["standard"] for row in found.rights.rows] == ["ai_txt"]


def test_of_a_home_page_that_cannot_be_read_nothing_more_is_asked() -> None:
    paper = Paper({})
    found = asyncio.run(survey(paper.ask, f"{SITE}/"))
    assert found.home.problem == "HTTP 404"
    assert paper.asked == [f"{SITE}/robots.txt", f"{SITE}/"]


def test_a_paper_in_a_folder_of_its_host_is_asked_there() -> None:
    pages = {"https://uni.example/bote/": "<html></html>", "https://uni.example/bote/feed.xml": FLOOD}
    listed = {"https://uni.example/sitemap.xml": sitemap("https://uni.example/bote/hochwasser-am-fluss-steigt/")}
    found = Paper(pages | listed).surveyed()
    assert [answer.url for answer in found.feeds] == ["https://uni.example/bote/feed.xml"]
    assert [answer.url for answer in found.sitemaps] == ["https://uni.example/sitemap.xml"]  # the host's own comes last


def test_feeds_and_sitemaps_that_a_list_names_are_further_places() -> None:
    pages = {
        **WORDPRESS,
        f"{SITE}/hidden.xml": feed("Mehr", ("Markt", f"{SITE}/markt/", DAY)),
        f"{SITE}/map.xml": sitemap(f"{SITE}/markt/"),
    }
    paper = Paper(pages)
    known = (f"{SITE}/hidden.xml", f"{SITE}/gone.xml")
    found = asyncio.run(survey(paper.ask, f"{SITE}/", known, (f"{SITE}/map.xml",)))
    assert [answer.url for answer in found.feeds] == [f"{SITE}/hidden.xml", f"{SITE}/feed/"]
    assert [answer.url for answer in found.sitemaps] == [f"{SITE}/map.xml"]
    assert found.found_by == ("page", "list")
    assert f"{SITE}/gone.xml: HTTP 404" in found.problems
    assert Paper(WORDPRESS).surveyed().found_by == ("page",)


def test_a_feed_leads_to_its_home_page_and_is_kept() -> None:
    listed = FLOOD.replace("<title>", f"<link>{SITE}/</link><title>", 1)
    paper = Paper({f"{SITE}/hidden.xml": listed, f"{SITE}/": "<html><title>Der Bote</title></html>"})
    found = paper.surveyed()
    assert (found.home.url, [answer.url for answer in found.feeds]) == (f"{SITE}/", [f"{SITE}/hidden.xml"])
    assert found.found_by == ("list",)
