"""What learning a source gains over single pages, and that it loses no paragraph.

usage: extract_learning.py [--eval FOLDER [--sets fundus,waddle]] [--home HOME] [--workers N]

--eval FOLDER: pages with truth (score.py, sets/<set>/truth.jsonl, sets/<set>/pages/*.html.gz); a publisher is a source, and
those with at least five pages are read: body F1 of each page alone, with the learned places, and without learned boilerplate
as well; and every paragraph of the truth, headlines apart, that a page alone had and the learning lost.
--home HOME: a home in which `dateline demo` has run. Its pages as archived; with the declarations to machines (JSON-LD,
meta, microdata, datetime) taken from every second page, as an outage or a redesign does; and the same in the dress of a site
whose markup says nothing: divs, spans and class names made of letters by chance. Right fields of the stripped pages by
themselves and with what the other half teaches. The truth is what the page as archived gives.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import importlib.util
import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.corpus.clean.clean import clean
from pipelines.corpus.clean.learn import learn
from pipelines.corpus.clean.sightings import block_sightings
from pipelines.extract.model import UNKNOWN
from pipelines.extract.run.job import Extracted, PageJob, load
from pipelines.extract.run.sources import Read, extract_source
from pipelines.extract.run.storable import document_row
from pipelines.extract.run.task import run_page
from pipelines.extract.run.workers import Workers
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DOCUMENTS
from pipelines.lexicon.wording import fold

NIGHT = dt.date(2025, 11, 3)
FEWEST = 5
DECLARATIONS = re.compile(
    rb"<script[^>]*ld\+json.*?</script>|<meta (?!charset)[^>]*>|\s(?:itemprop|itemtype|datetime|rel)=(?:\"[^\"]*\"|[^\s>]*)",
    re.DOTALL,
)
NAMED = re.compile(rb"(?<=\s)(class|id)=(\"[^\"]*\"|[^\s>]*)")
MEANT = re.compile(rb"<(/?)(h1|h2|time|article|main|header|section|aside|footer|nav|address)(?=[\s>])([^>]*)>")
FIELDS = ("title", "authors", "published", "text")


def scorer(folder: Path) -> Any:
    """The module at FOLDER/score.py."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def publishers(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Truth records with a body by publisher, those publishers that have enough."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        host = re.sub(r"^https?://(?:www\d?\.)?([^/]+).*$", r"\1", record.get("url") or "")
        if record.get("body"):
            grouped[record.get("domain") or host].append(record)
    return {name: records for name, records in sorted(grouped.items()) if len(records) >= FEWEST}


def texts(read: Read) -> dict[str, str]:
    """Text by id."""
    return {result.id: result.document.text if result.document else "" for result in read.results}


def titles(read: Read) -> dict[str, str]:
    """Title by id."""
    return {result.id: (result.document.title if result.document else None) or "" for result in read.results}


def headed(texts: dict[str, str], titles: dict[str, str], truth: list[dict[str, Any]]) -> dict[str, str]:
    """The texts, with their titles where the truth counts the headline as the first paragraph of the body."""
    first = {r["id"]: fold(r["body"].partition("\n")[0]) for r in truth}
    return {i: f"{titles[i]}\n\n{text}" if fold(titles[i]) == first[i] else text for i, text in texts.items()}


def uncluttered(read: Read, source: str) -> dict[str, str]:
    """Text by id without the blocks that the source repeats."""
    ids = ("capture_id", "article_id", "document_id")
    rows = [
        document_row(result.document)
        | dict.fromkeys(ids, result.id)
        | {"night": NIGHT, "source": source, "fetched_at": dt.datetime(2025, 11, 3, tzinfo=dt.UTC), "kind": "article"}
        for result in read.results
        if result.document
    ]
    table = pa.Table.from_pylist(rows, schema=DOCUMENTS)
    kept, _ = clean(table, learn(block_sightings(table, NIGHT), table, NIGHT))
    return texts(read) | dict(zip(kept["capture_id"].to_pylist(), kept["text"].to_pylist(), strict=True))


def paragraphs(text: str) -> set[str]:
    """Paragraphs of a text, white space folded."""
    return {" ".join(line.split()) for line in text.split("\n") if len(line.split()) > 2}


def measure_set(folder: Path, score: Any, pool: Workers) -> None:
    """One line for a set of pages with truth."""
    truth: list[dict[str, Any]] = []
    stages: list[dict[str, str]] = [{}, {}, {}]
    applied: Counter[str] = Counter()
    called: list[dict[str, str]] = [{}, {}, {}]
    for source, records in publishers(folder).items():
        pages = folder / "pages"
        jobs = [
            PageJob(r["id"], r.get("url") or "", body=gzip.decompress((pages / f"{r['id']}.html.gz").read_bytes()))
            for r in records
        ]
        alone = Read([run_page(job) for job in jobs], {}, UNKNOWN)
        taught = extract_source(jobs, pool)
        applied.update(role for result in taught.results if result.document for role in result.document.layout)
        for names, found in zip(called, (titles(alone), titles(taught), titles(taught)), strict=True):
            names.update(found)
        for stage, found in zip(stages, (texts(alone), texts(taught), uncluttered(taught, source)), strict=True):
            stage.update(found)
        truth += records
    bodies = (headed(stage, names, truth) for stage, names in zip(stages, called, strict=True))
    f1 = [score(truth, {i: {"body": t} for i, t in body.items()}, boot=0)[0]["body"]["f1"] for body in bodies]
    lost = [
        (r["id"], paragraph)
        for r in truth
        for paragraph in paragraphs(stages[0][r["id"]]) - paragraphs(stages[2][r["id"]])
        if paragraph in " ".join(r["body"].split()) and fold(paragraph) != fold(called[2][r["id"]])
    ]
    print(
        f"{folder.name}: {len(truth)} pages of publishers with {FEWEST}+; body F1 alone {f1[0]:.4f}, learned places {f1[1]:.4f}, "
        f"and boilerplate {f1[2]:.4f}; places applied {dict(applied)}; {len(lost)} true paragraphs lost"
    )
    for page, paragraph in lost[:8]:
        print(f"    {page}: {paragraph[:100]}")


def fields(result: Extracted) -> dict[str, Any]:
    """What is compared, of one result."""
    document, date = result.document, result.date
    if result.dropped and result.dropped.reason == "failed":
        raise SystemExit(f"{result.id}: {result.dropped.detail}")
    day = date.published[:10] if date and date.published else None
    return {
        "title": document.title if document else None,
        "authors": document.authors if document else None,
        "published": day,
        "text": document.text if document else None,
    }


def measure_demo(home: Home, pool: Workers) -> None:
    """A line for each source of the demo, as archived and with every second page stripped."""
    rows = Lake(home.lake).read("documents", where=None).to_pylist()
    fetched = {
        (row["night"], row["source"], row["url_key"]): row
        for row in Lake(home.lake).read("fetches").to_pylist()
        if row["warc_file"]
    }
    sources: dict[str, list[PageJob]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: str(r["capture_id"])):
        if row["kind"] != "article":
            continue
        fetch = fetched[row["night"], row["source"], row["url_key"]]
        where = PageJob(
            row["capture_id"],
            row["url"],
            archive_root=str(home.archive),
            warc_file=fetch["warc_file"],
            warc_offset=fetch["warc_offset"],
        )
        job = PageJob(row["capture_id"], row["url"], fetch["content_type"], row["fetched_at"], body=load(where).body)
        sources[row["source"]].append(job)
    for source, jobs in sorted(sources.items()):
        whole = {job.id: fields(run_page(job)) for job in jobs}
        asis = extract_source(jobs, pool)
        changed = sum(fields(result) != whole[result.id] for result in asis.results)
        print(f"{source}: as archived {changed} of {len(jobs)} pages changed")
        for label, dress in (("stripped", None), ("in divs and stripped", meaningless)):
            dressed = [replace(job, body=dress(job.body or b"")) if dress else job for job in jobs]
            stripped = [replace(job, body=DECLARATIONS.sub(b"", job.body or b"")) for job in dressed[1::2]]
            taught = extract_source([*dressed[::2], *stripped], pool).results[-len(stripped) :]
            alone = [run_page(job) for job in stripped]
            print(
                f"    {len(stripped)} {label}: {'; '.join(compared(field, whole, alone, taught) for field in FIELDS)}"
            )


def compared(field: str, whole: dict[str, dict[str, Any]], alone: list[Extracted], taught: list[Extracted]) -> str:
    """Right and wrong values of a field, by single pages and by the source."""
    values = [[(fields(r)[field], whole[r.id][field]) for r in results] for results in (alone, taught)]
    right = [sum(value == truth for value, truth in pairs) for pairs in values]
    wrong = [sum(bool(value) and value != truth for value, truth in pairs) for pairs in values]
    return f"{field} right {right[0]} -> {right[1]}, wrong {wrong[0]} -> {wrong[1]}"


def meaningless(body: bytes) -> bytes:
    """The page with elements and names that tell nothing, the same on every page."""

    def letters(name: bytes) -> bytes:
        digest = hashlib.sha256(name).digest()
        return bytes(97 + byte % 26 for byte in digest[:6])

    def renamed(match: re.Match[bytes]) -> bytes:
        return match[1] + b'="' + b" ".join(letters(name) for name in match[2].strip(b'"').split()) + b'"'

    def plain(match: re.Match[bytes]) -> bytes:
        tag = b"span" if match[2] == b"time" else b"div"
        return b"<" + match[1] + tag + (b"" if match[1] else match[3] + b' class="' + match[2] + b'"') + b">"

    return NAMED.sub(renamed, MEANT.sub(plain, body))


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path)
    parser.add_argument("--sets", default="fundus,waddle")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if options.eval is None and options.home is None:
        parser.error("give --eval FOLDER, --home HOME, or both")
    for folder in (options.eval, options.home):
        if folder is not None and not folder.is_dir():
            parser.error(f"no folder {folder}")
    with Workers(options.workers) as pool:
        if options.eval:
            score = scorer(options.eval).score
            for name in options.sets.split(","):
                measure_set(options.eval / "sets" / name, score, pool)
        if options.home:
            measure_demo(Home(options.home), pool)


if __name__ == "__main__":
    main()
