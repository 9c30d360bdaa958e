"""Evidence lines: the verdict on each date that a page offers, and the date itself, as text. Pure: reads no corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipelines.ask.dates.terms import CONTEXTS, KINDS, ORDERS, in_words
from pipelines.dates.judge.decision import Decision, Weighed
from pipelines.dates.model import ArticleDate, Basis, OriginKind
from pipelines.dates.read.days import read_order
from pipelines.dates.trust import in_hundredths

RANK = {"accepted": 0, "supporting": 1, "rejected": 2}

LINKS = ("after http", "before http", "a draft waits")
"""The text of a bound starts like this if the bound depends on another work."""
INDENT = 12


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of the table: the date, its text, its place on the page, when it was seen, the verdict and the reason."""

    candidate: str
    raw: str
    where: str
    verdict: str
    reason: str
    seen: str


def evidence_lines(decision: Decision) -> list[EvidenceLine]:
    """The lines of a decision: accepted, then supporting, then rejected. Equal evidence from several captures is one line."""
    captures: dict[tuple[str, str, str, str, str], list[datetime]] = {}
    first = min((w.evidence.candidate.raw for w in decision.weighed if _is_capture(w)), default="")
    for w in sorted(decision.weighed, key=lambda w: RANK[w.verdict]):
        c = w.evidence.candidate
        if _is_capture(w) and c.raw != first:  # later captures bound nothing
            continue
        kind, name = c.origin.kind, c.origin.detail
        place = [
            KINDS[kind],
            "" if c.origin.is_visible else name,
            CONTEXTS.get(c.context or "", ""),
            ORDERS.get(read_order(c.raw, c.value) or "", ""),
        ]
        where = " · ".join(p for p in (*place, w.evidence.evidence_url or "") if p)
        line = (c.value or "unreadable", c.raw, where, w.verdict, in_words(w.reason))
        captures.setdefault(line, [])
        if w.evidence.fetched_at is not None:
            captures[line].append(w.evidence.fetched_at)
    return [EvidenceLine(*line, seen_on(times)) for line, times in captures.items()]


def _is_capture(w: Weighed) -> bool:
    return w.evidence.candidate.origin.kind == OriginKind.CAPTURE


def seen_on(times: list[datetime]) -> str:
    """The first and the last day of these times; empty if there is none."""
    days = sorted({f"{t:%Y-%m-%d}" for t in times})
    return "" if not days else days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def summary(d: ArticleDate) -> Iterable[str]:
    """The date, its basis and its bounds, one line each."""
    if d.published:
        what = d.precision if d.precision in ("year", "month") else "day"
        yield (
            f"Published:  {d.published}  (the {what} is right with a probability of {in_hundredths(d.confidence)}; {d.basis})"
        )
    else:
        yield f"Published:  unknown  ({d.basis.note})"
    yield from _bound(f"Not before: {instant_text(d.not_before)}", d.not_before_basis)
    yield from _bound(f"Not after:  {instant_text(d.not_after)}", d.not_after_basis)
    if d.modified:
        yield f"Modified:   {d.modified}"


def _bound(said: str, basis: Basis | None) -> Iterable[str]:
    """A bound and its basis; below it, one line each, the works that it depends on."""
    if basis is not None and hangs_by_another(str(basis)):
        return [said, *chain_lines(str(basis))]
    return [f"{said}  ({basis or 'nothing bounds it'})"]


def instant_text(moment: datetime | None) -> str:
    """A bound as text."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "unknown"


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
