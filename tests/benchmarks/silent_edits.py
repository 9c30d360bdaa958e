"""How soon the crawl sees edits on a paper that says nothing of them: no feed, no lastmod, no validator, no changed headline.

    python tests/benchmarks/silent_edits.py [--stories 60] [--fixed 6] [--nights 30]

Every story is edited before the second night. Prints, by the story's age on that night, the share of edits seen by each night,
and the requests a known story. `--fixed` are the requests a night for front page, sections, channels and rights files. The
stories' ages are those of the zoo (`tests.zoo.stories`): five a day at first, then ever rarer, nine years back.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date, timedelta
from pathlib import Path

from pipelines.column_values import PageKind
from spiders.discovery.looks import Looks
from spiders.discovery.reread import Reread
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page, seen_again
from spiders.sources.source import Source

FIRST = date(2025, 11, 3)
GROUPS = ((2, "up to 2"), (4, "3 to 4"), (7, "5 to 7"), (30, "8 to 30"), (99_999, "older"))
SHOWN = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30)


def age_days(number: int, stories: int) -> int:
    """Age of a story on the second night: the zoo's, with as many more stories a day as there are in all."""
    number = number * 60 // stories
    return 2 + number // 5 if number < 25 else 7 + int((number - 24) ** 2.28)


def asked_on(frontier: Frontier, source: Source, night: date, fixed: int) -> list[Page]:
    """The stories that are looked at on a night."""
    looks = Looks(source, frontier, Reread(frontier.memory), night)
    looks.asked = fixed
    asked = []
    for visit in looks.due():
        if looks.refusal(visit) is None:
            looks.count(visit)
            page = frontier.memory.page(visit.key)
            assert page is not None
            asked.append(page)
            again = seen_again(page, visit, night.isoformat(), (None, None), changed=page.changes == 0)
            frontier.memory.remember(again)
    return asked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--fixed", type=int, default=6)
    parser.add_argument("--nights", type=int, default=30)
    options = parser.parse_args()
    source = Source(name="paper", title="Paper", url="http://paper.example/")
    seen: dict[str, int] = {}
    requests = []
    ages = {f"paper.example/{number}": age_days(number, options.stories) for number in range(options.stories)}
    with tempfile.TemporaryDirectory() as folder:
        for after in range(options.nights + 1):
            night = FIRST + timedelta(days=after)
            frontier = Frontier(Path(folder) / "paper.sqlite", night.isoformat())
            if after == 0:
                for key, age in ages.items():
                    born = (FIRST + timedelta(days=1 - age)).isoformat()
                    page = Page(key, f"http://{key}", "page", PageKind.ARTICLE, born, *[FIRST.isoformat()] * 3)
                    frontier.memory.remember(page)
            else:
                asked = asked_on(frontier, source, night, options.fixed)
                requests.append((options.fixed + len(asked)) / options.stories)
                for page in asked:
                    seen.setdefault(page.key, after)
            frontier.finish_night()
            frontier.close()
    print("requests a known story:", " ".join(f"{share:.2f}" for share in requests))
    print("seen by night +", *(f"{night:>5}" for night in SHOWN))
    least = -1
    for most, name in GROUPS:
        group = [key for key, age in ages.items() if least < age <= most]
        shares = [sum(seen.get(key, 9_999) <= night for key in group) / max(len(group), 1) for night in SHOWN]
        print(f"{name:<8}({len(group):>4}) ", *(f"{share:5.2f}" for share in shares))
        least = most


if __name__ == "__main__":
    main()
