"""Assets that follow the corpus: the search index and the nightly report."""

import base64

from dagster import AssetExecutionContext, MaterializeResult, MetadataValue, asset

from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized
from pipelines.ask.preview import markdown
from pipelines.give.report.plots import night_plots
from pipelines.give.report.summary import OUTCOMES, PRECISIONS, SUMMARY, account


@asset(deps=["articles"], group_name="outlets", kinds={"python"})
def search_index(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The full-text index over titles and texts, updated with the works that the night changed."""
    return materialized(context, corpus, "search_index")


@asset(deps=["corpus_views"], group_name="outlets", kinds={"python"})
def nightly_report(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The night as one HTML file for people: needed actions, articles by source, dates, copies, lag, losses. Short form here."""
    night = night_of(context)
    result = materialized(context, corpus, "nightly_report")
    with account(corpus.home, night) as ask:
        pictures = night_plots(ask(OUTCOMES), ask(PRECISIONS))
        table = markdown(ask(SUMMARY))
    encoded = (base64.b64encode(picture).decode() for picture in pictures)
    plots = " ".join(f"![outcomes and precision](data:image/svg+xml;base64,{picture})" for picture in encoded)
    shown = {
        "report": MetadataValue.path(corpus.home.reports / f"{night}.html"),
        "in_short": MetadataValue.md(f"{table}\n\n{plots}"),
    }
    return MaterializeResult(metadata={**(result.metadata or {}), **shown})
