"""Sources as assets: `fetches/<source>`, one asset each, all crawled by one step that supervises the crawl processes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from dagster import (
    AssetCheckResult,
    AssetCheckSpec,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    Config,
    MaterializeResult,
    multi_asset,
)
from pydantic import Field

from assets.partitions import night_of
from assets.resources import Corpus
from pipelines.errors import EnvironmentFault
from spiders.nightly import Crawled, check_night, crawl_sources
from spiders.sources.source import Source

CHECK = "crawl_finished"
EVERY_URL = "every URL considered on a night, with its outcome, and every page archived."


class CrawlConfig(Config):
    """How the night's sources are crawled."""

    parallel: int = Field(default=4, ge=1, description="Sources crawled at a time.")
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
    """All source assets as one subsettable multi-asset; one dead source fails its own check, never the night.

    `wrong` maps the name of each source whose file is wrong to what is wrong: it has an asset too, whose check fails.
    """
    problems = {fetches_key(name): problem for name, problem in (wrong or {}).items()}
    specs = [_spec(fetches_key(s.name), f"{s.title}: {EVERY_URL}") for s in sources]
    specs += [_spec(key, f"Not crawled until its file is mended. {problem}") for key, problem in problems.items()]
    checks = [AssetCheckSpec(CHECK, asset=spec.key, description="The crawl ran to its end.") for spec in specs]

    @multi_asset(specs=specs, check_specs=checks, can_subset=True, name="crawl")
    def crawl(context: AssetExecutionContext, config: CrawlConfig, corpus: Corpus) -> Iterator[MaterializeResult[None]]:
        yield from (_not_crawled(key, problems[key]) for key in problems if key in context.selected_asset_keys)
        chosen = sorted(key.path[-1] for key in context.selected_asset_keys if key not in problems)
        finished = 0
        night = night_of(context)
        check_night(corpus.home, chosen, night, clock=config.clock, backdate=config.backdate)
        with closing(crawl_sources(corpus.home, chosen, night, clock=config.clock, parallel=config.parallel)) as crawls:
            for crawled in crawls:
                finished += crawled.finished
                yield _result(crawled)
        if not finished:
            raise EnvironmentFault("no source could be crawled to its end: see the lines above")

    return crawl


def _spec(key: AssetKey, description: str) -> AssetSpec:
    return AssetSpec(key, group_name="sources", kinds={"scrapy", "warc"}, description=description)


def _not_crawled(key: AssetKey, problem: str) -> MaterializeResult[None]:
    check = AssetCheckResult(asset_key=key, check_name=CHECK, passed=False, description=problem)
    return MaterializeResult(asset_key=key, metadata={"problem": problem}, check_results=[check])


def _result(crawled: Crawled) -> MaterializeResult[None]:
    key = fetches_key(crawled.source)
    check = AssetCheckResult(
        asset_key=key, check_name=CHECK, passed=crawled.finished, metadata={"status": crawled.status}
    )
    return MaterializeResult(asset_key=key, metadata=dict(crawled.summary), check_results=[check])
