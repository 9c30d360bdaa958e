"""What is taken down is out of an answer before it is kept: by its words where they are known, by its URL where they are new."""

import gzip
from datetime import UTC, datetime

from pipelines.lake.archive import Exchange
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.landing.answer import Answer
from spiders.landing.tombstoned import read_answer

GONE = "http://a.example/2025/11/flood-takes-the-bridge-4711.html"
KEY = "a.example/2025/11/flood-takes-the-bridge-4711.html"
TOMBSTONES = Tombstones(
    frozenset([KEY]), Runs.of(b"key", ["Nobody saw the river rise above the second step of the quay."])
)


def answer(url: str, body: str, content_type: str) -> Answer:
    sent = gzip.compress(body.encode(), mtime=0)
    headers = [("Content-Type", content_type), ("Content-Encoding", "gzip"), ("Content-Length", str(len(sent)))]
    return Answer(Exchange(url, datetime(2025, 11, 3, tzinfo=UTC), [], 200, "OK", headers, sent), body.encode(), 0)


def test_a_new_headline_of_it_goes_and_words_that_all_links_bear_stay() -> None:
    more = "Read the full story here"
    page = (
        f'<h2><a href="{GONE}">Four dead as the bridge gives way</a></h2><a href="{GONE}">{more}</a>'
        f'<h2><a href="/rain">Rain until Sunday</a></h2><a href="/rain">{more}</a>'
        "<p>Nobody saw the river rise above the second step of the quay.</p>"
    )
    kept, reading = read_answer(answer("http://a.example/", page, "text/html"), "page", TOMBSTONES)
    text = kept.body.decode()
    assert "bridge gives" not in text
    assert "river" not in text
    assert text.count(more) == 2
    assert "Rain until Sunday" in text
    assert {edge.anchor for edge in reading.edges if edge.key == KEY} == {None}
    assert dict(kept.exchange.response_headers) == {
        "Content-Type": "text/html",
        "X-Archive-Orig-Content-Encoding": "gzip",
        "Content-Length": str(len(kept.exchange.body)),
    }
    assert kept.exchange.body == kept.body


def test_its_entry_in_a_feed_goes_whatever_it_says_by_now() -> None:
    update = "Divers found the second car below the weir early on Tuesday morning."
    item = f"<item><title>Second car</title><guid>{GONE}</guid><description><![CDATA[<p>{update}</p>]]></description></item>"
    other = "<item><title>Rain until Sunday</title><link>http://a.example/rain</link></item>"
    feed = f"<rss><channel><title>Paper</title>{item}{other}</channel></rss>"
    kept, reading = read_answer(answer("http://a.example/feed", feed, "text/xml"), "feed", TOMBSTONES)
    assert "weir" not in kept.body.decode()
    assert [(edge.key, edge.anchor) for edge in reading.edges] == [(KEY, None), ("a.example/rain", "Rain until Sunday")]


def test_an_answer_without_any_of_it_is_the_same_object() -> None:
    plain = answer("http://a.example/rain", "<h1>Rain until Sunday</h1>", "text/html")
    assert read_answer(plain, "page", TOMBSTONES)[0] is plain
