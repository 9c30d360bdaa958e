"""What is true of the demo web for each question of docs/questions.md: rows, or as much of them as the truth knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

from pipelines.base.ids import article_id
from pipelines.base.urls.identity import url_key
from tests.demo.event_answers import (
    certainly_first,
    english_papers,
    events_of_three,
    growth_of_the_strike,
    in_two_languages,
    lag_of_the_digest,
    missed_by_the_daily,
    new_on_the_front,
    savings_bank,
)
from tests.demo.truth_rows import Row, Truth, night, stories

FETCHED_AT = "02:00:00+00:00"
"""When every page of a night is captured: the demo's clock stands still."""
EXACT = ("instant", "local")
"""Precisions of the truth that come with a clock time, and in the demo with a zone."""


def counted(truth: Truth, *columns: str) -> list[Row]:
    """How many stories there are of each combination of fields, sorted."""
    return sorted((*row, n) for row, n in Counter(tuple(s[c] for c in columns) for s in stories(truth)).items())


def day(story: dict[str, Any]) -> date | None:
    return date.fromisoformat(story["published"][:10]) if story["published"] else None


def shares(truth: Truth, counts: Callable[[dict[str, Any]], bool]) -> list[Row]:
    """Of each source its stories, how many of them count, and how many percent that are; the greatest share first."""
    found = []
    for source in truth["sources"]:
        own = [story for story in stories(truth) if story["source"] == source]
        part = sum(map(counts, own))
        found.append((source, len(own), part, round(100 * part / len(own), 1)))
    return sorted(found, key=lambda row: (-row[3], row[0]))


def sources(truth: Truth) -> list[Row]:
    sizes = Counter(story["source"] for story in stories(truth))
    first = night(truth["nights"][0])
    papers = sorted(truth["sources"].items())
    return [(name, p["title"], p["language"], p["time_zone"], first, sizes[name]) for name, p in papers]


def articles_a_day(truth: Truth) -> list[Row]:
    found = Counter((day(story), story["source"]) for story in stories(truth) if story["published"])
    return sorted(((d, source, n) for (d, source), n in found.items()), key=lambda row: (-row[0].toordinal(), row[1]))


def new_articles(truth: Truth) -> list[Row]:
    return [(night(since), source, n) for since, source, n in counted(truth, "since", "source")]


def lag(truth: Truth) -> list[Row]:
    found: dict[str, list[int]] = {}
    for story in stories(truth):
        if story["since"] > truth["nights"][0] and story["precision"] in EXACT:
            seen = datetime.fromisoformat(f"{story['since']}T{FETCHED_AT}")
            actual = datetime.fromisoformat(story["actual"]).astimezone(UTC)
            minutes = seen.replace(second=0) - actual.replace(second=0)  # date_diff counts full minutes on the clock
            found.setdefault(story["source"], []).append(int(minutes.total_seconds() // 60))
    return [(source, len(lags), median(lags), max(lags)) for source, lags in sorted(found.items())]


def undated_by_rule(truth: Truth) -> list[Row]:
    return [(source, n) for source, dated, n in undated_or_not(truth) if not dated]


def undated_or_not(truth: Truth) -> list[Row]:
    found = Counter((story["source"], story["published"] is not None) for story in stories(truth))
    return sorted((*key, n) for key, n in found.items())


def intervals(truth: Truth) -> list[Row]:
    names = {"local": "minute", None: "bounds"}
    found = [(source, names.get(precision, precision), n) for source, precision, n in _by_precision(truth)]
    return sorted(found)


def _by_precision(truth: Truth) -> list[Row]:
    return [(*key, n) for key, n in Counter((s["source"], s["precision"]) for s in stories(truth)).items()]


def in_the_week(truth: Truth) -> list[Row]:
    """Of those with a clock time; a day without one is as wide as all zones together, an undated work as its bounds."""
    begin, end = (datetime(2025, 11, d, tzinfo=UTC) for d in (3, 10))
    exact = [story for story in stories(truth) if story["precision"] in EXACT]
    found = Counter(s["source"] for s in exact if begin <= datetime.fromisoformat(s["actual"]) < end)
    return sorted(found.items())


def about_the_council(truth: Truth) -> list[Row]:
    week = (date(2026, 1, 26), date(2026, 2, 1))
    found = [
        (story["source"], day(story), story["title"])
        for story in stories(truth)
        if story["published"]
        and week[0] <= day(story) <= week[1]
        and re.search(r"\b[Cc]ouncil\b", " ".join(story["revisions"][-1]["paragraphs"]))
    ]
    return sorted(found, key=lambda row: (row[1], row[0], row[2]))


def headline_changes(truth: Truth) -> list[Row]:
    found = []
    for story in stories(truth):
        for before, after in zip(story["revisions"], story["revisions"][1:], strict=False):
            if before["title"] != after["title"]:
                found.append((night(after["night"]), story["source"], before["title"], after["title"]))
    return sorted(found)


def retitled(truth: Truth, source: str, *more: Any) -> list[Row]:
    """Headlines of a source before and after a change, by night and URL."""
    found = []
    for story in stories(truth):
        pairs = zip(story["revisions"], story["revisions"][1:], strict=False) if story["source"] == source else ()
        found += [(v["night"], story["url"], u["title"], v["title"]) for u, v in pairs if u["title"] != v["title"]]
    return [(*row[2:], *more) for row in sorted(found)]


def kinds_of_changes(truth: Truth) -> list[Row]:
    """How many changes of each source are of a headline or bring a correction."""
    retitled = Counter((source, "headline") for _, source, _, _ in headline_changes(truth))
    corrected = Counter((source, "correction_note") for _, source, _ in corrections(truth))
    return sorted((*key, n) for key, n in (retitled + corrected).items())


def corrections(truth: Truth) -> list[Row]:
    found = [(story, version) for story in stories(truth) for version in story["revisions"]]
    return sorted((night(v["night"]), s["source"], v["title"]) for s, v in found if v["change"] == "correction")


def rewrites(truth: Truth) -> list[Row]:
    later = Counter((s["source"], v["change"]) for s in stories(truth) for v in s["revisions"][1:])
    return sorted((*key, n) for key, n in later.items())


def life_of_the_retitled(truth: Truth) -> list[Row]:
    """The texts of the first story by id whose headline changed; its date is in a row of its own."""
    changed = [s for s in stories(truth) if any(v["change"] == "headline" for v in s["revisions"])]
    story = min(changed, key=lambda story: article_id(url_key(story["url"])))
    return [(night(v["night"]), v["change"], v["title"]) for v in story["revisions"]]


def gone(truth: Truth) -> list[Row]:
    return sorted((night(s["gone"]), s["source"], s["title"], s["url"]) for s in stories(truth) if s["gone"])


def alone(truth: Truth) -> list[Row]:
    copied = {story["origin"] for story in stories(truth)}
    return shares(truth, lambda story: story["origin"] is None and story["key"] not in copied)


def who_copies_whom(truth: Truth) -> list[Row]:
    source_of = {story["key"]: story["source"] for story in stories(truth)}
    found = Counter((story["source"], source_of[story["origin"]]) for story in stories(truth) if story["origin"])
    return sorted(((*pair, n) for pair, n in found.items()), key=lambda row: (-row[2], row[0], row[1]))


def told_by_most(truth: Truth) -> list[Row]:
    """How many sources and works tell each story that more than one tells."""
    told: dict[str, list[str]] = {}
    for story in stories(truth):
        told.setdefault(story["origin"] or story["key"], []).append(story["source"])
    return sorted(((len(set(s)), len(s)) for s in told.values() if len(set(s)) > 1), reverse=True)


def linked_to_most(truth: Truth) -> list[Row]:
    known = {story["url"]: story for story in stories(truth)}
    linking = Counter(
        url for story in stories(truth) for url in {u for urls in story["related"].values() for u in urls}
    )
    ranked = [(known[url]["source"], known[url]["title"], n) for url, n in linking.items()]
    return sorted(ranked, key=lambda row: (-row[2], row[0], row[1]))[:20]


def other_addresses(truth: Truth) -> list[Row]:
    """Short addresses that lead to a story, and the further pages of stories in parts."""
    known = {story["url"]: story for story in stories(truth)}
    found = [(known[url], short, "moved") for url in known for short in known[url]["variants"] if "/go/" in short]
    pages = (page["url"] for paper in truth["sources"].values() for page in paper["other"])
    found += [(known[url.partition("?")[0]], url, "part") for url in pages if "?seite=" in url]
    return sorted(((s["source"], s["title"], url, role) for s, url, role in found), key=lambda row: (row[0], row[2]))


def dead_links(truth: Truth) -> list[Row]:
    dead = [
        (source, page["url"])
        for source, paper in truth["sources"].items()
        for page in paper["other"]
        if page["outcomes"] == ["http_error"]
    ]
    return sorted((source, url, 404, night(truth["nights"][0])) for source, url in dead)


def forbidden_and_too_large(truth: Truth) -> list[Row]:
    """The losses of which the truth knows the number: a page each, every night."""
    found = Counter(
        (source, page["outcomes"][0])
        for source, paper in truth["sources"].items()
        for page in paper["other"]
        if page["outcomes"] in (["robots_denied"], ["too_large"])
    )
    return sorted((night(n), *key, count) for n in truth["nights"] for key, count in found.items())


def last_night(truth: Truth) -> list[Row]:
    last = truth["nights"][-1]
    new = Counter(story["source"] for story in stories(truth) if story["since"] == last)
    revised = Counter(s["source"] for s in stories(truth) for v in s["revisions"][1:] if v["night"] == last)
    return [(source, "ok", new[source], revised[source]) for source in sorted(truth["sources"])]


def rights(truth: Truth) -> list[Row]:
    """What is disallowed, by use: (source, use, stories)."""
    found = Counter((s["source"], use) for s in stories(truth) for use in ("train_ai", "tdm") if s[use] == "disallowed")
    return sorted((*key, n) for key, n in found.items())


def paywalls(truth: Truth) -> list[Row]:
    return [row for row in counted(truth, "source", "paywall") if row[1] != "open"]


def authors(truth: Truth) -> list[Row]:
    wrote: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for story in stories(truth):
        for author in story["authors"]:
            wrote.setdefault((story["source"], author), []).append(story)
    found = [(*who, len(own), min(map(day, own)), max(map(day, own))) for who, own in wrote.items()]
    return sorted(found, key=lambda row: (-row[2], row[0], row[1]))


def languages(truth: Truth) -> list[Row]:
    return counted(truth, "source", "language")


def silent_sections(truth: Truth) -> list[Row]:
    """Of the papers that state sections."""
    found: dict[tuple[str, str], list[date]] = {}
    for story in stories(truth):
        if story["source"] in ("demo_herald", "demo_gazette"):
            found.setdefault((story["source"], story["section"]), []).append(day(story))
    newest = {source: max(max(days) for (s, _), days in found.items() if s == source) for source, _ in found}
    return sorted((*key, len(d), max(d)) for key, d in found.items() if (newest[key[0]] - max(d)).days > 14)


Answer = tuple[Callable[[list[dict[str, Any]]], list[Row]], Callable[[Truth], list[Row]]]


def columns(*names: str) -> Callable[[list[dict[str, Any]]], list[Row]]:
    """The rows of an answer, these columns of each."""
    return lambda rows: [tuple(row[name] for name in names) for row in rows]


def where(condition: Callable[[dict[str, Any]], bool], *names: str) -> Callable[[list[dict[str, Any]]], list[Row]]:
    """The same of the rows that fulfil a condition."""
    return lambda rows: columns(*names)([row for row in rows if condition(row)])


def disallowed(rows: list[dict[str, Any]]) -> list[Row]:
    """By use; training only where mining is not disallowed, too, which is not judged."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        use = "tdm" if row["tdm"] == "disallowed" else "train_ai"
        found[row["source"], use] += row["articles"] if row[use] == "disallowed" else 0
    return sorted((*key, n) for key, n in found.items() if n)


SHARE = columns("source", "articles", "wire", "percent")
LOST = ("robots_denied", "too_large")
ANSWERS: dict[str, Answer] = {
    "What is in the corpus?": (columns("source", "title", "language", "time_zone", "since", "articles"), sources),
    "How many articles a day did each source publish?": (columns("published_day", "source", "articles"), articles_a_day),
    "What did each night bring?": (columns("first_night", "source", "new_articles"), new_articles),
    "How long after publication do we fetch a story?": (columns("source", "stories", "lag_minutes", "longest"), lag),
    "How much is wire copy?": (SHARE, lambda truth: shares(truth, lambda story: story["agency"] is not None)),
    "How much has no date?": (
        columns("source", "articles", "undated", "percent"),
        lambda truth: shares(truth, lambda story: story["published"] is None),
    ),
    "What do the dates rest on?": (where(lambda row: row["rule"] == "unknown", "source", "articles"), undated_by_rule),
    "How exactly is it known when things were published?": (columns("source", "interval_basis", "articles"), intervals),
    "What may have been published in a week, undated works included?": (
        where(lambda row: row["interval_basis"] in ("instant", "minute"), "source", "articles"), in_the_week,
    ),
    "What was written about X in week Y?": (columns("source", "published_day", "title"), about_the_council),
    "Which headlines were changed?": (columns("night", "source", "before", "after"), headline_changes),
    "Which events did most sources report?": (english_papers, events_of_three),
    "Who reported an event, and in what words?": (columns("source", "language", "title", "telling"), savings_bank),
    "Which events did a source have before all others?": (where(lambda row: row["certain"], "title", "certain"), certainly_first),
    "Which events did a source miss?": (columns("day"), missed_by_the_daily),
    "How did an event grow from night to night?": (columns("night", "new_members", "members", "sources"), growth_of_the_strike),
    "Which events are reported in several languages?": (
        lambda rows: sorted(columns("languages", "sources")(rows)), in_two_languages,
    ),
    "How long after the others does a source report an event?": (
        where(lambda row: row["least_hours"] == row["most_hours"], "title", "least_hours"), lag_of_the_digest,
    ),
    "What stood on the front page, and what was new?": (
        lambda rows: sorted(where(lambda row: row["change"] == "new", "headline")(rows)), new_on_the_front,
    ),
    "Which headlines were changed, where, and which went back?": (
        columns("before", "after", "went_back"), lambda truth: retitled(truth, "demo_herald", False),
    ),
    "Which headlines differ between a list and the story's page?": (
        columns("source", "on_list", "on_page"),
        lambda truth: [row[1:] for row in sorted(headline_changes(truth), key=lambda row: row[1:])],
    ),
    "What kinds of changes does each source make?": (
        where(lambda row: row["kind"] in ("headline", "correction_note"), "source", "kind", "changes"), kinds_of_changes,
    ),
    "What was corrected?": (columns("night", "source", "title"), corrections),
    "How much does each source rewrite?": (columns("source", "change", "revisions"), rewrites),
    "What became of a story?": (where(lambda row: row["what"] == "text", "night", "change", "value"), life_of_the_retitled),
    "Which stories are gone?": (columns("gone_on", "source", "title", "url"), gone),
    "Which stories does one source alone have?": (columns("source", "articles", "alone", "percent"), alone),
    "Who copies whom?": (columns("source", "copies_from", "works"), who_copies_whom),
    "Which stories are told by most sources?": (columns("sources", "works"), told_by_most),
    "Which stories are linked to most?": (columns("source", "title", "linked_from"), linked_to_most),
    "Under which other addresses can a story be had?": (columns("source", "title", "url", "role"), other_addresses),
    "Which links lead nowhere?": (columns("source", "url", "status", "since"), dead_links),
    "What was lost each night, and why?": (
        where(lambda row: row["reason"] in LOST, "night", "source", "reason", "pages"), forbidden_and_too_large,
    ),
    "How did each source do last night?": (columns("source", "state", "new_stories", "revised"), last_night),
    "What may be used to train models?": (disallowed, rights),
    "What is behind a paywall?": (columns("source", "paywall", "articles"), paywalls),
    "How much does each author write?": (columns("source", "author", "articles", "earliest", "latest"), authors),
    "What languages are there?": (columns("source", "language", "articles"), languages),
    "What has a source stopped covering?": (columns("source", "section", "articles", "latest"), silent_sections),
}  # fmt: skip
"""By question: what of the answer is compared, and with what of the truth."""
