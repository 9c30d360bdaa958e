"""Datasets: the same corpus gives the same bytes, files load as they are described, no text stands in two splits."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import CorpusError, InputError
from pipelines.corpus.publish.views import write_views
from pipelines.give.export.audit import audit
from pipelines.give.export.dataset import export_dataset, plan_dataset
from pipelines.give.export.listing import problems
from pipelines.give.export.recipe import Recipe, write_recipe
from pipelines.give.export.swap import recover
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import EVENTS
from tests.pipelines.conftest import SEEN, article, written_corpus
from tests.pipelines.give.export.loading import loaded

HALVES = {"train": 0.5, "validation": 0.5}
SOURCES = {"train": {"sources": "others"}, "test": {"sources": ["other"]}}


def recipe(**values: object) -> Recipe:
    return Recipe.model_validate({"name": "training", "title": "Training"} | values)


def words(name: str, count: int = 40) -> str:
    """A text of words that no other text has."""
    return " ".join(f"{name}{number}" for number in range(count))


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Twenty stories, two a night, some dated."""
    dated = {
        "published_day": date(2026, 2, 1),
        "published": "2026-02-01T08:00Z",
        "published_at": datetime(2026, 2, 1, 8, tzinfo=UTC),
    }
    right = {"standard": "robots meta", "scope": "page", "origin": "meta", "raw": "max-snippet:-1"}
    rows = []
    for number in range(20):
        row = article(f"story{number:02d}", text=words(f"s{number:02d}x"), first_night=date(2026, 2, 1 + number // 2))
        rows.append(row | (dated if number % 2 else {}) | {"month": "2026-02", "rights": [right]})
    return written_corpus(tmp_path_factory.mktemp("stories"), *rows)


@pytest.fixture
def home(stories: Home) -> Iterator[Home]:
    """The same, without datasets."""
    yield stories
    shutil.rmtree(stories.datasets, ignore_errors=True)


def exported(home: Home, **values: object) -> tuple[Path, dict[str, pa.Table]]:
    """The folder, and the rows of each split as its Parquet files have them."""
    dataset = export_dataset(home, recipe(**values))
    splits = {}
    for split in dataset.rows:
        files = sorted((dataset.path / "data").glob(f"{split}-*.parquet"))
        splits[split] = pa.concat_tables(pq.ParquetFile(file).read() for file in files)
    return dataset.path, splits


def test_the_dataset_loads_and_its_manifest_is_true(home: Home) -> None:
    folder, splits = exported(home, splits=HALVES)
    rows, schema = loaded(folder)
    assert rows == {name: table.num_rows for name, table in splits.items()}
    assert sum(rows.values()) == 20
    assert schema.names == splits["train"].schema.names
    assert schema.types == splits["train"].schema.types
    manifest = json.loads((folder / "manifest.json").read_text())
    for name, told in manifest["files"].items():
        assert sha256((folder / name).read_bytes()).hexdigest() == told["sha256"]
        assert (folder / name).stat().st_size == told["bytes"]
    shards = {name: told["rows"] for name, told in manifest["files"].items() if name.startswith("data/")}
    assert len(shards) == 4
    assert shards == {name: pq.read_metadata(folder / name).num_rows for name in shards}


def test_row_groups_have_a_page_index(home: Home) -> None:
    folder, _ = exported(home, splits={"train": 1.0})
    for file in (folder / "data").iterdir():
        column = pq.read_metadata(file).row_group(0).column(0)
        assert column.has_offset_index
        assert column.has_column_index
        assert column.compression == "ZSTD"


def test_what_a_killed_export_left_is_removed(home: Home) -> None:
    for left in (".training.building/data", ".training.building.work", ".training.building.old"):
        (home.datasets / left).mkdir(parents=True)
    (home.datasets / ".training.building.old" / "manifest.json").write_text("{}")
    recover(home.datasets, "training")
    assert [path.name for path in home.datasets.iterdir()] == [
        "training"
    ]  # it stood before two renames that were cut short
    (home.datasets / ".training.building").mkdir()
    export_dataset(home, recipe(splits={"train": 1.0}))
    assert [path.name for path in home.datasets.iterdir()] == ["training"]
    assert audit(home.datasets / "training")["passed"]


def test_columns_have_types_and_say_what_they_hold(home: Home) -> None:
    _, splits = exported(home, splits={"train": 1.0}, template="{title}\n\n{text}")
    row = splits["train"].to_pylist()[1]
    assert (row["id"], row["domain"], row["published_day"]) == ("story01", "paper.example", date(2026, 2, 1))
    assert row["published_at"] == datetime(2026, 2, 1, 8, tzinfo=UTC)
    assert (row["not_after"], row["published_to"]) == (SEEN, SEEN + timedelta(seconds=1))
    assert row["text"].startswith("story01\n\ns01x0 s01x1 ")
    assert row["token_count"] == 2 + 40 * 4
    assert row["rights_evidence"] == "robots meta page meta max-snippet:-1"
    undocumented = [field.name for field in splits["train"].schema if not (field.metadata or {}).get(b"doc")]
    assert undocumented == []


def test_the_flat_profile_has_no_nulls_no_lists_and_no_dates(home: Home) -> None:
    _, splits = exported(home, splits={"train": 1.0}, profile="flat")
    rows = splits["train"]
    assert "authors" not in rows.column_names
    assert all(type(value) in (str, int, float) for row in rows.to_pylist() for value in row.values())
    assert rows["published_at"].to_pylist()[:2] == ["", "2026-02-01T08:00:00Z"]


def test_a_split_without_rows_is_refused_before_anything_is_written(home: Home) -> None:
    with pytest.raises(InputError, match="leave split validation empty"):
        export_dataset(home, recipe(splits={"train": 0.999, "validation": 0.001}))
    assert not home.datasets.exists()


def test_exporting_again_changes_nothing(home: Home) -> None:
    whole = recipe(splits={"train": 1.0}, least_shards=3)
    assert export_dataset(home, whole).changed
    assert not export_dataset(home, whole).changed
    assert [path.name for path in home.datasets.iterdir()] == ["training"]
    shards = sorted((home.datasets / "training" / "data").iterdir())
    assert [pq.read_metadata(shard).num_rows for shard in shards] == [7, 7, 6]


def test_nothing_to_export_is_said_with_the_counts(corpus: Callable[..., Home]) -> None:
    with pytest.raises(InputError, match="1 training disallowed"):
        export_dataset(corpus(article("a", train_ai="disallowed")), recipe())


@pytest.fixture(scope="module")
def contacts(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Eight stories with an address in the text and one in the headline."""
    told = {f"story{n}": f"{words(f's{n}x')} desk{n}@paper.example" for n in range(8)}
    rows = [article(name, text=text, title=f"Ask {name}@paper.example") for name, text in told.items()]
    return written_corpus(tmp_path_factory.mktemp("contacts"), *rows)


@pytest.mark.parametrize("splits", [{"train": 1.0}, HALVES])
@pytest.mark.parametrize("template", ["{text}", "{title}\n\n{text}"])
@pytest.mark.parametrize("pii", ["mask", "drop"])
def test_personal_data_goes_with_any_template_and_number_of_splits(
    pii: str, template: str, splits: dict[str, float], contacts: Home
) -> None:
    settings = {"title": "C", "train_ai": ["allowed", "unknown"], "pii": pii, "template": template, "splits": splits}
    write_recipe(contacts, "contacts", json.dumps(settings))
    assert problems(contacts, ["contacts"]) == []
    rows = pa.concat_tables(exported(contacts, pii=pii, template=template, splits=splits)[1].values()).to_pylist()
    assert len(rows) == 8
    assert not any("@" in row["text"] + row["title"] for row in rows)
    assert all(("[EMAIL]" in row["text"]) == (pii == "mask") for row in rows)
    shutil.rmtree(contacts.recipes)
    shutil.rmtree(contacts.datasets)


def leaky(name: str, text: str, **values: Any) -> dict[str, Any]:
    return article(name, source="other", text=text, **values)


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two stories of one source, and texts of another that hold them, or parts of them."""
    story, second = words("a", 100), words("b", 100)
    edited = story.replace("a20 ", "x ").replace("a60 ", "y ")
    return written_corpus(
        tmp_path_factory.mktemp("leaks"), article("a", text=story), article("b", text=second),
        article("part", text=words("w", 30)),
        leaky("copy", second), leaky("edited", edited), leaky("excerpt", " ".join(story.split()[30:60])),
        leaky("wrapped", words("h", 40) + " " + story + " " + words("f", 40)), leaky("whole", words("v", 300) + words("w", 30)),
        leaky("mostly_own", words("o", 100) + " " + " ".join(second.split()[:40])), leaky("own", words("p")),
    )  # fmt: skip


@pytest.fixture
def leaks(leaking: Home) -> Iterator[Home]:
    """The same, without datasets."""
    yield leaking
    shutil.rmtree(leaking.datasets, ignore_errors=True)


def test_what_stands_in_another_split_by_half_is_left_out(leaks: Home) -> None:
    folder, splits = exported(leaks, splits=SOURCES)
    assert splits["train"]["id"].to_pylist() == ["a", "b"]
    assert splits["test"]["id"].to_pylist() == ["mostly_own", "own", "whole"]
    assert json.loads((folder / "manifest.json").read_text())["left_out"]["text_in_another_split"] == 5
    found = json.loads((folder / "audit.json").read_text())
    assert found["passed"]
    assert found["checks"]["texts"]["most_shared"] == round(28 / 88, 4)
    assert audit(folder) == found


def test_an_audit_finds_what_was_smuggled_in(leaks: Home) -> None:
    folder, splits = exported(leaks, splits=SOURCES)
    [file, *_] = sorted((folder / "data").glob("test-*.parquet"))
    row = pq.ParquetFile(file).read().to_pylist()[0]
    text = splits["train"]["text"].to_pylist()[0]
    smuggled = row | {"id": "smuggled", "cluster_id": "smuggled", "train_ai": "disallowed", "text": f"By X. {text}"}
    pq.write_table(pa.Table.from_pylist([row, smuggled], splits["test"].schema), file)
    found = audit(folder)
    assert not found["passed"]
    assert found["checks"]["files"]["not_as_in_the_manifest"] == [f"data/{file.name}"]
    assert found["checks"]["rights"]["violations"] == 1
    [pair] = found["checks"]["texts"]["pairs_found"]
    assert {pair["one"]["id"], pair["other"]["id"]} == {"a", "smuggled"}
    assert (pair["jaccard"], pair["containment"]) == (round(96 / 98, 4), 1.0)


def test_datasets_named_as_disjoint_share_nothing(leaks: Home) -> None:
    export_dataset(leaks, recipe(name="test", where="article_id IN ('copy', 'own')", splits={"test": 1.0}))
    dataset = export_dataset(leaks, recipe(sources=["paper"], splits={"train": 1.0}, disjoint_from=["test"]))
    assert (dataset.rows, dataset.left_out["text_in_another_split"]) == ({"train": 2}, 1)
    found = audit(dataset.path)
    assert found == json.loads((dataset.path / "audit.json").read_text())
    assert found["checks"]["disjoint_from"]["test"]["texts"]["texts"] == 2 + 2
    export_dataset(
        leaks, recipe(name="test", where="article_id IN ('copy', 'own', 'whole', 'wrapped')", splits={"test": 1.0})
    )
    assert audit(dataset.path)["checks"]["disjoint_from"]["test"]["texts"]["at_least_half_in_another_split"] == 3
    with pytest.raises(
        InputError, match="disjoint_from: there is no dataset nothing; 'dateline export nothing' makes it"
    ):
        export_dataset(leaks, recipe(disjoint_from=["nothing"]))


def test_what_quotes_a_named_text_is_left_out(leaks: Home) -> None:
    leaks.recipes.mkdir()
    quote = " ".join(words("b", 100).split()[5:18])
    (leaks.recipes / "benchmark.jsonl").write_text(json.dumps({"text": f"What follows? {quote}"}) + "\n")
    dataset = export_dataset(leaks, recipe(sources=["paper"], splits={"train": 1.0}, decontaminate=["benchmark.jsonl"]))
    assert (dataset.rows, dataset.left_out["quotes_a_named_text"]) == ({"train": 2}, 1)


def test_json_lines_hold_the_same_rows_and_are_audited_as_well(leaks: Home) -> None:
    folder, _ = exported(leaks, splits=SOURCES, formats=["parquet", "jsonl"])
    of_parquet = audit(folder)["checks"]["texts"]
    export_dataset(leaks, recipe(splits=SOURCES, formats=["jsonl"]))
    assert not (folder / "data").exists()
    assert audit(folder)["checks"]["texts"] == of_parquet


def test_a_dry_run_counts_and_writes_nothing(leaks: Home) -> None:
    planned = plan_dataset(leaks, recipe(splits=SOURCES))
    assert (planned.rows, planned.left_out["text_in_another_split"]) == ({"train": 2, "test": 3}, 5)
    assert not leaks.datasets.exists()


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Twelve stories of four events, three stories an event, each in words of its own."""
    rows = [article(f"e{number:02d}", text=words(f"e{number:02d}x")) for number in range(12)]
    home = written_corpus(tmp_path_factory.mktemp("events"), *rows)
    blank = dict.fromkeys(EVENTS.names) | {"month": "2026-02"}
    told = [
        blank | {"article_id": row["article_id"], "event_id": f"e{number % 4:02d}"} for number, row in enumerate(rows)
    ]
    Lake(home.lake).replace("events", pa.Table.from_pylist(told, schema=EVENTS))
    write_views(home)
    return home


def test_events_in_two_splits_are_counted_and_kept_apart_by_event(events: Home) -> None:
    folder, splits = exported(events, splits=HALVES)
    found = audit(folder)
    assert found == json.loads((folder / "audit.json").read_text())
    shared = set(splits["train"]["event_id"].to_pylist()) & set(splits["validation"]["event_id"].to_pylist())
    rows = sum(event in shared for event in splits["validation"]["event_id"].to_pylist())
    assert rows > 0
    assert found["checks"]["events"] == {
        "checked": True, "unit": "cluster", "in_two_splits": len(shared), "rows": {"validation": rows},
        "found": sorted(shared), "violations": 0,
    }  # fmt: skip
    _, apart = exported(events, splits=HALVES, split="event", seed=3)
    assert sum(len(set(table["event_id"].to_pylist())) for table in apart.values()) == 4
    assert sum(table.num_rows for table in apart.values()) == 12
    assert audit(folder)["checks"]["events"]["rows"] == {"validation": 0}
    _, single = exported(events, splits=HALVES, copies="one per event", seed=3)
    assert sorted(id_ for table in single.values() for id_ in table["id"].to_pylist()) == ["e00", "e01", "e02", "e03"]


def test_an_event_in_two_splits_of_a_dataset_by_event_is_a_violation(events: Home) -> None:
    folder, splits = exported(events, splits=HALVES, split="event", seed=3)
    [file, *_] = sorted((folder / "data").glob("validation-*.parquet"))
    row = splits["train"].to_pylist()[0]
    smuggled = row | {"id": "smuggled", "cluster_id": "smuggled", "text": words("s")}
    pq.write_table(
        pa.Table.from_pylist([*pq.ParquetFile(file).read().to_pylist(), smuggled], splits["train"].schema), file
    )
    found = audit(folder)
    assert (found["checks"]["events"]["rows"], found["checks"]["events"]["found"]) == (
        {"validation": 1},
        [row["event_id"]],
    )
    assert (found["violations"], found["passed"]) == (2, False)  # the file's bytes, and the event


def test_datasets_by_event_named_as_disjoint_share_no_event(events: Home) -> None:
    export_dataset(events, recipe(name="test", where="article_id IN ('e00', 'e05')", splits={"test": 1.0}))
    dataset = export_dataset(events, recipe(splits={"train": 1.0}, split="event", disjoint_from=["test"]))
    assert (dataset.rows, dataset.left_out["in_another_dataset"]) == ({"train": 6}, 6)
    assert audit(dataset.path)["checks"]["disjoint_from"]["test"]["events"] == 0


def test_an_audit_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no dataset at .*: 'dateline export x' makes it"):
        audit(tmp_path / "x")
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(CorpusError, match="is no JSON"):
        audit(tmp_path)
    (tmp_path / "manifest.json").write_text('{"recipe": {}}')
    with pytest.raises(InputError, match="was made by an older version: export it again"):
        audit(tmp_path)


def test_an_audit_of_torn_or_further_files_says_so(leaks: Home) -> None:
    folder, _ = exported(leaks, splits=SOURCES)
    [first, *_] = sorted((folder / "data").glob("train-*"))
    shutil.copy(first, first.with_name("train-00009-of-00009.parquet"))
    found = audit(folder)["checks"]
    assert found["files"]["not_as_in_the_manifest"] == ["data/train-00009-of-00009.parquet"]
    first.write_bytes(first.read_bytes()[:-9])
    with pytest.raises(CorpusError, match="cannot be read"):
        audit(folder)


KILLED = """
import sys
from pathlib import Path
from pipelines.give.export.swap import put_in_place, recover
root = Path(sys.argv[1])
for number in range(1_000_000):
    recover(root, "set")
    new = root / ".set.building"
    (new / "data").mkdir(parents=True)
    for name in ("one", "data/two"):
        (new / name).write_text(str(number))
    put_in_place(new, root / "set")
    if number == 0:
        print("the first stands", flush=True)
"""


def test_a_kill_leaves_the_old_dataset_or_the_new_one(tmp_path: Path) -> None:
    seen = set()
    for attempt in range(8):
        program = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "."}
        )
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(0.05 + attempt * 0.007)
        program.send_signal(signal.SIGKILL)
        program.communicate()
        one, two = ((tmp_path / "set" / name).read_text() for name in ("one", "data/two"))
        assert one == two
        seen.add(one)
    assert len(seen) > 1
