"""Every file format of datasets: written, read back, chosen by a recipe, and searched by a takedown."""

import io
import json
import re
import struct
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pydantic import ValidationError

from pipelines.give.export.files import Files
from pipelines.give.export.formats import FORMATS, ROW_FORMATS, first_of
from pipelines.give.export.formats.format import Format
from pipelines.give.export.formats.mds_files import MDS
from pipelines.give.export.new_recipe import NEW
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.shards import SplitWriter, shard_rows
from pipelines.give.export.tokens import tokenizer_named
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.datasets import affected_datasets
from pipelines.upkeep.takedown.runs import Runs

NAMES = [each.name for each in FORMATS]
ROW_NAMES = [each.name for each in ROW_FORMATS]
BYTES = tokenizer_named("bytes", Path())
END = 256
SENTENCE = "Auditors found forty empty envelopes in the safe behind the portrait."
ROWS = pa.table(
    {
        "id": [f"{number:016x}" for number in range(5000)],
        "text": [SENTENCE if number == 4321 else f"Rain, {number} mm." for number in range(5000)],
        "words": pa.array(range(5000), pa.int32()),
    }
)


def written(folder: Path, *names: str) -> list[str]:
    """Write ROWS as a split in these formats; the paths of the files."""
    writer = SplitWriter(folder, "train", ROWS.schema, names, 10**9, shard_rows(ROWS.num_rows, least=2), BYTES)
    writer.write(ROWS)
    return list(writer.finish())


@pytest.mark.parametrize("kind", ROW_FORMATS, ids=ROW_NAMES)
def test_rows_are_read_back_as_they_were_written(kind: Format, tmp_path: Path) -> None:
    paths = written(tmp_path, kind.name)
    assert paths == [f"{kind.place('train')}/train-0000{number}-of-00002.{kind.suffix}" for number in range(2)]
    files = Files(tmp_path, ("train",))
    assert (files.rows("train"), files.table("train", ["id"])["id"].to_pylist()) == (5000, ROWS["id"].to_pylist())
    assert files.table("train", ["words", "text"]).equals(ROWS.select(["words", "text"]))
    assert files.stored_bytes("train")[1] == sum((tmp_path / path).stat().st_size for path in paths)


@pytest.mark.parametrize("kind", ROW_FORMATS, ids=ROW_NAMES)
def test_a_file_that_is_torn_is_an_error_that_the_audit_reports(kind: Format, tmp_path: Path) -> None:
    [path, *_] = (tmp_path / path for path in written(tmp_path, kind.name))
    path.write_bytes(b"no file of any format" + path.read_bytes()[99:])
    with pytest.raises((pa.ArrowException, EOFError, OSError)):
        list(kind.batches(path, ["id"]))


@pytest.mark.parametrize("kind", ROW_FORMATS, ids=ROW_NAMES)
def test_a_takedown_finds_rows_by_their_id_and_by_their_words(kind: Format, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    written(home.datasets / "one", kind.name)
    others = [f"{number:016x}" for number in (4320, 4321)]
    found = affected_datasets(home, [f"{7:016x}"], others, Runs.of(b"key", [SENTENCE]))
    assert [(row["row"], row["article_id"]) for row in found["one"]] == [(7, f"{7:016x}"), (4321 - 2500, others[1])]


def test_a_recipe_may_name_each_and_a_new_recipe_explains_each(tmp_path: Path) -> None:
    recipe = Recipe.model_validate({"name": "one", "title": "One", "formats": NAMES, "tokenizer": "bytes"})
    assert json.loads(recipe.model_dump_json())["formats"] == NAMES
    assert all(f"{each.name}: {each.about}" in NEW for each in FORMATS[1:])
    written(tmp_path, *reversed(NAMES))
    assert {kind for kind, _ in Files(tmp_path, ("train",)).shards("train")} == {FORMATS[0]}
    assert first_of(reversed(NAMES)) is FORMATS[0]


def test_no_two_share_a_name_a_folder_or_a_suffix() -> None:
    for values in zip(*((each.name, each.folder, each.suffix) for each in FORMATS), strict=True):
        assert len(set(values)) == len(FORMATS)


def texts_of(ids: Sequence[int]) -> list[str]:
    """The texts of a stream of bytes, each ended by END."""
    joined = np.asarray(ids)
    assert joined[-1] == END
    return [
        bytes(part[part < END].astype(np.uint8)).decode()
        for part in np.split(joined, np.flatnonzero(joined == END)[:-1] + 1)
    ]


def test_bare_ids_are_mapped_as_nanogpt_maps_them(tmp_path: Path) -> None:
    paths = written(tmp_path, "tokens")
    assert paths == [f"tokens/train-0000{number}-of-00002.tokens.bin" for number in range(2)]
    streams = [np.memmap(tmp_path / path, dtype=np.uint16, mode="r") for path in paths]
    assert texts_of(np.concatenate(streams)) == ROWS["text"].to_pylist()
    block, at = 64, 1_000
    x, y = streams[0][at : at + block].astype(np.int64), streams[0][at + 1 : at + 1 + block].astype(np.int64)
    assert (x[1:] == y[:-1]).all()


def test_arrays_are_loaded_by_numpy_without_a_copy(tmp_path: Path) -> None:
    streams = [np.load(tmp_path / path, mmap_mode="r", allow_pickle=False) for path in written(tmp_path, "npy")]
    assert [stream.dtype for stream in streams] == [np.dtype(np.uint16)] * 2
    assert texts_of(np.concatenate(streams)) == ROWS["text"].to_pylist()


def sequences(prefix: Path) -> Iterator[Sequence[int]]:
    """The sequences of an indexed dataset, read as Megatron Core's documentation describes its two files."""
    index = prefix.with_suffix(".idx").read_bytes()
    magic, version, code, count, documents = struct.unpack_from("<9sQBQQ", index)
    assert (magic, version, code, documents) == (b"MMIDIDX\0\0", 1, 8, count + 1)
    at = struct.calcsize("<9sQBQQ")
    lengths = np.frombuffer(index, np.int32, count, at)
    pointers = np.frombuffer(index, np.int64, count, at + lengths.nbytes)
    bounds = np.frombuffer(index, np.int64, documents, at + lengths.nbytes + pointers.nbytes)
    assert len(index) == at + lengths.nbytes + pointers.nbytes + bounds.nbytes
    assert bounds.tolist() == list(range(count + 1))
    data = prefix.with_suffix(".bin").read_bytes()
    for length, pointer in zip(lengths.tolist(), pointers.tolist(), strict=True):
        yield np.frombuffer(data, np.uint16, length, pointer)


def test_an_indexed_dataset_has_a_document_for_each_text(tmp_path: Path) -> None:
    paths = [tmp_path / path for path in written(tmp_path, "megatron")]
    assert [path.name for path in paths] == [
        f"train-0000{n}-of-00002.{end}" for n in range(2) for end in ("bin", "idx")
    ]
    found = [texts_of(each) for path in paths[::2] for each in sequences(path)]
    assert found == [[text] for text in ROWS["text"].to_pylist()]


@pytest.mark.parametrize("kind", [each for each in FORMATS if each.of_tokens], ids=lambda kind: kind.name)
@pytest.mark.parametrize(("size", "wide"), [(257, 2), (65_499, 2), (65_537, 4)])
def test_ids_have_the_width_of_the_vocabulary_and_batches_leave_no_trace(kind: Format, size: int, wide: int) -> None:
    tokenizer = replace(BYTES, size=size)
    made = []
    for step in (5000, 7):
        files = [io.BytesIO() for _ in (kind.suffix, *kind.beside)]
        assert kind.token_writer is not None
        writer = kind.token_writer(files, tokenizer)
        for first in range(0, 50, step):
            writer.write(ROWS.slice(first, min(step, 50 - first)))
        writer.close()
        made.append([file.getvalue() for file in files])
    assert made[0] == made[1]
    ids = sum(len(text) + 1 for text in ROWS["text"].to_pylist()[:50])
    assert len(made[0][0]) == ids * wide + (128 if kind.name == "npy" else 0)


def test_a_tar_has_a_text_and_its_other_columns_a_row(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / written(tmp_path, "webdataset")[0]) as tar:
        text, other = tar.next(), tar.next()
        assert text is not None and other is not None
        assert (text.name, other.name, text.mtime, text.uid) == (f"{0:016x}.txt", f"{0:016x}.json", 0, 0)
        assert [tar.extractfile(each).read() for each in (text, other)] == [  # type: ignore[union-attr]
            b"Rain, 0 mm.",
            b'{"id":"0000000000000000","words":0}\n',
        ]


def samples(path: Path) -> Iterator[dict[str, bytes]]:
    """The samples of a shard with text columns alone, by its offsets, as MDSReader of MosaicML Streaming finds them."""
    data = path.read_bytes()
    [count] = struct.unpack_from("<I", data)
    offsets = struct.unpack_from(f"<{count + 1}I", data, 4)
    names = json.loads(data[4 * (count + 2) : offsets[0]])["column_names"]
    for begin, end in pairwise(offsets):
        sizes = struct.unpack_from(f"<{len(names)}I", data, begin)
        starts = [begin + 4 * len(names) + sum(sizes[:place]) for place in range(len(names) + 1)]
        assert starts[-1] == end
        yield {name: data[start:stop] for name, start, stop in zip(names, starts, starts[1:], strict=False)}
    assert offsets[-1] == len(data)


def test_a_shard_of_mds_has_offsets_a_head_and_the_rows(tmp_path: Path) -> None:
    paths = [tmp_path / path for path in written(tmp_path, "mds")]
    rows = [row for path in paths for row in samples(path)]
    assert [row["text"].decode() for row in rows] == ROWS["text"].to_pylist()
    assert rows[7] == {"id": f"{7:016x}".encode(), "text": b"Rain, 7 mm.", "words": b"7"}
    assert MDS.index is not None
    index = json.loads(MDS.index(paths))
    assert [(each["raw_data"]["basename"], each["samples"]) for each in index["shards"]] == [
        (f"train-0000{number}-of-00002.mds", 2500) for number in range(2)
    ]
    assert [each["raw_data"]["bytes"] for each in index["shards"]] == [path.stat().st_size for path in paths]
    assert index["shards"][0]["column_encodings"] == ["str", "str", "json"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"formats": ["tokens"], "tokenizer": "bytes"},
            "tokens has token ids alone, so nobody could check rights; add parquet",
        ),
        ({"formats": ["parquet", "npy"]}, "npy needs ids, and `pieces` only counts; write tokenizer: bytes, or a file"),
    ],
)
def test_a_recipe_says_what_shards_of_ids_need(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        Recipe.model_validate({"name": "one", "title": "One"} | values)
