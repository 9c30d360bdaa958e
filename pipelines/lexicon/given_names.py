"""Given names of many countries: `Jane Doe` begins with one, `Premier League` does not.

The list was made from the first names of Faker 40 (https://github.com/joke2k/faker, MIT licence): those of one word that
two languages share, or that stand in a list of fewer than 900 names, as `folded` writes them, in the order of their letters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

FILE = "given_names.txt"


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Every name of the list, folded."""
    return frozenset((files(__package__) / FILE).read_text(encoding="utf-8").split())


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word in small letters without accents and marks.

    >>> folded("Élodie"), folded("O’Neil")
    ('elodie', 'oneil')
    """
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())


def given(name: str) -> int:
    """2 if a name begins with a given name, 1 if one stands later in it (`Nagy Ágnes`), else 0.

    >>> given("Jane Doe"), given("Nagy Ágnes"), given("Premier League")
    (2, 1, 0)
    """
    known = [folded(word) in given_names() for word in name.replace("-", " ").split()]
    return 2 if known[:1] == [True] else int(any(known))
