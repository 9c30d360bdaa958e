"""Mojibake: UTF-8 that somebody read in another encoding, as `CafÃ©` and `donâ€™t`; found, and put right where that is sure.

A word is put right if ftfy takes it for mojibake (https://ftfy.readthedocs.io/), or if it gives Cyrillic in a text that is
mojibake for sure; if the steps back can be taken forth again to the same word, and nothing in the outcome looks wrong.
A page is asked only if it holds a pair of characters that such a
misreading makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pipelines.lexicon.wording import without_signs

_LATIN_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What bytes 80–BF are in ISO 8859-1 and Windows-1252: those that follow the first byte of a character in UTF-8."""
_CYRILLIC_TAIL = "\x80-\xbfЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї"
SUSPICIOUS = re.compile(
    rf"â€|[Â-ßð-ô][{_LATIN_TAIL}]|[àâ-ï][{_LATIN_TAIL}]{{2}}|(?:[РС][{_CYRILLIC_TAIL}]){{3}}|вЂ[{_CYRILLIC_TAIL}]|‚Ä[îìúù¶ô]|√[©®†≥]"
)
"""The first bytes of characters in UTF-8 and those after them, as read in a single-byte encoding."""
PAIR = re.compile(rf"[Â-ôРС][{_LATIN_TAIL}{_CYRILLIC_TAIL}]")
PAIRS = ("â€", "вЂ", "‚Ä", "√")
"""Of all that SUSPICIOUS finds: good texts have few of these, and a look for them is cheap."""
JOINED = r"(?:(?<=Ð)|(?<=Å)|(?<=Î)|(?<=×)|(?<=[^а-яёА-ЯЁ]Р)|(?<=^Р))[ \xa0]"
WORD = re.compile(rf"(?:\S|{JOINED}(?=[^\s\x00-\x7f]))+")
"""A word; A0 as the second byte of its first letter (Р, Š, Π, נ) was tidied away as a space: `Ð ыбак`, `Å koda`."""
SINGLE = re.compile(r"\S+")
SPACED = re.compile(r"(?<![A-ZÀ-Þ])(?:Ã(?=\s|$)|Â(?=\s|$))")
"""`voilÃ ` and `12Â €`: the second byte, A0, was a space without a break, and was tidied away as a space."""
READ_AS = ("latin-1", "sloppy-windows-1252", "sloppy-windows-1251")
MIN_CYRILLIC = 3
"""Characters that a word in Cyrillic must be made of; fewer are found in good words."""
CYRILLIC = re.compile(r"[\W\d_]*[а-яёіїєґА-ЯЁІЇЄҐ]{2,}(?:[^A-Za-zÀ-ɏ])*")
MIN_SURE = 3
"""Words of a text put right after which those that only may be mojibake are put right as well: `РѕРЅ` for `он`."""
ACCENTED = re.compile(r"[À-ÖØ-öø-ÿ](?<![^\W\d_].)[À-ÖØ-öø-ÿ]{3,}(?![^\W\d_])")
"""Words of accented letters alone, which no language has: Cyrillic, Greek or Hebrew of a single-byte encoding, read as Latin."""
MIN_ACCENTED = 3
TURNED = re.compile(r"[а-яё](?<![^\W\d_].)[А-ЯЁ]{2,}(?![^\W\d_])")
LOWER = re.compile(r"(?<![^\W\d_])[а-яё]{3,}(?![^\W\d_])")
MIN_TURNED = 2
"""`яСДЭЪ ОНВХМХК`: KOI8-R and Windows-1251 have capitals where the other has small letters."""


class Repair(NamedTuple):
    """A stretch of a text that is mojibake: its place in the text as it is now, what stood there, and whether it is put right."""

    start: int
    end: int
    original: str
    repaired: bool


def looks_garbled(text: str) -> bool:
    """True if a text may hold mojibake.

    >>> looks_garbled("CafÃ© Zoë"), looks_garbled("Café „Spaß“")
    (True, True)
    >>> looks_garbled("Café Zoë – naïve")
    False
    """
    if without_signs(text).isascii():  # as English is, but for its quotation marks and dashes
        return False
    if any(SUSPICIOUS.match(text, pair.start()) for pair in PAIR.finditer(text)) or _misread_whole(text):
        return True
    return any(pair in text for pair in PAIRS) and SUSPICIOUS.search(text) is not None


def repaired(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The text with its mojibake put right where that is sure, and what of it was found.

    >>> repaired("The CafÃ© opens")
    ('The Café opens', (Repair(start=4, end=8, original='CafÃ©', repaired=True),))
    >>> repaired("Der Spaß“ dauert")
    ('Der Spaß“ dauert', ())
    """
    if not looks_garbled(text):
        return text, ()
    whole = _misread_whole(text)
    if whole is not None:
        return text, (Repair(*whole, text[slice(*whole)], repaired=False),)
    stretches = [*_words(text)]
    if sum(better is not None for _, _, better in stretches) >= MIN_SURE:
        stretches = [*_words(text, sure=True)]
    if any(better is not None for _, _, better in stretches):
        stretches += [(m.start(), m.end(), "à" if m[0] == "Ã" else "") for m in SPACED.finditer(text)]
    parts: list[str] = []
    found: list[Repair] = []
    at = size = 0
    for start, end, better in sorted(stretches, key=lambda stretch: stretch[:2]):
        if start < at:
            continue
        said = text[start:end] if better is None else better
        parts += [text[at:start], said]
        size += start - at
        found.append(Repair(size, size + len(said), text[start:end], better is not None))
        at, size = end, size + len(said)
    return "".join([*parts, text[at:]]), tuple(found)


def misread(text: str) -> str | None:
    """How a text in UTF-8 looks if it is read in Windows-1252.

    >>> misread("José")
    'JosÃ©'
    """
    import ftfy.bad_codecs  # noqa: F401 -- the encodings named sloppy-…

    try:
        return text.encode().decode("sloppy-windows-1252")
    except UnicodeError:
        return None


def _misread_whole(text: str) -> tuple[int, int] | None:
    """From where to where a text in another single-byte encoding was read in the wrong one; None if it was not.

    >>> _misread_whole("Íà ïîëå «Øàõò¸ð» âûèãðàë."), _misread_whole("ПРИВЕТ, мир: а Ёлка не здесь, пРИВЕТ")
    ((3, 24), None)
    """
    accented = [*islice(ACCENTED.finditer(text), MIN_ACCENTED)]
    if len(accented) == MIN_ACCENTED:
        return accented[0].start(), max(match.end() for match in ACCENTED.finditer(text))
    turned = [*TURNED.finditer(text)]
    if len(turned) >= MIN_TURNED and len(LOWER.findall(text)) < len(turned) / 2:
        return turned[0].start(), turned[-1].end()
    return None


def _words(text: str, *, sure: bool = False) -> Iterator[tuple[int, int, str | None]]:
    """(start, end, better) of each word that is mojibake; `better` is None where it cannot be put right for sure.

    `sure`: the text is mojibake, so that a word which can be read as UTF-8 is.
    """
    from ftfy.badness import is_bad

    for joined in WORD.finditer(text):
        if joined[0].isascii() or not (sure or SUSPICIOUS.search(joined[0])):
            continue
        better = _reread(re.sub(r"\s", "\xa0", joined[0]), sure=sure)
        if better is not None:
            yield joined.start(), joined.end(), better
            continue
        for word in SINGLE.finditer(text, joined.start(), joined.end()):
            if word[0].isascii() or not (sure or SUSPICIOUS.search(word[0])):
                continue
            better = _reread(word[0], sure=sure) or (
                _reread(f"{word[0]}\xa0") if word[0].endswith("Ã") and not word[0].isupper() else None
            )
            if better is not None or is_bad(word[0]):
                yield word.start(), word.end(), better


def _reread(word: str, *, sure: bool = False) -> str | None:
    """The word read as UTF-8 from its own bytes, if it is bad as it is and good then; None if no encoding makes it so."""
    import ftfy.bad_codecs  # noqa: F401 -- the encodings named sloppy-…
    from ftfy.badness import is_bad

    if not (sure or is_bad(word)):
        return None
    for encoding in READ_AS:
        try:
            better = word.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if "1251" in encoding and len(better) < MIN_CYRILLIC and not sure:
            continue
        if not is_bad(word) and not CYRILLIC.fullmatch(better):
            return None
        if SUSPICIOUS.search(better):
            better = _reread(better) or better
        return None if is_bad(better) or "\ufffd" in better or not better.isprintable() else better
    return None
