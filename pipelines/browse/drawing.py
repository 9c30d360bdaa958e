"""Pictures of the pages as SVG: a date with its evidence on a time line, the intervals of an event, articles by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from markupsafe import Markup

from pipelines.base.neutral import in_html
from pipelines.base.templates import ours

WIDTH, EDGE = 720, 8
"""Units of the drawing; pages scale it to their width."""
ROW = 26
MAX_YEARS = 10
"""A bound that lies further back than this is an arrow at the edge."""
MAX_MONTHS = 240
NAMES, NAME_CHARS = 190, 28
"""Units for the names beside bars, and characters of a name."""


class Scale:
    """From instants to units of the drawing, `left` of which are kept free."""

    def __init__(self, instants: Iterable[datetime], left: int = EDGE) -> None:
        known = sorted(instants)
        self._left = left
        pad = max((known[-1] - known[0]) * 0.04, timedelta(hours=12))
        self.first, self.last = known[0] - pad, known[-1] + pad

    def __call__(self, at: datetime) -> float:
        """The place of an instant; at an edge if it lies outside."""
        share = (at - self.first) / (self.last - self.first)
        return round(self._left + (WIDTH - EDGE - self._left) * min(1.0, max(0.0, share)), 1)


def date_line_picture(facts: Mapping[str, Any]) -> Markup:
    """When an article may have been published, what speaks for and against it, and when it was first seen.

    `facts` are those of `pages.article.dated`.
    """
    points = [
        (at, each) for each in facts["evidence"] if each["role"] == "published" and (at := _instant(each["value"]))
    ]
    seen, after, before = facts["first_seen"], facts["not_after"], facts["not_before"]
    near = [at for at in (seen, after, facts["published_from"], facts["published_to"]) if at]
    oldest = max(near) - timedelta(days=365 * MAX_YEARS)
    shown = [at for at in (*near, before, *(at for at, _ in points)) if at and at >= oldest]
    scale = Scale(shown or [seen])
    begin, end = scale(max(before or scale.first, scale.first)), scale(after or seen)
    parts = [f'<rect class="possible" x="{begin}" y="22" width="{max(2.0, round(end - begin, 1))}" height="16">'
             f"<title>between {_day(before)} and {_day(after)}</title></rect>"]  # fmt: skip
    if before and before < scale.first:
        parts.append('<path class="edge" d="M 8 30 l 9 -6 v 12 z"><title>earlier, too</title></path>')
    if facts["published"]:
        x, to = scale(facts["published_from"]), scale(facts["published_to"])
        parts.append(f'<rect class="published" x="{x}" y="18" width="{max(3.0, round(to - x, 1))}" height="24">'
                     f"<title>published {in_html(str(facts['published']))}</title></rect>")  # fmt: skip
    for at, each in points:
        said = f"{each['verdict']}: {each['value']}, {each['origin']}: {each['reason']}"
        parts.append(
            f'<circle class="{each["verdict"]}" cx="{scale(at)}" cy="30" r="5"><title>{in_html(said)}</title></circle>'
        )
    parts.append(f'<path class="seen" d="M {scale(seen)} 12 v 36"><title>first seen {_day(seen)}</title></path>')
    parts += [f'<text x="{EDGE}" y="62">{_day(scale.first)}</text>',
              f'<text x="{WIDTH - EDGE}" y="62" text-anchor="end">{_day(scale.last)}</text>']  # fmt: skip
    return _picture("The date on a time line", 68, parts)


def tellings_picture(rows: Sequence[Mapping[str, Any]], named: Callable[[str], str]) -> Markup:
    """The intervals in which the works of an event were published, one bar for each row of `coverage`; `named` gives a
    source's name.
    """
    known = [row for row in rows if row["interval_basis"] != "bounds"] or rows
    oldest = min(row["published_from"] for row in known) - timedelta(days=3)
    newest = max(row["published_to"] for row in known) + timedelta(days=3)
    scale, parts = Scale([oldest, newest], NAMES), []
    for place, row in enumerate(rows):
        x, to, y = scale(row["published_from"]), scale(row["published_to"]), place * ROW
        kind = "possible" if row["interval_basis"] == "bounds" else "published"
        name = named(row["source"])
        label = f"{name}: {_day(row['published_from'])} to {_day(row['published_to'])}"
        parts.append(
            f'<rect class="{kind}" x="{x}" y="{y + 4}" width="{max(3.0, round(to - x, 1))}" height="14">'
            f"<title>{in_html(label)}</title></rect>"
            f'<text x="{EDGE}" y="{y + 16}">{in_html(name if len(name) <= NAME_CHARS else name[: NAME_CHARS - 1] + "…")}</text>'
        )
    foot = len(rows) * ROW + 14
    parts += [f'<text x="{NAMES}" y="{foot}">{_day(scale.first)}</text>',
              f'<text x="{WIDTH - EDGE}" y="{foot}" text-anchor="end">{_day(scale.last)}</text>']  # fmt: skip
    return _picture("When each source told it", foot + 6, parts)


def texts_picture(history: Mapping[str, Any]) -> Markup:
    """The texts of an article on a time line, each a link to what it changed; `history` is what `pages.article.history` gives.

    From the last time one was seen to the first time the next was, the page was changed at some moment.
    """
    rows, parts = [(row, row["seen_from"], row["seen_to"] or row["seen_from"]) for row in history["revisions"]], []
    scale = Scale([each for _, *seen in rows for each in seen])
    for row, first, last in rows:
        number, x, to = row["revision"], scale(first), scale(last)
        said = f"Text {number}, {row['change'].replace('_', ' ')}: seen {_minute(first)} to {_minute(last)}"
        shown = ' aria-current="true"' if number == history["to"] else ""
        parts.append(
            f'<a href="?from={max(1, number - 1)}&amp;to={number}" aria-label="{in_html(said)}"{shown}>'
            f'<rect class="published" x="{x}" y="8" width="{max(9.0, round(to - x, 1))}" height="22"><title>{in_html(said)}'
            "</title></rect></a>"
        )
    if history["gone_on"]:
        gone = datetime.combine(history["gone_on"], time(), UTC)
        parts.append(
            f'<path class="edge" d="M {scale(gone)} 4 v 30"><title>gone on {history["gone_on"]}</title></path>'
        )
    parts += [f'<text x="{EDGE}" y="46">{_day(scale.first)}</text>',
              f'<text x="{WIDTH - EDGE}" y="46" text-anchor="end">{_day(scale.last)}</text>']  # fmt: skip
    return _picture("Texts on a time line", 52, parts, role="group")


def months_picture(months: Sequence[Mapping[str, Any]], link: Any) -> Markup:
    """Articles by month as columns; `link(value)` gives the address that narrows a search down to one of them."""
    counts = {str(row["value"]): int(row["articles"]) for row in months if row["value"] not in (None, "undated")}
    listed = _months(min(counts), max(counts)) if counts else []
    if not listed:
        return ours("")
    if len(listed) > MAX_MONTHS:
        listed = sorted(counts)[-MAX_MONTHS:]
    most, width = max(counts.values()), (WIDTH - 2 * EDGE) / len(listed)
    parts = []
    for place, month in enumerate(listed):
        if count := counts.get(month, 0):
            height = max(2.0, round(60 * count / most, 1))
            x, said = EDGE + place * width, f"{month}: {count}"
            parts.append(
                f'<a href="{in_html(link(month))}" aria-label="{said}"><rect class="published" x="{x:.1f}" y="{64 - height}" '
                f'width="{max(1.0, width - 1):.1f}" height="{height}"><title>{said}</title></rect></a>'
            )
    parts += [f'<text x="{EDGE}" y="80">{listed[0]}</text>',
              f'<text x="{WIDTH - EDGE}" y="80" text-anchor="end">{listed[-1]}</text>']  # fmt: skip
    return _picture("Articles by month of publication", 86, parts, role="group")


def _months(first: str, last: str) -> list[str]:
    """All months from one to another.

    >>> _months("2025-11", "2026-02")
    ['2025-11', '2025-12', '2026-01', '2026-02']
    """
    if not all(month[:4].isdigit() and month[5:7].isdigit() for month in (first, last)):
        return []
    begin, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, min(end, begin + 12 * 300) + 1)]


def _picture(label: str, height: float, parts: Sequence[str], *, role: str = "img") -> Markup:
    named = f'role="{role}" aria-label="{in_html(label)}"'
    return ours(f'<svg viewBox="0 0 {WIDTH} {height:g}" {named} class="picture">{"".join(parts)}</svg>')


def _instant(value: str | None) -> datetime | None:
    """The instant of a date in ISO 8601; noon of a day without a time, UTC where no zone is known."""
    text = value or ""
    try:
        found = datetime.fromisoformat(text if "T" in text else f"{text[:10]}T12:00")
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "unknown"
