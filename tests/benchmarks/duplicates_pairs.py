"""Recall and precision of `dateline duplicates` on pairs: synthetic against brute force, and labelled sets where present.

    python tests/benchmarks/duplicates_pairs.py synthetic [--texts 20000]
    python tests/benchmarks/duplicates_pairs.py minhash FOLDER            docs.jsonl, pairs.json (chrisjmccormick/MinHash)
    python tests/benchmarks/duplicates_pairs.py web PAGES_FOLDER PAIRS    truth.jsonl and pages; pairs with jaccard5

A pair is found when both texts are in one cluster. `synthetic` counts the true Jaccard of every pair that shares a
shingle (sets of strings, no sketch). `web` takes the truth bodies and, beside them, what `dateline extract` makes of the
pages, and gives recall over the pairs with Jaccard above each threshold; a found pair that the list does not have at all
is false.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from duplicates_corpus import articles

from pipelines.corpus.duplicates.files import cluster_file
from tests.pipelines.corpus.duplicates.shingles import shingles

Pairs = set[tuple[str, str]]
CROWD = 200
"""Shingles in more texts than this are not used to list pairs for brute force: no pair of the corpus shares only those."""


def found_pairs(texts: dict[str, str]) -> Pairs:
    """Every pair that the command puts in one cluster."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "texts.jsonl", Path(folder) / "clusters.jsonl"
        given.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()), encoding="utf-8")
        cluster_file(given, out)
        members = defaultdict(list)
        for line in out.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            members[row["cluster_id"]].append(row["id"])
    return {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}


def true_pairs(texts: dict[str, str]) -> dict[tuple[str, str], float]:
    """The Jaccard similarity of every pair that shares a shingle."""
    sets = {identity: shingles(text) for identity, text in texts.items()}
    holders = defaultdict(list)
    for identity, found in sorted(sets.items()):
        for shingle in found:
            holders[shingle].append(identity)
    common = Counter(p for ids in holders.values() if 1 < len(ids) <= CROWD for p in combinations(ids, 2))
    return {(a, b): n / (len(sets[a]) + len(sets[b]) - n) for (a, b), n in common.items()}


def synthetic(count: int) -> None:
    """Against brute force on the corpus that the speed is measured on."""
    made = list(articles(count))
    texts = {identity: text for identity, text, _ in made}
    family: dict[str, str] = {}
    for identity, _, origin in made:
        family[identity] = family[origin] if origin else identity
    found, true = found_pairs(texts), true_pairs(texts)
    for threshold in (0.8, 0.5):
        near = {pair for pair, jaccard in true.items() if jaccard >= threshold}
        print(f"{count:,} texts: {len(near & found):,} of {len(near):,} pairs with Jaccard ≥ {threshold} found")
    right = sum(family[a] == family[b] for a, b in found)
    print(f"  {right:,} of {len(found):,} pairs found were made from one article")


def labelled(folder: Path) -> None:
    """A set with known pairs."""
    rows = [json.loads(line) for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()]
    known = {tuple(sorted(pair)) for pair in json.loads((folder / "pairs.json").read_text(encoding="utf-8"))}
    found = found_pairs({row["id"]: row["text"] for row in rows})
    print(f"{len(found & known)} of {len(known)} pairs found, {len(found - known)} false, among {len(rows):,} texts")


def web(folder: Path, pairs: Path) -> None:
    """Pages with known pairs, from their truth bodies and from our own extraction."""
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    listed = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    known = {(min(p["a"], p["b"]), max(p["a"], p["b"])): p for p in listed}
    report("truth bodies", {t["id"]: t["body"] for t in truth if t.get("body")}, known)
    report("our extraction", extracted(folder, truth), known)


def report(name: str, texts: dict[str, str], known: dict[tuple[str, str], dict[str, float]]) -> None:
    """Recall at several thresholds, and what is false."""
    found = found_pairs(texts)
    false = found - set(known)
    print(f"{name}: {len(found)} pairs found, {len(false)} of them not in the list of {len(known)}")
    for threshold in (0.8, 0.5, 0.2):
        near = {pair for pair, p in known.items() if p["jaccard5"] >= threshold}
        print(f"  Jaccard ≥ {threshold}: {len(near & found)} of {len(near)} found, {len(near & found) / len(near):.3f}")
    near = {pair for pair, p in known.items() if p["jaccard5"] >= 0.5 or p["containment5"] >= 0.75}
    print(f"  Jaccard ≥ 0.5 or containment ≥ 0.75: {len(near & found)} of {len(near)} found; missed:")
    for pair in sorted(near - found):
        print(f"    {known[pair]['jaccard5']:.2f} {known[pair]['containment5']:.2f} {' '.join(pair)}")
    for pair in sorted(false):
        print(f"  false: {' '.join(pair)}")


def extracted(folder: Path, truth: list[dict[str, str]]) -> dict[str, str]:
    """What `dateline extract` makes of the pages."""
    with tempfile.TemporaryDirectory() as work:
        given, out = Path(work) / "pages.jsonl", Path(work) / "out.jsonl"
        pages = [
            {"id": t["id"], "path": str(folder / "pages" / f"{t['id']}.html.gz"), "url": t.get("url") or ""}
            for t in truth
        ]
        given.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pipelines", "extract", str(given), "-o", str(out)], check=True)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: f"{row.get('title') or ''}\n\n{row.get('text') or ''}" for row in rows}


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="what", required=True)
    kinds.add_parser("synthetic").add_argument("--texts", type=int, default=20_000)
    kinds.add_parser("minhash").add_argument("folder", type=Path)
    pages = kinds.add_parser("web")
    pages.add_argument("folder", type=Path)
    pages.add_argument("pairs", type=Path)
    chosen = parser.parse_args()
    if chosen.what == "synthetic":
        synthetic(chosen.texts)
    elif chosen.what == "minhash":
        labelled(chosen.folder)
    else:
        web(chosen.folder, chosen.pairs)


if __name__ == "__main__":
    main()
