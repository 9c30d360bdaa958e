"""Datasets as assets: `datasets/<name>`, one for each recipe in the home's exports/."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetKey,
    AssetsDefinition,
    MaterializeResult,
    MetadataValue,
    asset,
)

from assets.resources import Corpus
from pipelines.base.errors import ConfigError, EmptyDatasetError
from pipelines.give.export.audit import FILE
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import Recipe

HAS_ROWS = "has_rows"
KINDS_SHOWN = 3
"""Maximum number of kinds that Dagster accepts for an asset."""


def dataset_assets(recipes: Sequence[Recipe], wrong: Mapping[str, str] | None = None) -> list[AssetsDefinition]:
    """An asset for each recipe. A recipe with a wrong file (name → problem) gets an asset that fails with the problem."""
    failing = [_failing_asset(name, problem) for name, problem in (wrong or {}).items()]
    return [_dataset_asset(recipe) for recipe in recipes] + failing


def _failing_asset(name: str, problem: str) -> AssetsDefinition:
    @asset(
        key=AssetKey(["datasets", name]),
        deps=["corpus_views"],
        group_name="outlets",
        description=f"Not exported until its recipe is mended. {problem}",
    )
    def dataset() -> None:
        raise ConfigError(problem)

    return dataset


def _dataset_asset(recipe: Recipe) -> AssetsDefinition:
    key = AssetKey(["datasets", recipe.name])

    @asset(
        key=key,
        deps=["corpus_views"],
        group_name="outlets",
        kinds=set(recipe.formats[:KINDS_SHOWN]),
        description=f"{recipe.title}. Rights fail closed; no text stands in two splits, audit.json is the proof.",
        check_specs=[AssetCheckSpec(HAS_ROWS, asset=key, description="Has the dataset, and each split of it, a row?")],
    )
    def dataset(corpus: Corpus) -> Iterator[MaterializeResult[None]]:
        try:
            written = export_dataset(corpus.home, recipe)
        except EmptyDatasetError as error:  # it may fill on a later night: nothing to retry, and the night goes on
            yield _result(key, {}, str(error))
            return
        shown = {
            "path": MetadataValue.path(written.path),
            "card": MetadataValue.md((written.path / "README.md").read_text(encoding="utf-8")),
            "audit": MetadataValue.json(json.loads((written.path / FILE).read_text(encoding="utf-8"))),
            **{f"{split}_rows": count for split, count in written.rows.items()},
            **{f"left_out_{reason}": count for reason, count in written.left_out.items()},
        }
        yield _result(key, shown, None)

    return dataset


def _result(key: AssetKey, shown: Mapping[str, Any], problem: str | None) -> MaterializeResult[None]:
    """A dataset with its check; a warning with the problem if it has no rows."""
    check = AssetCheckResult(
        asset_key=key,
        check_name=HAS_ROWS,
        passed=problem is None,
        severity=AssetCheckSeverity.WARN,
        description=problem,
    )
    return MaterializeResult(metadata=shown or {"not_written": problem}, check_results=[check])
