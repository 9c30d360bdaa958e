"""A dossier as text: headline, people, date, bounds, text, revisions, copies, event, links, addresses, archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from pipelines.ask.dates.terms import in_words
from pipelines.ask.show.word_diff import Change, word_diff
from pipelines.base.neutral import harmless, on_one_line
from pipelines.dates.model import UNKNOWN, Basis
from pipelines.dates.trust import in_hundredths
from pipelines.lake.command_line import BROWSE

if TYPE_CHECKING:
    from pipelines.ask.show.dossier import Dossier, Row

MARGIN = 11
MAX_RELATED = 20
SIGNS = {"-": ("[-", "-]"), "+": ("{+", "+}")}
"""Marks of changes, as in wdiff; on a terminal they are also coloured."""
MARK = re.compile(r"(\[-|-\]|\{\+|\+\})")
COLOURS = {"-": "red", "+": "green"}


def printed(found: Dossier, archive: str, *, width: int) -> Iterator[str]:
    """Lines of `width` columns; addresses and ids are never broken. `archive` is the folder of the archive."""
    article = found.article
    yield click.style(on_one_line(article["title"] or article["url"]), bold=True)
    yield on_one_line(" · ".join(_facts(article)))
    if article["authors"] or article["agency"]:
        yield _labelled(
            "By", ", ".join([*(article["authors"] or ()), *([article["agency"]] if article["agency"] else [])])
        )
    yield _labelled("Published", date_line(article))
    yield _labelled("Bounds", f"not before {_bound(article, 'not_before')}, not after {_bound(article, 'not_after')}")
    yield _labelled("URL", article["url"])
    if article["canonical_url"] not in (None, article["url"]):
        yield _labelled("Canonical", article["canonical_url"])
    yield _labelled("Article", article["article_id"])
    yield _labelled("Browser", f"{BROWSE}/article/{article['article_id']} while 'dateline browse' runs")
    yield ""
    for paragraph in (article["text"] or "").split("\n\n"):
        yield from wrap(on_one_line(paragraph), width, break_long_words=False) or [""]
        yield ""
    yield from _revisions(found, width)
    yield from _copies(found)
    yield from _event(found)
    yield from _related(found)
    yield from _addresses(found)
    yield from _captures(found, archive)


def date_line(article: Row) -> str:
    """The date and its reason as text: `2025-01-26: stands in the byline (the day is right with a probability of 0.97)`."""
    basis = Basis.read(article["published_basis"])
    if not article["published"]:
        guess = (
            f"; likeliest {article['guess']} ({in_hundredths(article['guess_confidence'])})" if article["guess"] else ""
        )
        return f"unknown: {basis.note if basis.rule == UNKNOWN else in_words(basis.rule)}{guess}"
    return (
        f"{article['published']}: {in_words(basis.rule)} "
        f"(the day is right with a probability of {in_hundredths(article['published_confidence'])})"
    )


def _facts(article: Row) -> Iterator[str]:
    yield article["source"]
    yield from (article[name] for name in ("section", "language") if article[name])
    if article["kind"] != "article":
        yield article["kind"]
    if article["gone_on"]:
        yield f"gone on {article['gone_on']}"


def _labelled(label: str, text: str) -> str:
    return click.style(f"{label:<{MARGIN}}", dim=True) + on_one_line(text)


def _bound(article: Row, side: str) -> str:
    moment, basis = article[side], article[f"{side}_basis"]
    return f"{_minute(moment)} ({basis})" if moment else "unknown"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _headed(title: str) -> str:
    return click.style(title, bold=True)


def _revisions(found: Dossier, width: int) -> Iterator[str]:
    if len(found.revisions) < 2:
        return
    yield _headed(f"Revisions ({len(found.revisions)})")
    for before, after in zip([None, *found.revisions], found.revisions, strict=False):
        yield f"  {after['revision']}  {_minute(after['seen_from'])}  {after['change']}"
        if before is None:
            continue
        places = word_diff(before["text"] or "", after["text"] or "")
        if before["title"] != after["title"]:
            places.insert(
                0, [change for place in word_diff(before["title"] or "", after["title"] or "") for change in place]
            )
        for place in places:
            yield from _difference(place, width)
    yield ""


def _difference(place: list[Change], width: int) -> Iterator[str]:
    """The lines of one difference between texts; they are wrapped first and coloured afterwards."""
    marked = "".join(text if sign == " " else f"{SIGNS[sign][0]}{text}{SIGNS[sign][1]}" for sign, text in place)
    inside = ""
    for line in wrap(on_one_line(marked), width - 5, break_long_words=False, drop_whitespace=True):
        shown = ""
        for piece in _pieces(line):
            opened = next((sign for sign, (start, _) in SIGNS.items() if piece == start), "")
            inside = opened or inside
            shown += click.style(piece, fg=COLOURS.get(inside))
            if any(piece == end for _, end in SIGNS.values()):
                inside = ""
        yield f"     {shown}"


def _pieces(line: str) -> Iterator[str]:
    """A line split at the marks of changes; the marks are kept."""
    yield from (piece for piece in MARK.split(line) if piece)


def _copies(found: Dossier) -> Iterator[str]:
    if not found.copies:
        return
    yield _headed(f"Copies ({len(found.copies)}; this one: {found.article['role'].replace('_', ' ')})")
    for row in found.copies:
        facts = (row["article_id"], row["source"], row["published"] or "undated", row["role"].replace("_", " "))
        yield "  " + on_one_line("  ".join(facts))
        yield "  " + on_one_line(f"{'':<16}  {row['url']}")
    yield ""


def _event(found: Dossier) -> Iterator[str]:
    if found.event is None:
        return
    event = found.event
    first = [row["source"] for row in found.coverage if row["article_id"] in event["first_tellings"]]
    yield _headed(f"Event {event['event_id']} (reported by {_number(len(event['sources']), 'source')})")
    tellings = _number(event["tellings"], "independent telling")
    yield "  " + on_one_line(f"{tellings}, first by {' or '.join(dict.fromkeys(first))}")
    for row in found.coverage:
        if row["article_id"] != found.article["article_id"]:
            when = f"{row['published_from']:%Y-%m-%d}" if row["interval_basis"] != "bounds" else "undated"
            yield "  " + on_one_line(
                "  ".join((row["article_id"], row["source"], when, row["telling"].replace("_", " ")))
            )
            yield "  " + on_one_line(f"{'':<16}  {row['title'] or row['url']}")
    yield ""


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _related(found: Dossier) -> Iterator[str]:
    if not found.related:
        return
    yield _headed(f"Related ({len(found.related)})")
    for link, work in found.related[:MAX_RELATED]:
        yield "  " + on_one_line(f"{work or 'not captured':<16}  {link['title'] or link['url']}")
        if link["title"]:
            yield "  " + on_one_line(f"{'':<16}  {link['url']}")
    if len(found.related) > MAX_RELATED:
        yield f"  … and {len(found.related) - MAX_RELATED} more: column related of articles"
    yield ""


def _addresses(found: Dossier) -> Iterator[str]:
    if len(found.addresses) < 2:
        return
    yield _headed(f"Addresses ({len(found.addresses)})")
    for row in found.addresses:
        nights = f"{row['first_night']} to {row['last_night']}"
        facts = (row["role"], nights, row["reason"], *([row["other_article_id"]] if row["other_article_id"] else []))
        yield "  " + on_one_line(row["url"])
        yield "  " + on_one_line(f"{'':<16}  {'  '.join(facts)}")
    yield ""


def _captures(found: Dossier, archive: str) -> Iterator[str]:
    yield _headed(f"Archived ({len(found.captures)})")
    for row in found.captures:
        size = f", {row['payload_bytes']:,} bytes" if row["payload_bytes"] else ", the same as before"
        yield "  " + harmless(
            f"{_minute(row['fetched_at'])}  {archive}/{row['warc_file']} at {row['warc_offset']}{size}"
        )
