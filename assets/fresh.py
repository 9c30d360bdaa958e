"""Fresh stories between two nights: a job with one step that glances at every source's feeds and sections, and its schedule."""

from contextlib import closing
from datetime import UTC, datetime

from dagster import (
    JobDefinition,
    MetadataValue,
    OpExecutionContext,
    RunRequest,
    RunsFilter,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    SkipReason,
    job,
    op,
    schedule,
)

from assets.history import NOT_ENDED
from assets.jobs import NIGHTLY
from assets.operations import Operations, operations_of
from assets.resources import Corpus
from spiders.nightly import chosen, crawl_sources

OTHERS = ("everything", "fresh", "crawls", "after_crawls")
"""Jobs that a glance keeps away from, besides the nightly ones."""
MAX_RUNTIME_SECONDS = 3600


@op
def glance(context: OpExecutionContext, corpus: Corpus) -> None:
    """Read the feeds, start pages and sections of every nightly source, and fetch the new stories that they list."""
    names, _ = chosen(corpus.home, ())
    stored, unanswered = 0, []
    parallel, today = operations_of(corpus.home).parallel, datetime.now(UTC).date()
    with closing(crawl_sources(corpus.home, names, today, parallel=parallel, glance=True)) as crawls:
        for crawled in crawls:
            stored += int(crawled.summary.get("outcomes_stored", 0))
            if not crawled.finished:
                unanswered.append(crawled.source)
                context.log.warning(f"{crawled.source}: the glance broke off; the night's own crawl looks again")
    context.add_output_metadata(
        {
            "sources": MetadataValue.int(len(names)),
            "pages_and_feeds_stored": MetadataValue.int(stored),
            "broken_off": MetadataValue.text(", ".join(sorted(unanswered)) or "none"),
        }
    )


@job(
    name="fresh",
    tags={"dagster/max_runtime": str(MAX_RUNTIME_SECONDS), "dagster/max_retries": "0"},
    description="What `dateline crawl --fresh` does: new stories that feeds and section fronts list, for the coming night.",
)
def fresh_job() -> None:
    """One step."""
    glance()


def fresh_schedule(operations: Operations) -> ScheduleDefinition:
    """Starts a glance at the times in the settings, but not during a night or another glance. Ships stopped."""
    fresh: JobDefinition = fresh_job

    @schedule(
        name="fresh_schedule",
        job=fresh,
        cron_schedule=operations.fresh,
        execution_timezone=operations.time_zone,
        description=f"New stories between two nights, at {operations.fresh} (cron, {operations.time_zone}). Ships stopped.",
    )
    def glances(context: ScheduleEvaluationContext) -> RunRequest | SkipReason:
        names = {run.job_name for run in context.instance.get_runs(RunsFilter(statuses=NOT_ENDED))}
        if running := [name for name in names if name in OTHERS or name.startswith(NIGHTLY)]:
            return SkipReason(f"{', '.join(sorted(running))} is under way")
        return RunRequest()

    return glances
