"""Exports: rights fail closed, splits do not leak, the same corpus gives the same bytes."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ConfigError, InputError
from pipelines.export.dataset import choose, export_dataset
from pipelines.export.recipe import TRAINING, Recipe, load_recipe, read_recipes, write_training_recipe
from pipelines.export.splits import split_masks, split_rows
from pipelines.home import Home
from tests.pipelines.conftest import article
from tests.pipelines.export.loading import loaded_rows

HALVES = {"train": 0.5, "validation": 0.5}


def recipe(**values: object) -> Recipe:
    return Recipe.model_validate({"name": "training", "title": "Training"} | values)


def chosen(home: Home, **values: object) -> list[str]:
    return choose(home, recipe(**values))[0]["article_id"].to_pylist()


def test_only_what_is_allowed_is_exported_unless_the_recipe_says_unknown_too(corpus: Callable[..., Home]) -> None:
    home = corpus(
        article("a"), article("b", train_ai="unknown"), article("c", train_ai="disallowed"), article("d", train_ai=None)
    )
    assert chosen(home) == ["a"]
    assert chosen(home, train_ai=["allowed", "unknown"]) == ["a", "b"]


def test_a_recipe_cannot_ask_for_what_is_disallowed() -> None:
    with pytest.raises(ValueError, match="train_ai"):
        recipe(train_ai=["disallowed"])


@pytest.mark.parametrize("where", ["words > 0 OR true", "words > 0 -- and a comment", "(true) OR (true)"])
def test_a_condition_cannot_widen_the_rights(where: str, corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"), article("c", train_ai="disallowed"), article("d", train_ai="unknown"))
    assert chosen(home, where=where, copies="all") == ["a"]


@pytest.mark.parametrize("where", ["true) OR (true", "true; SELECT 1", "true UNION ALL SELECT 1"])
def test_a_condition_that_breaks_out_is_refused_or_harmless(where: str, corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"), article("c", train_ai="disallowed"))
    try:
        assert chosen(home, where=where, copies="all") in ([], ["a"])
    except InputError as error:
        assert "where: " in str(error)


def test_a_split_without_rows_is_refused_before_anything_is_written(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"), article("b"))
    with pytest.raises(InputError, match="leave split validation empty"):
        export_dataset(home, recipe(splits={"train": 0.999, "validation": 0.001}))
    assert not home.datasets.exists()


def test_a_copy_grants_nothing_that_its_twin_withholds(corpus: Callable[..., Home]) -> None:
    home = corpus(
        article("origin", train_ai="disallowed"), article("copy", cluster_id="origin", role="copy"), article("b")
    )
    rows, left_out = choose(home, recipe())
    assert rows["article_id"].to_pylist() == ["b"]
    assert left_out["same_words_disallowed"] == 1


def test_one_article_a_cluster_the_origin_first(corpus: Callable[..., Home]) -> None:
    home = corpus(
        article("copy", cluster_id="story", role="copy"), article("story", cluster_id="story"), article("other")
    )
    assert chosen(home) == ["other", "story"]
    assert chosen(home, copies="all") == ["copy", "other", "story"]


def test_what_is_left_out_is_counted_by_reason(corpus: Callable[..., Home]) -> None:
    home = corpus(
        article("a", cluster_id="a"), article("b", cluster_id="a", role="copy"), article("c", train_ai="disallowed"),
        article("d", train_ai="unknown"), article("e", words=3),
    )  # fmt: skip
    _, left_out = choose(home, recipe(where="words > 50"))
    assert left_out == {
        "training_disallowed": 1,
        "rights_unknown": 1,
        "same_words_disallowed": 0,
        "not_asked_for": 1,
        "copies_of_another": 1,
    }


@given(st.lists(st.tuples(st.text("abcdef0123456789", min_size=16, max_size=16), st.integers(1, 3)), max_size=40))
def test_no_cluster_stands_in_two_splits_and_no_row_is_lost(clusters: list[tuple[str, int]]) -> None:
    rows = pa.table({"cluster_id": pa.array([name for name, size in clusters for _ in range(size)], pa.string())})
    splits = {name: rows.filter(mask) for name, mask in split_masks(rows, HALVES).items()}
    assert sum(part.num_rows for part in splits.values()) == rows.num_rows
    of_clusters = [set(part["cluster_id"].to_pylist()) for part in splits.values()]
    assert not of_clusters[0] & of_clusters[1]


def test_a_cluster_keeps_its_split_whatever_else_there_is() -> None:
    alone = split_masks(pa.table({"cluster_id": ["story"]}), HALVES)["train"].to_pylist()
    among = split_masks(pa.table({"cluster_id": ["aaa", "story", "zzz"]}), HALVES)["train"].to_pylist()
    assert among[1] == alone[0]


def test_the_dataset_loads_and_its_manifest_is_true(corpus: Callable[..., Home]) -> None:
    home = corpus(*(article(f"story-{number}") for number in range(20)))
    dataset = export_dataset(home, recipe(splits=HALVES))
    assert loaded_rows(dataset.path) == split_rows(dataset.path) == dict(dataset.rows)
    assert sum(dataset.rows.values()) == 20
    manifest = json.loads((dataset.path / "manifest.json").read_text())
    for name, told in manifest["files"].items():
        file = dataset.path / name
        assert sha256(file.read_bytes()).hexdigest() == told["sha256"]
        assert pq.read_metadata(file).num_rows == told["rows"]
    assert "story-7" in "".join(pq.read_table(dataset.path / "data")["text"].to_pylist())


def test_exporting_again_changes_nothing(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"), article("b"))
    whole = recipe(splits={"train": 1.0})
    assert export_dataset(home, whole).changed
    assert not export_dataset(home, whole).changed
    assert [path.name for path in home.datasets.iterdir()] == ["training"]


def test_nothing_to_export_is_said_with_the_counts(corpus: Callable[..., Home]) -> None:
    with pytest.raises(InputError, match="1 training disallowed"):
        export_dataset(corpus(article("a", train_ai="disallowed")), recipe())


def test_a_condition_that_is_no_sql_is_named(corpus: Callable[..., Home]) -> None:
    with pytest.raises(InputError, match=r"where: .*wordz"):
        export_dataset(corpus(article("a")), recipe(where="wordz > 1"))


def test_recipe_mistakes_name_file_line_and_remedy(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.recipes.mkdir()
    (home.recipes / "training.yaml").write_text("title: x\ncolumns: [titel]\n")
    with pytest.raises(
        ConfigError, match=r"training.yaml:2: columns: titel is no column of articles; did you mean title"
    ):
        load_recipe(home, "training")
    with pytest.raises(InputError, match="did you mean training"):
        load_recipe(home, "trainign")


def test_the_recipe_in_the_repository_is_the_one_the_demo_writes(tmp_path: Path) -> None:
    committed = Path(__file__).parents[3] / "data" / "exports" / "training.yaml"
    assert committed.read_text(encoding="utf-8") == TRAINING
    write_training_recipe(Home.at(tmp_path))
    assert [each.name for each in read_recipes(Home.at(tmp_path)).read] == ["training"]
