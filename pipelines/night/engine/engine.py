"""An engine calls one function with many inputs and returns the results in the order of the inputs.

A step passes a function of a module, never a closure, and inputs that can be pickled. The result must depend on the
input only. So the tables have the same bytes with every engine, in whatever order, and however often a call is
repeated.

On this machine, extraction of pages does not use an engine: `pipelines.extract.run.workers` supervises it. The
engine on Ray is `pipelines.night.engine.ray_engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Input = TypeVar("Input")
Result = TypeVar("Result")


class Engine(Protocol):
    """Calls functions for the steps of a night."""

    @property
    def is_local(self) -> bool:
        """True if calls are made in this process."""

    @property
    def slots(self) -> int:
        """Number of parallel calls, as far as it is known now."""

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """The result for each input, in order; a few inputs are read ahead. Raises the exceptions of the function."""


class LocalEngine:
    """Makes calls in this process, one after another, each when its result is needed."""

    is_local = True
    slots = 1

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """See `Engine.map`."""
        return map(function, inputs)


LOCAL: Engine = LocalEngine()
