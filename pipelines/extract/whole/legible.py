"""Lines that nobody can read: words of a template where the story should be, and text in cipher behind a pay wall."""

from __future__ import annotations

import re

from pipelines.lexicon.common_words import MIN_LETTERS, SPACELESS, WORD, common_in_any, common_words
from pipelines.lexicon.data import words as words_of
from pipelines.lexicon.pattern import pattern
from pipelines.page.text.language import language

VARIABLE = re.compile(
    r"\{\{[^{}]{0,200}\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|\$\{[^{}]{0,200}\}|\[\[[^\[\]]{0,200}\]\]|\[object Object\]"
    r"|\$\$?[A-Z][A-Z_]{3,}\$\$?|%%?[A-Z][A-Z_]{3,}%%?|__[A-Z][A-Z_]{3,}__|#[A-Z]{3,}_[A-Z_]{2,}#|(?<!\w)(?:undefined|NaN)(?!\w)"
    r"|<(?:meta|link)\s[^<>]{0,2000}>"
)
"""A variable of a template that nobody has filled: `{{ story.body }}`, `$$PLACEHOLDER$$`, `<%= text %>`, `${lead}`; or what it
has written for machines, but escaped: `&lt;meta name="author" …&gt;`.
"""
MAY_HAVE_VARIABLE = re.compile(
    r"\{\{|\{%|<(?:%|meta|link)|\$\{|\[\[|\$[A-Z]|%[A-Z]|__[A-Z]|#[A-Z]{3}|\[object|undefined|NaN"
)
MIN_VARIABLE_SHARE = 0.6
"""Share of a line's characters in variables; a text about templates has more words around them."""
LOADING = pattern(r"\W*(?:(?:<<story.loading>>)\W*)+", re.IGNORECASE)
"""A line that says that the text is still being loaded."""
MAX_LOADING_CHARS = 120
READ_CHARS = 6_000
FILLER = "story.filler"
OF_FILLER = ("ipsum", "dolor", "volupta", "nostrud", "fugit")
"""Parts of words of which one stands in each sentence of a filler."""
"""Words of the texts that designers set: Cicero, De finibus I 10, and what became of it."""
MIN_FILLER_WORDS, MIN_FILLER_SHARE = 4, 0.5
MIN_CIPHER_CHARS, MIN_CIPHER_TEXT_CHARS = 60, 200
"""Characters of a line, and of a whole text, in which common words must stand."""
MIN_SPOKEN = 2
"""Common words of a language in a short headline of it."""
MAX_COMMON_SHARE, MIN_DECIPHERED_SHARE = 0.08, 0.15
"""Share of common words that a text in cipher has at most, and a shifted text at least once it is shifted back."""
MIN_SMALL_SHARE = 0.5
"""Share of a line's words that begin with a small letter: lists of names and tables have less, in any language with cases."""
MAX_CIPHER_SCORE, SURE_SCORE = 0.5, 0.97
"""Probability of its language up to which the detector does not know a text (of 1,700 development pages five have less), and
from which on it does."""
CODE, MAX_CODE_SHARE = re.compile(r"[{}()\[\]<>=;|_/\\0-9]"), 0.04
"""Signs of programs, tables and addresses, and their share of a text beyond which it is one of these."""
SPACELESS_LANGUAGES = frozenset(("zh", "ja", "th", "ko"))
ALPHABETS = (("a", 26), ("а", 32), ("α", 25))


def may_have_template(text: str) -> bool:
    """True if a text has a sign of a variable or a word of a filler: a quick look."""
    low = text[:READ_CHARS].lower()
    return any(word in low for word in OF_FILLER) or MAY_HAVE_VARIABLE.search(text) is not None


def is_template(line: str) -> bool:
    """True if a line is a variable, a notice of loading or a filler, not a text.

    >>> is_template("{{ article.body }}"), is_template("Loading…"), is_template("Lorem ipsum dolor sit amet, consectetur")
    (True, True, True)
    >>> is_template("Lorem ipsum, the filler text of printers, is older than the computer.")
    False
    >>> is_template('<meta name="description" content="The mill is closed."> <meta property="og:type" content="website">')
    True
    """
    if MAY_HAVE_VARIABLE.search(line):
        known = sum(len(found[0]) for found in VARIABLE.finditer(line))
        if known >= MIN_VARIABLE_SHARE * len(line.strip()):
            return True
    if is_loading(line):
        return True
    words = [word for word in WORD.findall(line[:600].casefold()) if len(word) > 3] if _may_be_filler(line) else []
    known = sum(word in words_of(FILLER) for word in words)
    return known >= MIN_FILLER_WORDS and known >= MIN_FILLER_SHARE * len(words)


def is_loading(line: str) -> bool:
    """True if a line says that the text is still being loaded."""
    return len(line) <= MAX_LOADING_CHARS and LOADING.fullmatch(line) is not None


def _may_be_filler(line: str) -> bool:
    return sum(word in words_of(FILLER) for word in line[:120].lower().split()) > 1


def is_odd(line: str, code: str | None) -> bool:
    """True if a line of some length has hardly a common word of a language, or of any if it is not known: a quick look."""
    if len(line) < MIN_CIPHER_CHARS:
        return False
    common = common_words().get(code or "") or common_in_any()
    left = 1 + len(line) // 80
    for word in line.lower().split():
        if word in common and len(word) >= MIN_LETTERS:
            left -= 1
            if not left:
                return False
    return True


def is_spoken(line: str, code: str | None) -> bool:
    """True if a line, however short, has MIN_SPOKEN common words of a language.

    >>> is_spoken("Council of Ardlow votes to mend the old mill", "en"), is_spoken("Council of Ardlow votes", "de")
    (True, False)
    """
    common = common_words().get(code or "", frozenset())
    return sum(word in common for word in line.casefold().split()) >= MIN_SPOKEN


def is_strange(line: str, code: str) -> bool:
    """True if a line has hardly a common word of its page's language, or another script; False for languages without a list."""
    common = common_words().get(code)
    if len(line) < MIN_CIPHER_CHARS or (common is None and code not in SPACELESS_LANGUAGES):
        return False
    if common is None or SPACELESS.search(line):
        spaceless = sum(map(len, SPACELESS.findall(line)))
        return (spaceless < 0.2 * len(line)) if common is None else spaceless > 0.5 * len(line)
    return share_of(line.lower(), code) <= MAX_COMMON_SHARE


def is_cipher(text: str, code: str) -> bool:
    """True if a text, written as prose is, is in no language, or in the language `code` once its letters are shifted back."""
    if len(text) < MIN_CIPHER_TEXT_CHARS or len(CODE.findall(text)) > MAX_CODE_SHARE * len(text):
        return False
    if not is_written_out(text) or code not in common_words():
        return False
    score = language(text)[1] or 0
    return score <= MAX_CIPHER_SCORE or (
        score < SURE_SCORE
        and any(share_of(shifted(text[:600], by), code) >= MIN_DECIPHERED_SHARE for by in range(1, 32))
    )


def is_written_out(text: str) -> bool:
    """True if a text is written as prose is, not as a list of names: half of its words have no capital letter.

    >>> is_written_out("Reporting by Jane Doe and Max Roe in Ardlow"), is_written_out("The mill in Ardlow has burned down")
    (False, True)
    """
    words = [word for word in WORD.findall(text) if len(word) >= MIN_LETTERS]
    return sum(not word[0].isupper() for word in words) >= MIN_SMALL_SHARE * len(words)


def share_of(text: str, code: str) -> float:
    """The share of a text's words that are common words of a language; short words do not count."""
    words = [word for word in WORD.findall(text) if len(word) >= MIN_LETTERS]
    return sum(word in common_words()[code] for word in words) / max(1, len(words))


def shifted(text: str, by: int) -> str:
    """The text in small letters, each moved by so many places in its alphabet.

    >>> shifted("Uif njmm", -1)
    'the mill'
    """
    table = {ord(first) + place: ord(first) + (place + by) % size for first, size in ALPHABETS for place in range(size)}
    return text.casefold().translate(table)
