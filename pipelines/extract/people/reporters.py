"""Reporters whom Chinese and Korean stories name in their first or last line: `本报讯（记者王明）`, `[항구일보 김민수 기자]`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, filterfalse, pairwise, takewhile

from pipelines.extract.people.bylines import is_shown
from pipelines.extract.people.chinese_credits import (
    BEHIND_PAPER,
    NO_NAME,
    PICTURED,
    is_chinese,
    parted,
    reporters,
    signed,
    signs_alone,
)
from pipelines.extract.people.signatures import EAST_ASIAN, NEWSROOM, is_east_asian
from pipelines.lexicon.data import entries_by_language
from pipelines.lexicon.pattern import pattern
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.teasers import HEADINGS

FIRST = 3
"""Paragraphs of which one may begin so."""
PROSE = 60
"""Size of a paragraph; see `Piece.size`."""
MAX_LINE_CHARS = 60
BARE = pattern("^<<people.han_reporter>>[\u3400-\u9fff]+$")
HAN = r"[\u3400-\u9fff]"
CHINESE = pattern(
    r"^\W*[^。！？]{0,30}?[（(【〔［\[](?P<credit>[^（()）】〕]{0,20}<<people.han_reporter>>[^（()）】〕]{2,40})[)）】〕］\]]"
)
"""A bracket before or after the place: `港口讯（记者王明 李丽）`, `【记者王小明／台北报导】`."""
DATELINE = re.compile(rf"^\W*{HAN}{{2,10}}(?<![资資快通電电])[讯訊]\s?[（(](?P<credit>{HAN}{{3,4}})[)）]")
"""A name alone behind the paper's: `港口科技讯（王小明）`."""
KOREAN = pattern(
    r"^(?:\[[^\[\]]{0,14}?(?:\s|=)(?P<paper>[\uac00-\ud7af]{2,4})\s<<people.hangul_reporter>>\]"
    r"|(?:\([^()]{2,14}=[^()]{2,12}\)|\[[^\[\]=]{1,14}=[^\[\]]{1,12}\])\s?(?P<wire>[\uac00-\ud7af]{2,4})\s<<people.hangul_reporter>>"
    r"\s?(?:=|$))"
)
"""Before the text: `[항구일보 김민수 기자]`, `(부산=연합뉴스) 김민수 기자 =`; in a line of its own: `[부산=뉴스] 김민수 기자`."""
KOREAN_END = pattern(
    r"^[/(\[]?\s?(?:\S{2,8}\s?=\s?)?(?P<name>[\uac00-\ud7af]{2,4})\s<<people.hangul_rank>>?<<people.hangul_reporter>>\s?\(?\S+@\S+$"
)
"""Under the text: `김민수 기자 minsu@paper.example`."""
KOREAN_SIGN_OFF = pattern(
    r"<<agencies.signs_off>>\s?뉴스\s(?P<name>[\uac00-\ud7af]{3})<<people.signs_off>>\.?"
    r"|(?:<<agencies.signs_off>>|[^\s()]{1,6}TV)\s(?P<other>[\uac00-\ud7af]{3})<<people.signs_off>>\.?\s?\(?\s?\S+@\S+"
)
"""How a broadcaster's report ends, in a line of its own: `항구TV 김민수입니다. (minsu@paper.example)`."""
TAKES_LEAVE, LAST = "입니다", 8
HANGUL = re.compile("[\uac00-\ud7af]+")
KOREAN_TEXT = pattern(
    r"^글(?=.*[:：=·/|]|.*(?:작가|기자|\s사진\s))(?:·사진)?(?:\s?[:：=·/|]\s?|\s)"
    r"(?!이전|조회|공감|추천|최신|인기|이미지|유튜브|노벨|전송|주소|신고|문의)(?P<name>[\uac00-\ud7af]{3})"
    r"(?:\s(?:기자|작가))?(?:[\s·,/|]{1,3}사진\s.{2,20})?$"
)
"""Text by, in a line of its own: `글=김민수`, `글 김민수 사진 박지은`."""
LINE = pattern(
    r"^(?:(?:(?:정리|글|취재)\s?=\s?)?(?P<korean>[\uac00-\ud7af]{2,4})\s<<people.hangul_rank>>?\s?<<people.hangul_reporter>>"
    rf"|{HAN}{{0,8}}[记記]者[\s：:](?P<several>{HAN}{{2,4}}(?:[\s、，,]{HAN}{{2,4}}){{0,5}}))$"
)
"""A line of its own under the headline: `김민수 기자`, `港口新闻记者 王明 李丽`."""
MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,3}")
"""An address in a box of its own, behind the reporter's: `<dt>김민수 기자</dt><dd>minsu@paper.example</dd>`."""
JAPANESE_NAME = r"[\u3041-\u30ff\u3400-\u9fff]{3,6}"
DID_TEXT = r"<<people.did_text>>\s?[・＝=：:／/|]\s?"
JAPANESE_TEXT = pattern(rf"^{DID_TEXT}(?P<names>{JAPANESE_NAME}(?:[、・]{JAPANESE_NAME}){{0,3}})$")
"""Text by: `取材・文／佐藤花子`, `（文＝佐藤花子）`, `聞き手・佐藤花子`."""
JAPANESE_END = pattern(
    rf"。\s?(?:【(?P<names>{HAN}{{3,5}}(?:、{HAN}{{3,5}}){{0,4}})】"
    rf"|[（(]{DID_TEXT}(?P<text>{JAPANESE_NAME}(?:、{JAPANESE_NAME}){{0,3}})[)）])$"
)
"""How the last paragraph ends: `…という。【高橋由美】`, `…という。（文＝高橋由美）`; agencies have two characters."""
NO_JAPANESE_NAME = pattern("<<people.no_japanese_name>>")
KANA = re.compile("[\u3041-\u30ff]")
TEXTS_UNDER_HEADLINE = 10
"""Texts under the headline among which it stands."""
FOREIGN = pattern("<<agencies.in_chinese_abroad>>")
"""Agencies whose reporters have names from elsewhere: `美联社记者史密斯`."""
BELOW = 3
"""Texts behind the last paragraph of which one may sign, and last paragraphs of which one may end with a signature."""
SPLIT = re.compile(r"[、，,\s]")
END = re.compile(r"(?:^|(?<=[。！？!?…”」』）)；]))\s*[（(【〔](?P<credit>[^（()）【】〔〕]{2,40})[)）】〕]\s*$")
"""A bracket behind the last sentence, or in a line of its own: `…。（王明）`, `（港口网 王明）`."""
BY_AUTHOR = pattern(
    r"(?:^|[\s|])<<people.writer_label>>\s?[:：]\s?(?P<credit>[^:：]{2,40}?)"
    r"(?=$|\s?[\u3400-\u9fff]{2,6}\s?[:：]|\s*[\d|【《]|\s(?!\S{2,4}(?:\s|$)))"
)
"""An author among other labels: `2026-11-03 作者：王明 来源：港报`."""
GATHERED = re.compile("[综綜]合")
EDITED = re.compile(r"[编編][辑輯]\s?[:：]\s?([\u3400-\u9fff]{2,4})")
CLOSING = (")", "）", "】", "〕")
QUOTED = re.compile("[”」』]\\s*[（(]$")
"""Behind what somebody said stands who that was."""
DID = re.compile(r"(?P<name>[\u3400-\u9fff]{2,4}?)\s?(?P<slash>[/／])?\s?(?:[编編][译譯]|整理|撰文|文)")
NO_SIGNATURE = pattern("<<people.no_pen_name|agencies.in_chinese|agencies.in_chinese_abroad>>")
"""What stands in such a bracket and is no pen name: `（完）`, `（有删节）`, `（资料图）`, `（新华网）`."""


def in_text(page: Page) -> Iterator[str]:
    """The reporters whom the first paragraphs of the story name in brackets, a line under the headline, in the story or with an
    address, or the bracket at its end.
    """
    yield from _credited(page, lambda _, __: True) or _signing_at_end(page) or _signing_off(page)


def in_credits(page: Page) -> list[str]:
    """The reporters in lines of their own, behind a label, or in brackets before the text, where words say what they are and
    each name is like one.
    """
    return _credited(page, lambda piece, names: all(map(_is_sure, names)) and not FOREIGN.search(piece.text[:100]))


def _credited(page: Page, accepts: Callable[[Piece, list[str]], bool]) -> list[str]:
    """The names of the first place that has some which are accepted."""
    pieces = [piece for piece in page.outline.pieces if not piece.text.isascii()]
    top, story, head, _ = _story(page)
    edited = {piece.order for piece in top if _is_hidden_editor(piece)}
    top, story = ([piece for piece in part if piece.order not in edited] for part in (top, story))
    above = (piece for piece, following in pairwise(page.outline.pieces) if MAILBOX.fullmatch(following.text))
    first = [piece for piece in pieces if piece.size >= PROSE and piece.link_share < 0.5][:FIRST]
    signed_lines = [(piece, _signed_line(piece)) for piece in story]
    lines = [
        (piece, names) for piece, names in signed_lines if names and _is_own(page, piece) and accepts(piece, names)
    ]
    if lines:
        return [*dict.fromkeys(name for _, names in lines for name in names)]
    said = chain(
        ((piece, _author(piece.text)) for piece in top),
        ((piece, _named(piece.text)) for piece in first),
        ((piece, _signing(LINE, piece.text) or _signing(KOREAN, piece.text)) for piece in top),
        ((piece, _signed_line(piece, by_headline=True)) for piece in top if head is None or piece.order < head.order),
        ((piece, _signing(KOREAN_END, piece.text)) for piece in pieces),
        ((piece, _signing(LINE, piece.text)) for piece in above),
        ((piece, _author(piece.text)) for piece in story[-BELOW - 1 :]),
    )
    return next((names for piece, names in said if names and _is_own(page, piece) and accepts(piece, names)), [])


def _signing_at_end(page: Page) -> list[str]:
    """The names in the bracket behind the last sentence; a little above it only with a word for reporters or the paper's name."""
    _, story, _, last = _story(page)
    brackets = [piece for piece in story if piece.link_share < 0.5 and piece.text.rstrip().endswith(CLOSING)]
    if last is None or len({(*names,) for piece in brackets if (names := _in_bracket(piece.text))}) > 1:
        return []  # a digest
    ends = {piece.order for piece in story[-BELOW - BELOW :]}
    for piece in reversed(brackets):
        is_end = piece.order >= last.order
        is_alone = is_end and home_of(piece) is home_of(last)
        names = (is_end and _named_at_end(piece.text)) or _in_bracket(piece.text, alone=is_alone)
        if names and piece.order in ends and _is_own(page, piece):
            return names
    return []


def _story(page: Page) -> tuple[list[Piece], list[Piece], Piece | None, Piece | None]:
    """The texts right below the headline, all down to some below the last paragraph, the first paragraph and the last."""
    pieces = page.outline.pieces
    prose = (
        piece for piece in pieces if piece.size >= PROSE and piece.link_share < 0.5 and EAST_ASIAN.search(piece.text)
    )
    own = [piece for piece in prose if _is_own(page, piece)]
    main = main_paragraphs(own)
    place, first, last = page.surroundings.headline_place, next(iter(main), None), next(reversed(main), None)
    if place is None or (last and place > last.order):
        place = max(0, own[0].order - TEXTS_UNDER_HEADLINE) if own else len(pieces)
    end = 0 if last is None else last.order + BELOW + 1
    top, story = pieces[place : place + TEXTS_UNDER_HEADLINE + 1], pieces[place:end]
    return [*filterfalse(_is_caption, top)], [*filterfalse(_is_caption, story)], first, last


def _is_caption(piece: Piece) -> bool:
    return "figcaption" in (piece.box.tag, piece.box.parent.tag if piece.box.parent else "")


def main_paragraphs(paragraphs: list[Piece]) -> list[Piece]:
    """The paragraphs of the box that holds most of their text: behind it may come what a paper says of itself."""
    sizes: Counter[Box] = Counter()
    for piece in paragraphs:
        sizes[home_of(piece)] += piece.size
    home = max(sizes, key=sizes.__getitem__, default=None)
    return [piece for piece in paragraphs if home_of(piece) is home]


def home_of(piece: Piece) -> Box:
    """The box that holds a paragraph among others: not the element that holds nothing else."""
    box = piece.box
    is_alone = box.tag == "p" or (len(box.pieces) == 1 and not box.children)
    return box.parent if is_alone and box.parent else box


def _signed_line(piece: Piece, *, by_headline: bool = False) -> list[str]:
    """The names in a line of its own that says no more: `文/记者王明`, `王小明／台北報導`, `글=김민수`, `取材・文／佐藤花子`."""
    text = piece.text.strip()
    if len(text) > MAX_LINE_CHARS or piece.box.tag in HEADINGS or piece.link_share >= 0.5 or text.isascii():
        return []
    said = KOREAN_TEXT.match(text)
    if said and said["name"][0] in _surnames("ko"):
        return [said["name"]]
    names = reporters(text) if not BARE.match(text) else []
    names = [*filter(_is_reporter, names)] or signed(text, by_headline=by_headline)
    if names and all(map(is_chinese, names)):
        return names
    said = JAPANESE_TEXT.match(text.strip("（）()【】"))
    names = re.split("[、・]", said["names"]) if said else []
    return names if all(map(_is_japanese, names)) else []


def _author(text: str) -> list[str]:
    """The authors whom a label in a line names: `作者：港报记者 王明 来源：港报`."""
    found = BY_AUTHOR.search(text.strip("（）() ")) if len(text) <= 2 * MAX_LINE_CHARS else None
    if found is None or PICTURED.search(text) or "《" in text[: found.start("credit")]:
        return []
    said = found["credit"].strip(" 【】|/")
    return [*filter(_is_reporter, reporters(said) or (parted(said) if is_chinese(said) else ()))]


def _is_hidden_editor(piece: Piece) -> bool:
    """True if an author is only told to search engines, and is the editor there too: `<div id="BaiduSpider" style=…>`."""
    names = _author(piece.text)
    edited = EDITED.search(piece.text) if names else None
    return edited is not None and [edited[1]] == names and not is_shown(piece.box.element)


def _in_bracket(text: str, *, alone: bool = True) -> list[str]:
    """The names in the bracket behind the last sentence: with a word for reporters, behind the paper's name, or `alone`."""
    found = END.search(text)
    if found is None or KANA.search(text):
        return []
    credit = found["credit"].strip()
    if names := reporters(credit) or ([] if GATHERED.search(credit) else signed(credit)):
        return [*filter(_is_reporter, names)]
    did = DID.fullmatch(credit)
    if did and not NO_SIGNATURE.search(did["name"]):
        is_pen_name = (
            did["slash"] and len(did["name"]) == 2 and _is_reporter(did["name"]) and not NO_NAME.match(did["name"])
        )
        return [did["name"]] if is_pen_name or is_chinese(did["name"]) else []
    said = BEHIND_PAPER.sub("", credit)
    names = SPLIT.split(said)
    if said == credit and not (
        alone and text.rstrip().endswith((")", "）")) and not QUOTED.search(text[: found.start("credit")])
    ):
        return []  # `【纠错】`
    return names if all(map(signs_alone, names)) and not any(map(NO_SIGNATURE.search, names)) else []


def _signing(pattern: re.Pattern[str], text: str) -> list[str]:
    """The names in a short line that a pattern describes, if each is a reporter's."""
    line = pattern.match(text) if len(text) <= MAX_LINE_CHARS else None
    names = SPLIT.split(next(filter(None, line.groupdict().values()))) if line and not PICTURED.search(text) else []
    return names if all(map(_is_reporter, names)) else []


def _signing_off(page: Page) -> list[str]:
    """The reporter who takes leave in one of the story's last lines."""
    story = _story(page)[1] if TAKES_LEAVE in page.text else []
    lines = [line.strip() for piece in story for line in piece.text.splitlines()][-LAST:]
    ends = (KOREAN_SIGN_OFF.fullmatch(line[:MAX_LINE_CHARS]) for line in lines)
    names = [found["name"] or found["other"] for found in ends if found]
    return [name for name in names if name[0] in _surnames("ko") and _is_reporter(name)][:1]


def _named(text: str) -> list[str]:
    """The names at the head of a paragraph, up to the first word for a job or for reporting: `（记者 王明 摄影 李丽）`."""
    if korean := KOREAN.match(text):
        return [name for name in (korean["paper"] or korean["wire"],) if is_east_asian(name)]
    if chinese := CHINESE.match(text[:100]):
        return [*takewhile(_is_reporter, reporters(chinese["credit"]))]
    alone = DATELINE.match(text[:40])
    is_name = alone and signs_alone(alone["credit"]) and not NO_SIGNATURE.search(alone["credit"])
    return [alone["credit"]] if alone and is_name else []


def _named_at_end(text: str) -> list[str]:
    """The names in the bracket that a Japanese paragraph ends with, if each can be one."""
    found = JAPANESE_END.search(text) if text.endswith(("】", "）", ")")) and KANA.search(text) else None
    if found is None:
        return []
    if found["text"]:
        names = found["text"].split("、")
        return names if all(map(_is_japanese, names)) else []
    names = found["names"].split("、")
    return [] if any(NO_JAPANESE_NAME.search(name) or not _is_reporter(name) for name in names) else names


@cache
def _surnames(language: str) -> tuple[str, ...]:
    """The most common surnames of a language."""
    return entries_by_language("people.surname")[language]


def _is_japanese(name: str) -> bool:
    return name.startswith(_surnames("ja")) and not NO_JAPANESE_NAME.search(name) and _is_reporter(name)


def _is_sure(name: str) -> bool:
    """True if a name begins with a surname of its language, so that no other word is likely to stand there."""
    if HANGUL.fullmatch(name):
        return len(name) == 3 and name[0] in _surnames("ko")
    return is_chinese(name) or _is_japanese(name)


def _is_own(page: Page, piece: Piece) -> bool:
    return not page.surroundings.is_of_others(piece.box.element)


def _is_reporter(name: str) -> bool:
    return is_east_asian(name) and not NEWSROOM.search(name)
