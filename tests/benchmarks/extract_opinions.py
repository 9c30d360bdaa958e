"""Body F1 of our reading, of each peer, of the best of them page by page, and of ours with its second opinion, by a set of pages.

usage: extract_opinions.py EVAL_FOLDER [--sets fundus,aeb,…] [--worst N]

EVAL_FOLDER holds score.py and sets/<set>/{truth.jsonl,pages/*.html.gz}. Where the truth is segments to find and to leave
out, the figure is their F1. Peers that are not installed are left out. `own` is our reading without second opinion, `ours`
with it; `best` takes for each page whichever of all is nearest to the truth, which nobody can do without knowing it.
--worst N also prints the N pages where ours is furthest below the best, with how long each reading is.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.extract.headline.headline import offers
from pipelines.extract.read.article import extract, story_blocks
from pipelines.extract.story.declared_body import declared_story
from pipelines.extract.story.story import select
from pipelines.page.page import Page

SETS = "fundus,aeb,wcxb,waddle,traf"
Reader = Callable[[Page], str]


def ours(page: Page) -> str:
    """Our text."""
    return extract(page).text


def own(page: Page) -> str:
    """Our text without a second opinion."""
    found = select(page, [offer.text for offer in offers(page)], page.outline)
    return "\n\n".join(block.text for block in story_blocks(found))


def declared(page: Page) -> str:
    """The body that the page declares in JSON-LD."""
    return "\n\n".join(declared_story(page))


def trafilatura(**options: Any) -> Reader:
    """A reading by trafilatura with these options."""
    from trafilatura import bare_extraction

    def read(page: Page) -> str:
        found = bare_extraction(page.text, url=page.url or None, with_metadata=False, include_comments=False, **options)
        return (found.text or "") if found is not None and not isinstance(found, dict) else ""

    return read


def readability() -> Reader:
    """A reading by readability-lxml, block elements on lines of their own."""
    from lxml.html import fromstring
    from readability import Document

    def read(page: Page) -> str:
        tree = fromstring(Document(page.text).summary())
        for element in tree.iter("p", "div", "li", "h1", "h2", "h3", "h4", "br", "tr", "blockquote"):
            element.tail = "\n" + (element.tail or "")
        return str(tree.text_content())

    return read


def resiliparse() -> Reader:
    """A reading by resiliparse."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: str(
        extract_plain_text(page.text, main_content=True, list_bullets=False, links=False, alt_texts=False)
    )


PEERS: tuple[tuple[str, Callable[[], Reader]], ...] = (
    ("own", lambda: own),
    ("ours", lambda: ours),
    ("json-ld", lambda: declared),
    ("traf-fast", lambda: trafilatura(fast=True)),
    ("traf", trafilatura),
    ("traf-prec", lambda: trafilatura(favor_precision=True)),
    ("readability", readability),
    ("resiliparse", resiliparse),
)


def installed() -> dict[str, Reader]:
    """The readers that can be imported, in order."""
    readers = {}
    for name, make in PEERS:
        try:
            readers[name] = make()
        except ImportError:
            print(f"{name}: not installed")
    return readers


def text_of(reader: Reader, page: Page) -> str:
    """A reader's text; empty where it fails, as peers do on some pages."""
    try:
        return reader(page)
    except Exception:
        return ""


def worth(scoring: Any, record: dict[str, Any], text: str) -> float:
    """How near a text is to the truth of its page, up to 1."""
    if record.get("body"):
        return float(scoring.page_f1(scoring.body_counts(record["body"], text)))
    words = " ".join(text.split())
    right, wrong = (sum(" ".join(s.split()) in words for s in record.get(k) or []) for k in ("with", "without"))
    return (right - wrong) / len(record["with"])


def figure(scoring: Any, truth: list[dict[str, Any]], texts: dict[str, str]) -> float:
    """The set's figure for one text a page."""
    told = scoring.score(truth, {page: {"id": page, "body": text} for page, text in texts.items()}, boot=0)[0]
    return float((told.get("body") or told["segments"])["f1"])


def measure(folder: Path, scoring: Any, readers: dict[str, Reader], worst: int) -> None:
    """Print a set's table."""
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    truth = [record for record in truth if record.get("body") or record.get("with")]
    pages = [
        Page(r.get("url") or "", gzip.decompress((folder / "pages" / f"{r['id']}.html.gz").read_bytes())) for r in truth
    ]
    texts: dict[str, dict[str, str]] = {}
    for name, reader in readers.items():
        began = time.process_time()
        texts[name] = {r["id"]: text_of(reader, Page(p.url, p.body)) for r, p in zip(truth, pages, strict=True)}
        spent = (time.process_time() - began) / len(pages)
        print(f"  {name:12s} {figure(scoring, truth, texts[name]):.4f}  {1000 * spent:6.1f} ms a page")
    near = {r["id"]: {name: worth(scoring, r, texts[name][r["id"]]) for name in readers} for r in truth}
    best = {page: max(reads, key=lambda name, reads=reads: reads[name]) for page, reads in near.items()}  # type: ignore[misc]
    print(f"  {'best':12s} {figure(scoring, truth, {page: texts[name][page] for page, name in best.items()}):.4f}")
    changed = [page for page, reads in near.items() if texts["own"][page] != texts["ours"][page]]
    gains = [near[page]["ours"] - near[page]["own"] for page in changed]
    nearer, further = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    print(f"  second opinion on {len(changed)} of {len(truth)} pages: {nearer} nearer, {further} further")
    for page in sorted(near, key=lambda page: near[page]["ours"] - near[page][best[page]])[:worst]:
        row = " ".join(f"{name} {value:.2f}/{len(texts[name][page])}" for name, value in near[page].items())
        print(f"    {page[:40]:40s} {row}")


def main() -> None:
    """Print a table a set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # peers speak of every page they fail on
    spec = importlib.util.spec_from_file_location("score", options.folder / "score.py")
    assert spec is not None and spec.loader is not None
    scoring = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scoring)
    readers = installed()
    for name in options.sets.split(","):
        print(name)
        measure(options.folder / "sets" / name, scoring, readers, options.worst)


if __name__ == "__main__":
    main()
