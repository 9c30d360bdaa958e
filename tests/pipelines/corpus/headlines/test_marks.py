"""Marks beside headlines: what is taken off, and what only looks like a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.headlines.marks import bare, compared, folded, shown

LABELS = frozenset({"harbour", "politics"})


@pytest.mark.parametrize(
    "text",
    [
        "Mill burns down 12 comments", "Mill burns down (34)", "Mill burns down · 34", "34 comments Mill burns down",
        "LIVE Mill burns down", "Live: Mill burns down", "BREAKING | Mill burns down", "Mill burns down (Update)",
        "UPDATED: Mill burns down", "Mill burns down – live", "Exclusive: Mill burns down", "Video | Mill burns down",
        "POLITICS Mill burns down", "Opinion: Mill burns down", "ANALYSIS Mill burns down", "Harbour | Mill burns down",
        "HARBOUR – Mill burns down", "Mill burns down | Politics", "3 hours ago Mill burns down", "Mill burns down 3 hours ago",
        "Mill burns down an hour ago", "Mill burns down · 3h", "10:42 Mill burns down", "Mill burns down 10:42 am",
        "Mill burns down Updated 10:42", "Mill burns down 3 May 2026", "May 3, 2026 Mill burns down",
        "Mill burns down 2026-05-03",
        "Mill burns down 4 min read", "5 min read | Mill burns down", "Mill burns down By Jane Doe",
        "Mill burns down By Jane Doe and Max Roe", "Mill&nbsp;burns  down", "▶ Mill burns down", "Eilmeldung: Mill burns down",
        "EN DIRECT - Mill burns down", "Vor 3 Stunden Mill burns down", "Mill burns down 12 Kommentare",
        "Mill burns down Lesezeit: 5 Minuten",
    ],
)  # fmt: skip
def test_a_mark_is_no_part_of_the_headline(text: str) -> None:
    assert bare(shown(text), LABELS) == "Mill burns down"


@pytest.mark.parametrize(
    "text",
    [
        "NATO says no", "UK and EU agree", "Bayern gewinnt 3:2", "Man, 34, dies", "US election 2024", "Film by Jane Doe wins",
        "Police release video", "Ukraine war: Kyiv hit", "Live music returns to the pier", "Up 3 points", "Strike lasts 24 hours",
        "Politics is a trade", "Harbour: Mill burns down", "Interview mit Merz", "Ex-minister dies aged 34", "It cost 5 million",
        "What we know – and what not",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert bare(shown(text), LABELS) == text


@pytest.mark.parametrize(
    "text", ["34 comments", "Read more", "Weiterlesen", "LIVE", "Opinion", "10:42", "3 hours ago", "", "…"]
)
def test_an_anchor_that_is_only_marks_says_nothing(text: str) -> None:
    assert bare(shown(text), LABELS) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s over” – really?", '"It\'s over" - really?'),
        ("« C’est fini »", "“C'est fini”"),
        ("Caf&eacute; closes", "Cafe\u0301 closes"),
        ("AT&amp;amp;T pays", "AT&T pays"),
        ("Co\u00adoperation ends", "Cooperation ends"),
        ("Wait… no", "Wait... no"),
        ("Really ?", "Really?"),
        ("Live Mill burns down", "Mill burns down"),
    ],
)
def test_the_same_in_other_signs_is_the_same(one: str, other: str) -> None:
    assert compared(bare(shown(one))) == compared(bare(shown(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 men die in fire", "4 men die in fire"), ("Roe wins the vote", "Doe wins the vote"), ("Mill burns", "Mill burns down"),
        ("us talks fail", "US talks fail"), ("Man ‘stole’ car", "Man stole car"), ("UK says no", "EU says no"),
    ],
)  # fmt: skip
def test_a_word_a_number_or_a_name_is_a_change(one: str, other: str) -> None:
    assert compared(bare(shown(one))) != compared(bare(shown(other)))


@given(st.text(max_size=80))
def test_forms_are_stable(text: str) -> None:
    seen = shown(text)
    assert bare(bare(seen)) == bare(seen)
    assert folded(folded(seen)) == folded(seen)
