"""Jobs for the person on duty: release a held-back night, acknowledge incidents, pause a source."""

import json
from datetime import date
from urllib.parse import quote

from dagster import Config, JobDefinition, MetadataValue, OpExecutionContext, job, op
from pydantic import Field

from assets.resources import Corpus
from pipelines.health.incidents.acknowledge import acknowledge
from pipelines.health.release import release
from spiders.sources.pausing import pause

LAUNCHPAD = "/locations/dateline/jobs/{job}/playground/setup?config={config}"


class ReleaseConfig(Config):
    """The source and the night to release."""

    source: str = Field(description="Name of the source.")
    night: str = Field(description="The night, such as 2026-02-02.")
    undo: bool = Field(default=False, description="Take the release back: hold the night back again.")


class AcknowledgeConfig(Config):
    """The incidents to mark as known."""

    source: str = Field(description="Name of the source.")
    check: str | None = Field(default=None, description="One incident of it, such as encoding; all, if nothing.")
    note: str | None = Field(default=None, description="What you know about it.")
    by: str | None = Field(default=None, description="Your name.")
    until: str | None = Field(default=None, description="Put it off until this day, such as 2026-02-12.")
    undo: bool = Field(default=False, description="Take the note back.")


class PauseConfig(Config):
    """The source to pause."""

    source: str = Field(description="Name of the source.")
    resume: bool = Field(default=False, description="Crawl it every night again.")


@op
def release_night(context: OpExecutionContext, config: ReleaseConfig, corpus: Corpus) -> None:
    """Store the release and build the night again, and the later nights that depend on it."""
    built = release(corpus.home, config.source, date.fromisoformat(config.night), undo=config.undo)
    context.add_output_metadata(
        {"changed": MetadataValue.bool(built.changed), "nights": MetadataValue.int(len(built.nights))}
    )


@op
def acknowledge_incidents(context: OpExecutionContext, config: AcknowledgeConfig, corpus: Corpus) -> None:
    """Write the note, and the report of the last night again."""
    until = date.fromisoformat(config.until) if config.until else None
    done = acknowledge(
        corpus.home, config.source, config.check, note=config.note, by=config.by, until=until, undo=config.undo
    )
    context.add_output_metadata({"done": MetadataValue.text("; ".join(done))})


@op
def pause_source(context: OpExecutionContext, config: PauseConfig, corpus: Corpus) -> None:
    """Write `nightly: false` into the source file, or take it out."""
    context.add_output_metadata({"done": MetadataValue.text(pause(corpus.home, config.source, resume=config.resume))})


@job(
    name="release",
    description="Let a night of a source in that is held back: what `dateline release SOURCE NIGHT` does.",
)
def release_job() -> None:
    """One step."""
    release_night()


@job(
    name="acknowledge",
    description="Mark incidents of a source as known, or put them off: what `dateline acknowledge SOURCE` does.",
)
def acknowledge_job() -> None:
    """One step."""
    acknowledge_incidents()


@job(
    name="pause",
    description="Leave a source out of the nightly crawls, or take it in again: what `dateline sources pause` does.",
)
def pause_job() -> None:
    """One step."""
    pause_source()


OPERATOR_JOBS: tuple[JobDefinition, ...] = (release_job, acknowledge_job, pause_job)
STEPS = {"release": "release_night", "acknowledge": "acknowledge_incidents", "pause": "pause_source"}


def launchpad(job_name: str, **config: str) -> str:
    """The address, within the UI, of the form of a job with some of its fields filled in.

    >>> launchpad("pause", source="paper")[:62]
    '/locations/dateline/jobs/pause/playground/setup?config=%7B%22o'
    """
    filled = {"ops": {STEPS[job_name]: {"config": config}}}
    return LAUNCHPAD.format(job=job_name, config=quote(json.dumps(filled, separators=(",", ":"))))
