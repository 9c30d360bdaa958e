"""Which pages of a menu are written down as sections, and what a first night is said to ask for."""

import pytest

from spiders.links.edges import Edge
from spiders.sources.add import is_one_story
from spiders.sources.first_night import FirstNight, first_night
from spiders.sources.section_links import section_candidates
from spiders.sources.sections import sections
from spiders.sources.source_file import source_text
from spiders.url_rules.keys import cached_key
from tests.spiders.sources.papers import Paper, feed, index, sitemap

SITE = "https://courier.example"
MENU = {
    "Home": "/", "Sport": "/category/sport/", "Local": "/category/local/", "About us": "/about/", "Contact": "/contact/",
    "Privacy policy": "/privacy-policy/", "Jane Doe": "/author/jane/", "storm": "/tag/storm/", "November 2025": "/2025/11/",
    "Archive": "/archives/", "RSS": "/feed/", "Comments": "/comments/feed/", "Log in": "/wp-login.php", "Who we are": "/who/",
}  # fmt: skip
SLUGS = [
    f"{word}-town-council-votes-again-tonight" for word in ("first", "second", "third", "fourth", "fifth", "sixth")
]


def page(title: str, *slugs: str, prose: str = "") -> str:
    """A page with the menu, a list of stories and some prose."""
    menu = "".join(f'<li><a href="{href}">{name}</a></li>' for name, href in MENU.items())
    cards = "".join(
        f'<article><h2><a href="/{slug}/">{slug.replace("-", " ").capitalize()}</a></h2><p>In short: {slug[:5]}.</p></article>'
        for slug in slugs
    )
    head = f'<head><title>{title}</title><link rel="alternate" type="application/rss+xml" href="/feed/"></head>'
    return f"<html>{head}<body><nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{cards}{prose}</main></body></html>"


PROSE = "".join(
    f"<p>{'We have printed the news of this coast since the year of the great storm. ' * 3}</p>" for _ in range(5)
)
PAPER = {
    f"{SITE}/": page("The Courier", *SLUGS),
    f"{SITE}/feed/": feed(
        "The Courier", *((slug, f"{SITE}/{slug}/", "Mon, 03 Nov 2025 08:15:00 +0000") for slug in SLUGS)
    ),
    f"{SITE}/category/sport/": page("Sport", *SLUGS[:3]),
    f"{SITE}/category/local/": page("Local", *SLUGS[3:]),
    f"{SITE}/who/": page("Who we are", prose=PROSE),
}


def test_sections_are_lists_of_stories_and_nothing_else() -> None:
    paper = Paper(PAPER)
    fronts = sections(paper.surveyed())
    assert [(front.url, front.stories) for front in fronts] == [
        (f"{SITE}/category/sport/", 3),
        (f"{SITE}/category/local/", 3),
    ]
    asked = {url.removeprefix(SITE) for url in paper.asked}
    assert "/who/" in asked  # nothing in its address tells; the page does
    spared = {
        "About us",
        "Privacy policy",
        "Contact",
        "Jane Doe",
        "storm",
        "November 2025",
        "Archive",
        "Comments",
        "Log in",
    }
    assert not asked & {MENU[name] for name in spared}


def test_a_static_page_beside_which_every_page_lists_the_newest_stories_is_no_section() -> None:
    beside = "<aside><h3>Recent posts</h3>" + "".join(f'<a href="/{slug}/">{slug}</a>' for slug in SLUGS) + "</aside>"
    stories = {f"{SITE}/{slug}/": page(slug, prose=PROSE + beside) for slug in SLUGS}
    paper = Paper(PAPER | stories | {f"{SITE}/who/": page("Who we are", prose=PROSE + beside)})
    assert f"{SITE}/who/" not in [front.url for front in sections(paper.surveyed())]
    assert f"{SITE}/who/" in paper.asked


def test_sections_that_no_menu_names_are_taken_from_the_sitemap() -> None:
    named = {f"{SITE}/category/{name}/": page(name, *SLUGS[:2]) for name in ("sport", "local")}
    listed = sitemap(f"{SITE}/about/", f"{SITE}/tag/storm/", *named, *(f"{SITE}/{slug}/" for slug in SLUGS))
    found = Paper({f"{SITE}/": "<html></html>", f"{SITE}/sitemap.xml": listed, **named}).surveyed()
    assert [answer.url for answer in found.candidates] == [f"{SITE}/category/local/", f"{SITE}/category/sport/"]
    many = {f"{SITE}/category/n{n}/": page("n", *SLUGS[:2]) for n in range(40)}
    found = Paper({f"{SITE}/": "<html></html>", f"{SITE}/sitemap.xml": sitemap(*many), **many}).surveyed()
    assert found.candidates == ()  # which of them are the paper's sections, nobody knows


LINKS = {
    "WordPress, plain": ("?cat=3", "Sport", True),
    "its tags": ("?tag=storm", "Storm", False),
    "its authors": ("?author=2", "Jane Doe", False),
    "its months": ("?m=202511", "November 2025", False),
    "its pages": ("?page_id=2", "Sample Page", False),
    "its attachments": ("?attachment_id=9", "View", False),
    "SPIP": ("spip.php?rubrique3", "Politique", True),
    "SPIP's words": ("spip.php?mot7", "Port", False),
    "SPIP's map": ("spip.php?page=plan", "Plan", False),
    "Pelican": ("category/sport.html", "Sport", True),
    "Pelican's tags": ("tag/storm.html", "storm", False),
    "Nikola": ("categories/cat_sport/", "Sport", True),
    "Hexo's archives": ("archives/2025/11/", "November 2025", False),
    "the list of categories": ("categories/", "Categories", False),
    "a year": ("2025/", "2025", False),
    "a page of a list": ("sport/page/2/", "2", False),
    "German": ("impressum/", "Impressum", False),
    "German with an accent": ("wir/", "Über uns", False),
    "French": ("qui/", "Mentions légales", False),
    "Spanish": ("p/", "Aviso legal", False),
    "the front page by its file": ("index.html", "Start page", False),
    "Pelican's further pages": ("index2.html", "2", False),
    "the next page": ("mehr/", "»", False),
    "what has no category": ("category/uncategorized/", "Uncategorized", False),
    "a section by its file": ("sport/index.html", "Sport", True),
    "a tag in one folder with the stories": ("tag-hafen.html", "Hafen", False),
    "somebody there": ("author-jan-roe.html", "Jan Roe", False),
    "a category there": ("category-sport.html", "Sport", True),
    "a section that is called so": ("author-tours.html", "Author tours", True),
    "another host": ("https://other.example/sport/", "Sport", False),
}


@pytest.mark.parametrize(("href", "name", "fit"), LINKS.values(), ids=LINKS.keys())
def test_addresses_and_names_of_sections(href: str, name: str, fit: bool) -> None:
    url = href if "://" in href else f"{SITE}/{href}"
    edge = Edge("nav", url, cached_key(url), 0, name)
    assert section_candidates([edge], f"{SITE}/", set()) == ([url] if fit else [])


def test_a_first_night_is_told_in_numbers() -> None:
    found = Paper(PAPER | {f"{SITE}/sitemap.xml": sitemap(*(f"{SITE}/{slug}/" for slug in SLUGS))}).surveyed()
    night = first_night(found, len(sections(found)), max_pages=5000)
    assert night == FirstNight(feeds=1, sitemaps=1, sections=2, stories=6, lists=3, delay_seconds=1.0, complete=True)
    assert night.requests == 3 + 1 + 1 + 1 + 2 + 6
    assert str(night) == (
        "1 feed, 1 sitemap, 2 sections and about 6 stories: 14 to 17 requests, one every 1 s: about a minute"
    )


def test_parts_of_a_sitemap_that_were_not_looked_at_are_reckoned() -> None:
    parts = {
        f"{SITE}/post-sitemap{n}.xml": sitemap(*(f"{SITE}/2025/11/story-{n}-{m}/" for m in range(50)))
        for n in range(1, 9)
    }
    slow = f"User-agent: *\nCrawl-delay: 10\nSitemap: {SITE}/sitemap_index.xml\n"
    pages = {
        f"{SITE}/": "<html></html>",
        f"{SITE}/robots.txt": slow,
        f"{SITE}/sitemap_index.xml": index(*parts),
        **parts,
    }
    paper = Paper(pages)
    night = first_night(paper.surveyed(), 0, max_pages=5000)
    assert sum("post-sitemap" in url for url in paper.asked) == 4
    assert (night.stories, night.sitemaps) == (400, 9)
    assert str(night).endswith("requests, one every 10 s: about 1.7 hours")
    bounded = first_night(paper.surveyed(), 0, max_pages=100)
    assert (bounded.stories, bounded.lists) == (100, 0)


def test_a_story_pasted_for_a_home_page_is_noticed() -> None:
    assert is_one_story(Paper({f"{SITE}/2025/11/flood-hits-the-harbour/": page("Flood", prose=PROSE)}).surveyed())
    assert not is_one_story(Paper({f"{SITE}/": page("The Courier", prose=PROSE)}).surveyed())
    assert not is_one_story(Paper({f"{SITE}/courier/": page("The Courier", *SLUGS)}).surveyed())


def test_sections_that_a_script_shows_and_the_language_of_headlines() -> None:
    site = "https://vestnik.example"
    headlines = [
        "Мэр города открыл новый мост через реку",
        "Судья закрыл старую мельницу до весны",
        "Рыбаки ждут решения областного суда",
        "Школьники посадили сад у речного вокзала",
    ]
    names = ("Общество", "Спорт")
    menu = "".join(f"<a href='/index.php?act=cat&cid={n}'>{name}</a> " for n, name in enumerate(names))

    def front(first: int, last: int) -> str:
        teasers = "".join(
            f"<div><a href='/index.php?act=show&nid={500 + n}'>{headlines[n]}</a></div>" for n in range(first, last)
        )
        return (
            f"<html><head><title>Вестник</title></head><body><table><tr><td>{menu}<td>{teasers}</table></body></html>"
        )

    pages = {f"{site}/index.php?act=cat&cid={n}": front(2 * n, 2 * n + 2) for n in (0, 1)}
    found = Paper({f"{site}/": front(0, 4)} | pages).surveyed()
    assert [front.url for front in sections(found)] == list(pages)
    assert "# language: ru  # an offer: its headlines are in it; the home page does not say" in source_text(found)
