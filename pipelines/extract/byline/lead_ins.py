"""What stands before a name in a part of a byline: the kind of text, what somebody did for it, a job."""

from __future__ import annotations

import re

CAPITAL = r"(?=[^\W\d_a-zа-яёа-яіїєґα-ωάέήίόύώ])"
"""A letter that is no small one: the name begins."""
DID = re.compile(
    r"^(?:(?!(?i:\S*(?:sponsor|present|power|brought)))(?:[^\W\d_][\w'’-]*\s+){1,4}(?:by|par|por|przez|door)\s+"
    r"|(?i:(?:(?:ein|eine|una?|der|die|das)\s+)?[^\W\d_]*(?:kommentar|kolumne|reportage|analyse|rezension|beitrag|porträt|glosse"
    r"|leitartikel|bericht|interview|essay|aufgezeichnet|protokolliert|zusammengestellt|notiert|articolo|intervista|commento"
    r"|editoriale|a cura|artigo|coluna|reportagem|columna|crónica|chronique|récit|entrevista|entretien|opinión|tribun[ea]"
    r"|kr[öø]nik(?:a|k)?|kommentti|analys)\s+(?:von|di|de|da|av|af)\s+)"
    r"|(?i:das (?:gespräch|interview) führten?|die fragen stellten?|protokoll|rozmawiał[ai]?|rozmawiali|opracowanie|oprac\.?"
    r"|razgovarala?|pripremila?|připravila?|ptala? se|беседовал[аи]?|подготовила?|записала?|спілкувал(?:а|ася|ся)"
    r"|підготува(?:ла?|в)"
    rf"|[^\W\d_]*(?:kommentar|artikel|redactie|column|commentary|analysis|editorial|opinion|review)\s*(?=:))\s*:?\s*){CAPITAL}"
)
"""What somebody did, in any words before a by-word that stands in no name, and in known ones: `Aufgezeichnet von Jane Doe`."""
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
    >>> without_lead_in("Une enquête menée par Jane Doe"), without_lead_in("Otto von Bülow"), without_lead_in("Sponsored by Acme")
    ('Jane Doe', 'Otto von Bülow', 'Sponsored by Acme')
    """
    return JOB.sub("", DID.sub("", part, count=1), count=1)
