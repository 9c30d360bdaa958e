"""The words of a text, in every script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.duplicates.normalise import INVISIBLE, UNSPACED, normal_lines
from tests.pipelines.corpus.duplicates.shingles import normal_form, shingles, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The PM’s “No”: 1,000 jobs!", ["the", "pm", "s", "no", "1", "000", "jobs"]),
        ("STRASSE Straße ﬁn", ["strasse", "strasse", "fin"]),
        ("co\u00adop\u200berate", ["cooperate"]),
        ("e\u0301te\u0301 été", ["été", "été"]),
        ("東京で会議", ["東", "京", "で", "会", "議"]),
        ("2011年10月、会議", ["2011", "年", "10", "月", "会", "議"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("ข่าว", ["ข", "\u0e48", "า", "ว"]),
        ("snake_case a-b", ["snake", "case", "a", "b"]),
        ("　ＡＢＣ　１２３　", ["abc", "123"]),
        (" \n\t—…!? ", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_text_of_fewer_than_five_words_is_one_shingle() -> None:
    assert shingles("one two") == {"one two"}
    assert shingles("") == set()
    assert shingles("a b c d e f") == {"a b c d e", "b c d e f"}


@given(st.lists(st.text(), max_size=5))
def test_texts_do_not_touch_each_other(texts: list[str]) -> None:
    assert normal_lines(texts).split("\n") == [normal_form(text) for text in texts or [""]]


@given(st.text())
def test_normal_form_is_idempotent(text: str) -> None:
    form = normal_form(text)
    assert normal_form(form) == form


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_and_other_texts_are_treated_alike(text: str) -> None:
    assert normal_form(text + " é") == f"{normal_form(text)} é".strip()


def plain_form(text: str) -> str:
    """The definition of the normal form, for texts without invisible characters and scripts without spaces."""
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(each if unicodedata.category(each)[0] in "LNM" else " " for each in normal).split())


def test_characters_that_a_table_knows_are_what_the_definition_makes_of_them() -> None:
    """Each by itself, beside letters, before a mark and twice."""
    other = {point for first, last in UNSPACED for point in range(first, last + 1)} | set(INVISIBLE)
    known = [chr(point) for point in range(1, 0x2300) if point not in other]
    texts = [f"a{each}b é{each}\u0301 {each}{each}" for each in known]
    assert normal_lines(texts).split("\n") == [plain_form(text) for text in texts]
