"""Wire agencies: known ones, and those that call themselves so."""

from pipelines.extract.byline.agencies import agency, credited


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
