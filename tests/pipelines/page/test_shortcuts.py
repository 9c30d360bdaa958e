"""Quick looks that spare most texts the slow way answer what the slow way answers, for every text."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.base.urls.kinds import is_front
from pipelines.dates.place import walk
from pipelines.extract.headline.site_names import ROOTED, leads_to_front
from pipelines.lexicon.by_words import BEFORE_COLON, BEGINS, BYLINE, says_by
from pipelines.lexicon.data import entries
from pipelines.lexicon.entry import is_expression
from pipelines.lexicon.wording import (
    BETWEEN_WORDS,
    ICONS,
    INVISIBLE,
    TYPOGRAPHIC,
    Phrases,
    fold,
    one_line,
    tidy,
    without_icons,
)
from pipelines.page import markup_events
from pipelines.page.css.hiding import READER_ONLY, SHOWN_AFTER_ALL, hiding, is_for_readers_only
from pipelines.page.page import Page
from pipelines.page.text.mojibake import SUSPICIOUS, looks_garbled

CALLED = ("sr", "only", "-", "_", " ", "Hidden", "visually", "not", "screen", "reader", "s", "a11y", "x")
SIGNS = f"{TYPOGRAPHIC}aZé\u0301ſKß_-.  \n\t\xa0\u200b\u3000"
TEXTS = st.one_of(st.text(SIGNS, max_size=12), st.text(max_size=20))
PARTS = (
    "/", "//", "http:", "HTTPS://", "a.example", "index.php", "Home", "home/", "?p=3", "?utm_source=x", "#top", "mill",
    "\n", "\t", "\x1f", " ", "[", "]", ":", ".",
)  # fmt: skip
HREFS = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)


@given(TEXTS)
@example("e’\u0301")
def test_a_fold_is_the_normal_form_in_small_letters_without_what_parts_words(text: str) -> None:
    assert fold(text) == BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())


@given(TEXTS)
@example(" a\x1fb ")
def test_a_line_has_one_space_between_its_words(text: str) -> None:
    assert one_line(text) == " ".join(text.split())


@given(st.text(f"a{TYPOGRAPHIC}é\u00ad\u200b\ufeff\ue000\uf8ff漢。", max_size=12))
def test_a_text_with_a_sign_that_is_not_shown_is_read_the_slow_way(text: str) -> None:
    assert without_icons(text) == ICONS.sub("", text)
    assert tidy(text) == one_line(INVISIBLE.sub("", text))


@given(st.text(f"a {TYPOGRAPHIC}âÃ©вРС‚Ä√", max_size=12))
def test_no_mojibake_is_overlooked_for_its_signs_alone(text: str) -> None:
    assert looks_garbled(text) or SUSPICIOUS.search(text) is None


@given(st.lists(st.sampled_from(CALLED)).map("".join))
@example("Visually-Hidden-Text")
@example("off-screen")
def test_a_class_for_readers_alone_is_told_by_its_pattern(called: str) -> None:
    slow = READER_ONLY.search(called) is not None and not SHOWN_AFTER_ALL.search(called)
    assert is_for_readers_only(called) == slow


@given(text=TEXTS, word=st.text("abé’ ", min_size=1, max_size=3))
@example(text="ab—é", word="b—é")
@example(text="a—b", word="ab")
def test_phrases_find_whatever_their_pattern_finds(text: str, word: str) -> None:
    phrases = Phrases(re.compile(re.escape(word)), word)
    assert (phrases.search(text) is None) == (word not in text)


@given(HREFS)
@example("//a.example/ind\nex.html")
@example("https://a.example]/")
def test_a_front_page_is_told_as_its_parsed_address_tells_it(href: str) -> None:
    try:
        front = ROOTED.match(href) is not None and is_front(href)
    except ValueError:
        front = False
    assert leads_to_front(href) == front


@pytest.mark.parametrize("end", ["", " ", ":", " Jane Doe", ": Jane Doe"])
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_a_byline_is_known_in_whatever_case_its_word_is_written(case: object, end: str) -> None:
    assert callable(case)
    words = (word for topic in f"{BEGINS}|{BEFORE_COLON}".split("|") for word in entries(topic))
    lines = [f"\xa0{case(word)}{end}" for word in words if not is_expression(word)]
    assert len(lines) > 100
    assert [line for line in lines if says_by(line)] == [line for line in lines if BYLINE.match(line)]


def test_elements_with_an_attribute_of_dates_or_hiding_are_told_apart_in_the_markup() -> None:
    style = b"<style>#a { display: none }</style>"
    page = Page("http://a.example/", style + b'<p hidden id="a" style="color:red"><b class="x">y</b></p>')
    kinds = [kind for kind, _, tag, _, _ in page.events if tag in ("p", "b") and kind != markup_events.END]
    assert kinds == [markup_events.TELLS, markup_events.START]
    sheet = hiding(page.tree, page.events)
    assert "id" in sheet.telling
    assert walk.TELLING | sheet.telling <= markup_events.TELLING


@pytest.mark.parametrize("body", ["<p>Brücke</p>".encode(), b"<p>Br\xfccke</p>", b"\xef\xbb\xbf<p>Br\xc3\xbccke</p>"])
def test_whatever_the_encoding_the_tree_holds_the_text(body: bytes) -> None:
    page = Page("http://a.example/", body)
    assert "Brücke" in page.text
    assert [p.text for p in page.tree.iter("p")] == ["Brücke"]
