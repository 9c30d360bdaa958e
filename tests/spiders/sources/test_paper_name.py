"""What a paper is called: by its pages, never `Home`."""

from pathlib import Path

import pytest

from spiders.sources.paper_name import name_of_paper
from spiders.sources.source import load_source
from spiders.sources.source_file import source_text
from tests.spiders.sources.papers import Paper, feed

SITE = "https://courier.example"
DAY = "Mon, 03 Nov 2025 08:15:00 +0000"
STORIES = ("flood-hits-the-harbour", "bridge-is-closed-again")


def named(head: str, story_head: str = "<title>{}</title>", feed_title: str = "") -> str:
    """The name of a paper whose home page and stories have these heads, and whose feed lists the stories."""
    titles = [slug.replace("-", " ").capitalize() for slug in STORIES]
    pages = {
        f"{SITE}/": f'<html><head><link rel="alternate" type="application/rss+xml" href="/feed/">{head}</head></html>',
        f"{SITE}/feed/": feed(
            feed_title, *((title, f"{SITE}/{slug}/", DAY) for title, slug in zip(titles, STORIES, strict=True))
        ),
    }
    for title, slug in zip(titles, STORIES, strict=True):
        pages[f"{SITE}/{slug}/"] = f"<html><head>{story_head.format(title)}</head><body><h1>{title}</h1></body></html>"
    return name_of_paper(Paper(pages).surveyed())


NAMES = {
    "og:site_name": ('<title>Home</title><meta property="og:site_name" content="The Courier">', {}),
    "og:site_name of the stories": (
        "<title>Home</title>",
        {"story_head": '<meta property="og:site_name" content="The Courier">'},
    ),
    "JSON-LD WebSite": (
        '<title>Home</title><script type="application/ld+json">{"@type": "WebSite", "name": "The Courier"}</script>',
        {},
    ),
    "JSON-LD publisher": (
        '<title>Home</title><script type="application/ld+json">'
        '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "The Courier"}}</script>',
        {},
    ),
    "a publisher that is a person is not asked": (
        '<title>Home | The Courier</title><script type="application/ld+json">'
        '{"@type": "NewsArticle", "publisher": {"@type": "Person", "name": "Jane Doe"}}</script>',
        {},
    ),
    "what the stories' titles end with": ("<title>Home</title>", {"story_head": "<title>{} – The Courier</title>"}),
    "what they begin with": ("<title>Home</title>", {"story_head": "<title>The Courier | {}</title>"}),
    "application-name": ('<title>Home</title><meta name="application-name" content="The Courier">', {}),
    "the feed's title": ("<title>Home</title>", {"feed_title": "The Courier » Feed"}),
    "the feed's title, Hugo": ("<title>Home</title>", {"feed_title": "Recent content on The Courier"}),
    "the title of the home page": ("<title>Home – The Courier</title>", {}),
    "the title with a slogan": ("<title>The Courier: news from the coast</title>", {}),
    "og:site_name is Home": ('<title>The Courier</title><meta property="og:site_name" content="Home">', {}),
    "og:site_name is the host": (
        '<title>The Courier</title><meta property="og:site_name" content="courier.example">',
        {},
    ),
}


@pytest.mark.parametrize(("head", "rest"), NAMES.values(), ids=NAMES.keys())
def test_a_paper_is_called_what_its_readers_call_it(head: str, rest: dict[str, str]) -> None:
    assert named(head, **rest) == "The Courier"


@pytest.mark.parametrize("title", ["Home", "Startseite", "Accueil", "Blog", ""])
def test_a_paper_without_a_name_has_that_of_its_host(title: str) -> None:
    assert named(f"<title>{title}</title>") == "courier.example"


def test_a_name_with_commands_for_a_terminal_is_written_so_that_the_file_reads(tmp_path: Path) -> None:
    page = '<html><head><meta property="og:site_name" content="The \x1b[31mCourier\u202e\u2019s"></head></html>'
    (tmp_path / "courier.yaml").write_text(source_text(Paper({f"{SITE}/": page}).surveyed()))
    assert load_source(tmp_path, "courier").title == "The \\u001b[31mCourier\\u202e\u2019s"
