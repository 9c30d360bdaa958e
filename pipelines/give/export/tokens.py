"""The tokenizer that a recipe names: how many tokens a text has, and which.

Two are built in: `pieces` counts what tokenizers cut first, and `bytes` gives the bytes of UTF-8. Any other name is a file as
the library `tokenizers` writes it (`tokenizer.json`), below the folder of recipes or inside an installed package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.characters import piece_counts

BUILT_IN = ("pieces", "bytes")
END_OF_TEXT = ("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "[SEP]")
"""Tokens that end a text; the first that a file has is used."""
BYTE_VALUES = 256
REMEDY = "write bytes or pieces, a file below the folder of recipes, or PACKAGE:FILE of an installed package"

Encode = Callable[[Sequence[str]], list[Any]]
"""The ids of each text."""


class TokenizerError(Exception):
    """What is wrong with a tokenizer, and what would be right."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """`count` gives the tokens of each text. Ids are below `size`; `end` is the id that ends a text. `pieces` has no ids."""

    name: str
    count: Callable[[pa.Array], I64]
    encode: Encode | None = None
    size: int = 0
    end: int | None = None
    sha256: str | None = None

    def stream(self, texts: pa.Array, dtype: str) -> tuple[Any, I64]:
        """The ids of texts, each text followed by the id that ends it, one after the other; and how many each text has."""
        assert self.encode is not None
        end = np.array([self.end], dtype)
        parts = [part for ids in self.encode(texts.to_pylist()) for part in (np.asarray(ids, dtype), end)]
        lengths = np.array([len(part) + 1 for part in parts[::2]], np.int64)
        return np.concatenate([*parts, np.zeros(0, dtype)]), lengths

    def stated(self) -> dict[str, Any]:
        """The tokenizer as the manifest has it."""
        return {"name": self.name, "vocabulary": self.size, "end_of_text": self.end, "sha256": self.sha256}


def tokenizer_named(name: str, folder: Path) -> Tokenizer:
    """The tokenizer of a name; files are below the folder. Raises TokenizerError.

    >>> tokenizer_named("bytes", Path()).stream(pa.array(["Rain", "é"]), "<u2")[0].tolist()
    [82, 97, 105, 110, 256, 195, 169, 256]
    """
    if name == "pieces":
        return Tokenizer(name, lambda texts: _counts(piece_counts(pa.chunked_array([texts]))))
    if name == "bytes":
        lengths: Callable[[pa.Array], I64] = lambda texts: _counts(pc.binary_length(texts))  # noqa: E731
        return Tokenizer(name, lengths, _bytes_of, BYTE_VALUES + 1, BYTE_VALUES)
    return _of_file(name, _file(name, folder))


def _counts(counted: pa.Array | pa.ChunkedArray) -> I64:
    return np.asarray(counted.fill_null(0).to_numpy(), np.int64)


def _bytes_of(texts: Sequence[str]) -> list[Any]:
    return [np.frombuffer(text.encode(), np.uint8) for text in texts]


def _file(name: str, folder: Path) -> Path:
    """The file of a tokenizer. Of a package it is found without running the package's code."""
    package, colon, inner = name.partition(":")
    if not colon:
        file = folder / name
    elif package.isidentifier() and (found := find_spec(package)) and found.submodule_search_locations:
        file = Path(next(iter(found.submodule_search_locations)), inner)
    else:
        raise TokenizerError(f"there is no package {package}; install it, or {REMEDY}")
    if not file.is_file():
        raise TokenizerError(f"there is no tokenizer {name}, and no file {file}; {REMEDY}")
    return file


def _of_file(name: str, file: Path) -> Tokenizer:
    try:
        library: Any = import_module("tokenizers").Tokenizer
    except ImportError:
        raise TokenizerError(
            f"{name} needs the library tokenizers, which is not installed; 'pip install tokenizers', or write bytes or pieces"
        ) from None
    try:
        read = library.from_file(str(file))
    except Exception as error:  # the library raises this class itself
        raise TokenizerError(f"{file} is no file of the library tokenizers ({error}); {REMEDY}") from error
    read.no_truncation()
    read.no_padding()
    encode = partial(_encoded, read)
    end = next((number for token in END_OF_TEXT if (number := read.token_to_id(token)) is not None), None)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return Tokenizer(name, partial(_lengths, encode), encode, read.get_vocab_size(), end, sha256)


def _encoded(library: Any, texts: Sequence[str]) -> list[Any]:
    return [each.ids for each in library.encode_batch(list(texts), add_special_tokens=False)]


def _lengths(encode: Encode, texts: pa.Array) -> I64:
    return np.array([len(ids) for ids in encode(texts.to_pylist())], np.int64)
