"""The weekly maintenance of the tables: a job of one step and its schedule, which ships stopped."""

from dagster import JobDefinition, MetadataValue, OpExecutionContext, ScheduleDefinition, job, op

from assets.operations import Operations
from assets.resources import Corpus
from pipelines.upkeep.maintenance import maintain


@op
def maintain_corpus(context: OpExecutionContext, corpus: Corpus) -> None:
    """Merge small files, shorten the tables' logs and remove unused files; changes no row."""
    done = maintain(corpus.home)
    context.add_output_metadata(
        {
            "files_merged": MetadataValue.int(done.merged),
            "merged_into": MetadataValue.int(done.into),
            "files_removed": MetadataValue.int(done.removed),
            "bytes_removed": MetadataValue.int(done.removed_bytes),
            "leftovers_removed": MetadataValue.int(done.leftovers),
            "live_share": MetadataValue.float(done.live_share),
        }
    )


@job(description="Fewer and fuller files, shorter logs, the same rows: what `dateline maintain` does.")
def weekly_maintenance() -> None:
    """One step."""
    maintain_corpus()


def weekly_schedule(operations: Operations) -> ScheduleDefinition:
    """At the time in the settings, by default Sundays at noon UTC: far from the nightly run, because one waits for the other."""
    maintenance: JobDefinition = weekly_maintenance
    return ScheduleDefinition(
        name="weekly_maintenance_schedule",
        job=maintenance,
        cron_schedule=operations.weekly_maintenance,
        execution_timezone=operations.time_zone,
        description=f"Every week at {operations.weekly_maintenance} (cron, {operations.time_zone}). Ships stopped.",
    )
