"""The headline among several anchors, and its runs of looks."""

from datetime import UTC, datetime, timedelta

from pipelines.corpus.headlines.choice import labels_of
from pipelines.corpus.headlines.lists import list_rows
from spiders.landing.spans import PageLooks
from spiders.links.edges import Edge

KEY, STORY = "a.example", "a.example/mill"


def looks(*pages: list[Edge], at: datetime = datetime(2026, 2, 2, tzinfo=UTC)) -> list[dict]:
    """The rows of a list with these looks, ten minutes apart; the last is the night's own."""
    page, links = PageLooks(), []
    page.add(KEY, "http://a.example/", pages[-1])
    for number, edges in enumerate(pages[:-1], start=1):
        page.add(f"{KEY}#{number:02d}", "http://a.example/", edges)
    for key, url, found in page.rows():
        for variant, (edge, spans) in enumerate(found):
            links.append({
                "source": "a", "from_url": url, "from_url_key": key, "to_url": edge.url, "to_url_key": edge.key,
                "kind": edge.kind,
                "position": edge.position, "variant": variant, "anchor": edge.anchor, "set_in": edge.set_in, "spans": spans,
            })  # fmt: skip
    numbers = [*range(1, len(pages)), 0]
    times = [(number, at + timedelta(minutes=10 * place)) for place, number in enumerate(numbers)]
    labels = labels_of([link["anchor"] for link in links if link["kind"] == "nav"])
    return list(list_rows(links, {("a", KEY): times}, {("a", KEY): labels}))


def edge(anchor: str, position: int = 0, set_in: str | None = None, key: str = STORY) -> Edge:
    return Edge("section", f"http://{key}", key, position, anchor, set_in=set_in)


def minutes(row: dict) -> tuple[int, int]:
    return row["first_seen"].minute, row["last_seen"].minute


def test_an_unchanged_headline_is_one_row_with_its_positions() -> None:
    (row,) = looks([edge("Mill burns", 4)], [edge("Mill burns", 1)], [edge("Mill burns", 7)])
    assert (row["headline"], minutes(row)) == ("Mill burns", (0, 20))
    assert (row["first_position"], row["last_position"], row["best_position"]) == (4, 7, 1)
    assert row["look_before"] is None and row["look_after"] is None


def test_a_headline_that_goes_back_is_three_rows_with_the_looks_around_each() -> None:
    rows = looks([edge("A man")], [edge("A man")], [edge("B man")], [edge("A man")])
    assert [(row["headline"], minutes(row)) for row in rows] == [
        ("A man", (0, 10)),
        ("B man", (20, 20)),
        ("A man", (30, 30)),
    ]
    assert (rows[1]["look_before"].minute, rows[1]["look_after"].minute) == (10, 30)


def test_marks_that_come_and_go_are_no_change() -> None:
    shown = ["Mill burns down", "LIVE: Mill burns down", "Mill burns down 3 comments", "Opinion: Mill burns down"]
    (row,) = looks(*([edge(text)] for text in shown))
    assert (row["headline"], minutes(row), row["shown"]) == ("Mill burns down", (0, 30), None)


def test_the_headline_is_chosen_among_picture_headline_teaser_and_links() -> None:
    others = [
        edge("A man at the harbour", set_in="label"), edge("12 comments"), edge("Read more"),
        edge("It was a long night, and nobody in the town slept while the mill burned to the ground."),
    ]  # fmt: skip
    (row,) = looks(
        [*others, edge("Mill burns down", set_in="heading")],
        [edge("Mill burns down"), *others],
        [edge("Mill burns down")],
    )
    assert (row["headline"], row["is_label"]) == ("Mill burns down", False)
    (row,) = looks([others[0]])
    assert row["is_label"]


def test_a_headline_that_is_gone_for_a_look_has_two_stays() -> None:
    other = edge("Ferry stays", 1, key="a.example/ferry")
    rows = [row for row in looks([edge("Mill"), other], [other], [edge("Mill"), other]) if row["url_key"] == STORY]
    assert [minutes(row) for row in rows] == [(0, 0), (20, 20)]


def test_a_section_named_in_the_menu_may_be_a_kicker() -> None:
    menu = Edge("nav", "http://a.example/harbour", "a.example/harbour", 0, "Harbour")
    rows = looks([menu, edge("Harbour Mill burns down")], [menu, edge("Harbour | Mill burns down")])
    assert rows[0]["tail_key"] == rows[1]["headline_key"]
