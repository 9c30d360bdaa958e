"""A small corpus with an index: a story that changed once, its copy, and another story."""

from pathlib import Path

import pytest

from pipelines.ask.search.step import index_night
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.layout import stamp
from tests.pipelines.ask.show.test_show import ONE, put, written


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home `news` in a folder of its own."""
    root = tmp_path_factory.mktemp("python") / "news"
    home = written(root)
    for table in ("articles", "revisions"):
        rows = Lake(home.lake).read(table).to_pylist()
        put(home, table, *(row | {"first_night": ONE, "night": row.get("seen_from", ONE)} for row in rows))
    put(home, "publications", {"night": ONE}, night=ONE)
    write_views(home)
    stamp(root)
    index_night(home, ONE, lambda _done, _total: None)
    return root
