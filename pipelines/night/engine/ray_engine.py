"""The engine on Ray: each call is a task of a cluster. If its node dies, the call is repeated on another node.

A head that is gone, and a cluster without a node, are faults within a minute (`PATIENCE_SECONDS`).

Ray is an extra (`dateline[ray]`), imported at the first call. Nodes need the same Dateline, and the archive under
the same path. A node with other rules is refused, because its rows would differ.
https://docs.ray.io/en/latest/ray-core/tasks.html
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pickle
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from typing import Any, cast

from pipelines.base.errors import EnvironmentFault
from pipelines.night.engine.engine import Input, Result
from pipelines.night.engine.ray_head import Head
from pipelines.night.fingerprint.rules import rules_digest

OWN = "local"
"""Ray's name for a cluster that is started on this machine and ends with the program."""
CALLS_AHEAD = 3
"""Calls that wait or run, for each slot of the cluster; this is also the maximum of results that wait for an earlier one."""
CLIENT = "ray://"
HOST_PORT = re.compile(r"[\w.-]+:\d{1,5}")
CHECK_SECONDS = 5.0
"""Seconds of waiting for a result after which the head and the nodes are asked for, again and again."""
PATIENCE_SECONDS = 20.0
"""How long the head may not answer, or no node be there, while no result comes. Ray ends the process after 60."""
AGAIN = "run the same command again to go on"
NODES_LOST = 8
"""Maximum number of repetitions of a call whose node or process was lost."""


class RayEngine:
    """Calls functions on the Ray cluster at `address`, or on its own cluster on this machine."""

    is_local = False
    pays_from = 500
    """A cluster of two slots costs 13 CPU seconds to start, as much as the reading of so many pages (docs/scale.md)."""

    def __init__(self, address: str | None = None) -> None:
        if importlib.util.find_spec("ray") is None:
            raise EnvironmentFault(
                "Ray is not installed: pip install -e '.[ray]' in Dateline's environment, on every node of the cluster"
            )
        self._address = address
        self._ray: Any = None
        self._task: Any = None
        self._head: Head | None = None
        self._is_closed = False
        self._is_broken = False

    @property
    def slots(self) -> int:
        """Number of processors of all live nodes."""
        self._connect()
        since = time.monotonic()
        while problem := self._problem():  # asked for here, Ray would not return
            self._give_up_after(since, problem)
        return max(1, int(self._processors()))

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """See `Engine.map`."""
        where = (function.__module__, function.__qualname__)
        calls: deque[Any] = deque()
        most = 0
        for each in inputs:
            most = most or CALLS_AHEAD * self.slots
            packed = pickle.dumps(each, pickle.HIGHEST_PROTOCOL)  # Ray's own pickle calls Python for each object
            calls.append(self._task.remote(*where, rules_digest(function.__module__), packed))
            if len(calls) >= most:
                yield self._result(calls.popleft())
        while calls:
            yield self._result(calls.popleft())

    def close(self) -> None:
        """Disconnect from the cluster, and end it if it is our own. Later calls from threads fail and start no cluster."""
        self._is_closed = True
        if self._ray is not None:
            if self._address is None or not (self._is_broken or self._problem()):  # else Ray does not end
                self._ray.shutdown()
            self._ray = None

    def _connect(self) -> None:
        if self._is_closed:
            raise EnvironmentFault("Ray: the build has ended; run the same command again to go on")
        if self._ray is None:
            self._ray = connected(self._address)
            self._task = self._ray.remote(max_retries=NODES_LOST, num_cpus=1)(call)
            if not (self._address or "").startswith(CLIENT):
                self._head = Head(self._ray.get_runtime_context().gcs_address)

    def _result(self, made: Any) -> Any:
        """Wait for the result of a call. Raises the exceptions of the function, and EnvironmentFault if the cluster
        fails.
        """
        from ray.exceptions import GetTimeoutError, RayError, RayTaskError

        since: float | None = None
        while True:
            try:
                return self._ray.get(made, timeout=CHECK_SECONDS)
            except GetTimeoutError:
                problem = self._problem() or self._lack()
                since = (since or time.monotonic()) if problem else None
                if problem and since:
                    self._give_up_after(since, problem)
            except RayTaskError as error:
                raise error.cause from error
            except RayError as error:
                raise EnvironmentFault(f"Ray: {_first_line(error)}; {AGAIN}") from error

    def _problem(self) -> str | None:
        """What is wrong with the head."""
        if self._head is None or (problem := self._head.problem()) is None:
            return None
        return f"the head at {self._head.address} is gone ({problem}): start the cluster anew ('ray start --head')"

    def _lack(self) -> str | None:
        """What is wrong with the nodes. Only for a head that answers."""
        if self._head is None or self._processors() >= 1:
            return None
        return f"the cluster has no node left: add one ('ray start --address {self._head.address}')"

    def _processors(self) -> float:
        return float(self._ray.cluster_resources().get("CPU", 0))

    def _give_up_after(self, since: float, problem: str) -> None:
        """Raise EnvironmentFault if a problem is older than PATIENCE_SECONDS; else wait a moment."""
        if time.monotonic() - since >= PATIENCE_SECONDS:
            self._is_broken = True
            raise EnvironmentFault(f"Ray: {problem}; {AGAIN}")
        time.sleep(min(1.0, PATIENCE_SECONDS))


def call(module: str, name: str, rules: str, packed: bytes) -> Any:
    """Runs on a node: call a function of a module with a pickled input. Raises EnvironmentFault if its rules differ."""
    if rules_digest(module) != rules:
        raise EnvironmentFault(f"a node of the Ray cluster has another Dateline ({module} differs): install the same")
    function = cast("Callable[[Any], Any]", getattr(importlib.import_module(module), name))
    return function(pickle.loads(packed))  # noqa: S301 -- whoever reaches a cluster runs programs there anyway


def connected(address: str | None) -> Any:
    """The module `ray`, connected. Raises EnvironmentFault if there is no cluster."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # otherwise it reports to its makers
    os.environ["RAY_ENABLE_AUTO_CONNECT"] = "0"  # otherwise a call after `close` starts a cluster
    import ray

    if address and HOST_PORT.fullmatch(address) and (problem := Head(address).problem()):
        raise EnvironmentFault(f"no Ray cluster at {address}: {problem}; start one with 'ray start'")
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
            signal.signal(signal.SIGTERM, heard)  # Ray installs its own handler
    return ray


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(". ")
