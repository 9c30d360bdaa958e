"""Machines that share one home in an object store: a folder, or what $DATELINE_TEST_STORE names (s3://bucket/tests)."""

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from pipelines.lake.store.working_copy import WorkingCopy

OTHER = "DATELINE_TEST_STORE"


@pytest.fixture(params=["file", "store"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a home that nobody has written."""
    if request.param == "file":
        return f"file://{tmp_path}/bucket/corpus"
    if OTHER not in os.environ:
        pytest.skip(f"${OTHER} names no object store to try")
    return f"{os.environ[OTHER]}/{uuid4().hex}"


@pytest.fixture
def machine(address: str, tmp_path: Path) -> Callable[[str], WorkingCopy]:
    """The working copy of a machine, by the machine's name."""
    return lambda name: WorkingCopy.of(tmp_path / name, address)
