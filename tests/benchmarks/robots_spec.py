"""Google's robots.txt spec cases: ours and Protego alone, on the same lines.

    python tests/benchmarks/robots_spec.py CASES.jsonl

A line is {"robotstxt", "url", "useragent", "allowed"}; robotstxt holds bytes as characters 0 to 255.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from protego import Protego

from spiders.robots.robots import parse_robots


def ours(case: dict[str, Any]) -> bool:
    robots = parse_robots(case["robotstxt"].encode("latin-1"))
    return robots.decide(case["url"], case["useragent"]).allowed


def protego(case: dict[str, Any]) -> bool:
    robots = Protego.parse(case["robotstxt"].encode("latin-1").decode("utf-8-sig", "ignore"))
    return bool(robots.can_fetch(case["url"], case["useragent"]))


def wrong(cases: Iterable[dict[str, Any]], judge: Any) -> list[dict[str, Any]]:
    return [case for case in cases if judge(case) != case["allowed"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text().splitlines()]
    for name, judge in (("dateline", ours), ("protego", protego)):
        failures = wrong(cases, judge)
        print(f"{name}: {len(cases) - len(failures)}/{len(cases)}")
        for case in failures:
            print(f"  {case.get('file', '')}: {case['robotstxt']!r}")
            print(f"    {case['useragent']!r} at {case['url']}: allowed should be {case['allowed']}")


if __name__ == "__main__":
    main()
