"""Every advertised URL accounted for once a night, with the right end; nothing forbidden or off-site fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from tests.demo.figures.figure import Figure, count
from tests.demo.figures.view import Row, View, is_out, key_of, story_id
from tests.demo.outcomes import LEFT_OUT

FETCHED = frozenset({"stored", "not_modified", "duplicate_payload", "redirected", "http_error", "too_large", "timeout"})
"""Outcomes that mean a request was sent."""
SKIPPED = "skipped_fresh"


def crawl_figures(view: View) -> dict[str, Figure]:
    """Figures over fetches, rights and related links."""
    rows = [row for group in view.fetches.values() for row in group]
    pages = Counter((row["night"], row["source"], row["url"]) for row in rows)
    forbidden = [row for row in rows if any(row["url"].startswith(prefix) for prefix in view.truth["forbidden"])]
    offsite = [row for row in rows if row["url"].startswith(view.truth["ads"])]
    return {
        "accounted": count(_accounted(view)),
        "one_row_a_url": count((f"{key[0]} {key[2]}", times == 1, f"{times} rows") for key, times in pages.items()),
        "outcomes_right": count(_outcomes(view)),
        "forbidden_untouched": count((row["url"], row["outcome"] not in FETCHED, row["outcome"]) for row in forbidden),
        "offsite_untouched": count((row["url"], row["outcome"] not in FETCHED, row["outcome"]) for row in offsite),
        "binary_dropped": count(_dropped(view)),
        "gone_marked": count(_gone(view)),
        "train_ai": _rights(view, "train_ai"),
        "tdm": _rights(view, "tdm"),
        "related_in_order": count(_related(view)),
    }


def _accounted(view: View) -> Iterator[tuple[str, bool, str]]:
    """Every story and every other page that was advertised on a night has a row that night."""
    for night in view.nights:
        for source, paper in view.truth["sources"].items():
            urls = [story["url"] for story in paper["stories"] if is_out(story, night)]
            urls += [page["url"] for page in paper["other"] if _needs_row(page)]
            for url in urls:
                yield f"{night} {url}", (night, source, key_of(url)) in view.fetches, "no row"


def _needs_row(page: Row) -> bool:
    return not page["url"].endswith("*") and LEFT_OUT not in page["outcomes"]


def _outcomes(view: View) -> Iterator[tuple[str, bool, object]]:
    for night in view.nights:
        for source, paper in view.truth["sources"].items():
            for page in paper["other"]:
                allowed = {*page["outcomes"], SKIPPED} if night != min(view.nights) else set(page["outcomes"])
                for row in _rows_of(view, night, source, page["url"]):
                    yield f"{night} {row['url']}", row["outcome"] in allowed, row["outcome"]


def _rows_of(view: View, night: date, source: str, url: str) -> list[Row]:
    if not url.endswith("*"):
        return view.fetches.get((night, source, key_of(url)), [])
    start = key_of(url[:-1])
    groups = (
        rows for (on, by, key), rows in view.fetches.items() if (on, by) == (night, source) and key.startswith(start)
    )
    return [row for group in groups for row in group]


def _dropped(view: View) -> Iterator[tuple[str, bool, str]]:
    dropped = {row["url"] for row in view.read("dropped", by_night=True)}
    for paper in view.truth["sources"].values():
        for page in paper["other"]:
            if page["dropped"]:
                yield page["url"], page["url"] in dropped, "not among the dropped"


def _gone(view: View) -> Iterator[tuple[str, bool, object]]:
    """A story whose page is gone bears the night it was found so; a story that stands bears none."""
    last = max(view.nights).isoformat()
    for story, row in view.found(view.stories):
        want = story["gone"] if story["gone"] and story["gone"] <= last else None
        got = row.get("gone_on")
        if want or got:
            yield story["key"], (got.isoformat() if got else None) == want, got


def _rights(view: View, name: str) -> Figure:
    judged = [(story, row) for story, row in view.found(view.stories) if story[name] is not None]
    return count((story["key"], row[name] == story[name], row[name]) for story, row in judged)


def _related(view: View) -> Iterator[tuple[str, bool, str]]:
    """Of each captured story page proper (variants show none): its related links are the truth's, in order."""
    for night in view.nights:
        for story in view.stories:
            for row in view.documents.get((night, story_id(story)), []):
                if row["url"].partition("?")[0] == story["url"] and "print=1" not in row["url"]:
                    want = [key_of(url) for url in story["related"][night.isoformat()]]
                    got = [key_of(link["url"]) for link in row["related"] or []]
                    yield (
                        f"{night} {story['key']}",
                        got == want,
                        f"{len(got)} links, {len(set(got) & set(want))} of {len(want)}",
                    )
