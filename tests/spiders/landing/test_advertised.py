"""What is said of each URL comes back by URL, whole but for what menus repeat."""

from pathlib import Path

import pytest

from spiders.landing.advertised import NAV_REFERRERS, Advertised, Channel, Named
from spiders.links.edges import Edge


def edge(kind: str, key: str, **more: object) -> Edge:
    return Edge(kind, f"https://{key}", key, 0)._replace(**more)


@pytest.fixture
def advertised(tmp_path: Path) -> Advertised:
    return Advertised(tmp_path / "scratch")


def test_urls_come_by_key_with_their_channels_in_the_order_noted(advertised: Advertised) -> None:
    advertised.add("https://r.example/1", [edge("related", "b.example/", anchor="B"), edge("in_body", "a.example/")])
    dated = edge("feed", "b.example/", url="http://b.example/", dates=(("pubDate", "Mon"), ("updated", "Tue")))
    advertised.add("https://r.example/2", [dated])
    assert list(advertised) == [
        Named("a.example/", "https://a.example/", [Channel("page", "https://r.example/1", None, 0)]),
        Named(
            "b.example/",
            "http://b.example/",
            [
                Channel("related", "https://r.example/1", "B", 0),
                Channel("feed", "https://r.example/2", None, 0, "Mon", "pubDate"),
                Channel("feed", "https://r.example/2", None, 0, "Tue", "updated"),
            ],
        ),
    ]


@pytest.mark.parametrize("counted", [20_000, 1])
def test_of_a_menu_the_first_referrers_count_and_every_spelling(
    counted: int, advertised: Advertised, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.landing.advertised.COUNTED_MENUS", counted)
    for number in range(20):
        advertised.add(f"https://r.example/{number}", [edge("nav", "a.example/"), edge("nav", "b.example/")])
    advertised.add("https://r.example/20", [edge("nav", "a.example/", url="http://a.example/")])
    assert [(named.url, [channel.referrer for channel in named.channels]) for named in advertised] == [
        (url, [f"https://r.example/{number}" for number in range(NAV_REFERRERS)])
        for url in ("http://a.example/", "https://b.example/")
    ]


def test_nothing_is_left_of_it(advertised: Advertised, tmp_path: Path) -> None:
    advertised.add("https://r.example/", [edge("related", "a.example/")])
    advertised.close()
    assert list(tmp_path.iterdir()) == []
