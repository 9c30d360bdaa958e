"""The macros of `corpus.duckdb`: queries with a parameter, each with its documentation and an example."""

from __future__ import annotations

from pipelines.corpus.publish import address_view, headline_views
from pipelines.corpus.publish.derived import LEADS

WORK = (
    "WITH work AS (SELECT article_id FROM articles WHERE article_id = article_ "
    "UNION SELECT article_id FROM articles WHERE url = article_ "
    "UNION SELECT any_value(article_id) FROM articles WHERE starts_with(article_id, article_) HAVING count(*) = 1)"
)
"""The work that a macro's argument names: by its id, by the start of an id that no other work has, or by its URL."""
PAGES = (
    f"{WORK}, pages AS (SELECT DISTINCT url_key FROM documents WHERE article_id IN (SELECT article_id FROM work)), "
    "held AS (SELECT url_key, max_by(article_id, (fetched_at, article_id)) AS article_id FROM documents GROUP BY url_key)"
)
"""Also the keys of all addresses of the work, and the work behind every address."""
IN_EVENTS = (
    "SELECT e.event_id, e.strength, e.basis, a.article_id, a.source, a.title, a.url, a.url_key, a.language, a.role, "
    "a.cluster_id, a.agency, a.published_from, a.published_to, a.interval_basis, a.first_night "
    "FROM events e JOIN articles a USING (article_id)"
)
"""The works in events, with their intervals of publication."""
OF_EVENT = (
    f"{WORK}, found AS ({IN_EVENTS}), members AS (SELECT * FROM found WHERE event_id = article_ OR event_id IN "
    "(SELECT e.event_id FROM events e WHERE e.article_id IN (SELECT article_id FROM work)))"
)
"""Also the members of the event that a macro's argument names: by its own id, or by a member's id or URL."""
SURE = f"{IN_EVENTS} WHERE e.strength >= 0.7"
"""Those that certainly belong there: who was first, late or silent is not said of others."""
NAMED_EVENT = f"WITH members AS ({IN_EVENTS} WHERE e.event_id = $1)"
"""The members of an event, by its own id alone; for COVERAGE and GROWTH without a macro."""
COVERAGE = (
    f"{headline_views.FRONTS.format(sources='source IN (SELECT source FROM members)')}, "
    "stood AS (SELECT m.article_id, min(s.best_position) + 1 AS front_position FROM members m "
    "JOIN headline_sightings s ON s.source = m.source AND s.url_key = m.url_key AND s.place = 'list' "
    "JOIN fronts f ON f.source = s.source AND f.list_key = s.list_key GROUP BY m.article_id), "
    "linked AS (SELECT m.article_id, list(DISTINCT o.source ORDER BY o.source) AS links_to FROM members m "
    "JOIN links l ON l.source = m.source AND l.from_url_key = m.url_key AND l.kind = 'in_body' "
    "JOIN members o ON o.url_key = l.to_url_key AND o.source <> m.source GROUP BY m.article_id) "
    "SELECT m.published_from, m.published_to, m.interval_basis, m.source, m.language, m.title, "
    "CASE WHEN m.role IN ('origin', 'unknown', 'update') THEN 'own words' ELSE m.role END AS telling, "
    "t.front_position, k.links_to, m.strength, m.basis, m.article_id, m.url FROM members m "
    "LEFT JOIN stood t USING (article_id) LEFT JOIN linked k USING (article_id) "
    "ORDER BY m.published_from, m.published_to, m.article_id"
)
"""Who told an event; `members` come before."""
GROWTH = (
    "SELECT n.night, count(*) FILTER (m.first_night = n.night) AS new_members, count(*) AS members, "
    "count(DISTINCT coalesce(m.agency, m.cluster_id)) AS tellings, count(DISTINCT m.source) AS sources, "
    "list(m.source || ': ' || coalesce(m.title, m.url) ORDER BY m.published_from, m.article_id) "
    "FILTER (m.first_night = n.night) AS new_headlines "
    "FROM (SELECT DISTINCT first_night AS night FROM members) n JOIN members m ON m.first_night <= n.night "
    "GROUP BY n.night ORDER BY n.night"
)
"""How an event grew; `members` come before."""
LAG = (
    "own AS (SELECT event_id, min(published_from) AS own_from, min(published_to) AS own_to, "
    "min_by(title, (published_from, article_id)) AS title FROM members WHERE source = source_ GROUP BY event_id), "
    "others AS (SELECT event_id, min(published_from) AS other_from, min(published_to) AS other_to "
    "FROM members WHERE source <> source_ GROUP BY event_id) "
    "SELECT o.event_id, o.title, round(date_diff('minute', x.other_to, o.own_from) / 60, 1) AS least_hours, "
    "round(date_diff('minute', x.other_from, o.own_to) / 60, 1) AS most_hours FROM own o JOIN others x USING (event_id) "
    "WHERE o.own_to - o.own_from < INTERVAL 400 DAY AND x.other_to - x.other_from < INTERVAL 400 DAY "
    "ORDER BY least_hours, o.event_id"
)
"""How long after others `source_` reported; `members` come before."""
MACROS = {
    "as_of": (
        "The text each work had at the end of a night, or of the last published before: FROM as_of(DATE '2026-02-02').",
        "CREATE MACRO as_of(night_) AS TABLE SELECT * FROM revisions "
        "WHERE night <= (SELECT max(p.night) FROM publications p WHERE p.night <= night_) "
        "QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1",
    ),
    "dates_as_of": (
        "Date and bounds of each work at the end of a night or the last published before: FROM dates_as_of(DATE '2026-02-02').",
        "CREATE MACRO dates_as_of(night_) AS TABLE SELECT * FROM date_history "
        "WHERE night <= (SELECT max(p.night) FROM publications p WHERE p.night <= night_) "
        "AND coalesce(until_night > (SELECT max(p.night) FROM publications p WHERE p.night <= night_), true)",
    ),
    "health": (
        "How a source did, its last night first: state, findings and every figure: FROM health('demo_daily').",
        "CREATE MACRO health(source_) AS TABLE SELECT * FROM source_health WHERE source = source_ ORDER BY night DESC",
    ),
    "copy_matrix": (
        "Who copies whom: for each pair of sources, the works of one whose story the other had first: FROM copy_matrix().",
        "CREATE MACRO copy_matrix() AS TABLE "
        "SELECT copier.source AS source, origin.source AS copies_from, c.role, count(*) AS works "
        "FROM clusters c JOIN articles copier USING (article_id) "
        "JOIN articles origin ON origin.article_id = c.origin_article_id "
        "WHERE c.article_id <> c.origin_article_id GROUP BY ALL ORDER BY ALL",
    ),
    address_view.NAME: (
        "The addresses of an article (its id or URL): where it is now, where it was before, its versions, parts and editions: "
        "FROM addresses('https://paper.example/2026/flood').",
        f"CREATE MACRO addresses(article_) AS TABLE {address_view.query(WORK)}",
    ),
    "copies": (
        "The other works that tell the story of an article (its id or URL), the earliest first: "
        "FROM copies('https://paper.example/2026/flood').",
        f"CREATE MACRO copies(article_) AS TABLE {WORK} "
        "SELECT a.article_id, a.source, c.role, c.similarity, c.containment, a.published, a.published_day, c.first_seen, "
        "a.title, a.url FROM clusters c JOIN articles a USING (article_id) "
        "WHERE c.cluster_id IN (SELECT m.cluster_id FROM clusters m WHERE m.article_id IN (SELECT article_id FROM work)) "
        "AND c.article_id NOT IN (SELECT article_id FROM work) ORDER BY c.first_seen, a.article_id",
    ),
    "event": (
        "The event of an article (its id or URL): FROM event('https://paper.example/2026/flood').",
        f"CREATE MACRO event(article_) AS TABLE {WORK} SELECT * FROM event_facts WHERE event_id IN "
        "(SELECT e.event_id FROM events e WHERE e.article_id IN (SELECT article_id FROM work))",
    ),
    "coverage": (
        "Who reported an event, when by interval, whether in own words, how near to the top of the source's front page it stood "
        "(1 is the top), and to which other sources' stories of the event its text links: FROM coverage('…'), the id of the "
        "event or an article's id or URL.",
        f"CREATE MACRO coverage(article_) AS TABLE {OF_EVENT}, {COVERAGE}",
    ),
    "event_history": (
        "How an event grew, a row for each night with new members: their headlines, and members, tellings and sources by "
        "then: FROM event_history('…'), the id of the event or an article's id or URL.",
        f"CREATE MACRO event_history(article_) AS TABLE {OF_EVENT} {GROWTH}",
    ),
    "events_between": (
        "Events of which a member was certainly published in [from_, to_), the most reported first: "
        "FROM events_between('2026-02-02', '2026-02-03').",
        "CREATE MACRO events_between(from_, to_) AS TABLE SELECT f.* FROM event_facts f WHERE f.event_id IN "
        "(SELECT e.event_id FROM events e JOIN articles a USING (article_id) "
        "WHERE a.published_from >= from_ AND a.published_to <= to_) ORDER BY f.tellings DESC, f.members DESC, f.event_id",
    ),
    "events_as_of": (
        "The events with the members that were known at the end of a night: FROM events_as_of(DATE '2026-02-02').",
        "CREATE MACRO events_as_of(night_) AS TABLE SELECT * FROM events WHERE first_night <= night_ "
        "QUALIFY count(*) OVER (PARTITION BY event_id) > 1",
    ),
    "first_with": (
        "Events that a source reported certainly before every other source (certain), or perhaps: FROM first_with('demo_daily').",
        f"CREATE MACRO first_with(source_) AS TABLE WITH members AS ({SURE}), "
        "own AS (SELECT event_id, min(published_from) AS own_from, min(published_to) AS own_to, "
        "min_by(article_id, (published_from, article_id)) AS article_id, min_by(title, (published_from, article_id)) AS title "
        "FROM members WHERE source = source_ GROUP BY event_id), "
        "others AS (SELECT event_id, min(published_from) AS other_from, min(published_to) AS other_to, "
        "count(DISTINCT source) AS other_sources FROM members WHERE source <> source_ GROUP BY event_id) "
        "SELECT o.event_id, o.title, o.article_id, o.own_to <= x.other_from AS certain, o.own_from, o.own_to, x.other_from, "
        "x.other_sources FROM own o JOIN others x USING (event_id) WHERE o.own_from < x.other_to "
        "ORDER BY certain DESC, o.own_from, o.event_id",
    ),
    "missed_by": (
        "Events of the last days_ that three sources or more certainly reported independently and this one did not; and the "
        "share of all such events that it reports: FROM missed_by('demo_daily', 7).",
        f"CREATE MACRO missed_by(source_, days_) AS TABLE WITH members AS ({SURE}), "
        f"wide AS (SELECT event_id, max_by(title, {LEADS}) AS title, max_by(source, {LEADS}) AS title_source, "
        "count(DISTINCT coalesce(agency, cluster_id)) AS tellings, list(DISTINCT source ORDER BY source) AS sources, "
        "min(published_from) AS not_before, max(published_to) AS not_after, bool_or(source = source_) AS told "
        "FROM members GROUP BY event_id HAVING tellings >= 3 AND len(sources) >= 3), "
        "facts AS (SELECT avg(told::INTEGER) AS share, max(not_after) AS last_time FROM wide) "
        "SELECT w.event_id, w.title, w.title_source, w.tellings, w.sources, w.not_before, w.not_after, "
        "round(f.share, 2) AS usually_reports FROM wide w, facts f "
        "WHERE NOT w.told AND w.not_after > f.last_time - to_days(days_) "
        "ORDER BY w.tellings DESC, w.not_before, w.event_id",
    ),
    "lag": (
        "How long after the first other source a source reported each event: from least to most, in hours, by the intervals "
        "(negative if it was earlier): FROM lag('demo_daily').",
        f"CREATE MACRO lag(source_) AS TABLE WITH members AS ({SURE}), {LAG}",
    ),
    "exclusive": (
        "Articles of a source that no other source reported, as far as the corpus knows: FROM exclusive('demo_daily').",
        "CREATE MACRO exclusive(source_) AS TABLE SELECT a.article_id, a.published_from, a.published_to, a.title, a.url "
        "FROM articles a WHERE a.source = source_ AND a.role = 'origin' AND a.article_id NOT IN "
        "(SELECT e.article_id FROM events e JOIN event_facts f USING (event_id) WHERE len(f.sources) > 1) "
        "ORDER BY a.published_from, a.article_id",
    ),
    "related": (
        "The related links of an article (its id or URL) in page order, each with its work, null where the corpus has none: "
        "FROM related('https://paper.example/2026/flood').",
        f"CREATE MACRO related(article_) AS TABLE {PAGES}, "
        "shown AS (SELECT unnest(r.related, max_depth := 2) FROM articles r "
        "WHERE r.article_id IN (SELECT article_id FROM work)), "
        "led AS (SELECT l.to_url, min(h.article_id) AS article_id FROM links l JOIN held h ON h.url_key = l.to_url_key "
        "WHERE l.from_url_key IN (SELECT url_key FROM pages) GROUP BY l.to_url) "
        "SELECT s.position, s.title AS anchor, s.url, a.article_id, a.source, a.published, a.published_day, a.title "
        "FROM shown s LEFT JOIN led ON led.to_url = s.url LEFT JOIN articles a ON a.article_id = led.article_id "
        "ORDER BY s.position",
    ),
    "linked_from": (
        "The pages that link to an article (its id or URL), with the kinds of link and the nights on which they did: "
        "FROM linked_from('https://paper.example/2026/flood').",
        f"CREATE MACRO linked_from(article_) AS TABLE {PAGES} "
        "SELECT l.source, l.from_url, list(DISTINCT l.kind ORDER BY l.kind) AS kinds, min(l.position) AS position, "
        "min(l.night) AS first_night, max(l.night) AS last_night, max_by(l.anchor, (l.night, l.anchor)) AS anchor, "
        "any_value(a.article_id) AS article_id, any_value(a.published_day) AS published_day, any_value(a.title) AS title "
        "FROM links l LEFT JOIN held h ON h.url_key = l.from_url_key LEFT JOIN articles a ON a.article_id = h.article_id "
        "WHERE l.to_url_key IN (SELECT url_key FROM pages) AND l.from_url_key NOT IN (SELECT url_key FROM pages) "
        "GROUP BY l.source, l.from_url ORDER BY first_night, l.source, l.from_url",
    ),
    "history": (
        "What became of an article (its id or URL), night by night: each text, each date or bound, and when its page was gone: "
        "FROM history('https://paper.example/2026/flood').",
        f"CREATE MACRO history(article_) AS TABLE {WORK} "
        "SELECT night, what, change, value, published_day, detail FROM ("
        "SELECT 1 AS place, article_id, night, 'text' AS what, change, title AS value, NULL::DATE AS published_day, "
        "diff AS detail FROM revisions "
        "UNION ALL SELECT 2, article_id, night, 'date', change, coalesce(published, 'unknown'), published_day, "
        "published_basis FROM date_history "
        "UNION ALL SELECT 3, article_id, night, 'page', 'gone', url_key, NULL::DATE, reason FROM departures) "
        "WHERE article_id IN (SELECT article_id FROM work) ORDER BY night, place, value",
    ),
    "dated_at": (
        "The articles with every date whose confidence is at least least_, below the usual 0.75 too: FROM dated_at(0.5).",
        "CREATE MACRO dated_at(least_) AS TABLE SELECT * REPLACE ("
        "CASE WHEN guess_confidence >= least_ THEN guess END AS published, "
        "CASE WHEN guess_confidence >= least_ THEN coalesce(published_day, try_cast(guess[1:10] AS DATE)) END AS published_day, "
        "CASE WHEN guess_confidence >= least_ THEN coalesce(published_at, CASE WHEN regexp_matches(guess, "
        "'T.*[+-]\\d\\d:\\d\\d$') THEN try_cast(guess AS TIMESTAMPTZ) END) END AS published_at, "
        "CASE WHEN guess_confidence >= least_ THEN guess_confidence ELSE 0 END AS published_confidence) FROM articles",
    ),
    "copy_dates": (
        "What dated works say of works without a date that tell the same story, and so bound it: FROM copy_dates().",
        "CREATE MACRO copy_dates() AS TABLE SELECT a.article_id, a.source, a.not_before, a.not_after, "
        "o.article_id AS copy_article_id, o.source AS copy_source, o.url AS evidence_url, o.published AS value, "
        "o.published_day, o.published_precision AS precision, "
        "o.published_basis AS basis FROM articles a JOIN articles o USING (cluster_id) "
        "WHERE a.published IS NULL AND o.published IS NOT NULL AND 'wire_copy' NOT IN (a.role, o.role) ORDER BY ALL",
    ),
    "published_between": (
        "Works certainly published in [from_, to_): dated there, or undated but bounded inside it: "
        "FROM published_between('2026-02-02', '2026-02-03').",
        "CREATE MACRO published_between(from_, to_) AS TABLE SELECT * FROM articles WHERE "
        "coalesce(published_day >= from_ AND published_day < to_, not_before >= from_ AND not_after < to_)",
    ),
    "possibly_between": (
        "Works that may have been published in [from_, to_): nothing known speaks against it: "
        "FROM possibly_between('2022-11-01', '2022-12-01').",
        "CREATE MACRO possibly_between(from_, to_) AS TABLE SELECT * FROM articles WHERE "
        "coalesce(published_day >= from_ AND published_day < to_, not_after >= from_ AND coalesce(not_before < to_, true))",
    ),
    **headline_views.macros(PAGES),
}  # fmt: skip
