# ruff: noqa: E501 -- a language a line reads best
"""Bylines of many languages, in the forms that publishing systems give them."""

import json
from collections.abc import Iterator

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page

LANGUAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "en": ("By ", " and ", ("Jane Doe", "J. K. Marsh", "Anna-Lena O’Neil", "Robin van der Berg", "Mary-Kate McDonald", "Bo Li")),
    "de": ("Von ", " und ", ("Jürgen Müller", "Karl-Heinz von der Au", "Özlem Çelik")),
    "fr": ("Par ", " et ", ("Élodie Dupré", "Jean-Pierre de La Tour", "Zoé L'Hermite")),
    "es": ("Por ", " y ", ("María José Ñúñez", "Íñigo Domínguez")),
    "pt": ("Por ", " e ", ("João Guimarães", "Ana Conceição dos Santos")),
    "it": ("di ", " e ", ("Niccolò D’Angelo", "Gianni Della Casa")),
    "nl": ("Door ", " en ", ("Sjoerd 't Hart", "Els van den Broek", "Ilse IJzerman")),
    "pl": ("Autor: ", " i ", ("Małgorzata Łukasik-Żak", "Jan Kowalski")),
    "cs": ("Autor: ", " a ", ("Jiří Dvořák", "Božena Němcová")),
    "sv": ("Av ", " och ", ("Åsa Öberg", "Björn af Klintberg")),
    "da": ("Af ", " og ", ("Søren Ærø", "Mads Ø. Holm")),
    "fi": ("Teksti: ", " ja ", ("Päivi Mäkelä", "Aino Ääri")),
    "hu": ("Szerző: ", " és ", ("Kovács Ágnes", "Szabó Gergő")),
    "ro": ("Autor: ", " și ", ("Ștefan Țurcanu", "Ioana Mănescu")),
    "tr": ("Yazan: ", " ve ", ("İbrahim Şahin", "Ayşe Gül Yılmaz")),
    "lt": ("Autorius: ", " ir ", ("Jūratė Žukauskaitė", "Jonas Jonaitis")),
    "ru": ("Автор: ", " и ", ("Иван Петров", "Пётр Ильич Ковалёв", "И. В. Петров")),
    "uk": ("Автор: ", " та ", ("Олена Шевченко", "Леся Іваненко")),
    "el": ("Γράφει ο ", " και ", ("Γιώργος Παπαδόπουλος", "Νίκος Λέκκας")),
    "ar": ("بقلم: ", " و ", ("محمد عبد الله", "فاطمة الزهراء")),
    "he": ("מאת: ", ", ", ("דנה כהן", "יוסי לוי")),
    "fa": ("نویسنده: ", " و ", ("مریم رضایی", "رضا کریمی")),
    "hi": ("लेखक: ", " और ", ("अनिल शर्मा", "प्रिया सिंह")),
    "bn": ("লেখক: ", " ও ", ("রহিম উদ্দিন", "সালমা খাতুন")),
    "th": ("โดย ", " และ ", ("สมชาย ใจดี", "มาลี สุขใจ")),
    "ko": ("글: ", ", ", ("김민수", "이영희")),
    "ja": ("文・", "、", ("山田太郎", "佐藤 花子")),
    "zh": ("作者：", "、", ("王小明", "李丽")),
    "vi": ("Tác giả: ", " và ", ("Nguyễn Thị Minh", "Trần Văn Đức")),
    "id": ("Oleh: ", " dan ", ("Siti Nurhaliza", "Budi Santoso")),
    "ka": ("ავტორი: ", " და ", ("ნინო ბერიძე", "გიორგი მაისურაძე")),
    "hy": ("Հեղինակ՝ ", " և ", ("Արամ Սարգսյան", "Անի Պետրոսյան")),
}  # fmt: skip
STORY = "".join(
    f"<p>The council of Saltmarsh heard for the {count} time on Tuesday that the old bridge, shut to lorries since the flood, has to be mended.</p>"
    for count in ("first", "second", "third", "fourth")
)


def ld(author: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "author": author})}</script>'


def forms(by: str, line: str, people: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(in the head, under the headline), the same byline in each form."""
    yield ld([{"@type": "Person", "name": name} for name in people]), ""
    yield ld(people), ""
    yield ld({"@type": "Person", "name": ", ".join(people)}), ""
    yield f'<meta name="author" content="{line}">', ""
    yield f'<meta name="author" content="{by}{line}">', ""
    yield "", f'<div class="byline">{by}{line}</div>'
    yield "", f"<p>{by}{line}</p>"
    yield (
        "",
        '<div class="authors">' + "".join(f'<span class="author-name">{name}</span>' for name in people) + "</div>",
    )
    yield (
        "",
        "<div>"
        + " ".join(f'<a href="/author/{n}" rel="author">{name}</a>' for n, name in enumerate(people))
        + "</div>",
    )
    yield "", "".join(f'<span itemprop="author"><span itemprop="name">{name}</span></span>' for name in people)


def signed(head: str, under: str) -> tuple[str, ...]:
    html = f"<html><head><meta charset=utf-8><title>Old bridge to be mended</title>{head}</head><body><h1>Old bridge to be mended</h1>{under}{STORY}</body></html>"
    return authors(Page("http://courier.example/2026/x", html.encode()))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_byline_is_read_in_every_form(language: str) -> None:
    by, last, names = LANGUAGES[language]
    wrong = []
    for people in (*((name,) for name in names), names):
        line = last.join(filter(None, (", ".join(people[:-1]), people[-1])))
        wrong += [(form, found) for form in forms(by, line, people) if (found := signed(*form)) != people]
    assert wrong == []


MANY = tuple(f"{first} {last}" for first, last in zip(
    ("Ann", "Ben", "Cara", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jo", "Kit", "Lena", "Mo", "Nora", "Otto", "Pia", "Quin"),
    ("Marsh", "Cole", "Reed", "Stone", "Field", "Brook", "Wood", "Hill", "Dale", "Ford", "Lane", "Moor", "Heath", "Glen", "Shaw", "Wells", "Pike"),
    strict=True,
))  # fmt: skip


def test_of_seventeen_authors_all_are_named() -> None:
    line = f"{', '.join(MANY[:-1])} and {MANY[-1]}"
    assert [form for form in forms("By ", line, MANY) if signed(*form) != MANY] == []


def test_a_list_of_people_is_no_byline() -> None:
    cited = "".join(
        f'<meta name="citation_author" content="{chr(65 + n % 26)}. Roe{chr(97 + n // 26)}">' for n in range(60)
    )
    assert signed(cited, '<p class="byline">By Jane Doe</p>') == ("Jane Doe",)
    assert signed(cited, "") == ()


BYLINES = {
    # who took the pictures
    "By Jane Doe, photos by John Roe": "Jane Doe",
    "Words by Jane Doe. Photographs by John Roe": "Jane Doe",
    "By Jane Doe | Photos: John Roe": "Jane Doe",
    "By Jane Doe, illustration by John Roe": "Jane Doe",
    "By Jane Doe. Graphics: John Roe": "Jane Doe",
    "By Jane Doe, edited by John Roe": "Jane Doe",
    "Von Jane Doe (Text) und John Roe (Fotos)": "Jane Doe",
    "Von Jane Doe, Fotos: John Roe/dpa": "Jane Doe",
    "Par Jane Doe, photos John Roe": "Jane Doe",
    "di Jane Doe - Foto di John Roe": "Jane Doe",
    "Jane Doe, fot. John Roe": "Jane Doe",
    "Text: Jane Doe Foto: John Roe": "Jane Doe",
    "Foto: John Roe": "",
    "Текст: Анна Смирнова, фото: Иван Петров": "Анна Смирнова",
    "文・山田太郎　写真・佐藤花子": "山田太郎",
    # jobs, places, accounts, buttons
    "Jane Doe, Chief Reporter, and John Roe, Health Correspondent": "Jane Doe; John Roe",
    "By Jane Doe Senior Reporter": "Jane Doe",
    "Jane Doe Corresponsal en París": "Jane Doe",
    "Jane Doe aus Kiew": "Jane Doe",
    "By Jane Doe in Paris and John Roe in Berlin": "Jane Doe; John Roe",
    "By Jane Doe @janedoe": "Jane Doe",
    "Jane Doe (@janedoe) and John Roe (@jroe)": "Jane Doe; John Roe",
    "By Jane Doe jane.doe@courier.example": "Jane Doe",
    "Jane Doe Follow": "Jane Doe",
    "Published by Jane Doe on 3 March 2026": "Jane Doe",
    # what kind of text it is
    "Kommentar von Jane Doe": "Jane Doe",
    "Una entrevista de Jane Doe": "Jane Doe",
    "A cura di Jane Doe": "Jane Doe",
    "Redactie: Jane Doe": "Jane Doe",
    # agencies and newsrooms
    "By JANE DOE Associated Press": "JANE DOE",
    "dpa, AFP, Jane Doe": "Jane Doe",
    "Jane Doe / Reuters": "Jane Doe",
    "By Courier Staff": "",
    "本报记者": "",
    "山田太郎記者": "山田太郎",
    "Saltmarsh Courier": "",
}  # fmt: skip


@pytest.mark.parametrize("byline", BYLINES)
def test_those_who_wrote_are_told_from_those_who_did_not(byline: str) -> None:
    assert "; ".join(signed("", f'<div class="byline">{byline}</div>')) == BYLINES[byline]


@pytest.mark.parametrize(("declared", "people"), [
    ("Doe, Jane; Roe, John", ("Jane Doe", "John Roe")), ("Doe, Jane", ("Jane Doe",)), ("courier.example", ()), ("mkr", ()), ("T.R.", ()),
    ("Banksy", ("Banksy",)), ("김민수, 이영희", ("김민수", "이영희")), ("London, Reuters", ()),
])  # fmt: skip
def test_declared_names_surname_first_are_turned_and_initials_and_hosts_are_nobody(
    declared: str, people: tuple[str, ...]
) -> None:
    assert signed(f'<meta name="author" content="{declared}">', "") == people
