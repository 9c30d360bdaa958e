"""`dateline dates URL`: the date of one article and the evidence for it, as a table for journalists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.ask.dates.evidence_lines import EvidenceLine, evidence_lines, instant_text, seen_on, summary
from pipelines.ask.dates.terms import COPY_ORDERS
from pipelines.base.neutral import on_one_line
from pipelines.dates.judge.decision import Decision
from pipelines.dates.model import ArticleDate, Basis
from pipelines.dates.nights.copies import CLUSTER_COLUMNS, copy_pairs
from pipelines.dates.nights.lessons import configured_now, learned_timelines, lessons_of, with_learned
from pipelines.dates.nights.work import decide_work
from pipelines.dates.trust import in_hundredths
from pipelines.lake.article_lookup import article_of
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

SUMMARY = {
    "published": "published",
    "published_basis": "basis",
    "published_confidence": "confidence",
    "not_before": "not_before",
    "not_before_basis": "not_before_basis",
    "not_after": "not_after",
    "not_after_basis": "not_after_basis",
}  # columns of `articles`, and their names in ArticleDate
BASES = ("basis", "not_before_basis", "not_after_basis")
OUTRANKED = "not used: the story's own page states its date"
SIDES = {"not_before": "not before", "not_after": "not after"}
TRACE_VERDICTS = {"accepted": "supporting", "contradicted": "rejected"}
TRACE_REASONS = {
    "accepted": "bounds the date, does not tell it; by {kind}, confidence {share}",
    "contradicted": "by {kind}, which contradicts stronger evidence or itself",
}
COLUMNS = ("Candidate", "As written", "Where", "Seen", "Verdict", "Reason")
COLOURS = {"accepted": "green", "supporting": "cyan", "rejected": "dim"}

CHANGES = {
    "dated": "a date was found",
    "redated": "better evidence gave another day",
    "refined": "better evidence gave the clock time, the zone or the precision",
    "withdrawn": "the date was found to be wrong",
    "bounds": "a bound became tighter or was corrected",
    "basis": "other evidence was heard",
}


def render(
    title: str,
    decision: Decision,
    known: ArticleDate | None = None,
    *,
    notes: Iterable[Text] = (),
    beside: Iterable[EvidenceLine] = (),
) -> RenderableType:
    """The date, its bounds and notes, then the table; `beside` are lines for copies and traces.

    `known` is the date in the corpus; None: the date of `decision`.
    """
    lines = [*evidence_lines(decision), *beside]
    days = {line.seen for line in lines}
    heading = f"{title}, seen {days.pop()}" if len(days) == 1 else title
    table = Table(title=Text(on_one_line(heading)), title_justify="left", pad_edge=False)
    for heading in COLUMNS:
        if heading != "Seen" or days:
            table.add_column(heading, overflow="fold")
    for line in lines:
        written = "the same" if line.raw == line.candidate else line.raw
        cells = (line.candidate.replace("T", " "), written, line.where, *([line.seen] if days else []), line.verdict)
        shown = (Text(on_one_line(cell)) for cell in (*cells, line.reason))
        table.add_row(*shown, style=COLOURS[line.verdict])
    return Group(*map(Text, map(on_one_line, summary(known or decision.date))), *notes, table)


def explain(home: Home, url_or_article_id: str) -> RenderableType:
    """The evidence for an article, by id or URL, and its former dates. Raises InputError if the corpus has no such
    article.
    """
    article = article_of(home, url_or_article_id)
    lake = Lake(home.lake)
    mine = pc.field("article_id") == article
    rows = lake.read("date_evidence", where=mine).to_pylist()
    times = lake.read("documents", columns=["fetched_at"], where=mine)["fetched_at"].to_pylist()
    conventions = configured_now(home, (row["source"] for row in rows))
    conventions = with_learned(conventions, learned_timelines(lessons_of(lake, conventions), conventions), None)
    decision = decide_work(rows, min(times), conventions)
    former = former_dates(lake.read("date_history", where=mine).to_pylist())
    zones = (Text(f"Zone:       {zone} in {name}") for name, own in conventions.items() if (zone := own.zone_text))
    known = _in_corpus(lake, article, decision.date)
    beside = _copies(lake, article, bounded=known.published is None)
    if known.published is None:
        beside += trace_lines(lake.read("traces", where=mine).to_pylist())
    heading = article if article.startswith(url_or_article_id) else f"{article}, {url_or_article_id}"
    return render(heading, decision, known, notes=[*zones, *former], beside=beside)


def trace_lines(rows: Sequence[Mapping[str, Any]]) -> list[EvidenceLine]:
    """One line for each row of `schemas.TRACES`: the bound, the chain of works behind it, and how often such bounds
    were right.
    """
    return [
        EvidenceLine(f"{SIDES[row['side']]} {row['bound']:%Y-%m-%d}", "", row["basis"], TRACE_VERDICTS[row["verdict"]],
                     TRACE_REASONS[row["verdict"]].format(kind=row["kind"], share=in_hundredths(row["confidence"])),
                     f"{row['night']}")
        for row in rows
    ]  # fmt: skip


def _copies(lake: Lake, article: str, *, bounded: bool) -> list[EvidenceLine]:
    """One line for each dated copy. Copies bound a work without a date (`bounded`); a work with a date does not use them."""
    own = lake.read("clusters", columns=["cluster_id"], where=pc.field("article_id") == article)["cluster_id"]
    members = lake.read("clusters", columns=CLUSTER_COLUMNS, where=pc.field("cluster_id").isin(own.combine_chunks()))
    pairs = copy_pairs(members, {article: members["article_id"].to_pylist()})
    orders = {row["copy_article_id"]: row["order"] for row in pairs.to_pylist()}
    wanted = pc.field("article_id").isin(pa.array(sorted(orders), pa.string())) & pc.field("published").is_valid()
    columns = ["article_id", "source", "url", "published", "first_seen"]
    verdict = "supporting" if bounded else "rejected"
    return [
        EvidenceLine(row["published"], "", f"the same story in {row['source']} · {row['url']}", verdict,
                     COPY_ORDERS[orders[row["article_id"]]] if bounded else OUTRANKED, seen_on([row["first_seen"]]))
        for row in lake.read("articles", columns=columns, where=wanted).to_pylist()
    ]  # fmt: skip


def _in_corpus(lake: Lake, article: str, decided: ArticleDate) -> ArticleDate:
    """The date in the table `articles`: its bounds also depend on copies and traces, which `decided` ignores."""
    rows = lake.read("articles", columns=list(SUMMARY), where=pc.field("article_id") == article).to_pylist()
    known = {name: rows[0][column] for column, name in SUMMARY.items()} if rows else {}
    return replace(
        decided, **known | {name: text and Basis.read(text) for name, text in known.items() if name in BASES}
    )


def former_dates(rows: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """One line for each former row of `schemas.DATE_HISTORY` of one work (all but the last), oldest first."""
    ordered = sorted(rows, key=lambda row: row["night"])
    for before, now in pairwise(ordered):
        because = "; ".join(_changes(before, now))
        yield Text(
            on_one_line(f"Was:        {_date_text(before)}, until night {before['until_night']}, because {because}")
        )


def _date_text(row: Mapping[str, Any]) -> str:
    if row["published"]:
        return f"{row['published']} ({in_hundredths(row['published_confidence'])}; {row['published_basis']})"
    return f"unknown, {_bounds(row)}"


def _bounds(row: Mapping[str, Any]) -> str:
    return f"not before {instant_text(row['not_before'])}, not after {instant_text(row['not_after'])}"


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    """The kind of change, and the new basis."""
    yield CHANGES[now["change"]]
    if before["published_basis"] != now["published_basis"]:
        yield now["published_basis"]
    for side in ("not_before", "not_after"):
        if now["published"] is None and before[side] != now[side] and now[f"{side}_basis"]:
            yield f"{side.replace('_', ' ')} {instant_text(now[side])}: {now[f'{side}_basis']}"
