"""The whole Dagster system in one explicit list."""

from __future__ import annotations

import gc
from datetime import date
from functools import cache

from dagster import Definitions, define_asset_job, definitions, map_asset_specs, multiprocess_executor

from assets.alerts import alert_sensors, outbox_sensor
from assets.completeness import completeness_asset
from assets.corpus import corpus_assets
from assets.described import describing
from assets.exports import dataset_assets
from assets.fresh import fresh_job, fresh_schedule
from assets.health import health_checks
from assets.history import history_sensor
from assets.jobs import everything_job, nightly_jobs, nightly_schedules
from assets.late import late_sensor
from assets.maintenance import weekly_maintenance, weekly_schedule
from assets.operations import operations_of
from assets.operator_jobs import OPERATOR_JOBS
from assets.orphans import orphans_sensor
from assets.outlets import nightly_report, search_index
from assets.partitions import nights_of
from assets.resources import Corpus
from assets.shares import shares
from assets.sources import ALL, fetches_assets, fetches_key
from assets.wrong_files import asset_names
from pipelines.give.export.recipe import read_recipes
from pipelines.lake.home import Home
from spiders.sources.source import read_sources

PRELOADED = ["assets.preloaded"]
"""Modules that all steps of a run share: the process of each step is forked from one that has imported them."""


def definitions_for(home: Home, *, first_night: date | None = None) -> Definitions:
    """Every asset, check, job and schedule of the corpus at `home`; its sources and exports are read now.

    A wrong source file or recipe gets an asset that fails with the reason; all others are not affected (decision 024).
    Nights begin with the first crawled night, or with `first_night` if that is earlier.
    """
    found, recipes = read_sources(home.sources), read_recipes(home)
    sources, wrong = found.read, asset_names(found.wrong, {source.name for source in found.read})
    nights, operations = nights_of(home, first_night), operations_of(home)
    spread = shares(sources, list(wrong), operations)
    nightly = nightly_jobs(sources, wrong, operations)
    asset_jobs = [*nightly, everything_job(), *spread.jobs]
    owners = {s.name: operations.groups[s.group].owner for s in sources if s.group in operations.groups}
    assets = [
        *([fetches_assets(sources, wrong)] if sources or wrong else []),
        corpus_assets([ALL] if sources or wrong else []),
        search_index,
        nightly_report,
        completeness_asset(sources, wrong),
        *dataset_assets(recipes.read, asset_names(recipes.wrong, {recipe.name for recipe in recipes.read})),
    ]
    return Definitions(
        assets=map_asset_specs(describing(home, nights, operations.owner, owners), assets),
        asset_checks=[health_checks([fetches_key(source.name) for source in sources], nights)] if sources else [],
        jobs=[*(define_asset_job(**vars(job)) for job in asset_jobs), weekly_maintenance, fresh_job, *OPERATOR_JOBS],
        schedules=[
            *nightly_schedules(nightly, operations),
            fresh_schedule(operations),
            weekly_schedule(operations),
            *spread.schedules,
        ],
        sensors=[
            *spread.sensors,
            history_sensor(home, [source.name for source in sources]),
            orphans_sensor(),
            *alert_sensors(home, operations),
            outbox_sensor(home, operations),
            late_sensor(home, operations),
        ],
        resources={"corpus": Corpus(root=str(home.root))},
        executor=multiprocess_executor.configured(
            {"start_method": {"forkserver": {"preload_modules": PRELOADED}}}, name="forked_steps"
        ),
    )


@definitions
@cache
def defs() -> Definitions:
    """The corpus at $DATELINE_HOME, else ./data, in its state at the first call in this process or its fork server.

    Objects imported by then are excluded from garbage collection.
    """
    found = definitions_for(Home.at())
    gc.freeze()
    return found
