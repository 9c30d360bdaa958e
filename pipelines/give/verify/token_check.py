"""Shards of token ids: made again from the rows, and compared byte by byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import pyarrow as pa

from pipelines.give.export.files import Files
from pipelines.give.export.formats import format_named
from pipelines.give.export.formats.format import Format
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.shards import sha256_of
from pipelines.give.export.tokens import Tokenizer, TokenizerError, tokenizer_named
from pipelines.give.verify.finding import Finding

BLOCK_BYTES = 1 << 20


def tokens_checked(folder: Path, recipe: Recipe, manifest: Mapping[str, Any], notes: list[str]) -> Iterator[Finding]:
    """The files of ids that the rows do not give. If the tokenizer is not at hand, a note says so."""
    kinds = [kind for name in recipe.formats if (kind := format_named(name)).of_tokens]
    if not kinds:
        return
    try:
        tokenizer = tokenizer_named(recipe.tokenizer, folder)
    except TokenizerError as error:
        notes.append(f"token ids were not made again: {error}")
        return
    if tokenizer.stated() != manifest["tokenizer"]:
        notes.append(
            f"token ids were not made again: {recipe.tokenizer} is another file than the dataset was made with"
        )
        return
    for split in recipe.splits:
        for rows_of, path in Files(folder, (split,)).shards(split):
            stem = path.name.removesuffix(f".{rows_of.suffix}")
            for kind in kinds:
                yield from _differing(folder, kind, stem, _made(kind, tokenizer, rows_of, path))


def _made(kind: Format, tokenizer: Tokenizer, rows_of: Format, path: Path) -> tuple[str, ...]:
    """SHA-256 of the files of a shard."""
    assert kind.token_writer is not None
    files: list[BinaryIO] = [TemporaryFile() for _ in (kind.suffix, *kind.beside)]  # noqa: SIM115 -- closed below
    writer = kind.token_writer(files, tokenizer)
    for batch in rows_of.batches(path, ["text"]):
        writer.write(pa.Table.from_batches([batch]))
    writer.close()
    return tuple(map(_sha256, files))


def _sha256(file: BinaryIO) -> str:
    """SHA-256 of a file, which is closed."""
    digest = hashlib.sha256()
    with file:
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _differing(folder: Path, kind: Format, stem: str, made: tuple[str, ...]) -> Iterator[Finding]:
    for suffix, right in zip((kind.suffix, *kind.beside), made, strict=True):
        path = folder / kind.folder / f"{stem}.{suffix}"
        if path.is_file() and sha256_of(path) != right:
            yield Finding(path.relative_to(folder).as_posix(), "has other token ids than the rows give")
