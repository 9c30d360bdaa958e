"""Assets that follow the corpus: the search index and the nightly report."""

from dagster import AssetExecutionContext, MaterializeResult, MetadataValue, asset

from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from pipelines.health.incidents.morning import morning
from pipelines.health.incidents.wording import in_markdown


@asset(deps=["articles"], group_name="outlets", kinds={"python"})
def search_index(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The full-text index over titles and texts, updated with the works that the night changed."""
    return materialized(context, corpus, "search_index")


@asset(deps=["corpus_views"], group_name="outlets", kinds={"python"})
def nightly_report(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The night as one HTML file for people: what needs them, two weeks of each paper, events, figures. Short form here."""
    night = night_of(context)
    result = materialized(context, corpus, "nightly_report")
    shown = {
        "what_needs_you": MetadataValue.md(in_markdown(morning(corpus.home, night))),
        "report": MetadataValue.path(corpus.home.reports / f"{night}.html"),
    }
    return MaterializeResult(metadata={**shown, **(result.metadata or {})})
