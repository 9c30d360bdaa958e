"""The figures of a night from hand-made rows: what each counts, and the page it shows for it."""

from datetime import timedelta

import pyarrow as pa
import pytest

from pipelines.base.urls.identity import url_key
from pipelines.health.answers import answers
from pipelines.health.characters import is_garbled
from pipelines.health.feeds import feeds
from pipelines.health.figures import figures
from pipelines.health.imports import parts_of
from pipelines.health.seen import Known, count_of
from pipelines.health.stories import known_places, shared_words, stories
from pipelines.health.wordings import wordings
from pipelines.lake.schemas import DOCUMENTS, FETCHES, TABLES
from tests.pipelines.health.rows import AT, FEED, HOME, document, fetch


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (fetch(HOME, "connection_error"), "no_answer"),
        (fetch(HOME, "robots_denied", detail="robots.txt: DownloadConnectionRefusedError, unreachable"), "no_answer"),
        (fetch(HOME, "timeout"), "timeouts"),
        (fetch(HOME, "robots_denied", detail="robots.txt: DownloadTimeoutError, unreachable"), "timeouts"),
        (fetch(HOME, "http_error", status=503), "server_errors"),
        (fetch(HOME, "robots_denied", detail="robots.txt: HTTP 500, unreachable"), "server_errors"),
        (fetch(HOME, "http_error", status=429), "too_many_requests"),
        (fetch(HOME, "robots_denied", detail="robots.txt: HTTP 429, deferred"), "too_many_requests"),
        (fetch(HOME, "http_error", status=403), "refused"),
        (fetch(HOME, "http_error", status=410), "gone"),
        (fetch(HOME, "robots_denied", detail="Disallow: / (line 2)"), "robots"),
        (fetch(HOME, "redirected", status=301, final_url="https://elsewhere.example/"), "moved"),
    ],
)
def test_a_failure_is_known_by_its_cause(row, cause):
    start = row | {"channels": [{"channel": "seed", "referrer": None, "date_kind": None, "date_raw": None}]}
    seen = answers([start])
    assert seen.figures["failures"] == [{"value": cause, "count": 1}]
    assert seen.figures["start_failure"] == cause
    assert seen.examples[cause] == HOME


def test_a_site_has_moved_whose_robots_txt_leads_to_another_site_that_does_not_answer():
    denied = fetch(HOME, "robots_denied", detail="robots.txt: CannotResolveHostError, unreachable")
    to = {"elsewhere": "https://elsewhere.example/robots.txt", "secure": "https://paper.example/robots.txt"}
    robots = {
        name: fetch(f"{HOME}robots.txt", "redirected", resource="robots", final_url=url) for name, url in to.items()
    }
    causes = {name: answers([denied, row]).figures["failures"][0]["value"] for name, row in robots.items()}
    assert causes == {"elsewhere": "moved", "secure": "no_answer"}


def test_redirects_to_one_page_of_the_site_are_counted():
    rows = [fetch(HOME), *(fetch(f"{HOME}{n}", "redirected", final_url=HOME) for n in range(3))]
    rows.append(fetch(f"{HOME}old", "redirected", final_url=f"{HOME}new"))
    seen = answers(rows)
    assert seen.figures["redirects_to_one"] == 3
    assert seen.examples["redirects_to_one"] == f"{HOME}0"
    assert seen.figures["failures"] == []


def test_redirects_in_a_circle_are_told_from_those_that_arrive():
    pairs = {"a": "a?1", "a?1": "b", "b": "a", "c": "d", "e": "f"}
    rows = [fetch(HOME + here, "redirected", final_url=HOME + there) for here, there in pairs.items()]
    seen = answers([*rows, fetch(f"{HOME}d")])
    assert seen.figures["failures"] == [{"value": "loops", "count": 3}]
    assert seen.examples["loops"] == f"{HOME}a"


def test_a_feed_is_told_by_its_entries_and_the_age_of_the_newest():
    hours = {"a": 2, "b": 20, "c": 30, "d": -1000}
    rows = [fetch(FEED, resource="feed")]
    for name, back in hours.items():
        raw = (AT - timedelta(hours=back)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        rows.append(fetch(f"{HOME}{name}", channels=[{"referrer": FEED, "date_kind": "pubDate", "date_raw": raw}]))
    links = [{"from_url": FEED, "to_url_key": url_key(f"{HOME}{name}")} for name in hours]
    seen = feeds(rows, links)
    newest = AT - timedelta(hours=2)
    assert seen.figures["feeds"] == [
        {"url": FEED, "outcome": "stored", "entries": 4, "fresh": 2, "newest": newest, "age_hours": 2.0}
    ]
    assert (seen.figures["future_dates"], seen.examples["future_dates"]) == (1, f"{HOME}d")


def test_stories_are_counted_as_new_known_and_revised():
    told = [document(1, content_sha256="new"), document(2, content_sha256="same"), document(3)]
    listed = document(4, kind="listing")
    known = {told[0]["url_key"]: Known("old", AT.date()), told[1]["url_key"]: Known("same", AT.date())}
    figures = stories([*told, listed], [{"url": HOME, "reason": "binary"}], [], known).figures
    assert [figures[name] for name in ("stories", "new_stories", "revised", "listings", "others")] == [3, 1, 1, 1, 1]
    assert figures["dropped"] == [{"value": "binary", "count": 1}, {"value": "listing", "count": 1}]
    assert figures["words_median"] == 5


def test_new_pages_with_the_text_of_earlier_nights_are_repeated():
    long = "A long enough text. " * 12
    told = [
        document(1, long, content_sha256="a"),
        document(2, long, content_sha256="b"),
        document(3, content_sha256="c"),
    ]
    known = {told[1]["url_key"]: Known("b", AT.date())}
    earlier = {content: {url_key(f"{HOME}{content}")} for content in "abc"}
    assert stories(told, [], [], known, earlier).figures["repeated"] == 1  # 2 is known, 3 is too short
    asked = [fetch(f"{HOME}a", "not_modified"), fetch(f"{HOME}b", "http_error")]
    figures = stories(told, [], asked, {}, earlier).figures
    assert (figures["repeated"], figures["doubled"]) == (2, 1)


def test_the_author_who_signs_most_stories_alone_is_counted():
    names = (["Jane Doe"], ["Jane Doe"], ["Jane Doe", "Max Roe"], ["Max Roe"], None)
    told = [document(n, authors=authors) for n, authors in enumerate(names)]
    assert stories(told, [], [], {}).figures["one_author"] == 2


def test_one_text_at_several_addresses_is_one_page():
    same = [document(n, "The same text, whatever the address.", title="News") for n in range(3)]
    seen = stories([*same, document(7)], [], [], {})
    assert (seen.figures["same_page"], seen.figures["same_title"]) == (3, 3)


@pytest.mark.parametrize(("told", "same"), [(12, 1), (4, 9)])
def test_a_form_for_every_story_is_not_one_page_but_a_wall_around_most_is(told, same):
    of_stories = [document(n, f"The story of {chr(97 + n) * 4}.") for n in range(told)]
    forms = [
        document(n, "Send this story to a friend.", kind="other", url_key=f"paper.example/mail.asp?id={n}")
        for n in range(100, 109)
    ]
    rows = [fetch(f"https://{form['url_key']}") for form in forms]
    assert stories([*of_stories, *forms], [], rows, {}).figures["same_page"] == same


@pytest.mark.parametrize(
    ("path", "kind", "same"),
    [
        ("search?tag={}", "text/html", 0),
        ("story-{}", "application/rss+xml", 0),
        ("story-{}", "application/xhtml+xml", 3),
    ],
)
def test_lists_and_feeds_with_one_payload_are_not_one_page(path, kind, same):
    rows = [fetch(f"https://paper.example/{path.format(n)}", payload_sha256="f", content_type=kind) for n in range(3)]
    assert stories([], [], rows, {}).figures["same_page"] == same


@pytest.mark.parametrize(
    ("text", "flags", "garbled"),
    [
        ("A café in Zürich, “so be it”.", [], False),
        ("A caf\ufffd in Zurich.", [], True),
        ("A café in Zürich.", [{"rule": "mojibake_repaired"}], True),
        ("?So be it?, said who in Z?rich? The na?ve.", [], True),
        ("See paper.example/?a=b: who? when? where?", [], False),
        ("<p>The caf&#233; in Z&uuml;rich &#8211; so be it.</p>", [], True),
        ("In HTML &lt;b&gt; and &amp; are &lt;strong&gt; words; AT&T; R&D; caf&eacute;.", [], False),
    ],
)
def test_a_story_is_garbled_by_lost_or_misread_characters(text, flags, garbled):
    assert is_garbled(document(1, text, flags=flags)) is garbled


def test_words_in_common_are_those_of_blocks_that_half_of_the_stories_have():
    menu = "Read on: the weather, the roads, and the tides"
    texts = [f"Only story {word} says that this is so.\n\n{menu}" for word in ("one", "two", "three", "four")]
    assert shared_words(texts) == pytest.approx(9 / 17)
    assert shared_words(texts[:3]) is None


def test_words_in_common_are_also_those_that_a_story_has_twice():
    texts = [
        f"Only story {word} says that.\n\nAnd it says {word} more words." for word in ("one", "two", "three", "four")
    ]
    assert shared_words(texts) == 0
    assert shared_words([f"{text}\n\n{text}" for text in texts]) == 0.5


def test_known_places_are_those_that_earlier_nights_had():
    rows = [{"role": "body", "right": 3, "right_so_far": 3}, {"role": "body", "right": 1, "right_so_far": 9}]
    assert known_places([*rows, {"role": "byline", "right": 9, "right_so_far": 9}]).figures["known_places"] == 0.25


def tables(channels: dict[str, list[str]], **fetched_at: object) -> dict[str, pa.Table]:
    """The rows of a night: a fetch and a document a page, with the channels of each; `fetched_at` of some may be None."""
    fetches = [
        {"url": HOME + name, "channels": [{"channel": each} for each in names], "fetched_at": fetched_at.get(name, AT)}
        for name, names in channels.items()
    ]
    documents = [{"url": HOME + name, "capture_id": name} for name in channels if fetched_at.get(name, AT)]
    links = [{"from_url": FEED, "to_url_key": "paper.example/a"}]
    return {"fetches": pa.Table.from_pylist(fetches), "documents": pa.Table.from_pylist(documents),
            "links": pa.Table.from_pylist(links)}  # fmt: skip


def test_a_night_without_a_crawl_is_an_import_and_pages_that_only_a_list_asked_for_are_no_part_of_a_crawled_one():
    imported = parts_of(tables({"a": ["import"], "b": ["import", "related"], "offsite": ["related"]}, offsite=None))
    assert (imported.is_import, imported.asked_for) == (True, None)
    crawled = parts_of(tables({"": ["seed"], "a": ["section", "import"], "b": ["import"], "c": ["import"]}))
    assert not crawled.is_import
    assert crawled.night["documents"]["capture_id"].to_pylist() == ["", "a"]
    assert crawled.asked_for["documents"]["capture_id"].to_pylist() == ["b", "c"]
    assert [part["links"].num_rows for part in (crawled.night, crawled.asked_for)] == [1, 0]
    down = parts_of(tables({"": ["seed"], "b": ["import"]}, **{"": None, "b": None}))
    assert (down.is_import, down.night["fetches"].num_rows) == (False, 1)


def test_counts_are_summed_by_value():
    assert count_of([{"value": "a", "count": 2}, {"value": "b", "count": 1}], "a", "c") == 2


OWN = "The Karvolin bridge over the Telmar reopens on Monday after the Rosholu flood damaged its Pengrivin piers"


@pytest.mark.parametrize(
    ("text", "off_topic"),
    [
        (f"{OWN}. The council said so. " * 3, 0),
        (
            "Dozens of dancers crossed the square for a festival of harvest songs, and nobody went home before dawn. "
            * 3,
            1,
        ),
        ("", 0),
    ],
)
def test_a_text_with_nothing_of_its_title_is_another_storys(text: str, off_topic: int) -> None:
    assert wordings([document(1, title=OWN) | {"text": text}]).figures["off_topic"] == off_topic


def test_titles_are_measured_and_compared_at_their_ends() -> None:
    titles = ["The ferry is late", "A school burns", "Mayor resigns", "Snow"]
    rows = [document(n, title=f"{title} in our Shop") for n, title in enumerate(titles)]
    seen = wordings(rows)
    figures_ = seen.figures
    assert (figures_["title_low"], figures_["title_median"], figures_["title_high"]) == (23, 26, 27)
    assert figures_["titles_alike"] == 4
    assert seen.examples["titles_alike"] == rows[0]["url"]
    assert wordings(rows[:2]).figures["title_median"] is None


def test_letters_are_counted_and_pairs_that_fonts_draw_as_one() -> None:
    counts = {row["value"]: row["count"] for row in wordings([document(1, "Fifty offices")]).figures["letters"]}
    assert (counts["f"], counts["fi"], counts["ff"]) == (30_769, 15_385, 7_692)  # of 13 characters: 4, 2, 1
    assert counts[" "] == 7_692  # one


def test_signs_of_markup_and_letters_of_one_case_are_counted_by_story() -> None:
    rows = [
        document(1, "[row] A pier closed. [/row]", title="FERRY LATE"),
        document(2, "One sign < is no markup." + " It snowed." * 40),
        document(3, "IT SNOWED. " * 40),
        document(4, "it sno\u00adwed a\u00adgain. " * 30),
        document(
            5, "The pier closed, as it did last winter.\n\n" + "Ann Lee\n\nThree hours ago\n\nWhat a pity.\n\n" * 3
        ),
    ]
    seen = wordings(rows)
    counts = {row["value"]: row["count"] for row in seen.figures["marks"]}
    assert counts == {
        "[": 1,
        "]": 1,
        "title in capitals": 1,
        "capitals": 1,
        "no capitals": 1,
        "\u00ad": 1,
        "said again": 2,
        "short lines": 1,
    }
    assert seen.examples["mark ["] == rows[0]["url"]


def test_lost_beginnings_ends_and_spaces_are_counted_by_story() -> None:
    rows = [
        document(1, "he pier closed.\n\nt snowed again.\n\nobody came.", title="Ferry late"),
        document(2, "The pier closed.It snowed again.Nobody came.The end.", title="Ferry late"),
        document(3, "The pi\u0435r cl\u043ased, and n\u043ebody came.", title="ferry-late"),
        document(4, "The pier closed, and nobody"),
        document(5, "The pier closed.", canonical_url="https://paper.example/story-4"),
        document(6, "The pier closed.", canonical_url="https://paper.example/story-6"),
    ]
    seen = wordings(rows)
    assert {row["value"]: row["count"] for row in seen.figures["marks"]} == {
        "small starts": 1,
        "glued sentences": 1,
        "two scripts in a word": 1,
        "title without capitals": 1,
        "no end": 1,
        "canonical of another": 1,
    }
    assert seen.examples["mark canonical of another"] == rows[4]["url"]


def test_teasers_of_other_stories_are_counted_by_story() -> None:
    teasers = [f"The {noun} of the town was closed for all of the winter." for noun in ("pier", "mill", "school")]
    rows = [document(n, f"{teaser} Nobody came.") for n, teaser in enumerate(teasers)]
    assert wordings(rows).figures["marks"] == []
    rows.append(document(3, f"It snowed. {' '.join(teasers)}"))
    assert {row["value"]: row["count"] for row in wordings(rows).figures["marks"]} == {"sentences of others": 1}


def test_a_title_is_compared_with_the_headlines_that_link_to_its_page() -> None:
    rows = [document(n, title="Mayor of Ardlow resigns over the ferry") for n in range(3)]
    other, own = "The harbour bridge of Castle Brede reopens at last", "Ardlow: mayor resigns over the late ferry"
    listed = {rows[0]["url_key"]: {other}, rows[1]["url_key"]: {other, own}, rows[2]["url_key"]: {"Read more"}}
    seen = wordings(rows, listed)
    assert {row["value"]: row["count"] for row in seen.figures["marks"]} == {"another title than in the lists": 1}
    assert seen.examples["mark another title than in the lists"] == rows[0]["url"]


def test_quotation_marks_of_another_style_are_the_same_sign() -> None:
    curly, straight = ("“It is late,” he said.", '"It is late," he said.')
    assert wordings([document(1, curly)]).figures["letters"] == wordings([document(1, straight)]).figures["letters"]
    counts = {row["value"]: row["count"] for row in wordings([document(1, curly)]).figures["letters"]}
    assert counts['"'] == 9_091  # two of 22 characters


def test_a_story_at_two_new_addresses_would_be_two_articles() -> None:
    long = "A long enough text. " * 12
    twice = [
        document(1, long, content_sha256="a"),
        document(2, long, content_sha256="a"),
        document(3, content_sha256="b"),
    ]
    figures = stories(twice, [], [], {}).figures
    assert (figures["repeated"], figures["doubled"]) == (1, 1)


def test_a_text_that_was_left_out_has_its_reason_and_is_not_cut_short() -> None:
    row = document(1, "") | {
        "text": None,
        "paywall": "truncated",
        "flags": [{"rule": "left_out_cipher", "text": "Uif"}],
    }
    found = stories([row], [], [], {}).figures
    assert (found["textless"], found["left_out"], found["cut_short"]) == (1, [{"value": "cipher", "count": 1}], 0)


def test_new_pages_are_measured_apart_from_known_ones() -> None:
    old, new = document(1, "The old text.", authors=["Ann"]), document(2, "The new text.")
    rows = [each | {"night": AT.date(), "source": "paper", "language": "en"} for each in (old, new)]
    documents = pa.Table.from_pylist(rows, schema=DOCUMENTS)
    fetches = pa.Table.from_pylist([fetch(each["url"]) for each in rows], schema=FETCHES)
    empty = {name: TABLES[name].schema.empty_table() for name in ("links", "dropped", "places")}
    tables = {"documents": documents, "fetches": fetches, **empty}
    seen = figures(tables, {old["url_key"]: Known("", AT.date())}, {})
    assert (seen.figures["stories"], seen.figures["authored"]) == (2, 1)
    assert (seen.figures["of_new"]["stories"], seen.figures["of_new"]["authored"]) == (1, 0)
    assert figures(tables, {}, {}).new is None  # all are new
