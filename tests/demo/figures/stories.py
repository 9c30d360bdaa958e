"""Were the stories found, and is what they say theirs: title, authors, body, nothing of the furniture."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from tests.demo.figures.figure import Figure, count
from tests.demo.figures.view import Row, View, story_id

GOOD_F1 = 0.97
"""Below this a story's body is named among the misses."""


def story_figures(view: View) -> dict[str, Figure]:
    """Figures over stories, some of them a source."""
    figures = {"articles_are_stories": _nothing_else(view)}
    for source, stories in view.sources.items():
        found = view.found(stories)
        figures[f"found:{source}"] = count((s["key"], view.article(s) is not None, "not in the lake") for s in stories)
        figures[f"body_f1:{source}"] = _bodies(view, found)
        figures[f"unpolluted:{source}"] = count(_polluted(view, source, s, row) for s, row in found)
    found = view.found(view.stories)
    figures["title"] = count(
        (s["key"], fold(row["title"] or "") == fold(view.latest(s)["title"]), row["title"]) for s, row in found
    )
    for name in ("authors", "agency", "language", "kind", "paywall"):
        figures[name] = count((s["key"], row[name] == s[name], row[name]) for s, row in found)
    return figures


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A text with white space, quotes and dashes made alike: no extractor is judged by them."""
    plain = unicodedata.normalize("NFC", text).translate(str.maketrans("“”„‘’–—", '"""\'\'--'))
    return " ".join(plain.split())


@cache
def word_f1(text: str, truth: str) -> float:
    """Harmonic mean of precision and recall over the words of both, each as often as it occurs.

    >>> word_f1("a b c d", "a b")
    0.6666666666666666
    """
    got, want = (Counter(re.findall(r"\w+", fold(t).lower())) for t in (text, truth))
    shared = (got & want).total()
    return 2 * shared / (got.total() + want.total()) if shared else 0.0


def _bodies(view: View, found: list[tuple[Row, Row]]) -> Figure:
    scores = [(s["key"], word_f1(row["text"], "\n".join(view.latest(s)["paragraphs"]))) for s, row in found]
    misses = tuple(f"{key}: {score:.3f}" for key, score in scores if score < GOOD_F1)
    return Figure(round(sum(score for _, score in scores), 3), len(scores), misses)


def _polluted(view: View, source: str, story: Row, row: Row) -> tuple[str, bool, str]:
    text, said = fold(row["text"]), view.latest(story)
    own = fold("\n".join(said["paragraphs"]))
    strings = [*view.truth["sources"][source]["pollution"], said["title"]]
    strings += [other["revisions"][-1]["title"] for other in view.sources[source] if other["key"] != story["key"]]
    intruders = [string for string in strings if fold(string) in text and fold(string) not in own]
    return story["key"], not intruders, "; ".join(intruders[:3])


def _nothing_else(view: View) -> Figure:
    ids = {story_id(story) for story in view.stories}
    return count((row["url"], key in ids, "no story of the truth") for key, row in view.articles.items())
