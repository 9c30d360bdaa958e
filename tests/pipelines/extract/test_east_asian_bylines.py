# ruff: noqa: E501 -- a byline reads best in one line
"""Bylines, credits and signatures as Chinese, Japanese and Korean papers write them, and lines that look like them."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page
from tests.endless import ends

TITLE = "夜间渡轮将再运营三年以后再议"
CHINESE = "<p>港务委员会周二晚上决定，夜间渡轮将再运营三年，岛上居民的担忧由此结束，面包师和护士都需要这班渡轮，会议持续了四个小时。</p>"


def people(top: str = "", text: str = CHINESE * 3, below: str = "", head: str = "") -> list[str]:
    html = (
        f"<html><head><title>{TITLE}_港口网</title>{head}</head><body><main><article><h1>{TITLE}</h1>"
        f"{top}<div class='text'>{text}</div>{below}</article></main></body></html>"
    )
    return list(authors(Page("https://tern.example/n/1", html.encode()))[0])


AT_HEADLINE = {
    "<div style='display:none'>作者：孙小伟 编辑：孙小伟明</div>": ["孙小伟"],
    "<span class='where'>港口网</span><span class='auth'>张小君</span>": ["张小君"],
    "<span class='auth'>登录</span>": [],
    "<div style='display:none'><span>作者：孙小伟</span> <span>责任编辑：孙小伟</span></div>": [],
    "<div style='display:none'><span>作者：孙小伟</span> <span>责任编辑：魏小芳</span></div>": ["孙小伟"],
    "<div><span>作者：孙小伟</span> <span>责任编辑：孙小伟</span></div>": ["孙小伟"],
    "<span class='auth'>Log In</span>": [],
}


@pytest.mark.parametrize("line", AT_HEADLINE)
def test_a_line_under_the_headline(line: str) -> None:
    assert people(f"<div>{line}</div>") == AT_HEADLINE[line]


def test_a_link_behind_the_last_sentence_or_under_it_signs_nothing() -> None:
    link = "<a href='/report'>（纠错）</a>"
    assert people(text=CHINESE * 2 + CHINESE.replace("</p>", f"{link}</p>")) == []
    assert people(text=CHINESE * 3 + f"<p>{link}</p>") == []


def test_a_bracket_in_the_middle_signs_nothing() -> None:
    assert people(text=CHINESE.replace("</p>", "（李小妍）</p>") + CHINESE * 3) == []
    assert people(text=CHINESE * 2 + CHINESE.replace("。</p>", "（李小妍）。</p>")) == []


def test_what_the_paper_says_of_itself_may_follow_the_signature() -> None:
    notice = "<div><p>港口网声明：凡本网注明来源的作品，版权均属于港口网，未经授权不得转载、摘编或利用其它方式使用上述作品。</p></div>"
    assert people(text=CHINESE * 2 + CHINESE.replace("</p>", "（李小松）</p>"), below=notice) == ["李小松"]


def test_a_bracket_below_the_story_or_behind_each_paragraph_signs_nothing() -> None:
    assert people(below="<div class='x'><p>（王小明）</p></div>") == []
    assert (
        people(text="".join(CHINESE.replace("</p>", f"（{name}）</p>") for name in ("王小明", "李小丽", "张小强")))
        == []
    )


def test_many_paragraphs_without_a_box_of_their_own_cost_little() -> None:
    with ends():
        people(text=CHINESE.replace("p>", "div>") * 3_000)
        people(head=f'<meta name="author" content="记者{"1" * 20_000}x">')


META = '<meta name="author" content="田小伟">'


def test_who_is_shown_to_have_written_comes_before_the_meta_element() -> None:
    assert people("<div>作者：王小攀</div>", head=META) == ["王小攀"]
    assert people("<p>港口谈记者 史小燕</p><div class='author'>责任编辑：田小伟</div>", head=META) == ["史小燕"]
    assert people(text=CHINESE * 2 + CHINESE.replace("</p>", "（王小攀）</p>"), head=META) == ["田小伟"]
    assert people(head=META) == ["田小伟"]


@pytest.mark.parametrize(
    "line",
    [
        "记者：谢谢您", "记者：您好", "记者 直击", "记者 探营", "記者：なるほど", "记者：何时呢", "港报／王小明",
        "현장 기자", "청년 기자", "여성 기자", "동료 기자", "记者 李小丽 供图",
    ],
)  # fmt: skip
def test_what_is_no_name_does_not_come_before_the_meta_element(line: str) -> None:
    assert people(text=f"{CHINESE}<p>{line}</p>{CHINESE * 2}", head=META) == ["田小伟"]


@pytest.mark.parametrize("bracket", ["记者证号码", "前记者王小明", "美联社记者史密斯", "記者陳大華／資料照"])
def test_a_bracket_that_names_no_own_reporter_does_not_come_before_the_meta_element(bracket: str) -> None:
    assert people(text=CHINESE.replace("<p>", f"<p>（{bracket}）") + CHINESE * 2, head=META) == ["田小伟"]


def test_a_caption_does_not_come_before_the_meta_element() -> None:
    figure = "<figure><img src='a.jpg'><figcaption><p>首席记者 李小丽</p></figcaption></figure>"
    assert people(text=CHINESE + figure + CHINESE * 2, head=META) == ["田小伟"]


def test_who_edited_is_no_author() -> None:
    assert people("<div class='author'>责任编辑：孔小明</div>") == []
    assert people("<span class='author'>作者：王小明 编辑：李小丽</span>") == ["王小明"]


def test_the_author_of_a_book_beside_the_story_is_not_its_own() -> None:
    book = (
        "<div class='box'><h3>好书</h3><div class='sl'><h3><a href='/books/1.html'>你还不懂的职场心理</a></h3>"
        "<div class='author'>作者：裴小玉</div><p>★超实用！人际教战守则。《<a href='/books/1.html'>详全文</a>》</p></div></div>"
    )
    assert people(below=book) == []
    assert people("<p>文/于小雷</p>", below=book) == ["于小雷"]
