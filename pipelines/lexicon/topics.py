"""Topics: the lists of a language file, as `topics.toml` names and describes them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def topics() -> dict[str, str]:
    """What belongs into each list, by the topic's name: `published` under `[dates]` is `dates.published`."""
    sections = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": use for section, names in sections.items() for name, use in names.items()}
