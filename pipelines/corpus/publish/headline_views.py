"""The view `headlines` and its macros: SQL that joins the headlines of nights to intervals.

A night's rows never change with other nights, so an unchanged headline costs later nights no rewriting (decision 088).
"""

from __future__ import annotations

from pipelines.corpus.publish.derived import View

SEEN = """
looks AS (
  SELECT source, place, list_key, night, lag(ended) OVER nights AS night_before, lead(began) OVER nights AS night_after
  FROM (
    SELECT source, place, list_key, night, min(first_seen) AS began, max(last_seen) AS ended
    FROM headline_sightings GROUP BY ALL)
  WINDOW nights AS (PARTITION BY source, place, list_key ORDER BY night)),
seen AS (
  SELECT s.* EXCLUDE (look_before, look_after), coalesce(s.shown, s.headline) AS text,
    coalesce(s.look_before, l.night_before) AS look_before, coalesce(s.look_after, l.night_after) AS look_after
  FROM headline_sightings s
  JOIN looks l ON l.source = s.source AND l.place = s.place AND l.list_key = s.list_key AND l.night = s.night)
"""
"""The sightings of headlines, each with the looks before and after, on whichever night these were."""
SAME = """(
  lag(headline_key) OVER story IS NULL OR headline_key = lag(headline_key) OVER story OR text = lag(text) OVER story
  OR coalesce(headline_key = lag(tail_key) OVER story, false) OR coalesce(tail_key = lag(headline_key) OVER story, false)
  OR coalesce(list_contains(other_keys, lag(headline_key) OVER story)
    AND list_contains(lag(other_keys) OVER story, headline_key), false))
"""
"""True if a headline is that of the row before: by its key, but for a kicker, or because both stood at both looks."""
STORY = "PARTITION BY source, place, list_key, url_key"
IN_TIME = "ORDER BY first_seen, last_seen, headline_key"
FIRST, LAST = "ORDER BY first_seen, headline_key", "ORDER BY last_seen, headline_key"
HEADLINES = View(
    "headlines",
    "What a list, a feed, a page or its metadata called a story: a row for each headline and the interval in which it stood "
    "there. An unchanged headline is one row, whatever the number of looks.",
    f"""
WITH {SEEN},
texts AS (SELECT *, bool_and(is_label) OVER ({STORY}) AS only_labels FROM seen),
compared AS (
  SELECT *, NOT {SAME} AS changed FROM texts WHERE only_labels OR NOT is_label WINDOW story AS ({STORY} {IN_TIME})),
numbered AS (
  SELECT *, 1 + count(*) FILTER (changed) OVER ({STORY} {IN_TIME} ROWS UNBOUNDED PRECEDING) AS version FROM compared),
stood AS (
  SELECT source, place, list_key, url_key, version, first(list_url {FIRST}) AS list_url, first(url {FIRST}) AS url,
    min(article_id) AS page_of, first(headline {FIRST}) AS headline, first(text {FIRST}) AS shown,
    first(headline_key {FIRST}) AS headline_key, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    first(look_before {FIRST}) AS look_before, last(look_after {LAST}) AS look_after,
    first(first_position {FIRST}) AS first_position, last(last_position {LAST}) AS last_position,
    min(best_position) AS best_position,
    count(DISTINCT night) AS nights
  FROM numbered GROUP BY source, place, list_key, url_key, version),
ended AS (
  SELECT *, lead(first_seen) OVER ({STORY} ORDER BY version) AS next_seen, coalesce(list_contains(
    list(headline_key) OVER ({STORY} ORDER BY version ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING), headline_key), false)
    AS went_back
  FROM stood),
answered AS (
  SELECT e.source, e.place, e.list_key, e.version, max(s.seen_at) AS seen_at
  FROM ended e JOIN sightings s ON s.source = e.source AND s.article_id = e.page_of AND s.seen_at > e.last_seen
    AND (e.next_seen IS NULL OR s.seen_at < e.next_seen)
  WHERE e.page_of IS NOT NULL GROUP BY ALL)
SELECT e.source, e.place, e.list_url, e.list_key, e.url, e.url_key, coalesce(e.page_of, a.article_id) AS article_id, e.version,
  e.headline, e.shown, e.went_back, e.look_before, e.first_seen, coalesce(n.seen_at, e.last_seen) AS last_seen,
  coalesce(e.next_seen, e.look_after) AS look_after, e.first_position, e.last_position, e.best_position, e.nights,
  e.headline_key
FROM ended e
LEFT JOIN answered n ON n.source = e.source AND n.place = e.place AND n.list_key = e.list_key AND n.version = e.version
  AND e.page_of IS NOT NULL
LEFT JOIN (SELECT source, url_key, min(article_id) AS article_id FROM articles GROUP BY source, url_key) a
  ON a.source = e.source AND a.url_key = e.url_key
""",
    {
        "source": "Name of the source file.",
        "place": "list feed page metadata: where the headline stood.",
        "list_url": "The list or feed; for `page` and `metadata` the story's page.",
        "list_key": "Identity of that URL.",
        "url": "The story's page.",
        "url_key": "Identity of that URL.",
        "article_id": "The work; null if the corpus has none at that URL.",
        "version": "1 for the first headline of the story in that place, then one more for each change.",
        "headline": "The headline without marks (counters, times, `LIVE`, kickers).",
        "shown": "The whole text of the link at the first look, with its marks.",
        "went_back": "True if the story had this headline in that place before, and another one between.",
        "look_before": "Last look at the place before `first_seen`, without this headline; null if there was none.",
        "first_seen": "First look with this headline.",
        "last_seen": "Last look with this headline; for `page` and `metadata` also an answer that the page is unchanged.",
        "look_after": "First look after `last_seen`, without this headline; null if there was none yet. It went between both.",
        "first_position": "Position in the list at the first look, 0 is the top; null for `page` and `metadata`.",
        "last_position": "Position at the last look.",
        "best_position": "Position nearest to the top.",
        "nights": "Nights with a look that had it.",
        "headline_key": "Equal for headlines that differ only by marks, white space, or the form of quotes and dashes.",
    },
)

CHANGES = """
SELECT place, list_url, url, article_id, before, headline AS after, last_before, first_seen AS first_after, went_back
FROM (
  SELECT *, lag(headline) OVER story AS before, lag(last_seen) OVER story AS last_before FROM headlines WHERE source = source_
  WINDOW story AS (PARTITION BY place, list_key, url_key ORDER BY version))
WHERE version > 1 ORDER BY first_after, place, list_url, url
"""
FRONTS = """
homes AS (
  SELECT source, rtrim(regexp_replace(lower(arg_max(url, night)), '^https?://(www\\.)?', ''), '/') AS home_key
  FROM source_settings WHERE {sources} GROUP BY source),
lists AS (
  SELECT source, list_key, count(*) AS size FROM headline_sightings WHERE {sources} AND place = 'list' GROUP BY source, list_key),
fronts AS (
  SELECT source, list_key FROM lists LEFT JOIN homes USING (source)
  QUALIFY row_number() OVER (PARTITION BY source
    ORDER BY coalesce(rtrim(list_key, '/') = home_key, false) DESC, size DESC, list_key) = 1)
""".strip()
"""The front page of each of some `sources` (a condition on `source`): the list at its home page, else its longest list."""
FRONT_PAGE = f"""
WITH {FRONTS.format(sources="source = source_")},
of_main AS (
  SELECT *, coalesce(shown, headline) AS text FROM headline_sightings SEMI JOIN fronts USING (source, list_key)
  WHERE source = source_ AND place = 'list' AND night <= night_),
last_nights AS (
  SELECT night, row_number() OVER (ORDER BY night DESC) AS back FROM (SELECT DISTINCT night FROM of_main) QUALIFY back <= 2),
last_looks AS (
  SELECT *, max(last_seen) OVER (PARTITION BY night) AS look FROM of_main JOIN last_nights USING (night)
  QUALIFY last_seen = look),
here AS (SELECT * FROM last_looks WHERE back = 1),
former AS (SELECT * FROM last_looks WHERE back = 2),
since AS (SELECT url_key, min(first_seen) AS since FROM of_main SEMI JOIN here USING (url_key) GROUP BY url_key)
SELECT row_number() OVER (ORDER BY here.last_position, here.url_key, here.headline_key) AS position, here.headline, here.url,
  here.url_key, since.since,
  CASE WHEN former.url_key IS NULL THEN 'new'
    WHEN here.headline_key <> former.headline_key AND here.text <> former.text
      AND here.headline_key <> coalesce(former.tail_key, here.headline_key + 1)
      AND coalesce(here.tail_key, here.headline_key) <> former.headline_key THEN 'headline' END AS change,
  former.headline AS headline_before, here.look AS seen_at
FROM here LEFT JOIN former USING (url_key) JOIN since USING (url_key) ORDER BY position
""".strip()
"""The front page of `source_` at the end of `night_`, with the address of each story but not its article."""
FRONT = f"""
WITH page AS ({FRONT_PAGE}),
works AS (
  SELECT url_key, min(article_id) AS article_id FROM articles SEMI JOIN page USING (url_key) WHERE source = source_
  GROUP BY url_key)
SELECT position, headline, url, works.article_id, since, change, headline_before, seen_at
FROM page LEFT JOIN works USING (url_key) ORDER BY position
"""
TIME_ON_FRONT = """
begun AS (
  SELECT *, coalesce(look_before > lag(last_seen) OVER stays, true) AS begins FROM seen
  WHERE place = 'list' AND (url = article_ OR url_key IN (SELECT url_key FROM pages))
  WINDOW stays AS (PARTITION BY source, list_key ORDER BY first_seen, last_seen)),
numbered AS (
  SELECT *, count(*) FILTER (begins) OVER (PARTITION BY source, list_key ORDER BY first_seen, last_seen) AS stay FROM begun),
stays AS (
  SELECT source, list_key, stay, any_value(list_url) AS list_url, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    first(look_before ORDER BY first_seen) AS look_before, last(look_after ORDER BY last_seen) AS look_after,
    min(best_position) AS best
  FROM numbered GROUP BY source, list_key, stay)
SELECT source, list_url, min(first_seen) AS first_seen, max(last_seen) AS last_seen, count(*) AS stays,
  sum(epoch(last_seen) - epoch(first_seen))::BIGINT AS least_seconds,
  CASE WHEN count(*) = count(look_before) AND count(*) = count(look_after)
    THEN sum(epoch(look_after) - epoch(look_before))::BIGINT END AS most_seconds,
  min(best) + 1 AS best_position
FROM stays GROUP BY source, list_url ORDER BY source, best_position, list_url
"""


def macros(pages: str) -> dict[str, tuple[str, str]]:
    """The macros of headlines; `pages` is the SQL for the keys of all addresses of the work `article_`."""
    return {
        "headline_changes": (
            "Every change of a headline of a source: its place, the headline before and after, the looks around it, "
            "and whether it went back to an earlier one: FROM headline_changes('demo_daily').",
            f"CREATE MACRO headline_changes(source_) AS TABLE {CHANGES.strip()}",
        ),
        "front": (
            "The front page of a source (else its longest list) at the last look of a night, or of the last night before: "
            "positions from 1, headlines, changes since the night before: FROM front('demo_daily', DATE '2026-02-02').",
            f"CREATE MACRO front(source_, night_) AS TABLE {FRONT.strip()}",
        ),
        "time_on_front": (
            "How long an article (its id or URL) stood in each list, in seconds at least and at most by the looks with it and "
            "around them, and its best position from 1: FROM time_on_front('https://paper.example/2026/flood').",
            f"CREATE MACRO time_on_front(article_) AS TABLE {pages}, {SEEN.strip()}, {TIME_ON_FRONT.strip()}",
        ),
    }
