"""`python -m pipelines.lexicon [CODE …]`: which topics a language lacks beside the best-kept one."""

from __future__ import annotations

import sys

from pipelines.lexicon.data import LANGUAGES, data
from pipelines.lexicon.lacking import best_kept, lacking
from pipelines.lexicon.language_file import topics


def main(codes: list[str]) -> None:
    """Print a line for each language, and for languages that are named each topic with what belongs there."""
    languages = data()[LANGUAGES]
    print(f"Best kept: {languages[best_kept()]['name']}.")  # noqa: T201
    for code in codes or sorted(languages):
        missing = lacking(code)
        print(f"{code:8} {languages[code]['name']:24} lacks {len(missing)} topics")  # noqa: T201
        for topic in missing if codes else ():
            print(f"    {topic}: {topics()[topic]}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
