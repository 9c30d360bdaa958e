"""The corpus assets: each runs one step of `pipelines.steps` for its night and shows what came of it."""

from collections.abc import Sequence

from dagster import AssetExecutionContext, AssetKey, AssetsDefinition, MaterializeResult, asset

from assets.partitions import NIGHTS, night_of
from assets.resources import Corpus
from assets.results import materialized


def documents_asset(sources: Sequence[AssetKey]) -> AssetsDefinition:
    """The asset that reads what all sources brought home; it depends on each of them."""

    @asset(deps=list(sources), partitions_def=NIGHTS, group_name="corpus", kinds={"python", "deltalake"})
    def documents(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
        """What extraction made of each archived page of the night: title, text, authors, related links, date candidates.

        A page that hangs, crashes or holds no story is a row of `dropped` with the reason; the others are unharmed.
        """
        return materialized(corpus, night_of(context), "documents")

    return documents


@asset(deps=["documents"], partitions_def=NIGHTS, group_name="corpus", kinds={"python", "deltalake"})
def clean_documents(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The night's documents without what repeats across their source's pages; what was removed is kept, with the rule."""
    return materialized(corpus, night_of(context), "clean_documents")


@asset(deps=["clean_documents"], partitions_def=NIGHTS, group_name="corpus", kinds={"python", "deltalake"})
def dates(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """Every reason to believe, or not to believe, a date of the night's documents: where it stood, zone, verdict, rule."""
    return materialized(corpus, night_of(context), "dates")


@asset(deps=["dates"], partitions_def=NIGHTS, group_name="corpus", kinds={"python", "deltalake"})
def duplicates(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """Which works tell the same story in the same words, who had it first, and every text each work has had."""
    return materialized(corpus, night_of(context), "duplicates")


@asset(deps=["duplicates"], partitions_def=NIGHTS, group_name="corpus", kinds={"python", "deltalake"})
def articles(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The current state of each work the night touched: text, date with bounds and confidence, cluster, role, rights."""
    return materialized(corpus, night_of(context), "articles")


@asset(deps=["articles"], partitions_def=NIGHTS, group_name="corpus", kinds={"duckdb"})
def corpus_views(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """`corpus.duckdb`: views, macros and comments over all tables, renamed into place at once for every reader."""
    return materialized(corpus, night_of(context), "corpus_views")
