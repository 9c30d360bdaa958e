"""Pages that are a notice instead of a story, recognised by their words: a human check, "not found", a login. Pure."""

from __future__ import annotations

import re

from pipelines.lake.values import HealthCheck
from pipelines.lexicon.notices import BARRED, CONSENT, MAX_NOTICE_CHARS, NOT_FOUND, says_missing

CHALLENGE = re.compile(
    r"captcha|just a moment|checking your browser|verif\w* (?:that )?you are (?:a )?human|you are (?:a )?(?:human|not a robot)"
    r"|unusual (?:traffic|activity)|automated (?:access|requests|traffic)|enable javascript and cookies|ddos protection"
    r"|\bray id\b|access (?:to this page )?(?:has been |is )?denied|you have been blocked|bot (?:detection|protection)"
    r"|sind (?:sie )?ein mensch|kein roboter|vous êtes (?:un )?humain|no (?:eres|es usted) un robot",
    re.IGNORECASE,
)
WALL = re.compile(
    r"\b(?:log|sign) ?in\b|\bsubscri(?:be|ption|bers?)\b|\bregister\b|\bcreate (?:an|your free) account\b|anmelden|einloggen"
    r"|abonn|registrier|s'identifier|connectez-vous|iniciar sesión|suscr[ií]b|accedi\b|abbonat",
    re.IGNORECASE,
)
MAX_OF_WALL = 600
"""On a longer page, words about subscriptions are a box beside a story."""


def notice(title: str | None, text: str) -> str | None:
    """The `HealthCheck` of a notice by its words: challenge, not_found, consent_wall or login_wall; None for any other page.

    >>> notice("Just a moment...", ""), notice("Page not found", "Try our search."), notice("Council closes bridge", "Long text")
    ('challenge', 'not_found', None)
    """
    name = (title or "").strip()
    if says_missing(name):
        return HealthCheck.NOT_FOUND.value
    if BARRED.match(name):
        return HealthCheck.CHALLENGE.value
    if len(text) > MAX_NOTICE_CHARS:
        return None
    both = f"{name}\n{text}"
    if CHALLENGE.search(both):
        return HealthCheck.CHALLENGE.value
    if NOT_FOUND.search(text):
        return HealthCheck.NOT_FOUND.value
    if len(both) > MAX_OF_WALL:
        return None
    if _asks_consent(text):
        return HealthCheck.CONSENT_WALL.value
    return HealthCheck.LOGIN_WALL.value if WALL.search(both) else None


def _asks_consent(text: str) -> bool:
    """True if most of the text is about consent."""
    lines = text.split("\n\n")
    return bool(text) and 2 * sum(len(line) for line in lines if CONSENT.search(line)) > len(text)
