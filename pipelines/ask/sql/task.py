"""The task of a query's process: the query, its files and its limits; sent as JSON on standard input."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pipelines.ask.sql.limits import Limits


@dataclass(frozen=True, slots=True)
class Task:
    """One query. Paths are absolute."""

    query: str
    home: str
    """The folder whose files the views should read."""
    corpus: str
    """The file with the views."""
    lake: str
    """The folder that may be read, in addition to `corpus`."""
    scratch: str
    """The folder for data that does not fit into memory; empty: there is none."""
    rows_wanted: int | None
    """The query is stopped after this many rows; None: it returns all."""
    limits: Limits
    deadline: float
    """On the monotonic clock."""
    searched: str = ""
    """The file with the results of its searches, see `searches`; empty: it has none."""
    landlock: bool = True
    """False: only DuckDB's locks and the gate protect, as on a kernel without Landlock."""

    def to_json(self) -> str:
        """The JSON that the process reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Task:
        """The task that `to_json` wrote."""
        values = json.loads(text)
        return cls(**values | {"limits": Limits(**values["limits"])})
