"""The job that releases a source's night into the corpus that was held back by its health."""

from datetime import date

from dagster import Config, MetadataValue, OpExecutionContext, job, op
from pydantic import Field

from assets.resources import Corpus
from pipelines.health.release import release


class ReleaseConfig(Config):
    """The source and the night to release."""

    source: str = Field(description="Name of the source.")
    night: str = Field(description="The night, such as 2026-02-02.")
    undo: bool = Field(default=False, description="Take the release back: hold the night back again.")


@op
def release_night(context: OpExecutionContext, config: ReleaseConfig, corpus: Corpus) -> None:
    """Store the release and build the night again, and the later nights that depend on it."""
    built = release(corpus.home, config.source, date.fromisoformat(config.night), undo=config.undo)
    context.add_output_metadata(
        {"changed": MetadataValue.bool(built.changed), "nights": MetadataValue.int(len(built.nights))}
    )


@job(
    name="release",
    description="Let a night of a source in that is held back: what `dateline release SOURCE NIGHT` does.",
)
def release_job() -> None:
    """One step."""
    release_night()
