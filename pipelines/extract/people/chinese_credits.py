"""Names in a Chinese credit, `【港報╱記者王小明／台北報導】`, `文/记者王明 摄影李丽`: surnames part those that run together."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 120
"""Characters of a credit."""
HAN = r"[\u3400-\u9fff]"
SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程"
    "苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾鐘谭譚陆陸汪范範石廖贾賈夏韦韋付傅方邹鄒孟熊秦邱尹薛闫閆阎閻段雷侯史陶黎贺賀顾顧郝龚龔邵钱錢严嚴"
    "覃戴莫孔汤湯温溫施樊葛邢齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿"
)
"""The most common ones: https://zh.wikipedia.org/wiki/中国姓氏排名."""
MORE_SURNAMES = frozenset(
    "丘江白毛万萬武向仲康牛安关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂塗成苗谷盛曲翁冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤穆农農卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄"
    "婁窦竇戚岑景党宫宮费費卜晏席卫衛米柏宗瞿桂佟应應臧闵閔苟邬鄔边邊卞姬仇栾欒隋刁沙荣榮巫寇甄丛虞敖巩鞏佘查麻苑迟遲邝鄺金洪洛龙龍常文雍"
)
"""Others, which are ordinary words or parts of first names as well."""
COMPOUND = tuple(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 皇甫 尉迟 夏侯 慕容 令狐 公孙 范姜 張簡".split()  # noqa: SIM905
)
NO_NAME = re.compile(
    r"^(?:高雄|金门|金門|马祖|馬祖|江[苏蘇西门門]|[云雲]南|[云雲]林|安徽|石家[庄莊]|武[汉漢]|[温溫]州|[郑鄭]州|徐州|常州|柳州|[苏蘇]州|黄[山石]"
    r"|黃[山石]|[马馬]来|[韩韓][国國]|唐山|秦皇|林口|莫斯科|孟买|孟買|彭博|路透|[华華][盛尔爾人]|[龙龍]岩|白宫|白宮|金[边邊融]|[宁寧]波|周[一二三四五六日末刊]"
    r"|[时時]事|[财財][经經]|[万萬]象|高[层層清考]|文[化字教艺藝章]|易[经經]|任[务務何]|[张張]家[口界港]|[黄黃](?:[浦冈岡]|[河金]$)"
    r"|[马馬](?:尼拉|德里|克思|克[龙龍]|拉松|[里路上]$)|[许許]多|石(?:景山|[油化])|夏(?:威夷|[令粮糧])|方[便法案式]|孟加拉|[贺賀][岁歲]|[罗羅][马馬]尼"
    r"|[钱錢][币幣]|[齐齊][齐齊]|章程|[欧歐][洲盟元冠]|胡志明|林[业業]|田[径徑]|[谢謝]{2}|何[时時人谓謂]|曾[经經任]|于是|[严嚴]重|施工|董事|[陈陳]列"
    r"|高(?:[温溫铁鐵速级級压壓]|[兴興校中]生?$|[尔爾]夫|血|[风風][险險])|[顾顧][问問客]|[韩韓][流剧劇]|[陆陸](?:家嘴|委)|潘多拉|[苏蘇](?:格[兰蘭]|[维維伊])"
    r"|.{1,2}(?:先生|女士|小姐|太太|老[师師])$"
    r"|.{1,6}[处處室办辦委院馆館局科组組部队隊市县縣区區省州镇鎮会會员員者吗嗎呢吧啊呀的]$)"
)
"""Places and words that begin like a name, and how offices, places and questions end."""
OUTLET = (
    rf"(?:{HAN}|[A-Za-z·－-]){{1,12}}"
    r"(?:[报報社网網台臺刊谈談視视]|新[闻聞]|[传傳]媒|[财財][经經]|科技|[在線线]{2}|[体體]育)"
)
WRITERS = (
    r"(?<![前原名])(?:本[报報刊网網社台]|特[约約派]|首席|[见見][习習]|[实實][习習])?(?:[记記]者|[实實][习習]生|[评評][论論][员員])"
    r"|撰稿|撰文|(?<![\u3400-\u9fff])(?:本文)?作者(?=\s?[:：])"
)
OTHERS = (
    r"通[讯訊][员員]|[摄攝]影?|文?[图圖](?:片|表)?|[视視][频頻]|漫[画畫]|[责責]任?[编編][辑輯]?|[编編][辑輯]|校[对對]|[审審]核|[监監]制|[来來]源|稿源"
    r"|(?:[综綜]合|即[时時]|[连連][线線]|[专專][题題]|外[电電])?[报報][导導道]|特稿|[发發]自|[时時][间間]|日期|字[号號]|[点點][击擊]|[阅閱][读讀]|[浏瀏][览覽]|[发發][布表]"
)
PICTURED = re.compile(
    r"[供制製][图圖]|翻[摄攝拍]|[资資]料[图圖照]|提供|配音|[插绘繪][图圖画畫]"
    r"|[书書]名|出版|版本|[译譯]者|定[价價]|ISBN"
)
"""Words of credits for pictures, and for books."""
IN_PAPER = re.compile(rf"《[^《》]{{1,12}}》\s?(?={HAN}{{0,2}}[记記]者)")
PICTURE = re.compile(r"[摄攝]|[图圖]")
TOKEN = re.compile(rf"(?P<writers>{WRITERS})|(?P<others>{OTHERS})")
BOTH = re.compile(r"文\s?[/／、·]?\s?[图圖摄攝]影?片?|[图圖]\s?[/／]?\s?文")
"""Text and pictures by the same people."""
TEXT = re.compile(r"(?:^|(?<=\W))文\s?[/／╱\\|｜:：]+\s?(?!$)")
SLASH = re.compile(r"[／/╱]")
BEFORE = re.compile(rf"(?:{OUTLET}|{HAN}{{0,2}})[\s／/╱|]*")
"""What may stand before the first such word."""
PLACE = re.compile(
    rf"(?:(?<={HAN}{{2}})|(?<=\s))(?:[台臺][北中南東]|新北|桃園|高雄|基隆|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|澎湖|金門|[综綜]合|即[时時]|北京"
    r"|上海|[广廣]州|香港|[东東]京|首爾|首尔|紐約|纽约|[华華]盛[顿頓]|[伦倫]敦|巴黎)$"
)
WIRED = re.compile(
    rf"(?:(?<={HAN}{{2}})(?:[旧舊]金山|洛杉[矶磯]|多[伦倫]多|柏林|布[鲁魯]塞[尔爾]|日[内內]瓦|莫斯科|曼谷|河[内內]|雅加[达達]|[马馬]尼拉|吉隆坡|新加坡"
    rf"|新德里|雪梨|悉尼|[罗羅][马馬]|[维維]也[纳納]|[马馬]德里))?(?<={HAN})\s?(?:\d{{1,2}}月)?\d{{1,2}}日[专專外综綜合]{{0,2}}[电電]$"
)
"""How an agency's credit ends, with a place abroad and the day: `記者王小明柏林19日電`."""
WITHOUT = re.compile(r"[(（\[［]微博[)）\]］]|[\d\-.:/年月日\s]{8,}$|^[\d\-.:/年月日\s]{8,}")
EDGES = " \u3000【】〔〕［］[]（）()〈〉<>□■◎●▲△◆※★*|｜-—–:：/／╱\\,，、.·"
SENTENCE = re.compile(r"[。！？!?；;“”\"「」《》]")
SEPARATOR = re.compile(r"[、，,;；&\s\u3000]+|和(?=.{2})")
ROLELESS = re.compile(
    rf"(?:{OUTLET}(?:\s|[／/╱])\s?)?(?P<names>{HAN}{{2,4}}(?:[、\s]{HAN}{{2,4}}){{0,4}})\s?[／/╱]\s?(?![专專][访訪]){HAN}{{2,8}}(?:[报報][导導道]|特稿)"
)
BEFORE_REPORT = re.compile(
    rf"(?P<names>{HAN}{{3}}(?:[、\s]{HAN}{{3}}){{0,3}})\s[報报][導导道](?:\s+地[區区点點][:：].{{0,20}})?"
)
"""Behind a day: `2026/11/03 18:58 王小明 李大華 報導`."""
BEHIND_PAPER = re.compile(rf"^{OUTLET}\s+")
BEHIND_OUTLET = re.compile(rf"{OUTLET}\s?[／/╱]\s?(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}}){{0,3}})")
BEFORE_PLACE = re.compile(rf"(?P<names>{HAN}{{3}})\s?[／/╱]\s?{HAN}{{2,6}}")
BEFORE_BOTH = re.compile(
    rf"(?P<names>{HAN}{{2,4}}(?:[、\s]{HAN}{{2,4}}){{0,3}})(?:\s?文\s?[/／、·]\s?[图圖摄攝]影?片?|\s?[图圖]\s?[/／]\s?文|\s[图圖]文)"
)


def reporters(credit: str) -> list[str]:
    """The names behind the words for reporters in a credit; none if it says anything else, or names pictures' makers alone.

    >>> reporters("【港報╱記者王小明／台北報導】"), reporters("港报记者彭海侯婷婷摄影吕山"), reporters("记者 王明 实习生 李小丽")
    (['王小明'], ['彭海', '侯婷婷'], ['王明', '李小丽'])
    >>> reporters("【港報記者潘小羽台北報導】"), reporters("文/圖記者黃金水、楊國運"), reporters("記者王小明／攝影")
    (['潘小羽'], ['黃金水', '楊國運'], [])
    >>> reporters("专访知名记者王小明"), reporters("图/记者王小明"), reporters("通讯员 李丽 记者 王明")
    ([], [], ['王明'])
    """
    if len(credit) > LONGEST or PICTURED.search(credit):
        return []
    credit = WIRED.sub("報導", WITHOUT.sub("", IN_PAPER.sub("", credit)).strip(EDGES))
    text = TEXT.sub(" 撰文 ", BOTH.sub(" 撰文 ", credit)).strip()
    tokens = [] if SENTENCE.search(text) else [*TOKEN.finditer(text)]
    if not tokens or not BEFORE.fullmatch(text[: tokens[0].start()]):
        return []
    ends = [*(token.start() for token in tokens[1:]), len(text)]
    said = [text[token.end() : end] for token, end in zip(tokens, ends, strict=True)]
    names: list[str] = []
    pictured = False
    for at, token in enumerate(tokens):
        chunk = SLASH.split(said[at].strip(EDGES))[0].strip(EDGES)
        after = tokens[at + 1]["others"] if at + 1 < len(tokens) else None
        skips = token["others"] or pictured or not chunk  # `图/记者王明`
        pictured = not chunk and (pictured or PICTURE.search(token[0]) is not None)
        if skips:
            continue
        if after and PICTURE.search(after) and not said[at + 1].strip(EDGES):
            break  # `记者王明 摄`
        found = [name for one in SEPARATOR.split(PLACE.sub("", chunk) if after else chunk) for name in parted(one)]
        if not found or (said[at][:1] == chunk[:1] and len(found[0]) != 3 and not is_chinese(found[0])):
            break  # `记者采访`
        names += found
    return names


def parted(names: str) -> Iterator[str]:
    """The names that run together, if surnames part them in one way; a text of up to four characters may be one name.

    >>> [*parted("谭飞王艳明闫鹃")], [*parted("王小明")], [*parted("王明李丽")], [*parted("欧阳小明")], [*parted("走访第一站")]
    (['谭飞', '王艳明', '闫鹃'], ['王小明'], ['王明', '李丽'], ['欧阳小明'], [])
    """
    if not re.fullmatch(rf"{HAN}{{2,15}}", names):
        return
    ways = [] if len(names) < 4 else [way for way in _ways(names) if len(way) > 1 or is_chinese(names)]
    if len(ways) == 1:
        yield from ways[0]
    elif len(names) <= 4:
        yield names


def _ways(names: str) -> list[list[str]]:
    """All ways to read a text as names that each begin with a common surname."""
    if not names:
        return [[]]
    sizes = (3, 4) if names.startswith(COMPOUND) else (2, 3) if names[0] in SURNAMES else ()
    heads = [names[:size] for size in sizes if size <= len(names)]
    return [[head, *rest] for head in heads for rest in _ways(names[len(head) :])]


def apart(name: str) -> list[str]:
    """The names that spaces part, if each is Chinese and has three characters: families of Japan, before which another name
    may stand, seldom have so many.

    >>> apart("上官云 宋宇晟"), apart("中村 高志"), apart("王明 李华")
    (['上官云', '宋宇晟'], ['中村 高志'], ['王明 李华'])
    """
    words = name.split()
    return words if len(words) > 1 and all(len(word) == 3 and is_chinese(word) for word in words) else [name]


def is_chinese(name: str) -> bool:
    """True if a name has a Chinese surname and one or two characters more.

    >>> is_chinese("王小明"), is_chinese("欧阳小明"), is_chinese("高雄"), is_chinese("调查")
    (True, True, False, False)
    """
    if NO_NAME.match(name):
        return False
    return len(name) in ((3, 4) if name.startswith(COMPOUND) else (2, 3)) and (
        name.startswith(COMPOUND) or name[0] in SURNAMES or name[0] in MORE_SURNAMES
    )


def signs_alone(name: str) -> bool:
    """True for a full name that no word for its bearer's part stands beside: two characters are as often a word or a place.

    >>> signs_alone("王小明"), signs_alone("欧阳小明"), signs_alone("王明"), signs_alone("张家口"), signs_alone("应届生")
    (True, True, False, False, False)
    """
    return len(name) > 2 and is_chinese(name) and _is_common(name) and name[-1] not in "语語饰飾"  # `（王小明饰）`


def _is_common(name: str) -> bool:
    return name[0] in SURNAMES or name.startswith(COMPOUND)


def signed(line: str, *, by_headline: bool = False) -> list[str]:
    """The names in a line of its own without a word for reporters: `王小明／台北報導`, `王明 李丽文/图`.

    At the headline the paper or the place may stand beside them alone: `港報／王小明`, `【王小明／四川】`.

    >>> signed("港口日報 王小明／台北報導"), signed("【王小明、李大華／綜合報導】"), signed("高雄／綜合報導")
    (['王小明'], ['王小明', '李大華'], [])
    >>> signed("港報／王小明", by_headline=True), signed("港報／", by_headline=True)
    (['王小明'], [])
    """
    if len(line) > LONGEST or PICTURED.search(line):
        return []
    text = WITHOUT.sub("", line).strip(EDGES)
    is_bracketed = by_headline and line.lstrip()[:1] in ("【", "（", "(")
    asked = (
        *((pattern, True) for pattern in (ROLELESS, BEFORE_BOTH)),
        (BEFORE_REPORT, by_headline and text != line.strip(EDGES).strip()),
        (BEHIND_OUTLET, by_headline),
        (BEFORE_PLACE, is_bracketed),
    )
    for pattern in (pattern for pattern, may_be in asked if may_be):
        if found := pattern.fullmatch(text):
            names = [name for one in SEPARATOR.split(found["names"]) for name in parted(one)]
            is_long = pattern is ROLELESS
            if names and all(is_chinese(name) and (_is_common(name) or (is_long and len(name) > 2)) for name in names):
                return names
    return []
