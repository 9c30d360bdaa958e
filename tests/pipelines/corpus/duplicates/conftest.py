"""A corpus folder of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.lake.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)
