"""Members of the enums are plain strings wherever rows leave Python."""

import json
import sqlite3

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.lake.schemas import KINDS, OUTCOMES, ROLES
from pipelines.lake.values import ClusterRole, FetchOutcome, PageKind


def test_the_tuples_hold_plain_strings() -> None:
    assert KINDS == ("article", "listing", "live", "video", "gallery", "other")
    assert ROLES == ("origin", "wire_copy", "copy", "edited_copy", "excerpt", "update", "unknown")
    assert (OUTCOMES[0], OUTCOMES[-1], len(OUTCOMES)) == ("stored", "not_crawled", 20)
    assert {type(value) for value in (*KINDS, *ROLES, *OUTCOMES)} == {str}


def test_arrow_gets_plain_strings() -> None:
    rows = [{"kind": PageKind.LIVE, "role": ClusterRole.WIRE_COPY}, {"kind": "other", "role": "copy"}]
    table = pa.Table.from_pylist(rows, schema=pa.schema([("kind", pa.string()), ("role", pa.string())]))
    assert table.to_pylist() == [{"kind": "live", "role": "wire_copy"}, {"kind": "other", "role": "copy"}]
    assert {type(value) for row in table.to_pylist() for value in row.values()} == {str}
    assert table.filter(pc.field("kind") == PageKind.LIVE)["role"].to_pylist() == ["wire_copy"]
    assert pa.array([FetchOutcome.STORED]).type == pa.string()


def test_json_sqlite_and_text_get_plain_strings() -> None:
    assert json.dumps({"outcome": FetchOutcome.TOO_LARGE}) == '{"outcome": "too_large"}'
    assert json.dumps({FetchOutcome.STORED: 3}) == '{"stored": 3}'
    assert f"{FetchOutcome.STORED}" == "stored"
    with sqlite3.connect(":memory:") as db:
        assert db.execute("SELECT ?, typeof(?)", (PageKind.LIVE, PageKind.LIVE)).fetchone() == ("live", "text")
    db.close()


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(ValueError, match="'lost' is not a valid FetchOutcome"):
        FetchOutcome("lost")
