"""Are the pages as before? Checks for notices instead of stories, one page at every address, broken characters, a new
template.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import partial

from pipelines.health.characters import UNREADABLE
from pipelines.health.checks.wordings import WORDINGS
from pipelines.health.past import MIN_NIGHTS, Figures, Part, Past, beyond
from pipelines.health.seen import count_of, median, quantile
from pipelines.health.share import PRIOR, in_percent
from pipelines.health.tonight import (
    ERROR,
    WARNING,
    Check,
    Found,
    Tonight,
    counted_part,
    figure_part,
    lacking_part,
    new_stories,
    pages_read,
    stories,
)
from pipelines.health.volume import level
from pipelines.lake.values import HealthCheck, PageKind

NOTICES = {
    HealthCheck.CHALLENGE: "ask whether we are human",
    HealthCheck.NOT_FOUND: "say that there is no such page, with HTTP 200",
    HealthCheck.CONSENT_WALL: "ask to consent first ('consent' in the source's file says what you choose)",
    HealthCheck.LOGIN_WALL: "ask to log in or to subscribe ('login' in the source's file is for a subscription of yours)",
}
"""Notices instead of stories; the text continues "N of M pages"."""
WARNING_SHARE, WARNING_RISE = 0.2, 0.2
"""Share of garbled or cut stories for a warning, and the minimum rise of that share."""
USUAL_LANGUAGE = 0.05
"""A language with at least this share of a source's stories is one of its own languages."""
ONE_AUTHOR = 0.8
MIN_STORIES, MANY_STORIES = 4, 8
"""Minimum number of stories to judge their lengths, and to judge the lengths of a quarter of them."""
SHORTER_FACTOR, LONGER_FACTOR = 0.4, 2.5
"""Factors of the usual length of the median story."""
MIN_SHARED_RISE = 0.3
"""Minimum rise of the share of words that stories have in common."""
MIN_OTHERS = 3
OTHERS_FACTOR, MIN_OTHERS_SHARE = 1.5, 0.5
"""Pages that are not stories: factor above the highest number of any earlier night, and share of the pages of a usual
night. (On a night without news, too, all pages are of this kind.)
"""
KNOWN_BEFORE, KNOWN_NOW = 0.8, 0.2
"""Share of stories whose body is in a known place of the template: at least the first value usually, and at most the
second after the template was replaced.
"""
WORSE_LENGTH, WORSE_SHARE, WORSE_SHARED = 0.75, 0.3, 0.1
"""A new template makes texts worse by one of these: a change of length by this factor, a drop in the share with title,
author or date, a rise in shared words.
"""


def notices(check: HealthCheck, tonight: Tonight) -> Found | None:
    """Most pages are a notice, or a start page is one."""
    past, figures = tonight.past.of(check), tonight.figures
    is_usual = check == HealthCheck.LOGIN_WALL and (figures["stories"] or past.rows)
    prior = None if is_usual else PRIOR  # many publishers are behind a paywall from the first night on
    found = tonight.unusual(check, counted_part("notices", pages_read, check.value), prior=prior)
    url = tonight.example(f"notice {check.value}")
    if found is not None:
        return Found(check, ERROR, f"{found.words} pages {NOTICES[check]}", url)
    if prior is None and not past.rows:
        return None
    if figures["start_notice"] != check or any(row["start_notice"] == check for row in past.rows):
        return None
    return Found(check, ERROR, f"a start page is one of those that {NOTICES[check]}", url)


def same_page(tonight: Tonight) -> Found | None:
    """Most addresses show the same page."""
    found = tonight.unusual(HealthCheck.SAME_PAGE, figure_part("same_page", pages_read), prior=PRIOR)
    sentence = f"{found.words} pages have one and the same text" if found else ""
    return Found(HealthCheck.SAME_PAGE, ERROR, sentence, tonight.example("same_page")) if found else None


def same_title(tonight: Tonight) -> Found | None:
    """Most stories have the same title."""
    found = tonight.unusual(HealthCheck.SAME_TITLE, figure_part("same_title", stories), prior=PRIOR)
    sentence = f"{found.words} stories have one and the same title" if found else ""
    return Found(HealthCheck.SAME_TITLE, ERROR, sentence, tonight.example("same_title")) if found else None


def encoding(tonight: Tonight) -> Found | None:
    """Most stories have lost or misread characters; if only some have, a warning."""

    def whole(figures: Figures) -> int:
        return stories(figures) + count_of(figures["dropped"], *UNREADABLE)

    part = figure_part("garbled", whole)
    found, severity = tonight.unusual(HealthCheck.ENCODING, part, prior=PRIOR), ERROR
    if found is None:
        found, severity = tonight.unusual(HealthCheck.ENCODING, part, least=WARNING_SHARE, rise=WARNING_RISE), WARNING
    if found is None:
        return None
    lost, misread = tonight.figures["replacement_characters"], tonight.figures["mojibake"]
    counts = f"{lost} U+FFFD, {misread} mojibake" if lost or misread else "as question marks, or written as references"
    sentence = f"{found.words} stories hold characters that were lost or misread ({counts})"
    return Found(HealthCheck.ENCODING, severity, sentence, tonight.example("garbled"))


def language(tonight: Tonight) -> Found | None:
    """Most stories are in a language that is not one of the source's own."""
    past = tonight.past.of(HealthCheck.LANGUAGE)
    if past.is_short:
        return None
    every: Counter[str] = Counter()
    for figures in past.rows:
        every.update({row["value"]: row["count"] for row in figures["languages"]})
    own = {value for value, count in every.items() if count >= USUAL_LANGUAGE * every.total()}

    if not own:
        return None

    def foreign(figures: Figures) -> Part:
        total = sum(row["count"] for row in figures["languages"])
        return Part(total - count_of(figures["languages"], *own), total)

    found = tonight.unusual(HealthCheck.LANGUAGE, foreign)
    if found is None:
        return None
    new = max((row for row in tonight.figures["languages"] if row["value"] not in own), key=lambda row: row["count"])[
        "value"
    ]
    sentence = f"{found.words} stories are in another language than {', '.join(sorted(own))}, most of them in {new}"
    return Found(HealthCheck.LANGUAGE, ERROR, sentence, tonight.example(f"language {new}"))


def cut_short(tonight: Tonight) -> Found | None:
    """Most stories end early: at a paywall, at a button, or in transfer; on the first nights, or if only some do, a warning."""
    part, check = figure_part("cut_short", stories), HealthCheck.CUT_SHORT
    found, severity = tonight.unusual(check, part), ERROR
    if found is None:
        found, severity = tonight.unusual(check, part, least=WARNING_SHARE, rise=WARNING_RISE), WARNING
    if found is None and tonight.past.of(check).is_short:
        found = tonight.unusual(check, part, prior=PRIOR)
    sentence = f"{found.words} stories end early: at a paywall, at a button, or cut in transfer" if found else ""
    return Found(check, severity, sentence, tonight.example("cut_short")) if found else None


def script_only(tonight: Tonight) -> Found | None:
    """Most pages show their text only to those who run their scripts; an error if there were stories before."""
    check, reason = HealthCheck.SCRIPT_ONLY, HealthCheck.SCRIPT_ONLY.value
    found = tonight.unusual(check, counted_part("dropped", pages_read, reason), prior=PRIOR)
    if found is None:
        return None
    severity = ERROR if any(stories(row) for row in tonight.past.of(check).rows) else WARNING
    return Found(
        check,
        severity,
        f"{found.words} pages show their text to scripts only ('render: auto' in its file runs them)",
        tonight.example(reason),
    )


def textless(tonight: Tonight) -> Found | None:
    """Most stories have no text: a notice or another text stood in its place; if only some have none, a warning."""
    part = figure_part("textless", stories)
    found, severity = tonight.unusual(HealthCheck.TEMPLATE, part), ERROR
    if found is None:
        found, severity = tonight.unusual(HealthCheck.TEMPLATE, part, least=WARNING_SHARE, rise=WARNING_RISE), WARNING
    reasons = sorted(tonight.figures["left_out"] or (), key=lambda row: -row["count"])
    said = LEFT_OUT.get(reasons[0]["value"], "") if reasons else ""
    sentence = f"{found.words} stories have no text of their own{said}" if found else ""
    return Found(HealthCheck.TEMPLATE, severity, sentence, tonight.example("textless")) if found else None


LEFT_OUT = {
    "cipher": ": what stands there is in no language, as if enciphered",
    "language": ": what stands there is in another language",
    "other_words": ": what stands there has nothing of their titles",
    "repeated": ": what stands there is in other stories, too",
}
"""What stood in the place of a text that extraction left out, by its reason."""


def unreadable(tonight: Tonight) -> Found | None:
    """Most pages are unreadable or no longer contain a story; if only some are, a warning."""
    part, past = figure_part("others", pages_read), tonight.past.of(HealthCheck.UNREADABLE)
    found, severity, of_usual = tonight.unusual(HealthCheck.UNREADABLE, part), ERROR, MIN_OTHERS_SHARE
    if found is None:
        found = tonight.unusual(HealthCheck.UNREADABLE, part, least=WARNING_SHARE, rise=WARNING_RISE)
        severity, of_usual = WARNING, WARNING_SHARE
    most = max(past.levels(lambda row: row["others"]), default=0)
    usual = median(past.levels(pages_read)) or 0
    if found is None or tonight.figures["others"] < max(MIN_OTHERS, OTHERS_FACTOR * most, of_usual * usual):
        return None
    kinds = (row for row in tonight.figures["dropped"] if row["value"] != PageKind.LISTING)
    reasons = ", ".join(f"{row['value']} {row['count']}" for row in kinds)
    unread = tonight.figures["others"] - count_of(tonight.figures["dropped"], PageKind.OTHER)
    check = HealthCheck.UNREADABLE if 2 * unread > tonight.figures["others"] else HealthCheck.TEMPLATE
    return Found(check, severity, f"{found.words} pages are no stories to us ({reasons})", tonight.example("others"))


def untitled(tonight: Tonight) -> Found | None:
    """Most stories have no title."""
    return without(tonight, HealthCheck.TEMPLATE, ERROR, "titled", "stories have no title")


def lengths(tonight: Tonight) -> Found | None:
    """Nearly all stories are far shorter, or far longer, than usual."""
    figures, past = tonight.figures, tonight.past.of(HealthCheck.TEMPLATE)
    if past.is_short or stories(figures) < MIN_STORIES:
        return None
    low, middle, high = (median(past.levels(lambda row, name=name: row[name])) for name in LENGTHS)  # type: ignore[misc]
    if low is None or middle is None or high is None:
        return None
    now = figures["words_median"]
    if None in (now, figures["words_high"], figures["words_low"]):
        return None
    other = _other_length(figures, past)
    shorter = (now < SHORTER_FACTOR * middle and figures["words_high"] < low) or (
        other < 0 and figures["words_high"] < middle
    )
    longer = (now > LONGER_FACTOR * middle and figures["words_low"] > high) or (
        other > 0 and figures["words_low"] > middle
    )
    if not (shorter or longer) or (shorter and _is_everywhere(tonight)):
        return None
    sentence = f"the median story has {now} words (usually {middle:.0f}), three of four are "
    sentence += "shorter than most used to be" if shorter else "longer than most used to be"
    severity = ERROR
    if shorter and _has_much_news(tonight):
        severity = WARNING
        many = f"{new_stories(figures)} new stories, more than twice as many as on nearly all nights before"
        sentence = f"{many}; {sentence}"
    return Found(HealthCheck.TEMPLATE, severity, sentence, tonight.example("shortest" if shorter else "stories"))


def _other_length(figures: Figures, past: Past) -> int:
    """-1 if the median story is shorter than on all earlier nights and by more than these differ, 1 if it is longer, else 0."""
    usual = [math.log(row["words_median"]) for row in past.rows if row["words_median"] and stories(row) >= MIN_STORIES]
    now = math.log(max(figures["words_median"], 1))
    if len(usual) < MIN_NIGHTS or stories(figures) < MANY_STORIES or min(usual) - LITTLE < now < max(usual) + LITTLE:
        return 0
    away = beyond(now, usual, deviations=DEVIATIONS, floor=math.log(OTHER_LENGTH))
    return 0 if abs(away) < 1 else -1 if away < 0 else 1


def _has_much_news(tonight: Tonight) -> bool:
    """True on a night with far more new stories than on nearly all before, or on which all sources have many: the results of an
    election are many and short. Many for its weekday: elections are often on Sundays, when papers have few stories.
    """
    rows = tonight.past.of(HealthCheck.TEMPLATE).rows
    alike = [new_stories(row) for row in rows if row["night"].weekday() == tonight.night.weekday()]
    most = quantile(alike if len(alike) >= MIN_WEEKDAYS else map(new_stories, rows), NEARLY_ALL) or 0
    return _is_everywhere(tonight) or new_stories(tonight.figures) > MUCH_NEWS * most


def _is_everywhere(tonight: Tonight) -> bool:
    alike = (
        value for on, value in tonight.levels.items() if on < tonight.night and on.weekday() == tonight.night.weekday()
    )
    return level(tonight.levels, tonight.night) > MUCH_NEWS * min(1.0, median(alike) or 1.0)


MIN_WEEKDAYS = 3
"""With fewer earlier nights of a weekday, a source's night is compared with all."""
NEARLY_ALL = 0.9
MUCH_NEWS = 2
OTHER_LENGTH, LITTLE, DEVIATIONS = 1.5, math.log(1.2), 6
"""Minimum factor of the usual length of a source whose nights are alike in it, that of the least or most, and deviations."""
LENGTHS = ("words_low", "words_median", "words_high")


def some_short(tonight: Tonight) -> Found | None:
    """A quarter of the stories is far shorter than on any earlier night: some pages end early but look complete."""
    figures, low = tonight.figures, tonight.figures["words_low"]
    past = [row for row in tonight.past.of(HealthCheck.TEMPLATE).rows if stories(row) >= MANY_STORIES]
    if low is None or stories(figures) < MANY_STORIES or len(past) < MIN_NIGHTS or _has_much_news(tonight):
        return None
    least = min((row["words_low"] for row in past if row["words_low"] is not None), default=0)
    if low >= SHORTER_FACTOR * least:
        return None
    sentence = f"a quarter of the stories has {low} words or fewer (never under {least} before)"
    return Found(HealthCheck.TEMPLATE, WARNING, sentence, tonight.example("shortest"))


def shared(tonight: Tonight) -> Found | None:
    """Stories newly share much text, or repeat text within one story: menus, notices, a text printed twice."""
    now, past = tonight.figures["shared_words"], tonight.past.of(HealthCheck.TEMPLATE)
    usual = past.levels(lambda figures: figures["shared_words"])
    if now is None or past.is_short or not usual or beyond(now, usual, deviations=6, floor=MIN_SHARED_RISE) < 1:
        return None
    before = in_percent(median(usual) or 0.0)
    sentence = f"{in_percent(now)} of the stories' words are in most of them, or twice in one (usually {before})"
    return Found(HealthCheck.TEMPLATE, ERROR, sentence, tonight.example("stories"))


def new_template(tonight: Tonight) -> Found | None:
    """Report stories in new places of the page; an error if less of their text is found there than in the former places."""
    figures, past = tonight.figures, tonight.past.of(HealthCheck.TEMPLATE)
    usual = median(past.levels(lambda row: row["known_places"]))
    now = figures["known_places"] or 0.0  # null if the place of the body is not known on any page
    if usual is None or past.is_short or stories(figures) < MIN_STORIES:
        return None
    if usual < KNOWN_BEFORE or now > KNOWN_NOW:
        return None
    worse = ", ".join(_worse(figures, past))
    what = f"and {worse}" if worse else "but their texts, titles, authors and dates are as they were"
    place = "in the usual place of the page's template"
    sentence = f"{in_percent(now)} of the stories are {place} (usually {in_percent(usual)}), {what}"
    return Found(HealthCheck.TEMPLATE, ERROR if worse else WARNING, sentence, tonight.example("stories"))


def _worse(figures: Figures, past: Past) -> list[str]:
    """The fields that a new template made worse, as text."""
    found = []
    usual = median(past.levels(lambda row: row["words_median"])) or 0.0
    if (
        usual
        and figures["words_median"] is not None
        and abs(math.log(max(figures["words_median"], 1) / usual)) > -math.log(WORSE_LENGTH)
    ):
        found.append(f"the median story has {figures['words_median']} words instead of {usual:.0f}")
    for name, word in (("titled", "titles"), ("authored", "authors"), ("page_dated", "dates of their own")):
        before = median(row[name] / row["stories"] for row in past.rows if row["stories"]) or 0.0
        if figures[name] / figures["stories"] < before - WORSE_SHARE:
            found.append(f"{figures[name]} of {figures['stories']} have {word}")
    before = median(past.levels(lambda row: row["shared_words"])) or 0.0
    if (figures["shared_words"] or 0.0) > before + WORSE_SHARED:
        found.append(f"{in_percent(figures['shared_words'])} of their words are in most of them, or twice in one")
    return found


def authors(tonight: Tonight) -> Found | None:
    """Most stories no longer name an author, or all name the same one."""
    if found := without(tonight, HealthCheck.AUTHORS, WARNING, "authored", "stories name no author"):
        return found
    one = tonight.unusual(HealthCheck.AUTHORS, figure_part("one_author", stories), least=ONE_AUTHOR)
    sentence = f"{one.words} stories are signed by one and the same author" if one else ""
    return Found(HealthCheck.AUTHORS, WARNING, sentence, tonight.example("one_author")) if one else None


def without(tonight: Tonight, check: HealthCheck, severity: str, figure: str, said: str) -> Found | None:
    """More stories than usual lack the field that `figure` counts. The example is named `un…`: `untitled` for `titled`."""
    found = tonight.unusual(check, lacking_part(figure, stories))
    return Found(check, severity, f"{found.words} {said}", tonight.example(f"un{figure}")) if found else None


PAGES: tuple[Check, ...] = (
    *(partial(notices, check) for check in NOTICES), same_page, same_title, encoding, language, script_only, cut_short,
    textless, unreadable, untitled, *WORDINGS, lengths, some_short, shared, new_template, authors,
)  # fmt: skip
