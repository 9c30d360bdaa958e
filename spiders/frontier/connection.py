"""The SQLite connection of a frontier, on which nothing is written outside the transaction that `Frontier.commit` closes."""

from __future__ import annotations

import sqlite3
from typing import Any


class FrontierConnection(sqlite3.Connection):
    """Notices when SQLite has rolled the transaction back by itself, as it does when the disk is full.

    Later statements would otherwise each be durable at once, ahead of the archive. They go into a transaction that must
    not be committed: `lost` is then true. https://www.sqlite.org/lang_transaction.html, section 3.1.
    """

    guarded = False
    lost = False

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As sqlite3's, within a transaction once `guarded` is set."""
        if self.guarded and not self.in_transaction and not sql.startswith("BEGIN"):
            self.lost = True
            super().execute("BEGIN")
        return super().execute(sql, parameters)
