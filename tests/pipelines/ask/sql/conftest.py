"""A query's process is started as users start it: its walls and limits are tested."""

from collections.abc import Iterator

import pytest

from tests.programs import fresh


@pytest.fixture(autouse=True)
def fresh_processes() -> Iterator[None]:
    with fresh():
        yield
