"""What health finds of a source's night, from its figures alone: faults after quiet nights, quiet nights, releases."""

from datetime import date, timedelta

import numpy as np
import pytest

from pipelines.health.past import Past
from pipelines.health.seen import Seen
from pipelines.health.tonight import Tonight
from pipelines.health.verdict import findings
from pipelines.health.volume import brought, corpus_levels
from pipelines.lake.schemas import SOURCE_HEALTH
from tests.pipelines.health.paper import FIRST, after_quiet, checks, counts, diluted, feed, figures, judged

NULLABLE = {field.name for field in SOURCE_HEALTH if "null" in field.metadata[b"doc"].decode()}
NOTHING = {
    "stories": 0, "new_stories": 0, "answered": 0, "stored": 0, "asked": 5, "titled": 0, "authored": 0, "dated": 0,
    "page_dated": 0, "one_day": 0, "fetch_day": 0, "words_low": None, "words_median": None, "words_high": None,
    "shared_words": None, "known_places": None, "languages": [], "train_ai": [], "tdm": [], "lag_hours": None,
    "lag_spread_hours": None, "one_author": 0, "title_low": None, "title_median": None, "title_high": None,
    "titles_alike": 0, "letters": [], "characters": 0, "listed_dated": 0, "start_unchanged": None, "latency_ms": None,
    "feeds": [],
}  # fmt: skip


def failing(cause: str) -> dict:
    """A night on which every request fails for one reason."""
    return figures(**NOTHING, failures=counts(**{cause: 5}), start_failure=cause)


FAULTS = {
    "down": (failing("no_answer"), "no_answer", "warning"),
    "hang": (failing("timeouts"), "timeouts", "warning"),
    "500s": (failing("server_errors"), "server_errors", "warning"),
    "429": (failing("too_many_requests"), "too_many_requests", "warning"),
    "robots denies": (failing("robots"), "robots", "warning"),
    "domain moved": (failing("moved"), "moved", "warning"),
    "a circle": (failing("loops"), "loops", "warning"),
    "bot challenge page": (figures(0, others=3, notices=counts(challenge=4), start_notice="challenge"), "challenge", "held_back"),
    "empty feed": (figures(12, feeds=[feed(0, 0) | {"fresh": None, "newest": None, "age_hours": None}]), "feed_empty", "warning"),
    "stale feed": (figures(12, feeds=[feed(20, 0, age_hours=76.0)]), "feed_stale", "warning"),
    "volume −80%": (figures(2), "volume", "warning"),
    "template change": (
        figures(12, known_places=0.0, words_low=50, words_median=56, words_high=60, authored=0), "template", "held_back"
    ),
    "soft 404s": (figures(0, others=12, notices=counts(not_found=12), dropped=counts(other=12)), "not_found", "held_back"),
    "a wall of consent": (figures(0, others=12, notices=counts(consent_wall=12)), "consent_wall", "held_back"),
    "a login": (figures(0, others=12, notices=counts(login_wall=12)), "login_wall", "held_back"),
    "scripts alone": (figures(0, others=12, dropped=counts(script_only=12)), "script_only", "held_back"),
    "masthead-only dates": (figures(12, page_dated=0), "dates", "held_back"),
    "charset damage": (figures(12, garbled=12, mojibake=340), "encoding", "held_back"),
    "rights now no": (figures(12, train_ai=counts(disallowed=13)), "rights", "warning"),
    "one page everywhere": (figures(12, same_page=12), "same_page", "held_back"),
    "one title everywhere": (figures(12, same_title=12), "same_title", "held_back"),
    "another language": (figures(12, languages=counts(de=12)), "language", "held_back"),
    "cut short": (figures(12, cut_short=11), "cut_short", "held_back"),
    "gzip garbage": (figures(0, others=12, dropped=counts(binary=12)), "unreadable", "held_back"),
    "no titles": (figures(12, titled=0), "template", "held_back"),
    "menus in the text": (figures(12, shared_words=0.6), "template", "held_back"),
    "no authors": (figures(12, authored=0), "authors", "warning"),
    "all dated today": (figures(12, fetch_day=12), "dates", "held_back"),
    "dates that move": (figures(12, new_stories=6, dated_after_seen=6), "dates", "held_back"),
    "all dated to one minute": (figures(12, one_instant=12), "dates", "held_back"),
    "all dated 2001": (figures(12, lag_hours=219_000.0), "dates", "held_back"),
    "no dates": (figures(12, dated=0, undated=12, page_dated=0), "dates", "held_back"),
    "dates ahead": (figures(12, future_dates=12), "future_dates", "warning"),
    "stories redirect home": (figures(0, asked=14, redirects_to_one=12), "redirects", "held_back"),
    "stories are gone": (figures(**NOTHING | {"answered": 2, "asked": 14}, failures=counts(gone=12)), "gone", "held_back"),
    "yesterday's pages": (figures(0, start_unchanged=True, feeds=[]), "stale_pages", "warning"),
    "a year back": (figures(12, one_day=7, lag_hours=8_770.0, lag_spread_hours=9.0), "dates", "held_back"),
    "new addresses": (figures(40, repeated=31), "repeated", "warning"),
    "parameters": (figures(40, repeated=31, doubled=30), "repeated", "held_back"),
    "titles cut": (figures(12, title_low=21, title_median=22, title_high=22), "titles", "held_back"),
    "titles with a suffix": (figures(12, titles_alike=12), "titles", "held_back"),
    "texts of other stories": (figures(12, off_topic=11), "off_topic", "held_back"),
    "no texts": (figures(12, textless=8), "template", "held_back"),
    "ligatures lost": (figures(12, letters=counts(e=8_000, x=20, **{" ": 16_500})), "encoding", "held_back"),
    "nine hours ahead": (figures(12, listed_ahead=5), "dates", "held_back"),
    "weeks back": (figures(12, listed_late=12, listed_old=12), "dates", "held_back"),
    "the year 2038": (figures(12, dated=0, undated=12, page_dated=0, listed_ahead=12), "dates", "held_back"),
    "a few hours behind": (figures(20, listed_late=6), "dates", "held_back"),
    "no time of day": (figures(12, precisions=counts(day=12)), "dates", "warning"),
    "editor's marks": (figures(12, marks=counts(**{"[": 12})), "encoding", "held_back"),
    "capitals": (figures(12, marks=counts(capitals=11)), "encoding", "held_back"),
    "comments that repeat": (figures(12, marks=counts(**{"said again": 12})), "template", "held_back"),
    "comments with names": (figures(12, marks=counts(**{"short lines": 12})), "template", "held_back"),
    "titles in capitals": (figures(12, marks=counts(**{"title in capitals": 12})), "titles", "held_back"),
    "titles without capitals": (figures(12, marks=counts(**{"title without capitals": 12})), "titles", "held_back"),
    "titles twice": (figures(12, title_low=93, title_median=123, title_high=153), "titles", "held_back"),
    "first letters lost": (figures(12, marks=counts(**{"small starts": 12})), "encoding", "held_back"),
    "paragraphs glued": (figures(12, marks=counts(**{"glued sentences": 12})), "encoding", "held_back"),
    "letters that look alike": (figures(12, marks=counts(**{"two scripts in a word": 12})), "encoding", "held_back"),
    "cut within a sentence": (figures(12, marks=counts(**{"no end": 11})), "cut_short", "held_back"),
    "teasers in the text": (figures(12, marks=counts(**{"sentences of others": 12})), "template", "held_back"),
    "other titles than in the lists": (
        figures(12, marks=counts(**{"another title than in the lists": 9})), "off_topic", "held_back"
    ),
    "others' addresses": (figures(12, marks=counts(**{"canonical of another": 12})), "template", "held_back"),
    "quotation marks lost": (figures(12, letters=counts(e=8_000, fi=300, x=20, **{" ": 16_500})), "encoding", "held_back"),
    "words glued together": (figures(12, letters=counts(e=8_000, fi=300, x=20, **{" ": 12_000})), "encoding", "held_back"),
    "half of each text": (figures(12, words_low=140, words_median=200, words_high=260), "template", "held_back"),
    "comments in the text": (figures(12, words_low=560, words_median=800, words_high=1_000), "template", "held_back"),
    "new ones in German": (diluted(12, languages=counts(de=12)), "language", "held_back"),
    "new ones cut short": (diluted(12, cut_short=12), "cut_short", "held_back"),
    "new ones undated": (diluted(12, dated=0, undated=12, page_dated=0), "dates", "held_back"),
    "one author": (figures(12, one_author=12), "authors", "warning"),
    "some cut short": (figures(12, cut_short=5), "cut_short", "warning"),
    "some unreadable": (figures(7, others=5, dropped=counts(truncated=5)), "unreadable", "warning"),
    "some short": (figures(12, words_low=60), "template", "warning"),
    "a trap": (figures(300), "volume", "warning"),
    "slow": (figures(12, latency_ms=9_000), "slow", "warning"),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "check", "state"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_within_two_nights(fault, check, state):
    rows = after_quiet(fault, fault)
    named = [row for row in rows if check in checks(row)]
    assert named, [row["findings"] for row in rows]
    assert named[-1]["state"] == state
    assert named[0]["night"] == FIRST + timedelta(days=9 + rows.index(named[0]) + 1)


def test_a_first_finding_is_the_cause_and_what_follows_is_left_out():
    (row,) = after_quiet(failing("no_answer"))
    assert checks(row) == ["no_answer"]
    (row,) = after_quiet(figures(12, known_places=0.0, words_low=50, words_median=56, words_high=60, page_dated=0))
    assert checks(row) == ["template"]


def test_a_finding_says_what_is_usual_since_when_and_where_to_look():
    first, second = after_quiet(figures(12, garbled=9), figures(12, garbled=12))
    (found,) = second["findings"]
    assert found["sentence"].startswith("12 of 12 (usually 0%) stories hold characters that were lost or misread")
    assert found["since"] == first["night"] == date(2026, 3, 12)
    assert found["command"] == "dateline sources check paper"


def test_a_command_is_safe_to_paste():
    bad = "https://paper.example/a?b=1&c=$(date);x"
    past = Past(tuple(judged([figures(12)] * 6)))
    (found,) = findings(
        Tonight("paper", FIRST + timedelta(days=6), Seen(figures(12, garbled=12), {"garbled": bad}), past)
    )
    assert found["url"] == bad
    assert found["command"] == f"dateline try '{bad}'"


def test_a_new_template_that_reads_as_the_old_one_is_a_warning():
    (row,) = after_quiet(figures(12, known_places=0.0))
    (found,) = row["findings"]
    assert (found["check"], found["severity"], row["state"]) == ("template", "warning", "warning")


def test_some_garbled_stories_are_a_warning():
    (row,) = after_quiet(figures(20, garbled=6))
    assert [(f["check"], f["severity"]) for f in row["findings"]] == [("encoding", "warning")]


def test_a_first_night_is_judged_by_what_is_rare_everywhere():
    assert checks(judged([figures(12, garbled=12)])[0]) == ["encoding"]
    assert judged([figures(12, words_median=20, words_high=30, page_dated=0, authored=0)])[0]["findings"] == []


FIRST_NIGHTS = {
    "scripts draw the stories": (figures(0, others=40, dropped=counts(script_only=40)), ["script_only"], "warning"),
    "scripts draw the list": (figures(0), ["nothing_found"], "warning"),
    "each page sends elsewhere": (figures(0, answered=0, outcomes=counts(redirected=40)), ["nothing_found"], "warning"),
    "teasers": (figures(40, cut_short=38), ["cut_short"], "warning"),
    "a front that asks for consent": (figures(0, start_notice="consent_wall"), ["consent_wall"], "held_back"),
    "log-in pages": (figures(0, others=40, notices=counts(login_wall=40)), ["login_wall"], "held_back"),
    "some log-in pages": (figures(30, others=40, notices=counts(login_wall=40)), [], "ok"),
    "some teasers": (figures(40, cut_short=8), [], "ok"),
    "nobody answers": (failing("no_answer"), ["no_answer"], "warning"),
}


@pytest.mark.parametrize(("night", "named", "state"), FIRST_NIGHTS.values(), ids=FIRST_NIGHTS.keys())
def test_a_first_night_with_nothing_or_half_of_it_is_not_green(night, named, state):
    (row,) = judged([night])
    assert (checks(row), row["state"]) == (named, state)


def test_a_night_without_stories_is_usual_once_there_were_some():
    assert [checks(row) for row in judged([figures(0), figures(0), figures(2), figures(0)])] == [
        ["nothing_found"],
        ["nothing_found"],
        [],
        [],
    ]


def test_what_is_held_back_does_not_become_usual():
    rows = after_quiet(*[figures(12, garbled=12)] * 30)
    assert {row["state"] for row in rows} == {"held_back"}


def test_an_imported_night_is_looked_at_for_damage_alone():
    odd = {"words_low": 20, "words_median": 30, "words_high": 40, "page_dated": 0, "authored": 0, "new_stories": 2_000}
    assert after_quiet(figures(12, imported=True, **odd))[0]["findings"] == []
    (row,) = after_quiet(figures(12, imported=True, garbled=12))
    assert (checks(row), row["state"]) == (["encoding"], "held_back")
    assert row["findings"][0]["sentence"].startswith("of the imported pages, 12 of 12 stories hold characters")


def test_pages_that_an_import_asked_for_are_judged_beside_the_nights_own():
    past = Past(tuple(judged([figures(12)] * 10)))
    own, asked_for = Seen(figures(12, authored=0), {}), Seen(figures(40, authored=0, page_dated=0, garbled=40), {})
    night = FIRST + timedelta(days=10)
    found = findings(Tonight("paper", night, own, past, asked_for=asked_for))
    assert [each["check"] for each in found] == ["encoding"]
    assert [each["check"] for each in findings(Tonight("paper", night, own, past))] == ["authors"]


def test_a_release_makes_a_night_the_usual_one():
    broken = figures(12, garbled=12)
    rows = judged([figures(12)] * 10 + [broken] * 4, released=[11])
    assert [row["state"] for row in rows[10:]] == ["held_back", "released", "ok", "ok"]
    assert checks(rows[11]) == ["encoding"]


def test_a_warning_ends_when_it_has_been_so_for_two_weeks():
    rows = after_quiet(*[figures(12, authored=0)] * 20)
    assert [row["state"] for row in rows] == ["warning"] * 14 + ["ok"] * 6


def test_an_archive_that_was_found_is_no_wrong_year():
    assert checks(after_quiet(figures(12, one_day=2, lag_hours=8_770.0, lag_spread_hours=4_000.0))[0]) == []


def test_one_old_story_is_no_wrong_year():
    assert checks(after_quiet(figures(3, one_day=2, lag_hours=8_770.0, lag_spread_hours=None))[0]) == []


def test_stories_of_an_outage_are_not_from_before_the_lists_of_the_last_night():
    assert checks(after_quiet(failing("no_answer"), figures(30, listed_late=18))[1]) == []


def test_stories_that_were_refused_come_late_and_are_not_from_before_the_lists_of_the_last_night():
    refused = figures(4, asked=20, failures=counts(refused=7), feeds=[])
    assert [checks(row) for row in after_quiet(refused, figures(20, listed_late=9))] == [["refused"], []]


def test_hours_that_are_older_than_usual_on_two_nights_are_a_wrong_zone():
    usual, behind = [figures(12, lag_hours=9.0 + n % 3) for n in range(10)], figures(12, lag_hours=20.0)
    assert [checks(row) for row in judged([*usual, behind, behind])[10:]] == [[], ["dates"]]
    assert [checks(row) for row in judged([*usual, behind, figures(12)])[10:]] == [[], []]
    evening = figures(12, lag_hours=20.0, fetch_hour=16)
    assert [checks(row) for row in judged([*usual, evening, evening])[10:]] == [[], []]


def test_old_stories_beside_those_of_the_day_are_an_anniversary_and_in_their_place_wrong_dates():
    beside, instead = figures(24, listed_late=12, listed_old=12), figures(14, listed_late=12, listed_old=12)
    assert [checks(row) for row in (*after_quiet(beside), *after_quiet(instead))] == [[], ["dates"]]


def test_a_night_of_many_short_stories_everywhere_is_an_election():
    short = figures(50, words_low=60, words_median=90, words_high=140)
    nights = [figures(12)] * 10
    levels = {FIRST + timedelta(days=n): 4.0 if n == 10 else 1.0 for n in range(11)}
    alone, everywhere = (judged([*nights, short], levels=each)[-1] for each in ({}, levels))
    assert (checks(alone), alone["state"], checks(everywhere)) == (["template"], "warning", [])
    some = judged([*nights, short | {"words_median": 300, "words_high": 480}], levels=levels)[-1]
    assert checks(some) == []
    assert alone["findings"][0]["sentence"].startswith(
        "50 new stories, more than twice as many as on nearly all nights before; the median"
    )


def test_the_sentence_about_dates_to_come_says_so_although_a_feed_has_good_ones():
    (row,) = after_quiet(figures(12, page_dated=0, page_ahead=12))
    assert row["findings"][0]["sentence"] == "12 of 12 stories are dated in the future"


def test_a_text_that_was_left_out_is_named_by_its_reason():
    (row,) = after_quiet(figures(12, textless=12, left_out=counts(cipher=9, other_words=3)))
    assert row["findings"][0]["sentence"].endswith(
        "no text of their own: what stands there is in no language, as if enciphered"
    )


def test_nights_without_stories_are_no_measure_of_stories():
    rows = judged([*[figures(0)] * 10, figures(40, page_dated=0, authored=0, titled=0, languages=counts(de=40))])
    assert checks(rows[-1]) == []


def test_an_hour_of_the_day_is_compared_with_its_like():
    evening = figures(12, fetch_day=12, fetch_hour=22)
    assert [checks(row) for row in after_quiet(evening)] == [[]]


def test_no_figures_stop_a_night():
    draw = np.random.default_rng(5)
    rows = judged([_any_figures(draw) for _ in range(160)])
    assert all(found["sentence"] for row in rows for found in row["findings"])
    assert {check for row in rows for check in checks(row)} > {"gone", "encoding", "dates"}


def _any_figures(draw: np.random.Generator) -> dict:
    """A night whose figures may contradict each other; those that may be null may be so."""
    night = figures(int(draw.choice([0, 1, 4, 12, 3_000])))
    for name, value in (each for each in night.items() if each[0] != "imported"):
        if draw.random() < 0.3 and name in NULLABLE:
            night[name] = None
        elif draw.random() < 0.3 and isinstance(value, int | list):
            night[name] = [] if isinstance(value, list) else int(draw.choice([0, 1, 500]))
    starts = {"start_failure": draw.choice([None, "gone"]), "start_notice": draw.choice([None, "consent_wall"])}
    return night | starts


def test_a_number_that_is_set_counts_from_the_first_night_on_in_place_of_what_is_learned():
    weekdays = dict.fromkeys(range(5), 40)  # FIRST is a Monday
    nights = judged([figures(n) for n in (38, 12, 41, 40, 36, 2, 3)], expected=weekdays)
    assert [checks(row) for row in nights] == [[], ["volume"], [], [], [], [], []]
    assert nights[1]["findings"][0]["sentence"] == "12 new stories (its file expects 40 on a Tuesday)"
    assert [checks(row) for row in judged([figures(12)] * 9)] == [[]] * 9
    assert [checks(row) for row in judged([figures(12)] * 9, expected=weekdays)][7:] == [["volume"]] * 2


@pytest.mark.parametrize("stories", [3, 9, 20])
def test_quiet_nights_raise_no_alarm(stories):
    rows = quiet_corpus(stories)
    found = [(row["night"], row["findings"]) for row in rows if row["findings"]]
    assert not [each for each in found if any(f["severity"] == "error" for f in each[1])]
    assert len(found) <= 1, found


def quiet_corpus(stories: int, papers: int = 8, nights: int = 40) -> list[dict]:
    """Papers with chance in all figures, weekends, a holiday, a day of breaking news, and one that begins late."""
    draw = np.random.default_rng([stories, papers])
    past: list[list[dict]] = [[] for _ in range(papers)]
    for index in range(nights):
        night = FIRST + timedelta(days=index)
        scale = {17: 0.15, 29: 3.0}.get(index, 0.35 if night.weekday() in (6, 0) else 1.0)
        tonight = [_quiet(draw, int(draw.poisson(stories * scale))) | {"night": night} for _ in range(papers)]
        begun = range(papers if index >= 15 else papers - 1)
        levels = corpus_levels(brought(Past((*past[n], tonight[n]))) for n in begun)
        for n in begun:
            found = findings(Tonight("paper", night, Seen(tonight[n], {}), Past(tuple(past[n])), levels))
            past[n].append(
                tonight[n] | {"source": f"paper_{n}", "state": "warning" if found else "ok", "findings": found}
            )
    return [row for each in past for row in each]


def _quiet(draw: np.random.Generator, stories: int) -> dict:
    if not stories:
        return figures(0, others=int(draw.poisson(1)), feeds=[feed(20, 0, age_hours=27.0)], lag_hours=None, words_median=None,
                       words_low=None, words_high=None, shared_words=None, known_places=None)  # fmt: skip
    length = np.exp(draw.normal() * 0.5 / stories**0.5)
    return figures(
        stories, others=int(draw.poisson(1)), fetch_day=int(draw.binomial(stories, 0.17)),
        garbled=int(draw.binomial(stories, 0.01)),
        authored=stories - int(draw.binomial(stories, 0.2)), page_dated=stories - int(draw.binomial(stories, 0.03)),
        words_low=int(280 * length), words_median=int(400 * length), words_high=int(520 * length),
        known_places=float(draw.binomial(stories, 0.95)) / stories, latency_ms=int(200 * np.exp(draw.normal() * 0.5)),
        shared_words=float(draw.uniform(0, 0.1)) if stories > 3 else None, lag_hours=float(draw.uniform(2, 20)),
    )  # fmt: skip
