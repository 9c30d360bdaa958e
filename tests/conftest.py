"""Settings of the whole suite."""

import os
import signal
import sys
from pathlib import Path

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
