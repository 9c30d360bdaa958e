"""What comes after the corpus: the search index and the nightly report."""

import base64

from dagster import AssetExecutionContext, MaterializeResult, MetadataValue, asset

from assets.partitions import night_of
from assets.resources import Corpus
from assets.results import materialized


@asset(deps=["articles"], group_name="outlets", kinds={"python"})
def search_index(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The full-text index over titles and texts, brought up to date with the works the night touched."""
    return materialized(corpus, night_of(context), "search_index")


@asset(deps=["corpus_views"], group_name="outlets", kinds={"python"})
def nightly_report(context: AssetExecutionContext, corpus: Corpus) -> MaterializeResult[None]:
    """The night in a table and two plots: how each source's URLs ended, and how precisely its articles are dated."""
    night = night_of(context)
    result = materialized(corpus, night, "nightly_report")
    report = (corpus.home.reports / f"{night}.md").read_text(encoding="utf-8")
    picture = base64.b64encode((corpus.home.reports / f"{night}.svg").read_bytes()).decode()
    shown = report.replace(f"({night}.svg)", f"(data:image/svg+xml;base64,{picture})")
    return MaterializeResult(metadata={**(result.metadata or {}), "report": MetadataValue.md(shown)})
