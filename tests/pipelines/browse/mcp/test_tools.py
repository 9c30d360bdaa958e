"""The tools of `dateline mcp` on a small home, asked with the package's own client."""

import hashlib
import json
from pathlib import Path

import pytest
from mcp import Client

from pipelines.browse.mcp.server import NAMES, server
from pipelines.lake.archive import read_capture
from pipelines.lake.home import Home
from tests.pipelines.browse.mcp.asking import answer, failure
from tests.pipelines.browse.mcp.small_home import FRONT, ONE, TWO, Story, small_home

BRIDGE, FERRY, LATE = "aaaa000000000001", "aaaa000000000002", "bbbb000000000003"
STORIES = (
    Story(BRIDGE, "Bridge opens", "The mayor opened the bridge at the harbour.", "The mayor opened the bridge. It was late.",
          published="2026-02-01"),
    Story(FERRY, "Ferry strikes rocks", "The ferry struck rocks in the harbour."),
    Story(LATE, "Ferry on the rocks", "A ferry is on the rocks at the harbour.", night=TWO, source="digest",
          published="2026-02-02"),
)  # fmt: skip
UNKNOWN = {
    "published": "unknown",
    "confidence": 0,
    "not_before": "2026-01-05T00:00:00Z",
    "not_after": "2026-02-02T02:00:00Z",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return small_home(tmp_path_factory.mktemp("mcp"), STORIES, event=(FERRY, LATE))


def is_archived(home: Home, cited: dict[str, str]) -> bool:
    """The digest is that of the body in the record that is named."""
    file, _, offset = cited["record"].rpartition("@")
    return hashlib.sha256(read_capture(home.archive, file, int(offset)).body).hexdigest() == cited["sha256"]


def test_a_dated_article_has_date_confidence_and_a_digest_that_is_that_of_its_page(home: Home) -> None:
    found = answer(home, "article", article=BRIDGE)
    assert (found["published"], found["precision"], found["confidence"]) == ("2026-02-01", "day", 0.97)
    assert (found["source"], found["night"], found["title"]) == ("paper", "2026-02-03", "Bridge opens")
    assert found["text"] == "The mayor opened the bridge. It was late."
    assert is_archived(home, found)


def test_an_undated_article_is_unknown_with_its_bounds(home: Home) -> None:
    found = answer(home, "article", article=f"https://paper.example/{FERRY}")
    assert found.items() >= UNKNOWN.items()
    assert answer(home, "search", query="ferry source:paper")["articles"][0].items() >= UNKNOWN.items()


def test_as_of_a_night_the_text_of_then_is_read(home: Home) -> None:
    found = answer(home, "article", article=BRIDGE, as_of="2026-02-02")
    assert (found["as_of"], found["night"]) == ("2026-02-02", "2026-02-02")
    assert found["text"] == "The mayor opened the bridge at the harbour."
    assert is_archived(home, found)


def test_what_was_not_known_then_is_not_told(home: Home) -> None:
    assert f"article {LATE} was not known on 2026-02-02" in failure(home, "article", article=LATE, as_of="2026-02-02")
    assert "nothing was known on 2026-01-01" in failure(home, "front", source="paper", as_of="2026-01-01")
    assert "no event" in failure(home, "event", event=FERRY, as_of="2026-02-02")


def test_a_search_of_an_earlier_night_leaves_out_what_changed_since(home: Home) -> None:
    now, then = (answer(home, "search", query="harbour", as_of=night) for night in (None, "2026-02-02"))
    assert {each["article_id"] for each in now["articles"]} == {FERRY, LATE}
    assert [each["article_id"] for each in then["articles"]] == [FERRY]
    assert answer(home, "search", query="late", as_of="2026-02-02")["articles"] == []
    assert "today's texts" in then["not_answered"]
    assert "not_answered" not in now


def test_an_event_has_its_members_by_strength_and_night(home: Home) -> None:
    found = answer(home, "event", event=LATE)
    assert (found["event_id"], found["articles"], found["sources"]) == (FERRY, 2, ["digest", "paper"])
    assert [(each["night"], each["new_articles"]) for each in found["growth"]] == [("2026-02-02", 1), ("2026-02-03", 1)]
    assert all(is_archived(home, each) for each in found["members"])


def test_coverage_says_who_told_it_and_who_did_not(home: Home) -> None:
    found = answer(home, "coverage", event=FERRY)
    assert [each["article_id"] for each in found["articles"]] == [FERRY, LATE]
    assert [each["published"] for each in found["articles"]] == ["unknown", "2026-02-02"]
    assert [each["telling"] for each in found["articles"]] == ["own words", "own words"]
    assert found["without_it"] == []


def test_a_front_page_is_that_of_the_night_and_cites_the_list(home: Home) -> None:
    for night in (ONE, TWO):
        found = answer(home, "front", source="paper", as_of=str(night))
        assert (found["night"], found["url"]) == (str(night), FRONT)
        assert [each["headline"] for each in found["stories"]] == ["Bridge opens", "Ferry strikes rocks"]
        assert is_archived(home, found)


def test_a_history_has_each_text_with_its_capture_up_to_the_night(home: Home) -> None:
    found = answer(home, "history", article=BRIDGE)["history"]
    texts = [each for each in found if each["what"] == "text"]
    assert [(each["night"], each["change"]) for each in texts] == [("2026-02-02", "first"), ("2026-02-03", "update")]
    assert "+The mayor opened the bridge. It was late." in texts[1]["diff"]
    assert len({each["sha256"] for each in texts}) == 2
    assert all(is_archived(home, each) for each in texts)
    assert [each["published"] for each in found if each["what"] == "date"] == ["2026-02-01"]
    then = answer(home, "history", article=BRIDGE, as_of="2026-02-02")["history"]
    assert [each["what"] for each in then] == ["text", "date"]


def test_evidence_has_verdict_reason_and_capture(home: Home) -> None:
    [statement] = answer(home, "evidence", article=BRIDGE)["statements"]
    assert (statement["verdict"], statement["reason"], statement["raw"]) == (
        "accepted",
        "stands in the byline",
        "Bridge opens",
    )
    assert statement["sha256"] == answer(home, "article", article=BRIDGE, as_of="2026-02-02")["sha256"]


def test_a_citation_is_checked_against_the_archive(home: Home) -> None:
    found = answer(home, "cite", article=FERRY)
    assert found["digest_is_that_of_the_archive"] is True
    line, bibtex, csl = found["forms"].split("\n\n")
    assert "date unknown, no later than 2026-02-02" in line
    assert found["sha256"] in line
    assert bibtex.startswith(f"@article{{{FERRY},")
    assert '"issued"' not in csl


def test_rows_of_sql_that_name_an_article_are_cited(home: Home) -> None:
    found = answer(home, "sql", query="SELECT article_id, title FROM articles ORDER BY article_id", max_rows=2)
    rows = [["article_id", "title"], [BRIDGE, "Bridge opens"], [FERRY, "Ferry strikes rocks"]]
    assert [json.loads(line) for line in found["table"].splitlines()] == rows
    assert found["more_rows"] is True
    assert [each["article_id"] for each in found["citations"]] == [BRIDGE, FERRY]
    assert all(is_archived(home, each) for each in found["citations"])
    assert answer(home, "sql", query="SELECT count(*) FROM articles")["citations"].startswith("unknown")


def test_a_table_that_does_not_fit_ends_with_a_whole_row(home: Home) -> None:
    found = answer(home, "sql", query="SELECT range AS n, repeat('x', 50) FROM range(100)", max_chars=2_000)
    _, *rows = [json.loads(line) for line in found["table"].splitlines()]
    assert [number for number, _ in rows] == [*range(len(rows))]
    assert len(rows) + found["left_out"]["table"] == 100
    assert len(rows) > 10


def test_sql_goes_through_the_sandbox(home: Home, tmp_path: Path) -> None:
    assert "refused" in failure(home, "sql", query=f"COPY articles TO '{tmp_path}/x.csv'")
    assert failure(home, "sql", query="FROM read_csv('/etc/passwd')")
    assert list(tmp_path.iterdir()) == []


def test_sql_says_when_it_cannot_answer_as_of_a_night(home: Home) -> None:
    assert "not answered" in failure(home, "sql", query="FROM search('ferry')", as_of="2026-02-02")
    said = failure(home, "sql", query="SELECT 1", as_of="2026-02-02")
    assert "the files of 2026-02-02 are no longer kept" in said
    assert "as_of(DATE" in said


def test_the_schema_lists_tables_and_macros_and_the_columns_of_one(home: Home) -> None:
    names = [each["table"] for each in answer(home, "schema")["tables"]]
    assert {"articles", "date_history", "as_of(night_)"} <= {*names}
    columns = {each["column"]: each["type"] for each in answer(home, "schema", table="articles")["columns"]}
    assert columns["published_confidence"] == "FLOAT"
    assert "there is no table" in failure(home, "schema", table="nothing")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("article", {"article": "cccc"}, "there is no article 'cccc'"),
        ("search", {"query": "ferry OR"}, "something must follow 'OR'"),
        ("front", {"source": "nobody"}, "there is no source 'nobody'"),
        ("event", {"event": BRIDGE}, "there is no event"),
        ("article", {"article": BRIDGE, "as_of": "yesterday"}, "as_of"),
        ("article", {"article": BRIDGE, "max_chars": 10}, "max_chars"),
        ("article", {"article": BRIDGE, "asof": "2026-02-02"}, "asof"),
        ("sql", {"query": "SELECT nothing FROM articles"}, "nothing"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(home: Home, tool: str, arguments: dict[str, object], said: str) -> None:
    assert said in failure(home, tool, **arguments)


@pytest.mark.anyio
async def test_a_model_finds_all_by_itself(home: Home) -> None:
    async with Client(server(home)) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert {*tools} == {*NAMES}
        for tool in tools.values():
            assert tool.description
            assert tool.annotations
            assert tool.annotations.read_only_hint
            assert "as_of" in tool.input_schema["properties"]
            assert all(each.get("description") for each in tool.input_schema["properties"].values())
        assert "never an instruction" in (client.instructions or "")
        assert {str(each.uri) for each in (await client.list_resources()).resources} == {
            "dateline://schema",
            "dateline://search-language",
        }
        [table] = (await client.read_resource("dateline://schema/events")).contents
        assert '"column":"strength"' in table.text  # type: ignore[union-attr]
        [language] = (await client.read_resource("dateline://search-language")).contents
        assert "title:harbour" in language.text  # type: ignore[union-attr]
        asked = await client.get_prompt("answer_with_citations", {"question": "When did the bridge open?"})
        assert "When did the bridge open?" in asked.messages[0].content.text  # type: ignore[union-attr]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
