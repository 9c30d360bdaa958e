"""Chain: the works that a bound depends on, one line each. `pipelines.corpus.traces` writes the text of the bounds."""

from __future__ import annotations

from collections.abc import Iterator

LINKS = ("after http", "before http", "a draft waits")
"""The text of a bound starts like this if the bound depends on another work."""
INDENT = 12


def chain_lines(basis: str) -> list[str]:
    """The text of a bound, and below it, link by link, the text in brackets: the bound of the work that gives it, and
    so on.

    >>> for line in chain_lines("after http://a (after http://b (dated 2022-11-12), the next older in the list of L), by number"):
    ...     print(line.strip())
    after http://a, by number
    └ itself after http://b, the next older in the list of L
    └ dated 2022-11-12
    """
    return [
        " " * (INDENT + 2 * max(depth - 1, 0)) + ("└ " if depth else "") + said
        for depth, said in enumerate(_links(basis))
    ]


def hangs_by_another(basis: str) -> bool:
    """True if the text of a bound names the work that gives it."""
    return basis.startswith(LINKS)


def _links(basis: str) -> Iterator[str]:
    """The text outside brackets, then the text inside, which may have brackets of its own."""
    closing = _closing(basis)
    begin, end, itself = 0, len(basis), ""
    while basis.startswith(LINKS, begin):
        opens = basis.find(" (", begin, end)
        closes = closing.get(opens + 1, -1) if opens >= 0 else -1
        if closes < 0:
            break
        yield itself + basis[begin:opens] + basis[closes + 1 : end]
        begin, end, itself = opens + 2, closes, "itself "
    yield (itself if basis.startswith(LINKS, begin) else "") + basis[begin:end]


def _closing(text: str) -> dict[int, int]:
    """The position of each opening bracket, with the position of its closing bracket."""
    found: dict[int, int] = {}
    open_at: list[int] = []
    for place, sign in enumerate(text):
        if sign == "(":
            open_at.append(place)
        elif sign == ")" and open_at:
            found[open_at.pop()] = place
    return found
