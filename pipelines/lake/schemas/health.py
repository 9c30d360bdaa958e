"""Tables of health: the figures and verdict of every source and night, and the held-back nights of sources."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import UTC, schema

# fmt: off -- a column a line reads best
COUNT = pa.struct([("value", pa.string()), ("count", pa.int32())])

FINDING = pa.struct(
    [
        ("check", pa.string()),  # one of column_values.HealthCheck
        ("severity", pa.string()),  # error: the source's night is held back; warning
        ("sentence", pa.string()),  # the change, compared with the usual value
        ("since", pa.date32()),  # first of the source's consecutive nights with this finding
        ("url", pa.string()),  # an example; null if nothing was fetched
        ("command", pa.string()),  # command to look closer
    ]
)

FEED_SEEN = pa.struct(
    [
        ("url", pa.string()),
        ("outcome", pa.string()),  # one of OUTCOMES
        ("entries", pa.int32()),  # number of pages in the feed
        ("fresh", pa.int32()),  # of these, dated in the 24 hours before the fetch; null if no entry has a date
        ("newest", UTC),  # date of its newest entry; null if no entry has a date
        ("age_hours", pa.float32()),  # age of that entry when the feed was fetched
    ]
)

SOURCE_HEALTH = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("state", pa.string(), "ok warning held_back released."),
    (
        "findings",
        pa.list_(FINDING),
        "What is unlike the source's own earlier nights, worst first; empty when nothing is.",
    ),
    ("imported", pa.bool_(), "An import made the night: it is judged by itself, and no measure of crawled nights."),
    (
        "compared_nights",
        pa.int32(),
        "Earlier nights of the source that it was compared with; below 5 only what needs no comparison is found.",
    ),
    (
        "corpus_level",
        pa.float32(),
        "New stories of all sources that night against the usual (median); null below 5 sources.",
    ),
    ("advertised", pa.int32(), "Pages considered, whatever became of them."),
    ("asked", pa.int32(), "Pages, feeds and sitemaps that were asked for."),
    ("answered", pa.int32(), "Of these, answered with content, new or unchanged."),
    ("stored", pa.int32(), "Pages archived with new content."),
    ("unchanged", pa.int32(), "Pages that answered with what they had before."),
    ("outcomes", pa.list_(COUNT), "Pages, feeds and sitemaps by outcome."),
    ("statuses", pa.list_(COUNT), "The same by HTTP status."),
    (
        "failures",
        pa.list_(COUNT),
        "What kept answers away: no_answer timeouts server_errors too_many_requests refused gone robots moved loops.",
    ),
    ("start_failure", pa.string(), "What kept all start pages away, as in `failures`; null when one answered."),
    ("start_notice", pa.string(), "The notice that a start page is, as in `notices`; null for none."),
    ("latency_ms", pa.int32(), "Median time to the last byte; null when nothing answered."),
    (
        "start_unchanged",
        pa.bool_(),
        "All start pages answered with what they had the night before; null when none answered.",
    ),
    ("redirects_to_one", pa.int32(), "Pages that redirect to the target which most of them have."),
    ("stories", pa.int32(), "Stories captured: article, live, video, gallery."),
    ("new_stories", pa.int32(), "Of these, pages that no earlier night captured."),
    ("revised", pa.int32(), "Of these, known pages whose title or text changed."),
    ("repeated", pa.int32(), "New stories whose title and text one of the last 14 nights had at another address."),
    ("listings", pa.int32(), "Pages that are lists of stories."),
    ("others", pa.int32(), "Pages, start pages left out, that are neither story nor list, or could not be read."),
    ("dropped", pa.list_(COUNT), "Pages that were no stories, by kind, or could not be read, by reason."),
    ("notices", pa.list_(COUNT), "Pages that are a notice: challenge not_found wall."),
    ("same_page", pa.int32(), "Pages that have the text, or for want of one the bytes, which most of them share."),
    ("same_title", pa.int32(), "Stories that have the title which most of them share."),
    ("titled", pa.int32(), "Stories with a title."),
    ("authored", pa.int32(), "Stories with an author or an agency."),
    ("one_author", pa.int32(), "Stories signed by the one author, and nobody else, who signs most of them."),
    ("cut_short", pa.int32(), "Stories behind a paywall or cut in transfer."),
    ("dated", pa.int32(), "Stories that their page or a feed dates."),
    ("undated", pa.int32(), "Stories that neither dates."),
    ("page_dated", pa.int32(), "Stories dated by their own page."),
    ("precisions", pa.list_(COUNT), "Dated stories by precision: instant minute local day month year."),
    ("one_day", pa.int32(), "Dated stories of the day that most of them have."),
    ("one_instant", pa.int32(), "Stories dated to the minute that most of them have."),
    (
        "fetch_day",
        pa.int32(),
        "Stories dated on the day on which they were fetched, without a clock time, or to the minutes in which they were.",
    ),
    (
        "dated_after_seen",
        pa.int32(),
        "Known stories dated on a later day than the night of their last capture: their date moves.",
    ),
    ("fetch_hour", pa.int32(), "Hour (UTC) in which the median page was fetched; null when none was."),
    ("future_dates", pa.int32(), "Dates of feeds, sitemaps and pages that lie more than a day after the fetch."),
    ("lag_hours", pa.float32(), "Median time from publication to fetch of new stories; null when none has an instant."),
    (
        "lag_spread_hours",
        pa.float32(),
        "Interquartile range of these times; null unless most new stories, three at least, have an instant.",
    ),
    ("words_low", pa.int32(), "Words in the story at the lower quartile; null without stories."),
    ("words_median", pa.int32(), "Words in the median story; null without stories."),
    ("words_high", pa.int32(), "Words in the story at the upper quartile; null without stories."),
    (
        "shared_words",
        pa.float32(),
        "Share of words in blocks that half of the stories have, or their own story has had before; null below 4 stories.",
    ),
    ("known_places", pa.float32(), "Share of stories whose body stood where earlier nights had it; null without any."),
    ("languages", pa.list_(COUNT), "Stories by language."),
    (
        "garbled",
        pa.int32(),
        "Stories with replacement characters, mojibake, question marks inside words or references like &eacute; as text.",
    ),
    ("replacement_characters", pa.int32(), "U+FFFD in titles and texts."),
    ("mojibake", pa.int32(), "Stretches of mojibake in titles and texts, those that were put right included."),
    ("train_ai", pa.list_(COUNT), "Pages that answered, by `train_ai`."),
    ("tdm", pa.list_(COUNT), "Pages that answered, by `tdm`."),
    ("feeds", pa.list_(FEED_SEEN), "Each feed asked for."),
)

SOURCE_RIGHTS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "train_ai",
        pa.string(),
        "disallowed: nearly all pages that answered disallow it, and so does the source; null when not.",
    ),
    ("tdm", pa.string(), "The same of text and data mining."),
    ("pages", pa.int32(), "Pages that answered."),
)

HELD_BACK = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("check", pa.string(), "The check that holds it back, see `source_health`."),
    ("sentence", pa.string(), "Why, in words."),
)
# fmt: on
