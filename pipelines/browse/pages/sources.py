"""Pages of a source, of its front page, and of a night."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from pipelines.browse.asked import Asked, UnknownError, day_of
from pipelines.browse.publication import Publication, Row

HEALTH = """
SELECT night, state, new_stories, stories, revised, dated, undated, words_median, lag_hours, outcomes, findings
FROM source_health WHERE source = ? ORDER BY night DESC LIMIT 30
"""
FRONT_NIGHTS = (
    "SELECT DISTINCT night FROM headline_sightings WHERE source = ? AND place = 'list' ORDER BY night DESC LIMIT 60"
)
PAGE_ROWS, MAX_PAGES = 100, 100
FRONT = "FROM front($1, $2) LIMIT $3 OFFSET $4"
INCIDENTS = 'FROM incidents WHERE source = ? ORDER BY last_night DESC, first_night DESC, "check"'
PRECISION = """
SELECT coalesce(published_precision, 'unknown') AS precision, count(*) AS articles FROM articles WHERE source = ?
GROUP BY ALL ORDER BY articles DESC, precision
"""
OF_NIGHT = """
SELECT h.source, s.title, h.state, h.new_stories, h.revised, h.stories, h.imported, h.findings
FROM source_health h LEFT JOIN sources s USING (source) WHERE h.night = ?
ORDER BY list_position(['held_back', 'warning', 'released', 'ok'], h.state), s.title, h.source
"""
EVENTS_OF_NIGHT = """
SELECT event_id, title, tellings, sources FROM event_facts WHERE event_id IN (SELECT event_id FROM events WHERE first_night = ?)
  AND tellings > 1 ORDER BY tellings DESC, event_id LIMIT 10
"""


def source(asked: Asked) -> dict[str, Any]:
    """How a source does: its nights, incidents, precision of dates, losses by reason, and its newest articles."""
    name, rows = the_source(asked), asked.publication.rows
    nights = rows(HEALTH, name["source"])
    return {
        **name,
        "nights_seen": [
            {key: value for key, value in row.items() if key not in ("outcomes", "findings")}
            | {"sentences": [each["sentence"] for each in row["findings"] or ()]}
            for row in nights
        ],
        "losses": nights[0]["outcomes"] if nights else [],
        "incidents": _noted(asked, rows(INCIDENTS, name["source"])),
        "precision": rows(PRECISION, name["source"]),
        "fronts": [row["night"] for row in rows(FRONT_NIGHTS, name["source"])],
        "newest": rows(
            "SELECT article_id, source, title, url, published, not_after FROM articles WHERE source = ? "
            "ORDER BY first_night DESC, published_from DESC, article_id LIMIT 20",
            name["source"],
        ),
    }


def front(asked: Asked) -> dict[str, Any]:
    """The front page of a source at the end of a night (`night` [default: the last]), beside that of another night or source
    (`other_night`, `other`), 100 stories a page (`page`).
    """
    first = _front(asked, asked.path["source"], asked.day("night"))
    other, night = asked.text("other"), asked.day("other_night")
    beside = _front(asked, other or asked.path["source"], night or first["night"]) if other or night else None
    names = [{name: row[name] for name in ("source", "title")} for row in all_sources(asked.publication).values()]
    longest = max(len(first["stories"]), len(beside["stories"]) if beside else 0)
    page = asked.number("page", 1, most=MAX_PAGES)
    return {**first, "beside": beside, "sources": names, "page": page, "has_more": longest == PAGE_ROWS}


def night(asked: Asked) -> dict[str, Any]:
    """A night: every source with its state and its new stories, and the events that were new."""
    day = day_of(asked.path["night"])
    rows = asked.publication.rows(OF_NIGHT, day)
    if not rows:
        raise UnknownError(f"the corpus has no night {day}")
    around = asked.publication.rows(
        "SELECT max(night) FILTER (night < $1) AS before, min(night) FILTER (night > $1) AS after FROM source_health",
        day,
    )[0]
    return {
        "night": day,
        **around,
        "sources": [
            {key: value for key, value in row.items() if key != "findings"}
            | {"sentences": [each["sentence"] for each in row["findings"] or ()]}
            for row in rows
        ],
        "new_stories": sum(row["new_stories"] or 0 for row in rows),
        "events": asked.publication.rows(EVENTS_OF_NIGHT, day),
        "has_report": (asked.publication.home.reports / f"{day}.html").is_file(),
    }


def report(asked: Asked) -> dict[str, Any]:
    """The morning report of a night, as `dateline report` wrote it."""
    file = asked.publication.home.reports / f"{day_of(asked.path['night'])}.html"
    if not file.is_file():
        raise UnknownError(
            f"there is no report of {asked.path['night']}: 'dateline report {asked.path['night']}' writes it"
        )
    return {"page": file.read_text(encoding="utf-8")}


def the_source(asked: Asked, name: str = "") -> Row:
    """The row of `sources` of a name, by default of that in the path. Raises UnknownError."""
    name = name or asked.path["source"]
    if (row := all_sources(asked.publication).get(name)) is None:
        raise UnknownError(f"there is no source {name} in the corpus")
    return row


def all_sources(publication: Publication) -> dict[str, Row]:
    """The rows of `sources` by name, in the order of their titles."""
    query = "FROM sources ORDER BY title, source"
    return publication.once(query, lambda: {row["source"]: row for row in publication.rows(query)})


def paper_names(publication: Publication) -> dict[str, str]:
    """The name of each source as its readers know it; the key stands beside a name that several have."""
    rows = all_sources(publication)
    count = Counter(row["title"] for row in rows.values())
    return {
        source: (row["title"] if count[row["title"]] == 1 else f"{row['title']} ({source})") if row["title"] else source
        for source, row in rows.items()
    }


def _noted(asked: Asked, incidents: list[Row]) -> list[Row]:
    """Incidents with what people wrote about them."""
    if not incidents:
        return []
    from pipelines.health.incidents.notes import notes  # a reader of YAML: seldom needed

    written = notes(asked.publication.home)
    names = ("on", "by", "note", "until")
    return [
        row
        | {
            "notes": [
                {name: getattr(note, name) for name in names}
                for note in written.get((row["source"], row["check"]), ())
                if row["first_night"] <= note.on <= row["last_night"]
            ]
        }
        for row in incidents
    ]


def _front(asked: Asked, source: str, night: date | None) -> dict[str, Any]:
    title = the_source(asked, source)["title"]
    nights = [row["night"] for row in asked.publication.rows(FRONT_NIGHTS, source)]
    night = night or next(iter(nights), None)
    first = (asked.number("page", 1, most=MAX_PAGES) - 1) * PAGE_ROWS
    rows = asked.publication.rows(FRONT, source, night, PAGE_ROWS, first) if night else []
    return {"source": source, "title": title, "night": night, "nights": nights, "stories": rows}
