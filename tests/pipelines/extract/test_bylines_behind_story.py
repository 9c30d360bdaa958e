"""Who signs behind a story's last paragraph, where neither a byline nor markup does."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page
from tests.endless import calls

LATIN = "The council of Saltmarsh heard again on Tuesday that the old bridge, shut to lorries, has to be mended. "
VIETNAMESE = "Hội đồng thành phố hôm thứ Ba lại nghe rằng cây cầu cũ, đã cấm xe tải từ trận lụt, cần được sửa chữa. "


def signers(end: str, prose: str = LATIN, between: str = "", lang: str = "en", head: str = "") -> tuple[str, ...]:
    paragraphs = "".join(f"<p>{prose}</p>" for _ in range(4))
    body = f"<div class=story><h1>A bridge to mend</h1>{paragraphs}{between}{end}</div><div class=foot>Saltmarsh Tern</div>"
    head = f"<head><meta charset=utf-8><title>A bridge to mend</title>{head}</head>"
    page = f"<html lang={lang}>{head}<body>{body}</body></html>"
    return authors(Page("https://tern.example/2026/a-bridge-to-mend", page.encode()))[0]


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ('<div style="margin:2px; text-align:right">Minh Nguyễn</div>', ("Minh Nguyễn",)),
        ('<div align="right"><b>K. Miên</b></div>', ("K. Miên",)),
        ('<div align="right"><div>An Bình, Hà Linh</div></div>', ("An Bình", "Hà Linh")),
        ('<div align="right">Hà Linh<br>Ảnh: Hải Nam</div>', ("Hà Linh",)),
        ("<p><b>Hà Linh</b> <i>(theo Tern)</i></p>", ("Hà Linh",)),
        ('<div align="right">An Bình - Hà Linh</div>', ()),
        ('<div align="right">Tuổi Trẻ</div>', ()),
        ('<div align="right">Theo Dân Trí</div>', ()),
        ('<div align="right">Ảnh Hải Nam</div>', ()),
        ('<div><img src="a.jpg"><div align="right">Hà Linh</div></div>', ()),
        ('<table><tr><td align="right">Hà Linh</td></tr></table>', ()),
        ('<blockquote align="right">Hà Linh</blockquote>', ()),
        ("<p>Theo Tern</p>", ()),
        ("<p>(Theo Saltmarsh Tern)</p>", ()),
        ("<p>Tổng Hợp (theo Tern)</p>", ()),
        ("<p>Theo Hà Linh/Tern.vn</p>", ()),
        ("<p>Hà Linh (Saltmarsh)</p>", ()),
    ],
)
def test_vietnamese(end: str, people: tuple[str, ...]) -> None:
    assert signers(end, VIETNAMESE, lang="vi") == people


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ('<p id="articleSign">Jean Dupré</p>', ("Jean Dupré",)),
        ('<div class="sign-in"><div>Sign In</div></div>', ()),
        ('<div class="design">Jane Doe</div>', ()),
        ('<div align="right">Jane Doe</div>', ()),
        ('<div align="right">Guten Appetit</div>', ()),
        ("<p>Theo Hernandez Diaz (AC Milan)</p>", ()),
        ("<p>Jane Doe</p>", ()),
        ("<p>(Jane Doe)</p>", ()),
        ("<p>JANE DOE</p>", ()),
        ("<p>Reporters: Without Borders</p>", ()),
    ],
)
def test_other_languages_need_more_than_a_place(end: str, people: tuple[str, ...]) -> None:
    assert signers(end) == people


@pytest.mark.parametrize(
    ("credit", "people"),
    [
        ("Ayşe YILMAZ-Ali Kemal KAYA/ANTALYA, (DHA)", ("Ayşe YILMAZ", "Ali Kemal KAYA")),
        ("Ayşe YILMAZAli KAYA/ANTALYA-DENİZLİ, (DHA)", ("Ayşe YILMAZ", "Ali KAYA")),
        ("Ayşe YILMAZ / MANAVGAT (Antalya), (İHA)", ("Ayşe YILMAZ",)),
        ("ALİ KAYA/İSTANBUL(DHA)", ("ALİ KAYA",)),
        ("Mehmet Demir/İZMİR, (DHA) - Yangın çıktı", ()),
        ("Spor SERVİSİ/İSTANBUL, (DHA)", ()),
        ("ANTALYA, (DHA)", ()),
        ("Kaza/Yangın haberleri", ()),
    ],
)
def test_turkish_agencies(credit: str, people: tuple[str, ...]) -> None:
    assert signers(f"<div><b>{credit}</b></div>") == people
    assert signers("", prose=f"{credit}- {LATIN}") == people


@pytest.mark.parametrize(
    ("end", "people"),
    [
        ("(Reporting by Jane Doe in Saltmarsh; Editing by Max Roe)", ("Jane Doe",)),
        (
            "(Reporting by Jane Doe and Ann Poe in Saltmarsh, Al Roe in Ternby; Editing by Max Roe)",
            ("Jane Doe", "Ann Poe", "Al Roe"),
        ),
        (
            "(Reporting by Jane Doe; Additional reporting by Al Roe; Writing by Ann Poe; Editing by Max Roe)",
            ("Jane Doe", "Ann Poe"),
        ),
        ("(Reporting By Jane Doe; editing by Max Roe)", ("Jane Doe",)),
        ("(Reporting and writing by Jane Doe)", ("Jane Doe",)),
        ("(Editing by Max Roe)", ()),
        ("(Reporting by Saltmarsh bureau; Editing by Max Roe)", ()),
        ("(Report by World Bank)", ()),
        ("(By Jane Doe) Enditem/", ("Jane Doe",)),
        ("(By Jane Doe and Ann Poe) Enditem/ls", ("Jane Doe", "Ann Poe")),
        ("(By Saint Augustine)", ()),
        ("(By Appointment Only)", ()),
    ],
)
def test_agencies(end: str, people: tuple[str, ...]) -> None:
    assert signers(f"<p>{LATIN}{end}</p>") == people


def test_the_polish_agencys_science_service() -> None:
    assert signers("<p>PAP - Nauka w Polsce, Anna Nowak</p><p>an/ joz/</p>") == ("Anna Nowak",)
    assert signers("<p>PAP – Nauka w Polsce, Anna Nowak, Jan Kowalski</p>") == ()
    assert signers("<p>PAP - Warszawa, 3 listopada</p>") == ()


def test_an_agencys_story_has_its_reporters_and_nobody_else() -> None:
    agency = '<meta name="author" content="Reuters">'
    assert signers(f"<p>{LATIN}(Reporting by Jane Doe; Editing by Max Roe)</p>", head=agency) == ("Jane Doe",)
    assert signers('<p id="articleSign">Jean Dupré</p>', head=agency) == ()


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Jane Doe is a reporter for the Tern. She can be reached at jane@tern.example.", ("Jane Doe",)),
        ("Jane Doe is the Tern's political editor", ("Jane Doe",)),
        ("Jane Doe is Tern's Digital News Editor, follow her on the usual network", ("Jane Doe",)),
        ("Jane Doe is a freelance writer.", ("Jane Doe",)),
        ("Jane Doe is a poet and lives in Saltmarsh.", ()),
        ("Jane Doe is a former editor.", ()),
        ("Jane Doe is the sister of a famous writer.", ()),
        ("Jane Doe is a photo editor.", ()),
        ("Dr Jane Doe is a columnist.", ()),
        ("Night Ferry is a novel by the Norwegian writer Jo Roe.", ()),
        ("Sublime Text is a code editor.", ()),
        ("Human Rights Watch is an alliance of writers and journalists.", ()),
        ("Jane Bridge is a reporter for the Tern.", ()),  # of whom the headline may speak
        ("The Tern is a paper for journalists.", ()),
    ],
)
def test_a_last_line_about_the_author(line: str, people: tuple[str, ...]) -> None:
    assert signers(f"<p><i>{line}</i></p>") == people
    assert signers(f"<div><div class=author-bio><i>{line}</i></div></div>") == people


def test_who_a_last_line_tells_of_is_no_author_beside_another_or_where_the_page_speaks_of_them_before() -> None:
    line = "<p><i>Jane Doe is a reporter for the Tern.</i></p>"
    assert signers(line, head='<meta name="author" content="Max Roe">') == ("Max Roe",)
    assert signers(line, between=f"<p>{LATIN}Nobody was more surprised than Doe herself.</p>") == ()
    assert signers(line, between="<ul><li>Jane Doe, Tern</li></ul>") == ()
    assert signers(line, between="<ul><li>Jane Doe</li></ul>") == ("Jane Doe",)
    assert signers(f"{line}<p>Max Roe is an editor.</p>") == ()


def test_only_near_the_end() -> None:
    name = '<div align="right">Hà Linh</div>'
    related = '<ul class="related">' + "<li>Chuyện khác</li>" * 3 + "</ul>"
    assert signers(f"{name}<p>{VIETNAMESE}</p>", VIETNAMESE, lang="vi") == ()
    assert signers(name, VIETNAMESE, between="<p>Một dòng.</p>" * 3, lang="vi") == ()
    assert signers(name, VIETNAMESE, between=related, lang="vi") == ("Hà Linh",)


def test_a_long_article_of_others_behind_the_story_is_looked_through_once() -> None:
    def cost(paragraphs: int) -> int:
        other = "".join(f"<p>{LATIN}<b>a</b><b>b</b></p>" for _ in range(paragraphs))
        page = Page(
            "https://tern.example/x",
            f"<article><h1>A bridge</h1><p>{LATIN}</p></article><article>{other}</article>".encode(),
        )
        return calls(lambda: authors(page))

    assert cost(400) < 5 * cost(100)
