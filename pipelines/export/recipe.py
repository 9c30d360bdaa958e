"""The recipe of a dataset: one validated YAML file in `data/exports/`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipelines.errors import InputError
from pipelines.home import Home
from pipelines.schemas import ARTICLES
from pipelines.settings_file import NAME, SettingsFolder, read_folder, read_settings, settings_path, unknown_name
from pipelines.settings_mistakes import nearest

DEFAULT_COLUMNS = (
    "article_id", "source", "url", "title", "authors", "language", "published", "published_precision", "published_basis",
    "published_confidence", "not_before", "not_after", "cluster_id", "train_ai", "text",
)  # fmt: skip
REQUIRED_COLUMNS = ("article_id", "cluster_id", "text")
TRAINING = """\
# A dataset for language-model training: `dateline export training`, or the asset datasets/training.
title: News articles for language-model training
where: "words >= 60 AND kind IN ('article', 'live')"   # SQL over `articles`; stories that are gone are in: AND gone_on IS NULL
# An article is exported only when its train_ai is listed here. `allowed` alone is the default; most publishers say nothing
# at all, which is `unknown`: to take those too is this recipe's decision, and the dataset card says so.
train_ai: [allowed, unknown]
copies: one              # one article a cluster of near-duplicates (the origin); `all` keeps every copy, in the same split
splits: {train: 0.9, validation: 0.1}   # a whole cluster goes to one split
columns: [article_id, source, url, title, authors, language, published, published_precision, published_basis,
          published_confidence, not_before, not_after, cluster_id, train_ai, text]
"""


class Recipe(BaseModel):
    """Which articles, which columns, which splits; what rights are enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(description="Stem of the file.")]
    title: Annotated[str, Field(min_length=1, description="Heading of the dataset card.")]
    where: Annotated[str, Field(description="SQL condition over `articles`.")] = "true"
    train_ai: Annotated[
        tuple[Literal["allowed", "unknown"], ...],
        Field(min_length=1, description="Values of `train_ai` that are let through; `disallowed` never is."),
    ] = ("allowed",)
    copies: Annotated[Literal["one", "all"], Field(description="Articles taken of a cluster of near-duplicates.")] = (
        "one"
    )
    splits: Annotated[dict[str, float], Field(description="Share of clusters in each split; they sum to 1.")] = {
        "train": 0.9,
        "validation": 0.1,
    }
    columns: Annotated[tuple[str, ...], Field(description="Columns of `articles` in the dataset.")] = DEFAULT_COLUMNS

    @field_validator("splits")
    @classmethod
    def _shares(cls, value: dict[str, float]) -> dict[str, float]:
        if not value or any(share <= 0 for share in value.values()) or abs(sum(value.values()) - 1) > 1e-9:
            raise ValueError("the shares do not sum to 1, or one is not above 0; write {train: 0.9, validation: 0.1}")
        if any(not NAME.fullmatch(split) for split in value):
            raise ValueError("a split's name holds other than lower-case letters, digits and underscores; write train")
        return value

    @field_validator("columns")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for column in value:
            if column not in ARTICLES.names:
                near = nearest(column, ARTICLES.names) or "; 'dateline sql' lists them"
                raise ValueError(f"{column} is no column of articles{near}")
        return tuple(dict.fromkeys([*REQUIRED_COLUMNS, *value]))


def read_recipes(home: Home) -> SettingsFolder[Recipe]:
    """Every recipe of a home, sorted by name, and the files that are wrong."""
    return read_folder(home.recipes, Recipe)


def load_recipe(home: Home, name: str) -> Recipe:
    """One recipe. Raises InputError when there is no such file, ConfigError when it is wrong."""
    if NAME.fullmatch(name) and (path := settings_path(home.recipes, name)).is_file():
        return read_settings(path, Recipe)
    nothing = f"no recipe in {home.recipes} yet; 'dateline init' in another folder writes one to copy"
    raise InputError(f"unknown export: {name} ({unknown_name(name, home.recipes, nothing)})")


def write_training_recipe(home: Home) -> None:
    """Put the recipe `training` into a home that has none: the one in this repository's data/exports/."""
    path = home.recipes / "training.yaml"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TRAINING, encoding="utf-8")
