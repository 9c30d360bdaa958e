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

    @property
    def pays_from(self) -> int:
        """Pages of a step below which it costs more to start than the step itself."""

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """The result for each input, in order; a few inputs are read ahead. Raises the exceptions of the function."""


class LocalEngine:
    """Makes calls in this process, one after another, each when its result is needed."""

    is_local = True
    slots = 1
    pays_from = 0

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """See `Engine.map`."""
        return map(function, inputs)


LOCAL: Engine = LocalEngine()


def engine_for(engine: Engine, pages: int) -> Engine:
    """The engine for a step that reads so many pages: the local one where the other does not pay."""
    return engine if pages >= engine.pays_from else LOCAL
