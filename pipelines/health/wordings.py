"""Figures of the titles and letters of a night's new stories: cut or extended titles, texts of other stories, lost letters and
punctuation. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from unicodedata import category

from pipelines.base.urls.identity import key_of
from pipelines.corpus.clean.clean import count_words
from pipelines.extract.whole.subject import Heading, chance, subject
from pipelines.health.seen import Row, Seen, counted, most_common, quantile

NOT_LISTED: Mapping[str, Collection[str]] = {}
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|\n\n")
MIN_TITLES = 4
"""With fewer titles, their lengths say nothing."""
MIN_WORD_CHARS = 4
"""A shorter word begins or ends titles by chance."""
PAIRS = ("ff", "fi", "fl")
"""Pairs of letters that fonts draw as one, and that a wrong conversion loses."""
COUNTED_LETTERS, COUNTED_SIGNS = 45, 12
"""The most frequent letters and digits, and the most frequent punctuation, are counted."""
ALIKE_SIGNS = (
    dict.fromkeys(map(ord, "“”„«»"), '"') | dict.fromkeys(map(ord, "‘’‚‹›"), "'") | dict.fromkeys(map(ord, "—―–"), "-")
)
"""Quotation marks and dashes of another style are the same signs: a publisher may change its style."""
PER_CHARS = 100_000
SPACES = " "
"""Stands for all white space in `letters`."""
MARKS = frozenset("<>[]{}|\\*_#=~^")
"""Signs of markup, which a reader of a page does not see; control and format characters are others."""
MIN_MARKS = 2
"""A text with fewer of a sign may be about it."""
MIN_CASED = 300
"""Letters of a text that must have capitals and small letters."""
MOSTLY = 0.8
CAPITALS, NO_CAPITALS = "capitals", "no capitals"
TITLE_IN_CAPITALS, SMALL_TITLE = "title in capitals", "title without capitals"
SAID_AGAIN, SHORT_LINES = "said again", "short lines"
SMALL_STARTS, GLUED, TWO_SCRIPTS = "small starts", "glued sentences", "two scripts in a word"
UNENDED, OF_OTHERS, OTHER_CANONICAL = "no end", "sentences of others", "canonical of another"
OTHER_TITLE = "another title than in the lists"
MIN_SHARED_STEMS = 1 / 3
"""Share of the stems of a headline in a list that its page's title has; the headlines of two stories have fewer."""
MIN_STARTS, MIN_GLUED, MIN_MIXED, MIN_OF_OTHERS = 3, 3, 3, 2
"""Paragraphs that begin with a small letter, sentences without a space between them, words of two scripts, and sentences that
other stories have: a text with fewer may have them by chance.
"""
GLUED_SENTENCES = re.compile(r"(?<=[a-zß-ÿ]{2})[.!?][”’\"]?[A-ZÀ-Þ][a-zß-ÿ]")
MIXED_WORD = re.compile(r"(?<=[a-zA-Z])[\u0370-\u052f]|[\u0370-\u052f](?=[a-zA-Z])")
"""Latin beside Greek or Cyrillic."""
LAST_SIGNS = frozenset(".!?:;…”“»«’')]}。！？」』）।۔؟" + '"')
LONG_SENTENCE_WORDS = 8
"""A shorter sentence may stand in two stories by chance."""
SAID_WORDS, SAID_TIMES = 3, 3
"""A story does not say a sentence of so many words so often; readers' comments, captions and menus do."""
LINE_WORDS, MIN_LINES = 5, 8
"""A paragraph with fewer words is a line: the name or the time of a comment. Texts with fewer paragraphs are not counted."""


def wordings(new: Sequence[Row], listed: Mapping[str, Collection[str]] = NOT_LISTED) -> Seen:
    """The figures of the new stories of a source and night, rows of `schemas.DOCUMENTS`. `listed` are the headlines of lists and
    feeds that link to them, by url_key.
    """
    titles = {row["url"]: row["title"] for row in new if row["title"]}
    sizes = [len(title) for title in titles.values()]
    lengths = [quantile(sizes, share) if len(sizes) >= MIN_TITLES else None for share in (0.25, 0.5, 0.75)]
    words, alike = most_common(words for title in titles.values() for words in ends(title))
    other = [row["url"] for row in new if is_off_topic(row["title"] or "", row["text"] or "")]
    seen = Seen(dict(zip(("title_low", "title_median", "title_high"), map(_whole, lengths), strict=True)))
    seen.figures |= {"titles_alike": alike, "off_topic": len(other)}
    seen.add(letters(row["text"] or "" for row in new))
    marked = {row["url"]: marks(row["title"] or "", row["text"] or "") for row in new}
    for url in of_others({row["url"]: row["text"] or "" for row in new}):
        marked[url].add(OF_OTHERS)
    for url in canonical_elsewhere(new):
        marked[url].add(OTHER_CANONICAL)
    for row in new:
        marked[row["url"]] |= (
            {OTHER_TITLE} if has_other_title(row["title"] or "", listed.get(row["url_key"], ())) else set()
        )
    seen.figures["marks"] = counted(mark for each in marked.values() for mark in each)
    for mark in set().union(*marked.values()):
        seen.show(f"mark {mark}", (url for url, each in marked.items() if mark in each))
    seen.show("titles_alike", (url for url, title in titles.items() if words in ends(title)))
    seen.show("off_topic", other)
    seen.show("shortest_title", (url for url, title in titles.items() if len(title) == min(sizes)))
    return seen


def ends(title: str) -> set[str]:
    """The first and the last words of a title, one and two, that another title may share.

    >>> sorted(ends("The bridge reopens | Shop"))
    ['<bridge', '<the bridge', '>shop', '>| shop']
    """
    words = title.casefold().split()
    begin, end = words[:2], words[-2:]
    found = {f"<{' '.join(begin)}", f">{' '.join(end)}"} if len(words) > 2 else set()
    found |= {f"<{word}" for word in begin[1:]} | {f">{word}" for word in end[1:]}
    return {each for each in found if sum(map(str.isalpha, each)) >= MIN_WORD_CHARS}


def has_other_title(title: str, headlines: Collection[str]) -> bool:
    """True if a title has hardly a word of any headline that links to its page.

    >>> has_other_title("Mayor of Ardlow resigns over ferry", ["The harbour bridge of Castle Brede reopens at last"])
    True
    >>> has_other_title("Mayor of Ardlow resigns over ferry", ["Ardlow ferry: mayor resigns", "Read more"])
    False
    """
    telling = [heading for line in headlines if (heading := Heading((line,), ())).is_telling]
    own = Heading((title,), ()).of_titles
    return bool(telling and own) and all(
        len(own & each.of_titles) < MIN_SHARED_STEMS * len(each.of_titles) for each in telling
    )


def is_off_topic(title: str, text: str) -> bool:
    """True if a text has no more of the words of its title than any other text has by chance."""
    heading = Heading((title,), ())
    return heading.is_telling and bool(text) and heading.shared(subject(text)) <= chance(len(text))


def letters(texts: Iterable[str]) -> Seen:
    """How often each of the most frequent letters, digits and punctuation marks stands in PER_CHARS characters of texts, white
    space, and some pairs.
    """
    whole = "\n".join(texts).casefold().translate(ALIKE_SIGNS)
    every = Counter(whole)
    ranked = sorted(every.items(), key=lambda item: (-item[1], item[0]))
    most = dict([each for each in ranked if each[0].isalnum()][:COUNTED_LETTERS])
    most |= dict([each for each in ranked if category(each[0]).startswith("P")][:COUNTED_SIGNS])
    most |= {SPACES: spaces} if (spaces := sum(number for sign, number in every.items() if sign.isspace())) else {}
    most |= {pair: number for pair in PAIRS if (number := whole.count(pair))}
    rates = [{"value": of, "count": round(PER_CHARS * number / len(whole))} for of, number in sorted(most.items())]
    return Seen({"letters": rates, "characters": len(whole)})


def marks(title: str, text: str) -> set[str]:
    """What is odd about a story: signs of markup in its text, letters of one case alone, one sentence again and again, mostly
    short lines, or paragraphs and sentences without their beginning, their end or the space between them.

    >>> sorted(marks("SNOW IN THE HILLS", "[row] Snow fell. [/row]"))
    ['[', ']', 'title in capitals']
    """
    signs = Counter(sign for sign in text if sign in MARKS or (category(sign) in ("Cc", "Cf") and not sign.isspace()))
    found = {sign for sign, number in signs.items() if number >= MIN_MARKS}
    small, large = _cased(text)
    if small + large >= MIN_CASED:
        found |= {CAPITALS} if large > MOSTLY * (small + large) else {NO_CAPITALS} if not large else set()
    found |= {SAID_AGAIN} if says_again(text) else set()
    found |= {SHORT_LINES} if is_lines(text) else set()
    starts = [part[0].islower() for paragraph in text.split("\n\n") if (part := paragraph.strip())]
    found |= {SMALL_STARTS} if sum(starts) >= max(MIN_STARTS, len(starts) / 2) else set()
    found |= {GLUED} if len(GLUED_SENTENCES.findall(text)) >= MIN_GLUED else set()
    found |= {TWO_SCRIPTS} if len(MIXED_WORD.findall(text)) >= MIN_MIXED else set()
    found |= {UNENDED} if text and text.rstrip()[-1:] not in LAST_SIGNS else set()
    small, large = _cased(title)
    if large > MOSTLY * (small + large):
        return found | {TITLE_IN_CAPITALS}
    return found | ({SMALL_TITLE} if small and not large else set())


def of_others(texts: Mapping[str, str]) -> set[str]:
    """The addresses of texts with at least two long sentences that another text has, too: teasers of other stories.

    >>> teaser = "The council of the town talked all night about it. The mayor of the town said nothing at all about it."
    >>> sorted(of_others({"a": teaser, "b": f"Snow fell. {teaser}", "c": "Snow fell."}))
    ['a', 'b']
    """
    said = {
        text: {sentence for sentence in SENTENCE_END.split(text) if count_words(sentence) >= LONG_SENTENCE_WORDS}
        for text in texts.values()
    }  # by text: one story at two addresses is not another one
    held = Counter(sentence for each in said.values() for sentence in each)
    return {url for url, text in texts.items() if sum(held[each] > 1 for each in said[text]) >= MIN_OF_OTHERS}


def canonical_elsewhere(new: Sequence[Row]) -> set[str]:
    """The addresses of stories whose canonical address is that of another story here: both would be one work."""
    urls = {row["url_key"]: row["url"] for row in new}
    canonical = {row["url"]: key for row in new if (key := key_of(row["canonical_url"]))}
    return {url for url, key in canonical.items() if urls.get(key, url) != url}


def says_again(text: str) -> bool:
    """True if a sentence, or a paragraph of any length, stands in a text SAID_TIMES.

    >>> says_again("The pier is open. I think so, too. It is late. I think so, too. Why? I think so, too.")
    True
    """
    said = Counter(sentence for sentence in SENTENCE_END.split(text) if count_words(sentence) >= SAID_WORDS)
    lines = Counter(line for paragraph in text.split("\n\n") if (line := paragraph.strip()))
    return max((*said.values(), *lines.values()), default=0) >= SAID_TIMES


def is_lines(text: str) -> bool:
    """True if most of a text's paragraphs are short lines."""
    sizes = [count_words(paragraph) for paragraph in text.split("\n\n")]
    return len(sizes) >= MIN_LINES and 2 * sum(size < LINE_WORDS for size in sizes) > len(sizes)


def _cased(text: str) -> tuple[int, int]:
    """Number of small letters and of capitals; most scripts have neither."""
    return sum(map(str.islower, text)), sum(map(str.isupper, text))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
