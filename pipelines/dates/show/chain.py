"""Chain: what a bound hangs by, work by work, a line each. How its words are made: `pipelines.traces`."""

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
    opens = basis.find(" (") if hangs_by_another(basis) else -1
    closes = _closing(basis, opens + 1) if opens >= 0 else -1
    if closes < 0:
        yield basis
        return
    yield basis[:opens] + basis[closes + 1 :]
    inside = basis[opens + 2 : closes]
    first, *rest = _links(inside)
    yield f"itself {first}" if hangs_by_another(inside) else first
    yield from rest


def _closing(text: str, opens: int) -> int:
    """The place of the bracket that closes one; -1 if none does."""
    depth = 0
    for place in range(opens, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    return -1
