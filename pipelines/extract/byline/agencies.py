"""Wire agencies: their names, as bylines and datelines write them, and which of them a story credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

NAMES = {
    "AP": r"AP|Associated Press|The Associated Press|AP News",
    "AFP": r"AFP(?: [A-ZÄÖÜ][\w-]+)?|Agence France[- ]Presse",
    "Reuters": r"Reuters|Thomson Reuters|Рейтер",
    "dpa": r"dpa(?:[-/ ](?:infocom|AFX|tmn|news|international|lnw|lby|lni|lsw|lbn|lno))*|Deutsche Presse-Agentur|DPA",
    "EFE": r"EFE|Agencia E(?:FE|fe)|Agência EFE",
    "Europa Press": r"Europa Press",
    "ANSA": r"ANSA",
    "PA Media": r"PA Media|Press Association|PA",
    "APA": r"APA|Austria Presse Agentur",
    "Keystone-SDA": r"Keystone-SDA|SDA|sda|ATS",
    "SID": r"SID|sid",
    "epd": r"epd",
    "KNA": r"KNA",
    "TASS": r"TASS|ТАСС|ITAR-TASS|ИТАР-ТАСС",
    "RIA Novosti": r"RIA Novosti|РИА Новости",
    "Interfax": r"Interfax|Интерфакс",
    "Ukrinform": r"Ukrinform|Укринформ|Укрінформ",
    "Xinhua": r"Xinhua|新华社|新華社",
    "Kyodo": r"Kyodo|Kyodo News|共同通信(?:社)?|共同",
    "Jiji Press": r"Jiji Press|時事通信(?:社)?|時事",
    "Yonhap": r"Yonhap|Yonhap News|연합뉴스",
    "PTI": r"PTI|Press Trust of India",
    "IANS": r"IANS",
    "ANI": r"ANI",
    "Bloomberg": r"Bloomberg|Bloomberg News",
    "UPI": r"UPI",
    "AAP": r"AAP|Australian Associated Press",
    "The Canadian Press": r"The Canadian Press|Canadian Press",
    "ANP": r"ANP",
    "Belga": r"Belga",
    "NTB": r"NTB",
    "Ritzau": r"Ritzau",
    "TT": r"TT|TT Nyhetsbyrån",
    "STT": r"STT",
    "PAP": r"PAP|Polska Agencja Prasowa",
    "ČTK": r"ČTK|CTK",
    "TASR": r"TASR",
    "MTI": r"MTI",
    "Anadolu": r"Anadolu|Anadolu Agency|Anadolu Ajansı|AA",
    "DHA": r"DHA",
    "Lusa": r"Lusa|Agência Lusa",
    "Agerpres": r"Agerpres",
    "Hina": r"Hina",
    "Tanjug": r"Tanjug|Танјуг",
    "ΑΠΕ-ΜΠΕ": r"ΑΠΕ-ΜΠΕ|ΑΠΕ",
}
ALONE = {
    name: re.compile(rf"(?:mit Material der |from |von |par |avec )?(?:{pattern})", 0)
    for name, pattern in NAMES.items()
}
SERVICE = re.compile(
    r"^(?!.*\b(?:Free|University|Popular|Daily|Evening|Sunday) Press$)(?=[^\W\d_a-z])[^\d.,;:!?()]{3,40}"
    r"(?:\b(?:Press|Newswire|News Agency|Press Agency|Presse-?[Aa]gentur|Nachrichtenagentur|Nyhetsbyrå)|[a-z]presseagentur)$"
    r"|^(?:Agence|Agencia|Agência|Agencja|Agenzia) (?=[^\W\d_a-z])[^\d.,;:!?()]{2,40}$"
)
"""A name that says of itself that it is a wire service; unlike those newspapers that are called so-and-so Press."""

DATELINE = re.compile(
    r"\((?:[^()]{0,20}[ /])?(?P<p>"
    + "|".join(NAMES.values())
    + r")(?:[ /,][^()]{0,20})?\)\s*[-–—.:]|^(?P<s>Reuters|AFP|AP|dpa|EFE)\s*[-–—]\s"
)
CREDIT = re.compile(
    r"^\W*(?:Quelle|Source|Fuente|Fonte|Bron|Kilde|Källa|Источник|Źródło)\s*:\s*(?P<c>.{2,40}?)\W*$", re.IGNORECASE
)

PLACED = re.compile(r"^[^\n()]{0,60}\((?P<c>[^()\n]{2,40})\)\s*[-–—]")
SIGNED = re.compile(r"(?:^|[.!?…”\"»]\s?)\s*[(\[](?P<c>[^()\[\]\n]{2,40})[)\]]\W*$")
REPORTING = re.compile(r"\b(?:[Rr]eporting by|[Mm]it Material (?:von|der)) (?P<c>[^\n.,;()]{2,40})")


@lru_cache(maxsize=20_000)
def agency(name: str) -> str | None:
    """The agency that `name` is, and nothing besides: one of the known, or one that calls itself a wire service.

    >>> agency("Associated Press"), agency("Meridian Press"), agency("Jane Doe")
    ('AP', 'Meridian Press', None)
    """
    wanted = name.strip(" .()[]/-–—:")
    known = next((known for known, pattern in ALONE.items() if pattern.fullmatch(wanted)), None)
    if known or not SERVICE.search(wanted):
        return known
    after_name = (agency(" ".join(wanted.split()[at:])) for at in range(2, len(wanted.split()) - 1))
    return next((wire for wire in after_name if wire in NAMES), wanted.removeprefix("The "))


def credited(texts: Sequence[str], lines: Sequence[str] = ()) -> str | None:
    """The agency that a story's own text credits, in the dateline of its first paragraphs or as source or in brackets at
    its end; else the one that credit lines beside the story name.

    >>> credited(["A bridge fell.", "Nobody was hurt. (Meridian Press)"])
    'Meridian Press'
    """
    for text in texts[:3]:
        found = DATELINE.search(text[:160])
        if found:
            return agency(found["p"] or found["s"] or "")
    clues = [PLACED.match(text[:160]) for text in texts[:3]]
    clues += [pattern.search(text[-160:]) for text in texts[-2:] for pattern in (CREDIT, SIGNED)]
    clues += [pattern.search(line) for line in lines for pattern in (CREDIT, REPORTING)]
    return next((wire for clue in clues if clue and (wire := first_agency(clue["c"]))), None)


def first_agency(text: str) -> str | None:
    """The first agency among names separated by slashes or commas."""
    return next((wire for name in re.split(r"[/,]", text) if (wire := agency(name))), None)
