"""Names in a Chinese credit, `【港報╱記者王小明／台北報導】`, `文/记者王明 摄影李丽`: surnames part those that run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipelines.lexicon.data import entries_by_language
from pipelines.lexicon.pattern import pattern

MAX_CREDIT_CHARS = 120
"""Characters of a credit."""
HAN = r"[\u3400-\u9fff]"
CHINESE = ("zh", "zh-Hant")
NO_NAME = pattern(
    r"^(?:<<people.no_person|agencies.in_chinese|agencies.in_chinese_abroad>>|.{1,2}<<people.mister>>$|.{1,6}<<people.office_end>>$)"
)
"""Places and words that begin like a name, and how offices, places and questions end."""
OUTLET = rf"(?:{HAN}|[A-Za-z·－-]){{1,12}}<<people.outlet_end>>"
WRITERS = (
    r"(?<![前原名])<<people.reporter_rank>>?<<people.han_reporter>>|<<people.wrote>>"
    r"|(?<![\u3400-\u9fff])<<people.writer_label>>(?=\s?[:：])"
)
PICTURED = pattern("<<people.no_text_credit>>")
"""Words of credits for pictures, and for books."""
IN_PAPER = pattern(rf"《[^《》]{{1,12}}》\s?(?={HAN}{{0,2}}<<people.han_reporter>>)")
PICTURE = pattern("<<people.takes_picture>>")
TOKEN = pattern(rf"(?P<writers>{WRITERS})|(?P<others><<people.other_work>>)")
BOTH = pattern(r"文\s?[/／、·]?\s?<<people.takes_picture>>影?片?|<<people.takes_picture>>\s?[/／]?\s?文")
"""Text and pictures by the same people."""
TEXT = re.compile(r"(?:^|(?<=\W))文\s?[/／╱\\|｜:：]+\s?(?!$)")
SLASH = re.compile(r"[／/╱]")
BEFORE = pattern(rf"(?:{OUTLET}|{HAN}{{0,2}})[\s／/╱|]*")
"""What may stand before the first such word."""
PLACE = pattern(rf"(?:(?<={HAN}{{2}})|(?<=\s))<<people.bureau>>$")
WIRED = pattern(
    rf"(?:(?<={HAN}{{2}})<<people.bureau_abroad>>)?(?<={HAN})\s?(?:\d{{1,2}}月)?\d{{1,2}}日[专專外综綜合]{{0,2}}[电電]$"
)
"""How an agency's credit ends, with a place abroad and the day: `記者王小明柏林19日電`."""
WITHOUT = re.compile(r"[(（\[［]微博[)）\]］]|[\d\-.:/年月日\s]{8,}$|^[\d\-.:/年月日\s]{8,}")
EDGES = " \u3000【】〔〕［］[]（）()〈〉<>□■◎●▲△◆※★*|｜-—–:：/／╱\\,，、.·"
SENTENCE = re.compile(r"[。！？!?；;“”\"「」《》]")
SEPARATOR = re.compile(r"[、，,;；&\s\u3000]+|和(?=.{2})")
ROLELESS = pattern(
    rf"(?:{OUTLET}(?:\s|[／/╱])\s?)?(?P<names>{HAN}{{2,4}}(?:[、\s]{HAN}{{2,4}}){{0,4}})\s?[／/╱]\s?(?![专專][访訪]){HAN}{{2,8}}"
    r"<<people.reported_word>>"
)
BEFORE_REPORT = pattern(
    rf"(?P<names>{HAN}{{3}}(?:[、\s]{HAN}{{3}}){{0,3}})\s<<people.reported_word>>(?:\s+地[區区點点][:：].{{0,20}})?"
)
"""Behind a day: `2026/11/03 18:58 王小明 李大華 報導`."""
BEHIND_PAPER = pattern(rf"^{OUTLET}\s+")
BEHIND_OUTLET = pattern(rf"{OUTLET}\s?[／/╱]\s?(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}}){{0,3}})")
BEFORE_PLACE = re.compile(rf"(?P<names>{HAN}{{3}})\s?[／/╱]\s?{HAN}{{2,6}}")
BEFORE_BOTH = pattern(
    rf"(?P<names>{HAN}{{2,4}}(?:[、\s]{HAN}{{2,4}}){{0,3}})"
    r"(?:\s?文\s?[/／、·]\s?<<people.takes_picture>>影?片?|\s?<<people.takes_picture>>\s?[/／]\s?文|\s<<people.takes_picture>>文)"
)


@cache
def surnames() -> frozenset[str]:
    """The common Chinese surnames; those of two characters among them: https://zh.wikipedia.org/wiki/中国姓氏排名."""
    given = entries_by_language("people.surname")
    return frozenset(name for language in CHINESE for name in given[language])


@cache
def _other_surnames() -> frozenset[str]:
    """Rarer ones, which are ordinary words or parts of first names as well."""
    given = entries_by_language("people.surname_or_word")
    return frozenset(name for language in CHINESE for name in given[language])


def _is_compound(name: str) -> bool:
    return name[:2] in surnames()


def reporters(credit: str) -> list[str]:
    """The names behind the words for reporters in a credit; none if it says anything else, or names pictures' makers alone.

    >>> reporters("【港報╱記者王小明／台北報導】"), reporters("港报记者彭海侯婷婷摄影吕山"), reporters("记者 王明 实习生 李小丽")
    (['王小明'], ['彭海', '侯婷婷'], ['王明', '李小丽'])
    >>> reporters("【港報記者潘小羽台北報導】"), reporters("文/圖記者黃金水、楊國運"), reporters("記者王小明／攝影")
    (['潘小羽'], ['黃金水', '楊國運'], [])
    >>> reporters("专访知名记者王小明"), reporters("图/记者王小明"), reporters("通讯员 李丽 记者 王明")
    ([], [], ['王明'])
    """
    if len(credit) > MAX_CREDIT_CHARS or PICTURED.search(credit):
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
    sizes = (3, 4) if _is_compound(names) else (2, 3) if names[0] in surnames() else ()
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
    if _is_compound(name):
        return len(name) in (3, 4)
    return len(name) in (2, 3) and (name[0] in surnames() or name[0] in _other_surnames())


def signs_alone(name: str) -> bool:
    """True for a full name that no word for its bearer's part stands beside: two characters are as often a word or a place.

    >>> signs_alone("王小明"), signs_alone("欧阳小明"), signs_alone("王明"), signs_alone("张家口"), signs_alone("应届生")
    (True, True, False, False, False)
    """
    return len(name) > 2 and is_chinese(name) and _is_common(name) and name[-1] not in "语語饰飾"  # `（王小明饰）`


def _is_common(name: str) -> bool:
    return name[0] in surnames() or _is_compound(name)


def signed(line: str, *, by_headline: bool = False) -> list[str]:
    """The names in a line of its own without a word for reporters: `王小明／台北報導`, `王明 李丽文/图`.

    At the headline the paper or the place may stand beside them alone: `港報／王小明`, `【王小明／四川】`.

    >>> signed("港口日報 王小明／台北報導"), signed("【王小明、李大華／綜合報導】"), signed("高雄／綜合報導")
    (['王小明'], ['王小明', '李大華'], [])
    >>> signed("港報／王小明", by_headline=True), signed("港報／", by_headline=True)
    (['王小明'], [])
    """
    if len(line) > MAX_CREDIT_CHARS or PICTURED.search(line):
        return []
    text = WITHOUT.sub("", line).strip(EDGES)
    is_bracketed = by_headline and line.lstrip()[:1] in ("【", "（", "(")
    asked = (
        *((pattern, True) for pattern in (ROLELESS, BEFORE_BOTH)),
        (BEFORE_REPORT, by_headline and text != line.strip(EDGES).strip()),
        (BEHIND_OUTLET, by_headline),
        (BEFORE_PLACE, is_bracketed),
    )
    for shape in (shape for shape, may_be in asked if may_be):
        if found := shape.fullmatch(text):
            names = [name for one in SEPARATOR.split(found["names"]) for name in parted(one)]
            is_long = shape is ROLELESS
            if names and all(is_chinese(name) and (_is_common(name) or (is_long and len(name) > 2)) for name in names):
                return names
    return []
