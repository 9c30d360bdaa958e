"""Fields of the index, and an article as a document of it.

Texts are tokens parted by blanks. `words` holds them in order, for phrases and prefixes; `stems` what words are found by, each
as it is and with a grade that says how much the article is about it. A grade is written with the language, in powers of two
(`ferri~en2 ferri~en4` is grade 6 in English), as a search pays for each term that a word may stand as in each segment of the
index, and for each document that it would have to leave out. Grades depend on the article alone, and so do ranks: an index that
was kept up to date ranks as one made anew, which it would not by tantivy's frequencies, as those count deleted documents, too.
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
from pipelines.ask.search.folding import ZWNJ
from pipelines.ask.search.forms import HEBREW, stems_in_texts, tokens_of_words
from pipelines.ask.search.stems import PLAIN, group
from pipelines.ask.search.tokens import written

COLUMNS = (
    "article_id", "source", "url", "title", "text", "published", "not_before", "not_after", "first_seen", "language", "kind",
    "authors", "section", "role",
)  # fmt: skip
"""Columns of `articles` that a document is made of."""
SHOWN = ("source", "url", "title", "published", "language", "kind", "authors", "section", "role")
"""Those kept to be shown, as JSON; beside them the text."""
IN_ORDER = ("words", "title", "author", "section")
"""Fields of tokens whose order counts."""
BAGS = ("stems", "title_stems")
EXACT = ("article_id", "source", "language", "kind", "role", "group", "span")
"""Fields of one value as it is."""
DAYS = ("earliest", "latest")
BREAK = "\x1e"
"""Between title and text, between authors: a token that no query has, so that no phrase reaches across."""
GRADE, GRADES, TITLE_GRADES = "~", 8, 4
"""Grades go from 1 to GRADES; a word in the title has TITLE_GRADES more."""
POWERS = (1, 2, 4, 8)
K1, B, USUAL_WORDS = 1.2, 0.75, 400
"""The usual parameters of BM25, and a length of articles that does not change with the corpus."""
TITLE_COUNTS = 3
ID = re.compile(r"[0-9a-f]{16}")
KEY_BITS, MAX_KEY = 42, (1 << 64) - 1
RANKS = ("rank", "span_rank")
"""The document of the later span of days first; of those of one span the one of the later day, then with the lesser id."""
STEP, STEP_BITS = 2.0**-22, 11
STEPS = 1 << STEP_BITS
SPAN_DAYS, DAY_BITS = 10, 4
"""Spans from the web's first day to the year 2047; a day of a span, before bits of the id."""
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
    """The document of an article: its COLUMNS."""
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
    """A text for the index: its tokens in order, and how often each stem stands in it."""

    tokens: str
    stems: Mapping[str, int]

    @classmethod
    def of(cls, text: str | None, language: str | None) -> Counted:
        """The text, in a language."""
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

    The grade is the part of BM25 that depends on the article alone (Robertson and Zaragoza, The Probabilistic Relevance
    Framework, 2009), in quarters; a stem in the title counts as TITLE_COUNTS in the text, and TITLE_GRADES besides.
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
    """By grade, what follows a stem of a group of languages in the terms that say it.

    >>> suffixes_of("en")[6]
    ('~en2', '~en4')
    """
    return tuple(
        tuple(f"{GRADE}{group_}{power}" for power in POWERS if grade & power)
        for grade in range(GRADES + TITLE_GRADES + 1)
    )


def span_of(day: date) -> str:
    """The span of days of a day, as a term of the index."""
    return str(max(0, (day - WEB).days) // SPAN_DAYS)


def rank(step: int) -> float:
    """What tells documents of one score apart: scores are times log2(2 + rank), a factor that grows from 1 by a step.

    No step lifts a score, a whole number up to MAX_SCORE, to the next one, and any two steps make different scores.
    """
    return float(2 ** (1 + min(max(0, step), STEPS - 1) * STEP) - 2)


def order(day: date, key: int) -> int:
    """A number that is higher for newer documents, for those of a day by their ids: what equals are sorted by."""
    return day.toordinal() << KEY_BITS | (MAX_KEY - key >> 64 - KEY_BITS)
