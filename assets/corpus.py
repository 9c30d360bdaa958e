"""The corpus assets: each brings one step of `pipelines.nights` up to date for its night and shows what came of it."""

from collections.abc import Sequence

from dagster import AssetExecutionContext, AssetKey, AssetsDefinition, MaterializeResult, asset

from assets.checks import ADVERTISED, CAPTURES, checked
from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from pipelines.conservation import advertised_balance, capture_balance
from pipelines.nights import run_step


def documents_asset(sources: Sequence[AssetKey]) -> AssetsDefinition:
    """The asset that reads what all sources brought home; it depends on each of them."""

    @asset(
        deps=list(sources),
        group_name="corpus",
        kinds={"python", "deltalake"},
        check_specs=[ADVERTISED],
    )
    def documents(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult:  # type: ignore[type-arg] # dagster reads it
        """What extraction made of each archived page of the night: title, text, authors, related links, date candidates.

        A page that hangs, crashes or holds no story is a row of `dropped` with the reason; the others are unharmed.
        """
        night = night_of(context)
        run_step(corpus.home, night, "fetches")
        result = materialized(corpus, night, "documents")
        return checked(result, ADVERTISED, advertised_balance(corpus.home, night))

    return documents


@asset(
    deps=["source_health"],
    group_name="corpus",
    kinds={"python", "deltalake"},
    check_specs=[CAPTURES],
)
def clean_documents(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult:  # type: ignore[type-arg] # dagster reads it
    """The night's documents without what repeats across their source's pages; what was removed is kept, with the rule."""
    night = night_of(context)
    result = materialized(corpus, night, "clean_documents")
    return checked(result, CAPTURES, capture_balance(corpus.home, night))


@asset(deps=["clean_documents"], group_name="corpus", kinds={"python", "deltalake"})
def dates(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """Every reason to believe, or not to believe, a date of the night's documents: where it stood, zone, verdict, rule."""
    return materialized(corpus, night_of(context), "dates")


@asset(deps=["dates"], group_name="corpus", kinds={"python", "deltalake"})
def kinds(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """Works that passed for stories and are none by all that is known: lists, attachments, static pages; each with the rule.

    They leave `articles`, `revisions`, `clusters`, the search index and the exports, whatever night they came.
    """
    return materialized(corpus, night_of(context), "kinds")


@asset(deps=["kinds"], group_name="corpus", kinds={"python", "deltalake"})
def duplicates(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """Which works tell the same story in the same words, who had it first, and every text each work has had."""
    return materialized(corpus, night_of(context), "duplicates")


@asset(deps=["duplicates"], group_name="corpus", kinds={"python", "deltalake"})
def traces(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """What lists, links, numbers in addresses and first appearances say of when each undated work was published."""
    return materialized(corpus, night_of(context), "traces")


@asset(deps=["traces"], group_name="corpus", kinds={"python", "deltalake"})
def articles(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The current state of each work the night touched: text, date with bounds and confidence, cluster, role, rights.

    A date or bound that the night's evidence made better keeps its former value in `date_history`, with the nights it held.
    """
    return materialized(corpus, night_of(context), "articles")


@asset(deps=["articles"], group_name="corpus", kinds={"duckdb"})
def corpus_views(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """`corpus.duckdb`: views, macros and comments over all tables, renamed into place at once for every reader."""
    return materialized(corpus, night_of(context), "corpus_views")
