"""What an engine is: it calls one function with many inputs and gives the results in the order of the inputs.

A step hands over a function of a module, never a closure, and inputs that can be pickled. What the function returns depends on
its input alone, so the tables are the same bytes whichever engine called it, in whatever order, however often.
Pages are not called here on this machine: `pipelines.extract.run.workers` supervises them. The engine on Ray:
`pipelines.night.engine.ray_engine`.
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
        """How many calls are made at a time, as far as is known now."""

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """The result for each input, in order; inputs are taken a few ahead. Raises what the function raises."""


class LocalEngine:
    """Calls in this process, one after another, each when its result is asked for."""

    is_local = True
    slots = 1

    def map(self, function: Callable[[Input], Result], inputs: Iterable[Input]) -> Iterator[Result]:
        """As `Engine.map`."""
        return map(function, inputs)


LOCAL: Engine = LocalEngine()
