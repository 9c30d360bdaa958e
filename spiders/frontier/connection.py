"""The SQLite connection of a frontier. It writes only inside the transaction that `Frontier.commit` closes."""

from __future__ import annotations

import sqlite3
from typing import Any


class FrontierConnection(sqlite3.Connection):
    """Detects that SQLite has rolled back the transaction by itself, for example because the disk is full.

    Without this, each later statement would be durable at once, ahead of the archive. Here, later statements go into a
    transaction that must not be committed, and `lost` is True. https://www.sqlite.org/lang_transaction.html, section
    3.1.
    """

    guarded = False
    lost = False

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Like sqlite3's `execute`, but always within a transaction once `guarded` is set."""
        if self.guarded and not self.in_transaction and not sql.startswith("BEGIN"):
            self.lost = True
            super().execute("BEGIN")
        return super().execute(sql, parameters)
