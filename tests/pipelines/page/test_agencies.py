"""Wire agencies: known ones, and those that call themselves so."""

import pytest

from pipelines.lexicon.agencies import agencies, agency, credited
from pipelines.lexicon.data import data


def test_agencies() -> None:
    assert agency("Agence France-Presse") == "AFP"
    assert agency("Paris") is None
    assert credited(["BERLIN (Reuters) - The chancellor said", "more"]) == "Reuters"
    assert credited(["One", "Two", "Three", "Quelle: dpa"]) == "dpa"
    assert credited(["The AP style of writing is well known."]) is None


def test_an_agency_is_known_by_what_it_calls_itself() -> None:
    assert agency("Meridian Press") == "Meridian Press"
    assert agency("Saltmere Free Press") is None
    assert credited(["A bridge fell.", "Nobody was hurt. (Meridian Press)"]) == "Meridian Press"
    assert credited(["A bridge fell.", "Nobody was hurt (the mayor was away)"]) is None
    assert credited(["SALTMERE (Meridian Press) – A bridge fell."]) == "Meridian Press"
    assert (
        credited(["A bridge fell."], ["First appeared in the Herald. Reporting by Meridian Press."]) == "Meridian Press"
    )


def test_a_bureau_is_the_agency() -> None:
    assert agency("AFP Deutschland") == "AFP"
    assert agency("Agencia Efe") == "EFE"


def test_a_name_before_a_known_agency_is_not_part_of_its_name() -> None:
    assert agency("ERIC DOE Associated Press") == "AP"
    assert agency("Great Northern Meridian Press") == "Great Northern Meridian Press"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("ТАСС", "TASS"), ("Рейтер", "Reuters"), ("ロイター", "Reuters"), ("路透社", "Reuters"), ("新華社", "Xinhua"),
        ("رويترز", "Reuters"), ("연합뉴스", "Yonhap"), ("УНІАН", "UNIAN"), ("中央社", "Central News Agency"),
        ("dpa-infocom", "dpa"), ("dpa/lnw", "dpa"), ("mit Material der dpa", "dpa"), ("Meridian Wire", "Meridian Wire"),
    ],
)  # fmt: skip
def test_one_printed_form_of_every_name(name: str, printed: str) -> None:
    assert agency(name) == printed


def test_no_form_of_a_name_is_two_agencies() -> None:
    rows = data()["agencies"]["rows"]
    assert len(agencies()) == sum(len(row.get("forms", ())) for row in rows) > 100
    assert {form: agency(form) for form in agencies()} == agencies()
    assert len({row["name"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("paragraphs", "credit"),
    [
        (["新华社北京2月1日电 桥", "桥"], "Xinhua"),
        (["中央社会工作部 桥"], None),
        (["北京（新华社）桥"], "Xinhua"),
        (["Ein Zug stand.", "Das sagte der Sprecher (dpa)"], "dpa"),
        (["A study.", "So says the American Psychological Association (APA)."], None),
        (["A bridge fell.", "Nobody was hurt (Meridian Press)"], None),
        (["A bridge fell.", "One.", "Two. (AP)", "The bridge is closed."], "AP"),
        (["One", "Two", "Three", "Mr Doe, of the agency (AFP), left.", "Five", "Six", "Seven", "Eight"], None),
    ],
)
def test_what_a_text_credits(paragraphs: list[str], credit: str | None) -> None:
    assert credited(paragraphs) == credit
