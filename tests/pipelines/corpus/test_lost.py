"""Lost indexes are found by the names under which their steps keep them."""

from pipelines.corpus.duplicates import graph, night
from pipelines.corpus.events import step as events
from pipelines.corpus.lost import INDEXES
from pipelines.corpus.traces import step
from pipelines.night import locator


def test_the_indexes_have_the_names_that_their_steps_give_them() -> None:
    assert set(INDEXES) == {locator.FILE, f"{night.FOLDER}/{graph.FILE}", step.FILE, events.FILE}
