"""A perfect lake gets every point; each kind of mistake costs its own."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.base.ids import article_id
from pipelines.base.urls.identity import url_key
from pipelines.lake.delta import Lake
from pipelines.lake.schemas import TABLES
from spiders.demo_web.server import DEFAULT_PORTS, NIGHTS
from tests.demo.compare import compare, table
from tests.demo.figures.events import true_event
from tests.demo.figures.stories import word_f1
from tests.demo.figures.view import is_out
from tests.demo.truth import truth

Row = dict[str, Any]
Rows = dict[str, list[Row]]
TRUTH = truth(DEFAULT_PORTS)
STORIES = {story["key"]: story for paper in TRUTH["sources"].values() for story in paper["stories"]}


def key_id(key: str) -> str:
    return _id(STORIES[key])


def change(name: str, key: str, **values: Any) -> Callable[[Rows], None]:
    """Give the rows of a story other values."""

    def spoil(rows: Rows) -> None:
        for row in rows[name]:
            if row["article_id"] == key_id(key):
                row |= values

    return spoil


def remove(name: str, column: str, value: Any, *, only_first: bool = False) -> Callable[[Rows], None]:
    def spoil(rows: Rows) -> None:
        chosen = [row for row in rows[name] if row[column] == value]
        for row in chosen[:1] if only_first else chosen:
            rows[name].remove(row)

    return spoil


def add_related_headline(rows: Rows) -> None:
    row = next(row for row in rows["articles"] if row["article_id"] == key_id("daily-003"))
    row["text"] += "\n\n" + STORIES["daily-004"]["revisions"][0]["title"]


def add_player(rows: Rows) -> None:
    row = next(row for row in rows["articles"] if row["article_id"] == key_id("daily-003"))
    row["text"] += "\n\n0:00\n0:00\nClose"


def fetch_twice(rows: Rows) -> None:
    rows["fetches"].append(dict(rows["fetches"][0]))


def fetch_members(rows: Rows) -> None:
    next(row for row in rows["fetches"] if row["url"].endswith("/members/who-we-are-suing"))["outcome"] = "stored"


def fetch_ads(rows: Rows) -> None:
    rows["fetches"].append(_fetch(NIGHTS[0], "demo_daily", f"{TRUTH['ads']}click?ad=3", "stored"))


def swap_related(rows: Rows) -> None:
    row = next(row for row in rows["documents"] if row["article_id"] == key_id("herald-005"))
    row["related"] = row["related"][::-1]


def add_revision(rows: Rows) -> None:
    rows["revisions"].append({"article_id": key_id("daily-003"), "revision": 2, "change": "update"})


def merge_fires(rows: Rows) -> None:
    for row in rows["events"]:
        row["event_id"] = row["event_id"].replace("fennick_fire", "stannet_fire")


def add_front_page(rows: Rows) -> None:
    url = f"http://127.0.0.1:{DEFAULT_PORTS['demo_daily']}/"
    rows["articles"].append(
        {"article_id": article_id(url_key(url)), "url": url, "month": "undated", "source": "demo_daily"}
    )


UTC_DAY = datetime.fromisoformat("2026-02-02T00:00:00+00:00")
MISTAKES = [
    (remove("articles", "article_id", article_id(url_key(STORIES["bote-001"]["url"]))), {"found:demo_bote"}),
    (add_front_page, {"articles_are_stories"}),
    (change("articles", "daily-003", published="2026-02-02", published_day=date(2026, 2, 2)),
     {"day_not_wrong:demo_daily", "no_masthead:demo_daily", "undated_stays_undated"}),
    (change("articles", "herald-000", published="2024-12-18", published_day=date(2024, 12, 18)),
     {"day_right:demo_herald", "day_not_wrong:demo_herald"}),
    (change("articles", "herald-000", published_at=None), {"instant_right"}),
    (change("articles", "herald-000", published_at=UTC_DAY), {"instant_right", "instant_not_wrong"}),
    (change("articles", "bote-003", published="2024-11-21"), {"clock_right"}),
    (change("articles", "bote-003", published=None, published_day=None), {"clock_right", "day_right:demo_bote"}),
    (change("articles", "daily-003", not_after=datetime.fromisoformat("2009-01-01T00:00:00+00:00")),
     {"bounds_hold", "undated_within_a_fortnight"}),
    (change("articles", "daily-005", not_after=UTC_DAY),
     {"bounds_from_copies", "undated_within_a_fortnight", "november_2022"}),
    (change("articles", "daily-021", not_before=UTC_DAY), {"bounds_hold", "undated_within_a_fortnight", "november_2022"}),
    (change("articles", "daily-003", title="Home"), {"title"}),
    (change("articles", "herald-019", authors=["Herald staff"]), {"authors"}),
    (change("articles", "herald-000", agency=None), {"agency"}),
    (change("articles", "herald-live", kind="article"), {"kind"}),
    (change("articles", "herald-028", paywall="open"), {"paywall"}),
    (change("articles", "bote-003", language="en"), {"language"}),
    (change("articles", "digest-analysis-1", train_ai="unknown"), {"train_ai"}),
    (change("articles", "digest-essays-1", tdm="unknown"), {"tdm"}),
    (add_related_headline, {"unpolluted:demo_daily", "body_f1:demo_daily"}),
    (add_player, {"unpolluted:demo_daily", "body_f1:demo_daily"}),
    (change("clusters", "digest-008", cluster_id="alone"), {"copies_recognised", "excerpt_recognised"}),
    (change("clusters", "digest-013", cluster_id="alone"), {"copies_recognised", "edited_copy_recognised"}),
    (change("clusters", "digest-008", role="copy"), {"roles_right"}),
    (change("clusters", "herald-weather-1", cluster_id="herald-weather-0"), {"clusters_pure"}),
    (change("events", "gazette-whale-708", event_id="alone"), {"event_recall", "events_exact"}),
    (change("events", "bote-whale-710", event_id="alone"), {"event_recall", "events_exact", "events_in_german"}),
    (merge_fires, {"event_precision", "events_exact"}),
    (change("events", "digest-000", event_id="alone"), {"event_recall"}),
    (add_revision, {"no_spurious_revisions"}),
    (change("revisions", "herald-044", change="update"), {"changes_right"}),
    (remove("revisions", "article_id", article_id(url_key(STORIES["herald-044"]["url"])), only_first=True),
     {"changes_right", "revisions_recognised"}),
    (change("articles", "gazette-009", gone_on=None), {"gone_marked"}),
    (change("articles", "gazette-009", gone_on=NIGHTS[0]), {"gone_marked"}),
    (change("articles", "daily-003", gone_on=NIGHTS[1]), {"gone_marked"}),
    (fetch_twice, {"one_row_a_url"}),
    (fetch_members, {"forbidden_untouched", "outcomes_right"}),
    (fetch_ads, {"offsite_untouched"}),
    (remove("fetches", "url", STORIES["daily-003"]["url"]), {"accounted"}),
    (remove("dropped", "night", NIGHTS[0]), set()),
    (lambda rows: rows["dropped"].clear(), {"binary_dropped"}),
    (swap_related, {"related_in_order"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def perfect(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return write(Lake(tmp_path_factory.mktemp("perfect")), perfect_rows(NIGHTS))


def test_a_perfect_lake_gets_every_point(perfect: Lake) -> None:
    figures = compare(perfect, TRUTH, NIGHTS)
    assert {name: figure.misses for name, figure in figures.items() if not figure.perfect} == {}
    found = [figure.of for name, figure in figures.items() if name.startswith("found:")]
    assert found == [92, 74, 45, 57, 41, 7, 7, 7, 7]
    assert figures["revisions_recognised"].of == 14
    assert figures["copies_recognised"].of == 32
    assert (figures["events_exact"].of, figures["events_in_german"].of) == (11, 5)
    assert table(figures).count("\n") == len(figures) - 1


def test_one_night_is_judged_by_what_was_out(tmp_path: Path) -> None:
    figures = compare(write(Lake(tmp_path), perfect_rows(NIGHTS[:1])), TRUTH, NIGHTS[:1])
    assert figures["found:demo_daily"].of == 84
    assert figures["revisions_recognised"].of == 0
    assert figures["copies_recognised"].of == 29


def test_an_empty_lake_has_found_nothing(tmp_path: Path) -> None:
    figures = compare(Lake(tmp_path), TRUTH, NIGHTS)
    assert (figures["found:demo_daily"].got, figures["found:demo_daily"].of) == (0, 92)
    assert figures["accounted"].got == 0


@pytest.mark.parametrize(("spoil", "expected"), MISTAKES)
def test_a_mistake_costs_what_it_should(
    perfect: Lake, tmp_path: Path, spoil: Callable[[Rows], None], expected: set[str]
) -> None:
    rows, right = perfect_rows(NIGHTS), perfect_rows(NIGHTS)
    spoil(rows)
    lake = Lake(shutil.copytree(perfect.root, tmp_path / "lake"))
    write(lake, {name: rows[name] for name in rows if rows[name] != right[name]})
    figures = compare(lake, TRUTH, NIGHTS)
    assert {name for name, figure in figures.items() if not figure.perfect} == expected


@pytest.mark.parametrize(
    ("text", "want", "score"),
    [("a b c d", "a b", 2 / 3), ("a b", "a b", 1.0), ("", "a", 0.0), ("a a b", "a b b", 2 / 3)],
)
def test_word_f1(text: str, want: str, score: float) -> None:
    assert word_f1(text, want) == pytest.approx(score)


def perfect_rows(nights: tuple[date, ...]) -> Rows:
    """Rows by table."""
    stories = [(name, story) for name, paper in TRUTH["sources"].items() for story in paper["stories"]]
    stories = [(name, story) for name, story in stories if story["since"] <= max(nights).isoformat()]
    pages = [(name, page) for name, paper in TRUTH["sources"].items() for page in paper["other"]]
    seen = [(night, name, s) for night in nights for name, s in stories if is_out(s, night)]
    return {
        "articles": [_article(name, story) for name, story in stories],
        "clusters": [_member(story) for _, story in stories],
        "revisions": [row for _, story in stories for row in _revisions(story)],
        "events": _events([story for _, story in stories]),
        "documents": [_document(night, name, story) for night, name, story in seen],
        "fetches": [_fetch(night, name, s["url"], "stored") for night, name, s in seen]
        + [_fetch(n, name, p["url"].replace("*", "2026/02"), p["outcomes"][0]) for n in nights for name, p in pages],
        "dropped": [{"night": n, "url": p["url"]} for n in nights for _, p in pages if p["dropped"]],
    }


def write(lake: Lake, rows: Rows) -> Lake:
    """Write rows, filling absent columns with nulls."""
    for name, listed in rows.items():
        schema, month = TABLES[name].schema, {"month": "2026-02"}
        filled = [{column: (month | row).get(column) for column in schema.names} for row in listed]
        lake.replace(name, pa.Table.from_pylist(filled, schema=schema))
    return lake


def _id(story: Row) -> str:
    return article_id(url_key(story["url"]))


def _article(source: str, story: Row) -> Row:
    actual, last = datetime.fromisoformat(story["actual"]), story["revisions"][-1]
    published = story["published"]
    return {
        **{
            name: story[name] for name in ("url", "authors", "agency", "language", "kind", "paywall", "tdm", "train_ai")
        },
        "article_id": _id(story),
        "source": source,
        "title": last["title"],
        "text": "\n\n".join(last["paragraphs"]),
        "published": published,
        "published_day": date.fromisoformat(published[:10]) if published else None,
        "gone_on": date.fromisoformat(story["gone"]) if story["gone"] else None,
        "published_at": actual if story["precision"] == "instant" else None,
        "not_before": actual - timedelta(days=1),
        "not_after": datetime.fromisoformat(story["bounds"].get("not_after", f"{actual + timedelta(days=1)}")),
    }


def _member(story: Row) -> Row:
    return {"article_id": _id(story), "cluster_id": story["origin"] or story["key"], "role": story["roles"][0]}


def _events(stories: list[Row]) -> list[Row]:
    """Rows of the stories that share an event with another one."""
    sizes = Counter(map(true_event, stories))
    return [{"article_id": _id(s), "event_id": true_event(s)} for s in stories if sizes[true_event(s)] > 1]


def _revisions(story: Row) -> list[Row]:
    return [
        {"article_id": _id(story), "revision": n, "change": revision["change"]}
        for n, revision in enumerate(story["revisions"], 1)
    ]


def _document(night: date, source: str, story: Row) -> Row:
    related = [{"url": url, "title": None, "position": n} for n, url in enumerate(story["related"][night.isoformat()])]
    return {"night": night, "source": source, "article_id": _id(story), "url": story["url"], "related": related}


def _fetch(night: date, source: str, url: str, outcome: str) -> Row:
    return {"night": night, "source": source, "url": url, "url_key": url_key(url), "outcome": outcome}
