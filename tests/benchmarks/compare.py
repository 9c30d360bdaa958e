"""Dateline beside trafilatura and newspaper4k on the test pages of Fundus: the figures of "How it compares".

    .venv/bin/python -m tests.benchmarks.compare FUNDUS

FUNDUS is a checkout of github.com/flairNLP/fundus. A peer that is not installed is left out (`pip install newspaper4k`). What
Fundus's parsers give, reviewed by people, is the truth. Scores: body, F1 of the mean precision and recall of 4-word sequences;
title, without the site's name; authors, F1 of full names; a day is right if it is the day as written or the one in UTC.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dateline import errors, extract
from tests.zoo.peers import READER

PAGES = "tests/resources/parser/test_data"
PEERS = ("trafilatura", "newspaper4k")
TOKEN = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
"""A word; of scripts without spaces, a character."""
SITE = re.compile(r"\s[|\-–—:»·•]\s|[|»]")
Record = dict[str, Any]


def pages(checkout: Path) -> Iterator[Record]:
    """Each page with its truth: `key`, `url`, `html`, `fetched`, `title`, `authors`, `instant`, `text`."""
    for meta in sorted((checkout / PAGES).glob("*/meta.info")):
        for name, known in json.loads(meta.read_text(encoding="utf-8")).items():
            publisher = re.sub(r"_\d{4}_\d\d_\d\d\.html\.gz$", "", name)
            versions = json.loads((meta.parent / f"{publisher}.json").read_text(encoding="utf-8")).values()
            fetched = datetime.fromisoformat(known["crawl_date"]).replace(tzinfo=UTC)
            truth = min(versions, key=lambda version: abs(fetched - _instant(version["publishing_date"])))
            parts = [
                truth["body"]["summary"],
                *(p for s in truth["body"]["sections"] for p in (s["headline"], s["paragraphs"])),
            ]
            yield {
                "key": f"{meta.parent.name}/{name}",
                "url": known["url"],
                "html": gzip.decompress((meta.parent / name).read_bytes()).decode("utf-8", "replace"),
                "fetched": fetched,
                "title": truth["title"],
                "authors": truth.get("authors") or [],
                "instant": truth["publishing_date"],
                "text": "\n".join(text for part in parts for text in part),
            }


def by_dateline(page: Record) -> Record:
    """What Dateline reads: `title`, `authors`, `day`, `text`."""
    try:
        read = extract(page["html"], page["url"], page["fetched"])
    except errors.PageDropped:
        return {}
    day = read.published[:10] if read.published and len(read.published) >= len("2026-12-03") else None
    return {"title": read.title, "authors": read.authors, "day": day, "text": read.text}


def by_peers(found: Sequence[Record]) -> dict[str, dict[str, Record]]:
    """What the peers read, by peer and page."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        lines.writelines(json.dumps({name: page[name] for name in ("key", "url", "html")}) + "\n" for page in found)
        lines.flush()
        said = subprocess.run(
            [sys.executable, str(READER), lines.name], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
    readings = [json.loads(line) for line in said.splitlines()]
    read = {peer: {each["key"]: each for each in readings if each["peer"] == peer} for peer in PEERS}
    return {peer: of for peer, of in read.items() if any("error" not in each for each in of.values())}


def row(found: Sequence[Record], read: dict[str, Record]) -> list[float]:
    """Body, title, authors, day right, day wrong."""
    pairs = [(page, read.get(page["key"], {})) for page in found]
    shingles = [(_shingles(page["text"]), _shingles(got.get("text") or "")) for page, got in pairs if page["text"]]
    recall = statistics.fmean((true & got).total() / true.total() for true, got in shingles)
    precision = statistics.fmean((true & got).total() / got.total() for true, got in shingles if got)
    names = [(_names(page["authors"]), _names(got.get("authors") or [])) for page, got in pairs if page["authors"]]
    both, named = sum(len(true & got) for true, got in names), sum(len(true) + len(got) for true, got in names)
    right = sum(got.get("day") in _days(page["instant"]) for page, got in pairs)
    wrong = sum(bool(got.get("day")) for _, got in pairs) - right
    titles = sum(_is_title(page["title"], got.get("title") or "") for page, got in pairs)
    return [
        2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        titles / len(pairs),
        2 * both / named if named else 1.0,
        right / len(pairs),
        wrong / len(pairs),
    ]


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _days(text: str) -> set[str]:
    written: date = datetime.fromisoformat(text).date()
    return {written.isoformat(), _instant(text).astimezone(UTC).date().isoformat()}


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3))) if tokens else Counter()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).casefold().strip()


def _names(names: Sequence[str]) -> set[str]:
    return {_plain(name) for name in names} - {""}


def _is_title(true: str, got: str) -> bool:
    if _plain(got) == _plain(true):
        return True
    return _plain(got).startswith(_plain(true) + " ") and bool(SITE.search(got[len(true.strip()) - 1 :]))


def main() -> None:
    """Print a table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkout", type=Path)
    found = list(pages(parser.parse_args().checkout))
    print(
        f"{len(found)} pages\n\n| | body | title | authors | day right | day wrong |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, read in {"**Dateline**": {page["key"]: by_dateline(page) for page in found}, **by_peers(found)}.items():
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in row(found, read)) + " |", flush=True)


if __name__ == "__main__":
    main()
