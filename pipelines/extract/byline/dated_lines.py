"""Names beside the day or the portrait at the headline, where no word and no class says by whom the story is.

`<h1>Mill burns down</h1> <div>Jane Doe</div> <time>3 November 2025</time>`: pages whose classes a program made have nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from urllib.parse import urlsplit

from lxml.etree import _Element, iterwalk

from pipelines.dates.text.reading import Dialect, read_text
from pipelines.extract.byline.byline_parts import OF_PICTURES, TOWN
from pipelines.extract.byline.bylines import AROUND, PROFILE, is_of_picture, is_shown
from pipelines.extract.byline.meta_lines import SUBJECT, is_linked
from pipelines.extract.byline.near_headline import PLACE, is_portrait
from pipelines.extract.byline.profiles import is_checker
from pipelines.extract.byline.signatures import ORGANISATION, is_full_name
from pipelines.extract.byline.signed_lines import LIST, PROSE
from pipelines.page.outline import INLINE, Piece
from pipelines.page.page import Page
from pipelines.page.teasers import HEADINGS
from pipelines.page.text.by_words import BEFORE_NAME, says_by
from pipelines.page.text.wording import UNREAD, fold, tidy, words, written

ABOVE, BELOW = 3, 12
"""Texts before and behind the headline among which such a line stands."""
BESIDE = 2
"""Texts from the name within which the day stands."""
MOST = 12
"""Names that are looked at."""
LONGEST, LONGEST_DATE = 160, 60
"""Characters of a line with a name, and of one with the day."""
PARTS = re.compile(r"\s*(?:[|·•∙—–]|//|(?<=\s)[/-](?=\s)|,\s|,$)\s*")
READING_TIME = re.compile(r"^\W*\d{1,2}[\s-](?:min|minut)", re.IGNORECASE)
AUTHOR = re.compile(r"\b(?:author|autor(?:in|enprofil|a|e|es)?|auteure?)\b|['’]s profile$", re.IGNORECASE)
"""What a link to an author's page may say in its title: `Zum Autor Jane Doe`, `View Jane Doe's profile`."""
SECTION = re.compile(
    r"^(?:do|da|dos|das|del|dal|aus|vom|zum|zur)\s|\b(?:politics|business|finance|sports?|football|soccer|culture|society|opinions?"
    r"|technology|tech|education|environment|economy|markets?|entertainment|lifestyle|local|national|regional|breaking|exclusive"
    r"|special|weekend|daily|weekly|north|south|east|west|middle|central|club|city|county|case|stud(?:y|ies)|product|updates?"
    r"|customers?|practices?|guides?|tips|learning|intelligence|software|marketing|design|engineering|development|security|data"
    r"|cloud|insights?|resources?|releases?|announcements?|events?|estate|property|jobs?|careers?|photos?|gallery|podcasts?"
    r"|premium|free|real|social|public|human|mental|big|white|paper|contact|us|my|mein"
    r"|insider|technica|figaro|geographic|mirror|express|globe|standard|observer|monitor|mechanics|labs?|studios?|hub|solutions"
    r"|systems|technologies|partners|capital|ventures|consulting|academy|school|college|hospital|clinic|museum|church|awards?"
    r"|aus|aller|welt|kultur|wissen|stadt|kreis|land|lokales|gesellschaft|freizeit|reise|gesundheit|wirtschaft|politik|panorama"
    r"|leben|mundo|vida|estilo|deportes|sociedad|econom[ií]a|cultura|monde|soci[eé]t[eé]|sant[eé]|vie|cronaca|esteri|spettacoli"
    r"|sierra leone|sri lanka|burkina faso|cabo verde|san marino|(?:costa|puerto) rica|puerto rico|el salvador|saudi arabia"
    r"|rhode island|hampshire|new \w+|nova scotia|british columbia|la rioja|castilla|pfalz|rheinland|westfalen|holstein|hessen"
    r"|bayern|sachsen|thüringen|württemberg|vorpommern|brandenburg|ober(?:bayern|franken|österreich)"
    r"|nieder(?:bayern|sachsen|österreich))\b",
    re.IGNORECASE,
)
"""Words of sections, regions, papers and companies, which stand unlinked beside a day as well: `Case Studies`."""
LABEL = re.compile(
    r"\b(?:dates?|datum|data|fecha|publications?|publicaci[oó]n|publicaç[aã]o|pubblicazione|modifi\w+|änderung|geändert|erschienen"
    r"|erstellt|zuletzt|letzte[rs]?|last|latest|first|next|previous|recent|new|now|only|just|time|times|tiempo|temps|tempo|zeit"
    r"|minut\w*|stunden|lectura|lecture|lettura|lesedauer|lesezeit|reading|prep|cook|ready|total|serves|servings?|difficulty|issue"
    r"|edition|ausgabe|número|volume|print|page|drucken|imprimir|imprimer|stampa|listen|anhören|vorlesen|watch|play|save|merken"
    r"|sign|log|join|members?|key|facts?|fakten|brief|bref|breve|check|quick|full|short|more|mehr|lire|leer|leia|leggi|aussi|también"
    r"|text|size|font|search|menu|home|start|primo|último|última|im|am|in|an|at|of|on|en|zum|zur|fokus|focus|thema|themen|dossier"
    r"|video|audio|bilder|galerie|live|ticker|score|half|extra|plus|abo|login|navy|guard|army|force|fire|rescue|department|council"
    r"|trust|cross|party|court|office|ministry|church|royal|federal|state|staff|partner|cover|top|no|not|and|or|your|our|we|you)\b",
    re.IGNORECASE,
)
"""Words of labels, buttons, facts and offices: `Publication Date`, `Prep Time`, `Sign In`."""
PERSONAL = re.compile(
    r"/(?:[\w-]*profile?s?|people|persons?|team|(?:die-)?redaktion|about(?:-us)?|users?|blog-authors?)/[^?#]*[^\W\d_]"
)
HANDLE = re.compile(r"@(\w{3,30})")
NO_LINE = re.compile(rf"©|\b(?:{OF_PICTURES})\b|(?:[^\W\d_]{{5}}|\d{{4}})\.\s", re.IGNORECASE)
"""Marks of pictures and of a sentence."""
ALT, WIDEST = 25, 200
"""Characters that the text for a portrait may have besides the name: `Headshot of Jane Doe`; and pixels of one."""
SHORTEST = 3
"""Letters of a word of a name that is looked for in the story."""


def in_dated_line(page: Page) -> Iterator[str]:
    """The only name, or list of names, beside the day or its portrait at the headline.

    Sections, towns and people of the story stand there as well: no word of a name may be a word of the story, its last one
    none of a menu or a teaser, and no link of the page may say the same, but one to an author's page.
    """
    zone = _zone(page)
    below = [(at, piece) for at, piece in enumerate(zone) if piece.order > (page.surroundings.headline_place or 0)]
    every = islice(((at, element, people) for at, piece in below for element, people in _people(piece)), MOST)
    own = [one for one in every if _is_own(page, one[1])]
    told = _told(page) if own else frozenset()
    found = [one for one in own if not any(_is_of_story(page, one[1], name, told) for name in one[2])]
    dated = [one for one in found if _is_dated(zone[one[0]].text) or _has_account(zone[one[0]].text, one[2])]
    signed = dated or [one for one in found if _stands_by_day(zone, one[0]) or _has_portrait(one[1], one[2])]
    if signed and all(two[0] - one[0] <= BESIDE for one, two in pairwise(signed)):
        boxes = {_kind(element) for _, element, _ in signed}
        near = (people for at, element, people in found if _kind(element) in boxes and abs(at - signed[0][0]) <= BESIDE)
        yield from dict.fromkeys(name for people in near for name in people)


def _kind(element: _Element) -> tuple[str, str | None]:
    return str(element.tag), element.get("class")


def _zone(page: Page) -> list[Piece]:
    """The texts at the headline, up to the second paragraph."""
    place = page.surroundings.headline_place
    if place is None:
        return []
    zone: list[Piece] = page.outline.pieces[max(0, place - ABOVE) : place]
    prose = 0
    for piece in page.outline.pieces[place : place + BELOW]:
        prose += len(piece.text) >= PROSE and piece.box.tag in ("p", "div")
        if prose == 2:
            break
        zone.append(piece)
    return [piece for piece in zone if piece.box.tag != "button" and piece.box.unseen is None]


def _people(piece: Piece) -> Iterator[tuple[_Element, list[str]]]:
    """The texts of a short line that are names and nothing else, with the elements that hold them; none of a heading, of a
    sentence and of a line about pictures.
    """
    if len(piece.text) > LONGEST or piece.box.tag in HEADINGS or NO_LINE.search(piece.text):
        return
    for element, text in _texts(piece.box.element):
        names = [name for part in PARTS.split(text.strip(" ,/")) for name in LIST.split(part)]
        people = [name for name in names if _is_person(name)]
        if people and all(name in people or TOWN.fullmatch(name) or not is_full_name(name) for name in names):
            yield element, people


def _texts(line: _Element) -> Iterator[tuple[_Element, str]]:
    """The texts of a line, with their elements; a box in it is a line of its own."""
    walker = iterwalk(line, events=("start", "end"))
    for event, part in walker:
        if event == "start" and part is not line and part.tag not in INLINE:
            walker.skip_subtree()
            continue
        said = part.text if event == "start" else part.tail
        if said and said.strip() and part.tag not in UNREAD and not (event == "end" and part is line):
            around = part if event == "start" else part.getparent()
            if around is not None and len(said) <= LONGEST:
                yield around, tidy(said)


def _is_person(name: str) -> bool:
    vetoes = (TOWN.fullmatch, ORGANISATION.search, SUBJECT.search, SECTION.search, LABEL.search, PLACE.search)
    shouted = any(len(word) > 1 and word.isupper() for word in name.split())
    return is_full_name(name) and not shouted and not says_by(name) and not any(veto(name) for veto in vetoes)


def _is_dated(text: str) -> bool:
    """True if a text tells a day, or how long reading takes."""
    return READING_TIME.search(text) is not None or bool(read_text(text, Dialect()))


def _has_account(text: str, people: list[str]) -> bool:
    """True if an account of the person's own name stands behind it: `Jane Doe @jdoe`."""
    return any(fold(name.split()[-1]) in fold(account) for account in HANDLE.findall(text) for name in people)


def _stands_by_day(zone: list[Piece], at: int) -> bool:
    """True if a short text right beside a line tells the day."""
    beside = (piece.text for piece in zone[max(0, at - BESIDE) : at + BESIDE + 1])
    return any(len(text) <= LONGEST_DATE and _is_dated(text) for text in beside)


def _has_portrait(element: _Element, people: list[str]) -> bool:
    """True if a picture right beside a name is said to be of the person: `<img alt="Jane Doe"> <span>Jane Doe</span>`."""
    boxes = (box for box in islice(element.iterancestors(), AROUND) if len(tidy(written(box))) <= LONGEST)
    alts = [picture.get("alt") or "" for box in boxes for picture in box.iter("img") if _is_small(picture)]
    return any(name in alt and len(alt) <= len(name) + ALT for name in people for alt in alts)


def _is_small(picture: _Element) -> bool:
    """True for a picture that is called a portrait, or that says that it is as small as one."""
    width = picture.get("width") or ""
    return is_portrait(picture) or (width.isdecimal() and int(width) <= WIDEST)


def _is_own(page: Page, element: _Element) -> bool:
    if is_checker(element) or is_of_picture(element):
        return False
    return not page.surroundings.is_of_others(element) and is_shown(element)


def _is_of_story(page: Page, element: _Element, name: str, told: frozenset[str]) -> bool:
    """True if a name is a section's or a person's of the story: the page links it elsewhere, or the story has a word of it."""
    links = [around for around in (element, *islice(element.iterancestors(), AROUND)) if around.tag == "a"]
    if links and all(_leads_to_author(link, name) for link in links):
        return False
    if fold(name) in fold(urlsplit(page.url).hostname or ""):
        return True
    linked = not all(_may_lead_to(link, name) for link in links) if links else is_linked(page, name)
    return (
        linked
        or _stands_elsewhere(page, name)
        or not told.isdisjoint(word for word in words(name) if len(word) >= SHORTEST)
    )


def _stands_elsewhere(page: Page, name: str) -> bool:
    """True if another text of the page has the last word of a name, but not the name: a section's in a menu, a subject's in a
    teaser.
    """
    last, whole = words(name)[-1], fold(name)
    others = (piece.text for piece in page.outline.pieces if last in piece.text.casefold())
    return any(last in words(text) and whole not in fold(text) for text in others)


def _may_lead_to(link: _Element, name: str) -> bool:
    """True if an address can be that of a person's page, or of a subject's: `/profile/jane-doe`, `/jane-doe/`."""
    address = (link.get("href") or "").rstrip("/")
    slug = fold(urlsplit(address).path.rstrip("0123456789"))
    return slug == fold(name) or (slug.endswith(fold(name)) and PERSONAL.search(address) is not None)


def _leads_to_author(link: _Element, name: str) -> bool:
    """True if a link leads to an author's page by its address, or says so: `title="Alle Artikel von Jane Doe"`."""
    if PROFILE.search(link.get("href") or ""):
        return True
    said = f"{link.get('title') or ''} {link.get('aria-label') or ''}".strip()
    return (
        AUTHOR.search(said) is not None
        or re.search(rf"(?i:\b(?:{BEFORE_NAME}|de|da)\s){re.escape(name)}", said) is not None
    )


def _told(page: Page) -> frozenset[str]:
    """The words of the titles, where the site's name stands, and of the story's paragraphs."""
    headline = page.surroundings.headline
    pieces = (piece for piece in page.outline.pieces if piece.link_share < 0.5)
    texts = [p.text for p in pieces if len(p.text) >= PROSE or (p.box.tag == "p" and p.text.endswith((".", "!", "?")))]
    return frozenset(words(" ".join((*texts, page.title, "" if headline is None else tidy(written(headline))))))
