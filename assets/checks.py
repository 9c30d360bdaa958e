"""Checks that stand between a bad night and the corpus."""

from dagster import AssetCheckExecutionContext, AssetCheckResult, AssetChecksDefinition, asset_check

from assets.partitions import NIGHTS
from assets.resources import Corpus
from pipelines.conservation import Balance, advertised_balance, capture_balance


@asset_check(asset="clean_documents", blocking=True, partitions_def=NIGHTS)
def captures_are_conserved(context: AssetCheckExecutionContext, corpus: Corpus) -> AssetCheckResult:
    """Every page stored that night is a clean document or a dropped row with a reason: stored = clean + dropped."""
    return _result(capture_balance(corpus.home, context.partition_time_window.start.date()))


@asset_check(asset="documents", blocking=True, partitions_def=NIGHTS)
def advertised_urls_are_accounted_for(context: AssetCheckExecutionContext, corpus: Corpus) -> AssetCheckResult:
    """Every URL that a page, feed or sitemap advertised that night has exactly one row, with an outcome."""
    return _result(advertised_balance(corpus.home, context.partition_time_window.start.date()))


CHECKS: tuple[AssetChecksDefinition, ...] = (captures_are_conserved, advertised_urls_are_accounted_for)


def _result(balance: Balance) -> AssetCheckResult:
    return AssetCheckResult(passed=balance.holds, description=balance.sentence, metadata=dict(balance.counts))
