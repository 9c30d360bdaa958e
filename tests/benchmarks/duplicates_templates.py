"""How many pages of one template are joined: weather, match and market reports, league tables, death notices.

    python tests/benchmarks/duplicates_templates.py [--pages 300]

Each kind is filled in at random from a fixed seed. Prints, for each, the pairs whose word 5-shingles alone would make
them near-duplicates (Jaccard ≥ .5 or containment ≥ .75), and the pairs that are joined. Death notices differ by names
alone and show the limit: only numbers tell a template from a story.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable

import numpy as np

from pipelines.corpus.duplicates.edges import Part, inner
from pipelines.corpus.duplicates.sketch import sketch
from pipelines.corpus.duplicates.verify import verify
from spiders.demo_web.voice import report

TOWNS = (
    "Arden",
    "Bexley",
    "Corby",
    "Dunmore",
    "Eastry",
    "Fawley",
    "Garth",
    "Hythe",
    "Ilford",
    "Jarrow",
    "Kelso",
    "Luton",
)
FIRST = ("Ann", "Bob", "Cy", "Dee", "Eve", "Fay", "Gus", "Hal")
LAST = ("Stone", "Reed", "Marsh", "Field", "Brook", "Wood", "Hill", "Dale")


def league_table(stream: random.Random) -> str:
    """The same teams, other figures."""
    rows = (
        f"{place} {town} played {stream.randint(10, 38)} won {stream.randint(0, 20)} drawn {stream.randint(0, 20)} "
        f"lost {stream.randint(0, 20)} points {stream.randint(0, 80)}"
        for place, town in enumerate(TOWNS, 1)
    )
    return "League table\n\n" + "\n\n".join(rows)


def market_report(stream: random.Random) -> str:
    """A closing report with a long notice below it."""

    def figure() -> str:
        return f"{stream.randint(10, 99)}.{stream.randint(10, 99)}"

    return (
        f"Shares in London closed {stream.choice(('higher', 'lower', 'little changed'))} on "
        f"{stream.choice(('Monday', 'Tuesday', 'Friday'))}. The index of leading companies ended the session at "
        f"7,{stream.randint(100, 999)}.{stream.randint(10, 99)}, {stream.choice(('up', 'down'))} {figure()} points on the "
        f"day, while the mid-cap index finished at 19,{stream.randint(100, 999)}. The pound bought {figure()} euros and "
        f"stood at 1.{stream.randint(10, 99)} dollars in late trading in the City. Brent crude for delivery next month was "
        f"quoted at {figure()} dollars a barrel. Gold was fixed at 1,{stream.randint(100, 999)} dollars an ounce at the "
        "afternoon fixing in the bullion market. Prices are delayed by at least fifteen minutes and are given for "
        "information only; they are not an offer to buy or sell and no liability is accepted for errors or for any loss "
        "that may arise from relying on them. All times are London times."
    )


def death_notice(stream: random.Random) -> str:
    """Names alone differ."""

    def person() -> str:
        return f"{stream.choice(FIRST)} {stream.choice(LAST)}"

    return (
        f"{person()} has died peacefully at home in {stream.choice(TOWNS)} surrounded by family. Beloved spouse of {person()} "
        f"and dear parent of {person()} and {person()}. The funeral service will take place at the parish church of "
        f"{stream.choice(TOWNS)} and will be followed by burial in the churchyard. Family flowers only, please. Donations, "
        f"if desired, may be made to the hospice. All enquiries to {person()} funeral directors, {stream.choice(TOWNS)}. The "
        "family would like to thank everyone for their kindness and for the many messages of support that they have "
        "received at this sad time."
    )


KINDS: dict[str, Callable[[random.Random], str]] = {
    "weather": lambda stream: report("en", "weather", str(stream.random())).text,
    "match report": lambda stream: report("en", "match", str(stream.random())).text,
    "Wetter": lambda stream: report("de", "wetter", str(stream.random())).text,
    "league table": league_table,
    "market report": market_report,
    "death notice": death_notice,
}


def main() -> None:
    """Fill in, join, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    chosen = parser.parse_args()
    for name, make in KINDS.items():
        stream = random.Random(name)
        sketches = sketch([make(stream) for _ in range(chosen.pages)])
        sketches = sketches.take(np.unique(sketches.ids, return_index=True)[1])
        a, b = np.triu_indices(len(sketches), 1)
        found = verify(sketches, sketches, a, b)
        near = int(((found.jaccard >= 0.5) | (found.containment >= 0.75)).sum())
        joined = len(inner(Part.of(sketches)))
        print(f"{name:<14} {len(sketches)} pages, {len(a):,} pairs: {near:,} near by words alone, {joined:,} joined")


if __name__ == "__main__":
    main()
