"""What stands before a name in a part of a byline: the kind of text, what somebody did for it, a job."""

from __future__ import annotations

import re

CAPITAL = r"(?=[^\W\d_a-zа-яёа-яіїєґα-ωάέήίόύώ])"
"""A letter that is no small one: the name begins."""
GENRE = re.compile(
    r"^(?i:(?:(?:ein|eine|an?|the|une?|una|il|la|le|el|der|die|das)\s+)?(?:[^\W\d_]*(?:kommentar|kolumne|reportage|analyse"
    r"|rezension|beitrag|porträt|glosse|leitartikel|bericht|interview|essay)|analysis|editorial|articles?|posts?|comment(?:ary)?|review|column|opinion|feature"
    r"|report|tribune|chronique|éditorial|entretien|enquête|récit|propos|entrevista|crónica|columna|análisis|opinión|reportaje"
    r"|artículo|commento|intervista|editoriale|a cura|redactie|artigo|coluna|reportagem|kr[öø]ni[ck]k?a?|tekst|felieton)"
    rf"\s*(?:(?:by|von|par|por|de|di|da|door|av|af)\s|[:：])\s*){CAPITAL}"
)
"""What kind of text it is, before its author: `Kommentar von Jane Doe`, `A cura di Jane Doe`."""
DID = re.compile(
    r"^(?:(?i:aufgezeichnet|protokolliert|zusammengestellt|notiert)\s+von\s+"
    r"|(?:[^\W\d_][\w'’-]*\s+){0,2}(?i:réalisée?s?|recueillie?s?|realizad[oa]s?|elaborad[oa]s?|escrit[oa]s?|przygotowan[yaeo]"
    r"|geschreven|opgetekend)\s+(?:par|por|przez|door)\s+"
    r"|(?i:das (?:gespräch|interview) führte[n]?|die fragen stellte[n]?|protokoll|rozmawiał[ai]?|rozmawiali|opracowanie|oprac\.?"
    r"|razgovarala?|pripremila?|připravila?|ptala? se|беседовала?|беседовали|подготовила?|записала?|спілкувал(?:а|ася|ся)"
    r"|підготувала?"
    r"|підготував)\s*:?\s+)"
    rf"{CAPITAL}"
)
"""What somebody did for a text that another tells: `Aufgezeichnet von Jane Doe`, `Entretien réalisé par Jane Doe`."""
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
    """A part of a byline from the name on.

    >>> without_lead_in("Kommentar von Jane Doe"), without_lead_in("Unsere Redakteurin Jane Doe"), without_lead_in("Jane Doe")
    ('Jane Doe', 'Jane Doe', 'Jane Doe')
    """
    for lead_in in (GENRE, DID, JOB):
        part = lead_in.sub("", part, count=1)
    return part
