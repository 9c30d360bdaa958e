"""How many of the pages that were made wrong (`wrong_text_pages`) give a wrong text, by kind of fault.

    python tests/benchmarks/wrong_texts.py SETS_FOLDER [--set made|held] [--show N]

SETS_FOLDER holds <set>/{truth.jsonl,pages/*.html.gz}. A page is `wrong` if its text holds a line that was put in, or a fifth of
such a line's words in a row of five; `lost` if a story that is there has less than .8 of the characters that the real page gives.
Pages of one group are read as one source, as a night reads them.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from wrong_text_pages import KINDS, Faults, Made, stories

from pipelines.extract.model import Document
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.sources import extract_source
from pipelines.extract.run.task import run_page
from pipelines.lake.values import STORY_KINDS
from pipelines.lexicon.wording import fold

MIN_KEPT_SHARE = 0.8
SHINGLE_CHARS = 24


class InProcess:
    """Reads pages here and now."""

    sources_at_once = 1

    def extract(self, jobs: Iterable[PageJob], on_progress: Callable[[int], None] | None = None) -> Iterator[Extracted]:
        """One result a job, in their order."""
        return map(run_page, jobs)


def is_wrong(page: Made, document: Document | None) -> bool:
    """True if the text holds a stretch of a line that was put in; what is no story by its kind has no text in the corpus."""
    text = fold(document.text) if document and document.kind in STORY_KINDS else ""
    pieces = [fold(line) for line in page.wrong]
    own = fold(" ".join(page.own))
    shingles = {
        said[at : at + SHINGLE_CHARS] for said in pieces for at in range(0, max(1, len(said) - SHINGLE_CHARS), 8)
    }
    shingles = {each for each in shingles if len(each) > 5 and each not in own}
    return sum(each in text for each in shingles) > 0.2 * len(shingles)


def is_lost(page: Made, document: Document | None) -> bool:
    """True if the story stands in the page and too little of it in the text."""
    text = fold(document.text) if document else ""
    known = [fold(line) for line in page.own]
    return sum(len(said) for said in known if said in text) < MIN_KEPT_SHARE * sum(map(len, known))


def main() -> None:
    """Score one of the two sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=("made", "held"), default="made")
    parser.add_argument("--show", type=int, default=0)
    asked = parser.parse_args()
    sources: dict[str, list[Made]] = defaultdict(list)
    for page in Faults(stories(asked.folder), asked.set).pages():
        sources[page.group].append(page)
    tally: Counter[tuple[str, str]] = Counter()
    for pages in sources.values():
        read = extract_source(
            [PageJob(p.identity, p.url, "text/html; charset=utf-8", body=p.body) for p in pages], InProcess()
        )
        for page, result in zip(pages, read.results, strict=True):
            wrong, lost = is_wrong(page, result.document), is_lost(page, result.document)
            walled = result.document is None or result.document.paywall == "truncated"
            tally.update([(page.kind, "pages"), *([(page.kind, "wrong")] if wrong else [])])
            tally.update([(page.kind, "lost")] if lost else [])
            tally.update([(page.kind, "not truncated")] if page.kind == "cipher" and not walled else [])
            if (wrong or lost) and asked.show:
                said = result.document.text if result.document else result.dropped
                print("wrong" if wrong else "lost", page.identity, page.form, page.url, repr(said)[: asked.show])
    for kind in KINDS:
        print(
            kind,
            {name: tally[kind, name] for name in ("pages", "wrong", "lost", "not truncated") if (kind, name) in tally},
        )


if __name__ == "__main__":
    main()
