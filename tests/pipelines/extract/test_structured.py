"""Which nodes of structured data are about the page's own story."""

import json

from pipelines.page.page import Page

HERE = "https://www.paper.example/news/bridge"


def found(*nodes: dict[str, object], head: str = "", url: str = HERE) -> list[object]:
    data = json.dumps([{"@type": "NewsArticle", **node} for node in nodes])
    page = Page(url, f"<head>{head}<script type='application/ld+json'>{data}</script></head>".encode())
    return [node["headline"] for node in page.stories]


def test_a_node_of_another_page_is_left_out_where_one_is_of_this() -> None:
    other = {"headline": "Ships", "url": "https://www.paper.example/news/ships"}
    own = {"headline": "Bridge", "mainEntityOfPage": {"@id": "http://paper.example/news/bridge/?from=home"}}
    silent = {"headline": "Bridge, too"}
    assert found(other, own, silent) == ["Bridge", "Bridge, too"]
    assert found(other, silent) == ["Ships", "Bridge, too"]
    assert found(other) == ["Ships"]


def test_the_address_that_a_page_gives_itself_is_its_own() -> None:
    other = {"headline": "Ships", "url": "https://www.paper.example/news/ships"}
    own = {"headline": "Bridge", "url": HERE}
    head = f"<meta property='og:url' content='{HERE}'>"
    assert found(other, own, head=head, url="https://cache.example/1") == ["Bridge"]
    assert found(other, own, url="https://cache.example/1") == ["Ships", "Bridge"]


def test_a_site_given_for_the_page_tells_nothing() -> None:
    assert found({"headline": "Bridge", "mainEntityOfPage": "https://www.paper.example/"}) == ["Bridge"]
    assert found({"headline": "Bridge", "mainEntityOfPage": True}) == ["Bridge"]
