"""Personal data: what is found, what is not, what becomes of it."""

import pyarrow as pa
import pytest

from pipelines.give.export.pii import spans_of, treated

CONTACT = "Write to ann@post.example or call +49 30 1234567."


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("mail: jane.doe+tips@news.paper.example, please", "email", "jane.doe+tips@news.paper.example"),
        ("jürgen@müller.example", "email", "jürgen@müller.example"),
        ("Donate to DE89 3704 0044 0532 0130 00 THANK YOU", "iban", "DE89 3704 0044 0532 0130 00"),
        ("GB82WEST12345698765432.", "iban", "GB82WEST12345698765432"),
        ("The server at 203.0.113.7 was down.", "ip", "203.0.113.7"),
        ("2001:db8::8a2e:370:7334 answered", "ip", "2001:db8::8a2e:370:7334"),
        ("Call +44 20 7946 0958 now", "phone", "+44 20 7946 0958"),
        ("Call 555-123-4567.", "phone", "555-123-4567"),
        ("Telefon: 030 901820 (Zentrale)", "phone", "030 901820"),
        ("(030) 1234 567", "phone", "(030) 1234 567"),
        ("(030) 90 18 20", "phone", "(030) 90 18 20"),
        ("01 42 68 53 00", "phone", "01 42 68 53 00"),
        ("020 7946 0018 or", "phone", "020 7946 0018"),
        ("030/901820", "phone", "030/901820"),
        ("0151 23456789", "phone", "0151 23456789"),
        ("1-800-555-0199", "phone", "1-800-555-0199"),
        ("8 (495) 606-36-02", "phone", "8 (495) 606-36-02"),
        ("+55 61 3411-1221", "phone", "+55 61 3411-1221"),
        ("Tfno. 912 345 678", "phone", "912 345 678"),
        ("Tél : 01 42 68 53 00", "phone", "01 42 68 53 00"),
        ("DE89-3704-0044-0532-0130-00", "iban", "DE89-3704-0044-0532-0130-00"),
        ("10.0.0.1:8080", "ip", "10.0.0.1"),
        ("203.0.113.0/24", "ip", "203.0.113.0"),
        ("::ffff:192.0.2.128", "ip", "::ffff:192.0.2.128"),
        ("nuestros servicios 8.8.8.8", "ip", "8.8.8.8"),
        ("Tel.: +4930000111", "phone", "+4930000111"),
    ],
)
def test_what_is_personal_data(text: str, kind: str, found: str) -> None:
    assert [(span.kind, text[span.start : span.end]) for span in spans_of(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "DE89 3704 0044 0532 0130 01",
        "On 2026-02-03 and 03/02/2026 at 10:30:15 it was 1,234,567 or 1.234.567,89.",
        "The score was 101-99, 88-85; 2010-2026 in 12 345 678 cases.",
        "Version 1.2.3.4 of the app; 300.1.1.1 is none, and 01.02.03.04 neither.",
        "ISBN 978-3-16-148410-0, flight LH 1234 5678, at @handle, a@b",
        "§ 12.3.4.5 of the code, Firefox 130.0.1.2, std::vector and a::b, 8.8.8.8.8",
        "+10 000 000 Euro, +20 000 000 people, 000 000 000, 100-200-3000 steps, (2024) 123 4567 votes",
        "In 2010, 2011 and 2012 some 1000000 people called.",
    ],
)
def test_what_is_not(text: str) -> None:
    assert spans_of(text) == []


def test_bylines_are_exempt() -> None:
    text = "By Jane Doe, jdoe@paper.example, 555-123-4567\n\nAsk john@post.example or jane.doe@paper.example."
    assert [text[span.start : span.end] for span in spans_of(text, ["Jane Doe"])] == ["john@post.example"]
    assert len(spans_of(text)) == 4


@pytest.mark.parametrize(
    ("handling", "text", "spans"),
    [
        ("keep", CONTACT, ["ann@post.example", "+49 30 1234567"]),
        ("mask", "Write to [EMAIL] or call [PHONE].", ["[EMAIL]", "[PHONE]"]),
        ("drop", "Write to  or call .", ["", ""]),
    ],
)
def test_personal_data_is_kept_masked_or_dropped(handling: str, text: str, spans: list[str]) -> None:
    texts, found = treated(pa.array(["Nothing.", CONTACT]), [None, []], handling)  # type: ignore[arg-type]
    assert texts.to_pylist() == ["Nothing.", text]
    assert found.to_pylist()[0] == []
    assert [text[span["start"] : span["end"]] for span in found.to_pylist()[1]] == spans
