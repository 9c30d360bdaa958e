"""The last asset of a night. It fails if a source could not be crawled to its end.

By then the night is in the corpus, without those sources. Their partitions of `fetches/<source>` are failed: the UI's
"Failed and missing" selects them, and a new launch of the night's run continues with the missing sources.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from dagster import AssetExecutionContext, AssetsDefinition, Failure, MaterializeResult, MetadataValue, asset

from assets.jobs import NIGHTLY, job_of
from assets.operations import operations_of
from assets.partitions import night_of
from assets.resources import Corpus
from assets.sources import said
from pipelines.corpus.fetches.crawls import lacking, waits_for_host
from pipelines.health.incidents.morning import morning
from pipelines.lake.archive import crawl_summary, folder
from pipelines.lake.home import Home
from spiders.sources.source import Source

NO_RETRY = {"dagster/max_retries": "0"}
"""Tags of a run that should not be retried: the site must be repaired first."""
RETRY_ALL = {"dagster/retry_strategy": "ALL_STEPS"}
"""Tags of a run whose retry crawls again, because a host did not answer, or because crawls were stopped for `publish_at`: they
go on with what was never asked.
"""


def completeness_asset(sources: Sequence[Source], wrong: Mapping[str, str]) -> AssetsDefinition:
    """The asset `whole_night`, for nightly sources, other crawled sources, and sources with a wrong file (name → problem)."""

    @asset(deps=["nightly_report", "search_index"], group_name="outlets", kinds={"python"})
    def whole_night(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
        """True if the night has all its sources. Fails if one could not be crawled: the night is published without it."""
        night = night_of(context)
        tonight = night >= datetime.now(UTC).date()
        begun = {source.name for source in sources if folder(corpus.home.archive, source.name, night).is_dir()}
        later = _of_other_jobs(corpus.home, sources, night, context.run.job_name) if tonight else set()
        asked = [s.name for s in sources if s.name not in later and (s.name in begun or (tonight and s.nightly))]
        missing = {**lacking(corpus.home, night, asked), **(wrong if tonight else {})}
        if missing:
            was_stopped = operations_of(corpus.home).publish_at is not None and "interrupted" in missing.values()
            again = was_stopped or any(map(waits_for_host, missing.values()))
            context.instance.add_run_tags(context.run.run_id, RETRY_ALL if again else NO_RETRY)
            raise Failure(
                f"The night of {night} is published without {said(missing)}. Launch it again to crawl what is missing.",
                metadata={name: MetadataValue.text(end) for name, end in missing.items()},
                allow_retries=False,
            )
        return MaterializeResult(
            metadata={"sources": len(asked), "night": str(night), "in_short": morning(corpus.home, night).totals}
        )

    return whole_night


def _of_other_jobs(home: Home, sources: Sequence[Source], night: date, job: str) -> set[str]:
    """The sources that another job crawls at another time, and has not crawled yet."""
    operations = operations_of(home)
    jobs = {source.name: job_of(source, operations) for source in sources}
    mine = job if job in jobs.values() else NIGHTLY
    return {name for name, own in jobs.items() if own != mine and not crawl_summary(home.archive, name, night)}
