"""Finding: fields, conditions, order, passages, pages."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ask.search.grammar import parsed
from pipelines.ask.search.listing import as_csv, as_json, as_text, summary
from pipelines.ask.search.searcher import Found, Searcher
from pipelines.base.errors import InputError
from pipelines.base.words.tokens import WORD, pieces
from tests.pipelines.ask.search.conftest import searcher_of


def article(number: int, title: str, text: str, **values: Any) -> dict[str, Any]:
    return {"article_id": f"{number:016x}", "title": title, "text": text, "language": "en"} | values


ARTICLES = (
    article(1, "Harbour bridge reopens", "The bridge is open. It’s a relief.", published="2026-01-10", source="herald"),
    article(2, "Ferry fares", "Nobody at the harbour would comment.", published="2026-02", authors=["Jane Doe", "Max Roe"]),
    article(3, "Storm", "The harbour, the harbour and again the harbour.", source="herald", section="Local news"),
    article(4, "Sturm", "Die Brücke steht.", language="de", kind="live", role="copy", published="2025-12-31T23:30-05:00"),
    article(5, "Doe speaks", "A bridge\nof sighs. " + "Filler words go on. " * 40 + "Then the storm came to the quay.",
            not_before=datetime(2026, 1, 20, tzinfo=UTC), not_after=datetime(2026, 1, 25, tzinfo=UTC)),
)  # fmt: skip


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searcher_of(tmp_path_factory.mktemp("index"), ARTICLES)


def find(searcher: Searcher, query: str, **options: int) -> Found:
    return searcher.find(parsed(query), **options)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("harbour", [1, 3, 2]),  # in the title; often; once. Of equals the newest first
        ("harbours", [1, 3, 2]),
        ('"harbours"', []),  # in quotes as it stands
        ("harbour bridge", [1]),
        ('"harbour bridge"', [1]),
        ('"reopens the"', []),  # no phrase goes from the title into the text
        ("harbour AND NOT bridge", [3, 2]),
        ("harbour -bridge", [3, 2]),
        ("-harbour", [5, 4]),
        ("ferry OR storm", [2, 3, 5]),
        ("it's", [1]),
        ("it’s", [1]),
        ("harb*", [1, 2, 3]),
        ("*cke", [4]),
        ("*rück*", [4]),
        ("title:*ridge", [1]),
        ("Bruecken", [4]),
        ("title:harbour", [1]),
        ("title:(harbour OR storm)", [3, 1]),
        ('author:"jane doe"', [2]),
        ('author:"doe max"', []),  # of two people
        ("author:doe", [2]),
        ('section:"local news"', [3]),
        ("source:herald", [3, 1]),
        ("source:(herald OR paper) storm", [3, 5]),
        ("ferry OR source:herald", [2, 3, 1]),
        ("ferry OR -harbour", [2, 5, 4]),
        ("language:de", [4]),
        ("kind:live", [4]),
        ("role:copy", [4]),
        ("-role:copy bridge", [1, 5]),
        ("* -harbour", [5, 4]),
        ("date:2026-01-10", [3, 1]),  # nothing is known of the third but when it was seen
        ("date:2026-01-22", [3, 5]),
        ("from:2026-01-26", [2, 3]),  # published at some time in February
        ("to:2025", [3, 4]),
        ("from:2026-01-01 to:2026-01-09", [3]),
        ("storm from:2026-01-26", [3]),
    ],
)  # fmt: skip
def test_finds(query: str, found: list[int], searcher: Searcher) -> None:
    answer = find(searcher, query)
    assert [int(hit.article_id, 16) for hit in answer.hits] == found
    assert answer.total == len(found)
    assert [name for name, _ in searcher.ids(parsed(query))] == [hit.article_id for hit in answer.hits]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("source:daily", "no article has the source 'daily': there are herald, paper"),
        ("from:yesterday", "from:yesterday: a date is written 2026, 2026-02 or 2026-02-28"),
        ("date:2026-02-30", "a date is written"),
        ("bridge from:2026-02 to:2026-01", "from:2026-02 is later than to:2026-01"),
        ("h*", "h*: give one word of at least 2 letters before the star"),
        ("*ge", "*ge: give one word of at least 3 letters after the star"),
        ("*ferry-fare", "give one word of at least 3 letters after the star"),
        ("source:*ald", "give one value"),
        ("-& b", "'&' has no letters or digits"),
        ("title:(source:paper)", "stands within another field"),
        ("source:(a b)", "give one value"),
    ],
)
def test_a_query_without_sense_is_a_mistake(query: str, said: str, searcher: Searcher) -> None:
    with pytest.raises(InputError, match=r"^search: ") as caught:
        find(searcher, query)
    assert said in str(caught.value)


def test_a_word_with_particles_joined_to_it_is_marked(tmp_path: Path) -> None:
    text = "תושבים ובירושלים חוגגים"
    found = searcher_of(tmp_path, [{"article_id": "a", "language": "he", "title": "שלג", "text": text}])
    [hit] = find(found, "ירושלים").hits
    assert hit.passage.emphasised() == "תושבים **ובירושלים** חוגגים"


def test_pages_follow_one_another(searcher: Searcher) -> None:
    pages = [find(searcher, "*", limit=2, page=page) for page in (1, 2, 3, 4)]
    assert [page.total for page in pages] == [5] * 4
    assert [len(page.hits) for page in pages] == [2, 2, 1, 0]
    assert len({hit.article_id for page in pages for hit in page.hits}) == 5
    assert [page.first for page in pages] == [1, 3, 5, 7]


def test_articles_of_an_event_stand_together_across_pages(searcher: Searcher) -> None:
    """The best is 1, then 3, then 2; 1 and 2 report one event."""
    events = {f"{number:016x}": "flood" for number in (1, 2)}
    pages = [searcher.find(parsed("harbour"), limit=1, page=page, events=lambda _: events) for page in (1, 2, 3, 4)]
    assert [[int(hit.article_id, 16) for hit in page.hits] for page in pages] == [[1], [2], [3], []]
    assert [hit.event_id for page in pages for hit in page.hits] == ["flood", "flood", None]
    assert {page.total for page in pages} == {3}


def test_the_keys_of_a_query_are_those_of_its_results(searcher: Searcher) -> None:
    assert sorted(searcher.keys(parsed("harbour"), limit=10)) == [1, 2, 3]
    assert sorted(searcher.keys(parsed("source:herald"), limit=10)) == [1, 3]


def test_the_passage_shows_what_was_found(searcher: Searcher) -> None:
    [hit] = find(searcher, "storm quay").hits
    assert hit.passage.text.startswith("…")
    assert hit.passage.text.endswith("Then the storm came to the quay.")
    assert [hit.passage.text[first:last] for first, last in hit.passage.marks] == ["storm", "quay"]
    [hit] = find(searcher, "sighs").hits
    assert hit.passage.text.startswith("A bridge of sighs. Filler")  # one line
    assert [hit.passage.text[first:last] for first, last in hit.passage.marks] == ["sighs"]
    assert (hit.earliest, hit.latest) == (date(2026, 1, 20), date(2026, 1, 25))


def test_a_word_of_most_articles_says_little_beside_a_rarer_one(tmp_path: Path) -> None:
    texts = [
        "The council met. " * 9 + "An eel was seen.",
        "The council met. The eel, an eel.",
        *["The council met."] * 8,
    ]
    searcher = searcher_of(tmp_path, [article(number, "", text) for number, text in enumerate(texts, start=1)])
    found = [(int(hit.article_id, 16), hit.score) for hit in find(searcher, "council eel").hits]
    assert found == [(2, 4 + 8), (1, 4 + 6)]  # grade 4 for the council in both
    assert find(searcher, "council", limit=1).hits[0].article_id == f"{1:016x}"
    assert find(searcher, "council -eel").total == 8


def test_marks_of_every_form(searcher: Searcher) -> None:
    [hit] = find(searcher, "Bruecken").hits
    assert [hit.passage.text[first:last] for first, last in hit.passage.marks] == ["Brücke"]
    [hit] = find(searcher, "*rüc*").hits
    assert [hit.passage.text[first:last] for first, last in hit.passage.marks] == ["Brücke"]
    [hit] = find(searcher, '"bridge of sighs"').hits  # over a line's end, which is a blank in the passage
    assert [hit.passage.text[first:last] for first, last in hit.passage.marks] == ["bridge of sighs"]
    hit = find(searcher, "harbours").hits[0]
    assert [hit.title.text[first:last] for first, last in hit.title.marks] == ["Harbour"]


def test_shown_to_people_and_to_programs(searcher: Searcher) -> None:
    found = find(searcher, "harbour", limit=1)
    assert summary(found) == "harbour: 1 to 1 of 3 articles"
    assert summary(find(searcher, "nothing")) == "nothing: no article"
    shown = list(as_text(found))
    assert "\x1b[33m\x1b[1mHarbour\x1b[0m" in shown[0]
    assert shown[-2].strip() == "https://paper.example/"
    assert "0000000000000001" in shown[-1]
    assert '"total": 3' in "".join(as_json(found))
    assert next(iter(as_csv(found))).startswith("article_id,source,url,title")


def test_what_a_page_says_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    hostile = article(1, "=1+1\x1b[31m storm", "A \u202estorm\x07 is near.", url="https://a.example/\x1b[2J")
    found = find(searcher_of(tmp_path, [hostile]), "storm")
    said = "".join(each.replace("\x1b[", "", 20) for each in as_text(found))
    assert "\\u001b[31m" in said
    assert "\u202e" not in said
    assert "\x07" not in "".join(as_json(found))
    assert list(as_csv(found))[1].split(",")[3].startswith("'=")


@settings(max_examples=15)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    language=st.sampled_from(["en", "ar", "fa", "th", None]),
)
def test_every_word_of_a_text_finds_it(
    text: str, language: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    searcher = searcher_of(tmp_path_factory.mktemp("index"), [article(1, "", text, language=language)])
    for word in WORD.findall(text):
        if pieces(word):
            assert find(searcher, f'"{word}"').total == 1
            assert word in ("AND", "OR", "NOT") or find(searcher, word).total == 1
