"""Card, plot, Croissant metadata and audit of a dataset against what its rows and its manifest say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pipelines.give.export.audit import FILE as AUDIT
from pipelines.give.export.audit import audit
from pipelines.give.export.card import PLOT, REASONS, card
from pipelines.give.export.croissant import FILE as CROISSANT
from pipelines.give.export.croissant import croissant
from pipelines.give.export.date_plot import date_plot
from pipelines.give.export.facts import Tally, facts_of
from pipelines.give.export.further_files import further_files, further_names
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.shards import in_json
from pipelines.give.verify.finding import Finding

CARD = "README.md"


def described_checked(folder: Path, recipe: Recipe, manifest: Mapping[str, Any], tally: Tally) -> Iterator[Finding]:
    """Lines that say something else than the rows. Made by the same version of Dateline, they are the same."""
    recipe, manifest = in_order(recipe, manifest)
    facts = facts_of(folder, recipe, manifest, tally)
    metadata = croissant(recipe, facts)
    made = {
        CARD: card(recipe, facts),
        PLOT: date_plot(facts.months).decode() if facts.months else None,
        CROISSANT: in_json(metadata) if metadata is not None else None,
        AUDIT: in_json(_without_others(audit(folder))),
    }
    for name, right in made.items():
        if right is not None and (folder / name).is_file():
            said = (folder / name).read_text(encoding="utf-8", errors="replace")
            yield from _lines(name, (_audit_alone(said) if name == AUDIT else said).splitlines(), right.splitlines())
    for name, lines in further_files(folder, recipe):
        if (folder / name).is_file():
            with (folder / name).open(encoding="utf-8", errors="replace") as file:
                yield from _lines(name, (line.removesuffix("\n") for line in file), lines)


def in_order(recipe: Recipe, manifest: Mapping[str, Any]) -> tuple[Recipe, dict[str, Any]]:
    """Recipe and manifest with their splits and reasons in the order that a card has: the keys of JSON are sorted."""
    splits = manifest["splits"]
    reasons = sorted(manifest["left_out"], key=[*REASONS, *manifest["left_out"]].index)
    ordered = {name: manifest["rows"][name] for name in splits}
    left_out = {name: manifest["left_out"][name] for name in reasons}
    recipe = recipe.model_copy(update={"splits": {name: recipe.splits[name] for name in splits}})
    return recipe, {**manifest, "rows": ordered, "left_out": left_out}


def descriptions(recipe: Recipe) -> frozenset[str]:
    """Files that are made of the rows and the manifest."""
    return further_names(recipe) | {CARD, PLOT, CROISSANT, AUDIT}


def _lines(name: str, said: Iterable[str], right: Iterable[str]) -> Iterator[Finding]:
    """The first line that differs."""
    for number, (line, due) in enumerate(zip_longest(said, right), 1):
        if line != due:
            yield Finding(f"{name} line {number}", f"says {_short(line)}; by the rows it is {_short(due)}")
            return


def _audit_alone(text: str) -> str:
    try:
        return in_json(_without_others(json.loads(text)))
    except (ValueError, KeyError, TypeError):
        return text


def _without_others(found: dict[str, Any]) -> dict[str, Any]:
    """An audit without the part on other datasets, which need not lie beside a copy of this one."""
    checks = {name: check for name, check in found["checks"].items() if name != "disjoint_from"}
    return {name: value for name, value in found.items() if name not in ("violations", "passed")} | {"checks": checks}


def _short(line: str | None) -> str:
    return "nothing" if line is None else repr(line.strip()[:100])
