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
    ],
)
def test_other_languages_need_more_than_a_place(end: str, people: tuple[str, ...]) -> None:
    assert signers(end) == people


def test_the_polish_agencys_science_service() -> None:
    assert signers("<p>PAP - Nauka w Polsce, Anna Nowak</p><p>an/ joz/</p>") == ("Anna Nowak",)
    assert signers("<p>PAP – Nauka w Polsce, Anna Nowak, Jan Kowalski</p>") == ()
    assert signers("<p>PAP - Warszawa, 3 listopada</p>") == ()


def test_an_agencys_story_has_its_reporters_and_nobody_else() -> None:
    agency = '<meta name="author" content="Reuters">'
    assert signers(f"<p>{LATIN}(Reporting by Jane Doe; Editing by Max Roe)</p>", head=agency) == ("Jane Doe",)
    assert signers('<p id="articleSign">Jean Dupré</p>', head=agency) == ()


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
