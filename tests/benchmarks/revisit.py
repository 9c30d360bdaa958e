"""Simulated publication traces: our schedule of revisits against a visit every night.

    python tests/benchmarks/revisit.py [--stories 2000] [--nights 365] [--seed 1]

A trace is a story and the nights on which its page changes: corrections soon after publication (exponential, mean 1.5 days;
one story in four), live blogs (a change every day for two to ten days; one in fifty), late corrections (one in two
hundred, anywhere in the year), and the rest never. A change is discovered on the first visit at or after its night; two
between the same visits are discovered together. Prints requests and the delay of discovery for both schedules.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from statistics import mean, median, quantiles

from spiders.frontier.revisit import History, next_visit

START = date(2025, 1, 1)


def trace(rng: random.Random, nights: int) -> tuple[int, list[int]]:
    """The night a story appears, and the nights it changes."""
    born = rng.randrange(nights)
    changes = set()
    if rng.random() < 0.02:
        changes |= set(range(born + 1, born + rng.randint(2, 10)))
    elif rng.random() < 0.25:
        changes |= {born + 1 + int(rng.expovariate(1 / 1.5)) for _ in range(rng.choice((1, 1, 1, 2)))}
    if rng.random() < 0.005:
        changes.add(rng.randrange(born + 1, nights + 1))
    return born, sorted(night for night in changes if night < nights)


def ours(born: int, changes: list[int], nights: int) -> tuple[int, list[int]]:
    """Requests, and the delay in nights of each change, by our schedule."""
    night, visits, seen, changed = born, 1, 0, None
    first = START + timedelta(days=born)
    delays = []
    while True:
        at = START + timedelta(days=night)
        night = (next_visit(History(first, at, visits, seen, changed)) - START).days
        if night >= nights:
            return visits, delays + [nights - change for change in changes[len(delays) :]]
        visits += 1
        fresh = [change for change in changes[len(delays) :] if change <= night]
        if fresh:
            delays += [night - change for change in fresh]
            seen, changed = seen + 1, START + timedelta(days=night)


def daily(born: int, changes: list[int], nights: int) -> tuple[int, list[int]]:
    """The same for a visit every night."""
    return nights - born, [0] * len(changes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    traces = [trace(rng, options.nights) for _ in range(options.stories)]
    requests = {}
    for name, schedule in (("every night", daily), ("dateline", ours)):
        results = [schedule(born, changes, options.nights) for born, changes in traces]
        requests[name] = sum(count for count, _ in results)
        delays = [delay for _, found in results for delay in found]
        tail = quantiles(delays, n=20)[-1]
        print(
            f"{name}: {requests[name]} requests, {len(delays)} changes, delay in nights: median {median(delays)},"
            f" mean {mean(delays):.2f}, 95% {tail:.0f}, max {max(delays)}"
        )
    print(f"requests: {requests['dateline'] / requests['every night']:.3f} of every night's")


if __name__ == "__main__":
    main()
