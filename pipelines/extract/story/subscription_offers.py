"""Offers to subscribe among the lines of a story: a heading, a list of benefits, a price, a way in for those who pay already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.fields.details import asks_to_pay
from pipelines.lexicon.wording import Phrases
from pipelines.page.mass import HEADINGS
from pipelines.page.outline import Piece

LONGEST = 170
"""Characters of one of its lines."""
GAP = 3
"""Lines in a row between two of an offer that say nothing of it: benefits have as many words as there are papers."""
LEAST_SIGNS = 2
"""Different signs of an offer in it."""
MOST_SHARE = 0.5
"""Share of a text that may be an offer."""
LAST_TEASES, TEASE_SIZE = 3, 400
"""Lines at the end of a story that may ask to subscribe for the rest, and characters of one."""
BENEFIT = Phrases(re.compile(
    r"\bunlimited\b.{0,30}\b(?:access|reading|articles|digital)|\baccess to all\b|\bcancel (?:at )?any\s?time"
    r"|\bno (?:obligation|commitment)"
    r"|\be-?(?:paper|editie|wydanie|tidning\w*|avis\w*)\b|\bdigital (?:edition|replica)\b|\b(?:fewer|no|without) ads\b"
    r"|\bad-free\b"
    r"|\byour subscription\b|\bpremium (?:stories|articles|content)\b|\bsubscriber-only\b|\bexclusive newsletters?\b"
    r"|\b(?:jederzeit|monatlich) kündbar|\bgratis testen|\bzugang zu allen\b|\balle (?:artikel"
    r"|inhalte)\b.{0,30}\b(?:lesen|auf|frei)|\bweniger werbung"
    r"|\baccès illimité|\bsans engagement|\brésiliable\b|\bversion numérique\b"
    r"|\bacceso ilimitado|\bsin permanencia|\bcancela cuando|\baccesso illimitato|\bdisdici quando|\bedizione digitale"
    r"|\bacesso ilimitado|\bcancele quando|\bedição digital|\bonbeperkt (?:toegang|lezen)|\bopzegbaar\b|\bdigitale krant"
    r"|\bnieograniczony dostęp|\brezygn\w+,? kiedy|\bobegränsad|\bbindningstid|\bubegrænset|\bubegrenset|\bingen binding"
    r"|\bнеограниченный доступ|\bотмен\w+ в любой|\bнеобмежений доступ|\bскасувати можна|\bбез реклам[иы]"
    r"|\bfull access\b|\bunlock (?:this|the|all)\b|\bmembers?-only\b|\bsupport (?:independent|our|local) (?:journalism|reporting)"
    r"|\bzugriff auf (?:alle|sämtliche)|\b(?:monatlich|jederzeit) (?:kündbar|zu kündigen)|\brätsel und\b|\bwerbefrei"
    r"|\ben illimité|\bsans publicité|\blee sin límites|\bsin publicidad|\bclub del suscriptor|\bsenza pubblicità"
    r"|\bsem publicidade"
    r"|\bneomezený přístup|\bbez reklam|\bkdykoli (?:z)?rušit|\bneobmedzený prístup|\brajaton|\bnäköislehti|\bperua milloin"
    r"|απεριόριστη πρόσβαση|χωρίς διαφημίσεις|ακύρωση οποτεδήποτε|\bkorlátlan|\breklámmentes|\bbármikor lemond"
    r"|\bacces nelimitat|\bfără reclame|\banulez\w* oricând|\bsınırsız erişim|\breklamsız|\bzaman iptal"
    r"|読み放題|いつでも解約|紙面ビューアー|무제한|광고 없|언제든지 해지"
    r"|無限(?:閱讀|暢讀)|无限(?:阅读|畅读)|隨時取消|随时取消|無廣告|无广告",
    re.IGNORECASE,
),
    "access", "cancel", "obligation", "commitment", "paper", "editie", "wydanie", "tidning", "avis", "digital", " ads", "ad-free",
    "unlimited", "subscri", "premium", "newsletter", "kündbar", "testen", "zugang", "artikel", "inhalte", "werbung", "illimit",
    "engagement", "résiliable", "numérique", "ilimitado", "permanencia", "cancela", "disdici", "onbeperkt", "opzegbaar",
    "nieograniczony", "rezygn", "obegränsad", "bindningstid", "ubegr", "binding", "неограниченный", "отмен", "読み放題", "解約",
    "ビューアー", "무제한", "необмеж", "скасувати", "реклам", "full access", "unlock", "member", "support", "zugriff", "kündigen",
    "rätsel", "werbefrei", "publicit", "límites", "publicidad", "suscriptor", "pubblicità", "neomezen", "bez reklam", "rušit",
    "neobmedz", "rajaton", "näköislehti", "milloin", "απεριόριστη", "διαφημίσεις", "ακύρωση", "korlátlan", "reklámmentes",
    "bármikor", "nelimitat", "reclame", "oricând", "sınırsız", "reklamsız", "iptal", "광고", "해지", "無限", "无限", "取消",
    "廣告", "广告",
)  # fmt: skip
"""What subscribers get."""
MEMBERS = Phrases(re.compile(
    r"\balready (?:a )?(?:subscriber|member|subscribed)|\bbereits (?:ein |einen )?(?:abo|abonn|zugang|digital)"
    r"|\bdéjà abonné|\bya eres suscript"
    r"|\bya es suscript|\bsei già abbonato|\bjá é assinante|\bal abonnee\b|\bmasz już (?:prenumerat|subskrypc|konto)"
    r"|\bredan prenumerant"
    r"|\ballerede abonnent|\bуже подписан|会員の方は|이미 구독|\bhave an account\b|\bschon (?:ein )?abo|\bavez déjà un compte"
    r"|\bya tienes cuenta|\bhai già un|\bjá tem (?:uma )?conta|\buž (?:jste|máte)\b.{0,12}předplat|\bjo tilaaja"
    r"|ήδη συνδρομητ|\bmár előfizet|\bdeja abonat|\bzaten (?:abone|üye)|已(?:經)?是(?:訂戶|会员|會員|订户)|\bвже маєте підписку",
    re.IGNORECASE,
),
    "already", "bereits", "déjà", "ya e", "sei già", "já é", "al abonnee", "masz już", "redan", "allerede", "уже подпис",
    "会員", "구독", "account", "schon", "déjà", "tienes", "già", "já tem", "už ", "tilaaja", "ήδη", "már ", "deja", "zaten",
    "已", "вже",
)  # fmt: skip
"""The way in for those who pay already."""
PRICE = re.compile(
    r"(?:[€£$¥₽₺]|R\$|\bCHF|\bkr\.?)\s?\d|\d\s?(?:[€£¥₽₺円원元]|zł\b|kr\b|руб|грн|Euro\b|CHF\b|Kč|Ft\b|lei\b|TL\b)"
)  # fmt: skip
PERIOD = re.compile(
    r"\b(?:an?|per|each|first|/) ?(?:week|month|year)|\bmonat|\bjahr\b|\bmois\b|\bal mes\b|\bmese\b|\bmês\b|\bmaand"
    r"|\bweken\b|\bmiesi|\bmånad"
    r"|\bmåned|\bмесяц|\bмісяць|初月|ヶ月|月額|\bměsí[cč]|/kk\b|\bkuukau|\bμήνα|/hó\b|\bhavi\b|\blun[aă]\b|\baylık|^월|每月|/月"
    r"|/(?:mes|mois|month|monat|mese|mês)\b|\btesten\b|\bfor (?:the )?first\b|\bprøv\b",
    re.IGNORECASE,
)
"""A price and what it is for, of an offer that says both."""


def without_offers(body: list[Piece]) -> list[Piece]:
    """The story without offers to subscribe in it or at its end."""
    signs = [_signs(piece) for piece in body]
    if sum(map(bool, signs)) < LEAST_SIGNS:
        return body
    out: set[int] = set()
    for first, last in _runs(body, signs):
        found = frozenset[str]().union(*signs[first:last])
        benefits = sum("benefit" in told for told in signs[first:last])
        told = len(found) + (sum(map(bool, signs[first:last])) > LEAST_SIGNS)
        if told >= LEAST_SIGNS + (last < len(body)) or (last == len(body) and benefits >= LEAST_SIGNS):
            out.update(range(first, last))
    if sum(body[place].size for place in out) > MOST_SHARE * sum(piece.size for piece in body):
        return body
    return [piece for place, piece in enumerate(body) if place not in out]


def _signs(piece: Piece) -> frozenset[str]:
    """What makes a line one of an offer."""
    if piece.size > LONGEST:
        return frozenset()
    text = piece.text
    priced = PRICE.search(text) is not None and PERIOD.search(text) is not None
    told = (
        ("ask", asks_to_pay(text)),
        ("benefit", BENEFIT.search(text)),
        ("members", MEMBERS.search(text)),
        ("price", priced),
    )
    return frozenset(name for name, is_told in told if is_told)


def _runs(body: list[Piece], signs: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Where runs of short lines stand that begin and end with a sign of an offer, or a list with one; (first, after)."""
    at = 0
    while at < len(body):
        if not signs[at]:
            at += 1
            continue
        last = at
        while (more := _next(body, signs, last)) is not None:
            last = more
        last = _end_of_list(body, last)
        yield _start_of_list(body, at), last + 1
        at = last + 1


def _next(body: list[Piece], signs: list[frozenset[str]], last: int) -> int | None:
    for place in range(last + 1, min(last + 2 + GAP, len(body))):
        if body[place].size > LONGEST:
            return None
        if signs[place]:
            return place
    return None


def _end_of_list(body: list[Piece], last: int) -> int:
    """The last item of the list that a line of an offer stands in; nothing but short lines, the end of the text."""
    rest = body[last + 1 :]
    if len(rest) <= GAP and all(piece.size <= LONGEST and not _is_sentence(piece) for piece in rest):
        return len(body) - 1
    while last + 1 < len(body) and _are_items(body[last], body[last + 1]):
        last += 1
    return last


def _start_of_list(body: list[Piece], first: int) -> int:
    """The first item of such a list, or the heading right over it."""
    while first > 0 and (_are_items(body[first - 1], body[first]) or _is_heading_of(body[first - 1])):
        first -= 1
    return first


def _are_items(one: Piece, other: Piece) -> bool:
    return (
        one.box.tag == other.box.tag == "li"
        and one.box.parent is other.box.parent
        and max(one.size, other.size) <= LONGEST
    )


def _is_heading_of(piece: Piece) -> bool:
    return piece.box.tag in HEADINGS and piece.size <= GAP * 10


def _is_sentence(piece: Piece) -> bool:
    return piece.text.rstrip().endswith((".", "!", "?", "。")) and len(piece.text.split()) > 6


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
