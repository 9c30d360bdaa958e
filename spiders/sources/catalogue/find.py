"""`dateline sources find`: the publishers of the catalogue with given words. No request is made."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from pipelines.base.neutral import in_columns
from pipelines.base.words.folding import folded
from spiders.sources.catalogue.entry import Entry, read_entries

HEADINGS = ("NAME", "TITLE", "COUNTRY", "LANGUAGES", "TOPICS", "AI TRAINING", "URL", "FROM", "VERIFIED")
MIN_PREFIX = 3
"""Shorter words of a query stand for themselves: `de` is a code, not the beginning of `Denmark`."""
MAX_NAMED = 12
TOPICS_OF_SOME = "topics are known of some. Try a country, a language or a part of the name."
BY_TOPIC = "by topics that a list of 2020 states, and by titles and addresses; others may report on it, too."
RIGHTS = "Rights are not verified: what a site allows is read when it is added, and again on every night."
TOPICS = tuple(
    words.split()
    for words in (
        "economy economics business finance financial wirtschaft finanzen börse économie economía economia economista "
        "negocios negócios economie ekonomi ekonomika økonomi gospodarka экономика економіка",
        "politics political politik politique política politica politiek polityka politika politiikka политика",
        "sport sports football fußball futbol deportes esporte desporto idrott urheilu спорт",
        "culture kultur feuilleton cultura cultuur kultura kulttuuri культура",
        "science sciences wissenschaft wissen ciencia ciência scienza wetenschap nauka наука",
        "technology tech technik technologie tecnología tecnologia teknoloji teknologi technologia технологии",
    )
)
"""What sections and papers of one topic are called, in the languages that the catalogue has most of."""
ENGLISH = Locale("en")


def find_publishers(words: Sequence[str], dateline: str) -> int:
    """Print the publishers that have all words, else those that have most of them. Exit status: 1 if there is none."""
    asked = list(dict.fromkeys(_words(words)))
    entries = [(entry, _matches(asked, _words(said(entry)))) for entry in read_entries()]
    most = max(len(found) for _, found in entries)
    hits = [entry for entry, found in entries if most and len(found) == most]
    if most < len(asked):
        known = {word for _, found in entries for word in found}
        missing = " ".join(word for word in asked if word not in known) or "all of these words"
        sys.stderr.write(f"No publisher has {missing} in its entry; {TOPICS_OF_SOME}\n")
    if not hits:
        return 1
    columns = [column for column in zip(HEADINGS, *map(_row, hits), strict=True) if {*column[1:]} != {"unknown"}]
    sys.stdout.write(in_columns(list(zip(*columns, strict=True))))
    sys.stdout.flush()
    names = " ".join(entry.name for entry in hits[:MAX_NAMED]) + (" …" if len(hits) > MAX_NAMED else "")
    topics = " and ".join(ask for ask in asked if len(_meanings(ask)) > 1)
    if topics and most == len(asked):
        sys.stderr.write(f"{topics}: {BY_TOPIC}\n")
    sys.stderr.write(f"{RIGHTS}\n")
    sys.stderr.write(f"{len(hits)} found. To survey and add them: {dateline} sources add --from-catalogue {names}\n")
    return 0


def said(entry: Entry) -> list[str]:
    """The texts by which a publisher is found."""
    addresses = [re.sub(r"^https?://(?:www\.)?", "", url) for url in (entry.url, *entry.feeds, *entry.sitemaps)]
    languages = [name for code in entry.languages for name in (code, *language_names(code))]
    country = (entry.country, *country_names(entry.country))
    return [entry.name, entry.title, *entry.topics, *addresses, *languages, *country]


@cache
def country_names(code: str) -> tuple[str, ...]:
    """A country's names in English and in its official languages.

    >>> country_names("CH")[:2], country_names("AT")[:2]
    (('Switzerland', 'Schweiz'), ('Austria', 'Österreich'))
    """
    spoken = get_official_languages(code, regional=True, de_facto=True)
    own = (locale.territories.get(code) for locale in map(_locale, spoken) if locale)
    return tuple(dict.fromkeys(filter(None, (ENGLISH.territories.get(code), *own))))


@cache
def language_names(code: str) -> tuple[str, ...]:
    """A language's names in English and in itself.

    >>> language_names("de")
    ('German', 'Deutsch')
    """
    own = locale.languages.get(code) if (locale := _locale(code)) else None
    return tuple(dict.fromkeys(filter(None, (ENGLISH.languages.get(code), own))))


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None


def _words(texts: Iterable[str]) -> list[str]:
    return [folded(word) for text in texts for word in re.findall(r"[^\W_]+", text)]


def _matches(asked: Sequence[str], words: Sequence[str]) -> list[str]:
    """The asked words that are among the words of a publisher or begin one of them, themselves or in another language."""
    return [ask for ask in asked if any(_is(meaning, word) for meaning in _meanings(ask) for word in words)]


def _is(asked: str, word: str) -> bool:
    return word == asked or (len(asked) >= MIN_PREFIX and word.startswith(asked))


@cache
def _meanings(asked: str) -> tuple[str, ...]:
    """The word, and all words of its topic if it names one."""
    topics = (tuple(map(folded, topic)) for topic in TOPICS)
    return next((topic for topic in topics if asked in topic), (asked,))


def _row(entry: Entry) -> tuple[str, ...]:
    """Its cells of HEADINGS."""
    languages, topics = (", ".join(values) or "unknown" for values in (entry.languages, entry.topics))
    listed = f"{entry.from_list}, {entry.from_day}"
    training = ", ".join(filter(None, (entry.train_ai, entry.rights_from))) or "unknown"
    return (
        entry.name,
        entry.title,
        entry.country,
        languages,
        topics,
        training,
        entry.url,
        listed,
        str(entry.verified or "no"),
    )
