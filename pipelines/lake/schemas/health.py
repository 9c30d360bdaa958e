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
        "Differences from the source's own earlier nights, the most severe first; empty when there is none.",
    ),
    ("imported", pa.bool_(), "True for a night of an import: it is not compared with crawled nights."),
    (
        "compared_nights",
        pa.int32(),
        "Number of the source's earlier nights in the comparison; below 5, only checks without a comparison run.",
    ),
    (
        "corpus_level",
        pa.float32(),
        "New stories of all sources that night, divided by the median of earlier nights; null below 5 sources.",
    ),
    ("advertised", pa.int32(), "Pages considered, whatever their outcome."),
    ("asked", pa.int32(), "Pages, feeds and sitemaps that were requested."),
    ("answered", pa.int32(), "Of these, answered with content, new or unchanged."),
    ("stored", pa.int32(), "Pages archived with new content."),
    ("unchanged", pa.int32(), "Pages whose content was the same as before."),
    ("outcomes", pa.list_(COUNT), "Pages, feeds and sitemaps by outcome."),
    ("statuses", pa.list_(COUNT), "The same by HTTP status."),
    (
        "failures",
        pa.list_(COUNT),
        "Failures by reason: no_answer timeouts server_errors too_many_requests refused gone robots moved loops.",
    ),
    ("start_failure", pa.string(), "Reason why all start pages failed, as in `failures`; null when one answered."),
    ("start_notice", pa.string(), "Kind of notice that a start page shows, as in `notices`; null when it shows none."),
    ("latency_ms", pa.int32(), "Median time to the last byte; null when nothing answered."),
    (
        "start_unchanged",
        pa.bool_(),
        "True if the content of all start pages was the same as the night before; null when none answered.",
    ),
    ("redirects_to_one", pa.int32(), "Pages that redirect to the most frequent target."),
    ("stories", pa.int32(), "Stories captured: article, live, video, gallery."),
    ("new_stories", pa.int32(), "Of these, pages that were not captured on an earlier night."),
    ("revised", pa.int32(), "Of these, known pages whose title or text changed."),
    ("repeated", pa.int32(), "New stories with the title and text of another URL of this night or the 14 before."),
    ("doubled", pa.int32(), "Of these, stories whose former URL answered that night, too."),
    ("listings", pa.int32(), "Pages that are lists of stories."),
    (
        "others",
        pa.int32(),
        "Pages that are neither a story nor a list, or cannot be read; start pages are not counted.",
    ),
    ("dropped", pa.list_(COUNT), "Pages that are not stories, by kind, or cannot be read, by reason."),
    (
        "notices",
        pa.list_(COUNT),
        "Pages that show a notice instead of a story: challenge not_found consent_wall login_wall.",
    ),
    ("same_page", pa.int32(), "Pages with the most frequent text (or the most frequent bytes, if they have no text)."),
    ("same_title", pa.int32(), "Stories with the most frequent title."),
    ("titled", pa.int32(), "Stories with a title."),
    ("textless", pa.int32(), "Stories without a text."),
    ("authored", pa.int32(), "Stories with an author or an agency."),
    ("one_author", pa.int32(), "Stories whose only author is the most frequent author."),
    ("left_out", pa.list_(COUNT), "Stories without a text by the reason for which extraction left a text out."),
    ("cut_short", pa.int32(), "Stories behind a paywall or cut in transfer."),
    ("dated", pa.int32(), "Stories with a date, by their page or a feed."),
    ("undated", pa.int32(), "Stories without a date."),
    ("page_dated", pa.int32(), "Stories dated by their own page."),
    ("page_ahead", pa.int32(), "Stories whose page states a publication more than a day after its fetch."),
    ("precisions", pa.list_(COUNT), "Dated stories by precision: instant minute local day month year."),
    ("one_day", pa.int32(), "Dated stories of the most frequent day."),
    ("one_instant", pa.int32(), "Stories dated to the most frequent minute."),
    (
        "fetch_day",
        pa.int32(),
        "Stories whose date is the day of the fetch without a clock time, or the minute of the fetch.",
    ),
    (
        "dated_after_seen",
        pa.int32(),
        "Known stories with a date later than their last capture: their date moves.",
    ),
    ("fetch_hour", pa.int32(), "Hour (UTC) of the median fetch; null when nothing was fetched."),
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
        "Share of words in sentences that half of the stories share, or that their own story had before; null below 4 stories.",
    ),
    (
        "known_places",
        pa.float32(),
        "Share of stories whose body has the same place as on earlier nights; null without stories.",
    ),
    ("languages", pa.list_(COUNT), "Stories by language."),
    ("title_low", pa.int32(), "Characters of the title of new stories at the lower quartile; null below 4 titles."),
    ("title_median", pa.int32(), "Characters of the median title of new stories; null below 4 titles."),
    ("title_high", pa.int32(), "Characters of the title of new stories at the upper quartile; null below 4 titles."),
    ("titles_alike", pa.int32(), "New stories whose titles begin or end with the same words."),
    ("off_topic", pa.int32(), "New stories whose text has no word of their title."),
    (
        "letters",
        pa.list_(COUNT),
        "The most frequent letters, digits and punctuation, white space, and the pairs ff fi fl, in 100,000 characters of new texts.",
    ),
    (
        "marks",
        pa.list_(COUNT),
        "New stories by what is odd about them: a sign of markup twice in the text, text or title in capitals or without, a sentence three times, mostly short lines, paragraphs that begin small, glued sentences, words of two scripts, no end, sentences of other stories, another story as canonical address, another title than in the lists.",
    ),
    ("characters", pa.int32(), "Characters of the texts of new stories."),
    (
        "listed_dated",
        pa.int32(),
        "New stories in feeds and lists whose page states a time; those known at other URLs, or held back before, are left out.",
    ),
    (
        "listed_late",
        pa.int32(),
        "Of these, dated more than 25 hours before their fetch, though no list had them the night before.",
    ),
    ("listed_old", pa.int32(), "Of these, dated more than 49 hours before their fetch."),
    ("listed_ahead", pa.int32(), "Of these, dated after their fetch."),
    (
        "garbled",
        pa.int32(),
        "Stories with replacement characters, mojibake, question marks inside words or references like &eacute; as text.",
    ),
    ("replacement_characters", pa.int32(), "U+FFFD in titles and texts."),
    ("mojibake", pa.int32(), "Passages of mojibake in titles and texts, including those that were repaired."),
    ("train_ai", pa.list_(COUNT), "Pages that answered, by `train_ai`."),
    ("tdm", pa.list_(COUNT), "Pages that answered, by `tdm`."),
    ("feeds", pa.list_(FEED_SEEN), "Each feed that was requested."),
)

OF_NEW = (
    "stories",
    "others",
    "dropped",
    "notices",
    "same_page",
    "same_title",
    "titled",
    "authored",
    "one_author",
    "cut_short",
    "dated",
    "undated",
    "page_dated",
    "one_day",
    "one_instant",
    "fetch_day",
    "words_low",
    "words_median",
    "words_high",
    "shared_words",
    "languages",
    "garbled",
    "replacement_characters",
    "mojibake",
)
"""Figures that are also taken of a night's new stories alone."""
SOURCE_HEALTH = SOURCE_HEALTH.append(
    pa.field(
        "of_new",
        pa.struct([SOURCE_HEALTH.field(name).remove_metadata() for name in OF_NEW]),
        metadata={"doc": "The figures of these names of the new pages alone; null if all pages were new, or none."},
    )
)

SOURCE_RIGHTS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "train_ai",
        pa.string(),
        "disallowed: nearly all pages that answered disallow it, so it holds for the whole source; else null.",
    ),
    ("tdm", pa.string(), "The same for text and data mining."),
    ("pages", pa.int32(), "Pages that answered."),
)

HELD_BACK = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("check", pa.string(), "The check that failed, see `source_health`."),
    ("sentence", pa.string(), "Why, in words."),
)
# fmt: on
