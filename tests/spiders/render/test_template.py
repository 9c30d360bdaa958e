"""Addresses of APIs: what two stories teach, and what a third is asked at."""

import pytest

from spiders.render.template import Sample, filled, learned, shape

SITE = "https://tern.example"
STORIES = ("old-mill-burns-71", "ferry-runs-late-82", "roof-of-the-library-93")


def samples(url: str, api: str, shell: str = "") -> list[Sample]:
    """Three stories; `{slug}` and `{id}` are filled in, and `{secret}` is an id that no address has."""
    found = []
    for secret, slug in zip(("a1x", "b2y", "c3z"), STORIES, strict=True):
        known = {"slug": slug, "id": slug.rpartition("-")[2], "secret": secret}
        found.append(Sample(*(text.format(**known) for text in (SITE + url, shell, SITE + api))))
    return found


TAUGHT = {
    "number at the end": (("/2026/12/{slug}", "/api/story/{id}?v=2"), "/api/story/{word -1}?v=2"),
    "slug": (("/news/{slug}.html", "/api/{slug}.json"), "/api/{stem}.json"),
    "path": (("/2026/12/{slug}", "/_next/data/b7/2026/12/{slug}.json"), "/_next/data/b7{path}.json"),
    "path, coded": (("/news/{slug}", "/api?path=%2Fnews%2F{slug}"), "/api?path={path coded}"),
    "address, coded": (
        ("/news/{slug}", "/api?url=https%3A%2F%2Ftern.example%2Fnews%2F{slug}"),
        "/api?url={url coded}",
    ),
    "query": (("/story?id={id}", "/api/{id}"), "/api/{query id}"),
    "number within the path": (("/story/{id}/{slug}", "/api/{id}"), "/api/{segment -2}"),
    "attribute of the page": (
        ("/news/{slug}", "/api/{secret}", "<p data-x='{slug}'><div id=app data-story=\"{secret}\">"),
        "/api/{behind div id=app data-story=%22}",
    ),
    "state of the page": (
        ("/news/{slug}", "/api/{secret}", '<script>var s = {{"a":1,"articleId":"{secret}"}}</script>'),
        "/api/{behind %22articleId%22:%22}",
    ),
}


@pytest.mark.parametrize("name", TAUGHT)
def test_two_stories_teach_the_address_of_a_third(name) -> None:
    given, template = TAUGHT[name]
    one, two, three = samples(*given)
    assert learned([one, two]) == SITE + template
    assert filled(SITE + template, three.url, three.shell) == three.api


@pytest.mark.parametrize(
    "given", [("/news/{slug}", "/api/{secret}"), ("/news/{slug}", "/api/all"), ("/{id}", "/api/{secret}/{id}")]
)
def test_what_no_address_and_no_page_says_is_not_learned(given) -> None:
    assert learned(samples(*given)[:2]) is None


def test_a_story_without_a_part_has_no_address() -> None:
    assert filled("https://a.example/api/{query id}", "https://a.example/mill", "") is None


def test_pages_of_another_kind_have_another_shape() -> None:
    one, two, three = samples("/news/2026/{slug}", "/")
    assert shape(one.url) == shape(two.url) == shape(three.url) == "/news/0/-"
    assert (
        len({shape(SITE + path) for path in ("/tag/7", "/news/2026/7", "/news/2026", "/about", "/sport/2026/a-b")}) == 5
    )
