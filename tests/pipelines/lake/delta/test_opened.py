"""Tables kept open are believed only while their log stands as it was read."""

import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from pipelines.lake.delta import Lake
from pipelines.lake.delta import opened as kept
from pipelines.lake.delta.opened import opened
from pipelines.lake.schemas import TABLES

FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 6)


def put(root: Path, night: date, *sources: str) -> None:
    rows = [dict.fromkeys(TABLES["dropped"].schema.names) | {"night": night, "source": each} for each in sources]
    Lake(root).replace("dropped", pa.Table.from_pylist(rows, schema=TABLES["dropped"].schema), night=night)


def sources(root: Path) -> list[str]:
    return Lake(root).read("dropped")["source"].to_pylist()


def test_what_another_writer_has_committed_is_seen(tmp_path: Path) -> None:
    put(tmp_path, FIRST, "argus")
    held = opened(tmp_path / "dropped")
    put(tmp_path, SECOND, "tern")
    assert sources(tmp_path) == ["argus", "tern"]
    assert opened(tmp_path / "dropped") is held
    assert held is not None and held.version == Lake(tmp_path).version("dropped") == 1


def test_a_table_that_was_made_anew_at_the_same_version_is_opened_again(tmp_path: Path) -> None:
    put(tmp_path / "a", FIRST, "argus")
    before = Lake(tmp_path / "a").identity("dropped")
    assert sources(tmp_path / "a") == ["argus"]
    shutil.rmtree(tmp_path / "a")
    assert not Lake(tmp_path / "a").exists("dropped") and sources(tmp_path / "a") == []
    put(tmp_path / "a", FIRST, "tern")
    assert sources(tmp_path / "a") == ["tern"]
    assert Lake(tmp_path / "a").identity("dropped") != before


def test_an_older_copy_that_is_put_in_its_place_is_opened_again(tmp_path: Path) -> None:
    put(tmp_path / "a", FIRST, "argus")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    put(tmp_path / "a", SECOND, "tern")
    assert sources(tmp_path / "a") == ["argus", "tern"]
    shutil.rmtree(tmp_path / "a")
    (tmp_path / "b").rename(tmp_path / "a")
    assert sources(tmp_path / "a") == ["argus"]
    put(tmp_path / "a", SECOND, "plover")
    assert sources(tmp_path / "a") == ["argus", "plover"]


def test_a_log_that_begins_with_a_checkpoint_is_read_anew(tmp_path: Path) -> None:
    """Commits that a checkpoint holds may be removed, the newest one too."""
    put(tmp_path, FIRST, "argus")
    held = opened(tmp_path / "dropped")
    assert held is not None
    held.delta.create_checkpoint()
    (tmp_path / "dropped" / "_delta_log" / f"{0:020}.json").unlink()
    assert sources(tmp_path) == ["argus"] and opened(tmp_path / "dropped") is not held


def test_a_link_that_leads_elsewhere_after_its_folder_was_moved(tmp_path: Path) -> None:
    """Folder `a` is now `old`, and `a` another one: what was opened through the link stays at `a`."""
    put(tmp_path / "a", FIRST, "argus")
    put(tmp_path / "b", FIRST, "tern")
    (tmp_path / "home").symlink_to("a")
    assert sources(tmp_path / "home") == ["argus"]
    (tmp_path / "a").rename(tmp_path / "old")
    (tmp_path / "b").rename(tmp_path / "a")
    (tmp_path / "home").unlink()
    (tmp_path / "home").symlink_to("old")
    put(tmp_path / "home", SECOND, "plover")
    assert sources(tmp_path / "home") == sources(tmp_path / "old") == ["argus", "plover"]
    assert sources(tmp_path / "a") == ["tern"]


def test_a_relative_folder_is_that_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a", FIRST, "argus")
    monkeypatch.chdir(tmp_path / "a")
    assert sources(Path()) == ["argus"]
    (tmp_path / "a").rename(tmp_path / "b")
    put(tmp_path / "a", FIRST, "tern")
    put(Path(), SECOND, "plover")
    assert sources(Path()) == sources(tmp_path / "b") == ["argus", "plover"]
    assert sources(tmp_path / "a") == ["tern"]


def test_a_table_whose_place_another_took_while_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a", FIRST, "argus")
    put(tmp_path / "b", FIRST, "tern")

    def slowly(folder: str) -> DeltaTable:
        table = DeltaTable(folder)
        (tmp_path / "a").rename(tmp_path / "old")
        (tmp_path / "b").rename(tmp_path / "a")
        return table

    slowly.is_deltatable = DeltaTable.is_deltatable  # type: ignore[attr-defined]
    with monkeypatch.context() as patched:
        patched.setattr(kept, "DeltaTable", slowly)
        patched.setattr(kept, "_OPEN", kept._OfThread())
        opened(tmp_path / "a" / "dropped")
        patched.setattr(kept, "DeltaTable", DeltaTable)
        assert sources(tmp_path / "a") == ["tern"]
