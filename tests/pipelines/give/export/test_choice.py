"""Which articles a dataset takes: rights fail closed, every article has its split or its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.base.errors import InputError
from pipelines.give.export.choice import Choice, choose
from pipelines.give.export.recipe import Recipe
from pipelines.lake.schemas import ARTICLES, DOCUMENTS, REVISIONS
from tests.pipelines.conftest import article

BEFORE = {"not_before": datetime(2026, 1, 5, tzinfo=UTC), "not_after": datetime(2026, 1, 5, tzinfo=UTC)}
AFTER = {"not_before": datetime(2026, 1, 20, tzinfo=UTC), "not_after": datetime(2026, 1, 20, tzinfo=UTC)}
UNSURE = {"not_before": datetime(2026, 1, 5, tzinfo=UTC), "not_after": datetime(2026, 1, 20, tzinfo=UTC)}
BY_TIME = {"train": {"before": "2026-01-10"}, "test": {"from": "2026-01-10"}}


def recipe(**values: object) -> Recipe:
    return Recipe.model_validate({"name": "training", "title": "Training"} | values)


@dataclass(frozen=True)
class Tables:
    """The tables that a choice reads, in memory."""

    articles: pa.Table
    revisions: pa.Table
    events: pa.Table | None = None


def corpus(*rows: dict[str, Any], revisions: Sequence[dict[str, Any]] = ()) -> Tables:
    blank = dict.fromkeys(REVISIONS.names)
    return Tables(
        pa.Table.from_pylist(list(rows), schema=ARTICLES),
        pa.Table.from_pylist([blank | row for row in revisions], schema=REVISIONS),
    )


def telling(home: Tables, **events: Sequence[str]) -> Tables:
    """The same corpus with events: the works that tell each."""
    told = [{"article_id": work, "event_id": event} for event, works in events.items() for work in works]
    return replace(home, events=pa.Table.from_pylist(told))


def choice(tables: Tables, asked: Sequence[str] | None = None, **values: object) -> Choice:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET threads = 1")
        for name, rows in (
            ("articles", tables.articles),
            ("revisions", tables.revisions),
            ("documents", DOCUMENTS.empty_table()),
            ("events", tables.events),
        ):
            if rows is not None:
                connection.register(name, rows)
        ids = None if asked is None else pa.table({"article_id": asked})
        return choose(connection, recipe(**values), asked=ids)


def chosen(home: Tables, asked: Sequence[str] | None = None, **values: object) -> list[str]:
    return choice(home, asked, **values).rows["id"].to_pylist()


def split_of(home: Tables, **values: object) -> dict[str, str]:
    rows, names = choice(home, **values).rows, list(recipe(**values).splits)
    return {row["id"]: names[row["split"] - 1] for row in rows.to_pylist()}


def left_out(home: Tables, asked: Sequence[str] | None = None, **values: object) -> dict[str, int]:
    return {reason: count for reason, count in choice(home, asked, **values).left_out.items() if count}


def test_only_what_is_allowed_is_exported_unless_the_recipe_says_unknown_too() -> None:
    home = corpus(
        article("a"), article("b", train_ai="unknown"), article("c", train_ai="disallowed"), article("d", train_ai=None)
    )
    assert chosen(home) == ["a"]
    assert chosen(home, train_ai=["allowed", "unknown"]) == ["a", "b"]


def test_a_recipe_cannot_ask_for_what_is_disallowed() -> None:
    with pytest.raises(ValueError, match="train_ai"):
        recipe(train_ai=["disallowed"])


def test_what_a_condition_asks_for_cannot_widen_the_rights() -> None:
    home = corpus(article("a"), article("b"), article("c", train_ai="disallowed"), article("d", train_ai="unknown"))
    assert chosen(home, asked=["a", "c", "d"], copies="all") == ["a"]
    assert left_out(home, asked=["a", "c", "d"], copies="all") == {
        "training_disallowed": 1, "rights_unknown": 1, "not_asked_for": 1,
    }  # fmt: skip


def test_a_copy_grants_nothing_that_its_twin_withholds() -> None:
    home = corpus(
        article("origin", train_ai="disallowed"), article("copy", cluster_id="origin", role="copy"), article("b")
    )
    assert chosen(home) == ["b"]
    assert left_out(home) == {"training_disallowed": 1, "same_words_disallowed": 1}


def test_one_article_a_cluster_the_origin_first() -> None:
    home = corpus(
        article("copy", cluster_id="story", role="copy"), article("story", cluster_id="story"), article("other")
    )
    assert chosen(home) == ["other", "story"]
    assert chosen(home, copies="all") == ["copy", "other", "story"]


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("languages", ["de", "fr"], "other_language"),
        ("sources", ["another"], "other_source"),
        ("kinds", ["live"], "other_kind"),
        ("precisions", ["day"], "other_precision"),
        ("least_confidence", 0.5, "date_not_sure_enough"),
        ("least_words", 50, "other_length"),
        ("most_words", 2, "other_length"),
        ("published_from", "2026-01-06", "other_dates"),
        ("published_before", "2026-01-05", "other_dates"),
    ],
)
def test_what_is_left_out_is_counted_by_reason(setting: str, value: object, reason: str) -> None:
    home = corpus(
        article("a", cluster_id="a", words=3, **BEFORE), article("b", cluster_id="a", words=3, role="copy", **BEFORE),
        article("c", train_ai="disallowed"), article("d", train_ai="unknown"),
    )  # fmt: skip
    assert left_out(home) == {"training_disallowed": 1, "rights_unknown": 1, "copies_of_another": 1}
    assert left_out(home, **{setting: value}) == {"training_disallowed": 1, "rights_unknown": 1, reason: 2}


def test_dates_are_asked_by_their_bounds() -> None:
    home = corpus(article("before", **BEFORE), article("after", **AFTER), article("unsure", **UNSURE))
    days = {"published_from": "2026-01-10", "published_before": "2026-02-01"}
    assert chosen(home, **days) == ["after"]
    assert chosen(home, **days, published="possibly") == ["after", "unsure"]


def test_what_may_be_on_either_side_of_the_bound_goes_nowhere() -> None:
    home = corpus(article("before", **BEFORE), article("after", **AFTER), article("unsure", **UNSURE))
    assert split_of(home, splits=BY_TIME) == {"before": "train", "after": "test"}
    assert left_out(home, splits=BY_TIME) == {"date_straddles_a_bound": 1}


def test_the_bound_itself_belongs_to_the_later_split() -> None:
    bound = datetime(2026, 1, 10, tzinfo=UTC)
    last = datetime(2026, 1, 9, 23, 59, 59, 999999, tzinfo=UTC)
    home = corpus(
        article("at", not_before=bound, not_after=bound), article("last", not_before=last, not_after=last),
        article("until", not_before=last, not_after=bound),
    )  # fmt: skip
    assert split_of(home, splits=BY_TIME) == {"at": "test", "last": "train"}


def test_a_text_that_was_changed_after_the_bound_is_not_from_before_it() -> None:
    late = datetime(2026, 1, 12, tzinfo=UTC)
    home = corpus(
        article("kept", **BEFORE),
        article("modified", modified_at=late, **BEFORE),
        article("revised", revisions=2, **BEFORE),
        revisions=[
            {"article_id": "revised", "revision": 2, "seen_from": late},
            {"article_id": "kept", "revision": 1, "seen_from": late},
        ],
    )
    assert chosen(home, splits=BY_TIME) == ["kept"]
    assert left_out(home, splits=BY_TIME) == {"revised_since": 2}


def test_a_later_copy_of_an_earlier_story_is_not_in_the_later_split() -> None:
    home = corpus(
        article("early", cluster_id="c", **BEFORE), article("late", cluster_id="c", role="copy", **AFTER),
        article("other", **AFTER),
    )  # fmt: skip
    assert split_of(home, splits=BY_TIME, copies="all") == {"early": "train", "other": "test"}
    assert left_out(home, splits=BY_TIME, copies="all") == {"copies_in_another_split": 1}


def test_splits_by_sources() -> None:
    home = corpus(article("a", source="one"), article("b", source="two"), article("c", source="three"))
    held_out = {"train": {"sources": "others"}, "test": {"sources": ["two"]}}
    assert split_of(home, splits=held_out) == {"a": "train", "b": "test", "c": "train"}
    named = {"train": {"sources": ["one"]}, "test": {"sources": ["two"]}}
    assert left_out(home, splits=named) == {"in_no_split": 1}


def test_shares_within_a_stretch_of_time() -> None:
    home = corpus(*(article(f"b{n}", **BEFORE) for n in range(40)), article("after", **AFTER))
    splits = {
        "train": {"before": "2026-01-10", "share": 0.5},
        "validation": {"before": "2026-01-10", "share": 0.5},
        "test": {"from": "2026-01-10"},
    }
    places = split_of(home, splits=splits)
    assert len(places) == 41
    assert places["after"] == "test"
    assert 10 < list(places.values()).count("train") < 30


@settings(max_examples=8, deadline=None)
@given(clusters=st.lists(st.integers(1, 3), min_size=1, max_size=12), seed=st.integers(0, 3))
def test_no_cluster_stands_in_two_splits_and_no_article_is_lost(clusters: list[int], seed: int) -> None:
    home = corpus(
        *(article(f"{c}-{n}", cluster_id=f"{c}-0") for c, size in enumerate(clusters) for n in range(size)),
    )
    made = choice(home, splits={"train": 0.5, "validation": 0.5}, copies="all", seed=seed)
    assert made.rows.num_rows + sum(made.left_out.values()) == made.articles == sum(clusters)
    clusters_of = [set(made.rows.filter(pc.equal(made.rows["split"], n))["cluster_id"].to_pylist()) for n in (1, 2)]
    assert not clusters_of[0] & clusters_of[1]


def test_a_cluster_keeps_its_split_whatever_else_there_is_and_another_seed_deals_anew() -> None:
    halves = {"splits": {"train": 0.5, "validation": 0.5}}
    few = split_of(corpus(*(article(f"s{n}") for n in range(10))), **halves)
    many = split_of(home := corpus(*(article(f"s{n}") for n in range(30))), **halves)
    assert {name: many[name] for name in few} == few
    assert split_of(home, **halves, seed=1) != many


def test_a_copy_of_what_was_taken_down_is_left_out_with_its_whole_cluster() -> None:
    rows = [article(name, cluster_id="wire" if name != "other" else "other") for name in ("copy", "later", "other")]
    with duckdb.connect() as connection:
        for name, table in (("articles", corpus(*rows).articles), ("revisions", corpus().revisions)):
            connection.register(name, table)
        connection.register("documents", DOCUMENTS.empty_table())
        found = choose(connection, recipe(columns=["id"]), taken_copies=["copy"])
    assert found.rows["id"].to_pylist() == ["other"]
    assert found.left_out["copy_of_a_text_taken_down"] == 2


def works(count: int) -> Tables:
    """Works that are no copies of each other, all from one day."""
    return corpus(*(article(f"w{n:02}", **BEFORE) for n in range(count)))


def test_an_event_goes_to_one_split_only_if_the_recipe_says_so() -> None:
    home = telling(works(40), storm=[f"w{n:02}" for n in range(20)], fire=[f"w{n:02}" for n in range(20, 40)])
    assert set(split_of(home).values()) == {"train", "validation"}
    halves = {"train": 0.5, "validation": 0.5}
    by_event = split_of(home, split="event", splits=halves)
    assert len(by_event) == 40
    assert [len({by_event[f"w{n:02}"] for n in some}) for some in (range(20), range(20, 40))] == [1, 1]


def test_events_that_a_cluster_joins_go_to_one_split() -> None:
    """Of a chain: storm and flood share the cluster of `a`, flood and dike that of `d`."""
    home = telling(
        corpus(
            article("a"), article("b", cluster_id="a", role="copy"), article("c"), article("d"),
            article("e", cluster_id="d", role="copy"), article("f"), article("g"),
        ),
        storm=["a", "f"], flood=["b", "d"], dike=["e", "g"],
    )  # fmt: skip
    for seed in range(8):
        splits = split_of(home, split="event", copies="all", seed=seed, splits={"train": 0.5, "validation": 0.5})
        assert len({splits[work] for work in "abdefg"}) == 1, seed


def test_of_an_event_on_both_sides_of_a_bound_the_part_of_the_first_split_stays() -> None:
    home = telling(
        corpus(article("early", **BEFORE), article("late", **AFTER), article("other", **AFTER)), storm=["early", "late"]
    )
    assert split_of(home, splits=BY_TIME) == {"early": "train", "late": "test", "other": "test"}
    assert split_of(home, splits=BY_TIME, split="event") == {"early": "train", "other": "test"}
    assert left_out(home, splits=BY_TIME, split="event") == {"event_in_another_split": 1}


def test_one_telling_an_event_is_the_first_origin() -> None:
    first, later = ({"first_seen": datetime(2026, 1, 5, hour, tzinfo=UTC)} for hour in (6, 9))
    home = telling(
        corpus(
            article("copy", cluster_id="own", role="copy", **first), article("own", cluster_id="own", **later),
            article("second", **first), article("third", **later), article("alone"),
        ),
        storm=["own", "copy", "second", "third"],
    )  # fmt: skip
    assert chosen(home) == ["alone", "own", "second", "third"]
    assert chosen(home, copies="one per event") == ["alone", "second"]
    assert left_out(home, copies="one per event") == {"copies_of_another": 1, "tellings_of_another": 2}


def test_what_asks_for_events_needs_a_table_of_them() -> None:
    home = works(2)
    assert chosen(home) == ["w00", "w01"]
    for values in ({"split": "event"}, {"copies": "one per event"}):
        with pytest.raises(InputError, match=f"{next(iter(values))}: this corpus has no table of events"):
            choice(home, **values)


def test_rows_name_their_event() -> None:
    home = telling(works(3), storm=["w00", "w02"])
    assert choice(home).rows["event_id"].to_pylist() == ["storm", None, "storm"]
