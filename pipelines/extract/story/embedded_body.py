"""The story in the state of a page's scripts, for pages whose markup holds none.

The body stands beside the headline: in an object, or one in it, that has a text equal to one of the page's titles. How it is
written there is the matter of `rich_text`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from pipelines.extract.story.declared_body import plain
from pipelines.extract.story.rich_text import BLOCK, SENTENCE, lines_of, paragraphs
from pipelines.lexicon.wording import fold, words
from pipelines.page.page import Page
from pipelines.page.state import json_in, markup_not_shown, states, strings_of_script

LEAST = 300
"""Characters of a story."""
LEAST_TITLE = 8
LEAST_BLOCKS = 3
"""Paragraphs of a text in markup that no headline stands beside."""
MOST_NODES = 300_000
MOST_BODIES = 500
MOST_CHARACTERS = 8_000_000
"""Objects of a state that are looked at, and what is read of all bodies in it."""
BELOW = 5
"""Objects from the one with the headline inwards that may hold the body."""
BODY = re.compile(
    r"body|content|text|html|block|element|paragraph|article|story|component|section|rendered|document|model|data|copy|lexical",
    re.IGNORECASE,
)
"""Keys under which a body stands."""
OTHERS = re.compile(
    r"related|recommend|comment|latest|trending|popular|newsletter|most|promo|teaser|sidebar|footer|header|menu|nav|author|seo"
    r"|next|prev|more",
    re.IGNORECASE,
)
"""Keys under which other texts stand."""
TITLE = re.compile(r"title|headline", re.IGNORECASE)
"""Keys of an object's title."""
HEAD = re.compile(r"title|headline|^(?:head|meta|seo)", re.IGNORECASE)
"""Keys of the object or list that holds it."""
CODE = re.compile(r"[\"\]}]\s*[:,]\s*[\"\[{]|\bfunction\s*\(|=>|\\[nu]")
"""What stands in JSON and scripts, and in no story."""
STOP = re.compile(r"[.!?…।။]\W*(?:\s|$)|[。！？]")
FILLED = 0.5
"""Share of a title's words that a text must have which no headline stands beside."""


def embedded_story(page: Page, titles: Collection[str]) -> list[str]:
    """Paragraphs of the longest body that stands beside the page's headline in its scripts; none if there is none."""
    wanted = {said for title in titles if len(said := fold(title)) >= LEAST_TITLE}
    if not wanted:
        return []
    found = (lines for state in states(page.tree) for lines in _bodies(state, wanted))
    best = max(found, key=_size, default=[])
    if _size(best) >= LEAST:
        return best
    kept = (*strings_of_script(page.tree, LEAST), *markup_not_shown(page.tree, LEAST))
    marked = (text for text in kept if len(BLOCK.findall(text)) >= LEAST_BLOCKS)
    best = max((lines_of(text) for text in marked if _is_about(text, titles)), key=_size, default=[])
    return best if _size(best) >= LEAST else []


def storys_objects(page: Page, titles: Collection[str]) -> Iterator[dict[str, Any]]:
    """The objects of a page's scripts that have one of its titles and a story beside it."""
    wanted = {said for title in titles if len(said := fold(title)) >= LEAST_TITLE}
    for state in states(page.tree) if wanted else ():
        for holder in _objects(state):
            if _has_title(holder, wanted):
                bodies = map(paragraphs, islice(_body_values(holder, wanted), MOST_BODIES))
                if any(_size([line for line in lines if fold(line) not in wanted]) >= LEAST for lines in bodies):
                    yield holder


def _size(lines: list[str]) -> int:
    """Characters of the sentences among lines; 0 if any of them is code."""
    if any(map(CODE.search, lines)):
        return 0
    return sum(len(line) for line in lines if len(line) >= SENTENCE and STOP.search(line))


def _is_about(text: str, titles: Collection[str]) -> bool:
    said = set(words(plain(text)))
    asked = ({word for word in words(title) if len(word) > 3 or not word.isascii()} for title in titles)
    return any(len(one) > 1 and len(one & said) >= FILLED * len(one) for one in asked)


def _bodies(state: Any, wanted: Collection[str]) -> Iterator[list[str]]:
    """The texts beside each headline that is wanted."""
    values = (
        value for holder in _objects(state) if _has_title(holder, wanted) for value in _body_values(holder, wanted)
    )
    left = MOST_CHARACTERS
    for value in islice(values, MOST_BODIES):
        lines = [line for line in paragraphs(value) if fold(line) not in wanted]
        left -= sum(map(len, lines))
        if left < 0:
            return
        if _size(lines) >= LEAST:
            yield lines


def _objects(state: Any) -> Iterator[dict[str, Any]]:
    """Every object of a value, each once."""
    stack, left = [state], MOST_NODES
    seen: dict[int, Any] = {}  # with the objects, lest another takes the place of one that is gone
    while stack and left:
        node = stack.pop()
        left -= 1
        if isinstance(node, str) and len(node) >= LEAST and node[0] in "{[":
            node = json_in(node)
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen[id(node)] = node
        if isinstance(node, dict):
            yield node
        stack.extend(reversed(list(node.values() if isinstance(node, dict) else node)))


def _has_title(holder: dict[str, Any], wanted: Collection[str]) -> bool:
    """True if a text of an object, or of its title, is one of the titles: `{"headlines": {"basic": "…"}}`."""
    named = (value for key, value in holder.items() if isinstance(value, dict | list) and HEAD.search(key))
    spans = (span for value in named for span in (value if isinstance(value, list) else [value]))
    inner = (part for span in spans if isinstance(span, dict) for part in span.values())
    return any(
        isinstance(part, str) and len(part) < LEAST and fold(part) in wanted for part in (*holder.values(), *inner)
    )


def _body_values(holder: dict[str, Any], wanted: Collection[str], depth: int = 0) -> Iterator[Any]:
    """What stands under the name of a body in an object or the objects in it, but for those that have another title."""
    for key, value in holder.items():
        if OTHERS.search(key) or not isinstance(value, str | list | dict):
            continue
        if isinstance(value, dict):
            named = (said for name, said in value.items() if isinstance(said, str) and TITLE.search(name))
            if any(len(said) >= LEAST_TITLE and fold(said) not in wanted for said in named):
                continue
        if BODY.search(key):
            yield value
        if isinstance(value, dict) and depth < BELOW:
            yield from _body_values(value, wanted, depth + 1)
