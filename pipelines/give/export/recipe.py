"""The recipe of a dataset: one validated YAML file in `data/exports/`. Each setting is explained in docs/datasets.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_serializer, field_validator, model_validator

from pipelines.base.errors import InputError
from pipelines.base.settings.file import (
    NAME,
    SettingsFolder,
    read_folder,
    read_settings,
    setting_line,
    settings_names,
    settings_path,
    unknown_name,
)
from pipelines.base.settings.mistakes import nearest
from pipelines.give.export.columns import ARTICLE_COLUMNS, DEFAULT_COLUMNS, required_columns
from pipelines.give.export.formats import FORMATS, format_named
from pipelines.give.export.kinds import KINDS, kind_named
from pipelines.give.export.mixture import Mixture, read_mixture
from pipelines.give.export.quality import STATISTICS
from pipelines.give.export.split import Split, read_splits
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES
from pipelines.lake.values import PageKind

TEXT_FIELDS = ("text", "title", "source", "url", "language", "section", "published", "published_day", "authors")
"""Columns of `articles` that a text template may name."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
TRAINING = """\
# A dataset for language-model training: `dateline export training`, or the asset datasets/training.
# Every setting: docs/datasets.md. `dateline export training --dry-run` says what would go in and what is left out.
title: News articles for language-model training
where: "words >= 60 AND kind IN ('article', 'live')"   # SQL over `articles`; stories that are gone are in: AND gone_on IS NULL
# An article is exported only when its train_ai is listed here. `allowed` alone is the default; most publishers say nothing
# at all, which is `unknown`: to take those too is this recipe's decision, and the dataset card says so.
train_ai: [allowed, unknown]
copies: one              # one article a cluster of near-duplicates (the origin); `all` keeps every copy, in the same split
splits: {train: 0.9, validation: 0.1}   # a whole cluster goes to one split; also by time or by sources
"""


class RecipeError(InputError):
    """A setting that is wrong for this corpus. `placed` adds file and line to the message."""

    def __init__(self, setting: str, wrong: str) -> None:
        super().__init__(f"{setting}: {wrong}")
        self.setting = setting


Name = Annotated[str, Field(pattern=NAME.pattern)]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]


class Recipe(BaseModel):
    """The settings of a dataset: which articles and rights, which splits, columns and files."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    name: Annotated[str, Field(description="Stem of the file.")]
    title: Annotated[str, Field(min_length=1, description="Heading of the dataset card.")]
    license: Annotated[str, Field(min_length=1, description="License in the card.", examples=["other"])] = "other"
    contact: Annotated[str, Field(description="Where to ask for removal.", examples=["you@example.org"])] = ""
    kind: Annotated[str | None, Field(description="What a row is; without it, an article.", examples=["revisions"])] = (
        None
    )
    as_of: Annotated[
        date | None, Field(description="Published night whose tables are read.", examples=["2026-02-02"])
    ] = None
    where: Annotated[str, Field(description="SQL condition over `articles`.")] = "true"
    languages: Annotated[tuple[Language, ...], Field(description="ISO 639 codes.", examples=["[en, de]"])] = ()
    sources: Annotated[tuple[str, ...], Field(description="Names of source files.", examples=["[one_paper]"])] = ()
    kinds: Annotated[tuple[PageKind, ...], Field(description="Kinds of pages.", examples=["[article, live]"])] = ()
    published_from: Annotated[date | None, Field(description="First day.", examples=["2026-01-01"])] = None
    published_before: Annotated[date | None, Field(description="Day after the last.", examples=["2026-02-01"])] = None
    published: Annotated[
        Literal["certainly", "possibly"], Field(description="How sure the two days before must be met.")
    ] = "certainly"
    precisions: Annotated[
        tuple[Literal["instant", "minute", "local", "day", "month", "year"], ...],
        Field(description="Precisions of dates.", examples=["[instant, minute]"]),
    ] = ()
    least_confidence: Annotated[float, Field(ge=0, le=1, description="Least probability of the day.")] = 0.0
    least_words: Annotated[int, Field(ge=0, description="Least words of the text.")] = 0
    quality: Annotated[
        dict[str, tuple[float, float]],
        Field(description="Least and greatest of quality statistics.", examples=["{gopher_stop_words: [2, 8]}"]),
    ] = {}
    most_words: Annotated[int | None, Field(ge=1, description="Most words of the text.", examples=[5000])] = None
    train_ai: Annotated[
        tuple[Literal["allowed", "unknown"], ...],
        Field(min_length=1, description="Values of `train_ai` that are let through; `disallowed` never is."),
    ] = ("allowed",)
    copies: Annotated[
        Literal["one", "all", "one per event"],
        Field(description="Articles taken of a cluster of near-duplicates, or of an event."),
    ] = "one"
    split: Annotated[Literal["cluster", "event"], Field(description="Unit that no two splits share.")] = "cluster"
    splits: Annotated[dict[str, Split], Field(description="Splits of the dataset.")] = {
        "train": Split(0.9),
        "validation": Split(0.1),
    }
    seed: Annotated[int, Field(ge=0, description="Another number deals the clusters or events otherwise.")] = 0
    disjoint_from: Annotated[
        tuple[Name, ...], Field(description="Recipes whose datasets share nothing with this one.", examples=["[test]"])
    ] = ()
    decontaminate: Annotated[
        tuple[str, ...],
        Field(description="Files of texts that no row may quote.", examples=["[benchmarks/questions.jsonl]"]),
    ] = ()
    tokenizer: Annotated[
        str, Field(min_length=1, description="What counts and makes tokens.", examples=["bytes", "tokenizer.json"])
    ] = "pieces"
    mixture: Annotated[
        Mixture | None,
        Field(description="Tokens by source, language, year, kind.", examples=["{caps: {source: {each: 0.05}}}"]),
    ] = None
    template: Annotated[str, Field(min_length=1, description="How `text` is made.")] = "{text}"
    columns: Annotated[tuple[str, ...], Field(validate_default=True, description="Columns of the dataset.")] = (
        DEFAULT_COLUMNS
    )
    pii: Annotated[
        Literal["keep", "mask", "drop"], Field(description="What becomes of personal data in `text` and `title`.")
    ] = "keep"
    profile: Annotated[
        Literal["typed", "flat"], Field(description="`flat`: only text and numbers, none of them null.")
    ] = "typed"
    formats: Annotated[tuple[str, ...], Field(min_length=1, description="File formats.")] = (FORMATS[0].name,)
    shard_megabytes: Annotated[int, Field(ge=1, le=10_000, description="Megabytes of rows in a shard.")] = 256
    least_shards: Annotated[int, Field(ge=1, le=1000, description="Shards of a split, if it has so many rows.")] = 2

    @model_validator(mode="before")
    @classmethod
    def _defaults_of_the_kind(cls, data: Any) -> Any:
        kind = KINDS.get(str(data.get("kind"))) if isinstance(data, dict) else None
        return {**dict.fromkeys(kind.requires), **kind.defaults, "columns": kind.shown, **data} if kind else data

    @field_validator("*")
    @classmethod
    def _required_by_the_kind(cls, value: Any, info: ValidationInfo) -> Any:
        kind = KINDS.get(info.data.get("kind") or "")
        if value is None and kind and info.field_name in kind.requires:
            raise ValueError(f"is missing, and a dataset of kind {kind.name} needs it; write it, too")
        return value

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str | None) -> str | None:
        kind_named(value)
        return value

    @field_validator("profile", "template", "mixture")
    @classmethod
    def _for_articles(cls, value: Any, info: ValidationInfo) -> Any:
        if info.data.get("kind") and value != cls.model_fields[str(info.field_name)].default:
            raise ValueError(f"datasets of kind {info.data['kind']} have it not; leave it out")
        return value

    @field_validator("published_before", "most_words")
    @classmethod
    def _above_the_least(cls, value: date | int | None, info: ValidationInfo) -> date | int | None:
        other = "published_from" if info.field_name == "published_before" else "least_words"
        least = info.data.get(other)
        if value is not None and least is not None and (value < least or (value == least and isinstance(value, date))):
            raise ValueError(f"{value} leaves nothing: {other} is {least}; write what is above it")
        return value

    @field_validator("formats")
    @classmethod
    def _formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(format_named(name).name for name in value)

    @field_validator("formats")
    @classmethod
    def _rows_and_ids(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        ids = [name for name in value if format_named(name).of_tokens]
        if ids and len(ids) == len(value):
            raise ValueError(f"{ids[0]} has token ids alone, so nobody could check rights; add parquet")
        if ids and info.data.get("tokenizer") == "pieces":
            raise ValueError(f"{ids[0]} needs ids, and `pieces` only counts; write tokenizer: bytes, or a file")
        return value

    @field_validator("disjoint_from")
    @classmethod
    def _others(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("name") in value:
            raise ValueError(f"{info.data['name']} is this recipe itself; name another")
        return value

    @field_validator("splits", mode="before")
    @classmethod
    def _splits(cls, value: object) -> dict[str, Split]:
        return read_splits(value)

    @field_serializer("splits")
    def _stated_splits(self, value: dict[str, Split]) -> dict[str, Any]:
        return {name: split.settings() for name, split in value.items()}

    @field_validator("mixture", mode="before")
    @classmethod
    def _mixture(cls, value: object, info: ValidationInfo) -> Mixture | None:
        mixture = read_mixture(value)
        for name in mixture.splits if mixture else ():
            if name not in info.data.get("splits", ()):
                near = nearest(name, info.data.get("splits", ())) or "; write one of `splits`"
                raise ValueError(f"splits: there is no split {name}{near}")
        return mixture

    @field_serializer("mixture")
    def _stated_mixture(self, value: Mixture | None) -> dict[str, Any] | None:
        return value.settings() if value else None

    @field_validator("columns")
    @classmethod
    def _known(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind = KINDS.get(info.data.get("kind") or "")
        known = [*kind.shown, *required_columns((), kind)] if kind else [*ARTICLE_COLUMNS, *ARTICLES.names]
        for column in value:
            if column not in known:
                near = nearest(column, known) or "; docs/datasets.md lists them"
                raise ValueError(f"{column} is no column of {kind.name if kind else 'datasets or articles'}{near}")
        also = () if kind else (*info.data.get("quality", ()), *mixture_columns(info.data.get("mixture")))
        return required_columns([*value, *also], kind)

    @field_validator("quality")
    @classmethod
    def _statistics(cls, value: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        for name, (least, greatest) in value.items():
            if name not in STATISTICS:
                raise ValueError(
                    f"{name}: no such statistic{nearest(name, STATISTICS) or '; docs/datasets.md lists them'}"
                )
            if least > greatest:
                raise ValueError(f"{name}: {least} is above {greatest}; write the least first")
        return value

    @field_validator("template")
    @classmethod
    def _placeholders(cls, value: str) -> str:
        for field in PLACEHOLDER.findall(value):
            if field not in TEXT_FIELDS:
                near = nearest(field, TEXT_FIELDS) or f"; write one of {', '.join(TEXT_FIELDS)}"
                raise ValueError(f"{{{field}}} cannot be filled in{near}")
        if "{text}" not in value:
            raise ValueError("the template has no {text}; write '{title}\\n\\n{text}'")
        return value


def mixture_columns(mixture: Mixture | None) -> tuple[str, ...]:
    """The columns of a dataset without which nobody can count its mixture; `year` is counted by bounds, always there."""
    return ("tokens", *(name for name in mixture.dimensions if name != "year")) if mixture else ()


def read_recipes(home: Home) -> SettingsFolder[Recipe]:
    """The valid recipes of a home, sorted by name, and the mistakes of the other files."""
    return read_folder(home.recipes, Recipe)


def load_recipe(home: Home, name: str) -> Recipe:
    """One recipe. Raises InputError when there is no such file, ConfigError when it is wrong."""
    if name in settings_names(home.recipes):
        return read_settings(settings_path(home.recipes, name), Recipe)
    nothing = f"no recipe in {home.recipes} yet; 'dateline exports new {name}' writes one"
    raise InputError(f"unknown export: {name} ({unknown_name(name, home.recipes, nothing)})")


@contextmanager
def placed(home: Home, recipe: Recipe) -> Iterator[None]:
    """Put file and line of the setting before the message of a RecipeError."""
    try:
        yield
    except RecipeError as error:
        path = settings_path(home.recipes, recipe.name)
        where = f"{path}:{setting_line(path, error.setting)}" if path.is_file() else f"export {recipe.name}"
        raise InputError(f"{where}: {error}") from error


def write_recipe(home: Home, name: str, text: str) -> Path | None:
    """Write a recipe into a home. Returns None, and writes nothing, if there is one of that name."""
    path = settings_path(home.recipes, name)
    if path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_training_recipe(home: Home) -> None:
    """Write the recipe `training`, the same as in this repository's data/exports/, into a home that has none."""
    write_recipe(home, "training", TRAINING)
