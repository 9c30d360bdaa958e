"""Authors in the state of a page's scripts, beside the headline, for pages whose story stands there too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipelines.extract.story.embedded_body import LEAST_TITLE, has_title, objects
from pipelines.page.page import Page
from pipelines.page.state import states
from pipelines.page.text.wording import fold

AUTHOR = re.compile(r"authors?|by_?lines?|creators?|writers?|credits", re.IGNORECASE)
"""Keys under which an article's object names who wrote it; `credits` as Arc does: `{"by": [{"name": "Jane Doe"}]}`."""
NAMES = ("name", "displayName", "display_name", "fullName", "full_name")
"""Keys of a person's name, in the order in which they are trusted."""
FIRST, LAST = ("firstName", "first_name"), ("lastName", "last_name")
MOST, DEEPEST = 50, 4


def in_state(page: Page) -> Iterator[str]:
    """Whom the objects with the page's headline name as authors."""
    wanted = {said for title in page.surroundings.titles if len(said := fold(title)) >= LEAST_TITLE}
    holders = (holder for state in states(page.tree) for holder in objects(state) if has_title(holder, wanted))
    for holder in islice(holders, MOST) if wanted else ():
        for key, value in holder.items():
            if AUTHOR.fullmatch(key):
                yield from islice(_names(value), MOST)


def _names(value: Any, depth: int = 0) -> Iterator[str]:
    """The names in a text, a list of people, a person, or what holds these: `{"data": [{"attributes": {"name": …}}]}`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and (name := _name(value)):
        yield name
    elif isinstance(value, list | dict) and depth < DEEPEST:
        inner = value if isinstance(value, list) else [one for one in value.values() if isinstance(one, list | dict)]
        for one in inner:
            yield from _names(one, depth + 1)


def _name(person: dict[str, Any]) -> str:
    """What an object says that somebody is called."""
    first, last = (
        next((said for key in keys if isinstance(said := person.get(key), str)), "") for keys in (FIRST, LAST)
    )
    whole = next((said for key in NAMES if isinstance(said := person.get(key), str)), "")
    return whole or f"{first} {last}".strip()
