"""Dagster's own webserver, as `dateline ui` starts it: the guard is there, and web sockets pass it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from assets.instance import prepare
from assets.services import refuses_strangers
from pipelines.base.errors import EnvironmentFault
from pipelines.lake.home import Home
from tests.kept_ports import kept_port

PROTOCOL, SECONDS_TO_START = "graphql-ws", 240
EVENTS = {"query": 'subscription { pipelineRunLogs(runId: "1") { __typename } }'}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for variable in ("DAGSTER_HOME", "DATELINE_HOME"):
        monkeypatch.setenv(variable, "")  # `prepare` sets them, monkeypatch puts them back
    home = Home.at(tmp_path)
    (home.root / "settings.yaml").write_text("ui_hosts: [desk.example]\n")
    prepare(home)
    return home


@contextlib.contextmanager
def running(module: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", module, "--empty-workspace", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "ignore"})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def until_guarded(port: int, process: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while not refuses_strangers(port):
        assert process.poll() is None
        assert time.monotonic() - started < SECONDS_TO_START
        time.sleep(0.2)


def test_the_guard_is_before_dagsters_own_server(home: Home) -> None:
    port = kept_port()
    with running("assets.webserver", port) as process:
        until_guarded(port, process)
        url, sockets = f"http://127.0.0.1:{port}/graphql", f"ws://127.0.0.1:{port}/graphql"
        asked = requests.post(url, json={"query": "{ version }"}, headers={"Host": "desk.example"}, timeout=60)
        assert list(asked.json()["data"]) == ["version"]
        assert requests.get(f"{url}?query={{version}}", timeout=60).status_code == 405
        assert requests.post(url, json={}, headers={"Origin": "http://evil.example"}, timeout=60).status_code == 403
        with connect(sockets, subprotocols=[PROTOCOL], origin=f"http://127.0.0.1:{port}") as opened:
            opened.send(json.dumps({"type": "connection_init"}))
            assert json.loads(opened.recv(60)) == {"type": "connection_ack"}
            opened.send(json.dumps({"type": "start", "id": "1", "payload": EVENTS}))
            assert json.loads(opened.recv(60))["payload"]["data"]["pipelineRunLogs"]["__typename"]
        with pytest.raises(InvalidStatus, match="403"), connect(sockets, origin="http://evil.example"):
            pass


def test_a_server_without_the_guard_is_noticed(home: Home) -> None:
    port = kept_port()
    assert not refuses_strangers(port)  # nothing answers yet
    with (
        running("dagster_webserver", port) as process,
        pytest.raises(EnvironmentFault, match="without the request guard"),
    ):
        until_guarded(port, process)


def test_runs_and_settings_are_their_owners_only(home: Home) -> None:
    home.dagster.chmod(0o755)
    prepare(home)
    assert home.dagster.stat().st_mode & 0o777 == 0o700
    assert (home.root / "settings.yaml").stat().st_mode & 0o777 == 0o600
