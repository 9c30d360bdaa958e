"""Dates hidden on real pages, of which few stand on one site: what the other pages of these sites say.

    python tests/benchmarks/traces_pages.py SETS/*/   # folders with truth.jsonl and pages/ID.html.gz

A page has an address and a true day. Its links, read as a crawl reads them, are the only traces: there are no nights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.base.urls.identity import url_key
from pipelines.corpus.traces.anchor import addressed
from pipelines.corpus.traces.change import note_anchors, note_lists
from pipelines.corpus.traces.index import Part, opened
from pipelines.corpus.traces.night_parts import numbered
from pipelines.corpus.traces.sequence import key_id, sequences
from pipelines.corpus.traces.versions import Versions
from pipelines.lake.schemas import LINKS
from spiders.links.links import scan
from tests.benchmarks.traces import SHARES, masked_in
from tests.benchmarks.traces_poison import Found, line
from tests.pipelines.corpus.traces.paper import Story, anchor, at_four, settle

NIGHT = date(2026, 11, 1)
ROUNDS = 8


def stories(folders: Iterable[Path]) -> Iterator[tuple[Story, str, bytes]]:
    """(story, its site, body) of the pages that have an address and a true day."""
    seen: set[str] = set()
    for folder in folders:
        for told in map(json.loads, (folder / "truth.jsonl").open()):
            file, day = folder / "pages" / f"{told['id']}.html.gz", _day(told.get("published"))
            if day is None or not told.get("url", "").startswith("http") or not file.exists():
                continue
            if (key := url_key(told["url"])) not in seen:
                seen.add(key)
                yield Story(key, day), told["domain"], gzip.decompress(file.read_bytes())


def _day(published: str | None) -> date | None:
    """The day of a truth; None if it has none, or one that no calendar has."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def part(pages: Iterable[tuple[Story, str, bytes]]) -> Part:
    """The pages, and the lists that stand on them."""
    rows, keys, numbers = [], [], []
    for story, site, body in pages:
        keys.append((key_id(story.key), story.key))
        if (number := numbered(story.key)) is not None:
            numbers.append((*number, key_id(story.key)))
        rows += [
            dict.fromkeys(LINKS.names) | {"night": NIGHT, "source": site, "from_url": f"https://{story.key}"}
            | {"from_url_key": story.key, "to_url": link.url, "to_url_key": url_key(link.url), "kind": link.kind}
            | {"position": link.position, "variant": 0}
            for link in scan(body, f"https://{story.key}").links
        ]  # fmt: skip
    order = [(name, "ascending") for name in ("source", "from_url_key", "kind", "position", "to_url")]
    links = pa.Table.from_pylist(rows, schema=LINKS).sort_by(order)
    targets = set(links["to_url_key"].to_pylist())
    addresses = [(key_id(key), key) for key in targets if addressed(key) is not None]
    return Part(sequences(links, {}), keys, numbers, addresses)


def main() -> None:
    """Print what the traces say of pages whose dates are hidden."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    pages = [*stories(parser.parse_args().folders)]
    sites = Counter(site for _, site, _ in pages)
    print(f"{len(pages)} pages of {len(sites)} sites, {sum(n > 1 for n in sites.values())} of them with several")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "traces.sqlite"
        with opened(file, Versions("pages")) as index:
            for touched in index.put_night(NIGHT.toordinal(), "made", [part(pages)]):
                note_lists(index, touched)
            anchors = {story.key: anchor(story, at_four(NIGHT), NIGHT) for story, _, _ in pages}
            note_anchors(index, index.anchors.put(0, anchors.keys(), anchors))
            settle(index)
        for share in SHARES:
            found: list[Found] = []
            for seed in range(ROUNDS):
                found += [each for _, each in masked_in(file, Versions("pages"), share, random.Random(seed))]
            print(line(f"{share:.0%} hidden", found), flush=True)


if __name__ == "__main__":
    main()
