"""The words by which pages offer other stories: names of boxes, headings over links, beginnings of lines, in each language.

`<div class="most-read">`, `<h3>Mehr zum Thema</h3>`, `Read also: Mill burns down`. Extraction and the crawl ask the same lists.
In lists of names a hyphen stands for any hyphens or none, and `*` for more letters, as in `pipelines.lexicon.vocabulary`.
"""

from __future__ import annotations

import re

from pipelines.lexicon.pattern import look, pattern
from pipelines.lexicon.wording import Phrases

OFFERS = (
    "related* recommend* recirc* similar* verwandt* relacionad* correlat* zobacz* czytaj* you-may* dont-miss "
    "more-from* more-on* more-stories* more-news* more-articles* mehr-zum* lire-aussi leggi-anche lees-ook"
)
"""Names of boxes that offer other stories: `related`, `relatedLinks`, `more_from_author`."""
READ_ON = "read-more read-next read-also see-also also-read up-next"
"""Names of boxes that lead on to one other story."""
CHARTS = "most-read* most-viewed* most-popular*"
"""Names of boxes that list what is read most."""
ONLY_AROUND_LINKS = (
    "popular* trending* latest* teaser* headlines* card* story-list* article-list* news-list* listing* next-post* aside* "
    "sidebar* promo*"
)
"""Names that say of the links in a box, though not of its text, that they are offers."""
ONLY_IN_CRAWL = (
    "relat(ed|ionad[oa]s?)", "read on", "more like", r"recommande\w*", "further reading", "next (story|article)", "onward",
    r"suggest\w*", "linked stories", "morelike", "teaser related", r"weitere \w+", "a lire", "articles? lies", r"powiazan\w+",
    "podobne", "tambien", "aanbevolen", r"gerelateerd\w*",
)  # fmt: skip
"""More names in the crawl, where a name or an `aria-label` is written as words: `c-RelatedStories` as `c related stories`."""


def _names(*lists: str) -> str:
    """The words of lists of names as alternatives that stand anywhere in a name: `most-read*` finds `mostRead`."""
    return "|".join(word.rstrip("*").replace("-", "-?") for words in lists for word in words.split())


def _words(*lists: str) -> str:
    """The same as alternatives that are words: `read-also` finds `read also`."""
    return "|".join(word.replace("*", r"\w*").replace("-", " ") for words in lists for word in words.split())


READ_ON_BOX = re.compile(_names(OFFERS, READ_ON, CHARTS), re.IGNORECASE)
"""Names of a box that offers more to read, even where it is a menu."""
OFFERING_BOX = re.compile(_names(OFFERS, READ_ON, CHARTS, ONLY_AROUND_LINKS), re.IGNORECASE)
"""Names of a box that offers more to read where it is none."""
CRAWLED_BOX = re.compile(rf"\b({_words(OFFERS, READ_ON)}|{'|'.join(ONLY_IN_CRAWL)})\b")
"""Names of a box that offers more to read, written as words."""
HEADING = Phrases(pattern(r"\b{start}(?:<<story.related>>)\b{end}", re.IGNORECASE), look=look("story.related"))
"""Words of a heading over links to other stories."""
MOST_READ = pattern(r"^\W*(?:<<story.most_read>>)(?: [\w’']+){0,4}\W*$", re.IGNORECASE)
"""The heading over a list of what others read."""
