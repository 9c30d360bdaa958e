"""Golden pages, one folder for each class of failure: whole news pages of our own, and what must come out of them.

`expected.json` names the page's address, header and time of fetching, and every field it settles, or the reason for which the
page is dropped. A field that has no one right value (the text of a gallery) is left out there.
"""

import difflib
import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.task import run_page

GOLDEN = Path(__file__).parent / "golden"


def extracted(folder: Path, truth: dict[str, Any]) -> Extracted:
    plain, packed = folder / "page.html", folder / "page.html.gz"
    body = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    page = truth["page"]
    fetched_at = datetime.fromisoformat(page["fetched_at"])
    return run_page(PageJob(folder.name, page["url"], page["content_type"], fetched_at, body=body))


def answers(result: Extracted, fields: list[str]) -> dict[str, Any]:
    """The fields of a result, written as in `expected.json`."""
    assert result.dropped is None, result.dropped
    assert result.document is not None
    assert result.date is not None
    document = result.document
    given = {
        "blocks": [{"kind": block.kind, "text": block.text} for block in document.blocks],
        "asides": [{"kind": block.kind, "text": block.text} for block in document.asides],
        "related": [{"url": link.url, "title": link.title} for link in document.related],
        "flags": [{"rule": flag.rule, "text": flag.text} for flag in document.flags],
        "authors": list(document.authors),
        "tags": list(document.tags),
        "published": result.date.published,
    }
    return {field: given.get(field, getattr(document, field, None)) for field in fields}


def difference(expected: Any, given: Any) -> str:
    lines = (json.dumps(v, ensure_ascii=False, indent=0).splitlines() for v in (expected, given))
    return "\n".join(difflib.unified_diff(*lines, "expected", "given", lineterm="", n=1))


@pytest.mark.parametrize("name", sorted(folder.name for folder in GOLDEN.iterdir()))
def test_golden_page(name: str) -> None:
    truth = json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))
    result = extracted(GOLDEN / name, truth)
    if "dropped" in truth:
        assert result.dropped is not None, result.document
        assert result.dropped.reason == truth["dropped"]
        return
    expected = truth["expected"]
    given = answers(result, list(expected))
    wrong = [
        f"{field}:\n{difference(expected[field], given[field])}"
        for field in expected
        if given[field] != expected[field]
    ]
    assert not wrong, "\n\n".join(wrong)
