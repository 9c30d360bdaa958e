"""The words of the demo web's languages: a language is a file, `words/en.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

Words = dict[str, Any]


@cache
def words(language: str) -> Words:
    """Every word list, frame and form of a language."""
    return tomllib.loads(files("spiders.demo_web.words").joinpath(f"{language}.toml").read_text(encoding="utf-8"))
