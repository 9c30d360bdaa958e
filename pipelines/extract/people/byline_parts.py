"""The parts of a byline: one for each person, without their jobs and accounts, and without those who took its pictures."""

from __future__ import annotations

import re
from functools import cache

from pipelines.extract.people.lead_ins import without_lead_in
from pipelines.lexicon.agencies import agencies, agency

SPLIT = re.compile(
    r"\s*(?:[;|•·、，/╱]|\s[+×]\s|,(?!\s*(?:Jr|Sr|PhD|MD)\b)|\s&\s|\s(?:[Aa]nd|AND|UND|ET|WITH)\s|\sund\s(?!zu\s)|\set\s|\s[ey]\s(?=\S+\s\S)|\sen\s|"
    r"\s(?:och|og|i|ja|és|și|ve|và|dan|ir|un|и|і|й|та|και|և|და|و|ו|और|एवं|ও|এবং|மற்றும்|และ|እና)\s|\sa\s(?=[A-ZČŠŽ])|"
    r"\s(?:with|mit|met|con|avec|com|med)\s|\bsowie\b|\n)\s*"
)
OF_PICTURES = (
    r"photos?|photograph(?:s|y|ies?|er)?|pictures?|images?|fotos?|fotograf\w*|fotografías?|bild(?:er)?|zdjęcia|immagini|"
    r"illustrations?|illustrat(?:ed|or)|illustrationen?|ilustra\w+|grafik(?:en)?|graphics?|infograph\w*|infografik\w*|videos?|"
    r"edited|editing|editor|(?:fact[- ]?)checked|medically\sreviewed|translat\w+|übersetz\w*|traduction|traducción|kuvat?"
    r"|dessins?|traduite?s?|traducid[oa]|traduzid[oa]|vertaald|photographiée?s?|фото|снимки|видео"
)
"""Words for what others than the author did."""
PICTURES = re.compile(
    rf"(?:^|[\s.,;|–—-])(?:(?:{OF_PICTURES})(?:\s+credits?)?\s*(?:(?:by|von|par|por|di|de|av|af|door|przez)\b|[:：]|/\s)|fot\.|(?:写真|撮影|사진|摄影|攝影|图)\s*[:：・/／=]|사진\s)",
    re.IGNORECASE,
)
"""Where a byline goes on to them: `Jane Doe, photos by John Roe`; `Text: Jane Doe Foto: John Roe`."""
BARE_PICTURES = re.compile(
    r"(?<=[^\W\d_A-Z])\s(?:Fotos?|Photos?|Photography|Photographs|Pictures|Bilder|Bild|Kuvat?)\s(?=[^\W\d_a-z]\S+\s[^\W\d_a-z])"
)
"""The same without a mark, between two names: `Text Jane Doe Foto John Roe`."""
WORD_BEFORE = re.compile(r"(?<!\s)\s+(?:and|with|und|mit|et|avec|y|con|e|com|en|met|og|och|med|&)$", re.IGNORECASE)
PHOTOGRAPHER = re.compile(
    r"(?<=[,;|•·/])\s*[^,;|•·/]+,\s*(?:[^\W\d_]+\s)?(?:photographers?|photojournalist|videographer|illustrator|photographe"
    r"|fotograf\w*|fotógraf[oa])\b(?=\s*(?:[,;|•·/]|$))",
    re.IGNORECASE,
)
"""Somebody behind the first of a byline whose job is pictures: `Jane Doe, Reporter; John Roe, Photographer`."""
TEXT = re.compile(r"\b(?:text|words|texte?|testo|texto|текст|文|글)\s*(?:(?:by|von)\b|[:：・])", re.IGNORECASE)
OF_OTHERS = re.compile(rf"\((?:{OF_PICTURES}|фото|写真)\)\s*$|^(?:{OF_PICTURES})\s", re.IGNORECASE)
NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){1,3}"
PHOTOGRAPHERS = re.compile(
    r"(?:^|[,;|/])\s*(?i:photos?|fotos?|fotografías?|pictures?|images?|bild(?:er)?|zdjęcia|immagini|фото)"
    rf"\s{NAME}(?:\s(?:and|und|et|y|e|&)\s(?!(?i:text|words|texte?|testo|texto|story|author|writer|report\w*|interview|bericht"
    rf"|additional)\b){NAME})+(?=\s*(?:[,;|/]|$))"
)
"""Those who took the pictures, joined: `Foto Max Roe und Ann Poe`."""
BOTH = re.compile(
    rf"^\W*(?:story|text|words|texte?|testo|texto|tekst|teksti)\s(?:&|\+|and|und|et|y|e|og|och|ja)\s(?:{OF_PICTURES})\s*(?:by\s|[:：]|(?=[^\W\d_a-z]))\s*",
    re.IGNORECASE,
)
"""Text and pictures by one person: `Tekst og foto: Jane Doe`."""
BRACKETS = re.compile(
    r"\s*\((?:text|words|texte?|testo|texto|tekst|teksti|текст|(?:she|he|they)\s?/\s?\w+(?:\s?/\s?\w+)?)\)",
    re.IGNORECASE,
)
"""What is said of a name in brackets behind it: `Jane Doe (Text)`, `Jane Doe (she/her)`."""
BESIDES = re.compile(
    r"\s*\((?:avec|with)\s(?P<people>(?:[^\W\d_a-z][\w.'’-]*\s){1,3}[^\W\d_a-z][\w.'’-]*(?:\s(?:et|and)\s(?:[^\W\d_a-z][\w.'’-]*\s){1,3}[^\W\d_a-z][\w.'’-]*)+)\)"
)
"""Two who helped: `Jane Doe (avec John Roe et Max Poe)`; one alone may be a paper."""
ACCOUNT = re.compile(r"(?<!\S)\(?@\w{1,30}\)?(?!\S)")
"""Somebody's account in a byline: `Jane Doe @janedoe`."""
JOINED = re.compile(r"^(?:and|with|und|mit|et|avec|y|con|e|og|och|en|met|i|и)\s+(?=[^\W\d_a-z])")
"""The word before the last of a list, behind its comma: `Jane Doe, and John Roe`."""
JOB_BEFORE = re.compile(
    r"\s+(?:(?:for|at)\s+)?(?:View profile|More (?:articles|stories|posts)|Comments?(?=\s\d)|Senior|Junior|Chief|Staff"
    r"|Deputy|Associate|Assistant|Managing|Contributing|Special|Foreign|Political|Investigative|"
    r"Freelance|Contributor|Columnist|Reporter|Correspondent|Bio|BBC|CNN|USA|Washington(?=\s\w)|AP|AFP|Court(?=\s(?:Reporter|Correspondent|Editor))|Health|Business(?!\sJournal$)|Crime|Education|Science|"
    r"Technology|Culture|Environment|Local|National|Economics|Sports?|Politics|Corresponsal|Periodista|Redactora?"
    r"|Enviad[oa] [Ee]special|Journaliste?|Correspondante?|Envoyée? [Ss]péciale?|"
    r"Giornalista|Redattor[ei]|Inviat[oa]|Jornalista|Repórter|Correspondente|Redakteur(?:in)?|Korrespondent(?:in)?|Volontär(?:in)?)"
    r"(?:\s.*)?$"
)
"""A job right behind a name, where its first word says that it is one."""
HOUSE = re.compile(r"\s\|\s(?:The|Der|Die|Das|El|Los|Las|Il)\s[^|,;/]{2,40}$")
"""A paper behind a bar: `Jane Doe | El Sol de Puerto`."""
BEAT = re.compile(
    r"(?<=\w)\s*[,/|]\s*(?:(?P<one>[^\W\d_a-z][\w'’&-]*)|(?:[^\W\d_a-z][\w'’&-]*\s){2}[^\W\d_a-z][\w'’&-]*)\s"
    r"(?:Reporter|Contributor|Correspondent|Editor|Writer|Producer|Columnist|Engineer|Analyst|Strategist|President|Expert)"
    r"(?=\s*(?:$|[,/|]))"
)
"""What somebody does at a paper, behind the name: `Jane Doe / North Harbour Bay Reporter`; two words may be a name."""
BUTTON = re.compile(r"(?:\s+(?:Follow|Following|Share|Save|Folgen|Suivre|Seguir|Segui|Volgen|Følg|Följ))+$")
PLACE_AFTER = re.compile(
    r"\s+(?:from|aus|depuis|desde|vanuit)\s+[^\W\d_a-z]\w*(?:\s\w+){0,3}$|\s+on\sbehalf\sof\s.*$|\s+[–—]\s+\S.*$"
)
PLACE_BEFORE = re.compile(r"^(?P<place>[^\W\d_]+)\s+[-–—]\s+(?=\S+\s\S)")
"""A town of one word before a name: `Cádiz - Jane Doe`."""
DEGREES = re.compile(
    r"(?:,\s*(?:Ph\.?\s?D|M\.?D|R\.?[DN]|RDN|MS|MSc|MPH|CPA|Psy\.?D|LL\.?M|Esq|CFP)\b\.?)+$"
    r"|\s(?:J\.D|Ph\.D)\.?$|\s(?:MP|MEP|MSP|PhD|MD|QC|KC|OBE|MBE|CBE|DBE|FRS)$"
)
TOWN = re.compile(
    r"New (?:York(?: City)?|Delhi|Orleans|Haven|Jersey|Zealand|Mexico)|San (?:Francisco|Diego|Antonio|José|Jose|Juan|Salvador)"
    r"|Los Angeles|Las (?:Vegas|Palmas)|Palma de Mallorca|Santiago de (?:Compostela|Chile|Cuba)|Ciudad de México|Mexico City"
    r"|La (?:Paz|Plata|Habana)|Salt Lake City|Kansas City|Fort Worth|El Paso|Baton Rouge|Belo Horizonte|Porto Alegre"
    r"|N(?:ova|ueva|uova) (?:York|Delhi|Deli|Orleans)|Phnom Penh|Abu Dhabi|Le Havre|Le Mans|La Rochelle"
    r"|Bad (?!Bunny)\w+|St\.? (?:Louis|Gallen|Pölten|Petersburg)"
    r"|Saint Petersburg|Santa (?:Fe|Monica|Barbara)|São Paulo|Rio de Janeiro|Hong Kong|Kuala Lumpur|Buenos Aires"
    r"|Addis (?:Ababa|Abeba)|Cape Town|Tel Aviv|Den Haag|Port (?:Moresby|Louis|Elizabeth)|South Africa|West Bank|Middle East",
    re.IGNORECASE,
)
"""Places of two words that stand beside a name and are not one."""
INVERTED = re.compile(r"([^\W\d_][\w'’-]+),\s+([^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*)?)")


def parts(byline: str) -> list[str]:
    """The parts of a byline.

    >>> parts("Jane Doe, and John Roe (Foto)"), parts("Text: Jane Doe Foto: John Roe")
    (['Jane Doe'], ['Text: Jane Doe'])
    >>> parts("Jane Doe, Foto Max Roe und Ann Poe"), parts("Foto Max Roe und Text Ann Poe")
    (['Jane Doe'], ['Text Ann Poe'])
    >>> parts("Jane Doe (avec John Roe et Max Poe)")
    ['Jane Doe', 'John Roe', 'Max Poe']
    """
    byline = PHOTOGRAPHERS.sub("", BEAT.sub("", HOUSE.sub("", BESIDES.sub(r", \g<people>", byline))))
    writers = WORD_BEFORE.sub("", PHOTOGRAPHER.sub("", without_pictures(BOTH.sub("", BRACKETS.sub("", byline)))))
    found = (JOINED.sub("", part.strip()) for part in SPLIT.split(ACCOUNT.sub(";", writers)))
    return [part for part in found if not OF_OTHERS.search(part)]


def without_pictures(byline: str) -> str:
    """A byline up to where it names those who took the pictures; if it begins with them, from where it goes on to the text."""
    at = PICTURES.search(byline) or BARE_PICTURES.search(byline)
    if at is None:
        return byline
    before = WORD_BEFORE.sub("", byline[: at.start()].strip(" .,;|–—-"))
    text = TEXT.search(byline, at.end())
    return before or (byline[text.start() :] if text else "")


def bare(part: str) -> str:
    """A part of a byline without a job, a button and a place behind the name, and the kind of text before it.

    >>> bare("Jane Doe Senior Reporter"), bare("Kommentar von Jane Doe"), bare("Jane Doe aus Kiew")
    ('Jane Doe', 'Jane Doe', 'Jane Doe')
    """
    placed = PLACE_BEFORE.match(part)
    if placed and not agency(placed["place"]):
        part = part[placed.end() :]
    part = without_lead_in(part)
    for tail in (BUTTON, DEGREES, PLACE_AFTER, JOB_BEFORE):
        name = tail.sub("", part)
        part = name if " " in name else part
    return part


def without_wire(part: str) -> str:
    """A part without an agency of several words behind the name: `JANE DOE Associated Press` → `JANE DOE`."""
    found = next((wire for wire in _wires() if part.endswith(wire)), "") if part.endswith(_wires()) else ""
    name = part.removesuffix(found).rstrip()
    return name if " " in name else part


@cache
def _wires() -> tuple[str, ...]:
    """Agencies of more than one word, as they stand behind a name."""
    return tuple(f" {form}" for form in agencies() if " " in form)


def righted(byline: str) -> str:
    """A list of surnames and first names in the usual order: `Doe, Jane; Roe, John` → `Jane Doe; John Roe`."""
    found = [INVERTED.fullmatch(part.strip()) for part in byline.split(";")]
    named = [(one[2], one[1]) for one in found if one and one[1][0].isupper() and one[2][0].isupper()]
    if any(agency(word) for pair in named for word in pair):
        return byline
    return "; ".join(f"{first} {last}" for first, last in named) if len(named) == len(found) else byline
