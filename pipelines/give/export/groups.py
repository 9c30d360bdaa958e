"""What goes to one split as a whole: a cluster of near-duplicates, or an event with all clusters that tell it.

Events of which one cluster tells several are one group, and so are the events of a chain of such clusters (the transitive
closure over all articles of the corpus, whatever a recipe takes). A group's id is the smallest id of its events, or the id of
its cluster if that tells none: like these ids it does not depend on the order of nights.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.components import components
from pipelines.give.export.recipe import Recipe, RecipeError

TOLD = "CREATE TEMP TABLE told AS SELECT article_id, min(event_id) AS event_id FROM {events} GROUP BY article_id"
NO_EVENTS = "(SELECT NULL::VARCHAR AS article_id, NULL::VARCHAR AS event_id WHERE false)"
MEETING = """
SELECT DISTINCT one.event_id AS one, least_event AS other
FROM judged AS one JOIN (
    SELECT cluster_id, min(event_id) AS least_event FROM judged GROUP BY cluster_id HAVING min(event_id) < max(event_id)
) USING (cluster_id)
WHERE one.event_id IS NOT NULL
"""
"""Pairs of events that one cluster tells: each of a cluster's events with the smallest of them."""
GROUPED = """
CREATE TEMP TABLE grouped AS
SELECT cluster_id, min(coalesce(first_event, event_id)) AS group_id
FROM judged LEFT JOIN joined_events USING (event_id) WHERE event_id IS NOT NULL GROUP BY cluster_id
"""
BY_CLUSTER = "CREATE TEMP TABLE grouped AS SELECT NULL::VARCHAR AS cluster_id, NULL::VARCHAR AS group_id WHERE false"


def uses_events(recipe: Recipe) -> bool:
    """True if a recipe asks for events: by its split or by its copies."""
    return recipe.split == "event" or recipe.copies == "one per event"


def read_events(connection: duckdb.DuckDBPyConnection, recipe: Recipe) -> None:
    """Make the table `told` (article_id, event_id). Raises RecipeError if the recipe asks for events and the corpus has no such
    table.
    """
    known = connection.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'events'").fetchall()
    if uses_events(recipe) and not known:
        setting = "split" if recipe.split == "event" else "copies"
        raise RecipeError(setting, "this corpus has no table of events; 'dateline build' makes it")
    connection.execute(TOLD.format(events="events" if known else NO_EVENTS))


def group(connection: duckdb.DuckDBPyConnection, recipe: Recipe) -> None:
    """Make the table `grouped`: the group of each cluster that tells an event. `judged` has every article's cluster and event."""
    if not uses_events(recipe):
        connection.execute(BY_CLUSTER)
        return
    connection.register("joined_events", _joined(connection.sql(MEETING).to_arrow_table()))
    connection.execute(GROUPED)


def _joined(pairs: pa.Table) -> pa.Table:
    """Of events that are joined to others, the smallest event of their group."""
    names = np.unique(np.array(pairs["one"].to_pylist() + pairs["other"].to_pylist(), dtype=object).astype(str))
    one, other = (np.searchsorted(names, np.array(pairs[side].to_pylist(), dtype=str)) for side in ("one", "other"))
    labels = components(len(names), one.astype(np.int64), other.astype(np.int64))
    return pa.table({"event_id": pa.array(names, pa.string()), "first_event": pa.array(names[labels], pa.string())})
