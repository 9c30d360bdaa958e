"""The corpus assets, `documents` to `corpus_views`: each brings one step of `pipelines.nights` up to date and shows it.

One Dagster step, `build`, makes all selected assets, because each further step costs a process and its events (decision
057). An asset is materialized as soon as it is done; the first failure ends the step, and later assets stay missing.
"""

from collections.abc import Callable, Iterator, Sequence
from inspect import getdoc

from dagster import (
    AssetCheckKey,
    AssetCheckResult,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    MaterializeResult,
    multi_asset,
)

from assets.checks import ADVERTISED, CAPTURES, checked
from assets.health import source_health
from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from pipelines.nights import run_step
from pipelines.upkeep.conservation import advertised_balance, capture_balance

BUILD = "build"
"""The name of the step that makes these assets."""
Made = MaterializeResult[None]


def documents(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """The extraction of each archived page of the night: title, text, authors, related links, date candidates.

    A page that hangs, crashes or holds no story is a row of `dropped` with the reason; other pages are not affected.
    """
    night = night_of(context)
    run_step(corpus.home, night, "fetches")
    result = materialized(context, corpus, "documents")
    return checked(result, ADVERTISED, advertised_balance(corpus.home, night))


def clean_documents(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """The night's documents without text that repeats across their source's pages; removed text is kept with its rule."""
    night = night_of(context)
    result = materialized(context, corpus, "clean_documents")
    return checked(result, CAPTURES, capture_balance(corpus.home, night))


def dates(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """All evidence for and against each date of the night's documents: its place, zone, verdict and rule."""
    return materialized(context, corpus, "dates")


def kinds(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Works that were classified as stories but are lists, attachments or static pages by all evidence; each with its rule.

    They are removed from `articles`, `revisions`, `clusters`, the search index and the exports, for all nights.
    """
    return materialized(context, corpus, "kinds")


def duplicates(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Works with the same or nearly the same text, the first publisher of each, and all texts of each work."""
    return materialized(context, corpus, "duplicates")


def traces(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Date bounds of undated works from lists, links, numbers in addresses and first appearances."""
    return materialized(context, corpus, "traces")


def headlines(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """The headlines of each story in the night's lists, feeds, pages and metadata, with their positions and looks."""
    return materialized(context, corpus, "headlines")


def articles(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """The current state of each work that the night changed: text, date with bounds and confidence, cluster, role, rights.

    If new evidence improved a date or bound, `date_history` keeps its former value with the nights it was valid.
    """
    return materialized(context, corpus, "articles")


def events(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Works that report the same event in their own words, in any language; the view `event_facts` has a row for each event."""
    return materialized(context, corpus, "events")


def corpus_views(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """`corpus.duckdb`: views, macros and comments over all tables, replaced atomically for all readers."""
    return materialized(context, corpus, "corpus_views")


CHAIN: Sequence[Callable[[AssetExecutionContext, Corpus], Made]] = (
    documents, source_health, clean_documents, dates, kinds, duplicates, traces, headlines, articles, events,
    corpus_views,
)  # fmt: skip
"""Functions that make an asset of their name, in order: each depends on the previous one."""


def corpus_assets(sources: Sequence[AssetKey]) -> AssetsDefinition:
    """The assets of CHAIN. The first one reads the fetches of all sources and depends on each of them."""
    names = [make.__name__ for make in CHAIN]
    before: list[Sequence[AssetKey | str]] = [sources, *([name] for name in names)]
    specs = [
        AssetSpec(
            make.__name__,
            deps=deps,
            group_name="corpus",
            kinds={"duckdb"} if make is corpus_views else {"python", "deltalake"},
            description=getdoc(make),
            skippable=True,
        )
        for make, deps in zip(CHAIN, before, strict=False)
    ]

    @multi_asset(specs=specs, check_specs=[ADVERTISED, CAPTURES], can_subset=True, name=BUILD)
    def build(context: AssetExecutionContext, corpus: Corpus) -> Iterator[Made | AssetCheckResult]:
        checks = context.selected_asset_check_keys
        for make in CHAIN:
            key = AssetKey(make.__name__)
            if key in context.selected_asset_keys or any(check.asset_key == key for check in checks):
                result = make(context, corpus)
                verdicts = [
                    verdict
                    for verdict in result.check_results
                    if AssetCheckKey(key, verdict.check_name or "") in checks
                ]
                if key in context.selected_asset_keys:
                    yield MaterializeResult(asset_key=key, metadata=result.metadata)
                yield from verdicts
                if not all(verdict.passed for verdict in verdicts):
                    return  # both checks are blocking: Dagster fails the step

    return build
