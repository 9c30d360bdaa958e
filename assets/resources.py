"""The resource of all assets at run time: the home of the corpus."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any, Self

from dagster import ConfigurableResource, InitResourceContext

from assets.event_files import INDEX, kept_open, of_run
from pipelines.lake.home import Home

SECONDS_TO_END = 5.0


class Corpus(ConfigurableResource[Any]):
    """The corpus in the folder `root`."""

    root: str

    @property
    def home(self) -> Home:
        """The home at `root`."""
        return Home.at(self.root)

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator[Self]:
        """End a step in a separate process if the run's process is killed: the run's retry does the work again.

        The files of its events stay open meanwhile.
        """
        run = multiprocessing.parent_process()
        if run is not None:
            threading.Thread(target=_end_with, args=(run,), daemon=True).start()
        with kept_open(self.home, INDEX, *([of_run(context.run.run_id)] if context.run else [])):
            yield self


def _end_with(run: BaseProcess) -> None:
    """Wait for the end of the run's process; then interrupt the step like Ctrl-C, and kill it if it does not end."""
    run.join()
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(SECONDS_TO_END)
    os.kill(os.getpid(), signal.SIGKILL)
