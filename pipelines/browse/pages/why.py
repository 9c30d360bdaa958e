"""What became of an address: the work that it led to, or the reason why the corpus has none."""

from __future__ import annotations

from functools import partial
from typing import Any

from pipelines.base.errors import InputError
from pipelines.base.urls.identity import url_key
from pipelines.browse.asked import Asked
from pipelines.browse.narrow import Within, nights_of_page, placed
from pipelines.browse.pages.known import all_nights
from pipelines.browse.publication import Publication

FETCHES = """
SELECT night, source, url, resource, outcome, detail, status, fetched_at, final_url, robots FROM fetches
WHERE url_key = ? OR starts_with(url_key, ? || '#') ORDER BY night, fetched_at
"""
PAGES = """
SELECT night, source, url, kind, kind_basis, article_id, title FROM documents WHERE url_key = ? ORDER BY night
"""
DROPPED = "SELECT night, step, reason, detail FROM dropped WHERE url = ? ORDER BY night, step"
HELD_BACK = """
SELECT h.night, h.source, h.sentence FROM held_back h SEMI JOIN (SELECT night, source FROM documents WHERE url_key = ?) d
USING (night, source) ORDER BY h.night
"""
ARTICLE = "SELECT article_id, title, source, url FROM articles WHERE list_contains(?, article_id) OR url_key = ?"
RECENT = 7
"""Nights that are looked through for an address that none captured; more on request."""
TABLES = ("fetches", "documents", "dropped", "held_back", "links")
LINKED = """
SELECT night, source, from_url, kind, anchor FROM links WHERE to_url_key = ? ORDER BY night DESC, from_url LIMIT 20
"""


def why(asked: Asked) -> dict[str, Any]:
    """What became of `url`: its article, or the last that is known of it, with everything that the ledger has."""
    url = asked.text("url")
    if not url:
        return {
            "url": "",
            "sentence": "",
            "article": None,
            "fetches": [],
            "pages": [],
            "dropped": [],
            "held_back": [],
            "linked": [],
            "nights": 0,
        }
    try:
        key = url_key(url)
    except ValueError as error:
        raise InputError(str(error)) from error
    publication = asked.publication
    within, works = ({}, set()) if asked.text("all") else _recent(publication, key)
    rows = partial(publication.rows, within=within)
    pages, fetches = rows(PAGES, key), rows(FETCHES, key, key)
    works |= {row["article_id"] for row in pages}
    found = {
        "article": publication.row(
            ARTICLE, sorted(works), key, within=placed(publication.home, works) if within else {}
        ),
        "pages": pages,
        "fetches": fetches,
        "dropped": rows(DROPPED, pages[-1]["url"] if pages else url),
        "held_back": rows(HELD_BACK, key),
        "taken_back": publication.rows(
            "SELECT kind, basis FROM taken_back WHERE list_contains(?, article_id)", sorted(works)
        ),
        "linked": rows(LINKED, key),
    }
    nights = len(all_nights(publication))
    return {"url": url, "sentence": _sentence(found, all_nights=not within), **found, "nights": nights if within else 0}


def _recent(publication: Publication, key: str) -> tuple[Within, set[str]]:
    """The last nights and those that captured the address, with the works that it had; all nights if there are few, or if it
    is not known which captured it.
    """
    nights = all_nights(publication)
    held = nights_of_page(publication.home, publication.nights, key)
    if held is None or len(nights) <= RECENT:
        return {}, set()
    chosen = {*nights[:RECENT], *(night for night, _ in held)}
    return dict.fromkeys(TABLES, chosen), {work for _, work in held}


def _sentence(found: dict[str, Any], *, all_nights: bool) -> str:
    """The reason in one sentence, the most telling first."""
    if found["article"]:
        return "It is in the corpus."
    if found["held_back"]:
        last = found["held_back"][-1]
        return f"Its night {last['night']} of {last['source']} is held back: {last['sentence']}."
    if found["taken_back"]:
        return f"It was taken back as a page of the kind {found['taken_back'][0]['kind']} ({found['taken_back'][0]['basis']})."
    if found["dropped"]:
        last = found["dropped"][-1]
        return f"Its capture of {last['night']} was dropped by the step {last['step']}: {last['reason']}" + (
            f" ({last['detail']})." if last["detail"] else "."
        )
    if found["pages"]:
        last = found["pages"][-1]
        return f"Its page of {last['night']} is of the kind {last['kind']}, not a story ({last['kind_basis']})."
    if found["fetches"]:
        last = found["fetches"][-1]
        status = f", HTTP {last['status']}" if last["status"] else ""
        return f"On {last['night']} its outcome was {last['outcome']}{status}" + (
            f": {last['detail']}." if last["detail"] else "."
        )
    if found["linked"]:
        return f"Pages link to it, the last on {found['linked'][0]['night']}, but no night considered it."
    if not all_nights:
        return f"No list, feed or page of the last {RECENT} nights named it, and no night captured it."
    return "No night, list, feed or page of the corpus has named it."
