"""trafilatura and newspaper4k on the same archived story pages, scored as we are where they say as much."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.zoo.alike import f1, foreign_lines, kept, plain
from tests.zoo.scoring import latest, own_texts
from tests.zoo.tools import Tools, UnavailableError
from tests.zoo.view import Row, View

PACKAGES = ("trafilatura", "newspaper4k", "lxml_html_clean")
READER = Path(__file__).with_name("peer_reader.py")


def peer_scores(view: View, tools: Tools) -> dict[str, Any]:
    """The scores of each peer by name; `{"skipped": reason}` when they cannot be had."""
    try:
        python = tools.python("peers", *PACKAGES) / "python"
    except UnavailableError as missing:
        return {"skipped": str(missing)}
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.jsonl"
        pages.write_text("".join(_line(view, story) for story in view.stories if story["key"] in view.pages), "utf-8")
        done = subprocess.run([str(python), str(READER), str(pages)], capture_output=True, text=True, check=True)
    readings = defaultdict[str, dict[str, Row]](dict)
    for line in done.stdout.splitlines():
        reading = json.loads(line)
        readings[reading["peer"]][reading["key"]] = reading
    return {peer: _scored(view, by_key) for peer, by_key in sorted(readings.items())}


def _line(view: View, story: Row) -> str:
    html = view.pages[story["key"]].decode("utf-8", "replace")
    return json.dumps({"key": story["key"], "url": story["url"], "html": html}, ensure_ascii=False) + "\n"


def _scored(view: View, readings: dict[str, Row]) -> dict[str, Any]:
    pairs = [(s, readings[s["key"]]) for s in view.stories if s["key"] in readings]
    read = [(story, reading) for story, reading in pairs if "error" not in reading]
    paragraphs = {s["key"]: [text for kind, text in latest(s["blocks"]) if kind == "paragraph"] for s, _ in pairs}
    whole = sum(len(listed) for listed in paragraphs.values())
    days = [reading.get("day") for _, reading in pairs]
    right = sum(reading.get("day") == story["day"] for story, reading in pairs)
    return {
        "title": _share(sum(plain(r["title"] or "") == plain(latest(s["titles"])) for s, r in read), len(pairs)),
        "day_right": _share(right, len(pairs)),
        "day_wrong": _share(sum(day is not None for day in days) - right, len(pairs)),
        "authors_f1": round(f1((s["authors"], r.get("authors", [])) for s, r in pairs), 3),
        "paragraphs": _share(sum(kept(paragraphs[s["key"]], r["text"]) for s, r in read), whole),
        "foreign_lines": sum(len(foreign_lines(r["text"], own_texts(s))) for s, r in read),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0
