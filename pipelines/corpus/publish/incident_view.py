"""The view `incidents`: the findings of `source_health`, tied from night to night."""

from __future__ import annotations

from pipelines.corpus.publish.derived import View

SAME_WITHIN_DAYS = 7
"""A finding that comes back within so many days is the same incident, and later if no night of the source was without it."""
INCIDENTS = View(
    "incidents",
    "What was found amiss about sources: one row for each source, check and time, however many nights it lasted. "
    "`dateline morning` also lists sources that were not crawled to the end.",
    "WITH latest AS (SELECT source, coalesce(max(night) FILTER (NOT coalesce(imported, false)), max(night)) AS latest_night "
    "FROM source_health GROUP BY source), "
    'found AS (SELECT night, source, state AS night_state, t.f."check" AS "check", t.f.severity AS severity, '
    "t.f.sentence AS sentence, t.f.since AS since, t.f.url AS url, t.f.command AS command "
    "FROM source_health, unnest(findings) AS t(f)), "
    "begun AS (SELECT *, coalesce(night - lag(night) OVER work > "
    f"{SAME_WITHIN_DAYS} AND since > lag(night) OVER work, true) AS is_first FROM found "
    'WINDOW work AS (PARTITION BY source, "check" ORDER BY night)), '
    'numbered AS (SELECT *, sum(is_first::INT) OVER (PARTITION BY source, "check" ORDER BY night) AS number FROM begun) '
    'SELECT source, "check", least(min(night), min(since)) AS first_night, max(night) AS last_night, '
    "CASE WHEN max(night) >= any_value(latest_night) THEN 'open' ELSE 'resolved' END AS state, "
    "arg_max(severity, night) AS severity, count(DISTINCT night)::INT AS nights, "
    "count(DISTINCT night) FILTER (severity = 'error' AND night_state = 'held_back')::INT AS held_back_nights, "
    "arg_max(sentence, night) AS sentence, arg_max_null(url, night) AS url, arg_max_null(command, night) AS command "
    'FROM numbered JOIN latest USING (source) GROUP BY source, "check", number',
    {
        "source": "Name of the source file.",
        "check": "What was found, as in `source_health.findings`.",
        "first_night": "First night with the finding.",
        "last_night": "Last night with it. If it comes back within a week, it is the same incident.",
        "state": "open: found on the source's last night; resolved: not found on a later night; imports end none.",
        "severity": "error or warning, on the last night with it.",
        "nights": "Nights on which it was found.",
        "held_back_nights": "Of these, nights that are still held back for an error.",
        "sentence": "What was found on the last night with it.",
        "url": "Address of an example; null if nothing was fetched.",
        "command": "Command to look closer.",
    },
)
