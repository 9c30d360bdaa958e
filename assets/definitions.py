"""The whole system, as Dagster sees it: one explicit list."""

from __future__ import annotations

from datetime import date

from dagster import Definitions, definitions, map_asset_specs

from assets.corpus import articles, clean_documents, corpus_views, dates, documents_asset, duplicates, kinds
from assets.exports import dataset_assets
from assets.health import health_checks, source_health
from assets.jobs import everything_job, nightly_job, nightly_schedule
from assets.maintenance import weekly_maintenance, weekly_schedule
from assets.outlets import nightly_report, search_index
from assets.partitions import nights_of
from assets.release import release_job
from assets.resources import Corpus
from assets.sources import fetches_assets, fetches_key
from assets.wrong_files import asset_names
from pipelines.export.recipe import read_recipes
from pipelines.home import Home
from spiders.sources.source import read_sources


def definitions_for(home: Home, *, first_night: date | None = None) -> Definitions:
    """Every asset, check, job and schedule of the corpus at `home`; its sources and exports are read now.

    A file among them that is wrong has an asset that fails and says why; everything else is as ever (decision 014).
    Nights begin with the first that was crawled, or with `first_night` where that is earlier.
    """
    found, recipes = read_sources(home.sources), read_recipes(home)
    sources, wrong = found.read, asset_names(found.wrong, {source.name for source in found.read})
    nightly, nights = nightly_job(sources), nights_of(home, first_night)
    assets = [
        *([fetches_assets(sources, wrong)] if sources or wrong else []),
        documents_asset([fetches_key(name) for name in (*(source.name for source in sources), *wrong)]),
        source_health,
        clean_documents,
        dates,
        kinds,
        duplicates,
        articles,
        corpus_views,
        search_index,
        nightly_report,
        *dataset_assets(recipes.read, asset_names(recipes.wrong, {recipe.name for recipe in recipes.read})),
    ]
    return Definitions(
        assets=map_asset_specs(lambda spec: spec.replace_attributes(partitions_def=nights), assets),
        asset_checks=[health_checks([fetches_key(source.name) for source in sources], nights)] if sources else [],
        jobs=[nightly, everything_job(), weekly_maintenance, release_job],
        schedules=[nightly_schedule(nightly), weekly_schedule()],
        resources={"corpus": Corpus(root=str(home.root))},
    )


@definitions
def defs() -> Definitions:
    """The corpus at $DATELINE_HOME, else ./data."""
    return definitions_for(Home.at())
