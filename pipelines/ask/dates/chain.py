"""Chain: what a bound hangs by, work by work, a line each. How its words are made: `pipelines.corpus.traces`."""

from __future__ import annotations

from collections.abc import Iterator

LINKS = ("after http", "before http", "a draft waits")
"""How the words of a bound begin that hangs by another work."""
INDENT = 12


def chain_lines(basis: str) -> list[str]:
    """The words of a bound, and below them, link by link, those in brackets: of the work that gives it, and of what bounds that.

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
    """True if the words of a bound name a work that gives it."""
    return basis.startswith(LINKS)


def _links(basis: str) -> Iterator[str]:
    """The words outside brackets, then those inside, which may have brackets of their own."""
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
    """The place of each bracket that is closed, with that of the one that closes it."""
    found: dict[int, int] = {}
    open_at: list[int] = []
    for place, sign in enumerate(text):
        if sign == "(":
            open_at.append(place)
        elif sign == ")" and open_at:
            found[open_at.pop()] = place
    return found
