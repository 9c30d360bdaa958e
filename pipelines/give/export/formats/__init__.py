"""The table of file formats that datasets are written in. `format.py` has their class."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipelines.give.export.formats.format import Format
from pipelines.give.export.formats.jsonl_files import JSONL
from pipelines.give.export.formats.mds_files import MDS
from pipelines.give.export.formats.parquet_files import PARQUET
from pipelines.give.export.formats.token_files import MEGATRON, NPY, TOKENS
from pipelines.give.export.formats.webdataset_files import WEBDATASET

FORMATS: tuple[Format, ...] = (PARQUET, JSONL, WEBDATASET, MDS, TOKENS, NPY, MEGATRON)
"""The first is the default. Of a dataset in several formats the one that stands first here is read back and shown in the card."""
ROW_FORMATS = tuple(each for each in FORMATS if not each.of_tokens)
"""Those that rows are read back from; a dataset has one of them at least."""


def format_named(name: str) -> Format:
    """The format that the setting `formats` calls so. Raises ValueError, with the names that there are, for another name."""
    for each in FORMATS:
        if each.name == name:
            return each
    raise ValueError(f"{name!r} is none of its values; write {' or '.join(each.name for each in FORMATS)}")


def first_of(names: Iterable[str]) -> Format:
    """Of several formats the one that the card shows and that readers read."""
    return min((format_named(name) for name in names), key=FORMATS.index)


def format_of(path: Path) -> Format | None:
    """The format of a file by the end of its name; None for a file of no format."""
    return next((each for each in FORMATS if path.name.endswith(f".{each.suffix}")), None)
