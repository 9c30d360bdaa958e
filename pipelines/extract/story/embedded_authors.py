"""Authors in the state of a page's scripts, beside the headline and the story, for pages whose story stands only there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipelines.extract.people.signatures import is_full_name
from pipelines.extract.story.embedded_body import storys_objects
from pipelines.page.page import Page

AUTHOR = re.compile(r"authors?|by_?lines?|creators?|writers?", re.IGNORECASE)
"""Keys under which a story's object names who wrote it; Arc says it in `{"credits": {"by": [{"name": "Jane Doe"}]}}`."""
NAMES = ("name", "displayName", "display_name", "fullName", "fullname", "full_name")
FIRST, LAST = ("firstName", "first_name"), ("lastName", "last_name")
INNER = ("data", "attributes", "nodes", "node", "edges", "items")
"""Keys of what people stand in, or of what is said of them."""
MOST, DEEPEST = 50, 6


def in_state(page: Page) -> Iterator[str]:
    """Whom the objects with the page's headline and story name as authors."""
    for holder in islice(storys_objects(page, page.surroundings.titles), MOST):
        given = holder.get("credits")
        said = [given.get("by")] if isinstance(given, dict) else []
        for value in (*said, *(value for key, value in holder.items() if AUTHOR.fullmatch(key))):
            yield from islice(_names(value), MOST)


def _names(value: Any, depth: int = 0) -> Iterator[str]:
    """The names in a text, a list of people, a person, or what holds these: `{"data": [{"attributes": {"name": …}}]}`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and (name := _name(value)):
        yield name
    elif isinstance(value, list | dict) and depth < DEEPEST:
        for one in value if isinstance(value, list) else (value.get(key) for key in INNER):
            if isinstance(value, list) or isinstance(one, list | dict):
                yield from _names(one, depth + 1)


def _name(person: dict[str, Any]) -> str:
    """The full name that an object says somebody has, else whatever it says that somebody is called."""
    first, last = (
        next((said for key in keys if isinstance(said := person.get(key), str)), "") for keys in (FIRST, LAST)
    )
    called = [said for key in NAMES if isinstance(said := person.get(key), str)] + [f"{first} {last}".strip()]
    return next((name for name in called if is_full_name(name, signed=True)), called[0])
