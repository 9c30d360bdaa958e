"""Pages of a source, of its front page, and of a night."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from pipelines.browse.asked import Asked, UnknownError, day_of
from pipelines.browse.pages.habits import lag, learned
from pipelines.browse.pages.known import all_nights, all_sources, events_of_night, works_at
from pipelines.browse.pages.search import next_page
from pipelines.browse.publication import Publication, Row
from pipelines.corpus.publish.headline_views import FRONT_PAGE

HEALTH = """
SELECT night, state, new_stories, stories, revised, dated, undated, words_median, lag_hours, outcomes, findings
FROM source_health WHERE source = ? ORDER BY night DESC
"""
MAX_NIGHTS = 60
"""Nights of a source that can be chosen."""
NIGHTS_BACK = 14
"""Nights of a source that are read for its page or for a front page: since when a headline stands is looked up in these."""
PAGE_ROWS, MAX_PAGES = 100, 100
OF_ASKED = re.sub(r"\bnight_\b", "$2::DATE", re.sub(r"\bsource_\b", "$1", FRONT_PAGE))
FRONT = f"WITH front AS ({OF_ASKED}) FROM front LIMIT $3 OFFSET $4"
INCIDENTS = 'FROM incidents ORDER BY last_night DESC, first_night DESC, "check"'
OF_NIGHT = """
SELECT source, state, new_stories, revised, stories, imported, findings FROM source_health WHERE night = ?
"""
STATES = ("held_back", "warning", "released", "ok")
NEWEST = """
SELECT article_id, source, title, url, published, not_after FROM articles WHERE source = ?
ORDER BY first_night DESC, published_from DESC, article_id LIMIT 20
"""
MAX_NEWEST = 20
STORY = ("position", "headline", "url", "since", "change", "headline_before", "seen_at")


def source(asked: Asked) -> dict[str, Any]:
    """How a source does: its nights, incidents, precision of dates, losses by reason, how soon it reports events that others
    report too, what its pages taught, and its newest articles.
    """
    name, publication = the_source(asked), asked.publication
    crawled = publication.nights[name["source"]]
    recent = crawled[:NIGHTS_BACK]
    nights = publication.rows(HEALTH, name["source"], within={"source_health": recent})
    return {
        **name,
        "nights_seen": [
            {key: value for key, value in row.items() if key not in ("outcomes", "findings")}
            | {"sentences": [each["sentence"] for each in row["findings"] or ()]}
            for row in nights
        ],
        "losses": nights[0]["outcomes"] if nights else [],
        "incidents": _noted(asked, _incidents(publication).get(name["source"], [])),
        "precision": publication.facets.precisions(name["source"]),
        "fronts": crawled[:MAX_NIGHTS],
        "lag": lag(publication, name["source"], recent),
        **learned(publication, name["source"], recent),
        "newest": _newest(publication, name["source"], recent),
    }


def file(asked: Asked) -> dict[str, Any]:
    """The file of a source, as it is now: what the operator set. Passwords stand in none."""
    name = the_source(asked)
    path = asked.publication.home.sources / f"{name['source']}.yaml"
    if not path.is_file():
        raise UnknownError(f"there is no file {path} any more")
    return {**name, "file": str(path), "text": path.read_text(encoding="utf-8", errors="replace")}


def front(asked: Asked) -> dict[str, Any]:
    """The front page of a source at the end of a night (`night` [default: the last]), beside that of another night or source
    (`other_night`, `other`), 100 stories a page (`page`). `since` is the first look with a story, from `looked_back_to` on.
    """
    first = _front(asked, asked.path["source"], asked.day("night"))
    other, night = asked.text("other"), asked.day("other_night")
    beside = _front(asked, other or asked.path["source"], night or first["night"]) if other or night else None
    names = [{name: row[name] for name in ("source", "title")} for row in all_sources(asked.publication).values()]
    longest = max(len(first["stories"]), len(beside["stories"]) if beside else 0)
    page = asked.number("page", 1, most=MAX_PAGES)
    more = next_page(asked, f"/front/{first['source']}", page) if longest == PAGE_ROWS and page < MAX_PAGES else None
    return {**first, "beside": beside, "sources": names, "page": page, "next": more}


def night(asked: Asked) -> dict[str, Any]:
    """A night: every source with its state and its new stories, and the events that were new."""
    day = day_of(asked.path["night"])
    rows = asked.publication.rows(OF_NIGHT, day, within={"source_health": [day]})
    if not rows:
        raise UnknownError(f"the corpus has no night {day}")
    titles = {name: row["title"] for name, row in all_sources(asked.publication).items()}
    rows.sort(key=lambda row: (STATES.index(row["state"]), titles.get(row["source"]) or "", row["source"]))
    nights = all_nights(asked.publication)
    return {
        "night": day,
        "before": max((night for night in nights if night < day), default=None),
        "after": min((night for night in nights if night > day), default=None),
        "sources": [
            {key: value for key, value in row.items() if key != "findings"}
            | {"title": titles.get(row["source"]), "sentences": [each["sentence"] for each in row["findings"] or ()]}
            for row in rows
        ],
        "new_stories": sum(row["new_stories"] or 0 for row in rows),
        "events": events_of_night(asked.publication, day),
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


def _incidents(publication: Publication) -> dict[str, list[Row]]:
    """The incidents of each source, the last one first."""

    def read() -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in publication.rows(INCIDENTS):
            found.setdefault(row["source"], []).append(row)
        return found

    return publication.once(INCIDENTS, read)


def _newest(publication: Publication, source: str, recent: Sequence[date]) -> list[Row]:
    """Its newest articles: first seen on recent nights, or, if these had few, on any."""
    rows = publication.rows(NEWEST, source, within={"articles": recent})
    return rows if len(rows) == MAX_NEWEST else publication.rows(NEWEST, source)


def _front(asked: Asked, source: str, night: date | None) -> dict[str, Any]:
    publication, title = asked.publication, the_source(asked, source)["title"]
    nights = publication.nights[source]
    night = night or next(iter(nights), None)
    first = (asked.number("page", 1, most=MAX_PAGES) - 1) * PAGE_ROWS
    before = [each for each in nights if night and each <= night]
    shown = before[:NIGHTS_BACK]
    asked_of = partial(publication.rows, FRONT, source, night, PAGE_ROWS, first)
    rows = asked_of(within={"headline_sightings": shown, "source_settings": shown[:1]}) if shown else []
    if looked_at_all := len(before) == len(shown) or not (rows or first):
        rows = rows or asked_of()
    works = works_at(publication, source, (row["url_key"] for row in rows))
    return {
        "source": source,
        "title": title,
        "night": night,
        "nights": nights[:MAX_NIGHTS],
        "looked_back_to": None if looked_at_all else shown[-1],
        "stories": [{name: row[name] for name in STORY} | {"article_id": works.get(row["url_key"])} for row in rows],
    }
