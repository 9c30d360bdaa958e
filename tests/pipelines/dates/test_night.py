"""The night's evidence, and the date of articles over nights: mastheads by name, feeds, copies, order of nights."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.dates.judge.masthead import EvidenceHistory
from pipelines.dates.nights.evidence import evidence_of_captures, judge_evidence
from pipelines.dates.nights.history import date_articles
from pipelines.dates.source.conventions import DateConventions
from pipelines.lake.schemas import CANDIDATE, DATE_EVIDENCE, DOCUMENTS, FETCHES

FIRST = datetime(2026, 2, 2, 3, 0, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
NONE = DATE_EVIDENCE.empty_table()


def candidate(
    raw: str, value: str | None, *, origin: str = "text", context: str | None = "byline", **more: Any
) -> dict[str, Any]:
    row = {
        "role": "published",
        "origin": origin,
        "raw": raw,
        "value": value,
        "utc_offset_minutes": None,
        "zone_source": "none",
        "precision": "day",
        "context": context,
        "position": 0,
    }
    return row | more


def document(article: str, at: datetime, *offers: dict[str, Any], source: str = "paper") -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(DOCUMENTS.names)
    return row | {
        "night": at.date(),
        "source": source,
        "capture_id": f"{article}-{at:%d}",
        "article_id": article,
        "document_id": article,
        "url_key": f"paper.example/{article}",
        "fetched_at": at,
        "date_candidates": list(offers),
    }


def documents(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=DOCUMENTS)


def fetches(*rows: dict[str, Any]) -> pa.Table:
    empty: dict[str, Any] = dict.fromkeys(FETCHES.names)
    return pa.Table.from_pylist([empty | row for row in rows], schema=FETCHES)


def evidence(
    docs: pa.Table, *, earlier: pa.Table = NONE, answers: pa.Table | None = None, **settings: DateConventions
) -> pa.Table:
    history = EvidenceHistory()
    history.add_rows(earlier)
    return judge_evidence(
        evidence_of_captures(docs, answers if answers is not None else fetches(), settings), history, settings
    )


def offered(rows: pa.Table) -> pa.Table:
    """The rows without the one that says when the page was captured."""
    return rows.filter(pc.not_equal(rows["origin"], "capture"))


def dates(
    rows: pa.Table, *articles: str, at: datetime = FIRST, copies: pa.Table | None = None
) -> dict[str, dict[str, Any]]:
    seen = pa.table(
        {"article_id": list(articles), "first_seen": pa.array([at] * len(articles), pa.timestamp("us", tz="UTC"))}
    )
    return {row["article_id"]: row for row in date_articles(rows, seen, copies=copies).to_pylist()}


def masthead(at: datetime) -> dict[str, Any]:
    return candidate(f"{at:%A, %b %d, %Y}", f"{at:%Y-%m-%d}")


def test_the_same_story_on_two_nights_unmasks_the_masthead() -> None:
    first = evidence(documents(document("a", FIRST, masthead(FIRST))))
    second = evidence(documents(document("a", SECOND, masthead(SECOND))), earlier=first)
    assert offered(second)["verdict"].to_pylist() == ["rejected"]
    assert offered(second)["reason"].to_pylist() == ["masthead-moves-with-fetch"]
    both = pa.concat_tables([first, second])
    row = dates(both, "a")["a"]
    assert row["published"] is None
    assert row["published_at"] is None
    assert (row["not_after"], row["not_after_basis"]) == (FIRST, "first seen")


def test_a_day_on_every_page_of_a_night_is_a_masthead_already() -> None:
    rows = evidence(documents(*(document(name, FIRST, masthead(FIRST)) for name in "abcdef")))
    assert set(offered(rows)["reason"].to_pylist()) == {"masthead-on-every-page"}
    assert all(row["published"] is None for row in dates(rows, *"abcdef").values())


def test_a_byline_that_stands_still_is_released_on_the_next_night() -> None:
    names = "abcdef"
    first = evidence(documents(*(document(name, FIRST, masthead(FIRST)) for name in names)))
    assert dates(first, "a")["a"]["published"] is None
    second = evidence(documents(document("a", SECOND, masthead(FIRST))), earlier=first)
    assert dates(pa.concat_tables([first, second]), "a")["a"]["published"] == "2026-02-02"


def test_one_page_from_a_cache_does_not_make_a_date_of_a_clock() -> None:
    names = "abcdefg"
    first = evidence(documents(*(document(name, FIRST, masthead(FIRST)) for name in names)))
    fresh = [document(name, SECOND, masthead(SECOND)) for name in "abcdefhij"]
    second = evidence(documents(*fresh, document("g", SECOND, masthead(FIRST))), earlier=first)
    both = pa.concat_tables([first, second])
    assert [row["published"] for row in dates(both, *names, *"hij").values()] == [None] * 10


def test_an_old_byline_of_the_same_place_shows_that_it_is_none() -> None:
    pages = [document(name, FIRST, masthead(FIRST)) for name in "abcde"]
    pages.append(document("f", FIRST, masthead(FIRST - timedelta(days=40))))
    rows = evidence(documents(*pages))
    assert "masthead-on-every-page" not in rows["reason"].to_pylist()


def shown(at: datetime, *, context: str = "headline") -> dict[str, Any]:
    """A day with nothing that says whose it is."""
    return candidate(f"{at:%Y-%m-%d}", f"{at:%Y-%m-%d}", context=context)


def backlog() -> list[dict[str, Any]]:
    """Twelve stories that show days of their own at the headline."""
    return [document(f"old{n}", FIRST, shown(FIRST - timedelta(days=3 * n + 2))) for n in range(12)]


def test_where_stories_show_their_days_another_template_shows_the_day_of_the_fetch() -> None:
    undated = [document(f"new{n}", FIRST, shown(FIRST)) for n in range(5)]
    rows = evidence(documents(*undated, *backlog()))
    assert {row["published"] for row in dates(rows, *(f"new{n}" for n in range(5))).values()} == {None}


def test_a_day_of_the_fetch_that_a_later_night_shows_too_is_the_storys() -> None:
    first = evidence(documents(document("new", FIRST, shown(FIRST)), *backlog()))
    assert dates(first, "new")["new"]["published"] is None
    later = evidence(documents(document("new", FIRST + timedelta(days=3), shown(FIRST))), earlier=first)
    assert dates(pa.concat_tables([first, later]), "new")["new"]["published"] == "2026-02-02"


def test_a_day_that_a_later_convention_reads_as_that_of_the_fetch_is_a_mastheads() -> None:
    at = datetime(2026, 4, 3, 3, 0, tzinfo=UTC)
    rows = evidence(documents(document("a", at, candidate("03/04/2026", None, context="headline"))))
    seen = pa.table({"article_id": ["a"], "first_seen": pa.array([at], pa.timestamp("us", tz="UTC"))})
    learned = date_articles(rows, seen, conventions={"paper": DateConventions(date_order="DMY")})
    assert learned["published"].to_pylist() == [None]


def test_feeds_and_sitemaps_are_evidence_with_the_page_that_says_so() -> None:
    channels = [
        {
            "channel": "feed",
            "referrer": "https://paper.example/rss",
            "date_raw": "Mon, 02 Feb 2026 01:10:00 +0100",
            "date_kind": "pubDate",
        },
        {
            "channel": "sitemap",
            "referrer": "https://paper.example/sitemap.xml",
            "date_raw": "2026-02-02",
            "date_kind": "lastmod",
        },
    ]
    answers = fetches(
        {
            "source": "paper",
            "url_key": "paper.example/a",
            "channels": channels,
            "last_modified": "Mon, 02 Feb 2026 02:00:00 GMT",
        }
    )
    rows = offered(evidence(documents(document("a", FIRST)), answers=answers)).to_pylist()
    told = {row["origin"]: (row["verdict"], row["reason"], row["evidence_url"]) for row in rows}
    assert told == {
        "feed:pubDate": ("accepted", "feed", "https://paper.example/rss"),
        "sitemap:lastmod": ("rejected", "modified-not-published", "https://paper.example/sitemap.xml"),
        "http": ("rejected", "modified-not-published", None),
    }


def test_the_sources_zone_makes_a_bare_clock_an_instant() -> None:
    offer = candidate("1. Februar 2026, 18.45 Uhr", "2026-02-01T18:45", precision="local")
    rows = evidence(documents(document("a", FIRST, offer)), paper=DateConventions(time_zone="Europe/Berlin"))
    assert offered(rows)["value"].to_pylist() == ["2026-02-01T18:45+01:00"]
    row = dates(rows, "a")["a"]
    assert row["published_at"] == datetime(2026, 2, 1, 17, 45, tzinfo=UTC)
    assert row["published_day"] == date(2026, 2, 1)


def test_an_instant_known_in_utc_only_is_told_in_the_sources_zone() -> None:
    stated = candidate(
        "2026-01-31T23:30:00Z", "2026-01-31T23:30:00+00:00", origin="meta:article:published_time", context="head",
        precision="instant", utc_offset_minutes=0, zone_source="written",
    )  # fmt: skip
    seen = pa.table({"article_id": ["a"], "first_seen": pa.array([FIRST], pa.timestamp("us", tz="UTC"))})
    rows = evidence(documents(document("a", FIRST, stated)))
    (row,) = date_articles(rows, seen, conventions={"paper": DateConventions(time_zone="Europe/Berlin")}).to_pylist()
    assert (row["published"], row["published_day"]) == ("2026-02-01T00:30:00+01:00", date(2026, 2, 1))
    assert row["published_at"] == datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert row["published_basis"] == "article-meta: meta:article:published_time (zone-of-the-source)"


def test_the_order_in_which_a_date_was_read_is_recorded() -> None:
    open_one = candidate("03/04/2025", None, precision=None)
    settled = candidate("05/06/2025", "2025-05-06", origin="meta:pubdate", context="head")
    one_way = candidate("13/04/2025", "2025-04-13", origin="meta:date", context="head")
    rows = evidence(
        documents(document("a", FIRST, open_one, settled, one_way)), paper=DateConventions(date_order="DMY")
    )
    told = {row["raw"]: (row["value"], row["date_order"]) for row in offered(rows).to_pylist()}
    assert told == {
        "03/04/2025": ("2025-04-03", "DMY by source"),
        "05/06/2025": ("2025-05-06", "MDY by page"),
        "13/04/2025": ("2025-04-13", None),
    }


def test_a_copy_elsewhere_bounds_an_undated_story_and_says_where() -> None:
    mine = evidence(documents(document("a", FIRST)))
    theirs = evidence(
        documents(
            document(
                "b",
                FIRST,
                candidate("3 May 2022", "2022-05-03", origin="jsonld:NewsArticle.datePublished", context="head"),
                source="agency",
            )
        )
    )
    copies = pa.table({"article_id": ["a"], "copy_article_id": ["b"]})
    row = dates(pa.concat_tables([mine, theirs]), "a", copies=copies)["a"]
    assert row["published"] is None
    assert row["not_after"] == datetime(2022, 5, 4, 11, 59, 59, tzinfo=UTC)
    assert row["not_after_basis"].startswith("copy in agency (b), 2022-05-03")


def test_a_date_after_the_first_capture_is_an_update() -> None:
    stated: dict[str, Any] = {
        "origin": "meta:article:published_time",
        "context": "head",
        "precision": "instant",
        "utc_offset_minutes": 0,
    }
    first = evidence(documents(document("a", FIRST, candidate("x", "2026-02-01T10:00:00+00:00", **stated))))
    second = evidence(documents(document("a", SECOND, candidate("y", "2026-02-02T20:00:00+00:00", **stated))))
    assert dates(pa.concat_tables([first, second]), "a")["a"]["published"] == "2026-02-01T10:00:00+00:00"
    assert dates(pa.concat_tables([second, first]), "a")["a"]["published"] == "2026-02-01T10:00:00+00:00"


def test_articles_are_dated_from_the_set_of_rows() -> None:
    first = evidence(
        documents(*(document(n, FIRST, masthead(FIRST), candidate("1 May 2025", "2025-05-01")) for n in "abc"))
    )
    second = evidence(
        documents(*(document(n, SECOND, masthead(SECOND), candidate("1 May 2025", "2025-05-01")) for n in "abc")),
        earlier=first,
    )
    rows = pa.concat_tables([first, second]).to_pylist()
    wanted = dates(pa.Table.from_pylist(rows, schema=DATE_EVIDENCE), *"abc")
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert dates(pa.Table.from_pylist(rows, schema=DATE_EVIDENCE), *"abc") == wanted
    assert {row["published"] for row in wanted.values()} == {"2025-05-01"}


def test_an_article_without_evidence_still_has_a_bound() -> None:
    row = dates(NONE, "a")["a"]
    assert (row["published"], row["published_confidence"], row["not_after"]) == (None, 0.0, FIRST)


def test_the_capture_itself_is_evidence_of_a_bound() -> None:
    (row,) = evidence(documents(document("a", FIRST))).to_pylist()
    assert (row["origin"], row["value"], row["verdict"], row["reason"]) == (
        "capture",
        "2026-02-02T03:00:00+00:00",
        "supporting",
        "bounds-only",
    )


@pytest.mark.parametrize("kind", ["masthead", "related", "comment", "footer"])
def test_every_candidate_becomes_a_row(kind: str) -> None:
    offer = candidate("3 May 2025", "2025-05-03", context=kind)
    rows = evidence(documents(document("a", FIRST, offer, candidate("soon", None))))
    assert rows.schema == DATE_EVIDENCE
    assert sorted(offered(rows)["verdict"].to_pylist()) == ["rejected", "rejected"]


def test_the_candidate_struct_is_the_evidence_of_a_page() -> None:
    assert {f.name for f in CANDIDATE} <= set(DATE_EVIDENCE.names)


def declared_on(days: list[str]) -> dict[str, Any]:
    """The row of a story whose JSON-LD named these days of publication, one a night."""
    found, earlier = [], NONE
    for nights, day in enumerate(days):
        at = FIRST + timedelta(days=nights)
        offer = candidate(day, day, origin="jsonld:NewsArticle.datePublished", context="head")
        rows = evidence(documents(document("story", at, offer)), earlier=earlier)
        found.append(rows)
        earlier = pa.concat_tables(found)
    return dates(earlier, "story")["story"]


@pytest.mark.parametrize(
    ("days", "published"),
    [
        (["2026-02-02", "2026-02-03", "2026-02-04"], None),  # published on the day of each fetch: a clock
        (["2026-02-02", "2026-02-02", "2026-02-02"], "2026-02-02"),
        (["2026-02-02", "2026-02-03", "2026-02-03"], "2026-02-02"),  # dated anew by its editors
        (["2026-02-02", "2026-02-03"], "2026-02-02"),
        (["2026-01-30", "2026-02-03", "2026-02-04"], "2026-01-30"),
    ],
)
def test_a_declared_day_that_is_that_of_every_fetch_dates_nothing(days: list[str], published: str | None) -> None:
    assert declared_on(days)["published"] == published
