"""Notes on rights and liability, and where a paper is to be reached, as they are put under stories."""

from __future__ import annotations

import re

from pipelines.extract.story.sentences import is_plain_sentence
from pipelines.page.mass import HEADINGS
from pipelines.page.outline import Piece

NOTICE = re.compile(
    r"^\W*(?:©|\(c\)|copyright\s*(?:©|\(c\)|(?:19|20)\d\d|by\b|notice|the\b)|terms of use|disclaimer)|all rights reserved"
    r"|\b(?:material|article|story|content|report|text)s?\b.{0,60}\bmay not be published|may not be (?:reproduced|redistributed)"
    r"|все права (?:защищены|на материалы)|использовании материалов|перепечатк|wszelkie prawa zastrze|alle rechte vorbehalten"
    r"|^\W*(?:(?:é|está|queda) )?(?:\w+mente )?(?:proibida a reprodução|prohibida (?:su|la) reproducción)"
    r"(?=\W*$|,? (?:total|parcial|sem|sin|d[eo]s? (?:est|cont)))|^\W*(?:toute )?reproduction interdite"
    r"|^\W*передрук матеріалів|tüm hakları saklıdır|^\W*dalsze rozpowszechnianie|tous droits réservés"
    r"|todos los derechos reservados|todos os direitos reservados|"
    r"tutti i diritti riservati|版权(?:所有|声明)|版權所有"
    r"|無断(?:転載|複製)|무단\s?(?:전재|복제)|免责声明|免責聲明|(?:本[网網站]|本平台"
    r"|[编編]者)[^。]{0,40}不承[担擔]|本网对其真实性|με επιφύλαξη"
    r"|^\W*except for the headline, this (?:story|article)\b"
    r"|(?:本|[该該此])(?:平台|[网網]站|站)[^。，]{0,6}[仅僅]提供[信资資][息訊讯][存儲储]+"
    r"|only provides information storage services?\W*$"
    r"|凡(?:本[网網]|标注)|未[经經](?:本[网網])?授[权權][，,]?\s?(?:不得|不可|请勿|請勿|禁止|严禁|嚴禁)|传递更多信息|傳遞更多信息"
    r"|(?:登载|登載|转载|轉載|本文|文章|内容|內容)[^。]{0,40}不(?:意味着|代表|表明)[^。]{0,8}(?:赞同|贊同|证实|證實)",
    re.IGNORECASE,
)
"""Notes on rights and liability, as they are put under stories."""
ADDRESS = re.compile(
    r"^.{0,90}\b(?:tel|phone|telefon|tél|teléfono|telefono|fax)\b\.?\s?:?\s?[+(\d][\d\s()/-]{5,}", re.IGNORECASE
)
"""Where a paper is to be reached."""
QUOTES = '“„«‘"'
"""What a note on rights does not begin with, but who speaks of them does."""
LONGEST_RIGHTS = 120
OWNED = re.compile(r"^.{0,30}\b(?:19|20)\d\d\s?©")
"""A note on rights whose sign stands behind the year: `CC BY 4.0 2026 © The Tern`."""


def is_legal(piece: Piece) -> bool:
    """A note on rights or liability, or where a paper is to be reached; a number to call in a sentence is the story's."""
    if piece.size >= 900:
        return False
    return (NOTICE.search(piece.text) is not None and piece.text[0] not in QUOTES) or (
        ADDRESS.search(piece.text) is not None and not is_plain_sentence(piece)
    )


def is_of_site(piece: Piece) -> bool:
    """True for a short line that begins by saying since when who has the rights."""
    return piece.size <= LONGEST_RIGHTS and OWNED.match(piece.text) is not None and piece.box.tag not in HEADINGS
