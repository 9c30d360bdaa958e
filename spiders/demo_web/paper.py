"""A paper's own file, `papers/NAME/paper.toml`: its source file, the stories it has, and the pages it serves."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spiders.demo_web.ports import ADS, SITES

PAPERS = tuple(site for site in SITES if site != ADS)
FOLDER = files("spiders.demo_web").joinpath("papers")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: `data` is its whole file; templates stand beside it."""

    name: str
    data: Table

    def __getattr__(self, key: str) -> Any:
        """A table or value of the file, or else a setting of its source: templates write `paper.caption` and `paper.title`."""
        for table in (self.data, self.data["source"]):
            if key in table:
                return table[key]
        raise AttributeError(f"{self.name}/paper.toml has no {key}")


@cache
def paper(name: str) -> Paper:
    """The paper of this name."""
    return Paper(name, tomllib.loads(FOLDER.joinpath(name, "paper.toml").read_text(encoding="utf-8")))
