"""The mixture of a dataset, counted again from its files: tokens of each group against the manifest and the recipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.mixing import stated
from pipelines.give.export.mixture import EACH, OTHERS, Mixture, read_mixture


def mixture_checked(small: Mapping[str, pa.Table], manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The finding on a mixture. `small` has the columns of its groups and `tokens`, by split.

    A share may be off by the largest row, for rows are not cut.
    """
    mixture = read_mixture(manifest["recipe"].get("mixture"))
    if mixture is None:
        return {"checked": False, "violations": 0}
    rows = pa.concat_tables(small[name] for name in mixture.splits or small)
    tokens = rows["tokens"].to_numpy().astype(np.int64)
    found = stated(mixture, rows, tokens, np.ones(len(tokens), bool))
    counted = {_key(each): (each["rows"], each["tokens"]) for each in found["groups"]}
    told = {_key(each): (each["rows"], each["tokens"]) for each in manifest["mixture"]["groups"] if each["rows"]}
    wrong = [" ".join(key) for key in sorted(counted.keys() | told.keys()) if counted.get(key) != told.get(key)]
    over = list(_over(mixture, found, int(pc.max(rows["tokens"]).as_py() or 0)))
    return {
        "checked": True,
        "tokens": found["tokens"],
        "not_as_in_the_manifest": wrong,
        "not_as_in_the_recipe": over,
        "violations": len(wrong) + len(over),
    }


def _key(group: Mapping[str, Any]) -> tuple[str, str]:
    return group["by"], group["value"]


def _over(mixture: Mixture, found: Mapping[str, Any], largest: int) -> Iterator[str]:
    """The groups that have other tokens than the recipe asks for."""
    whole = found["tokens"]
    if mixture.tokens is not None and whole > mixture.tokens:
        yield f"{whole} tokens in all"
    weighed: Counter[str] = Counter()
    for group in found["groups"]:
        caps, weights = mixture.caps.get(group["by"], {}), mixture.weights.get(group["by"], {})
        cap = caps.get(group["value"], caps.get(EACH))
        bound = cap * whole + largest if isinstance(cap, float) else cap
        if bound is not None and group["tokens"] > bound:
            yield f"{group['by']} {group['value']}: {group['tokens']} tokens"
        if weights:
            weighed[group["value"] if group["value"] in weights else OTHERS] += group["tokens"]
    for dimension, weights in mixture.weights.items():
        for name, weight in weights.items():
            share = weight / sum(weights.values())
            if abs(weighed[name] - share * whole) > len(weights) * largest * bool(weight):
                yield f"{dimension} {name}: {weighed[name]} tokens of {whole}"
