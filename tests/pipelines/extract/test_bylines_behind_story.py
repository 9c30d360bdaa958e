"""Who signs behind a story's last paragraph, where neither a byline nor markup does."""

import pytest

from pipelines.extract.byline.people import authors
from pipelines.page.page import Page

LATIN = "The council of Saltmarsh heard again on Tuesday that the old bridge, shut to lorries, has to be mended. "
VIETNAMESE = "Hội đồng thành phố hôm thứ Ba lại nghe rằng cây cầu cũ, đã cấm xe tải từ trận lụt, cần được sửa chữa. "
HEBREW = "מועצת העיר שמעה שוב ביום שלישי שהגשר הישן, שנסגר למשאיות מאז השיטפון, זקוק לתיקון דחוף לפני החורף. "


def signers(end: str, prose: str = LATIN, between: str = "", lang: str = "en") -> tuple[str, ...]:
    paragraphs = "".join(f"<p>{prose}</p>" for _ in range(4))
    body = f"<div class=story><h1>A bridge to mend</h1>{paragraphs}{between}{end}</div><div class=foot>Saltmarsh Tern</div>"
    page = (
        f"<html lang={lang}><head><meta charset=utf-8><title>A bridge to mend</title></head><body>{body}</body></html>"
    )
    return authors(Page("https://tern.example/2026/a-bridge-to-mend", page.encode()))[0]


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ('<div style="margin:2px; text-align:right">Minh Nguyễn</div>', ("Minh Nguyễn",)),
        ('<p align="right"><b>K. Miên</b></p>', ("K. Miên",)),
        ('<div align="right"><div>An Bình - Hà Linh</div></div>', ()),
        ('<div align="right"><div>An Bình, Hà Linh</div></div>', ("An Bình", "Hà Linh")),
        ("<p><b>Hà Linh</b> <i>(theo Tern)</i></p>", ("Hà Linh",)),
        ("<p>Hà Linh - Theo Tern</p>", ("Hà Linh",)),
        ("<p>Theo Tern</p>", ()),
        ("<p>(Theo Saltmarsh Tern)</p>", ()),
        ("<p>Theo Hà Linh/Tern.vn</p>", ("Hà Linh",)),
        ("<p>Theo Hà Linh (Tern/Herald)</p>", ("Hà Linh",)),
        ("<p>Theo Tuổi Trẻ/Tern.vn</p>", ()),
        ("<p>Hà Linh (Saltmarsh)</p>", ()),
    ],
)
def test_vietnamese(end: str, people: tuple[str, ...]) -> None:
    assert signers(end, VIETNAMESE, lang="vi") == people


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ('<p id="articleSign">Jean Dupré</p>', ("Jean Dupré",)),
        ('<div class="signature">Jane Doe, Staff Writer</div>', ("Jane Doe",)),
        ('<div class="signature">Jane Doe Staff Writer</div>', ("Jane Doe",)),
        ('<div class="design">Jane Doe</div>', ()),
        ("<table><tr><td><b>Reporter :</b> Issha Harruma</td></tr></table>", ("Issha Harruma",)),
        ("<p>Text: Jane Doe</p>", ("Jane Doe",)),
        ("<p>Text: Terms of Use</p>", ()),
        ('<p align="right">© Saltmarsh Tern</p>', ()),
        ('<p align="right">Photo: Jane Doe</p>', ()),
        ('<p align="right"><a href="/more">Read More</a></p>', ()),
        ('<h4 align="right">Jane Doe</h4>', ()),
        ("<p>Jane Doe</p>", ()),
        ("<p>(Jane Doe)</p>", ()),
        ("<p><b>Jane Doe</b></p><p>was sixty and lived in Saltmarsh.</p>", ()),
    ],
)
def test_latin(end: str, people: tuple[str, ...]) -> None:
    assert signers(end) == people


@pytest.mark.parametrize(
    ("credit", "people"),
    [
        ("Ayşe YILMAZ-Ali Kemal KAYA/ANTALYA, (DHA)", ("Ayşe YILMAZ", "Ali Kemal KAYA")),
        ("Ayşe YILMAZAli KAYA/ANTALYA-DENİZLİ, (DHA)", ("Ayşe YILMAZ", "Ali KAYA")),
        ("Ayşe Yılmaz / MANAVGAT (Antalya), (İHA)", ("Ayşe Yılmaz",)),
        ("ANTALYA, (DHA)", ()),
        ("Kaza/Yangın haberleri", ()),
    ],
)
def test_turkish_agencies(credit: str, people: tuple[str, ...]) -> None:
    assert signers(f"<div><b>{credit}</b></div>") == people
    assert signers("", between="", prose=f"{credit}- {LATIN}") == people


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ("(Reporting by Jane Doe in Saltmarsh; Editing by Max Roe)", ("Jane Doe",)),
        (
            "(Reporting by Jane Doe and Ann Poe in Saltmarsh, Al Roe in Ternby; Editing by Max Roe)",
            ("Jane Doe", "Ann Poe", "Al Roe"),
        ),
        (
            "(Reporting by Jane Doe; additional reporting by Al Roe; writing by Ann Poe, editing by Max Roe)",
            ("Jane Doe",),
        ),
        (
            "(Reporting by Jane Doe; Additional reporting by Al Roe; Writing by Ann Poe; Editing by Max Roe)",
            ("Jane Doe", "Ann Poe"),
        ),
        ("(Reporting and writing by Jane Doe)", ("Jane Doe",)),
        ("(Editing by Max Roe)", ()),
        ("(Reporting by Saltmarsh bureau; Editing by Max Roe)", ()),
        ("(By Jane Doe) Enditem/", ("Jane Doe",)),
        ("(By Jane Doe and Ann Poe)", ("Jane Doe", "Ann Poe")),
        ("(By 3 November)", ()),
        ("(By Boat)", ()),
    ],
)
def test_agencies(end: str, people: tuple[str, ...]) -> None:
    assert signers(f"<p>{LATIN}{end}</p>") == people


def test_what_somebody_is_said_to_have_made_signs_nothing() -> None:
    assert signers(f"<p>{LATIN}The song (By Jane Doe) was sung.</p>") == ()
    assert signers(f"<p>He read a poem (by Jane Doe)</p><p>{LATIN}</p>") == ()


def test_a_text_about_the_author() -> None:
    bio = '<div class="author-bio"><i>Jane Doe is a reporter for the Tern. She can be reached at jane@tern.example.</i></div>'
    assert signers(f"<div>{bio}</div>") == ("Jane Doe",)
    assert signers(f"<div><h4>Reviewed by Max Roe, CPA</h4>{bio}</div>") == ()
    assert signers(f"<div>{bio.replace('Jane Doe is', 'The Tern is')}</div>") == ()


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ("<p>&nbsp;</p><p>(דנה כהן)</p>", ("דנה כהן",)),
        ("<div>(דנה כהן, יוסי לוי)</div>", ("דנה כהן", "יוסי לוי")),
        ("<div>דנה כהן</div>", ()),
        ('<div align="right">מצאתם טעות</div>', ()),
        ("<div>(רויטרס)</div>", ()),
        ("<div>(3 דקות קריאה)</div>", ()),
    ],
)
def test_hebrew(end: str, people: tuple[str, ...]) -> None:
    assert signers(end, HEBREW, lang="he") == people


def test_only_near_the_end_and_not_in_the_middle() -> None:
    name = '<p align="right">Jane Doe</p>'
    assert signers(name) == ("Jane Doe",)
    assert signers(f"{name}<p>{LATIN}</p>") == ()
    assert signers(name, between="<p>A line.</p>" * 3) == ()
    assert signers(name, between='<ul class="related">' + "<li>Other story</li>" * 3 + "</ul>") == ("Jane Doe",)


def test_a_byline_wins() -> None:
    assert signers('<p class="byline">By Jane Doe</p><p align="right">Max Roe</p>') == ("Jane Doe",)
