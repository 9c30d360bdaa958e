"""News agencies: their names in every script, the one form we print, and which of them a name or a story credits.

The list is for bylines, for a story's own text, and for the origin of copies. Whom else a page credits ("first appeared in
the Herald") is read by `pipelines.corpus.duplicates.credits`; which lines of a page are
credits, by `pipelines.extract.people.credits`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

AGENCIES: dict[str, tuple[str, ...]] = {
    "AP": ("Associated Press", "The Associated Press", "AP News", "АП", "美联社", "美聯社", "AP通信", "أسوشيتد برس"),
    "AFP": (
        "Agence France-Presse", "Agence France Presse", "Франс Пресс", "法新社", "AFP通信", "فرانس برس", "أ ف ب", "أ.ف.ب",
    ),
    "Reuters": ("Thomson Reuters", "Рейтер", "Ρόιτερς", "路透社", "路透", "ロイター", "로이터", "رويترز"),
    "dpa": ("DPA", "Deutsche Presse-Agentur", "ДПА", "德新社", "د ب أ"),
    "EFE": ("Agencia EFE", "Agencia Efe", "Agência EFE"),
    "Europa Press": (),
    "ANSA": (),
    "PA Media": ("Press Association", "PA"),
    "APA": ("Austria Presse Agentur",),
    "Keystone-SDA": ("SDA", "sda", "ATS"),
    "SID": ("sid",),
    "epd": (),
    "KNA": (),
    "TASS": ("ТАСС", "ITAR-TASS", "ИТАР-ТАСС", "塔斯社"),
    "RIA Novosti": ("РИА Новости",),
    "Interfax": ("Интерфакс",),
    "Ukrinform": ("Укринформ", "Укрінформ"),
    "UNIAN": ("УНИАН", "УНІАН"),
    "Xinhua": ("Синьхуа", "新华社", "新華社"),
    "China News Service": ("中新社", "中国新闻社"),
    "Central News Agency": ("中央社", "中央通訊社"),
    "Kyodo": ("Kyodo News", "Киодо", "共同", "共同通信", "共同通信社", "共同社"),
    "Jiji Press": ("時事", "時事通信", "時事通信社"),
    "Yonhap": ("Yonhap News", "연합뉴스", "韩联社", "韓聯社"),
    "PTI": ("Press Trust of India", "पीटीआई"),
    "IANS": ("आईएएनएस",),
    "ANI": ("एएनआई",),
    "Bloomberg": ("Bloomberg News",),
    "UPI": (),
    "AAP": ("Australian Associated Press",),
    "The Canadian Press": ("Canadian Press",),
    "ANP": (),
    "Belga": (),
    "BNS": (),
    "LETA": (),
    "NTB": (),
    "Ritzau": (),
    "TT": ("TT Nyhetsbyrån",),
    "STT": (),
    "PAP": ("Polska Agencja Prasowa", "ПАП"),
    "ČTK": ("CTK",),
    "TASR": (),
    "MTI": (),
    "Anadolu": ("Anadolu Agency", "Anadolu Ajansı", "AA", "Анадолу", "الأناضول"),
    "DHA": (),
    "Lusa": ("Agência Lusa",),
    "Agerpres": (),
    "Hina": (),
    "Tanjug": ("Танјуг",),
    "ΑΠΕ-ΜΠΕ": ("ΑΠΕ",),
    "Adnkronos": (),
    "Askanews": ("askanews",),
    "Télam": (),
    "Estadão Conteúdo": (),
    "İHA": ("İhlas Haber Ajansı",),
    "Saudi Press Agency": ("واس",),
    "IRNA": ("ایرنا",),
    "ISNA": ("ایسنا",),
}  # fmt: skip
"""The form we print, and the other forms in which an agency is credited: full names, initials, names in other scripts."""
BRANCHES = {
    "AFP": r"(?: [A-ZÄÖÜ][\w-]+)?",
    "dpa": r"(?:[-/ ](?:infocom|AFX|tmn|news|international|lnw|lby|lni|lsw|lbn|lno))*",
}
"""What a bureau or a service of an agency adds to its name: `AFP Deutschland`, `dpa-infocom`, `dpa/lnw`."""

PRINTED = {form: printed for printed, forms in AGENCIES.items() for form in (printed, *forms)}
"""Of every form of a name the one we print."""
BRANCH = re.compile("|".join(f"(?P<{name}>{name}{more})" for name, more in BRANCHES.items()))
FROM = re.compile(r"^(?:mit Material der |from |von |par |avec )")
SERVICE = re.compile(
    r"^(?!.*\b(?:Free|University|Popular|Daily|Evening|Sunday) Press$)(?=[^\W\d_a-z])[^\d.,;:!?()]{3,40}"
    r"(?:\b(?:Press|Wire|Newswire|News Agency|Press Agency|Presse-?[Aa]gentur|Nachrichtenagentur|Nyhetsbyrå)"
    r"|[a-z]presseagentur)$"
    r"|^(?:Agence|Agencia|Agência|Agencja|Agenzia) (?=[^\W\d_a-z])[^\d.,;:!?()]{2,40}$"
)
"""A name that says of itself that it is a wire service; unlike those newspapers that are called so-and-so Press."""

_ANY = "|".join(re.escape(form) + BRANCHES.get(form, "") for form in PRINTED)
_HAN = "|".join(form for form in PRINTED if re.fullmatch(r"[一-鿿]+社", form))
DATELINE = re.compile(
    rf"\((?:[^()]{{0,20}}[ /])?(?P<c>{_ANY})(?:[ /,][^()]{{0,20}})?\)\s*[-–—.:]|^(?P<s>Reuters|AFP|AP|dpa|EFE)\s*[-–—]\s"
    rf"|^\W*(?P<h>{_HAN})(?![会會])"
)
"""A known agency between place and story: `LONDON, Nov 3 (Reuters) -`, `AP —`, `新华社北京11月3日电`; not `中央社会工作部`."""
PLACED = re.compile(r"^[^\n()（）]{0,80}[(（](?P<c>[^()（）\n]{2,40})(?:\)\s*[-–—:]|）)")
"""Any agency there: `SALTMERE (Meridian Press) –`, `北京（新华社）`."""
SOURCE = re.compile(
    r"^\W*(?:Quelle|Source|Fuente|Fonte|Bron|Kilde|Källa|Источник|Źródło)\s*[:：]\s*(?P<c>.{2,40}?)\W*$", re.IGNORECASE
)
SIGNED = re.compile(r"(?P<stop>^|[.!?…”\"»。！？]\s?)?\s*[(\[（](?P<c>[^()\[\]（）\n]{2,40})[)\]）]\W*$")
"""Brackets that end a paragraph: `Nobody was hurt. (Meridian Press)`; inside a sentence they must hold a known one."""
REPORTING = re.compile(r"\b(?:[Rr]eporting by|[Mm]it Material (?:von|der)) (?P<c>[^\n.,;()]{2,40})")
EDGE_CHARACTERS = 160
"""How much of a story's first paragraphs, and of its last, may hold a credit."""


@lru_cache(maxsize=20_000)
def agency(name: str) -> str | None:
    """The printed form of the agency that `name` is, and nothing besides: a known one, or one that calls itself a wire service.

    >>> agency("Associated Press"), agency("ТАСС"), agency("dpa/lnw"), agency("Meridian Press"), agency("Jane Doe")
    ('AP', 'TASS', 'dpa', 'Meridian Press', None)
    """
    wanted = name.strip(" .()[]/-–—:")
    known = _known(wanted) or _known(FROM.sub("", wanted))
    if known or not SERVICE.search(wanted):
        return known
    after_name = (agency(" ".join(wanted.split()[at:])) for at in range(2, len(wanted.split()) - 1))
    return next((wire for wire in after_name if wire in AGENCIES), wanted.removeprefix("The "))


def first_agency(text: str) -> str | None:
    """The first agency among names separated by slashes or commas.

    >>> first_agency("London, Reuters")
    'Reuters'
    """
    return next((wire for name in re.split(r"[/,]", text) if (wire := agency(name))), None)


def credited(paragraphs: Sequence[str], lines: Sequence[str] = ()) -> str | None:
    """The agency that a story's own text credits, in the dateline of its first paragraphs or as source or in brackets at
    its end; else the one that credit `lines` beside the story name. A story *about* an agency names it in the middle.

    >>> credited(["A bridge fell.", "Nobody was hurt. (Meridian Press)"])
    'Meridian Press'
    """
    opening = [text[:EDGE_CHARACTERS] for text in paragraphs[:3]]
    ending = [text[-EDGE_CHARACTERS:] for text in reversed(paragraphs[-3:])]
    tries: tuple[tuple[Callable[[str], str | None], Sequence[str]], ...] = (
        (_in_dateline, opening), (_placed, opening), (_as_source, ending), (_signed, ending),
        (_as_source, lines), (_reporting, lines),
    )  # fmt: skip
    return next((wire for read, texts in tries for text in texts if (wire := read(text))), None)


def _known(name: str) -> str | None:
    branch = BRANCH.fullmatch(name)
    return branch.lastgroup if branch else PRINTED.get(name)


def _in_dateline(text: str) -> str | None:
    found = DATELINE.search(text)
    if not found or _abbreviates(found["c"] or "", text[: found.start()]):
        return None
    return agency(found["c"] or found["s"] or found["h"])


def _placed(text: str) -> str | None:
    found = PLACED.match(text)
    return first_agency(found["c"]) if found else None


def _as_source(text: str) -> str | None:
    found = SOURCE.search(text)
    return first_agency(found["c"]) if found else None


def _signed(text: str) -> str | None:
    found = SIGNED.search(text)
    wire = first_agency(found["c"]) if found else None
    if not found or found["stop"] is not None:
        return wire
    return wire if wire in AGENCIES and not _abbreviates(found["c"], text[: found.start()]) else None


def _abbreviates(initials: str, before: str) -> bool:
    """True if brackets only abbreviate the words before them: `the American Psychological Association (APA)` is none."""
    return (
        bool(initials)
        and "".join(word[0] for word in before.split()[-len(initials) :]).casefold() == initials.casefold()
    )


def _reporting(text: str) -> str | None:
    found = REPORTING.search(text)
    return first_agency(found["c"]) if found else None
