"""Fields of the index, and the document of an article in it.

Texts are stored as tokens separated by blanks. `words` has the tokens in order, for phrases and prefixes. `stems`
has the stems of the words, each plain and with a grade; the grade says how much the article is about the word.

A grade is written with the language as powers of two: `ferri~en2 ferri~en4` is grade 6 in English. This is cheap,
because a search pays for each term of a word in each segment of the index, and for each document that it must
exclude.

Grades depend on the article only, and so do ranks. So an updated index ranks like a new one. With tantivy's
frequencies it would not, because they count deleted documents, too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import tantivy

from pipelines.ask.search.bounds import WEB, published_between
from pipelines.ask.search.forms import HEBREW, stems_in_texts, tokens_of_words
from pipelines.base.words.folding import ZWNJ
from pipelines.base.words.stems import PLAIN, group
from pipelines.base.words.tokens import written

COLUMNS = (
    "article_id", "source", "url", "title", "text", "published", "not_before", "not_after", "first_seen", "language", "kind",
    "authors", "section", "role",
)  # fmt: skip
"""Columns of `articles` that a document is made from."""
SHOWN = ("source", "url", "title", "published", "language", "kind", "authors", "section", "role")
"""Columns that are stored as JSON for display; the text is stored beside them."""
IN_ORDER = ("words", "title", "author", "section")
"""Fields of tokens in order."""
BAGS = ("stems", "title_stems")
EXACT = ("article_id", "source", "language", "kind", "role", "group", "span")
"""Fields with one value, which is not tokenised."""
DAYS = ("earliest", "latest")
BREAK = "\x1e"
"""A token between title and text, and between authors. No query contains it, so no phrase matches across it."""
GRADE, GRADES, TITLE_GRADES = "~", 8, 4
"""Grades go from 1 to GRADES; a word in the title gets TITLE_GRADES more."""
POWERS = (1, 2, 4, 8)
K1, B, USUAL_WORDS = 1.2, 0.75, 400
"""The usual parameters of BM25, and an article length that does not change with the corpus."""
TITLE_COUNTS = 3
ID = re.compile(r"[0-9a-f]{16}")
KEY_BITS, MAX_KEY = 42, (1 << 64) - 1
RANKS = ("rank", "span_rank")
"""Documents of the later span of days come first; within a span, the later day, then the lower id."""
STEP, STEP_BITS = 2.0**-22, 11
STEPS = 1 << STEP_BITS
SPAN_DAYS, DAY_BITS = 10, 4
"""Days in a span; spans go from the web's first day to the year 2047. Bits of a day within its span, before bits of the id."""
MAX_SCORE = 2_000


def schema() -> tantivy.Schema:
    """The schema of the index."""
    builder = tantivy.SchemaBuilder()
    for name in IN_ORDER:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in BAGS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in EXACT:
        builder.add_text_field(name, stored=name == "article_id", tokenizer_name="raw", index_option="basic")
    for name in DAYS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("key", fast=True)
    builder.add_unsigned_field("order", fast=True)
    for name in RANKS:
        builder.add_float_field(name, fast=True)
    for name in ("shown", "text"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def document(article: dict[str, Any]) -> tantivy.Document:
    """The document of an article, from its COLUMNS."""
    found = tantivy.Document()
    language = article["language"]
    title, text = Counted.of(article["title"], language), Counted.of(article["text"], language)
    found.add_text("words", f"{title.tokens} {BREAK} {text.tokens}")
    graded, suffixes = grades(title, text), suffixes_of(group(language))
    stems = (*graded, *(stem + each for stem, own in graded.items() for each in suffixes[own]))
    found.add_text("stems", " ".join(stems))
    found.add_text("title", title.tokens)
    found.add_text("title_stems", " ".join(title.stems))
    found.add_text("author", f" {BREAK} ".join(Counted.of(name, None).tokens for name in article["authors"] or ()))
    found.add_text("section", Counted.of(article["section"], None).tokens)
    first, last = published_between(article)
    values = article | {"group": group(language), "span": span_of(last)}
    for name in EXACT:
        found.add_text(name, values[name] or "")
    found.add_integer("earliest", first.toordinal())
    found.add_integer("latest", last.toordinal())
    key = int(article["article_id"], 16) if ID.fullmatch(article["article_id"]) else 0
    found.add_unsigned("key", key)
    found.add_unsigned("order", order(last, key))
    span, day = divmod(max(0, (last - WEB).days), SPAN_DAYS)
    found.add_float("rank", rank(span))
    found.add_float("span_rank", rank((day << STEP_BITS - DAY_BITS) + (MAX_KEY - key >> 64 - STEP_BITS + DAY_BITS)))
    found.add_bytes("shown", json.dumps({name: article[name] for name in SHOWN}, ensure_ascii=False).encode())
    found.add_bytes("text", (article["text"] or "").encode())
    return found


class Counted(NamedTuple):
    """A text for the index: its tokens in order, and the count of each stem."""

    tokens: str
    stems: Mapping[str, int]

    @classmethod
    def of(cls, text: str | None, language: str | None) -> Counted:
        """Count a text in a language."""
        words = written(text or "")
        tokens = " ".join(map(tokens_of_words().__getitem__, words))
        if group(language) == PLAIN and language != HEBREW and ZWNJ not in (text or ""):
            return cls(tokens, Counter(tokens.split()))
        forms = Counter(map(stems_in_texts(language).__getitem__, words))
        several = [form for form in forms if " " in form]
        for form in several:
            count = forms.pop(form)
            for each in form.split():
                forms[each] += count
        return cls(tokens, forms)


def grades(title: Counted, text: Counted) -> dict[str, int]:
    """The stems of an article, each with its grade: how much the article is about it.

    The grade is the part of BM25 that depends on the article only (Robertson and Zaragoza, The Probabilistic
    Relevance Framework, 2009), in quarters. A stem in the title counts as TITLE_COUNTS in the text and gets
    TITLE_GRADES more.
    """
    counts = Counter(text.stems)
    for stem, count in title.stems.items():
        counts[stem] += TITLE_COUNTS * count
    length = K1 * (1 - B + B * sum(text.stems.values()) / USUAL_WORDS)
    by_count = {n: min(GRADES, max(1, round(4 * n * (K1 + 1) / (n + length)))) for n in set(counts.values())}
    found = {stem: by_count[count] for stem, count in counts.items() if stem}
    for stem in title.stems:
        if stem:
            found[stem] += TITLE_GRADES
    return found


@cache
def suffixes_of(group_: str) -> tuple[tuple[str, ...], ...]:
    """For each grade, the suffixes that the stem of a word gets in the terms of the index.

    >>> suffixes_of("en")[6]
    ('~en2', '~en4')
    """
    return tuple(
        tuple(f"{GRADE}{group_}{power}" for power in POWERS if grade & power)
        for grade in range(GRADES + TITLE_GRADES + 1)
    )


def span_of(day: date) -> str:
    """The span of days that contains a day, as a term of the index."""
    return str(max(0, (day - WEB).days) // SPAN_DAYS)


def rank(step: int) -> float:
    """The rank that orders documents of one score: scores are multiplied by log2(2 + rank), which grows from 1 by one
    step.

    No step lifts a score (a whole number up to MAX_SCORE) to the next score, and any two steps give different
    scores.
    """
    return float(2 ** (1 + min(max(0, step), STEPS - 1) * STEP) - 2)


def order(day: date, key: int) -> int:
    """A sort number: higher for newer documents, and within a day higher for lower ids."""
    return day.toordinal() << KEY_BITS | (MAX_KEY - key >> 64 - KEY_BITS)
