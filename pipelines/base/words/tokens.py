"""Tokens of a text: its folded words. In scripts written without spaces, each character together with the next one.

`北京大学` → `北京 京大 大学 学`. The tokens of any part of a run are in the text one after the other, so a search finds the
part. These scripts are Chinese, Japanese, Korean (its particles are joined to words), Thai, Lao, Khmer and Burmese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.base.words.folding import LETTERS, ZWNJ, folded, spellings

MAX_TOKEN_CHARS = 60
"""Maximum length of a token; anything longer is not a word."""
JOINED = "\u00ad\u200b-\u200d\u2060"
COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7"
    "\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0dca-\u0ddf\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a"
)
"""Marks that are part of words but not matched by `\\w`."""
WORD = re.compile(rf"[\w{COMBINING}{JOINED}]+")
SIGNS = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
TYPOGRAPHIC = "’‘“”–—…£€\u00a0"
"""Common signs beyond ASCII; many texts have no other character beyond ASCII."""
SPACELESS = (
    "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff"
    "\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
PIECE = re.compile(rf"[{SPACELESS}]+|[^\W_{SPACELESS}]+(?:[{COMBINING}{ZWNJ}]*[^\W_{SPACELESS}]*)*")
RUN = re.compile(rf"[{SPACELESS}]")
HAN = re.compile("[\u4e00-\u9fff]+")
ARABIC = re.compile("[\u0600-\u06ff]")
PLURAL = f"{ZWNJ}\u0647\u0627"
PLURALS = re.compile(f"{PLURAL}\u06cc\\w*$")
"""Endings after Persian's plural, folded: کتاب‌های, کتاب‌هایی, کتاب‌هایشان are found as کتاب‌ها."""


def written(text: str) -> list[str]:
    """The words of a text in order, as written.

    >>> written("It’s 5 p.m.: the Brücke")
    ['It', 's', '5', 'p', 'm', 'the', 'Brücke']
    """
    if not text.isascii():
        for sign in TYPOGRAPHIC:
            text = text.replace(sign, " ")
    return text.translate(SIGNS).split() if text.isascii() else WORD.findall(text.replace("_", " "))


def pieces(word: str) -> list[str]:
    """A word (a match of WORD), folded and split where scripts meet and where a Persian compound is joined.

    >>> pieces("iPhone手机"), pieces("snake_case"), len(pieces("می‌روم"))
    (['iphone', '手机'], ['snake', 'case'], 2)
    """
    if HAN.fullmatch(word):  # most Chinese words: only this part of folding is needed
        return [word.translate(LETTERS)]
    text = folded(word)
    if text.isascii() and text.isalnum():
        return [text[:MAX_TOKEN_CHARS]]
    if ZWNJ in text:
        text = PLURALS.sub(PLURAL, text)
        text = text.replace(ZWNJ, " " if ARABIC.search(text) else "")
    return [piece if RUN.match(piece) else piece[:MAX_TOKEN_CHARS] for piece in PIECE.findall(text)]


def tokens(word: str) -> list[str]:
    """The tokens of a word of a text.

    >>> tokens("Brücke"), tokens("北京大学")
    (['brucke'], ['北京', '京大', '大学', '学'])
    """
    return [token for piece in pieces(word) for token in (_pairs(piece) if RUN.match(piece) else (piece,))]


def spelled_pieces(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The pieces of words in order, once for each way to spell them.

    >>> spelled_pieces(["alte", "Brücke"])
    [('alte', 'brucke'), ('alte', 'bruecke')]
    """
    each = [spellings(word) for word in words]
    ways = ([way[min(number, len(way) - 1)] for way in each] for number in range(max(map(len, each), default=0)))
    found = (tuple(piece for word in way for piece in pieces(word)) for way in ways)
    return list(dict.fromkeys(way for way in found if way))


def asked(pieces_: Sequence[str]) -> list[str]:
    """The tokens to search for, for pieces in order: in a run at the end, the last character is already in the last
    pair.

    >>> asked(["brucke"]), asked(["北京大"]), asked(["北京", "2026"]), asked(["水"])
    (['brucke'], ['北京', '京大'], ['北京', '京', '2026'], ['水'])
    """
    found = [token for piece in pieces_ for token in (_pairs(piece) if RUN.match(piece) else (piece,))]
    return found[:-1] if pieces_ and RUN.match(pieces_[-1]) and len(pieces_[-1]) > 1 else found


def is_single_character(piece: str) -> bool:
    """True for one character of a script without spaces; tokens start with it."""
    return len(piece) == 1 and RUN.match(piece) is not None


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]
