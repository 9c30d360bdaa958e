"""Valid asset names for wrong source files and recipes, whatever the files' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from pipelines.base.settings.file import WrongFile


def asset_names(files: Iterable[WrongFile], taken: Set[str]) -> dict[str, str]:
    """The problem of each file, by a valid asset name that is not in `taken`.

    >>> asset_names([WrongFile("the paper", "the paper.yaml: …")], {"the_paper"})
    {'the_paper_': 'the paper.yaml: …'}
    """
    problems: dict[str, str] = {}
    for file in files:
        name = re.sub(r"[^A-Za-z0-9_]+", "_", file.name) or "_"
        while name in taken or name in problems:
            name += "_"
        problems[name] = file.problem
    return problems
