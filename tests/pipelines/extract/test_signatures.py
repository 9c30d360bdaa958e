"""Names in a byline: people, agencies, and what is neither."""

import pytest

from pipelines.extract.people.signatures import is_full_name, read_names


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
