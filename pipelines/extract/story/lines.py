"""Lines inside the story's box that are not the story: labels, bylines, `Read also: …`, tables of links, requests."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.extract.story.calls import appeals, asks_for_gifts, calls_on_readers
from pipelines.extract.story.interruptions import interrupts
from pipelines.extract.story.named_captions import is_caption, is_part
from pipelines.extract.story.picture_texts import credits_picture
from pipelines.extract.story.sentences import FULL_STOP, LABEL_SIZE, NO_REQUEST, PART_TAGS, STOP, is_plain_sentence
from pipelines.lexicon import related_words
from pipelines.lexicon.related_words import DOUBTFUL_LEAD_IN, LEAD_IN, MORE
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import HEADINGS, LEGAL, SENTENCE_END
from pipelines.page.outline import Piece
from pipelines.page.roles import says

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
LONGEST_PAGES, LONGEST_FILM = 60, 320
ASIDE = re.compile(
    r"^\W*(?:(?:ai|ki)[- ](?:generated )?(?:summary|zusammenfassung)|subscribe|sign up|click here"
    r"|tags?|schlagworte|теги|filed under|keywords)\s*[:：>»|\-–]",
    re.IGNORECASE,
)
"""Words before a colon that lead to something else."""
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
NO_BYLINE = frozenset([*HEADINGS, "td", "th"])
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
