"""Pieces of texts, counted by hand."""

import pyarrow as pa
import pytest

from pipelines.give.export.characters import piece_counts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("The mayor's plan: 3.5 per cent.", 12),  # The mayor ' s plan : 3 . 5 per cent .
        ("12345678", 3),  # 123 456 78
        ("Größe café naïve", 3),
        ("北京 2026年", 5),  # 北 京 202 6 年
        ("e\u0301te\u0301", 1),  # letters with marks
        ("« quoted »", 3),
        ("a\u00a0b", 2),
    ],
)
def test_pieces(text: str, count: int) -> None:
    assert piece_counts(pa.chunked_array([["other text.", text, "x"]])).to_pylist() == [3, count, 1]
