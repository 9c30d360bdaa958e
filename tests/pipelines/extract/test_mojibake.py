"""Texts that somebody read in the wrong encoding before they were published: put right where that is sure, else flagged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from pipelines.page.text.mojibake import repaired

GOOD = "Die Brücke über den Fluß bleibt gesperrt, sagt Bürgermeister Jörg Müller – niemand weiß, „wie lange“ noch."
BAD = GOOD.encode().decode("cp1252")


def page(paragraph: str, title: str = "Brücke gesperrt", author: str = "Jane Doe") -> Page:
    head = f"<title>{title}</title><meta name=author content='{author}'><meta charset=utf-8>"
    body = f"<h1>{title}</h1><article><p>{paragraph}</p><p>{GOOD}</p><p>{GOOD}</p></article>"
    return Page("http://www.paper.example/x", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def test_a_garbled_paragraph_is_put_right_and_each_word_of_it_flagged_with_what_stood_there() -> None:
    document = extract(page(BAD))
    assert document.blocks[0].text == GOOD
    flags = [flag for flag in document.flags if flag.rule == "mojibake_repaired"]
    assert [(flag.text, document.text[flag.start : flag.end]) for flag in flags][:3] == [
        ("BrÃ¼cke", "Brücke"),
        ("Ã¼ber", "über"),
        ("FluÃŸ", "Fluß"),
    ]


def test_title_and_authors_are_put_right_too() -> None:
    document = extract(page(GOOD, "CafÃ© am FluÃŸ abgebrannt", "JosÃ© GarcÃ­a"))
    assert (document.title, document.authors) == ("Café am Fluß abgebrannt", ("José García",))
    assert [(flag.rule, flag.text, flag.start) for flag in document.flags] == [
        ("mojibake_repaired", "CafÃ©", None),
        ("mojibake_repaired", "FluÃŸ", None),
        ("mojibake_repaired", "JosÃ© GarcÃ\u00ada", None),
    ]


def test_what_cannot_be_put_right_for_sure_is_flagged_where_it_stands() -> None:
    document = extract(page(f"„Heute“ sagt er: â€œ{GOOD}â€ und geht."))
    (first, *_) = [flag for flag in document.flags if flag.rule == "mojibake"]
    assert first.text == document.text[first.start : first.end] == "noch.â€"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Der „Spaß“ – dauert…",
        "AMANHÃ É DIA DE FESTA",
        "L’été à Île-de-France, « où » ?",
        "Україна: «Сіль» і «Їжа», № 5",
        "Москва — “Р” и «С»…",
        "Łódź, Kraków i „Gdańsk”",
        "Ο Ηρακλής «πήγε»",
        "10 ‰ · 5 €, 7 £ ± 2 §",
        "Ünlü Çağ’ın",
        "ÄÖÜ–ß’",
    ],
)
def test_good_text_stays_as_it_is(text: str) -> None:
    assert repaired(text) == (text, ())


@given(st.text(alphabet="aeouinrst äöüßéèñçøåíóúÀÉ–„“’… .", max_size=60))
def test_what_was_misread_is_read_back_or_left(text: str) -> None:
    garbled = text.encode().decode("latin-1")
    better, found = repaired(garbled)
    for stretch in found:
        if stretch.repaired:
            said = better[stretch.start : stretch.end]
            assert said in text + "à" or said in repaired(text)[0]  # `É“` is itself a misread `ɓ`


@pytest.mark.parametrize(
    ("garbled", "right"),
    [
        ("Ð Ñ‹Ð±Ð°Ðº Ð¸ Ð Ð¾ÑÑ‚Ð¾Ð².".replace("ÑÑ", "Ñ\x81Ñ"), "Рыбак и Ростов."),
        (
            "Он сказал: Р С‹Р±Р°Рє РїРѕСЃРµС‚РёР» РѕРЅ РјРѕСЃС‚ СЃС‚Р°СЂС‹Р№.",
            "Он сказал: Рыбак посетил он мост старый.",
        ),
        ("Il a dÃ©jÃ vu Ã Paris cet Ã©tÃ© tombÃ©.", "Il a déjà vu à Paris cet été tombé."),
        ("Î Î±Î½Î±Î¸Î·Î½Î±ÏŠÎºÏŒÏ‚", "Παναθηναϊκός"),
    ],
)
def test_letters_whose_second_byte_became_a_space_and_short_words_are_put_right(garbled: str, right: str) -> None:
    assert repaired(garbled)[0] == right


@pytest.mark.parametrize("read_as", [("cp1251", "latin-1"), ("cp1251", "koi8-r"), ("koi8-r", "cp1251")])
def test_another_alphabet_of_single_bytes_is_flagged_and_left(read_as: tuple[str, str]) -> None:
    text = "Мэр города открыл новый мост. Судья починил больницу, а Ростов ждёт снега."
    garbled = text.encode(read_as[0]).decode(read_as[1])
    left, found = repaired(garbled)
    assert left == garbled
    assert [(stretch.repaired, len(stretch.original) > 40) for stretch in found] == [(False, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Наш ответ: пРИВЕТ, сказал бот. Всё хорошо и мирно, пРИВЕТ и мир.",
        "ДТП НА ТРАССЕ: еЩЁ ОДИН",
        "Öäåö, ÆØÅ og ÅÅÅÅ",
        "ÞÓRÐUR ÆÐI ÓÐÁÐ",
        "Р и С — буквы. Р С Т, Р ёлка",
        "Îles d’Or, À Ð Å Î × Р",
        "NAÏVETÉ, ÊTRE ÉLÈVE, ÉÉÉÉ",
    ],
)
def test_odd_capitals_and_letters_with_signs_are_no_mojibake(text: str) -> None:
    assert repaired(text) == (text, ())
