"""What there is to say of the recipes of a home: those there are, what they have made, what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa

from pipelines.base.errors import DatelineError
from pipelines.base.neutral import on_one_line
from pipelines.base.settings.file import settings_names
from pipelines.base.settings.mistakes import nearest
from pipelines.give.export.audit import FILE, read_manifest
from pipelines.give.export.choice import choose
from pipelines.give.export.condition import articles_asked_for
from pipelines.give.export.dataset import rows_of, split_by_split
from pipelines.give.export.mixing import tokenizer_of
from pipelines.give.export.outside import named_file
from pipelines.give.export.quality import passes
from pipelines.give.export.recipe import Recipe, RecipeError, load_recipe, placed, read_recipes
from pipelines.give.export.snapshot import Snapshot, snapshot
from pipelines.lake.home import Home
from pipelines.lake.taken_down import taken_copies

TRIED_ROWS = 10
"""Rows that a check makes by each recipe."""


def recipes_listed(home: Home) -> list[tuple[str, str, str, str]]:
    """Name, title, rows a split and audit of every recipe, sorted by name; of a wrong file, what is wrong."""
    recipes = read_recipes(home)
    rows = [(recipe.name, on_one_line(recipe.title), *_made(home, recipe.name)) for recipe in recipes.read]
    return sorted([*rows, *((wrong.name, wrong.problem, "", "") for wrong in recipes.wrong)])


def problems(home: Home, names: Sequence[str]) -> list[str]:
    """What is wrong with the recipes of these names, or with any: a line each."""
    recipes = read_recipes(home)
    chosen = names or sorted([*(r.name for r in recipes.read), *(w.name for w in recipes.wrong)])
    return list(_problems(home, chosen))


def _problems(home: Home, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        try:
            recipe = load_recipe(home, name)
            with placed(home, recipe):
                _check_names(home, recipe)
            if home.corpus.exists():
                _check_against_corpus(home, recipe)
        except DatelineError as error:
            yield str(error)


def _check_names(home: Home, recipe: Recipe) -> None:
    """Raises RecipeError for a recipe or a file that is named and is not there."""
    known = settings_names(home.recipes)
    for name in recipe.disjoint_from:
        if name not in known and not (home.datasets / name).is_dir():
            raise RecipeError("disjoint_from", f"there is no recipe {name}{nearest(name, known)}")
    for file in recipe.decontaminate:
        named_file(home, file)
    tokenizer_of(home, recipe)


def _check_against_corpus(home: Home, recipe: Recipe) -> None:
    """Ask the recipe's condition of the corpus, and whether it has the sources that are named.

    Raises InputError for what is no SQL, for a night that is gone, and for a source that neither the corpus has nor a file.
    """
    with placed(home, recipe), snapshot(home, recipe.as_of) as corpus:
        articles_asked_for(home, corpus.file, recipe.where, check_only=True)
        _make_some_rows(home, corpus, recipe)
        named = {"sources": recipe.sources, "splits": [n for s in recipe.splits.values() for n in s.sources or ()]}
        if any(named.values()):
            held = corpus.connection.sql("SELECT DISTINCT source FROM articles").fetchall()
            known = sorted({*settings_names(home.sources), *(source for (source,) in held)})
            for setting, name in ((setting, name) for setting, names in named.items() for name in names):
                if name not in known:
                    near = nearest(name, known) or "; 'dateline sources list' has them"
                    raise RecipeError(setting, f"there is no source {name}{near}")


def _make_some_rows(home: Home, corpus: Snapshot, recipe: Recipe) -> None:
    """Make the first rows of a dataset as an export would, and write nothing."""
    asked, tokenizer = articles_asked_for(home, corpus.file, recipe.where), tokenizer_of(home, recipe)
    with TemporaryDirectory() as work:
        choice = choose(corpus.connection, recipe, None, asked, taken_copies(home.archive))
        choice, source = rows_of(corpus, recipe, choice, Path(work))
        rows = split_by_split(choice.rows, choice.rows["split"].to_numpy())[0].slice(0, TRIED_ROWS)
        tokens = np.zeros(rows.num_rows, np.int64)
        for places, texts in source.texts(rows):
            passes(texts, recipe.quality)
            tokens[places] = tokenizer.count(texts) if tokenizer else 0
        rows = rows.append_column("tokens", pa.array(tokens)) if "tokens" in recipe.columns else rows
        for _ in source.made(rows):
            pass


def _made(home: Home, name: str) -> tuple[str, str]:
    folder = home.datasets / name
    try:
        rows = read_manifest(folder)["rows"]
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (DatelineError, OSError, ValueError, KeyError):
        return "not made yet", ""
    return " / ".join(f"{count} {split}" for split, count in rows.items()), "passed" if found["passed"] else "failed"
