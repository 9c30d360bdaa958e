"""Names in a byline: people, agencies, and what is neither."""

import pytest

from pipelines.extract.people.signatures import is_full_name, read_names


@pytest.mark.parametrize(
    ("byline", "people", "wire"),
    [
        ("By Jane Doe", ["Jane Doe"], None),
        ("Von Jürgen Müller und Anna-Lena Öz", ["Jürgen Müller", "Anna-Lena Öz"], None),
        ("JANE DOE, political editor", ["JANE DOE"], None),
        ("By John Roe and Jane Doe, Associated Press", ["John Roe", "Jane Doe"], "AP"),
        ("Reuters", [], "Reuters"),
        ("dpa/AFP", [], "dpa"),
        ("The Paper Staff", [], None),
        ("Redaktion", [], None),
        ("https://www.facebook.com/thepaper", [], None),
        ("Published 3 November 2025", [], None),
        ("Иван Петров", ["Иван Петров"], None),
        ("松岡大地", ["松岡大地"], None),
        ("Grant Tinsley, PhD", ["Grant Tinsley"], None),
        ("Jillian Doe, MS, RD", ["Jillian Doe"], None),
        ("auto-motor.example Redaktion", [], None),
        ("Jane Doe - Town", ["Jane Doe"], None),
        ("Rachael Link", ["Rachael Link"], None),
        ("Agencies", [], None),
        ("Associated Press in Valencia", [], "AP"),
        ("홍길동 기자", ["홍길동"], None),
        ("嶋田 健志 訳", ["嶋田 健志"], None),
        ("記者 劉明岩", ["劉明岩"], None),
        ("昵称： 登录", [], None),
        ("中国经济网 财经频道", [], None),
        ("José Volta e Pinto", ["José Volta e Pinto"], None),
        ("Ana Souza e José Lima", ["Ana Souza", "José Lima"], None),
        ("Tn.pl", [], None),
        ("Equipe AE", [], None),
        ("E I", [], None),
        ("Metro Saltmarsh", [], None),
        ("Daniel Metro", ["Daniel Metro"], None),
        ("Recueilli par Patrick ANGEVIN", ["Patrick ANGEVIN"], None),
        ("Charles Walton for Storm", ["Charles Walton"], None),
        ("Echo.gr", [], None),
        ("Polizei Steinfurt", [], None),
        ("Digitalagentur für Brücken", [], None),
        ("Bund der Brückenbauer e.V.", [], None),
        ("Haus Brücke GmbH & Co. KG", [], None),
        ("Sponsored by Bridge Works", [], None),
        ("Revised Edition Edited by Jane Doe", [], None),
        ("By Jane Doe for The Harbour Times", ["Jane Doe"], None),
        ("Texte : Jeanne Doe - Photos : Paul Roe", ["Jeanne Doe"], None),
        ("Siobhán O’Doe and Ngũgĩ wa Roe", ["Siobhán O’Doe", "Ngũgĩ wa Roe"], None),
        ("Por Ana Doe con Agencia EFE", ["Ana Doe"], "EFE"),
        ("Door Jan de Doe met ANP", ["Jan de Doe"], "ANP"),
        ("Jean Doe avec AFP", ["Jean Doe"], "AFP"),
        ("Jane Doe (AP)", ["Jane Doe"], "AP"),
        ("AFP, MANILA", [], "AFP"),
        ("AFP, NEW YORK", [], "AFP"),
        ("By Jane Doe. Photo / John Roe", ["Jane Doe"], None),
        ("By Jane Doe Photo credit: John Roe", ["Jane Doe"], None),
        ("By Jane Doe with photographs by John Roe", ["Jane Doe"], None),
        ("Jane Doe, Reporter; John Roe, Photographer", ["Jane Doe"], None),
        ("Reporting by Jane Doe; photos by John Roe", ["Jane Doe"], None),
        ("Foto Max Roe und Ann Poe", [], None),
        ("Text Jane Doe, Fotos Max Roe und Ann Poe", ["Jane Doe"], None),
        ("Jane Doe | Photos Max Roe, Ann Poe", ["Jane Doe", "Ann Poe"], None),
        ("Jane Doe and Max Roe, photos Ann Poe y Jo Lee", ["Jane Doe", "Max Roe"], None),
        ("Foto Max Roe und Text Ann Poe", ["Ann Poe"], None),
        ("Fotos und Text Max Roe und Ann Poe", ["Max Roe", "Ann Poe"], None),
        ("Foto Max Roe und Ann Poe (Text)", ["Ann Poe"], None),
        ("Wire Reports", [], None),
        ("Sky Sports", [], None),
        ("Pressestelle Hafen", [], None),
    ],
)
def test_names_in_a_byline(byline: str, people: list[str], wire: str | None) -> None:
    assert read_names(byline, set()) == (people, wire)


@pytest.mark.parametrize(
    "name",
    [
        "Jennifer Senior",
        "Tom Service",
        "Max Read",
        "Katy Guest",
        "June Thomas",
        "August W. Brown",
        "Red Smith",
        "Ed Friday",
    ],
)
def test_a_word_that_people_are_called_by_vetoes_no_signature(name: str) -> None:
    assert read_names(f"By {name}", set(), pen_names=True) == ([name], None)
    assert read_names(name, set()) == ([], None)


@pytest.mark.parametrize(
    "desk",
    [
        "Guest Author",
        "Senior Reporter",
        "News Service",
        "Wire Service",
        "Sunday Times",
        "American Red Cross",
        "Must Read",
        "Red",
    ],
)
def test_the_same_words_in_other_places_are_no_names(desk: str) -> None:
    assert read_names(desk, set(), pen_names=True) == ([], None)


def test_a_declared_person_is_no_unknown_agency() -> None:
    assert read_names("Eyal Press", set(), pen_names=True, person=True) == (["Eyal Press"], None)
    assert read_names("Canadian Press", set(), pen_names=True, person=True) == ([], "The Canadian Press")
    assert read_names("Free Press", set(), pen_names=True, person=True) == ([], None)


@pytest.mark.parametrize(
    "name", ["Jane Doe", "Anna van der Berg", "R.C. Baker", "Lê Phương", "Иван Петров", "Öz Müller-Doe"]
)
def test_full_names(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "name", ["Jane", "jane doe", "Bridge will be mended", "CUSTOMS AND BORDER", "Jane Doe:", "Staff Reporter"]
)
def test_what_is_no_full_name(name: str) -> None:
    assert not is_full_name(name)


def test_a_by_word_is_no_pen_name() -> None:
    assert read_names("Von", set(), pen_names=True) == ([], None)
    assert read_names("by bridgefan ,", set(), pen_names=True) == (["bridgefan"], None)


HOUSES = (
    "Webmaster", "Lokalredaktion", "Leserreporter", "Gastbeitrag", "Contributed", "Opinion", "本报记者", "编辑部", "온라인뉴스팀",
)  # fmt: skip


@pytest.mark.parametrize("house", HOUSES)
def test_a_house_signs_for_nobody(house: str) -> None:
    assert read_names(house, set(), pen_names=True) == ([], None)
