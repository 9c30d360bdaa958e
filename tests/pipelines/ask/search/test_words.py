"""What a word of a text is to the index: folding, tokens, stems."""

from importlib.metadata import version

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ask.search.fields import MAX_SCORE, STEPS, Counted, grades, rank, suffixes_of
from pipelines.ask.search.forms import stems_in_texts, stems_of_words
from pipelines.base.words.folding import evened, folded, spellings
from pipelines.base.words.stems import STEMMERS, stem
from pipelines.base.words.tokens import asked, pieces, tokens, written


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("Brücke", "BRUCKE"),
        ("Bru\u0308cke", "Brücke"),  # decomposed
        ("ﬁnance", "finance"),
        ("ＮＥＷＳ", "news"),
        ("Ὀδυσσεύς", "οδυσσευς"),
        ("İstanbul", "istanbul"),
        ("Tiếng", "tieng"),
        ("ёлка", "елка"),
        ("за\u0301мок", "замок"),  # with its stress marked
        ("שָׁלוֹם", "שלום"),
        ("أحمد", "احمد"),
        ("مُدَرِّسَة", "مدرسه"),
        ("كتـــاب", "کتاب"),
        ("علي", "علی"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("co\u00adoperate", "cooperate"),  # a soft hyphen
        ("ﾆｭｰｽ", "ニュース"),
        ("臺灣", "台湾"),
        ("裡", "裏"),
        ("क़ानून", "कानून"),  # the dot of letters that Hindi has from Persian
        ("चाँद", "चांद"),
    ],
)
def test_one_spelling_for_all_that_is_the_same_word(word: str, other: str) -> None:
    assert folded(word) == folded(other)


@pytest.mark.parametrize(("word", "other"), [("й", "и"), ("が", "か"), ("ї", "і"), ("য", "য়")])
def test_marks_that_make_another_letter_stay(word: str, other: str) -> None:
    assert folded(word) != folded(other)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs"])))
def test_folding_is_idempotent_and_evening_keeps_the_length(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert len(evened(text)) == len(text)


@pytest.mark.parametrize(
    ("language", "in_text", "asked_for"),
    [
        ("ar", "الانتخابات", "انتخابات"),
        ("ar", "سيارة", "السيارات"),
        ("ar", "سيارات", "سيارة"),
        ("ar", "وبالقاهرة", "القاهرة"),
        ("ar", "والشركات", "شركة"),
        ("fa", "کتاب‌های", "کتاب"),
        ("fa", "کتاب‌هایی", "کتابها"),
        ("he", "הבחירות", "בחירות"),
        ("he", "ובירושלים", "ירושלים"),
    ],
)
def test_a_word_is_found_whatever_is_joined_to_it(language: str, in_text: str, asked_for: str) -> None:
    assert {*stems_in_texts(language)[in_text].split()} & {*stems_of_words(language)[asked_for].split()}


def test_of_a_short_word_nothing_is_left_out() -> None:
    assert stems_in_texts("he")["שלום"] == "שלום לום"
    assert stems_in_texts("he")["של"] == "של"
    assert stems_of_words("ar")["ولد"] == stem("ولد", "ar") == "ولد"


def test_a_plural_of_persian_is_one_whatever_follows_it() -> None:
    assert tokens("کتاب‌هایشان") == tokens("کتاب‌های") == tokens("کتاب‌ها")


def test_spellings_of_keyboards_without_the_letter() -> None:
    assert "brucke" in spellings("Bruecke")
    assert "bruecke" in spellings("Brücke")
    assert "alesund" in spellings("Aalesund")


def test_every_language_with_rules_has_a_stemmer() -> None:
    assert {language: stem("", language) for language in STEMMERS} == dict.fromkeys(STEMMERS, "")
    assert [stem(word, "de") for word in ("Brücke", "Brücken", "Bruecke", "Brucke")] == ["bruck"] * 4
    assert [stem(word, "ru") for word in ("мост", "Мосты", "мостов")] == ["мост"] * 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's COVID-19.", ["It", "s", "COVID", "19"]),
        ("It’s 5 p.m. — at £3", ["It", "s", "5", "p", "m", "at", "3"]),
        ("L’école à Ühlingen", ["L", "école", "à", "Ühlingen"]),
        ("हिन्दी में", ["हिन्दी", "में"]),  # the virama is part of the word
        ("می‌روم", ["می‌روم"]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert written(text) == words


def test_a_persian_compound_has_parts_and_other_joiners_none() -> None:
    assert pieces("می‌روم") == ["می", "روم"]
    assert pieces("क\u200cष") == pieces("कष")


@given(st.text(alphabet="北京大学水", min_size=1, max_size=8), st.data())
def test_any_part_of_a_run_is_found_in_it(run: str, data: st.DataObject) -> None:
    """Its tokens stand one after the other; one character begins a token."""
    first = data.draw(st.integers(0, len(run) - 1))
    part = run[first : data.draw(st.integers(first + 1, len(run)))]
    held, wanted = tokens(run), asked([part])
    places = range(len(held) - len(wanted) + 1)
    if len(part) == 1:
        assert any(token.startswith(part) for token in held)
    else:
        assert any(held[at : at + len(wanted)] == wanted for at in places)


def test_the_analysers_are_those_that_the_index_was_made_with() -> None:
    """When this fails, raise RULES in pipelines/ask/search/folder.py: an index by other rules must be made anew."""
    assert version("tantivy").startswith("0.27.")
    assert [stem(word, language) for word, language in (("ferries", "en"), ("écoles", "fr"), ("köprüler", "tr"))] == [
        "ferri", "ecol", "kopru",
    ]  # fmt: skip
    assert tokens("Größe") == ["grosse"]
    title, text = Counted.of("Ferry", "en"), Counted.of("The ferry and the ferries.", "en")
    assert grades(title, text) == {"the": 8, "ferri": 12, "and": 7}
    assert Counted.of("la sécurité", "fr").stems == {"la": 1, "secur": 1, "securit": 1}
    assert Counted.of("کتاب‌ها", "fa").stems == {"کتاب": 1, "ها": 1, "کتابها": 1}


def test_a_grade_is_the_sum_of_its_terms() -> None:
    assert [sum(int(each[-1]) for each in suffixes) for suffixes in suffixes_of("en")] == list(range(13))
    assert suffixes_of("plain")[6] == ("~plain2", "~plain4")


def test_a_grade_grows_with_the_count_and_falls_with_the_length() -> None:
    def grade(count: int, length: int) -> int:
        words = " ".join(["ferry"] * count + ["other"] * (length - count))
        return grades(Counted.of("", "en"), Counted.of(words, "en"))["ferri"]

    assert [grade(count, 400) for count in (1, 2, 3, 5, 20)] == [4, 6, 6, 7, 8]
    assert [grade(1, length) for length in (50, 400, 1_000, 5_000)] == [6, 4, 2, 1]


def test_every_span_of_days_has_a_score_of_its_own() -> None:
    factors = np.log2(np.float32(2) + np.array([rank(step) for step in range(STEPS)], dtype=np.float32))
    for score in (1, 48, MAX_SCORE):
        scores = np.float32(score) * factors
        assert (np.diff(scores) > 0).all()
        assert scores[-1] < score + 1
