"""What became of an address: the work that it led to, or the reason why the corpus has none."""

from __future__ import annotations

from typing import Any

from pipelines.base.errors import InputError
from pipelines.base.urls.identity import url_key
from pipelines.browse.asked import Asked

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
        }
    try:
        key = url_key(url)
    except ValueError as error:
        raise InputError(str(error)) from error
    rows = asked.publication.rows
    pages, fetches = rows(PAGES, key), rows(FETCHES, key, key)
    works = [row["article_id"] for row in pages]
    article = asked.publication.row(
        "SELECT article_id, title, source, url FROM articles WHERE list_contains(?, article_id) OR url_key = ?",
        works,
        key,
    )
    found = {
        "article": article,
        "pages": pages,
        "fetches": fetches,
        "dropped": rows(DROPPED, pages[-1]["url"] if pages else url),
        "held_back": rows(HELD_BACK, key),
        "taken_back": rows("SELECT kind, basis FROM taken_back WHERE list_contains(?, article_id)", works),
        "linked": rows(LINKED, key),
    }
    return {"url": url, "sentence": _sentence(found), **found}


def _sentence(found: dict[str, Any]) -> str:
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
    return "No night, list, feed or page of the corpus has named it."
