"""The corpus assets, `documents` to `corpus_views`: each brings one step of `pipelines.nights` up to date and shows it.

One step of Dagster's, `build`, makes those that a run selects, for each further step costs a process and its events (decision
057). An asset is materialized as soon as it is done; the first that fails ends the step, and those after it stay missing.
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
"""The step that makes these assets."""
Made = MaterializeResult[None]


def documents(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """What extraction made of each archived page of the night: title, text, authors, related links, date candidates.

    A page that hangs, crashes or holds no story is a row of `dropped` with the reason; the others are unharmed.
    """
    night = night_of(context)
    run_step(corpus.home, night, "fetches")
    result = materialized(context, corpus, "documents")
    return checked(result, ADVERTISED, advertised_balance(corpus.home, night))


def clean_documents(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """The night's documents without what repeats across their source's pages; what was removed is kept, with the rule."""
    night = night_of(context)
    result = materialized(context, corpus, "clean_documents")
    return checked(result, CAPTURES, capture_balance(corpus.home, night))


def dates(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Every reason to believe, or not to believe, a date of the night's documents: where it stood, zone, verdict, rule."""
    return materialized(context, corpus, "dates")


def kinds(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Works that passed for stories and are none by all that is known: lists, attachments, static pages; each with the rule.

    They leave `articles`, `revisions`, `clusters`, the search index and the exports, whatever night they came.
    """
    return materialized(context, corpus, "kinds")


def duplicates(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """Which works tell the same story in the same words, who had it first, and every text each work has had."""
    return materialized(context, corpus, "duplicates")


def traces(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """What lists, links, numbers in addresses and first appearances say of when each undated work was published."""
    return materialized(context, corpus, "traces")


def articles(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """The current state of each work the night touched: text, date with bounds and confidence, cluster, role, rights.

    A date or bound that the night's evidence made better keeps its former value in `date_history`, with the nights it held.
    """
    return materialized(context, corpus, "articles")


def corpus_views(context: AssetExecutionContext, corpus: Corpus) -> Made:
    """`corpus.duckdb`: views, macros and comments over all tables, renamed into place at once for every reader."""
    return materialized(context, corpus, "corpus_views")


CHAIN: Sequence[Callable[[AssetExecutionContext, Corpus], Made]] = (
    documents, source_health, clean_documents, dates, kinds, duplicates, traces, articles, corpus_views,
)  # fmt: skip
"""Functions that make an asset of their name, in order: each depends on the one before."""


def corpus_assets(sources: Sequence[AssetKey]) -> AssetsDefinition:
    """The assets of CHAIN; the first reads what all sources brought home, and depends on each of them."""
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
                    return  # both checks block: Dagster fails the step

    return build
