"""Lines inside the story's box that are not the story: labels, bylines, `Read also: …`, headings without text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from pipelines.dates.text.reading import Dialect, read_text
from pipelines.extract.fields.details import asks_to_pay
from pipelines.extract.story.calls import appeals, asks_for_gifts, calls_on_readers
from pipelines.extract.story.interruptions import interrupts
from pipelines.extract.story.picture_texts import credits_picture
from pipelines.page.mass import HEADINGS, LEGAL, SENTENCE_END
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import named, names, says
from pipelines.page.text import related_words
from pipelines.page.text.by_words import BEFORE_CAPITAL, BEFORE_NAME, PARTICIPLE
from pipelines.page.text.related_words import DOUBTFUL_LEAD_IN, LEAD_IN, MORE
from pipelines.page.text.wording import tidy, written
from pipelines.page.vocabulary import Role

LABEL = re.compile(
    r"^\W*(?:advertisement|advert|ad|anzeige|werbung|publicidad|publicité|pubblicità|reklama|реклама|annonce|"
    r"advertentie|quảng cáo|διαφ[ηή]μιση|hirdetés|إعلان(?:ات)?|اعلان|تبلیغات|פרסומת|広告|광고|[广廣]告|โฆษณา|विज्ञापन"
    r"|বিজ্ঞাপন|விளம்பரம்|annons|mainos"
    r"|oglas|reklāma|reklaam|iklan|اشتہار|copy link|your browser does not support\b.{0,40}|share|teilen|compartir|partager"
    r"|reklam|loading\W*|image source,?|image caption,?|"
    rf"{related_words.LABEL}|"
    r"comments?|share this(?: (?:article|story|post|page|on|via|with)\b.{0,40})?|print|email|tweet"
    r"|copyright\s*(?:©|\(c\)|(?:19|20)\d\d).{0,120}|©.{0,200}|all rights reserved.{0,30}|getty images|reuters"
    r"|(?:photo|foto|bild|quelle|source|источник|джерело|źródło|zdroj|forrás|fuente|fonte|πηγή|kaynak|出典|来源|來源|출처|圖說|图说)"
    r"\s?[:：].{0,120}|sign up.{0,80}newsletter.{0,80}|follow us on.{0,80}|download our app.{0,80}"
    r"|listen to (?:this|the) (?:article|story)\b.{0,40}|artikel (?:an)?hören\b.{0,30}|écouter (?:cet |l['’])article.{0,30}"
    r"|escuchar (?:este |el )?artículo.{0,30}|ascolta (?:questo |l['’])articolo.{0,30}"
    r"|(?:back to|to the) top|zum (?:seiten)?anfang|seitenanfang|(?:zurück )?nach oben|(?:retour )?en haut(?: de (?:la )?page)?"
    r"|volver arriba|torna su|voltar ao topo|terug naar boven|show all \d+"
    r"|(?:klick(?:en)? zum|zum) vergrößern(?: (?:bitte )?(?:an)?klicken)?"
    r"|click (?:(?:on )?(?:the )?(?:image|picture|photo) )?to (?:enlarge|expand|zoom)|クリックして拡大|cliquez pour agrandir"
    r"|(?:artikel|beitrag|rezept|seite|tipp) (?:drucken|empfehlen|favorisieren|melden|merken|speichern|teilen|versenden)"
    r"|(?:ajouter à|l['’]article a été ajouté à) (?:mes|vos) favoris"
    r"|(?:war dieser|was this|is this|cet) (?:article|artikel|page|seite)"
    r" (?:helpful|hilfreich|useful|vous a-t-il été utile)|(?:view|sieh dir|ver|voir|visualizza) (?:this|diesen|esta|cette|questo)"
    r" (?:post|beitrag|publicación|publication)(?: (?:on|auf|en|sur|su) \w+)?(?: an)?"
    r"|don['’]t miss|this is a breaking (?:news )?story\b.{0,100}"
    r"|\(updates? (?:with|to|throughout)\b.{0,120}\)|εκτύπωση|распечатать|версия для печати|打印|列印|인쇄|印刷(?:する)?"
    r"|drucken|imprimir|imprimer|stampa|drukuj|skriv ut|(?:hauptinhalt|main content)|zu den kommentaren\b.{0,10}"
    r"|[（(［\[]\s?(?:据|據|责编|責編|责任编辑|責任編輯|编辑|編輯|本文来源|来源|來源|内容由|內容由)[^（()）]{0,50}[)）］\]]|[（(][^（()）]{2,6}\s?(?:编辑|編輯)[)）]"
    r"|this (?:story|article) was (?:originally|first) published (?:on )?[\w., ]{3,20}\d{1,2}"
    r"[\w., ]{1,8}\d{4}(?:,? (?:at )?\d{1,2}:\d\d.{0,12})?"
    r"|(?:first |last )?(?:published|posted|updated)(?:\s*:|\s+on\b)[^.!?]{0,60}\d{4}[^.!?]{0,60})\W*$",
    re.IGNORECASE,
)
PICTURE_LABEL = re.compile(
    r"^\W*(?:фото\s?[:：]|(?:(?:main|header|featured|cover|lead) )?image(?: source| credits?| courtesy(?: of)?)?\s?[:：]"
    r"(?! (?:an?|the) )|(?:image|photo)s? (?:via|courtesy of)(?: screen(?:grab|shot))?)"
    r"(?:\s(?:[|&/–-]|of|the|and|for|via|by|и|(?-i:[A-ZА-ЯЁ])[^\s.!?:]*)){0,8}\W*$",
    re.IGNORECASE,
)
"""Whose a picture is, in names and nothing else: `Image: Jane Roe`, `Photos courtesy of the Port Museum`."""
INITIALED = re.compile(
    r"[(\[][a-z]{2,5}(?:[/,]\s?[a-z]{2,5}){0,3}[)\]]$|(?:Editor|Redaktor)\s?:\s?(?:[A-ZȘŞȚŢ]\.\s?){2,3}$"
)
"""A line of nothing but the initials of those who wrote and edited: `(jd/mr)`, `Editor: A.B.`"""
TO_PAGES = re.compile(
    r"(?=.*(?:prev|next|上一|下一|前へ|次へ|[»>]))(?:(?:previous|prev|next|page|[上下]一[页頁]|前へ|次へ|\d{1,3}|[|«»<>])(?:\s+|$)){3,}$",
    re.IGNORECASE,
)
"""Links to the other pages of a story or list."""
DURATION = re.compile(r"\|\s?\d{1,2}:\d\d\s?min\.?$")
"""How the caption of a film ends: `The bridge falls 18.04.2024 | 0:21 min`."""
LONGEST_PAGES, LONGEST_FILM, LONGEST_RIGHTS = 60, 320, 120
OWNED = re.compile(r"^.{0,30}\b(?:19|20)\d\d\s?©")
"""A note on rights whose sign stands behind the year: `CC BY 4.0 2026 © The Tern`."""
ASIDE = re.compile(
    r"^\W*(?:(?:ai|ki)[- ](?:generated )?(?:summary|zusammenfassung)|subscribe|sign up|click here"
    r"|tags?|schlagworte|теги|filed under|keywords)\s*[:：>»|\-–]",
    re.IGNORECASE,
)
"""Words before a colon that lead to something else."""
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

CALL_TO_ACTION = re.compile(
    r"^\W*(?:follow \S+(?: \S+){0,7} on (?:twitter|facebook|instagram|x|whatsapp|telegram)|follow our\b"
    r"|if you (?:enjoyed|liked|like) (?:this|our)\b|(?:be the first to|to join the (?:discussion|conversation))\b"
    r"|for the latest\b.{0,160}\b(?:sign up|newsletters?|subscribe)|do you have a (?:story|tip)|tips oss"
    r"|(?:do|have|are|is|were) you\b[^?]{0,140}\?\W*(?:if so,? |please |you can |then )*"
    r"(?:get in touch|let us know|(?:e-?mail|contact) us)\b.{0,80}$"
    r"|(?:this site is protected by recaptcha|please read our terms)|вы можете комментировать|"
    r"[^。！？，、：；]{0,12}(?:关注|關注|追蹤|追踪|加入|订阅|訂閱|按讚|点赞|扫码|掃碼|搜索)[^。！？，]{0,26}"
    r"(?:facebook|微博|微信|line)\s?(?:專頁|专页|粉[絲丝]|公众号|公眾號)[^。！？，]{0,40}\W*$|"
    r"(?:check out|for) more (?:of|stories|news|from)\b|got a (?:story|tip)|have (?:a tip|you got)"
    r"|get (?:the latest|our|in touch|more)\b.{0,80}(?:inbox|newsletter|email|app)|sign up (?:for|to|"
    r"here)|subscribe (?:to|now|here)|click here|like this story"
    r"|want (?:more|to keep up|the full)\b.{0,80}(?:newsletter|inbox|e-?mail|subscri|app\b)"
    r"|a version of this (?:story|article|piece) (?:first |originally )?(?:appear|was published|ran)"
    r"|to contact the (?:reporter|editor)|(?:additional )?reporting by .{3,80}(?:editing|writing) by|"
    r"download (?:our|the)\b.{0,30}\bapp\b|join (?:our|us on)|republished from|this slideshow requires"
    r"|(?:jetzt )?(?:abonnieren|newsletter\b|melden sie sich (?:hier|jetzt|für|zum|zu unser|an\b))|folgen sie uns"
    r"|dieses thema im programm|abonnez-vous|inscrivez-vous|suivez-nous|suscr[ií]bete|s[ií]guenos|iscriviti|seguici|inscreva-se|"
    r"siga-nos"
    r"|подписывайтесь|присоединяйтесь|следите за (?:наш|новост|обновлен)|если вы заметите ошибку|ссылки по теме|zapisz si[eę]|"
    r"obserwuj(?:cie)?\b|śledź nas|sledujte\b|prenumerera\b|følg (?:os|oss|med|saken)\b|volg ons|πατήστε εδώ)",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"^.{0,90}\b(?:tel|phone|telefon|tél|teléfono|telefono|fax)\b\.?\s?:?\s?[+(\d][\d\s()/-]{5,}", re.IGNORECASE
)
"""Where a paper is to be reached."""
QUOTES = '“„«‘"'
"""What a note on rights does not begin with, but who speaks of them does."""
AFTER_NOTICE = 400
LABEL_SIZE, CAPTION_SIZE = 60, 120
LAST_TEASES, TEASE_SIZE = 3, 400
SENTENCE_WORDS = 4
"""Words of a line that may be a sentence: names and sources have fewer."""
SIGNED = re.compile(
    rf"[@©|\n]|\w\.\w|[:：]\s*$|\bupdated\b|^\W*(?:\w+ ){{0,2}}(?:{BEFORE_NAME}|from)\b"
    r"|^\W*(?:autor\w*|auteurs?|photos?|foto|fot|bild|source|quelle"
    r"|fuente|fonte|źródło|πηγή|источник)\b",
    re.IGNORECASE,
)
"""Lines that say who, or from where."""
NUMBERED = re.compile(r"\d{1,3}\s?[.、)．]\s?[^\W\d]")
"""An item of a list that is none in the markup: `3、澳大利亚`."""
VIDEO_TITLE = re.compile(r"video-?(?:title|headline|heading)", re.IGNORECASE)
REACHED = re.compile(
    r"^(?!(?:the|our|an?) )(?:[^\s.!?]+ ){1,4}can be reached (?:at|on|via) (?:https?://|@|[\w.]+@)\S+$", re.IGNORECASE
)
"""Where the author of a story is to be reached."""
FIELD_LABEL = re.compile(r"(?:^|[\s_-])label(?:$|\s)")
STOP = re.compile(r"[.!?。]\s*$")
FULL_STOP = re.compile(r"[.!?…。！？»”\"')]\s*$")
PART_TAGS = frozenset(["li", "td", "th", "dd", "dt", "blockquote", "pre", *HEADINGS])
BYLINES, LONGEST_SIGNED = 60, 120
"""Characters of each line of a by-line over several, and of one with its date."""
DATED_BYLINE = re.compile(
    rf"{BEFORE_CAPITAL.pattern}[^.!?]{{2,70}}?\s?(?:[|·•—–]|,|\s-)\s[^!?]{{0,20}}(?:\d{{1,2}}\.?\s[^!?]{{0,20}})?\b(?:19|20)\d\d\b"
    r"(?:,?\s[^.!?]{0,12}\d{1,2}[:.h]\d\d.{0,12})?$"
)
"""`By Jane Doe and Max Roe — 3 November 2025, 18:45`: who and when, and nothing else."""
ONLY_ADDRESS = re.compile(r"^(?:[^\n.!?]{1,50}[:：]\s*)?https?://\S+$")
"""Where a page says that it, or its source, is to be found."""
PICTURES = ("img", "video", "iframe")
WHOLE, IN_PARAGRAPHS = 400, 0.8  # characters of a paragraph that is none by name; share of them in paragraphs
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|bildunterschrift|legende|(?:img|image|photo|foto|picture)[-_]?(?:desc|description|text|title"
    r"|info|credit))"
    r"(?=$|[\s_-])|caption-?text",
    re.IGNORECASE,
)
CAPTION_TAGS = ("span", "em", "i", "small", "font")
NO_BYLINE = frozenset([*HEADINGS, "td", "th"])
NO_REQUEST = frozenset([*HEADINGS, "li"])
NOT_BY_NAME = frozenset(["article", "main", "body", "li", "td", "th"])
ENTRY, LONG_CELL, NEAREST = 60, 100, 40
"""Characters of a linked cell or item, and of what may stand beside it; how many of these are looked at."""


def keep(piece: Piece) -> bool:
    """True if a piece inside the story's box belongs to it."""
    if piece.size < 250 and (
        ASIDE.match(piece.text)
        or LEAD_IN.match(piece.text)
        or (DOUBTFUL_LEAD_IN.match(piece.text) and not is_plain_sentence(piece))
        or (MORE.match(piece.text) and piece.box.tag not in HEADINGS and not is_plain_sentence(piece))
    ):
        return False
    if piece.link_share >= 0.6:
        return is_entry(piece) or (
            (piece.box.tag in ("p", "li", "td") or "paragraph" in piece.box.names)
            and piece.link_share < 0.9
            and (FULL_STOP if piece.size > 80 else STOP).search(piece.text) is not None
            and piece.size > 40
        )
    if (
        piece.size < 400
        and piece.text[:1] in "©(*"
        and LEGAL.search(piece.text)
        and not SENTENCE_END.search(piece.text[:-1])
    ):
        return False
    if piece.size < 320 and (CALL_TO_ACTION.match(piece.text) or calls_on_readers(piece.text)):
        return False
    if piece.box.tag not in NO_REQUEST and (
        asks_for_gifts(piece.text) or appeals(piece.text, linked=piece.link_chars > 0)
    ):
        return False
    if piece.size <= LABEL_SIZE and piece.box.tag not in PART_TAGS and PICTURE_LABEL.match(piece.text):
        return False
    if LABEL.match(piece.text) or INITIALED.match(piece.text) or interrupts(piece):
        return False
    if (piece.size <= LONGEST_PAGES and TO_PAGES.match(piece.text)) or (
        piece.size <= LONGEST_FILM and DURATION.search(piece.text)
    ):
        return False
    return not (is_byline(piece) or is_caption(piece) or (credits_picture(piece.text) and not is_part(piece.box)))


def is_caption(piece: Piece) -> bool:
    """True if a text is all that its box holds, in an inline element that is named a caption, stands in a table around a
    picture, or is named the title of a film.
    """
    box = piece.box
    if box.tag == "td":
        return piece.size < WHOLE and is_in_frame(piece)
    if box.tag == "div" and piece.size < CAPTION_SIZE and not STOP.search(piece.text) and is_video_title(box.names):
        return True
    if not CAPTION.search(piece.marks) or box.children or box.pieces[0] is not piece:
        return False
    named = (inner for inner in islice(box.element.iter(*CAPTION_TAGS), NEAREST) if CAPTION.search(names(inner)))
    return any(tidy(written(inner)) == piece.text for inner in islice(named, 1))


@lru_cache(maxsize=50_000)
def is_video_title(called: str) -> bool:
    """True if names are those of a film's title: `InlineVideo-title`."""
    return VIDEO_TITLE.search(called) is not None


def is_plain_sentence(piece: Piece) -> bool:
    """True for a sentence or more with hardly any link."""
    return piece.link_share < 0.2 and SENTENCE_END.search(piece.text) is not None


def is_entry(piece: Piece) -> bool:
    """True if a linked text is a cell of a row, or an item of a list, of which as many lead nowhere: a team and its points.

    A long item is one if it is a sentence, and so are the others.
    """
    box = next((b for b in islice(piece.box.ancestors(), 2) if b.tag in ("td", "th", "li")), None)
    if box is None or box.parent is None or piece.box.tag in HEADINGS:
        return False
    is_long = piece.size > ENTRY
    if is_long and not (box.tag == "li" and piece.text.endswith((".", "。"))):
        return False
    beside = (p for other in box.parent.children[:NEAREST] for p in other.all_pieces())
    pieces = list(islice(beside, 2 * NEAREST))
    linked = sum(p.link_share >= 0.6 or (is_long and not STOP.search(p.text)) for p in pieces)
    if 2 * linked > len(pieces) or (box.tag != "li" and any(p.size > LONG_CELL for p in pieces)):
        return False
    return box.tag == "li" or (box.parent.parent is not None and len(box.parent.parent.children) > 1)


def is_byline(piece: Piece) -> bool:
    """A short line whose names say who and when, not what; cells are called by their column, items by their list."""
    if piece.size > 120 or piece.box.tag in NO_BYLINE or SENTENCE_END.search(piece.text):
        return False
    box, outer = piece.box, piece.box.parent
    holds_story = outer is None or says(outer.names, Role.BODY)
    called = [
        around.names for around in ((box,) if holds_story else (box, outer)) if around and around.tag not in NOT_BY_NAME
    ]
    return any(map(says_who_or_when, (piece.marks, *called)))


def says_who_or_when(called: str) -> bool:
    """True if one of the names is that of a byline, a date or a credit: `post-date`, `photoCredit`."""
    return any(says(called, role) for role in (Role.AUTHOR, Role.DATE, Role.SOURCE))


def trim(pieces: list[Piece]) -> list[Piece]:
    """Drop headings that no text follows, and lines before the first and after the last real text."""
    result: list[Piece] = []
    for piece in reversed(pieces):
        if not (is_dangling(piece, result) and piece.size < 60 and not re.match(r"\d", piece.text)):
            result.append(piece)
    result.reverse()
    return without_edges(result)


def is_in_frame(piece: Piece) -> bool:
    """True if a text is all that a table within another says under its one picture: how pages of tables frame pictures."""
    table = next((box for box in piece.box.ancestors() if box.tag == "table"), None)
    if table is None or not any(box.tag == "td" for box in table.ancestors()):
        return False
    said = sum(p.size for p in table.all_pieces())
    return said == piece.size and len(list(islice(table.element.iter(*PICTURES), 2))) == 1


def without_tease(body: list[Piece]) -> list[Piece]:
    """Without the lines at the end that ask to subscribe for the rest, and what is under them where they head it:
    `details.paywall` hears of them.
    """
    last = len(body)
    for place in range(len(body) - 1, max(0, len(body) - 1 - LAST_TEASES), -1):
        piece = body[place]
        if piece.size >= TEASE_SIZE:
            break
        if (last == place + 1 or piece.box.tag in HEADINGS) and asks_to_pay(piece.text):
            last = place
    return body[:last]


def without_captions(body: list[Piece]) -> list[Piece]:
    """Without the few texts outside of paragraphs, where nearly all stands in them: captions, teasers, labels of players."""
    total = sum(p.size for p in body)
    inside = sum(p.size for p in body if p.box.tag == "p")
    if inside < IN_PARAGRAPHS * total:
        return body
    paragraphs = {(p.box.parent, p.box.names) for p in body if p.box.tag == "p"}
    around = {parent for parent, _ in paragraphs}
    return [
        p
        for p in body
        if p.box.tag != "div"
        or p.box in around
        or p.size >= WHOLE
        or is_part(p.box)
        or ((p.box.parent, p.box.names) in paragraphs and goes_on(p))
    ]


def goes_on(piece: Piece) -> bool:
    """True if a text outside of a paragraph, among paragraphs and called as they are, is one: without a name, if nothing
    else stands in its box.
    """
    box = piece.box
    if not is_plain_sentence(piece):
        return False
    return bool(box.names) or not (
        box.children or piece.marks.strip() or not FULL_STOP.search(piece.text) or is_by_picture(box)
    )


def is_by_picture(box: Box) -> bool:
    """True if a picture stands in a box, or right before it with nothing said."""
    before = box.element.getprevious()
    if next(box.element.iter(*PICTURES), None) is not None:
        return True
    return (
        before is not None and next(before.iter(*PICTURES), None) is not None and not "".join(before.itertext()).strip()
    )


def is_part(box: Box) -> bool:
    """True if a box is named a heading or quotation, or stands in a list, table or quotation."""
    if says(box.names, Role.PART) or says(box.names, Role.STANDFIRST):
        return True
    return any(outer.tag in PART_TAGS for outer in islice(box.ancestors(), 5))


def without_edges(pieces: list[Piece]) -> list[Piece]:
    """Without scraps before the first and after the last real text, and without legal notes at the end."""
    first, last = 0, len(pieces)
    while first < last and (is_scrap(pieces[first]) or is_signed(pieces[first]) or is_field_label(pieces[first])):
        first += 1
    last = before_notice(pieces, first, last)
    while last > first and is_after_story(pieces, last - 1):
        last -= 1
    return pieces[first:last] or [piece for piece in pieces if not ONLY_ADDRESS.match(piece.text)]


def before_notice(pieces: list[Piece], first: int, last: int) -> int:
    """Where a legal note begins that only a few lines follow: addresses, numbers to call."""
    after = 0
    for place in range(last - 1, first, -1):
        if is_legal(pieces[place]):
            return place
        after += pieces[place].size
        if after > AFTER_NOTICE or pieces[place].box.tag in HEADINGS:
            break
    return last


def is_scrap(piece: Piece) -> bool:
    """A few words that are no sentence, no heading and no part of a list or table."""
    if piece.size >= 40 or piece.box.tag in HEADINGS or piece.box.tag in ("li", "td", "th", "dd", "dt"):
        return False
    if NUMBERED.match(piece.text):
        return False
    return not SENTENCE_END.search(piece.text)


def is_field_label(piece: Piece) -> bool:
    """True for the label of a field: `<div class="field-label">Episode description:</div>`."""
    return piece.size < LABEL_SIZE and piece.text.endswith(":") and FIELD_LABEL.search(piece.box.names) is not None


def is_after_story(pieces: list[Piece], last: int) -> bool:
    """True if the last of these pieces is no longer the story's."""
    piece = pieces[last]
    if is_legal(piece) or ONLY_ADDRESS.match(piece.text) or is_of_site(piece):
        return True
    if piece.box.tag not in NO_REQUEST and appeals(piece.text, linked=piece.link_chars > 0, at_end=True):
        return True
    if piece.box.tag == "p" and (Role.LEGAL in named(piece.box.names).sure or REACHED.match(piece.text)):
        return True
    return is_scrap(piece) and not (last and is_last_line(piece, pieces[last - 1]))


def is_of_site(piece: Piece) -> bool:
    """True for a short line that begins by saying since when who has the rights."""
    return piece.size <= LONGEST_RIGHTS and OWNED.match(piece.text) is not None and piece.box.tag not in HEADINGS


def is_last_line(piece: Piece, before: Piece) -> bool:
    """True if a few words end a story though no full stop does: plain ones, in a paragraph as the one before them is."""
    box, other = piece.box, before.box
    if box.tag != "p" or is_scrap(before) or (other.tag, other.names, other.parent) != (box.tag, box.names, box.parent):
        return False
    dressed = piece.link_chars or piece.strong_chars or piece.marks.strip()
    return not dressed and len(piece.text.split()) >= SENTENCE_WORDS and not SIGNED.search(piece.text)


def is_signed(piece: Piece) -> bool:
    """True if a short line says who wrote what follows (and when), or short lines do that begin with who."""
    if piece.box.tag in HEADINGS:
        return False
    lines = piece.text.split("\n")
    if len(lines) > 1 and BEFORE_CAPITAL.match(piece.text):
        return all(len(line) < BYLINES for line in lines) and not SENTENCE_END.search(piece.text)
    if piece.size < LONGEST_SIGNED and DATED_BYLINE.match(piece.text) and read_text(piece.text, Dialect()):
        return True
    if piece.size >= LABEL_SIZE:
        return False
    return PARTICIPLE.match(piece.text) is not None and not SENTENCE_END.search(piece.text)


def is_legal(piece: Piece) -> bool:
    """A note on rights or liability, or where a paper is to be reached; a number to call in a sentence is the story's."""
    if piece.size >= 900:
        return False
    return (NOTICE.search(piece.text) is not None and piece.text[0] not in QUOTES) or (
        ADDRESS.search(piece.text) is not None and not is_plain_sentence(piece)
    )


def is_dangling(piece: Piece, following: list[Piece]) -> bool:
    """True if a piece is a heading with nothing under it; `following` has what comes after, nearest last."""
    if piece.box.tag not in HEADINGS:
        return False
    return not following or (following[-1].box.tag in HEADINGS and following[-1].box.tag <= piece.box.tag)
