# ruff: noqa: E501 -- markup is read best in one line
"""Broken versions of the golden pages, as a network, a template or an enemy makes them: a document or a reason, never more.

The mutants are the same for the same seed. Thousands of them are run by hand; a few here.
"""

import gzip
import random
import re
from collections.abc import Callable
from pathlib import Path

from pipelines.extract.run.job import PageJob
from pipelines.extract.run.task import run_page
from pipelines.extract.run.workers import extract_pages
from tests.endless import ends

GOLDEN = Path(__file__).parent / "golden"
REASONS = {"garbled", "binary", "empty", "no_text", "not_html", "script_only", "too_deep", "too_large"}

TAG = re.compile(rb"<[^>]{0,400}>")
SCRAPS = (
    b"<table><tr><td>", b"</div></div></div>", b"<p", b"<!--", b"<![CDATA[", b"&#x110000;", b"&#0;", b"\x00", b"\xff\xfe", b"<script>", b"</p>" * 9,
    b"<a href='", b"<svg><style>", b'<script type="application/ld+json">{"@type":[[],{}],"author":[[{"name":{}}]],"headline":7}</script>',
    b"<style>@media screen{.a .b>p{display:none", b"<meta property='og:title' content=''>", b"<details><summary>", b"<time datetime='99999-99-99T99:99'>",
    b"<base href='//['>", b"<a href='http://[::1'>a link with an address that is none at all</a>", b"<h1></h1>", b"\xe2\x80\xae", b"<body>", b"<template>",
    b"<link rel=canonical href='http://[x'>", b"<time>0 AD</time>", b"<script type=application/ld+json>[[[[[[[[", b"<html><head><title>",
)  # fmt: skip


def flip(page: bytes, rnd: random.Random) -> bytes:
    changed = bytearray(page)
    for _ in range(rnd.choice((1, 5, 60))):
        changed[rnd.randrange(len(changed))] = rnd.randrange(256)
    return bytes(changed)


def cut(page: bytes, rnd: random.Random) -> bytes:
    return page[: rnd.randrange(1, len(page))]


def without_middle(page: bytes, rnd: random.Random) -> bytes:
    start, end = sorted((rnd.randrange(len(page)), rnd.randrange(len(page))))
    return page[:start] + page[end:]


def tags_dropped(page: bytes, rnd: random.Random) -> bytes:
    return TAG.sub(lambda tag: b"" if rnd.random() < 0.2 else tag[0], page)


def tags_doubled(page: bytes, rnd: random.Random) -> bytes:
    return TAG.sub(lambda tag: tag[0] * (rnd.randrange(2, 6) if rnd.random() < 0.1 else 1), page)


def tags_shuffled(page: bytes, rnd: random.Random) -> bytes:
    tags = [tag[0] for tag in TAG.finditer(page)]
    rnd.shuffle(tags)
    rest = iter(tags)
    return TAG.sub(lambda _: next(rest), page)


def nested(page: bytes, rnd: random.Random) -> bytes:
    at = rnd.randrange(len(page))
    tag = rnd.choice((b"div", b"span", b"b", b"table", b"li", b"details", b"blockquote", b"a", b"font"))
    return page[:at] + (b"<" + tag + b">") * rnd.choice((30, 900, 3000)) + page[at:]


def repeated(page: bytes, rnd: random.Random) -> bytes:
    start = rnd.randrange(len(page))
    part = page[start : start + rnd.randrange(1, 400)]
    return page[:start] + part * rnd.choice((20, 300)) + page[start:]


def littered(page: bytes, rnd: random.Random) -> bytes:
    for _ in range(rnd.choice((1, 4, 20))):
        at = rnd.randrange(len(page))
        page = page[:at] + rnd.choice(SCRAPS) + page[at:]
    return page


def spliced(page: bytes, rnd: random.Random) -> bytes:
    at = rnd.randrange(len(page))
    return page[at:] + page[:at]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip, cut, without_middle, tags_dropped, tags_doubled, tags_shuffled, nested, repeated, littered, spliced,
)  # fmt: skip


def mutant(page: bytes, seed: int) -> bytes:
    """The version number `seed` of a page: one mutation, or two upon each other."""
    rnd = random.Random(seed)
    for _ in range(rnd.choice((1, 1, 2))):
        page = rnd.choice(MUTATIONS)(page or b" ", rnd)
    return page


def pages() -> list[bytes]:
    plain = [path.read_bytes() for path in sorted(GOLDEN.glob("*/page.html"))]
    return plain + [gzip.decompress(path.read_bytes()) for path in sorted(GOLDEN.glob("*/page.html.gz"))]


def mutants(seeds: range) -> list[PageJob]:
    whole = pages()
    bodies = (mutant(whole[seed % len(whole)], seed) for seed in seeds)
    return [
        PageJob(f"mutant {seed}", f"http://news.example/{seed}", body=body)
        for seed, body in zip(seeds, bodies, strict=True)
    ]


def test_a_broken_page_gives_a_document_or_a_reason() -> None:
    for job in mutants(range(20_000, 20_160)):
        with ends():
            result = run_page(job)
        assert result.dropped is None or result.dropped.reason in REASONS, (job.id, result.dropped)


def test_broken_pages_come_out_of_workers_as_they_do_here() -> None:
    jobs = mutants(range(20_000, 20_048))
    assert list(extract_pages(jobs, workers=2)) == [run_page(job) for job in jobs]


def test_headings_that_never_end_are_read() -> None:
    body = b"<title>News of the day</title>" + b"<h1><a href='/'>The Paper</a> <a href='/'>of the town</a>" * 400
    with ends():
        run_page(PageJob("headings", "http://news.example/1", body=body))
