"""Keys of names: one spelling for a name in most languages, so that `Zelensky`, `Selenskyj` and `Зеленский` are alike.

Cyrillic and Greek letters are written in Latin ones. Letters that languages choose differently for one sound become one.
Names in other scripts keep their folded spelling.
"""

from __future__ import annotations

import re

from pipelines.base.words.folding import folded

KEY_LETTERS = 5
"""First letters that a key keeps: what follows is mostly a grammatical ending."""
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцыэіїєґўјљњћђџ", "abvgdezziiklmnoprstufhcieiiegiilncdd", strict=True))
_GREEK = dict(zip("αβγδεζηικλμνξοπρσςτυφχω", "avgdeziiklmnxoprsstifho", strict=True))
_TWO = {"ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "iu", "я": "ia", "θ": "th", "ψ": "ps"}
LATIN = str.maketrans(_CYRILLIC | _GREEK | _TWO)
SOUNDS = (("sch", "sh"), ("ph", "f"), ("kh", "h"), ("ck", "k"), ("tch", "ch"), ("tsch", "ch"))
LETTERS = str.maketrans({"y": "i", "j": "i", "w": "v", "c": "k", "q": "k", "z": "s"})
DOUBLED = re.compile(r"(.)\1+")


def name_key(word: str) -> str:
    """The key of a name or a number; a number keeps all its digits.

    >>> name_key("Zelensky"), name_key("Selenskyj"), name_key("Зеленский"), name_key("2026")
    ('selen', 'selen', 'selen', '2026')
    """
    plain = folded(word)
    if plain[:1].isdigit():
        return plain
    plain = plain.translate(LATIN)
    for written, sound in SOUNDS:
        plain = plain.replace(written, sound)
    sounds = DOUBLED.sub(r"\1", plain.translate(LETTERS))
    return (sounds[1:] if sounds.startswith("ie") else sounds)[:KEY_LETTERS]  # Ерликая, Yerlikaya
