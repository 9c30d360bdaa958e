"""A page that hangs, bloats or crashes is one dropped result; the others are unharmed, in order, on any number of workers."""

import os
from pathlib import Path

import pytest

from pipelines.extract.job import PageJob
from pipelines.extract.workers import extract_pages

STORY = "<html><head><title>{0}</title></head><body><h1>{0}</h1><article>{1}</article></body></html>"
PARAGRAPH = (
    "<p>The council of the small town met on Monday evening, and after long talk it agreed to mend the old bridge.</p>"
)


def good(number: int) -> PageJob:
    body = STORY.format(f"Bridge number {number} will be mended", PARAGRAPH * 3).encode()
    return PageJob(f"good{number}", f"http://news.example/{number}", body=body)


def hostile(name: str, body: bytes) -> PageJob:
    return PageJob(name, f"http://news.example/{name}", body=body)


HOSTILE = [
    hostile(
        "attributes", b"<html><body><p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">x</p></body></html>"
    ),
    hostile("paragraphs", b"<html><body>" + b"<p>" * 3_300_000 + b"</body></html>"),
    hostile("deep", b"<html><body>" + b"<div>" * 5000 + b"<p>word</p>" + b"</div>" * 5000 + b"</body></html>"),
    hostile("nothing", b"  \n"),
    hostile("pdf", b"%PDF-1.7 \x00\x01\x02"),
    hostile("image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(500)),
]
REASONS = {
    "attributes": "timeout",
    "paragraphs": "too_large",
    "deep": "too_deep",
    "nothing": "empty",
    "pdf": "binary",
    "image": "binary",
}


def outcomes(jobs: list[PageJob], workers: int, **limits: float) -> list[tuple[str, str]]:
    results = extract_pages(jobs, workers=workers, **limits)  # type: ignore[arg-type]
    return [(r.id, r.dropped.reason if r.dropped else r.document.text[:11]) for r in results]  # type: ignore[union-attr]


def test_hostile_pages_are_dropped_with_their_reason_and_the_others_are_unharmed() -> None:
    jobs = [good(0), *(j for pair in zip(HOSTILE, map(good, range(1, 9)), strict=False) for j in pair)]
    expected = [(j.id, REASONS.get(j.id, "The council")) for j in jobs]
    assert outcomes(jobs, 2, deadline_seconds=2.0) == expected


def test_the_number_of_workers_changes_nothing() -> None:
    jobs = [good(i) for i in range(40)]
    one = list(extract_pages(jobs, workers=1))
    three = list(extract_pages(iter(jobs), workers=3))
    assert one == three
    assert [r.id for r in one] == [j.id for j in jobs]


def test_progress_counts_results() -> None:
    seen: list[int] = []
    list(extract_pages([good(i) for i in range(5)], workers=1, on_progress=seen.append))
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("path", ["no/such/file.html"])
def test_a_file_that_is_not_there_is_a_dropped_page(path: str) -> None:
    [result] = extract_pages([PageJob("gone", "http://news.example/", path=path)], workers=1)
    assert result.dropped is not None
    assert result.dropped.reason == "unreadable"


def test_a_page_that_never_ends_is_dropped_by_the_clock(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    jobs = [good(1), PageJob("hangs", "http://news.example/hangs", path=str(pipe)), good(2)]
    assert outcomes(jobs, 1, deadline_seconds=0.7) == [
        ("good1", "The council"),
        ("hangs", "timeout"),
        ("good2", "The council"),
    ]


def test_a_page_that_needs_too_much_memory_is_dropped() -> None:
    bloat = hostile("bloats", b"<html><body>" + b"<p>word " * 400_000 + b"</body></html>")
    assert outcomes([good(1), bloat, good(2)], 1, memory_bytes=120 << 20) == [
        ("good1", "The council"),
        ("bloats", "memory"),
        ("good2", "The council"),
    ]
