"""Shards of token ids for training: the texts of a shard one after the other, each ended by the tokenizer's id for that.

- `tokens`: bare ids as nanoGPT's loader maps them (`np.memmap(path, dtype=np.uint16)`),
- `npy`: the same as a NumPy array, which states its type,
- `megatron`: `.bin` and `.idx` of Megatron-LM's indexed dataset; each text is a document of one sequence.

Ids are 16-bit where the vocabulary allows. https://github.com/karpathy/nanoGPT/blob/master/train.py,
https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html,
https://github.com/NVIDIA/Megatron-LM/blob/main/megatron/core/datasets/indexed_dataset.py
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.formats.format import Format, RowWriter
from pipelines.give.export.tokens import Tokenizer

BATCH_TEXTS = 1_000
"""Texts whose ids are in memory at once."""
SHORT_IDS = 1 << 16
INDEX_MAGIC = b"MMIDIDX\x00\x00"
INDEX_VERSION = 1
SHORT_CODE, LONG_CODE = 8, 4
"""Codes of uint16 and int32 in an index; Megatron-LM uses int32 from 65,500 ids on."""
MEGATRON_SHORT_IDS = 65_500


@dataclass(slots=True)
class _IdWriter:
    """Writes bare ids."""

    file: BinaryIO
    tokenizer: Tokenizer
    dtype: str
    ids: int = 0
    lengths: list[I64] = field(default_factory=list)

    def write(self, rows: pa.Table) -> None:
        for batch in rows.select(["text"]).to_batches(max_chunksize=BATCH_TEXTS):
            ids, lengths = self.tokenizer.stream(batch["text"], self.dtype)
            self.file.write(ids.data)
            self.ids += len(ids)
            self.lengths.append(lengths)

    def close(self) -> None:
        """Nothing follows the ids."""


@dataclass(slots=True)
class _ArrayWriter(_IdWriter):
    """Writes ids behind the header of a NumPy file, which has room for any number of them."""

    def __post_init__(self) -> None:
        self._header()

    def _header(self) -> None:
        header = {"descr": self.dtype, "fortran_order": False, "shape": (self.ids,)}
        np.lib.format.write_array_header_1_0(self.file, header)

    def close(self) -> None:
        self.file.seek(0)
        self._header()


@dataclass(slots=True)
class _IndexedWriter(_IdWriter):
    """Writes ids, and the index beside them."""

    index: BinaryIO = field(kw_only=True)

    def close(self) -> None:
        lengths = np.concatenate([*self.lengths, np.zeros(0, np.int64)])
        code = SHORT_CODE if self.dtype == "<u2" else LONG_CODE
        pointers = (np.cumsum(lengths) - lengths) * np.dtype(self.dtype).itemsize
        self.index.write(INDEX_MAGIC)
        self.index.write(struct.pack("<QBQQ", INDEX_VERSION, code, len(lengths), len(lengths) + 1))
        self.index.write(lengths.astype("<i4").tobytes())
        self.index.write(pointers.astype("<i8").tobytes())
        self.index.write(np.arange(len(lengths) + 1, dtype="<i8").tobytes())


def _type(tokenizer: Tokenizer) -> str:
    return "<u2" if tokenizer.size <= SHORT_IDS else "<u4"


def _bare(files: Sequence[BinaryIO], tokenizer: Tokenizer) -> RowWriter:
    return _IdWriter(files[0], tokenizer, _type(tokenizer))


def _array(files: Sequence[BinaryIO], tokenizer: Tokenizer) -> RowWriter:
    return _ArrayWriter(files[0], tokenizer, _type(tokenizer))


def _indexed(files: Sequence[BinaryIO], tokenizer: Tokenizer) -> RowWriter:
    dtype = "<u2" if tokenizer.size < MEGATRON_SHORT_IDS else "<i4"
    return _IndexedWriter(files[0], tokenizer, dtype, index=files[1])


TOKENS = Format(
    name="tokens",
    about="bare token ids, as nanoGPT reads them; needs a tokenizer",
    folder="tokens",
    suffix="tokens.bin",
    token_writer=_bare,
)
NPY = Format(
    name="npy",
    about="token ids as NumPy arrays; needs a tokenizer",
    folder="npy",
    suffix="npy",
    token_writer=_array,
)
MEGATRON = Format(
    name="megatron",
    about="token ids with an index, as Megatron-LM reads them; needs a tokenizer",
    folder="megatron",
    suffix="bin",
    beside=("idx",),
    token_writer=_indexed,
)
