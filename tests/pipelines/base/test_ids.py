"""Identifiers are golden: a change of any of these orphans every corpus there is."""

from pipelines.base.ids import article_id, capture_id, document_id


def test_golden_ids() -> None:
    assert article_id("a.example/story") == "82a47c60650bc9f9"
    assert document_id("82a47c60650bc9f9", "00") == "db7b8c021da53ae3"
    assert capture_id("paper", "2026-02-02", "a.example/story", "00") == "668512734ab3727a"
