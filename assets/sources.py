"""Sources as assets: `fetches/<source>`, one asset each, all crawled by one step that supervises the crawl processes.

A source whose crawl does not end is not materialized. `fetches`, which stands for all crawls together, is materialized,
and the night continues with the other sources. At the end, `assets.completeness` fails the run, so that the partition
of that source is failed.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from contextlib import closing
from datetime import UTC, date, datetime

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetObservation,
    AssetsDefinition,
    AssetSpec,
    Config,
    Failure,
    MaterializeResult,
    MetadataValue,
    multi_asset,
)
from pydantic import Field

from assets.operations import operations_of
from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from pipelines.corpus.fetches.crawls import lacking
from pipelines.lake.archive import folder
from pipelines.lake.command_line import BROWSE
from pipelines.lake.home import Home
from spiders.nightly import NightOverError, check_night, crawl_sources
from spiders.sources.source import Source

ALL = AssetKey("fetches")
RETRY_OF = "dagster/parent_run_id"
"""The tag of a run that goes on with another one: it waits for the crawls that were stopped for `publish_at`."""
EVERY_URL = "every URL considered on a night, with its outcome, and every page archived."
OVER = "The night of {night} is over and was not crawled: a crawl now would file today's pages under it."


class CrawlConfig(Config):
    """Configuration of the night's crawls."""

    parallel: int | None = Field(
        default=None, ge=1, description="Sources crawled at a time; as the settings say, if nothing."
    )
    backdate: bool = Field(
        default=False,
        description="Crawl a night that is not today's: today's pages are filed under it, as if they had been fetched then.",
    )
    clock: str | None = Field(
        default=None, description="Demos and tests: the instant (ISO 8601) every fetch is stamped with."
    )


def fetches_key(source: str) -> AssetKey:
    """The key of a source's asset."""
    return AssetKey(["fetches", source])


def fetches_assets(sources: Sequence[Source], wrong: Mapping[str, str] | None = None) -> AssetsDefinition:
    """All source assets and `fetches` as one subsettable multi-asset; a failed source never stops the others.

    `wrong` maps the name of each source with a wrong file to the problem: it has an asset too, which fails.
    """
    problems = dict(wrong or {})
    specs = [
        _spec(fetches_key(s.name), f"{s.title}: {EVERY_URL}").merge_attributes(
            metadata={
                "site": MetadataValue.url(s.url),
                "file": f"sources/{s.name}.yaml",
                "browse": MetadataValue.url(f"{BROWSE}/source/{s.name}"),
            }
        )
        for s in sources
    ]
    specs += [
        _spec(fetches_key(name), f"Not crawled until its file is mended. {problem}")
        for name, problem in problems.items()
    ]
    together = AssetSpec(
        ALL,
        deps=[spec.key for spec in specs],
        group_name="sources",
        kinds={"deltalake"},
        skippable=True,
        description="All crawls of the night in the tables `fetches` and `links`, also when some of them failed.",
    )

    @multi_asset(specs=[*specs, together], can_subset=True, name="crawl")
    def crawl(context: AssetExecutionContext, config: CrawlConfig, corpus: Corpus) -> Iterator[MaterializeResult[None]]:
        selected, night = context.selected_asset_keys, night_of(context)
        names = {key.path[-1] for key in selected - {ALL}}
        failed = {name: problem for name, problem in problems.items() if name in names}
        over = past_and_not_begun(corpus.home, names - failed.keys(), night, config)
        for name in sorted(over):
            context.log.warning(f"{name}: {OVER.format(night=night)}")
            context.log_event(not_crawled(name, night))
        chosen = sorted(names - failed.keys() - over)
        failed |= yield from _crawled(context, config, corpus, chosen)
        for name, end in failed.items():
            context.log.error(f"{name}, night of {night}: {end}. 'dateline sources check {name}' looks at the site.")
        if failed and (ALL not in selected or len(failed) == len(names)):
            raise Failure(f"not crawled to the end: {said(failed)}", allow_retries=False)
        if ALL in selected:
            yield MaterializeResult(asset_key=ALL, metadata=materialized(context, corpus, "fetches").metadata)

    return crawl


def past_and_not_begun(home: Home, names: Set[str], night: date, config: CrawlConfig) -> Set[str]:
    """The sources that can no longer be crawled for a night, because it is over; empty with `backdate`.

    Raises InputError for a future night.
    """
    begun = {name for name in names if folder(home.archive, name, night).is_dir()}
    try:
        check_night(home, sorted(names - begun), night, clock=config.clock, backdate=config.backdate)
    except NightOverError:
        return names - begun
    return set()


def not_crawled(source: str, night: date) -> AssetObservation:
    """The note that a past night of a source was not crawled. It is no materialization: the partition stays missing."""
    note = {"not_crawled": OVER.format(night=night)}
    return AssetObservation(fetches_key(source), partition=night.isoformat(), metadata=note)


def said(failed: Mapping[str, str]) -> str:
    """Failed sources with their reasons in one line: "ledger (HTTP 503), gazette (interrupted)"."""
    return ", ".join(f"{name} ({end})" for name, end in sorted(failed.items()))


def _crawled(
    context: AssetExecutionContext, config: CrawlConfig, corpus: Corpus, chosen: Sequence[str]
) -> Generator[MaterializeResult[None], None, dict[str, str]]:
    """Crawl the chosen sources and yield the finished ones; returns the others with the reason of each."""
    night, operations = night_of(context), operations_of(corpus.home)
    parallel = config.parallel or operations.parallel
    until = None if RETRY_OF in context.run.tags else operations.publication(datetime.now(UTC))
    crawling = crawl_sources(corpus.home, chosen, night, clock=config.clock, parallel=parallel, until=until)
    with closing(crawling) as crawls:
        for crawled in crawls:
            if crawled.finished:
                yield MaterializeResult(asset_key=fetches_key(crawled.source), metadata=dict(crawled.summary))
    return lacking(corpus.home, night, chosen)


def _spec(key: AssetKey, description: str) -> AssetSpec:
    return AssetSpec(key, group_name="sources", kinds={"scrapy", "warc"}, description=description, skippable=True)
