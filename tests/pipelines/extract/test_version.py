"""Which nights stand by older rules."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.extract.model.layout import UNKNOWN, Layout
from pipelines.extract.run.version import extractor, rules_version, standing_rules
from pipelines.lake import Lake
from pipelines.schemas import DOCUMENTS

MONDAY, TUESDAY = date(2025, 11, 3), date(2025, 11, 4)


def document(night: date, name: str, made_by: str) -> dict[str, object]:
    return dict.fromkeys(DOCUMENTS.names) | {
        "night": night,
        "source": "paper",
        "capture_id": name,
        "extractor": made_by,
    }


def test_documents_are_counted_by_night_and_rules(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert standing_rules(lake) == {}
    for night, makers in ((MONDAY, ["old", "old+12345678", "new"]), (TUESDAY, ["new+87654321"])):
        rows = [document(night, f"{n}", maker) for n, maker in enumerate(makers)]
        lake.replace("documents", pa.Table.from_pylist(rows, schema=DOCUMENTS), night=night)
    assert standing_rules(lake) == {MONDAY: {"old": 2, "new": 1}, TUESDAY: {"new": 1}}


def test_what_a_source_taught_is_told_apart_from_the_rules() -> None:
    taught = extractor("abc", Layout(body=frozenset({"div.story < main < body"})))
    assert extractor("abc", UNKNOWN) == "abc"
    assert taught.startswith("abc+")
    assert len(taught) == 12
    assert rules_version() not in ("", "abc")
