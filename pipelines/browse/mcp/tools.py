"""The tools: each asks one publication, at the end of one night, and answers with citations or `unknown`."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from pipelines.ask.dates.terms import in_words
from pipelines.ask.search.grammar import parsed
from pipelines.ask.sql.catalog import QUERY as CATALOG
from pipelines.ask.sql.limits import limits
from pipelines.ask.sql.process import rows_apart
from pipelines.browse.archived_page import capture_of
from pipelines.browse.asked import UnknownError
from pipelines.browse.mcp.answer import MAX_CHARS, MIN_CHARS, MOST_CHARS, Answer, Said
from pipelines.browse.mcp.known import Known, cited, dated, named
from pipelines.browse.pages.citation import citation
from pipelines.browse.pages.search import searcher_of
from pipelines.browse.pages.sql import AT_A_TIME, MEMORY, TIMEOUT_SECONDS
from pipelines.browse.publication import Newest, Row
from pipelines.corpus.publish.headline_views import FRONTS
from pipelines.give.export.recipe import RecipeError
from pipelines.give.export.snapshot import snapshot
from pipelines.lake.home import Home

AsOf = Annotated[date | None, Field(description="A night, YYYY-MM-DD: answer with what was known then. Default: now.")]
Budget = Annotated[int, Field(ge=MIN_CHARS, le=MOST_CHARS, description="Most characters of the answer; 4 are a token.")]
Article = Annotated[
    str, Field(max_length=2000, description="An article's id, the beginning of its id, or its address.")
]
Event = Annotated[str, Field(max_length=2000, description="Id of an event, or id or address of an article of it.")]

PAST_MACROS = "as_of(DATE '2026-02-02'), dates_as_of(…), events_as_of(…)"
QUERIES = threading.BoundedSemaphore(AT_A_TIME)
MAX_CELL_CHARS = 1_000
MAX_CITED = 20
MAX_SEARCHED = 500
"""Results that are looked through for those that stood as they are now on an earlier night."""
WORK_ID = re.compile(r"[0-9a-f]{16}")
NOT_MEASURED = Said("not measured: read from the capture")
UNCHANGED = (
    "SELECT r.article_id FROM as_of($2) r JOIN articles a USING (article_id) WHERE list_contains($1, r.article_id) "
)
UNCHANGED += "AND r.revision = a.revisions"
EVENT = "SELECT event_id FROM events WHERE event_id = $1 OR article_id = $2 LIMIT 1"
MEMBERS = """
SELECT e.article_id, e.source, e.first_night, e.strength, e.basis AS tied_by, e.shared, e.language
FROM events_as_of($2) e SEMI JOIN articles USING (article_id) WHERE e.event_id = $1 ORDER BY e.strength DESC, e.article_id
"""
TELLING = "SELECT article_id, telling, front_position FROM coverage($1)"
SILENT = "SELECT source FROM sources WHERE since <= $2 AND NOT list_contains($1, source) ORDER BY source"
FRONT = f"""
WITH {FRONTS.format(sources="source = $1")}
SELECT f.url, f.source, f.night, f.fetched_at, f.payload_sha256, f.warc_file, f.warc_offset
FROM fetches f SEMI JOIN fronts l ON l.source = f.source AND l.list_key = split_part(f.url_key, '#', 1)
WHERE f.source = $1 AND f.fetched_at = $2 AND f.warc_file IS NOT NULL ORDER BY f.url LIMIT 1
"""
DATES = "FROM date_history WHERE article_id = $1 AND night <= $2 ORDER BY night"
GONE = "SELECT night, reason FROM departures WHERE article_id = $1 AND night <= $2 ORDER BY night"
EVIDENCE = """
SELECT e.verdict, e.role, e.value, e.raw, e.origin, e.context, e.evidence_url, e.reason, min(e.night) AS night,
  max(e.night) AS last_night,
  arg_min(CASE WHEN e.evidence_url IS NULL THEN f.payload_sha256 ELSE g.payload_sha256 END, (e.night, f.fetched_at, g.fetched_at))
  AS sha256
FROM date_evidence e
LEFT JOIN documents d ON d.night = e.night AND d.capture_id = e.capture_id AND d.article_id = e.article_id
LEFT JOIN fetches f ON f.night = d.night AND f.source = d.source AND f.url_key = d.url_key AND f.fetched_at = d.fetched_at
LEFT JOIN fetches g ON g.night = e.night AND g.source = e.source AND g.url = e.evidence_url
WHERE e.article_id = $1 AND e.night <= $2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
ORDER BY list_position(['accepted', 'supporting', 'rejected'], e.verdict), min(e.night), e.origin, e.raw
"""
TRACES = """
SELECT night, side, bound, basis AS told_by, verdict, confidence FROM traces
WHERE article_id = $1 AND night <= $2 ORDER BY night, side, bound
"""


class Tools:
    """The tools over a home. Their names, texts and parameters are what a model sees."""

    def __init__(self, home: Home) -> None:
        self._home, self._newest = home, Newest(home)

    def _known(self, as_of: date | None) -> Known:
        return Known.at(self._newest(), as_of)

    def search(
        self,
        query: Annotated[str, Field(max_length=2000, description="Words; see dateline://search-language.")],
        as_of: AsOf = None,
        limit: Annotated[int, Field(ge=1, le=50, description="Articles for each page.")] = 10,
        page: Annotated[int, Field(ge=1, le=50, description="Number of the page.")] = 1,
        max_chars: Budget = MAX_CHARS,
    ) -> str:
        """Find articles by words, source, author, section or date, the best first, each with its date and its capture."""
        known = self._known(as_of)
        wanted, at = (limit, page) if not known.is_past else (MAX_SEARCHED, 1)
        found = searcher_of(known.publication).find(parsed(query), limit=wanted, page=at)
        hits, facts = found.hits, known.facts | {"understood": found.understood}
        if known.is_past:
            same = {row["article_id"] for row in known.rows(UNCHANGED, [hit.article_id for hit in hits], known.night)}
            hits = [hit for hit in hits if hit.article_id in same]
            facts |= {"total": len(hits), "not_answered": Said(
                "The index is of today's texts, and dates in the query are asked of today's beliefs. Articles whose text changed "
                f"after that night are left out; of {found.total} that match today, the best {MAX_SEARCHED} were looked at."
            )}  # fmt: skip
            hits = hits[(page - 1) * limit : page * limit]
        else:
            facts |= {"total": found.total}
        works = known.works(hit.article_id for hit in hits)
        shown = [
            named(works[hit.article_id]) | {"passage": hit.passage.text} for hit in hits if hit.article_id in works
        ]
        return Answer(facts | {"page": page}, {"articles": shown}).text(max_chars)

    def article(
        self,
        article: Article,
        as_of: AsOf = None,
        offset: Annotated[int, Field(ge=0, description="Begin the text here: next_offset of the answer before.")] = 0,
        max_chars: Budget = MAX_CHARS,
    ) -> str:
        """Read an article: headline, authors, date with confidence or bounds, its capture, and its text."""
        known = self._known(as_of)
        row = known.work(article)
        facts = known.facts | named(row) | {name: row[name] for name in ("authors", "section", "kind", "language")}
        facts |= {"text_chars": len(row["text"] or "")}
        return Answer(facts, block=("text", (row["text"] or "")[offset:]), offset=offset).text(max_chars)

    def event(self, event: Event, as_of: AsOf = None, max_chars: Budget = MAX_CHARS) -> str:
        """What reports the same event: how many articles of which sources, how sure that is, and how it grew night by night."""
        known = self._known(as_of)
        facts, members, works = _event(known, event)
        facts["headline"] = works[members[0]["article_id"]]["title"]
        nights: dict[date, list[str]] = {}
        for row in members:
            nights.setdefault(row["first_night"], []).append(row["source"])
        growth = [
            {"night": night, "new_articles": len(of), "sources": sorted({*of})} for night, of in sorted(nights.items())
        ]
        shown = [
            {"article_id": row["article_id"], "source": row["source"], "confidence": row["strength"]}
            | cited(works[row["article_id"]])
            for row in members
        ]
        return Answer(facts, {"growth": growth, "members": shown}).text(max_chars)

    def coverage(self, event: Event, as_of: AsOf = None, max_chars: Budget = MAX_CHARS) -> str:
        """Who reported an event, when, with what headline, what ties each article to it, and which sources have nothing on it."""
        known = self._known(as_of)
        facts, members, works = _event(known, event)
        told = {} if known.is_past else {
            row["article_id"]: {"telling": Said(row["telling"]), "front_position": row["front_position"]}
            for row in known.rows(TELLING, facts["event_id"])
        }  # fmt: skip
        tied = ("strength", "tied_by", "shared")
        shown = [
            named(works[row["article_id"]]) | {name: row[name] for name in tied} | told.get(row["article_id"], {})
            for row in members
        ]
        silent = known.rows(SILENT, facts["sources"], known.night)
        return Answer(facts, {"articles": shown, "without_it": silent}).text(max_chars)

    def front(
        self,
        source: Annotated[str, Field(max_length=200, description="Name of a source, as the table sources has it.")],
        as_of: AsOf = None,
        max_chars: Budget = MAX_CHARS,
    ) -> str:
        """The front page of a source at the last look of a night: positions, headlines, what changed since the night before."""
        known = self._known(as_of)
        if not known.rows("FROM sources WHERE source = $1", source):
            raise UnknownError(f"there is no source {source!r}: the table sources has their names")
        stories = known.rows("FROM front($1, $2)", source, known.night)
        if not stories:
            return Answer(known.facts | {"source": source, "front": Said("unknown")}).text(max_chars)
        [*lists] = known.rows(FRONT, source, stories[0]["seen_at"])
        facts = known.facts | {"source": source, "seen_at": stories[0]["seen_at"], "confidence": NOT_MEASURED}
        facts |= {"url": lists[0]["url"]} | cited(lists[0]) if lists else {"sha256": Said("unknown")}
        shown = [{name: value for name, value in row.items() if name != "seen_at"} for row in stories]
        return Answer(facts, {"stories": shown}).text(max_chars)

    def history(self, article: Article, as_of: AsOf = None, max_chars: Budget = MAX_CHARS) -> str:
        """What became of an article, night by night: each text with its capture, each date or bound, and when it was gone."""
        known = self._known(as_of)
        row = known.work(article)
        texts = [
            {"what": "text", "night": each["night"], "confidence": NOT_MEASURED}
            | cited(each)
            | {name: each[name] for name in ("change", "kinds", "title", "diff")}
            for each in known.revisions(row["article_id"])
        ]
        dates = [
            {"what": "date", "night": each["night"], "change": each["change"]} | dated(each)
            for each in known.rows(DATES, row["article_id"], known.night)
        ]
        gone = [{"what": "gone"} | each for each in known.rows(GONE, row["article_id"], known.night)]
        life = sorted([*texts, *dates, *gone], key=lambda each: each["night"])
        return Answer(known.facts | named(row), {"history": life}).text(max_chars)

    def evidence(self, article: Article, as_of: AsOf = None, max_chars: Budget = MAX_CHARS) -> str:
        """Why an article has its date, or none: every statement for and against, and what other pages say of its bounds."""
        known = self._known(as_of)
        row = known.work(article)
        statements = [
            each | {"reason": Said(in_words(each["reason"]))}
            for each in known.rows(EVIDENCE, row["article_id"], known.night)
        ]
        traces = known.rows(TRACES, row["article_id"], known.night)
        return Answer(known.facts | named(row), {"statements": statements, "bounds": traces}).text(max_chars)

    def cite(self, article: Article, as_of: AsOf = None, max_chars: Budget = MAX_CHARS) -> str:
        """Cite an article: its capture with record and digest, computed anew from the archive; one line, BibTeX, CSL-JSON."""
        known = self._known(as_of)
        row = known.work(article)
        if row["payload_sha256"] is None:
            raise UnknownError("no page of it is in the archive: it came as a row of a table")
        computed = hashlib.sha256(capture_of(known.publication, row).body).hexdigest()
        facts = known.facts | named(row) | {"digest_is_that_of_the_archive": computed == row["payload_sha256"]}
        forms = citation(row, row)
        whole = "\n\n".join((forms["text"], forms["bibtex"], json.dumps(forms["csl"], ensure_ascii=False)))
        return Answer(facts, block=("forms", whole)).text(max_chars)

    def sql(
        self,
        query: Annotated[str, Field(max_length=20_000, description="One SELECT of DuckDB; see the tool schema.")],
        as_of: AsOf = None,
        max_rows: Annotated[int, Field(ge=1, le=1000, description="Most rows.")] = 100,
        max_chars: Budget = MAX_CHARS,
    ) -> str:
        """Ask the tables in SQL, within limits. Rows that name an article_id are cited; without one, no capture shows them."""
        known = self._known(as_of)
        allowed = limits(TIMEOUT_SECONDS, MEMORY, 2)
        with QUERIES, _corpus(self._home, known, query) as corpus, rows_apart(
            self._home, query, allowed, wanted=max_rows + 1, corpus=corpus
        ) as found:  # fmt: skip
            rows = found.first(max_rows + 1)
        names, lines = rows.column_names, rows.slice(0, max_rows).to_pylist()
        named_ids = dict.fromkeys(str(row.get("article_id")) for row in lines)
        works = known.works([work for work in named_ids if WORK_ID.fullmatch(work)][:MAX_CITED])
        cites = [
            {"article_id": work, "source": works[work]["source"]} | dated(works[work]) | cited(works[work])
            for work in named_ids
            if work in works
        ]
        facts = known.facts | {"rows": len(lines), "more_rows": rows.num_rows > max_rows}
        if not cites:
            facts |= {"citations": Said("unknown: no row has an article_id; select it to have night and digest")}
        table = "\n".join(json.dumps([_cell(value) for value in line], ensure_ascii=False) for line in
                          ([*names], *([row[name] for name in names] for row in lines)))  # fmt: skip
        return Answer(facts, {"citations": cites} if cites else {}, block=("table", table)).text(max_chars)

    def schema(
        self,
        table: Annotated[str | None, Field(max_length=100, description="A table or macro; else all.")] = None,
        as_of: AsOf = None,
        max_chars: Budget = MAX_CHARS,
    ) -> str:
        """The tables with their columns, and the macros, for the tool sql. It has no history: as_of changes nothing."""
        rows = self._newest().rows(CATALOG)
        facts = {"as_of": Said("today's schema, on any night")} if as_of else {}
        if table is None:
            about = {row["name"]: Said(row["documentation"] or "") for row in rows}
            tables = [{"table": Said(name), "about": said} for name, said in about.items()]
            return Answer(facts, {"tables": tables}).text(max_chars)
        of_table = [row for row in rows if table in (row["name"], row["name"].partition("(")[0])]
        if not of_table:
            raise UnknownError(f"there is no table or macro {table!r}: schema without a name lists them")
        columns = [
            {"column": Said(row["column"]), "type": Said(row["type"]), "about": Said(row["column_documentation"] or "")}
            for row in of_table
            if row["column"]
        ]
        facts |= {"table": Said(of_table[0]["name"]), "about": Said(of_table[0]["documentation"] or "")}
        return Answer(facts, {"columns": columns}).text(max_chars)


@contextmanager
def _corpus(home: Home, known: Known, query: str) -> Iterator[Path | None]:
    """The views of a past night, while their files are kept; None for those of now. Raises UnknownError."""
    if not known.is_past:
        yield None
        return
    if "search" in query.lower():
        raise UnknownError("not answered: the search in SQL is of today's texts; leave as_of out, or the search")
    try:
        with snapshot(home, known.night) as held:
            yield held.file
    except RecipeError as error:
        raise UnknownError(f"not answered, {error}: leave as_of out and ask the macros {PAST_MACROS}") from error


def _event(known: Known, asked: str) -> tuple[dict[str, Any], list[Row], dict[str, Row]]:
    """What is said of an event, its members as they were known, the surest first, and their works. Raises UnknownError."""
    found = known.rows(EVENT, asked, known.id_of(asked))
    members = known.rows(MEMBERS, found[0]["event_id"], known.night) if found else []
    works = known.works(row["article_id"] for row in members)
    members = [row for row in members if row["article_id"] in works]
    if not members:
        raise UnknownError(f"there is no event of {asked!r} on {known.night}: no other article told the same")
    facts = known.facts | {
        "event_id": found[0]["event_id"],
        "articles": len(members),
        "sources": sorted({row["source"] for row in members}),
        "languages": sorted({row["language"] for row in members if row["language"]}),
        "confidence": sum(row["strength"] for row in members) / len(members),
    }
    if known.is_past:
        facts["not_answered"] = Said("Ties are today's. Who copied whom, and places on front pages, are left out.")
    return facts, members, works


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, float)) else str(value)[:MAX_CELL_CHARS]
