"""What dateparser would read in the visible date texts of pages that our own reading does not, and the other way round.

    python tests/benchmarks/dates_dateparser.py --eval DIR [--sets fundus,traf] [--show 20]

Texts are the short ones (at most LONGEST characters) that look like a date anywhere in a page, each once a language;
dateparser is given the page's language and asked for a full date. Then the months of every language that dateparser
knows and we do not: how many newspaper-style dates ("3 <month> 2025") of them are read when the page names the language.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import pkgutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipelines.dates.place.candidates import dialect_of
from pipelines.dates.place.walk import walk
from pipelines.dates.read.reading import Dialect, read_text
from pipelines.dates.read.words import languages
from pipelines.page.page import Page

SETS = "fundus,mercury,postlight,htmldate_mc,htmldate_default,traf"
LONGEST = 40
FULL = {"REQUIRE_PARTS": ["day", "month", "year"], "RETURN_AS_TIMEZONE_AWARE": False}
MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"
]  # fmt: skip


def texts(root: Path, names: list[str]) -> Iterator[tuple[str, Dialect]]:
    """Each short text that looks like a date, with its page's dialect, once a language."""
    seen: set[tuple[str, str | None]] = set()
    for name in names:
        for line in (root / "sets" / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            body = gzip.decompress((root / "sets" / name / "pages" / f"{truth['id']}.html.gz").read_bytes())
            page = Page(truth.get("url") or "", body, None, None)
            dialect = dialect_of(page, None)
            for spot in walk(page.tree, page.steps, headline=None, shorts=False).texts:
                text = " ".join(spot.text.split())
                if len(text) <= LONGEST and (text, dialect.language) not in seen:
                    seen.add((text, dialect.language))
                    yield text, dialect


def ours(text: str, dialect: Dialect) -> str | None:
    """The day that we read, if one for certain."""
    found = [r for r in read_text(text, dialect) if not r.ambiguous]
    return found[0].value[:10] if found else None


def compare(found: list[tuple[str, Dialect]], parse: Callable[..., Any], known: set[str], show: int) -> Counter[str]:
    """How the two readings stand to each other, text by text."""
    counts: Counter[str] = Counter()
    samples: dict[str, list[str]] = {}
    for text, dialect in found:
        own = ours(text, dialect)
        language = [dialect.language] if dialect.language in known else None
        other = parse(text, languages=language, settings=FULL)
        theirs = other.date().isoformat() if other else None
        kind = (
            "neither" if own is theirs is None
            else "only dateparser" if own is None
            else "only ours" if theirs is None
            else "same day" if own == theirs else "another day"
        )  # fmt: skip
        counts[kind] += 1
        samples.setdefault(kind, []).append(f"{text!r} ({dialect.language}): {own} / {theirs}")
    for kind in ("only dateparser", "another day"):
        print(f"\n{kind}:", *samples.get(kind, [])[:show], sep="\n  ")
    return counts


def missing_languages(data: Any) -> Iterator[tuple[str, int, int]]:
    """(language, dates read, dates) for every language of dateparser's that we have no words of."""
    for module in pkgutil.iter_modules(data.__path__):
        if module.name in languages():
            continue
        info = importlib.import_module(f"{data.__name__}.{module.name}").info
        names = [
            (n, word) for n, month in enumerate(MONTHS, 1) for word in info.get(month, []) if not word[0].isdigit()
        ]
        read = sum(ours(f"3 {word} 2025", Dialect(module.name)) == f"2025-{n:02}-03" for n, word in names)
        yield module.name, read, len(names)


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--show", type=int, default=20)
    args = parser.parse_args()
    if importlib.util.find_spec("dateparser") is None:
        print("dateparser is not installed: nothing to compare with")
        return
    dateparser = importlib.import_module("dateparser")
    data = importlib.import_module("dateparser.data.date_translation_data")
    known = {module.name for module in pkgutil.iter_modules(data.__path__)}
    found = list(texts(args.eval, args.sets.split(",")))
    started = time.process_time()
    for text, dialect in found:
        ours(text, dialect)
    own_seconds = time.process_time() - started
    started = time.process_time()
    counts = compare(found, dateparser.parse, known, args.show)
    print(f"\n{len(found)} texts: " + ", ".join(f"{kind} {count}" for kind, count in counts.most_common()))
    print(f"CPU: ours {own_seconds:.1f} s, dateparser {time.process_time() - started - own_seconds:.1f} s")
    rows = list(missing_languages(data))
    print(f"\nlanguages of dateparser's that we lack: {len(rows)}; read anyway / month words:")
    print(", ".join(f"{name} {read}/{total}" for name, read, total in rows))


if __name__ == "__main__":
    main()
