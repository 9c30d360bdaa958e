"""Every file format of datasets: written, read back, chosen by a recipe, and searched by a takedown."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.give.export.files import Files
from pipelines.give.export.formats import FORMATS, first_of
from pipelines.give.export.formats.format import Format
from pipelines.give.export.new_recipe import NEW
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.shards import SplitWriter, shard_rows
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.datasets import affected_datasets
from pipelines.upkeep.takedown.runs import Runs

NAMES = [each.name for each in FORMATS]
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
    writer = SplitWriter(folder, "train", ROWS.schema, names, 10**9, shard_rows(ROWS.num_rows, least=2))
    writer.write(ROWS)
    return list(writer.finish())


@pytest.mark.parametrize("kind", FORMATS, ids=NAMES)
def test_rows_are_read_back_as_they_were_written(kind: Format, tmp_path: Path) -> None:
    paths = written(tmp_path, kind.name)
    assert paths == [f"{kind.folder}/train-0000{number}-of-00002.{kind.suffix}" for number in range(2)]
    files = Files(tmp_path, ("train",))
    assert (files.rows("train"), files.table("train", ["id"])["id"].to_pylist()) == (5000, ROWS["id"].to_pylist())
    assert files.table("train", ["words", "text"]).equals(ROWS.select(["words", "text"]))
    assert files.stored_bytes("train")[1] == sum((tmp_path / path).stat().st_size for path in paths)


@pytest.mark.parametrize("kind", FORMATS, ids=NAMES)
def test_a_file_that_is_torn_is_an_error_that_the_audit_reports(kind: Format, tmp_path: Path) -> None:
    [path, *_] = (tmp_path / path for path in written(tmp_path, kind.name))
    path.write_bytes(b"no file of any format" + path.read_bytes()[99:])
    with pytest.raises((pa.ArrowException, EOFError, OSError)):
        list(kind.batches(path, ["id"]))


@pytest.mark.parametrize("kind", FORMATS, ids=NAMES)
def test_a_takedown_finds_rows_by_their_id_and_by_their_words(kind: Format, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    written(home.datasets / "one", kind.name)
    others = [f"{number:016x}" for number in (4320, 4321)]
    found = affected_datasets(home, [f"{7:016x}"], others, Runs.of(b"key", [SENTENCE]))
    assert [(row["row"], row["article_id"]) for row in found["one"]] == [(7, f"{7:016x}"), (4321 - 2500, others[1])]


def test_a_recipe_may_name_each_and_a_new_recipe_explains_each(tmp_path: Path) -> None:
    recipe = Recipe.model_validate({"name": "one", "title": "One", "formats": NAMES})
    assert json.loads(recipe.model_dump_json())["formats"] == NAMES
    assert all(f"{each.name}: {each.about}" in NEW for each in FORMATS[1:])
    written(tmp_path, *reversed(NAMES))
    assert {kind for kind, _ in Files(tmp_path, ("train",)).shards("train")} == {FORMATS[0]}
    assert first_of(reversed(NAMES)) is FORMATS[0]


def test_no_two_share_a_name_a_folder_or_a_suffix() -> None:
    for values in zip(*((each.name, each.folder, each.suffix) for each in FORMATS), strict=True):
        assert len(set(values)) == len(FORMATS)
