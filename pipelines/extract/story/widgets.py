"""Widgets in a story, found by what they say: contents lists, offers to subscribe, requests for consent."""

from __future__ import annotations

import re

from pipelines.extract.fields.details import asks_to_pay
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import Mass
from pipelines.page.outline import Box
from pipelines.page.roles import named

HOLDERS = frozenset(("main", "article", "body"))
LABEL_CHARACTERS = 60
WALL_CHARACTERS = 900
CONTENTS_SHARE = 0.8
ENOUGH_PROSE = 120
"""Characters of prose elsewhere in the page without which a box about consent may be all there is."""

CONSENT_SAID = re.compile(
    r"\bcookies?\b|\bconsent|personal data|personenbezogene|einwillig|données personnelles|consentement|datos personales"
    r"|consentimiento|dati personali|consenso|dados pessoais|danych osobowych|zgod|персональн|toestemming|persondata"
    r"|samtyck|samtykke",
    re.IGNORECASE,
)


def widgets(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Contents lists, pay walls and consent boxes: apart from the story by what they say, whatever they are called."""
    total = masses[root].prose
    found = set()
    for box, mass in masses.items():
        if box.tag in ("ul", "ol"):
            if is_contents(box, mass):
                found.add(labelled(box, masses))
        elif box.names and box.tag not in HOLDERS:
            roles = named(box.names)
            if (Role.PAYWALL in roles.hints and is_paywall(box, mass, total)) or (
                Role.CONSENT in roles.sure and is_consent(box, mass, total)
            ):
                found.add(box)
    return found


def is_contents(box: Box, mass: Mass) -> bool:
    """True if a list is nothing but links to places in the same page."""
    if mass.links or next(box.element.iter("a"), None) is None:  # `mass` does not count links within the page
        return False
    links = [link for link in box.element.iter("a") if link.get("href")]
    inside = [link for link in links if len(str(link.get("href"))) > 1 and str(link.get("href")).startswith("#")]
    said = sum(len(" ".join("".join(link.itertext()).split())) for link in inside)
    return len(inside) > 1 and len(inside) == len(links) and said >= CONTENTS_SHARE * mass.text


def labelled(box: Box, masses: dict[Box, Mass]) -> Box:
    """The outermost box around this one that holds no more than a label besides."""
    inside = masses[box].text
    while box.parent is not None and box.parent.tag not in HOLDERS:
        if masses[box.parent].text - inside > LABEL_CHARACTERS:
            break
        box = box.parent
    return box


def is_paywall(box: Box, mass: Mass, total: float) -> bool:
    """True if a box, so named, offers a subscription and does not hold the story."""
    if mass.text > WALL_CHARACTERS or mass.prose > 0.5 * total:
        return False
    return asks_to_pay("\n".join(piece.text for piece in box.all_pieces()))


def is_consent(box: Box, mass: Mass, total: float) -> bool:
    """True if a box, so named, asks for consent, though it may hold most of the page's prose."""
    if total - mass.prose < ENOUGH_PROSE:
        return False
    said = [piece.text for piece in box.all_pieces()]
    return sum(len(text) for text in said if CONSENT_SAID.search(text)) > 0.5 * sum(map(len, said))
