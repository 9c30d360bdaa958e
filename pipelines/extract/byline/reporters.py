"""Reporters whom Chinese and Korean stories name in their first or last line: `本报讯（记者王明）`, `[항구일보 김민수 기자]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, pairwise, takewhile

from pipelines.extract.byline.signatures import NEWSROOM, is_east_asian
from pipelines.page.outline import Piece
from pipelines.page.page import Page

FIRST = 3
"""Paragraphs of which one may begin so."""
PROSE = 60
"""Size of a paragraph; see `Piece.size`."""
LONGEST_LINE = 60
HAN = r"[\u3400-\u9fff]"
CHINESE = re.compile(
    rf"^\W*[^。！？]{{0,30}}?[（(【〔［\[][^（()）】]{{0,12}}?(?:[记記]者)\s?[:：]?\s?"
    rf"(?P<names>{HAN}{{2,4}}(?:[、，,\s]{HAN}{{2,4}}){{0,4}})(?:\s?[／/][^）)】〕］\]]{{0,12}})?[)）】〕］\]]"
)
"""A bracket before or after the place: `港口讯（记者王明 李丽）`, `【记者王小明／台北报导】`."""
KOREAN = re.compile(
    r"^(?:\[[^\[\]]{0,14}?(?:\s|=)(?P<paper>[\uac00-\ud7af]{2,4})\s(?:기자|특파원)\]"
    r"|\([^()]{2,14}=[^()]{2,12}\)\s?(?P<wire>[\uac00-\ud7af]{2,4})\s(?:기자|특파원)\s?=)"
)
"""Before the text: `[항구일보 김민수 기자]`, `(부산=연합뉴스) 김민수 기자 =`."""
KOREAN_END = re.compile(r"^[/(\[]?\s?(?:\S{2,8}\s?=\s?)?(?P<name>[\uac00-\ud7af]{2,4})\s(?:기자|특파원)\s?\(?\S+@\S+$")
"""Under the text: `김민수 기자 minsu@paper.example`."""
LINE = re.compile(
    rf"^(?:(?P<korean>[\uac00-\ud7af]{{2,4}})\s(?:선임|인턴|수습)?\s?(?:기자|특파원)|[记記]者\s?(?P<chinese>{HAN}{{2,4}})\s?[／/][^／/]{{0,12}}[報报][導道]"
    rf"|{HAN}{{0,8}}[记記]者[\s：:](?P<several>{HAN}{{2,4}}(?:[\s、，,]{HAN}{{2,4}}){{0,5}}))$"
)
"""A line of its own under the headline: `김민수 기자`, `記者王小明／台北報導`, `港口新闻记者 王明 李丽`."""
MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,3}")
"""An address in a box of its own, behind the reporter's: `<dt>김민수 기자</dt><dd>minsu@paper.example</dd>`."""
JAPANESE_END = re.compile(rf"。\s?【(?P<names>{HAN}{{3,5}}(?:、{HAN}{{3,5}}){{0,4}})】$")
"""How the last paragraph ends: `…という。【高橋由美】`; agencies have two characters."""
NO_JAPANESE_NAME = re.compile(
    "阅读|閱讀|特集|写真|画像|関連|会員|提供|取材|全文|本文|終了|予告|動画|担当|通信|新聞|[完版]$"
)
KANA = re.compile("[\u3041-\u30ff]")
NEAR = 10
"""Texts under the headline among which it stands."""
SPLIT = re.compile(r"[、，,\s]")


def in_text(page: Page) -> Iterator[str]:
    """The reporters whom the first paragraphs of the story name in brackets, or a line under the headline or with an address."""
    pieces = [piece for piece in page.outline.pieces if not piece.text.isascii()]
    paragraphs = [piece for piece in pieces if piece.size >= PROSE and piece.link_share < 0.5]
    place = page.surroundings.headline_place
    top = [] if place is None else page.outline.pieces[place + 1 : place + 1 + NEAR]
    above = (piece for piece, following in pairwise(page.outline.pieces) if MAILBOX.fullmatch(following.text))
    ends = islice((piece for piece in reversed(paragraphs) if _is_own(page, piece)), 1)
    signed = chain(
        ((piece, _named(piece.text)) for piece in paragraphs[:FIRST]),
        ((piece, _named_at_end(piece.text)) for piece in ends),
        ((piece, _signing(LINE, piece.text)) for piece in top),
        ((piece, _signing(KOREAN_END, piece.text)) for piece in pieces),
        ((piece, _signing(LINE, piece.text)) for piece in above),
    )
    yield from next((names for piece, names in signed if names and _is_own(page, piece)), ())


def _signing(pattern: re.Pattern[str], text: str) -> list[str]:
    """The names in a short line that a pattern describes, if each is a reporter's."""
    line = pattern.match(text) if len(text) <= LONGEST_LINE else None
    names = SPLIT.split(next(filter(None, line.groupdict().values()))) if line else []
    return names if all(map(_is_reporter, names)) else []


def _named(text: str) -> list[str]:
    """The names at the head of a paragraph, up to the first word for a job or for reporting: `（记者 王明 摄影 李丽）`."""
    if korean := KOREAN.match(text):
        return [name for name in (korean["paper"] or korean["wire"],) if is_east_asian(name)]
    chinese = CHINESE.match(text[:80])
    names = SPLIT.split(chinese["names"]) if chinese else []
    return list(takewhile(_is_reporter, names))


def _named_at_end(text: str) -> list[str]:
    """The names in the bracket that a Japanese paragraph ends with, if each can be one."""
    found = JAPANESE_END.search(text) if text.endswith("】") and KANA.search(text) else None
    names = found["names"].split("、") if found else []
    return [] if any(NO_JAPANESE_NAME.search(name) or not _is_reporter(name) for name in names) else names


def _is_own(page: Page, piece: Piece) -> bool:
    return not page.surroundings.is_of_others(piece.box.element)


def _is_reporter(name: str) -> bool:
    return is_east_asian(name) and not NEWSROOM.search(name)
