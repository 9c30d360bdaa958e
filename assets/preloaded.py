"""Shared modules of the steps of a run: each step is forked from a process that has imported them (see `assets.definitions`).

Created once instead of once for each step: the definitions with their jobs, the steps' modules with their libraries,
Dagster's storages. No code here may start a thread or keep a file open, because neither survives a fork. Garbage
collection skips all objects that exist at the fork: it would otherwise visit, and so copy, them in each step. It is
also switched off during the imports, where it would take a third of the time.
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
# The step that needs a failed import reports the error: an exception here would end the process that all steps are
# forked from.
with suppress(Exception), DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else DagsterInstance.ephemeral():
    pass  # imports its configuration and storages; none of them stays open
with suppress(Exception):
    defs().get_repository_def().get_all_jobs()
gc.freeze()
gc.enable()
