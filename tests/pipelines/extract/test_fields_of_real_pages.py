"""Section, tags and image of 60 real pages against what the pages say, as read by a person (`fields_truth.tsv`).

A row is the set and id of a page, its section, its tags and a part of its picture's address. `|` parts values that are all right,
`||` lists of tags; `-` means null. The pages are not ours: DATELINE_PAGES names the folder of their sets. As a program it prints
what is wrong:

    DATELINE_PAGES=sets python tests/pipelines/extract/test_fields_of_real_pages.py
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.extract.fields.details import image, section, tags
from pipelines.lexicon.wording import fold
from pipelines.page.page import Page

PAGES = Path(os.environ.get("DATELINE_PAGES", "no-folder"))
TRUTH = Path(__file__).with_name("fields_truth.tsv")
MIN_TAGS_F1 = 0.8
FIELDS = ("section", "tags", "image")


def judged() -> Iterator[tuple[str, str, object, bool]]:
    """(page, field, our value, whether it is right) of each field of each page."""
    addresses: dict[tuple[str, str], str] = {}
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        of, identity, sections, tagged, pictures = line.split("\t")
        if (of, "") not in addresses:
            rows = map(json.loads, (PAGES / of / "truth.jsonl").read_text(encoding="utf-8").splitlines())
            addresses |= {(of, ""): "", **{(of, row["id"]): row.get("url") or "" for row in rows}}
        body = gzip.decompress((PAGES / of / "pages" / f"{identity}.html.gz").read_bytes())
        page = Page(addresses[of, identity], body)
        where = f"{of}/{identity}"
        found = section(page)
        yield where, "section", found, fold(found or "-") in map(fold, sections.split("|"))
        given = tags(page)
        yield where, "tags", given, any(f1(given, wanted.split(";")) >= MIN_TAGS_F1 for wanted in tagged.split("||"))
        shown = image(page)
        yield where, "image", shown, any(part in shown if shown else part == "-" for part in pictures.split("|"))


def f1(given: tuple[str, ...], wanted: list[str]) -> float:
    """F1 of folded tags; 1 if there are none, as there should be."""
    ours, theirs = set(map(fold, given)), set(map(fold, wanted)) - {fold("-")}
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 1.0


@pytest.mark.skipif(not PAGES.is_dir(), reason="DATELINE_PAGES names no folder of page sets")
def test_nine_of_ten_are_right() -> None:
    right = Counter(field for _, field, _, is_right in judged() if is_right)
    pages = len(TRUTH.read_text(encoding="utf-8").splitlines())
    assert {field: right[field] >= 0.9 * pages for field in FIELDS} == dict.fromkeys(FIELDS, True)


if __name__ == "__main__":
    score = Counter[str]()
    for where, field, value, is_right in judged():
        score[field] += is_right
        if not is_right:
            print(where, field, value)
    print(dict(score))
