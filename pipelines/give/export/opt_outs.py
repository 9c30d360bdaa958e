"""Sources that disallowed a use as a whole: their last word acts backwards, on everything that was captured before it."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from pipelines.corpus.publish.source_rights import Word, last_words
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home


def opt_outs(home: Home, connection: duckdb.DuckDBPyConnection) -> dict[str, Word]:
    """The last words of the corpus's sources that disallow a use, as they are known today, whatever night is read."""
    sources = [source for (source,) in connection.sql("SELECT DISTINCT source FROM articles").fetchall()]
    said = last_words(Lake(home.lake), sources)
    return {source: said[source] for source in sorted(said) if said[source].uses}


def against_training(said: Mapping[str, Word]) -> list[str]:
    """The sources whose last word disallows training."""
    return [source for source, word in said.items() if "train_ai" in word.uses]
