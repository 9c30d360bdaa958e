"""An engine that makes its calls as a cluster may: late, in another order than asked for, on copies of the inputs."""

import importlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any


class Elsewhere:
    """Calls of a few inputs at a time, the last first; inputs and results pass through pickle. Counts calls by function."""

    is_local = False
    slots = 3
    pays_from = 0

    def __init__(self) -> None:
        self.calls: dict[str, int] = {}

    def map(self, function: Callable[[Any], Any], inputs: Iterable[Any]) -> Iterator[Any]:
        there = getattr(importlib.import_module(function.__module__), function.__qualname__)
        waiting = iter(inputs)
        while sent := [pickle.dumps(each) for each in islice(waiting, 2 * self.slots)]:
            results = [pickle.dumps(there(pickle.loads(each))) for each in reversed(sent)]
            self.calls[function.__qualname__] = self.calls.get(function.__qualname__, 0) + len(results)
            yield from (pickle.loads(each) for each in reversed(results))
