"""What a crawl asks for, by kind, on a paper as WordPress builds one (`tests.spiders.crawl.press`): two nights.

    python tests/benchmarks/crawl_thrift.py [--no-sitemap] [--home DIR]

Sixty stories; for the second night three are edited, two deleted and two added. Prints the requests of each night by kind, and
requests a story: on the first night of all stories, on the second of the known ones.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from tests.spiders.crawl.conftest import Crawler, Paper, serving
from tests.spiders.crawl.press import Post, Press, kind_of

FIRST = date(2025, 11, 3)


def crawl(home: Path, *, sitemap: bool, verbose: bool) -> None:
    with serving(Paper()) as paper:
        press = Press(paper.url, sitemap=sitemap)
        crawler = Crawler(home, paper)
        crawler.source()
        asked: list[str] = []
        for night in (FIRST, FIRST + timedelta(days=1)):
            known = {post.path for post in press.posts.values()} if asked else set()
            if known:
                change(press, night)
            paper.pages = dict(press.answers())
            paper.requests.clear()
            crawler.run(night)
            asked = list(paper.requests)
            stories = known | {post.path for post in press.posts.values()}
            kinds = Counter(kind_of(path, stories) for path in asked)
            found = sum(path in asked for path in {post.path for post in press.posts.values()} - known)
            print(
                f"{night}: {len(asked)} requests, {len(asked) / (len(known) or len(stories)):.2f} a story; {found} new found"
            )
            print("   ", ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
            if verbose:
                print("\n".join(f"      {path}" for path in asked if kind_of(path, stories) != "stories" or known))


def change(press: Press, night: date) -> None:
    """Edit three posts, delete two, add two."""
    for number in (5, 30, 55):
        press.edit(number, night)
    for number in (10, 58):
        del press.posts[number]
    press.posts |= {60: Post(60), 61: Post(61)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-sitemap", action="store_true")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--verbose", action="store_true", help="Print what was asked for, too.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        crawl(options.home or Path(folder), sitemap=not options.no_sitemap, verbose=options.verbose)


if __name__ == "__main__":
    main()
