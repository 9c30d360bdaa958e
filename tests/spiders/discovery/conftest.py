from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from spiders.frontier.frontier import Frontier

FIRST, SECOND = date(2025, 11, 3), date(2025, 11, 4)


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """The frontier of a source on its second night."""
    opened = Frontier(tmp_path / "paper.sqlite", SECOND.isoformat())
    yield opened
    opened.close()
