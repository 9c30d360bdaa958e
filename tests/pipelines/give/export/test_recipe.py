"""Recipes: every mistake names file, line and remedy."""

from pathlib import Path

import pytest

from pipelines.base.errors import ConfigError, InputError
from pipelines.give.export.new_recipe import NEW
from pipelines.give.export.recipe import TRAINING, load_recipe, read_recipes, write_recipe, write_training_recipe
from pipelines.lake.home import Home


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("columns: [titel]", ":2: columns: titel is no column of datasets or articles; did you mean title?"),
        ("train_ai: [disallowed]", ":2: train_ai: 'disallowed' is none of its values; write allowed or unknown"),
        ("splits: {train: 0.9}", ":2: splits: the shares of the same stretch of time and sources do not sum to 1; write"),
        ("splits:\n  train: {befor: 2026-02-01}", ":3: splits: train: befor is no setting of a split; did you mean before?"),
        ("splits:\n  train: 0.5\n  Test: 0.5", ":2: splits: 'Test' holds other than lower-case letters"),
        ("splits:\n  train: 0.5\n  test: {share: 2}", ":4: splits: test: share: 2 is not above 0 and up to 1"),
        ("splits:\n  train: {before: soon}", ":3: splits: train: before: 'soon' is no date; write a day such as 2026-02-01"),
        (
            "splits: {train: {before: 2026-02-02}, test: {from: 2026-02-01}}",
            ":2: splits: train and test may hold the same rows; part them by `before` and `from`, or by sources",
        ),
        ("splits: 3", ":2: splits: 3 is no group of splits; write {train: 0.9"),
        ("template: '{titel} {text}'", ":2: template: {titel} cannot be filled in; did you mean title?"),
        ("template: '{title}'", ":2: template: the template has no {text}"),
        ("shard_megabyte: 3", ":2: shard_megabyte: no such setting; did you mean shard_megabytes?"),
        ("formats: [csv]", ":2: formats: 'csv' is none of its values; write parquet or jsonl"),
        (
            "kinds: [artcle]",
            ":2: kinds: 'artcle' is none of its values; write article, listing, live, video, gallery or other;"
            " did you mean article?",
        ),
        (
            "languages: [english]",
            ":2: languages: 'english' is not written as it must be; write ISO 639 codes, such as [en, de]",
        ),
        (
            "published_from: 2026-02-01\npublished_before: 2026-02-01",
            ":3: published_before: 2026-02-01 leaves nothing: published_from is 2026-02-01; write what is above it",
        ),
        ("least_words: 9\nmost_words: 8", ":3: most_words: 8 leaves nothing: least_words is 9; write what is above it"),
        ("disjoint_from: [training]", ":2: disjoint_from: training is this recipe itself; name another"),
        ("as_of: yesterday", ":2: as_of: 'yesterday' is not what this setting holds; published night"),
    ],
)  # fmt: skip
def test_mistakes_name_file_line_and_remedy(lines: str, said: str, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.recipes.mkdir()
    (home.recipes / "training.yaml").write_text(f"title: x\n{lines}\n")
    with pytest.raises(ConfigError) as told:
        load_recipe(home, "training")
    assert f"training.yaml{said}" in str(told.value)


@pytest.mark.parametrize(
    "splits",
    [
        "{train: 0.9, validation: 0.1}",
        "{train: {before: 2026-02-01}, test: {from: 2026-02-01T00:00:00Z}}",
        "{train: {sources: others}, test: {sources: [one]}}",
        "{train: {before: 2026-02-01, share: 0.9}, validation: {before: 2026-02-01, share: 0.1}, test: {from: 2026-02-01}}",
    ],
)
def test_splits_that_are_right(splits: str, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_recipe(home, "one", f"title: x\nsplits: {splits}\n")
    assert splits.count(": {") + splits.count("0.9,") >= len(load_recipe(home, "one").splits) - 1


def test_a_file_whose_name_is_wrong_is_told_the_right_one(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_recipe(home, "My-Set", TRAINING)
    with pytest.raises(ConfigError, match=r"My-Set\.yaml: a file's name is .* call it my_set\.yaml"):
        load_recipe(home, "My-Set")


def test_an_unknown_name_is_told_the_nearest(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_recipe(home, "training", TRAINING)
    with pytest.raises(InputError, match="did you mean training"):
        load_recipe(home, "trainign")


def test_the_recipe_in_the_repository_is_the_one_the_demo_writes(tmp_path: Path) -> None:
    committed = Path(__file__).parents[4] / "data" / "exports" / "training.yaml"
    assert committed.read_text(encoding="utf-8") == TRAINING
    write_training_recipe(Home.at(tmp_path))
    assert [each.name for each in read_recipes(Home.at(tmp_path)).read] == ["training"]


def test_what_a_new_recipe_comments_out_is_the_default(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_recipe(home, "mine", NEW)
    recipe = load_recipe(home, "mine")
    assert recipe.train_ai == ("allowed", "unknown")  # what papers say; left out, it is allowed alone
    assert recipe.where == "words >= 60 AND kind IN ('article', 'live')"
    assert write_recipe(home, "mine", TRAINING) is None
