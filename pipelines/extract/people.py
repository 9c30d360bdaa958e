"""Who wrote the story: people in the order of the byline, never the outlet, a desk or a role."""

from __future__ import annotations

from pipelines.extract.agencies import agency
from pipelines.extract.bylines import PLACES, STRUCTURED
from pipelines.extract.page import Page
from pipelines.extract.signatures import read_names
from pipelines.extract.site_names import publishers
from pipelines.extract.structured import article_nodes, types
from pipelines.extract.wording import fold

MOST = 12


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """People of the byline and the agency that is credited there. The first place of the page that names people wins."""
    outlets = {fold(c) for n, c in page.meta if n in ("og:site_name", "application-name", "publisher")} | {
        fold(name) for name in publishers(page.jsonld)
    }
    organised = organisations(page)
    credited: str | None = None
    for place in PLACES:
        people: list[str] = []
        for raw in place(page):
            found, wire = read_names(raw, outlets, pen_names=place in STRUCTURED)
            said = {fold(name) for name in (*people, *(name for name in organised if " " not in name))}
            people += [name for name in found if fold(name) not in said]
            credited = credited or wire
        if people:
            break
    else:
        people = []
    wires = (agency(name) for name in organised if fold(name) not in outlets)
    return tuple(signed(people)[:MOST]), credited or next((wire for wire in wires if wire), None)


def signed(people: list[str]) -> list[str]:
    """Without names that are another of them with a word more, and without shouted ones among others: a channel, a town.

    >>> signed(["Jane Doe", "Jane Doe Gardener", "RADIO NORTH"])
    ['Jane Doe']
    """
    shouted = [name for name in people if name.isupper()]
    kept = people if len(shouted) == len(people) else [name for name in people if name not in shouted]
    return [name for name in kept if not any(name.startswith(f"{other} ") for other in kept)]


def organisations(page: Page) -> list[str]:
    """Names of the organisations that structured data gives as authors."""
    authored = (node.get(key) for node in article_nodes(page.jsonld) for key in ("author", "creator"))
    given = (one for value in authored for one in (value if isinstance(value, list) else [value]))
    organised = (one for one in given if isinstance(one, dict) and any("Organization" in t for t in types(one)))
    return [one["name"] for one in organised if isinstance(one.get("name"), str)]
