# ruff: noqa: E501 -- markup is read best in one line
"""The bytes are the truth: right text whatever header or markup declare."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.base.errors import PageDropped
from pipelines.page.page import Page
from pipelines.page.text.charset import decode

RUSSIAN = (
    "Городской совет собрался в понедельник вечером и после долгого разговора решил починить старый мост через реку."
)
GERMAN = "Der Stadtrat beschloss am Montag, die alte Brücke über den Fluß zu reparieren – „endlich“, sagte die Bürgermeisterin."
POLISH = "Rada miasta zebrała się w poniedziałek i po długiej rozmowie postanowiła naprawić stary most, powiedziała pani Żółć."
CHINESE = "市议会星期一晚上开会，经过长时间的讨论，决定修复河上的旧桥。工程将于春天开始。市长说终于等到了这一天。"
TAIWANESE = "市議會星期一晚上開會，經過長時間的討論，決定修復河上的舊橋。工程將於春天開始。市長說終於等到了這一天。"
JAPANESE = "市議会は月曜日の夜に集まり、長い話し合いの末、川に架かる古い橋を修理することを決めた。工事は春に始まる。"
KOREAN = "시의회는 월요일 저녁에 모여 오랜 논의 끝에 강 위의 낡은 다리를 고치기로 결정했다. 공사는 봄에 시작된다."
GREEK = "Το δημοτικό συμβούλιο συνεδρίασε τη Δευτέρα το βράδυ και αποφάσισε να επισκευάσει την παλιά γέφυρα."
ITALIAN = "Nel 2003 una delibera analoga passò senza discussioni: Niccolò Bressan lo disse lunedì, il sindaco ripartì e tornò."
WRITTEN = [
    ("cp1252", ITALIAN), ("cp1251", RUSSIAN), ("koi8-r", RUSSIAN), ("cp1252", GERMAN), ("cp1250", POLISH), ("iso-8859-2", POLISH), ("gb18030", CHINESE),
    ("big5", TAIWANESE), ("shift_jis", JAPANESE), ("euc-jp", JAPANESE), ("euc-kr", KOREAN), ("cp1253", GREEK), ("utf-8", GERMAN),
    ("utf-16-le", GERMAN), ("utf-16-be", RUSSIAN), ("utf-16", CHINESE),
]  # fmt: skip


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1251", "gbk", "nonsense"])
@pytest.mark.parametrize(("encoding", "text"), WRITTEN, ids=[e for e, _ in WRITTEN])
def test_text_is_read_right_whatever_is_declared(encoding: str, text: str, declared: str | None) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    for content_type, head in ((f"text/html; charset={declared}" if declared else None, ""), (None, meta)):
        body = f"<html><head>{head}<title>x</title></head><body><p>{text}</p></body></html>".encode(encoding)
        assert text in Page("http://a.example/", body, content_type).text


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    body = ("<p>" + RUSSIAN * 20 + "</p>").encode() + b"\xff"
    text, name = Page("http://a.example/", body).decoded
    assert name == "utf-8"
    assert text.count("�") == 1


@pytest.mark.parametrize(
    ("broken", "read"),
    [
        (b"\xa9 2026", "© 2026"),  # a footer in latin-1
        (b"a caf\xe9, they say", "a café, they say"),
        (b'content="in F\xc3"', 'content="in F\ufffd"'),  # cut within a letter
        (b"Das ist gr" + b"\xc3" + "ößer".encode(), "Das ist gr\ufffdößer"),
    ],
)
def test_a_broken_byte_among_sound_utf8_is_read_alone(broken: bytes, read: str) -> None:
    body = "<p>Die Bürgermeisterin über die Brücke: “endlich”.</p>".encode() + broken
    assert Page("http://a.example/", body).decoded == (
        f"<p>Die Bürgermeisterin über die Brücke: “endlich”.</p>{read}",
        "utf-8",
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "empty"), (b"\xef\xbb\xbf\n", "empty"), (b"\xff\xfe \x00", "empty"), (b"\x00\x00\x00", "empty"), (b"%PDF-1.4 ...", "binary"), (b"\xff\xd8\xff\xe0JFIF", "binary"), (b"abc\x00\x01\x02\x03def", "binary"), (b"story.html" + bytes(502) + b"<p>An archive of pages.</p>" * 99, "binary"), (bytes(range(1, 256)) * 9, "binary"), (b"\xff\xfb\x90\x64" + bytes(range(255, 0, -1)) * 9, "binary")],
)  # fmt: skip
def test_what_is_no_text_is_dropped_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(PageDropped) as dropped:
        Page("http://a.example/", body, "text/html; charset=utf-8").text  # noqa: B018
    assert dropped.value.reason == reason


def test_a_zero_byte_that_slipped_into_a_text_is_skipped() -> None:
    body = (
        f"<html><title>The har\0bour wall</title><p>{'The council met on Monday. ' * 20}And ad\0journed.</p>".encode()
    )
    text = Page("http://a.example/", body, "text/html").text
    assert "The harbour wall" in text
    assert "And adjourned." in text


@pytest.mark.parametrize("paragraphs", [1, 90])
def test_zeros_that_fill_up_a_file_or_stand_deep_in_it_do_not_make_it_binary(paragraphs: int) -> None:
    told = f"<html><title>The harbour wall</title>{'<p>The council met on Monday.</p>' * paragraphs}".encode()
    for body in (told + bytes(-len(told) % 4096), told + bytes(40), told[:1030] + bytes(60) + told[1030:]):
        assert Page("http://a.example/", body, "text/html").text == told.decode()


LANGUAGES = json.loads((Path(__file__).parent / "languages.json").read_text(encoding="utf-8"))
DECLARED = [
    None, "utf-8", "iso-8859-1", "windows-1251", "windows-1252", "iso-8859-2", "gb2312", "shift_jis", "euc-kr", "big5", "koi8-r", "windows-1253",
    "windows-1254", "nonsense",
]  # fmt: skip
SENTENCE = re.compile(r"[^.。]+[.。]?")
MISTAKEN = {("lithuanian", "cp1257", name) for name in ("iso-8859-1", "windows-1252", "windows-1254")}
"""Read in the declared encoding, for nothing in it looks wrong to us."""


@given(
    data=st.data(),
    language=st.sampled_from(sorted(LANGUAGES)),
    declared=st.sampled_from(DECLARED),
    in_header=st.booleans(),
)
def test_sentences_of_any_language_are_read_right_whatever_is_declared(
    data: st.DataObject, language: str, declared: str | None, in_header: bool
) -> None:
    sentences = data.draw(st.permutations(SENTENCE.findall(LANGUAGES[language]["text"])))
    encoding = data.draw(st.sampled_from(LANGUAGES[language]["encodings"]))
    told = "".join(sentences).strip().encode(encoding, "xmlcharrefreplace").decode(encoding)
    meta = f'<meta charset="{declared}">' if declared and not in_header else ""
    body = f"<html><head>{meta}<title>News</title></head><body><p>{told}</p></body></html>".encode(encoding)
    text = Page("http://a.example/", body, f"text/html; charset={declared}" if declared and in_header else None).text
    assert text.count("\ufffd") <= 0.001 * len(told)
    assert told in text or (language, encoding, declared) in MISTAKEN


@given(body=st.binary(max_size=3000), declared=st.sampled_from(DECLARED))
@example(body=b"\x1b$B\xff", declared=None)
@example(body=b"\x80" * 50, declared="shift_jis")
def test_any_bytes_are_text_or_dropped(body: bytes, declared: str | None) -> None:
    try:
        text = Page("http://a.example/", body, f"text/html; charset={declared}" if declared else None).text
    except PageDropped as dropped:
        assert dropped.reason in ("empty", "binary")
    else:
        assert isinstance(text, str)


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "iso-8859-5"])
def test_a_text_in_utf_8_within_a_template_of_another_encoding_leaves_both_readable(declared):
    head = f"<html><head><meta charset={declared}><title>Рыбак продал лодку | Вестник</title></head><body><p>Раздел: Общество</p><p>"
    story = "Мэр города открыл новый мост через реку, а судья закрыл старую мельницу до самой весны. " * 9
    body = head.encode(declared) + story.encode() + "</p><p>О газете</p></body></html>".encode(declared)
    text, encoding = decode(body, "text/html")
    assert encoding == "utf-8"
    assert ("Рыбак продал лодку | Вестник" in text, "Раздел: Общество" in text, story in text) == (True, True, True)


def test_a_character_cut_in_two_spoils_no_text_in_utf_8():
    story = "<meta charset=windows-1251><p>Мэр города открыл новый мост через реку до самой весны</p>".encode()
    cut = "<p>Судья закрыл старую мельн".encode()[:-1] + b"...</p>"
    assert decode(story + cut, "text/html")[0].endswith("<p>Судья закрыл старую мель\ufffd...</p>")
