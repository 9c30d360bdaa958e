"""What stands before a name in a part of a byline: the kind of text, what somebody did for it, a job."""

from __future__ import annotations

import re

CAPITAL = r"(?=[^\W\d_a-zа-яёа-яіїєґα-ωάέήίόύώ])"
"""A letter that is no small one: the name begins."""
DID = re.compile(
    r"^(?i:(?:[^\W\d_][\w'’-]*\s+){0,2}?(?:[^\W\d_]*(?:kommentar|kolumne|reportage|analyse|rezension|beitrag|porträt|glosse"
    r"|leitartikel|bericht|interview|essay)|artikel|adaptiert|adapted|adaptée?|adaptad[oa]|adattato|aufgezeichnet|protokolliert|zusammengestellt|notiert|analysis|editorial|articles?|posts?"
    r"|comment(?:ary)?|review|column|opinion|feature|report|investigation|tribun[ea]|chronique|éditorial|entretien|enquête|récit"
    r"|propos|réalisée?s?|recueillie?s?|menée?s?|entrevista|crónica|columna|análisis|opinión|reportaje|artículo|realizad[oa]s?"
    r"|elaborad[oa]s?|escrit[oa]s?|commento|intervista|editoriale|articolo|a cura|artigo|coluna|reportagem|przygotowan[yaeo]"
    r"|felieton|geschreven|opgetekend|redactie|kr[öø]ni[ck]k?a?|tekst)(?:\s+(?:by|von|par|por|przez|door|de|di|da|av|af)\s+|\s*[:：]\s*)"
    r"|(?:das (?:gespräch|interview) führten?|die fragen stellten?|protokoll|rozmawiał[ai]?|rozmawiali|opracowanie|oprac\.?"
    r"|razgovarala?|pripremila?|připravila?|ptala? se|беседовал[аи]?|подготовила?|записала?|спілкувал(?:а|ася|ся)"
    r"|підготува(?:ла?|в))"
    rf"\s*:?\s+){CAPITAL}"
)
"""What kind of text it is, or what somebody did for it: `Kommentar von Jane Doe`, `Une enquête menée par Jane Doe`."""
CHECKED = re.compile(
    r"^(?:medical|clinical|peer|expert|technical|editorial|additional|fact[- ]?check\w*)\s(?:[^\W\d_]+\s){0,3}?"
    r"(?:reviews?|reviewed|reports?|reporting|comments?|comment(?:ary|ed))\s(?:and\s\w+\s)?by\s"
    r"|^(?:[^\W\d_]+\s){0,2}?(?:(?:über)?geprüft\s(?:von|durch)|(?:revisado|verificado)\spor|(?:relue?|vérifiée?)\spar|revisionato\sda)\s",
    re.IGNORECASE,
)
"""Somebody who read or helped, not who wrote: `Medical review by Jane Doe`, `Additional report by Max Roe`."""
JOB = re.compile(
    r"^(?i:(?:(?:de|dal(?:la)?|da|van|von|by|av|af|from)\s+)?(?:(?:unser\w*|notre|nostr[aoie]|nuestr[ao]|noss[ao]|onze|our|vår|vores)\s+)?"
    r"(?:(?:staff|special|guest)\s+)?"
    r"(?:columnist|gastautor(?:in)?|redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|mitarbeiter(?:in)?|correspondent|redacteur|verslaggever"
    r"|(?:corresponsal|envoyée?s?|enviad[ao]|inviat[ao])(?:\s+(?:espe[cz]ial|spéciale?s?|speciale))?|redactora?|periodista"
    r"|correspondante?|journaliste?|corrispondente|giornalista|correspondente|repórter|jornalista|dziennikarka|dziennikarz"
    r"|redaktor(?:ka|in)?|novinark?a?|toimittaja|корреспондент|журналист(?:ка)?|обозреватель|кореспондент(?:ка)?|журналістка?)"
    rf"\s*:?\s+){CAPITAL}"
)
"""A job before a name: `Journalist Jane Doe`, `De notre envoyée spéciale Jane Doe`."""


def without_lead_in(part: str) -> str:
    """A part of a byline from the name on; empty if it tells who checked the text.

    >>> without_lead_in("Kommentar von Jane Doe"), without_lead_in("Unsere Redakteurin Jane Doe"), without_lead_in("Jane Doe")
    ('Jane Doe', 'Jane Doe', 'Jane Doe')
    >>> without_lead_in("Une enquête menée par Jane Doe"), without_lead_in("reviewed by Al Roe")
    ('Jane Doe', 'reviewed by Al Roe')
    >>> without_lead_in("Book review by Jane Doe"), without_lead_in("Medical review by Al Roe")
    ('Jane Doe', '')
    """
    if CHECKED.match(part):
        return ""
    return JOB.sub("", DID.sub("", part, count=1), count=1)
