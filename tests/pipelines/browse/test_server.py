"""`dateline browse`: what every page and its JSON say, errors, caches, headers, and one publication a page."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from pipelines.ask.search.step import index_night
from pipelines.ask.sql.connection import connect
from pipelines.base.errors import InputError
from pipelines.browse import publication
from pipelines.browse.publication import Newest
from pipelines.browse.routes import ROUTES, description
from pipelines.browse.server import FRAME_POLICY, PAGE_POLICY, application
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.ask.show.test_show import BODY, COPY, ONE, OTHER, STORY, TWO, put, written

EVENT = "eeee000000000001"
WEB = datetime(1991, 8, 6, tzinfo=UTC)
HEALTH = {"source": "paper", "state": "warning", "new_stories": 2, "revised": 0, "stories": 3, "dated": 2, "undated": 1,
          "imported": False, "outcomes": [{"value": "stored", "count": 3}],
          "findings": [{"check": "dates", "severity": "warning", "sentence": "<b>2 of 3</b>", "since": ONE, "url": None,
                        "command": "dateline try"}]}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = written(tmp_path_factory.mktemp("browse") / "home")
    lake = Lake(home.lake)
    keys = {STORY: "paper.example/bridge", COPY: "paper.example/copy", OTHER: "paper.example/other"}
    articles = lake.read("articles").to_pylist()
    put(home, "articles", *(
        row | {"first_night": ONE, "url_key": keys[row["article_id"]], "not_before": row["not_before"] or WEB} for row in articles
    ))  # fmt: skip
    put(home, "revisions", *(row | {"first_night": ONE, "night": ONE} for row in lake.read("revisions").to_pylist()))
    for night in (ONE, TWO):
        rows = lake.read("documents", night=night).to_pylist()
        put(home, "documents", *(row | {"title": "Bridge opens"} for row in rows), night=night)
    works = [{"article_id": work, "source": "paper", "cluster_id": STORY, "role": "origin", "origin_article_id": STORY,
              "similarity": 0.9, "first_seen": row["first_seen"], "first_night": ONE}
             for work in (STORY, COPY) for row in lake.read("articles").to_pylist()[:1]]  # fmt: skip
    put(home, "clusters", *works)
    put(home, "events", *({"article_id": work, "event_id": EVENT, "strength": 0.95, "first_night": ONE}
                          for work in (STORY, OTHER)))  # fmt: skip
    statement = {"night": ONE, "source": "paper", "article_id": STORY, "role": "published", "fetched_at": None}
    put(home, "date_evidence",
        statement | {"origin": "text", "raw": "1 Feb", "value": "2026-02-01", "verdict": "accepted", "reason": "byline-text"},
        statement | {"origin": "url", "raw": "2025/01/01", "value": "2025-01-01", "verdict": "rejected", "reason": "outweighed"},
        night=ONE)  # fmt: skip
    for night in (ONE, TWO):
        put(home, "source_health", HEALTH | {"night": night}, night=night)
        settings = {
            "night": night,
            "source": "paper",
            "title": "The <Paper>",
            "url": "https://paper.example/",
            "language": "en",
        }
        put(home, "source_settings", settings, night=night)
    put(home, "publications", {"night": ONE}, night=ONE)
    place = {"night": TWO, "source": "paper", "role": "byline", "place": "p.by", "right_so_far": 3, "wrong_so_far": 1}
    put(home, "places", place | {"learned": True}, night=TWO)
    zone = {"night": TWO, "source": "paper", "teaches": "zone", "local_day": TWO, "utc_offset_minutes": -210}
    put(home, "date_lessons", zone, night=TWO)
    home.sources.mkdir(parents=True, exist_ok=True)
    (home.sources / "paper.yaml").write_text("url: https://paper.example/  # <ours>\n", encoding="utf-8")
    write_views(home)
    index_night(home, ONE, lambda _done, _total: None)
    return home


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url="http://127.0.0.1:3001") as client:
        yield client


def address(path: str) -> str:
    named = {"article": STORY, "event": EVENT, "source": "paper", "night": str(ONE)}
    return re.sub(r"{(\w+)}", lambda found: named[found[1]], path)


PAGES = [address(route.path) for route in ROUTES if route.template != "report.html"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_for_people_and_programs(client: TestClient, path: str) -> None:
    shown = client.get(path)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = FRAME_POLICY if path.endswith("/frame") else PAGE_POLICY
    assert shown.headers["content-security-policy"] == policy
    assert shown.text.count("<h1") >= (not path.endswith("/frame"))
    assert "<script" not in shown.text and "<b>2 of 3" not in shown.text and "The <Paper>" not in shown.text
    if not path.endswith("/frame"):
        data = client.get(path, params={"format": "json"})
        assert data.headers["content-type"] == "application/json"
        assert data.json() == client.get(path, headers={"accept": "application/json"}).json()


def test_an_article_is_shown_with_what_is_known_of_it(client: TestClient) -> None:
    found = client.get(f"/article/{STORY}", params={"format": "json"}).json()
    assert (found["title"], found["authors"], found["event"]["event_id"]) == ("Bridge opens", ["Ann Lee"], EVENT)
    assert found["date"].startswith("2026-02-01: stands in the byline")
    assert [each["article_id"] for each in found["related"]] == [OTHER, None]
    text = client.get(f"/article/{STORY}").text
    assert f'href="/article/{OTHER}"' in text
    assert 'href="/why?url=https%3A//paper.example/away"' in text
    assert "\x1b" not in text


def test_a_date_stands_with_all_evidence(client: TestClient) -> None:
    found = client.get(f"/article/{STORY}/date", params={"format": "json"}).json()
    assert [(each["verdict"], each["reason"]) for each in found["evidence"]] == [
        ("accepted", "stands in the byline"), ("rejected", "outweighed by better evidence of another day"),
    ]  # fmt: skip
    drawn = re.search(r"<svg.*?</svg>", client.get(f"/article/{STORY}/date").text, re.DOTALL)[0]
    assert (drawn.count("<circle"), drawn.count('class="published"'), drawn.count('class="seen"')) == (2, 1, 1)
    ET.fromstring(drawn)
    unknown = client.get(f"/article/{OTHER}/date")
    assert "Date unknown" in unknown.text and 'class="published"' not in unknown.text


def test_papers_are_called_by_their_names_and_texts_run_in_their_own_direction(client: TestClient) -> None:
    shown = client.get("/search?q=bridge").text
    assert '<a href="/source/paper">The &lt;Paper&gt;</a>' in shown
    assert '<h2 dir="auto">' in shown and '<p dir="auto">' in shown


def test_two_texts_are_compared_word_by_word(client: TestClient) -> None:
    assert "<del>two</del><ins>three</ins>" in client.get(f"/article/{STORY}/history").text
    drawn = re.search(r"<svg.*?</svg>", client.get(f"/article/{STORY}/history").text, re.DOTALL)[0]
    assert [each.attrib["href"] for each in ET.fromstring(drawn).iter("a")] == ["?from=1&to=1", "?from=1&to=2"]
    back = client.get(f"/article/{STORY}/history", params={"from": 2, "to": 1, "format": "json"}).json()
    assert ["-", "three"] in back["changes"][0]
    assert "One text" in client.get(f"/article/{STORY}/history", params={"from": 1, "to": 1}).text
    copy = client.get(f"/article/{STORY}/copies", params={"format": "json"}).json()
    assert (copy["with"]["article_id"], len(copy["copies"])) == (COPY, 2)


def test_a_capture_is_cited_and_verified(client: TestClient) -> None:
    found = client.get(f"/article/{STORY}/archive", params={"format": "json", "verify": 1, "night": str(ONE)}).json()
    assert (found["verified"]["bytes"], found["verified"]["is_equal"]) == (len(BODY), False)
    assert "NOT what was noted" in client.get(f"/article/{STORY}/archive?verify=1").text  # the test's digest is "1"
    assert found["cite"]["csl"]["issued"] == {"date-parts": [[2026, 2, 1]]}
    assert found["cite"]["csl"]["note"].startswith("WARC record source=paper/night=2026-02-02/paper-2026-02-02")
    assert '<h1 class="dateline-headline"' in client.get(f"/article/{STORY}/frame", params={"night": str(TWO)}).text


def test_a_search_is_a_page_a_feed_and_a_table(client: TestClient) -> None:
    found = client.get("/search", params={"q": "bridge", "format": "json"}).json()
    assert (found["understood"], found["total"], found["hits"][0]["article_id"]) == ("bridge", 1, STORY)
    assert found["facets"]["source"] == [{"value": "paper", "articles": 1}]
    assert "<mark>Bridge</mark> opens" in client.get("/search?q=bridge").text
    feed = ET.fromstring(client.get("/search?q=bridge&format=atom").text)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.find(f"{atom}title").text for entry in feed.iter(f"{atom}entry")] == ["Bridge opens"]
    assert client.get("/search?source=paper&format=csv").text.splitlines()[0].startswith("article_id,source,url")
    assert "Words in any of their forms" in client.get("/search").text


def test_a_list_is_read_page_by_page_within_one_publication(client: TestClient) -> None:
    asked = {"source": "paper", "limit": 1, "format": "json"}
    first = client.get("/search", params=asked).json()
    second = client.get(first["next"]).json()
    assert (first["total"], second["first"], len(second["hits"]), second["next"]) == (2, 2, 1, None)
    assert client.get("/search", params=asked | {"publication": "0"}).json()["status"] == 409


def test_a_source_is_shown_with_what_its_nights_taught(client: TestClient) -> None:
    found = client.get("/source/paper", params={"format": "json"}).json()
    assert [(row["role"], row["right_so_far"], row["learned"]) for row in found["places"]] == [("byline", 3, True)]
    assert [(row["teaches"], row["zone"], row["nights"]) for row in found["lessons"]] == [("zone", "-03:30", 1)]
    assert found["lag"] is None  # no other paper has its events
    assert "# &lt;ours&gt;" in client.get("/source/paper/file").text
    assert "etag" not in client.get("/source/paper/file").headers


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://paper.example/bridge", "It is in the corpus."),
        ("https://paper.example/nowhere", "No night, list, feed or page of the corpus has named it."),
    ],
)
def test_an_address_is_accounted_for(client: TestClient, url: str, said: str) -> None:
    assert client.get("/why", params={"url": url, "format": "json"}).json()["sentence"] == said


WRONG = {
    "/article/ffff": (404, "there is no article ffff"),
    "/event/ffff": (404, "there is no event ffff"),
    "/source/other": (404, "there is no source other"),
    "/night/2001-01-01": (404, "the corpus has no night 2001-01-01"),
    "/night/soon": (400, "'soon' is no day"),
    "/nowhere": (404, "there is no page /nowhere"),
    "/search?q=%22": (400, "has no end"),
    "/search?q=a&page=0": (400, "write a number from 1 to 500"),
    "/search?q=a&format=xml": (400, "write one of html, json, atom, csv"),
    "/search?format=csv": (400, "nothing is asked for"),
    "/why?url=http://[": (400, "["),
    "/search?q=a&q=b": (400, "q is given more than once"),
    f"/article/{STORY}/history?to=9": (400, "write a number from 1 to 2"),
    f"/article/{STORY}/archive?night=2001-01-01": (404, "no page of"),
    f"/article/{OTHER}/archive": (404, "is in the archive"),
    f"/search?q={'x' * 3_000}": (400, "longer than 2000 characters"),
    "/night/2026-02-02/report": (404, "dateline report 2026-02-02"),
}


@pytest.mark.parametrize("path", WRONG)
def test_a_mistake_is_said_in_a_line(client: TestClient, path: str) -> None:
    status, said = WRONG[path]
    shown, found = client.get(path), client.get(path, headers={"accept": "application/json"})
    assert shown.status_code == status
    if "format=" not in path and "report" not in path:
        assert found.headers["content-type"] == "application/problem+json"
        assert found.json()["status"] == status and said in found.json()["detail"]


def test_sql_is_answered_in_the_sandbox(client: TestClient) -> None:
    assert client.post("/sql", json={"query": "SELECT count(*) AS n FROM articles"}).json() == [{"n": 3}]
    assert client.post("/sql", json={"query": "FROM articles", "limit": 1, "format": "csv"}).text.count("\n") == 2
    for body in (
        {"query": "COPY articles TO 'x'"},
        {"query": 1},
        {"query": "SELECT 1", "limit": 0},
        {"query": "SELECT 1", "format": {}},
        {"sql": "SELECT 1"},
        [],
    ):
        assert client.post("/sql", json=body).status_code == 400
    assert client.post("/sql", data={"query": "SELECT 1"}).status_code == 415  # a form of a stranger's page


def test_strangers_are_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403
    assert client.get("/", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code == 403
    assert client.delete("/").status_code in (405, 415)


def test_a_page_is_kept_until_the_next_publication(home: Home, client: TestClient, tmp_path: Path) -> None:
    first = client.get(f"/article/{OTHER}")
    assert client.get(f"/article/{OTHER}", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert "etag" not in client.get(f"/article/{STORY}/archive?verify=1").headers  # it is computed anew each time
    newest = Newest(home)
    before = newest()
    rows = Lake(home.lake).read("articles").to_pylist()
    try:
        put(home, "articles", *(row for row in rows if row["article_id"] != OTHER))
        assert before.row("SELECT title FROM articles WHERE article_id = ?", OTHER) is not None
        write_views(home)
        assert newest() is not before and newest().row("FROM articles WHERE article_id = ?", OTHER) is None
        assert (
            before.row("SELECT title FROM articles WHERE article_id = ?", OTHER) is not None
        )  # a page is of one publication
        gone = client.get(f"/article/{OTHER}", headers={"if-none-match": first.headers["etag"]})
        assert gone.status_code == 404
    finally:
        put(home, "articles", *rows)
        write_views(home)


def test_without_a_corpus_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="dateline demo"):
        Newest(Home.at(tmp_path))()


def test_the_description_names_every_page_and_parameter() -> None:
    found = json.loads(json.dumps(description()))
    assert set(found["paths"]) == {route.path for route in ROUTES if not route.is_frame} | {"/sql"}
    for path, methods in found["paths"].items():
        [operation] = methods.values()
        assert operation["summary"].strip().endswith(".") and operation["responses"]["200"]
        inside = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert inside == set(re.findall(r"{(\w+)}", path))


def test_a_question_that_needs_more_than_the_memory_writes_to_disk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(publication.SETTINGS, "memory_limit", "30MB")
    rows = Newest(home)().rows("SELECT md5(range::VARCHAR) AS a FROM range(1500000) ORDER BY a LIMIT 1 OFFSET 1000000")
    assert len(rows) == 1 and len(rows[0]["a"]) == 32


def test_an_event_grows_as_the_macro_has_it(home: Home, client: TestClient) -> None:
    shown = client.get(f"/event/{EVENT}", params={"format": "json"}).json()["growth"]
    with connect(home) as corpus:
        rows = corpus.sql(f"FROM event_history('{EVENT}')").to_arrow_table().to_pylist()
    assert shown == [row | {"night": row["night"].isoformat()} for row in rows] != []
