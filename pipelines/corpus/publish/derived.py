"""Views over the tables, columns that a view computes from its table, and counts that it joins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.corpus.publish import address_view
from pipelines.lake.values import SUBSCRIBED

LEADS = "(strength, -epoch(published_to), coalesce(title, ''), article_id)"
"""By what the member of an event is chosen whose headline names it: the greatest. Ids, which come of addresses, decide last."""

HOME = "home"
HOME_DOC = (
    "The folder whose files the views read: another than that of this file means that the corpus was copied or moved."
)


@dataclass(frozen=True, slots=True)
class View:
    """A view: its query over the tables, its documentation and the documentation of each column."""

    name: str
    doc: str
    query: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A small table of counts by `key` that `corpus.duckdb` holds as rows, for a view that needs them in every query.

    DuckDB cannot leave a join out of a plain query that needs none of its columns, so the other side has to be small.
    """

    name: str
    doc: str
    key: str
    query: str
    columns: Mapping[str, str]


SUBSCRIBER = ", ".join(f"'{name}': '{said}'" for name, said in SUBSCRIBED.items())
ACCESS = f"CASE WHEN list_contains(rights, {{{SUBSCRIBER}}}) THEN 'subscriber' ELSE 'open' END"
COMPUTED = {
    "articles": {
        "domain": ("Host of `url`, without `www.`.", r"regexp_extract(url, '^https?://(?:www\.)?([^/:?#]+)', 1)"),
        "published_from": (
            "Beginning of the interval in which it was published, never null: as exact as `published_precision`, or the bounds, "
            "see `interval_basis`.",
            "not_before",
        ),
        "published_to": (
            "End of that interval, exclusive, never null. What may lie between BEGIN and END: "
            "`published_from < END AND published_to > BEGIN`.",
            "not_after + INTERVAL 1 second",
        ),
        "interval_basis": (
            "What the interval comes from: the date, by its precision (instant minute local day month year), or for want of one "
            "its bounds (bounds).",
            "coalesce(published_precision, 'bounds')",
        ),
        "access": ("Who may read it: open, or subscriber if it was fetched after a login; `rights` say why.", ACCESS),
        "copies": ("Other members of the cluster.", "(coalesce(members, 1) - 1)::INTEGER"),
    },
    "fetches": {
        "access": ("Who may read it: open, or subscriber if it was fetched after a login; `rights` say why.", ACCESS)
    },
    "documents": {
        "access": ("Who may read it: open, or subscriber if it was fetched after a login; `rights` say why.", ACCESS)
    },
}
"""Computed columns by view: the documentation and the SQL expression of each. A query reads only the columns that the
expressions need.
"""
JOINED = {
    "articles": Counted(
        "cluster_members",
        "The clusters with more than one member, counted when the corpus was published.",
        "cluster_id",
        "SELECT cluster_id, count(*)::INTEGER AS members FROM clusters GROUP BY cluster_id HAVING count(*) > 1 ORDER BY ALL",
        {"cluster_id": "Id of the cluster.", "members": "Its works."},
    )
}
"""By view, the counts that are joined for its computed columns. A new copy changes no row of older ones."""

VIEWS = {
    view.name: view
    for view in (
        View(
            "last_seen",
            "When each work was last seen alive, unchanged answers included: FROM articles JOIN last_seen USING (article_id).",
            "SELECT article_id, max(seen_at) AS last_seen FROM sightings GROUP BY article_id",
            {"article_id": "Id of the work.", "last_seen": "Its last answer, changed or not."},
        ),
        View(address_view.NAME, address_view.DOC, address_view.query(address_view.WORKS), address_view.COLUMNS),
        View(
            "revision_pairs",
            "Each two texts of a work that follow each other, with the kinds of what differs and the looks around the change.",
            "SELECT article_id, source, revision, change, kinds, title_before, title AS title_after, text_before, "
            "text AS text_after, last_before, seen_from AS first_after, document_before, document_id AS document_after, diff, "
            "night FROM (SELECT *, lag(title) OVER work AS title_before, lag(text) OVER work AS text_before, "
            "lag(seen_to) OVER work AS last_before, lag(document_id) OVER work AS document_before FROM revisions "
            "WINDOW work AS (PARTITION BY source, article_id ORDER BY revision)) WHERE revision > 1",
            {
                "article_id": "The work.",
                "source": "Name of the source file.",
                "revision": "Number of the second text.",
                "change": "The one kind by which revisions are counted: typo update correction headline deletion.",
                "kinds": "All that differs: headline lead figures name added removed correction_note; empty if only other words "
                "were replaced.",
                "title_before": "Headline of the first text.",
                "title_after": "Headline of the second text.",
                "text_before": "The first text, cleaned.",
                "text_after": "The second text, cleaned.",
                "last_before": "Last capture with the first text: it changed between this look and `first_after`.",
                "first_after": "First capture with the second text.",
                "document_before": "First document with the first text.",
                "document_after": "First document with the second text.",
                "diff": "Unified diff between both, by paragraph.",
                "night": "Night of the first capture with the second text.",
            },
        ),
        View(
            "sources",
            "The publications of the corpus, a row each, as their files stood at the last crawl.",
            'SELECT source, last.title AS title, last.url AS home, last."group" AS "group", last.country AS country, '
            "last.language AS language, "
            "languages, last.time_zone AS time_zone, last.date_order AS date_order, since, last_night, nights, "
            "coalesce(articles, 0) AS articles "
            "FROM (SELECT source, min(night) AS since, max(night) AS last_night, count(DISTINCT night) AS nights, "
            'arg_max({title: title, url: url, "group": "group", country: country, language: language, time_zone: time_zone, '
            "date_order: date_order}, night) AS last FROM source_settings GROUP BY source) "
            "LEFT JOIN (SELECT source, sum(works)::BIGINT AS articles, "
            "list(language ORDER BY works DESC, language) FILTER (language IS NOT NULL) AS languages "
            "FROM (SELECT source, language, count(*) AS works FROM articles GROUP BY source, language) GROUP BY source) "
            "USING (source) ORDER BY source",
            {
                "source": "Name of the source file.",
                "title": "The publication as people call it.",
                "home": "Home page.",
                "group": "Group of sources that the file names; null when it names none.",
                "country": "ISO 3166-1 code; null when the file names none.",
                "language": "ISO 639-1 code in the file; null when it names none.",
                "languages": "Languages that its articles are in, the most frequent first; null when none is known.",
                "time_zone": "IANA zone of its clock times; null when the file names none: `date_lessons` has what is learned.",
                "date_order": "How it writes 03/11/2025: dmy mdy ymd; null when the file does not say: then it is learned.",
                "since": "First night on which it was crawled.",
                "last_night": "Last night on which it was crawled.",
                "nights": "Nights on which it was crawled.",
                "articles": "Works of it in `articles`.",
            },
        ),
        View(
            "event_facts",
            "The events, a row each. Copies of one text are one telling; a wire copy is its agency's.",
            "SELECT event_id, max_by(title, leads) AS title, "
            "max_by(article_id, leads) AS title_article_id, "
            "max_by(source, leads) AS title_source, count(*) AS members, round(avg(strength), 3) AS strength, "
            "count(DISTINCT coalesce(agency, cluster_id)) AS tellings, "
            "list(DISTINCT source ORDER BY source) AS sources, "
            "list(DISTINCT language ORDER BY language) FILTER (language IS NOT NULL) AS languages, "
            "min(published_from) AS not_before, max(published_to) AS not_after, max(first_night) AS last_new_night, "
            "list(article_id ORDER BY published_from, article_id) FILTER (published_from < earliest_end) AS first_tellings "
            "FROM (SELECT e.event_id, e.strength, a.article_id, a.source, a.title, a.language, a.cluster_id, a.agency, "
            "a.published_from, a.published_to, a.first_night, "
            f"{LEADS} AS leads, "
            "min(a.published_to) OVER (PARTITION BY e.event_id) AS earliest_end "
            "FROM events e JOIN articles a USING (article_id)) GROUP BY event_id",
            {
                "event_id": "Id of the event.",
                "title": "Headline of the member that has most in common with another one; of equals, of the earliest.",
                "title_article_id": "That member.",
                "title_source": "Its source.",
                "members": "Works that report the event.",
                "strength": "Mean strength of the members: above 0.9 hardly an event is wrong, below 0.7 many are.",
                "tellings": "Independent ones: each cluster of copies counts once, and so does each agency.",
                "sources": "Their sources.",
                "languages": "Their languages.",
                "not_before": "Beginning of the interval in which all members were published.",
                "not_after": "Its end, exclusive.",
                "last_new_night": "Last night on which a member was new.",
                "first_tellings": "Members that may have been the first, by their intervals; several if it is not known which.",
            },
        ),
    )
}
"""A page that only answered "not modified" does not rewrite its article: `last_seen` is a view, not a column of `articles`."""
