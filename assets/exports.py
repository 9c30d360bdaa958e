"""Datasets as assets: `datasets/<name>`, one for each recipe in the home's exports/."""

import json
from collections.abc import Mapping, Sequence

from dagster import AssetKey, AssetsDefinition, MaterializeResult, MetadataValue, asset

from assets.resources import Corpus
from pipelines.base.errors import ConfigError
from pipelines.give.export.audit import FILE
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import Recipe

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
    @asset(
        key=AssetKey(["datasets", recipe.name]),
        deps=["corpus_views"],
        group_name="outlets",
        kinds=set(recipe.formats[:KINDS_SHOWN]),
        description=f"{recipe.title}. Rights fail closed; no text stands in two splits, audit.json is the proof.",
    )
    def dataset(corpus: Corpus) -> MaterializeResult[None]:
        written = export_dataset(corpus.home, recipe)
        return MaterializeResult(
            metadata={
                "path": MetadataValue.path(written.path),
                "card": MetadataValue.md((written.path / "README.md").read_text(encoding="utf-8")),
                "audit": MetadataValue.json(json.loads((written.path / FILE).read_text(encoding="utf-8"))),
                **{f"{split}_rows": count for split, count in written.rows.items()},
                **{f"left_out_{reason}": count for reason, count in written.left_out.items()},
            }
        )

    return dataset
