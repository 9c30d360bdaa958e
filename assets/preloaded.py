"""What the steps of a run have in common: a process that has imported this is forked for each step (see `assets.definitions`).

Made once instead of once a step: the definitions with their jobs, the steps' modules with their libraries, Dagster's storages.
Nothing here may start a thread or keep a file open, for neither survives a fork. What is there at the fork is left out of
garbage collections: they would visit, and so copy, all of it in each step. None is made meanwhile: a third of all this would be.
"""

# ruff: noqa: E402 # collections are off before the rest is imported
import gc

gc.disable()

import os
from contextlib import suppress
from importlib import import_module

from dagster import DagsterInstance

from assets.definitions import defs
from pipelines.nights import STEPS

for _step in STEPS.values():
    import_module(_step.module)
    _step.rules  # noqa: B018 # read from disk once, remembered in memory
# whatever is wrong here, the step that asks for it says so: a fault would end the process that all steps are forked from
with suppress(Exception), DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else DagsterInstance.ephemeral():
    pass  # its configuration and storages are imported; none of them stays open
with suppress(Exception):
    defs().get_repository_def().get_all_jobs()
gc.freeze()
gc.enable()
