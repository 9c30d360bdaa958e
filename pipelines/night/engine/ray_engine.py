"""The engine on Ray: each call is a task of a cluster, and is made again on another node where its own node dies.

Ray is an extra (`dateline[ray]`), imported when the first call is made. Nodes need the same Dateline, and the archive under the
same path: a node with other rules is refused, for its rows would differ. https://docs.ray.io/en/latest/ray-core/tasks.html
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pickle
import re
import signal
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from typing import Any, cast

from pipelines.base.errors import EnvironmentFault
from pipelines.night.engine.engine import Input, Result
from pipelines.night.fingerprint.rules import rules_digest

OWN = "local"
"""Ray's name for a cluster that is started on this machine and ends with the program."""
CALLS_AHEAD = 3
"""Calls that wait or are made, for each slot of the cluster: as many results may wait for an earlier one."""
HOST_PORT = re.compile(r"[\w.-]+:\d{1,5}")
PATIENCE_SECONDS = 30
NODES_LOST = 8
"""How often more a call is made whose node or process was lost on the way."""


class RayEngine:
    """Calls functions on a Ray cluster: that at `address`, else one of its own on this machine."""

    is_local = False

    def __init__(self, address: str | None = None) -> None:
        if importlib.util.find_spec("ray") is None:
            raise EnvironmentFault(
                "Ray is not installed: pip install -e '.[ray]' in Dateline's environment, on every node of the cluster"
            )
        self._address = address
        self._ray: Any = None
        self._task: Any = None
        self._is_closed = False

    @property
    def slots(self) -> int:
        """Processors of all nodes that are alive."""
        self._connect()
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """As `Engine.map`."""
        where = (function.__module__, function.__qualname__)
        calls: deque[Any] = deque()
        most = 0
        for each in inputs:
            most = most or CALLS_AHEAD * self.slots
            packed = pickle.dumps(each, pickle.HIGHEST_PROTOCOL)  # Ray's own pickle asks Python of each object
            calls.append(self._task.remote(*where, rules_digest(function.__module__), packed))
            if len(calls) >= most:
                yield self._result(calls.popleft())
        while calls:
            yield self._result(calls.popleft())

    def close(self) -> None:
        """Leave the cluster; end it if it is our own. Threads that still call find no cluster, and start none."""
        self._is_closed = True
        if self._ray is not None:
            self._ray.shutdown()
            self._ray = None

    def _connect(self) -> None:
        if self._is_closed:
            raise EnvironmentFault("Ray: the build has ended; run the same command again to go on")
        if self._ray is None:
            self._ray = connected(self._address)
            self._task = self._ray.remote(max_retries=NODES_LOST, num_cpus=1)(call)

    def _result(self, made: Any) -> Any:
        """The result of a call, once it is there. Raises what the function raised, EnvironmentFault where the cluster fails."""
        from ray.exceptions import RayError, RayTaskError

        try:
            return self._ray.get(made)
        except RayTaskError as error:
            raise error.cause from error
        except RayError as error:
            raise EnvironmentFault(f"Ray: {_first_line(error)}; run the same command again to go on") from error


def call(module: str, name: str, rules: str, packed: bytes) -> Any:
    """What a node does: call a function of a module on a pickled input. Raises EnvironmentFault where its rules are others."""
    if rules_digest(module) != rules:
        raise EnvironmentFault(f"a node of the Ray cluster has another Dateline ({module} differs): install the same")
    function = cast("Callable[[Any], Any]", getattr(importlib.import_module(module), name))
    return function(pickle.loads(packed))  # noqa: S301 -- whoever reaches a cluster runs programs there anyway


def connected(address: str | None) -> Any:
    """The module `ray`, connected. Raises EnvironmentFault where there is no cluster."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would report to its makers
    os.environ["RAY_ENABLE_AUTO_CONNECT"] = "0"  # a call after `close` would start a cluster
    import ray

    if address and HOST_PORT.fullmatch(address):
        _knock(address)
    own = {"include_dashboard": False, "_node_ip_address": "127.0.0.1"} if not address else {}
    heard = signal.getsignal(signal.SIGTERM)
    try:
        with chdir("/"):  # Ray puts the current directory first on the path of its workers
            ray.init(address or OWN, log_to_driver=False, logging_level="ERROR", **own)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise EnvironmentFault(
            f"no Ray cluster at {address or 'this machine'}: {_first_line(error)}; start one with 'ray start'"
        ) from error
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, heard)  # Ray puts its own there
    return ray


def _knock(address: str) -> None:
    """Raise EnvironmentFault where nobody listens: Ray itself would try for many minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), PATIENCE_SECONDS).close()
    except OSError as error:
        raise EnvironmentFault(f"no Ray cluster at {address}: {error}; start one with 'ray start'") from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(". ")
