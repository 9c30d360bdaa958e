"""Blocking checks between a bad night and the corpus. Each is a balance of `pipelines.upkeep.conservation`."""

from dagster import AssetCheckResult, AssetCheckSpec, MaterializeResult

from pipelines.upkeep.conservation import Balance

ADVERTISED = AssetCheckSpec(
    "advertised_urls_are_accounted_for",
    asset="documents",
    blocking=True,
    description="Every URL that a page, feed or sitemap advertised that night has exactly one row, with an outcome.",
)
CAPTURES = AssetCheckSpec(
    "captures_are_conserved",
    asset="clean_documents",
    blocking=True,
    description="Every page stored that night is a clean document or a dropped row: stored = clean + dropped.",
)


def checked(result: MaterializeResult[None], check: AssetCheckSpec, balance: Balance) -> MaterializeResult[None]:
    """A materialization with its check: whether the balance holds, in words and numbers."""
    verdict = AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=balance.holds,
        description=balance.sentence,
        metadata=dict(balance.counts),
    )
    return MaterializeResult(metadata=result.metadata, check_results=[verdict])
