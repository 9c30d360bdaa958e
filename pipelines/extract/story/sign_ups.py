"""Boxes inside a story that ask its readers to sign up, found by a field for an address or the terms that one agrees to."""

from __future__ import annotations

import re

from lxml.etree import _Element

from pipelines.lexicon.wording import Phrases
from pipelines.page.mass import Mass
from pipelines.page.outline import Box

MOST_CHARACTERS = 900
MOST_SHARE = 0.35
LONGEST_TERMS = 700

TERMS = Phrases(re.compile(
    r"\bby (?:signing up|subscribing|registering|clicking|entering|providing|submitting)\b.{0,120}\byou\b.{0,40}"
    r"\b(?:agree|confirm|consent|accept|acknowledge)"
    r"|\byou (?:can|may) (?:unsubscribe|opt out)\b|\bunsubscribe (?:at )?any ?time"
    r"|\bmit (?:der|ihrer|deiner) (?:anmeldung|registrierung)\b.{0,80}\b(?:stimm|akzeptier|willig|erklär)"
    r"|\bjederzeit\b.{0,40}\b(?:abbestell|abmeld)\w*"
    r"|\ben (?:vous (?:inscrivant|abonnant)|cliquant sur)\b.{0,120}\bvous (?:acceptez|consentez)|\bvous désinscrire\b"
    r"|\bal (?:suscribirte|registrarte|suscribirse|registrarse)\b.{0,120}\b(?:acepta|consiente)"
    r"|\b(?:iscrivendoti|registrandoti|cliccando)\b.{0,120}\b(?:accetti|acconsenti)"
    r"|\bao se (?:inscrever|cadastrar)\b.{0,120}\bconcorda"
    r"|\b(?:zapisując|rejestrując) się\b.{0,120}\b(?:akceptuj|zgadza|wyraża)",
    re.IGNORECASE | re.DOTALL,
),
    "by signing up", "by subscribing", "by registering", "by clicking", "by entering", "by providing", "by submitting",
    "unsubscribe", "opt out", "anmeldung", "registrierung", "jederzeit", "en vous ", "en cliquant", "désinscrire", "al suscrib",
    "al registra", "iscrivendoti", "registrandoti", "cliccando", "ao se ", "zapisując się", "rejestrując się",
)  # fmt: skip
"""What stands beside the button of a newsletter, whatever the elements around it are called."""


def sign_ups(core: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Small boxes inside the story around such a field or such terms: `By signing up you agree to …`."""
    most = MOST_SHARE * masses[core].prose
    found = set()
    mailboxes = {
        around for field in core.element.iter("input") if is_mailbox(field) for around in field.iterancestors()
    }
    for box in core.below():
        if box is core or not is_small(box, masses, most) or not (box.element in mailboxes or has_terms(box)):
            continue
        around = box
        while around.parent and around.parent is not core and is_small(around.parent, masses, most):
            around = around.parent
        if around.tag != "p":
            found.add(around)
    return found


def is_mailbox(field: _Element) -> bool:
    """True if a field asks for an address: `<input type="email">`."""
    return "mail" in f"{field.get('type')} {field.get('name')} {field.get('placeholder')}".lower()


def is_small(box: Box, masses: dict[Box, Mass], most: float) -> bool:
    """True if a box holds little, and no more prose than `most`."""
    mass = masses.get(box)
    return mass is not None and mass.text <= MOST_CHARACTERS and mass.prose <= most


def has_terms(box: Box) -> bool:
    """True if a text of a box itself names the terms of signing up."""
    return any(piece.size <= LONGEST_TERMS and TERMS.search(piece.text) for piece in box.pieces)
