"""Settings of the whole suite."""

import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.forked import fork_workers
from tests.programs import fork_programs

settings.register_profile("dateline", deadline=None)  # a loaded machine is slow, not wrong
settings.load_profile("dateline")
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a shell starts what it sends to the background with Ctrl-C ignored
AS_INSTALLED = str(Path(__file__).parent / "as_installed")
others = [finder for finder in sys.meta_path if type(finder).__name__ != "WithoutPandas"]
sys.meta_path[:] = others  # the suite's own processes have pandas, its workers too
if AS_INSTALLED not in os.environ.get("PYTHONPATH", ""):
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [AS_INSTALLED, os.environ.get("PYTHONPATH")]))
fork_workers()
fork_programs()
DEAR_FIRST = (
    "tests/test_demo.py", "tests/test_nights.py", "tests/spiders/crawl/test_stops.py", "tests/test_current_directory.py",
    "tests/pipelines/upkeep/doctor/test_doctor.py", "tests/spiders/crawl/test_outages.py", "tests/test_rot.py",
    "tests/spiders/test_forget.py", "tests/spiders/crawl/test_gone.py", "tests/test_source_health.py",
    "tests/pipelines/corpus/kinds/test_taken_back.py", "tests/pipelines/ask/sql/test_attempts.py",
)  # fmt: skip
"""Files of half a minute and more, the longest first: begun last, one of them would keep a core waiting for the other."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, for tests of crawls wait a quarter of their time; at most four."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(DEAR_FIRST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
