"""The stories are what the demo web promises: realistic, distinct, and alike only where they are meant to be."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.paper import PAPERS
from spiders.demo_web.story import BY_HAND, Story
from tests.demo.likeness import containment, jaccard, runs

STORIES = list(newsroom().stories.values())
TEMPLATED = ("herald-weather", "herald-match", "bote-wetter")


def form(story: Story) -> str | None:
    return next((name for name in TEMPLATED if story.key.startswith(name)), None)


def test_number_of_stories() -> None:
    counts = {paper: [len(newsroom().of(paper, night)) for night in NIGHTS] for paper in PAPERS}
    assert counts == {"demo_daily": [84, 92], "demo_herald": [66, 74], "demo_bote": [40, 45], "demo_digest": [53, 57],
                      "demo_gazette": [36, 40], "demo_lantern": [6, 7], "demo_tribune": [6, 7], "demo_anzeiger": [6, 7],
                      "demo_review": [6, 7]}  # fmt: skip


def test_paths_and_headlines_are_unique_in_each_paper() -> None:
    for thing in ("path", "title"):
        seen = Counter((s.source, s.path if thing == "path" else s.version.title) for s in STORIES)
        assert [key for key, times in seen.items() if times > 1] == []


def test_bodies_have_the_length_of_news() -> None:
    words = {s.key: len(s.version.text.split()) for s in STORIES if s.kind == "article" and s.paywall != "truncated"}
    told = {s.key for s in STORIES if BY_HAND in s.traits}
    assert {key: n for key, n in words.items() if not (120 if key in told else 215) <= n <= 700} == {}


def test_unrelated_stories_share_few_runs_of_words() -> None:
    seen = {s.key: runs(s.version.text) for s in STORIES}
    worst = 0.0
    for one, other in combinations(STORIES, 2):
        if (one.origin or one.key) == (other.origin or other.key) or (form(one) and form(one) == form(other)):
            continue
        a, b = seen[one.key], seen[other.key]
        worst = max(worst, len(a & b) / len(a | b))
    assert worst < 0.2


@pytest.mark.parametrize("name", TEMPLATED)
def test_template_pages_are_alike_yet_different_stories(name: str) -> None:
    reports = [story for story in STORIES if form(story) == name]
    assert len(reports) >= 4
    assert all(0.3 < jaccard(a.version.text, b.version.text) < 0.6 for a, b in combinations(reports, 2))


def test_copies_are_as_like_their_origin_as_their_role_says() -> None:
    stories = newsroom().stories
    for story in STORIES:
        if story.origin:
            text, origin = story.version.text, stories[story.origin].version.text
            if story.role == "edited_copy":
                assert 0.8 <= jaccard(text, origin) < 0.95
            elif story.role == "excerpt":
                assert len(text.split()) >= 225
                assert jaccard(text, origin) < 0.8
                assert containment(text, origin) == 1.0
            else:
                assert jaccard(text, origin) > 0.98
    assert Counter(s.role for s in STORIES) == {
        "origin": 305,
        "wire_copy": 15,
        "copy": 6,
        "excerpt": 6,
        "edited_copy": 5,
    }


def test_stories_were_published_before_the_night_they_are_found() -> None:
    assert [s.key for s in STORIES if s.published > eve(s.since)] == []
    assert all(s.published > eve(NIGHTS[0]) for s in STORIES if s.since == NIGHTS[1] and s.source != "demo_digest")


def test_copies_come_later_except_the_one_that_nobody_credits() -> None:
    stories = newsroom().stories
    early = [s.key for s in STORIES if s.origin and s.published <= stories[s.origin].published]
    assert early == ["daily-018"]


def test_some_days_differ_from_the_day_in_utc() -> None:
    def crosses(source: str) -> int:
        return sum(
            s.published.date() != s.published.astimezone(eve(NIGHTS[0]).tzinfo).date()
            for s in STORIES
            if s.source == source
        )

    assert crosses("demo_herald") >= 15
    assert crosses("demo_digest") >= 10
    assert crosses("demo_gazette") >= 15


def test_changes_of_the_second_night() -> None:
    changes = Counter((s.source, s.change) for s in STORIES if s.change != "none")
    assert changes == {
        ("demo_daily", "update"): 1, ("demo_daily", "correction"): 1,
        ("demo_herald", "update"): 2, ("demo_herald", "correction"): 1, ("demo_herald", "headline"): 2,
        ("demo_herald", "typo"): 1,
        ("demo_bote", "update"): 1, ("demo_bote", "correction"): 1,
        ("demo_digest", "update"): 1,
        ("demo_gazette", "update"): 1, ("demo_gazette", "correction"): 2,
    }  # fmt: skip
    assert all((s.later is not None and s.later != s.version) == (s.change != "none") for s in STORIES)


def test_german_fits_its_code_page() -> None:
    text = "".join(s.version.text for s in STORIES if s.language == "de")
    assert text.encode("cp1252").decode("cp1252") == text
    assert all(letter in text for letter in "äöüß„“€")
