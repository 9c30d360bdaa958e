"""Pages of one article: its text, its date with all evidence, its history, its copies, and where it is in the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pipelines.ask.dates.terms import in_words
from pipelines.ask.show.printed import date_line
from pipelines.ask.show.word_diff import word_diff
from pipelines.base.urls.identity import key_of
from pipelines.browse.archived_page import archived_page, capture_of, marks_of
from pipelines.browse.asked import Asked, UnknownError
from pipelines.browse.narrow import EVERYWHERE, Whereabouts, whereabouts, whereabouts_of_cluster, works_of_pages
from pipelines.browse.pages.citation import citation
from pipelines.browse.pages.known import event_facts, host_of, source_of_host, works_at
from pipelines.browse.publication import Row
from pipelines.corpus.publish import address_view
from pipelines.extract.parts import JOINED

CAPTURES = """
SELECT DISTINCT f.night, f.source, f.url, f.url_key, f.fetched_at, f.outcome, f.status, f.payload_bytes, f.payload_sha256,
  f.warc_file, f.warc_offset
FROM documents d JOIN fetches f ON f.night = d.night AND f.url_key = d.url_key AND f.source = d.source
WHERE d.article_id = ? AND f.warc_file IS NOT NULL ORDER BY f.night, f.fetched_at, f.url
"""
COPIES = """
SELECT a.article_id, a.source, a.title, a.url, a.published, c.role, c.role_basis, c.similarity, c.containment, c.first_seen,
  c.article_id = c.origin_article_id AS is_origin
FROM clusters c JOIN articles a USING (article_id) WHERE c.cluster_id = ? ORDER BY c.first_seen, a.article_id
"""
RELATED = "SELECT related FROM documents WHERE capture_id = ? AND article_id = ? LIMIT 1"
"""In the file of a night: in that of a month, where a list of links stands in hundreds of rows, it costs ten times as much."""
TOLD = """
SELECT night, what, change, value, published_day, detail FROM (
  SELECT 1 AS place, night, 'text' AS what, change, title AS value, NULL::DATE AS published_day, diff AS detail FROM revisions
  WHERE article_id = $1
  UNION ALL SELECT 2, night, 'date', change, coalesce(published, 'unknown'), published_day, published_basis FROM date_history
  WHERE article_id = $1)
ORDER BY night, place, value
"""
"""What `history()` has, but for the end of its page, which the article has."""
OTHER = "SELECT article_id, source, title, text FROM articles WHERE article_id = ?"
REMOVED = "SELECT c.removed FROM clean_documents c WHERE c.capture_id = ? AND c.article_id = ?"
DOCUMENT = """
SELECT title, headlines, text, authors, flags, language FROM documents
WHERE night = ? AND source = ? AND url_key = ? AND article_id = ? ORDER BY fetched_at DESC LIMIT 1
"""
PART = """
SELECT url, warc_file, warc_offset, payload_sha256 FROM fetches
WHERE source = ? AND url_key = ? AND night <= ? AND warc_file IS NOT NULL ORDER BY night DESC, fetched_at DESC LIMIT 1
"""
"""A page of a story in parts, as it stood on a night."""
EVIDENCE = """
SELECT role, origin, raw, value, verdict, reason, context, evidence_url, min(fetched_at) AS first_seen,
  max(fetched_at) AS last_seen, min(position) AS position
FROM date_evidence WHERE article_id = ? GROUP BY role, origin, raw, value, verdict, reason, context, evidence_url
ORDER BY list_position(['accepted', 'supporting', 'rejected'], verdict), position, origin, raw, evidence_url
"""
HEAD = "article_id, source, title, published, copies, revisions"
DATED = "* EXCLUDE (text, headlines, related, rights, flags)"
ADDRESSES = address_view.query("WITH work AS (SELECT $1 AS article_id)")
MAX_RELATED = 50
ALIKE = 1 / 3
"""Headlines with a smaller share of common words are shown as two lines, not word by word."""


def article(asked: Asked) -> dict[str, Any]:
    """The text with its facts; `removed=1` adds what cleaning took away."""
    where = place_of(asked)
    found = the_article(asked, "* EXCLUDE (related)", where)
    rows, key = partial(asked.publication.rows, within=where.of_captures), (found["capture_id"], found["article_id"])
    removed = rows(REMOVED, *key) if asked.text("removed") else []
    related = rows(RELATED, *key) or rows("SELECT related FROM articles WHERE article_id = ?", found["article_id"])
    return {
        **found,
        "date": date_line(found),
        "paragraphs": (found["text"] or "").split("\n\n"),
        "removed": [each for row in removed for each in row["removed"] or ()],
        "event": _event(asked, found["article_id"], where),
        "related": _related(asked, found, related[0]["related"] or ()),
        "signals": list({tuple(each.items()): each for each in found["rights"] or ()}.values()),
    }


def dated(asked: Asked) -> dict[str, Any]:
    """Why the article has its date: every statement with its verdict, the bounds, and what was believed before."""
    where = place_of(asked)
    found = the_article(asked, DATED, where)
    rows, work = (
        partial(asked.publication.rows, within={**where.of_works, "date_evidence": where.stated}),
        found["article_id"],
    )
    return {
        **_head(found),
        "date": date_line(found),
        "published": found["published"],
        "published_from": found["published_from"],
        "published_to": found["published_to"],
        "first_seen": found["first_seen"],
        **{name: found[name] for name in ("not_before", "not_before_basis", "not_after", "not_after_basis", "guess")},
        "evidence": [row | {"reason": in_words(row["reason"])} for row in rows(EVIDENCE, work)],
        "traces": rows(
            "SELECT night, side, bound, basis, verdict, confidence FROM traces WHERE article_id = ? ORDER BY ALL", work
        ),
        "beliefs": rows(
            "SELECT night, until_night, change, published, published_confidence, not_before, not_after, published_basis "
            "FROM date_history WHERE article_id = ? ORDER BY night",
            work,
        ),
    }


def history(asked: Asked) -> dict[str, Any]:
    """The texts that the article had, and what differs between two of them (`from`, `to`: numbers of revisions)."""
    where = place_of(asked)
    found = the_article(asked, f"{HEAD}, gone_on", where)
    rows = partial(asked.publication.rows, within=where.of_works)
    texts = rows("FROM revisions WHERE article_id = ? ORDER BY revision", found["article_id"])
    last = len(texts)
    to = asked.number("to", last, most=last)
    before = asked.number("from", max(1, to - 1), most=last)
    old, new = texts[before - 1], texts[to - 1]
    return {
        **_head(found),
        "revisions": [
            {name: row[name] for name in ("revision", "night", "seen_from", "seen_to", "change", "kinds", "title")}
            for row in texts
        ],
        "from": before,
        "to": to,
        "headlines": headlines_compared(old["title"] or "", new["title"] or ""),
        "changes": changes(old["text"] or "", new["text"] or ""),
        "gone_on": found["gone_on"],
        "events": rows(TOLD, found["article_id"]),
    }


def copies(asked: Asked) -> dict[str, Any]:
    """The other works with this text, and the words in which one of them (`with`) differs."""
    found = the_article(asked, f"{HEAD}, cluster_id, text", place_of(asked))
    where = whereabouts_of_cluster(asked.publication.home, found["cluster_id"], found["article_id"])
    listed = asked.publication.rows(COPIES, found["cluster_id"], within=where.of_works)
    others = [row["article_id"] for row in listed if row["article_id"] != found["article_id"]]
    chosen = asked.text("with") or next((row["article_id"] for row in listed if row["is_origin"]), "")
    chosen = chosen if chosen in others else next(iter(others), "")
    other = asked.publication.row(OTHER, chosen, within=where.of_works) if chosen else None
    return {
        **_head(found),
        "copies": listed,
        "with": other and {name: other[name] for name in ("article_id", "source", "title")},
        "headlines": headlines_compared(other["title"] or "", found["title"] or "") if other else [],
        "changes": changes(other["text"] or "", found["text"] or "") if other else [],
    }


def archived(asked: Asked) -> dict[str, Any]:
    """The captures of the article in the archive, and how to cite one (`night`); `verify=1` reads its record again and
    computes its digest anew.
    """
    where = place_of(asked)
    found = the_article(asked, DATED, where)
    captures, chosen = chosen_capture(asked, found["article_id"], where)
    return {
        "verified": _verified(asked, chosen) if asked.text("verify") else None,
        **_head(found),
        "url": found["url"],
        "captures": captures,
        "chosen": chosen,
        "cite": citation(found, chosen),
    }


def addresses(asked: Asked) -> dict[str, Any]:
    """The addresses of the article and their roles, as the nights that captured it show them."""
    where = place_of(asked)
    found = the_article(asked, f"{HEAD}, url", where)
    rows = asked.publication.rows(ADDRESSES, found["article_id"], within=where.of_captures)
    return {**_head(found), "url": found["url"], "addresses": rows}


def place_of(asked: Asked) -> Whereabouts:
    """Where rows of the article in the path are."""
    return whereabouts(asked.publication.home, [asked.path["article"]])


def the_article(asked: Asked, columns: str, where: Whereabouts) -> Row:
    """The row of `articles` that the path names. Raises UnknownError."""
    query = f"SELECT {columns} FROM articles WHERE article_id = ?"
    row = asked.publication.row(query, asked.path["article"], within=where.of_works)
    if row is None:
        raise UnknownError(f"there is no article {asked.path['article']} in the corpus")
    return row


def chosen_capture(asked: Asked, work: str, where: Whereabouts) -> tuple[list[Row], Row]:
    """All captures of a work, oldest first, and the one of the night asked for, by default the last. Raises UnknownError."""
    captures = asked.publication.rows(CAPTURES, work, within=where.of_captures)
    night = asked.day("night")
    of_night = [row for row in captures if night in (None, row["night"])]
    if not of_night:
        raise UnknownError(f"no page of {work} is in the archive" + (f" from {night}" if night else ""))
    return captures, of_night[-1]


def frame(asked: Asked) -> dict[str, Any]:
    """The archived page itself, of `night` [default: the last], with headline, byline, date and story marked; under it the
    further pages of a story in parts.
    """
    where = place_of(asked)
    work = the_article(asked, HEAD, where)["article_id"]
    _, chosen = chosen_capture(asked, work, where)
    rows = partial(asked.publication.rows, within={**where.of_captures, "date_evidence": where.stated})
    [document] = rows(DOCUMENT, *(chosen[name] for name in ("night", "source", "url_key")), work)
    raw = rows("SELECT DISTINCT raw FROM date_evidence WHERE article_id = ? AND verdict <> 'rejected'", work)
    marked = marks_of(document, [row["raw"] for row in raw])
    keys = [key_of(flag["text"]) for flag in document["flags"] or () if flag["rule"] == JOINED]
    further = [row for key in keys for row in _part(asked, chosen, key)]
    return {
        "title": document["title"],
        "language": document["language"],
        "night": chosen["night"],
        "pages": [
            {"url": row["url"], "page": archived_page(capture_of(asked.publication, row), marked)}
            for row in (chosen, *further)
        ],
    }


def _part(asked: Asked, chosen: Row, key: str | None) -> list[Row]:
    """The further page of a story in parts, as it stood on the night of the capture."""
    if not key:
        return []
    held = works_of_pages(asked.publication.home, chosen["source"], [key], chosen["night"])
    within = {"fetches": [held[key][0]]} if held and key in held else EVERYWHERE
    return asked.publication.rows(PART, chosen["source"], key, chosen["night"], within=within)


def _verified(asked: Asked, row: Row) -> dict[str, Any]:
    """What the archive holds now, beside the digest that was noted when the page was fetched."""
    body = capture_of(asked.publication, row).body
    found = hashlib.sha256(body).hexdigest()
    return {
        "sha256": found,
        "bytes": len(body),
        "noted": row["payload_sha256"],
        "is_equal": found == row["payload_sha256"],
    }


def changes(old: str, new: str) -> list[list[list[str]]]:
    """The places where two texts differ: lists of [sign, text], `-` removed, `+` added, blank for unchanged."""
    return [[[each.sign, each.text] for each in place] for place in word_diff(old, new)]


def headlines_compared(old: str, new: str) -> list[list[str]]:
    """How a headline changed: word by word, or as two lines if hardly a word is left.

    >>> headlines_compared("Mayor opens bridge", "Ferry sinks in storm")
    [['-', 'Mayor opens bridge'], ['+', 'Ferry sinks in storm']]
    """
    if old == new:
        return []
    words, others = set(old.casefold().split()), set(new.casefold().split())
    if len(words & others) < ALIKE * len(words | others):
        return [[sign, text] for sign, text in (("-", old), ("+", new)) if text]
    return [[each.sign, each.text] for place in word_diff(old, new) for each in place]


def _head(found: Row) -> dict[str, Any]:
    return {name: found[name] for name in ("article_id", "source", "title", "published", "copies", "revisions")}


def _event(asked: Asked, work: str, where: Whereabouts) -> Row | None:
    found = asked.publication.row("SELECT event_id FROM events WHERE article_id = ?", work, within=where.of_works)
    named = event_facts(asked.publication, [found["event_id"]]) if found else []
    names = ("event_id", "tellings", "sources")
    return {name: named[0][name] for name in names} if named else None


def _related(asked: Asked, found: Row, links: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Links with their works: those of its own source, and of another one whose home page has the same host."""
    shown = links[:MAX_RELATED]
    keys = {link["url"]: key_of(link["url"]) for link in shown}
    own, homes = host_of(found["url"]), source_of_host(asked.publication)
    by_source: dict[str, list[str]] = {}
    for url, key in keys.items():
        source = found["source"] if (host := host_of(url)) == own else homes.get(host)
        if key and source:
            by_source.setdefault(source, []).append(key)
    works: dict[str, str] = {}
    for source, listed in by_source.items():
        works |= works_at(asked.publication, source, listed)
    return [
        {"url": link["url"], "title": link["title"], "article_id": works.get(keys[link["url"]] or "")} for link in shown
    ]
