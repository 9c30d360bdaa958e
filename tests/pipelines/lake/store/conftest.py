"""Machines that share one home in an object store: a folder, and what $DATELINE_TEST_STORE names, else a small S3 server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from pipelines.lake.store.working_copy import WorkingCopy
from tests.pipelines.lake.store.faulty_store import BUCKET, FaultyStore, serving

OTHER = "DATELINE_TEST_STORE"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyStore]:
    """A server with the bucket `news`, which the environment leads to."""
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "eu-central-1"}
    with serving() as store:
        for name, value in (keys | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{store.server_port}"}).items():
            monkeypatch.setenv(name, value)
        yield store


@pytest.fixture(params=["file", "store"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a home that nobody has written."""
    if request.param == "file":
        return f"file://{tmp_path}/bucket/corpus"
    if OTHER in os.environ:
        return f"{os.environ[OTHER]}/{uuid4().hex}"
    request.getfixturevalue("store")
    return f"s3://{BUCKET}/corpus"


@pytest.fixture
def machine(address: str, tmp_path: Path) -> Callable[[str], WorkingCopy]:
    """The working copy of a machine, by the machine's name."""
    return lambda name: WorkingCopy.of(tmp_path / name, address)
