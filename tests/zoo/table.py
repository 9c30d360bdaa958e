"""The scores as a table for people: a row a site, then its peers on the same pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

COLUMNS = (
    ("site", "site", 24), ("found", "found", 6), ("title", "title", 6), ("day right", "day_right", 6),
    ("day wrong", "day_wrong", 6), ("instant", "instant", 8), ("shown day", "shown_day", 6), ("others", "others", 7),
    ("others/ story", "others_per_story", 7), ("authors F1", "authors_f1", 8), ("para- graphs", "paragraphs", 7),
    ("foreign", "foreign_lines", 8), ("req/ story", "requests_per_story", 6), ("2nd/ known", "second_night_per_story", 6),
    ("section", "section", 7), ("tags", "tags", 5), ("pic- ture", "picture", 5),
    ("edits", "edits", 6), ("old edits", "old_edits", 6), ("moved", "moved", 6), ("dou- bled", "doubled", 5),
    ("spur.", "spurious", 6), ("spur. others", "spurious_others", 7), ("gone", "gone", 5),
    ("false pairs", "false_pairs", 6),
)  # fmt: skip
CELLS = (
    ("stories found · titles", ("found", "title")),
    ("day right · wrong", ("day_right", "day_wrong")),
    ("other pages kept", ("others",)),
    ("authors F1", ("authors_f1",)),
    ("paragraphs · foreign lines", ("paragraphs", "foreign_lines")),
    ("section · tags · picture", ("section", "tags", "picture")),
    ("requests a story, first night", ("requests_per_story",)),
    ("a known story, second night", ("second_night_per_story",)),
    ("edits · old ones · spurious", ("edits", "old_edits", "spurious")),
    ("moved · doubled", ("moved", "doubled")),
    ("deleted", ("gone",)),
)
"""Columns of docs/zoo.md."""
SHARES = ("found", "title", "day_right", "authors_f1", "section", "tags", "picture")
COUNTS = ("day_wrong", "others", "foreign_lines", "spurious", "doubled")
GAP = "  "


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The table, then requests by kind of each site, then why a site has no scores."""
    scored = [row for row in rows if "skipped" not in row]
    heads = [
        [head.split(" ")[part] if part < len(head.split(" ")) else "" for head, _, _ in COLUMNS] for part in (0, 1)
    ]
    lines = [_line(head) for head in heads]
    for row in scored:
        lines.append(_line([row[name] for _, name, _ in COLUMNS]))
        lines += [_line(_peer_cells(peer, told)) for peer, told in row.get("peers", {}).items() if peer != "skipped"]
    lines += ["", "requests by kind (first night · second night, without new stories)"]
    lines += [f"  {row['site']:<24}{_kinds(row['requests'])}  ·  {_kinds(row['second_night'])}" for row in scored]
    lines += [
        f"  {row['site']}: peers skipped: {row['peers']['skipped']}"
        for row in scored
        if "skipped" in row.get("peers", {})
    ]
    lines += [f"  {row['site']} skipped: {row['skipped']}" for row in rows if "skipped" in row]
    return "\n".join(lines) + "\n"


def markdown(rows: Sequence[dict[str, Any]]) -> str:
    """The two tables of docs/zoo.md: the sites on which something is not right, and the others."""
    scored = [row for row in rows if "skipped" not in row]
    wrong = [row for row in scored if not _is_right(row)]
    right = [row for row in scored if _is_right(row)]
    parts = [("## What is not right", f"{len(wrong)} of {len(scored)} sites", wrong)]
    parts += [("## Where all is right", f"{len(right)} of {len(scored)} sites", right)]
    return (
        "\n\n".join("\n".join([head, "", count, "", *_markdown_rows(listed)]) for head, count, listed in parts) + "\n"
    )


def _markdown_rows(rows: Sequence[dict[str, Any]]) -> list[str]:
    cells = [[row["site"], *(" · ".join(_number(row[name]) for name in names) for _, names in CELLS)] for row in rows]
    heads = ["site", *(head for head, _ in CELLS)]
    return [f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *cells)]


def _is_right(row: dict[str, Any]) -> bool:
    whole = all(part == of for part, of in (row[name].split("/") for name in ("edits", "moved", "gone")))
    return whole and all(row[name] in (1, None) for name in SHARES) and not any(row[name] for name in COUNTS)


def misses(rows: Sequence[dict[str, Any]], most: int) -> str:
    """What is amiss at each site, at most so many a figure."""
    lines = []
    for row in rows:
        for name, listed in row.get("misses", {}).items():
            lines.append(f"{row['site']} {name} ({len(listed)})")
            lines += [f"    {miss}" for miss in listed[:most]]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[Any]) -> str:
    shown = [f"{cells[0]:<{COLUMNS[0][2]}}"]
    shown += [f"{_number(cell):>{width}}" for cell, (_, _, width) in zip(cells[1:], COLUMNS[1:], strict=True)]
    return GAP.join(shown).rstrip()


def _peer_cells(peer: str, told: dict[str, Any]) -> list[Any]:
    return [f"  {peer}", *(told.get(name, "") for _, name, _ in COLUMNS[1:])]


def _number(cell: Any) -> str:
    if cell is None:
        return "-"
    return f"{cell:.3f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def _kinds(counts: dict[str, int]) -> str:
    return " ".join(f"{kind} {count}" for kind, count in counts.items()) or "none"
