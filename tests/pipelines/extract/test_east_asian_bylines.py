# ruff: noqa: E501 -- a byline reads best in one line
"""Bylines, credits and signatures as Chinese, Japanese and Korean papers write them, and lines that look like them."""

import json

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page
from tests.endless import ends

TITLE = "夜间渡轮将再运营三年以后再议"
CHINESE = "<p>港务委员会周二晚上决定，夜间渡轮将再运营三年，岛上居民的担忧由此结束，面包师和护士都需要这班渡轮，会议持续了四个小时。</p>"
JAPANESE = "<p>港湾評議会は火曜日の夜、夜間フェリーをさらに三年間続けることを決め、島の住民の不安は終わった。</p>"
KOREAN = "<p>항만위원회는 화요일 저녁 야간 여객선을 3년 더 운항하기로 결정해 섬 주민들의 몇 달에 걸친 불안을 끝냈다. 위원회는 네 시간 동안 논의했다.</p>"


def people(top: str = "", text: str = CHINESE * 3, below: str = "", head: str = "") -> list[str]:
    html = (
        f"<html><head><title>{TITLE}_港口网</title>{head}</head><body><main><article><h1>{TITLE}</h1>"
        f"{top}<div class='text'>{text}</div>{below}</article></main></body></html>"
    )
    return list(authors(Page("https://tern.example/n/1", html.encode()))[0])


LINES = {
    # Taiwan: paper, reporter, place between slashes
    "邱小穎／台北報導": ["邱小穎"],
    "港口時報 邱小穎／台北報導": ["邱小穎"],
    "2026-11-03 港口時報 邱小穎／台北報導": ["邱小穎"],
    "【港報╱記者劉明光／鹿港報導】": ["劉明光"],
    "【鐘文達、陳世光／綜合報導】": ["鐘文達", "陳世光"],
    "欣港傳媒/記者丁小伶/台北報導 2026-11-03 17:03": ["丁小伶"],
    "圖文／陳曉嵐報導": ["陳曉嵐"],
    "高雄／綜合報導": [],
    "經濟／台北報導": [],
    "國際中心／綜合報導": [],
    "攝影／王小明": [],
    "方法／報導": [],
    # a line of its own in the text
    "文/圖記者黃國水、華小瑩實習生楊金山": ["黃國水", "華小瑩", "楊金山"],
    "文/记者汪小里": ["汪小里"],
    "文\\\\记者龚小菲": ["龚小菲"],
    "□港报记者 刘小峻": ["刘小峻"],
    "港口都市报记者彭小晗侯婷摄影吕山": ["彭小晗", "侯婷"],
    "港口商报(微博)记者 余小龙 实习生 向英": ["余小龙", "向英"],
    "港口谈记者谭飞王小明闫鹃": ["谭飞", "王小明", "闫鹃"],
    "文/于小雷": ["于小雷"],
    "彭小瑜 賀小湘文/圖": ["彭小瑜", "賀小湘"],
    "港报记者 王小明 摄": [],
    "图/记者王小明": [],
    "王小明／攝": [],
    "文/图": [],
    "文/本报记者": [],
    "文/港口社": [],
    "专访知名记者王小明": [],
    "记者于昨日": [],
    "记者周一": [],
    "记者调查": [],
    "本报记者调查": [],
    "责任编辑：李小丽": [],
    "《港报》记者 王小明": ["王小明"],
    # whose pictures these are, what is no name, and offices
    **{
        line: []
        for line in (
            "首席记者 李小丽 供图",
            "本报记者 李小丽 制图",
            "記者李小麗／翻攝自臉書",
            "记者 李小丽 翻拍",
            "记者 李小丽 提供",
        )
    },
    **{
        line: []
        for line in ("本报评论员文章", "评论员文章", "港报／王小明", "安全／綜合報導", "歐洲／綜合報導", "前记者王小明")
    },
    **{line: [] for line in ("成都图文", "宁夏图文", "房产图文", "安全图文", "高校 图文")},
    **{line: [] for line in ("文/学工办", "文/教务处", "文/宣传部", "文/漩矶")},
    # the author of a book, of a song
    **{
        line: []
        for line in (
            "书名：港口 作者：王小明 出版社：港口出版社",
            "《港口》 作者：王小明 版本：港口出版社",
            "本书作者：王小明",
            "歌词作者：王小明",
            "作者：王小明 译者：李小丽",
        )
    },
    "本文作者：王小明": ["王小明"],
    # Japan and Korea
    "取材・文／佐藤花子": ["佐藤花子"],
    "（文＝佐藤花子）": ["佐藤花子"],
    "記者・佐藤花子": ["佐藤花子"],
    "写真／佐藤花子": [],
    **{
        line: []
        for line in (
            "取材：県立美術館",
            "取材：港町商店街",
            "取材：佐藤花子",
            "記者・ライター",
            "記者：なるほど",
            "記者：質問です",
        )
    },
    "글=김민수": ["김민수"],
    "글 김민수 작가": ["김민수"],
    **{
        line: []
        for line in ("글 김민수", "글 조회수", "글 이전글", "글 공감수", "글 남기기", "글 유튜브", "글 | 노벨상")
    },
    "글·사진 김민수": ["김민수"],
    "글 김민수 사진 박지은": ["김민수"],
    "글 작성자": [],
    "글 전체보기": [],
    "사진 김민수": [],
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_its_own_in_the_text(line: str) -> None:
    assert people(text=f"{CHINESE}<p>{line}</p>{CHINESE * 2}") == LINES[line]


AT_HEADLINE = {
    "【港口新聞／陳小華】": ["陳小華"],
    "港報／李小儒": ["李小儒"],
    "港報／": [],
    "港報／社論": [],
    "【（李三光／四川成都）】": ["李三光"],
    "【政治／社會】": [],
    "2026/03/19 18:58 彭小芸 黃小真 報導　　地區：台北市報導": ["彭小芸", "黃小真"],
    "2026/03/19 18:58 綜合 報導": [],
    "2026/03/19 18:58 余先生 報導": [],
    "任天堂 報導": [],
    "記者王小明(微博)": ["王小明"],
    "<div style='display:none'>作者：孙小伟 编辑：孙小伟明</div>": ["孙小伟"],
    "记者 古丽米热": ["古丽米热"],
    "[항구=뉴스] 김민수 기자": ["김민수"],
    "[항구=뉴스] 편집국 기자": [],
    "정리=김민수 기자": ["김민수"],
    "김민수 선임기자": ["김민수"],
    # labels in a line
    "2026-11-03 作者：记者 武小霞 来源：港口网": ["武小霞"],
    "作者：孙小伟 责任编辑：魏小芳": ["孙小伟"],
    "港口网 作者：孙小伟 责任编辑：魏小芳 【编译】 2026年11月3日 17:40 评论": ["孙小伟"],
    "作者： 港口谈记者谭飞王小明闫鹃 稿源： 《港口谈》 2026-11-03 18:22": ["谭飞", "王小明", "闫鹃"],
    "作者：佚名 来源：港口网": [],
    **{
        f"2026-11-03 作者：{office} 来源：港口大学": []
        for office in ("办公室", "教务处", "党办", "团委", "学工办", "人事处", "图书馆")
    },
    "作者：本报记者 来源：港口网": [],
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


BEFORE_TEXT = {
    "【港報記者潘小羽台北報導】": ["潘小羽"],
    "本報訊(記者劉小春)": ["劉小春"],
    "港口讯（记者王明李丽）": ["王明", "李丽"],
    "港口科技讯（李小松）": ["李小松"],
    "（《港报》记者王小明）": ["王小明"],
    "（港口社記者邱小欽桃園19日電）": ["邱小欽"],
    "（港口社記者邱小欽、林小旭台北3月19日電）": ["邱小欽", "林小旭"],
    "（港口社記者邱小欽舊金山18日專電）": ["邱小欽"],
    "（港口社記者王小明 北京5日電）": ["王小明"],
    "（港口社台北19日電）": [],
    "（港口社記者台北19日電）": [],
    "（前记者王小明）": [],
    "（記者陳大華／資料照）": [],
    **{
        f"{said}）": []
        for said in (
            "美联社讯（华盛顿",
            "上海讯（浦东",
            "港口快讯（视频",
            "股市快讯（午评",
            "港口资讯（独家",
            "港口快讯（王小明",
            "港口讯（忆松",
            "港口讯（张家口",
        )
    },
    "港口讯（通讯员 李丽 记者 王小明）": ["王小明"],
    "港口讯（综合）": [],
    "港口讯（图/记者王小明）": [],
    "港口讯（有记者问起）": [],
}


@pytest.mark.parametrize("before", BEFORE_TEXT)
def test_a_bracket_before_the_text(before: str) -> None:
    assert people(text=CHINESE.replace("<p>", f"<p>{before}") + CHINESE * 2) == BEFORE_TEXT[before]


ENDS = {
    "(立悟/编译)": ["立悟"],
    "（李小妍）": ["李小妍"],
    "（欧阳小明）": ["欧阳小明"],
    "(本刊记者/李小睿)": ["李小睿"],
    "（港口网 王小然）": ["王小然"],
    "（王小忠／台中報導）": ["王小忠"],
    "（綜合／台中報導）": [],
    "（邱小九／專訪報導）": [],
    "（评论员 罗小博 萧海）": ["罗小博", "萧海"],
    "（本文来源：港口日报 作者：黄小宇）": ["黄小宇"],
    **{
        end: []
        for end in (
            *(f"（{word}）" for word in ("漩矶", "杭州", "美国", "教师", "免费", "推广", "华为", "小米", "法院", "小说", "张家口", "解放军", "应届生", "高风险", "马克思", "鲁迅", "教务", "团委", "高新区", "点赞", "推荐", "搜索", "王小明饰")),
            "（港口报 杭州）", "（港口财经 自选）", "（港口网 谢谢）", "（党办 王小明）", "（黄河、长江）", "（现代文）", "（新浪编译）", "”（王小明）",
            "（完）", "（全文完）", "（未完待续）", "（图）", "（资料图）", "（王小明摄）", "（王小明 摄）", "（港口网 王小明 摄）", "（图/王小明）",
            "（港口社）", "（据港口网）", "（有删节）", "（编译）", "（编辑 李丽）", "（责任编辑：李丽）", "（北京）", "（高雄）", "（温州）", "（金融）",
            "（周三）", "【纠错】", "<a href='/report'>（纠错）</a>", "（掌声）", "（均为化名）", "（作者为港口大学教授）", "（王先生）", "（李女士）", "（陈某）", "（下转第二版）", "（原标题：夜渡）",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_a_bracket_behind_the_last_sentence_or_under_it(end: str) -> None:
    assert people(text=CHINESE * 2 + CHINESE.replace("</p>", f"{end}</p>")) == ENDS[end]
    assert people(text=CHINESE * 3 + f"<p>{end}</p>") == ENDS[end]


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


JAPANESE_ENDS = {
    "（文＝佐藤花子）": ["佐藤花子"],
    "（聞き手・佐藤花子）": ["佐藤花子"],
    **{
        end: []
        for end in ("（敬称略）", "（佐藤花子）", "（石川県警）", "（山口県内）", "（小林製薬）", "（上野公園）", "（高田馬場）", "（小野市長）", "（坂本龍馬）", "（文：ライター）", "（文：山口大学）", "（時事通信）", "（税込価格）", "（一部抜粋）", "（東京大学）", "（総務大臣）", "（鹿児島県）", "（写真左奥）", "（写真＝佐藤花子）")
    },
}  # fmt: skip


@pytest.mark.parametrize("end", JAPANESE_ENDS)
def test_a_bracket_at_the_end_of_a_japanese_story(end: str) -> None:
    assert people(text=JAPANESE * 2 + JAPANESE.replace("</p>", f"{end}</p>")) == JAPANESE_ENDS[end]


def test_a_korean_place_in_square_brackets() -> None:
    line = KOREAN.replace("<p>", "<p>[항구=뉴스] 김민수 기자 = ")
    assert people(text=line + KOREAN * 2) == ["김민수"]


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


@pytest.mark.parametrize("name", ["記者林小誼／即時報導", "港报记者 林小誼"])
def test_a_credit_declared_as_a_name(name: str) -> None:
    data = json.dumps({"@type": "NewsArticle", "author": {"@type": "Person", "name": name}}, ensure_ascii=False)
    assert people(head=f'<script type="application/ld+json">{data}</script>') == ["林小誼"]


def test_the_author_of_a_book_beside_the_story_is_not_its_own() -> None:
    book = (
        "<div class='box'><h3>好书</h3><div class='sl'><h3><a href='/books/1.html'>你还不懂的职场心理</a></h3>"
        "<div class='author'>作者：裴小玉</div><p>★超实用！人际教战守则。《<a href='/books/1.html'>详全文</a>》</p></div></div>"
    )
    assert people(below=book) == []
    assert people("<p>文/于小雷</p>", below=book) == ["于小雷"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("항구TV 김민수입니다. (minsu@tern.example)", ["김민수"]),
        ("MBC뉴스 김민수입니다.", ["김민수"]),
        ("KBS 뉴스 박지은입니다", ["박지은"]),
        ("항구TV 방송입니다.", []),
        ("항구TV 김민수입니다.", []),
        ("스마트TV 신제품입니다.", []),
        ("이 뉴스 처음입니다.", []),
        ("저는 김민수입니다.", []),
    ],
)
def test_a_broadcasters_reporter_takes_leave(line: str, names: list[str]) -> None:
    assert people(text=f"<div>{KOREAN}<br><br>{line}<br><br>#항구</div>") == names
