"""The health of every source and night: an asset with what needs a person, and one check on the asset of each source."""

import base64
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

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

from assets.operator_jobs import launchpad
from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from assets.sources import fetches_key
from pipelines.health.incidents.morning import Morning, morning
from pipelines.health.incidents.wording import Verdict, in_markdown, verdicts
from pipelines.health.past import MIN_NIGHTS
from pipelines.health.summary import summaries
from pipelines.lake.home import Home
from pipelines.nights import run_step
from spiders.sources.source import read_sources

NOT_CRAWLED = "not crawled on this night"
CHECK = "as_usual"
DESCRIPTION = (
    "Did it answer, are its pages, dates, news and rights as on earlier nights? An error holds the night back from the corpus "
    "until it is released; a warning does not."
)


def source_health(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The health of each source compared with its earlier nights, and the sources whose night is held back from the corpus.

    `dateline release SOURCE NIGHT`, or the job `release`, releases one.
    """
    night = night_of(context)
    result = materialized(context, corpus, "source_health")
    for event in health_events(corpus.home, night):
        context.log_event(event)
    shown = {"what_needs_you": MetadataValue.md(in_markdown(morning(corpus.home, night)))}
    return MaterializeResult(metadata={**shown, **(result.metadata or {})})


def health_events(home: Home, night: date) -> Iterator[AssetCheckEvaluation | AssetObservation]:
    """The check of every source for a night, and key figures on the assets of those that were crawled.

    The step of the checks cannot do this: Dagster skips that step, with all checks, if one source was not materialized.
    Figures are observations, because they are known only after the crawl.
    """
    known = morning(home, night)
    found = verdicts(known)
    for source in read_sources(home.sources).read:
        key = fetches_key(source.name)
        result = _result(key, known, source.name, found.get(source.name))
        yield AssetCheckEvaluation(
            key,
            CHECK,
            result.passed,
            result.metadata,
            severity=result.severity,
            description=result.description,
            partition=night.isoformat(),
        )
    yield from _figures(home, night)


def _figures(home: Home, night: date) -> Iterator[AssetObservation]:
    """Key figures of a night for the asset of each source."""
    for summary in summaries(home, night):
        picture = base64.b64encode(summary.plot.encode()).decode()
        metadata = {
            **summary.figures,
            "state": MetadataValue.text(summary.state),
            "new_stories_by_night": MetadataValue.md(f"![new stories](data:image/svg+xml;base64,{picture})"),
            "look_closer": MetadataValue.md(f"```\n{summary.look_closer}\n```"),
        }
        yield AssetObservation(fetches_key(summary.source), metadata=metadata, partition=night.isoformat())


def health_checks(sources: Sequence[AssetKey], nights: PartitionsDefinition[str]) -> AssetChecksDefinition:
    """One check for each source, on its asset and partition."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PreviewWarning)  # partitions of checks are new in Dagster
        specs = [
            AssetCheckSpec(
                CHECK, asset=key, additional_deps=["source_health"], partitions_def=nights, description=DESCRIPTION
            )
            for key in sources
        ]

    @multi_asset_check(specs=specs, can_subset=True, name="source_checks")
    def source_checks(context: AssetCheckExecutionContext, corpus: Corpus) -> Iterator[AssetCheckResult]:
        night = date.fromisoformat(context.partition_key)
        run_step(corpus.home, night, "source_health")
        known = morning(corpus.home, night)
        found = verdicts(known)
        for key in sorted(context.selected_asset_check_keys):
            source = key.asset_key.path[-1]
            yield _result(key.asset_key, known, source, found.get(source))

    return source_checks


def _result(key: AssetKey, known: Morning, source: str, verdict: Verdict | None) -> AssetCheckResult:
    """The check of a source: failed with the sentence of its incidents, and links to the forms of jobs that help."""
    if verdict is None:
        return AssetCheckResult(asset_key=key, check_name=CHECK, passed=True, description=_nothing(known, source))
    return AssetCheckResult(
        asset_key=key,
        check_name=CHECK,
        passed=False,
        severity=AssetCheckSeverity.ERROR if verdict.held_back else AssetCheckSeverity.WARN,
        description=verdict.sentence,
        metadata={**_links(source, known.night, verdict), **verdict.details},
    )


def _links(source: str, night: date, verdict: Verdict) -> Mapping[str, MetadataValue]:
    """Forms of the jobs, filled in."""
    forms = {"acknowledge_it": launchpad("acknowledge", source=source), "pause_it": launchpad("pause", source=source)}
    if verdict.held_back:
        forms = {"release_it": launchpad("release", source=source, night=night.isoformat()), **forms}
    return {name: MetadataValue.url(where) for name, where in forms.items()}


def _nothing(known: Morning, source: str) -> str:
    """What is said of a source without incidents."""
    nights = [each for each, _, _ in known.papers[source].nights] if source in known.papers else []
    if not nights or nights[-1] != known.night:
        return NOT_CRAWLED
    few = len(nights) <= MIN_NIGHTS
    return f"nothing amiss; too few nights to compare ({len(nights) - 1})" if few else "as usual"
