"""What the steps of a run have in common: a process that has imported this is forked for each step (see `assets.definitions`).

Imported once instead of once a step: the definitions, the steps' own modules with their libraries, Dagster's storages. Nothing
here may start a thread or keep a file open, for neither survives a fork.
"""

from importlib import import_module

from dagster import DagsterInstance

import assets.definitions  # noqa: F401 # the first thing that every step asks for
from pipelines.nights import STEPS

for _step in STEPS.values():
    import_module(_step.module)
    _step.rules  # noqa: B018 # read from disk once, remembered in memory
with DagsterInstance.ephemeral():
    pass  # its storages are imported; none of them stays open
