"""The task of a query's process: what to run, on which files, within which limits; JSON on its standard input."""

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
    """The folder that may be read, beside `corpus`."""
    scratch: str
    """The folder for what does not fit into memory; empty: there is none."""
    rows_wanted: int | None
    """Rows after which the query is stopped; None: all."""
    limits: Limits
    deadline: float
    """On the monotonic clock."""
    searched: str = ""
    """The file with the rows of its searches, see `searches`; empty: it has none."""
    landlock: bool = True
    """False leaves it to DuckDB's locks and the gate, as on a kernel without Landlock."""

    def to_json(self) -> str:
        """As the process reads it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Task:
        """The task that `to_json` wrote."""
        values = json.loads(text)
        return cls(**values | {"limits": Limits(**values["limits"])})
