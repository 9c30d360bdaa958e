"""The health of every source and night: an asset with the verdicts, and checks on the asset of each source."""

import base64
import warnings
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from dagster import (
    AssetCheckEvaluation,
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetChecksDefinition,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetExecutionContext,
    AssetKey,
    AssetObservation,
    MaterializeResult,
    MetadataValue,
    PartitionsDefinition,
    PreviewWarning,
    multi_asset_check,
)

from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from assets.sources import fetches_key
from pipelines.health.show import SUBJECTS, Verdict, standings, verdicts, verdicts_markdown
from pipelines.health.summary import summaries
from pipelines.lake.home import Home
from pipelines.nights import run_step
from spiders.sources.source import read_sources

NOT_CRAWLED = "not crawled on this night"
DESCRIPTION = "An error holds the source's night back from the corpus until it is released; a warning does not."


def source_health(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The health of each source compared with its earlier nights, and the sources whose night is held back from the corpus.

    `dateline release SOURCE NIGHT`, or the job `release`, releases one.
    """
    night = night_of(context)
    result = materialized(context, corpus, "source_health")
    report_checks(context, corpus.home, night)
    report_figures(context, corpus.home, night)
    shown = {"verdicts": MetadataValue.md(verdicts_markdown(corpus.home, night))}
    return MaterializeResult(metadata={**(result.metadata or {}), **shown})


def report_checks(context: AssetExecutionContext, home: Home, night: date) -> None:
    """Report every check of every source for this night.

    The step of the checks cannot do this: Dagster skips that step, with all checks, if one source was not materialized.
    """
    found, usual = verdicts(home, night), standings(home, night)
    for source, subject in product(read_sources(home.sources).read, SUBJECTS):
        key = fetches_key(source.name)
        result = _result(key, subject, found.get((source.name, subject)), usual.get(source.name, NOT_CRAWLED))
        evaluation = AssetCheckEvaluation(
            key,
            subject,
            result.passed,
            result.metadata,
            severity=result.severity,
            description=result.description,
            partition=context.partition_key,
        )
        context.log_event(evaluation)


def report_figures(context: AssetExecutionContext, home: Home, night: date) -> None:
    """Report key figures of the night on each source's asset. They are known only after the crawl, so it is an observation."""
    for summary in summaries(home, night):
        picture = base64.b64encode(summary.plot.encode()).decode()
        metadata = {
            **summary.figures,
            "state": MetadataValue.text(summary.state),
            "new_stories_by_night": MetadataValue.md(f"![new stories](data:image/svg+xml;base64,{picture})"),
            "look_closer": MetadataValue.md(f"```\n{summary.look_closer}\n```"),
        }
        context.log_event(
            AssetObservation(fetches_key(summary.source), metadata=metadata, partition=context.partition_key)
        )


def health_checks(sources: Sequence[AssetKey], nights: PartitionsDefinition[str]) -> AssetChecksDefinition:
    """One check for each source and subject, on the source's asset and partition."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PreviewWarning)  # partitions of checks are new in Dagster
        specs = [_spec(key, subject, nights) for key in sources for subject in SUBJECTS]

    @multi_asset_check(specs=specs, can_subset=True, name="source_checks")
    def source_checks(context: AssetCheckExecutionContext, corpus: Corpus) -> Iterator[AssetCheckResult]:
        night = date.fromisoformat(context.partition_key)
        run_step(corpus.home, night, "source_health")
        found, usual = verdicts(corpus.home, night), standings(corpus.home, night)
        for key in sorted(context.selected_asset_check_keys):
            source = key.asset_key.path[-1]
            yield _result(key.asset_key, key.name, found.get((source, key.name)), usual.get(source, NOT_CRAWLED))

    return source_checks


def _spec(source: AssetKey, subject: str, nights: PartitionsDefinition[str]) -> AssetCheckSpec:
    described = f"{SUBJECTS[subject]} {DESCRIPTION}"
    return AssetCheckSpec(
        subject, asset=source, additional_deps=["source_health"], partitions_def=nights, description=described
    )


def _result(key: AssetKey, subject: str, verdict: Verdict | None, otherwise: str) -> AssetCheckResult:
    if verdict is None:
        return AssetCheckResult(asset_key=key, check_name=subject, passed=True, description=otherwise)
    severity = AssetCheckSeverity.ERROR if verdict.is_error else AssetCheckSeverity.WARN
    return AssetCheckResult(
        asset_key=key,
        check_name=subject,
        passed=False,
        severity=severity,
        description=verdict.sentence,
        metadata={name: value for name, value in verdict.details.items() if value is not None},
    )
