"""Words of pages that stand in another's place: "Page not found", "This article was removed"; under status 200, soft 404s."""

from __future__ import annotations

import re

MOST_PROSE = 1500
"""Characters of prose beyond which a page is more than a notice."""
GONE = re.compile(
    r"(?:erreur|error|fehler|errore|fout|błąd|fel|feil) 404|\b404\b"
    r"|page (?:not|can(?:not|['’]t) be|could(?: not|n['’]t) be) found|page (?:no longer|does ?n[o'’]t) exists?|not found"
    r"|nothing (?:was )?found$|seite (?:wurde |kann )?nicht gefunden|(?:page|contenu) (?:est )?(?:introuvable|non trouvée?)"
    r"|página no (?:encontrada|existe|se (?:puede|ha podido) encontrar)"
    r"|página não encontrada|pagina non (?:trovata|esiste)|pagina niet gevonden|sidan (?:hittades inte|kunde inte hittas)"
    r"|siden (?:ble ikke|blev ikke|kunne ikke) f[ue]n\w+|sivua ei löyd|strona nie (?:została znaleziona|istnieje)"
    r"|nie znaleziono strony|stránka nenalezena|страница не найдена|сторінку не знайдено|sayfa bulunamadı"
    r"|页面不存在|找不到(?:页面|網頁|頁面)|ページが見つかりません|페이지를 찾을 수 없",
    re.IGNORECASE,
)
REMOVED = re.compile(
    r"(?:\w{2,8}[,!.:]? )?(?:the|this|that|diese[rs]?|der|die|cet(?:te)?|este|esta|quest[oa])? ?"
    r"(?:article|story|page|post|content|artikel|beitrag|meldung|seite|inhalt|contenu|artículo|página|contenido|articolo|pagina)"
    r"(?: (?:that )?you(?: are|['’]re| were)? (?:requested|looking for))? (?:"
    r"(?:has been|was|is) (?:removed|deleted|withdrawn|taken down)"
    r"|(?:is )?no longer (?:available|online|here)|(?:is )?(?:not |un)available"
    r"|(?:wurde|ist) (?:gelöscht|entfernt)|(?:ist )?nicht mehr (?:verfügbar|vorhanden|online)"
    r"|n['’](?:est plus disponible|existe plus)|a été (?:supprimée?|retirée?)"
    r"|ya no (?:está disponible|existe)|ha sido (?:eliminad|borrad|retirad)[oa]"
    r"|non (?:è più disponibile|esiste più)|è stat[oa] (?:rimoss|eliminat)[oa])\W*"
    r"|(?:(?:this|the) )?(?:article|story|page|post|content)"
    r" (?:removed|deleted|withdrawn|taken down|(?:(?:has been|was|is) )?retracted)\W*",
    re.IGNORECASE,
)
"""A whole sentence, or headline, that says that a story was taken away: "Sorry, this article is no longer available."

No free word stands before a bare participle: "Article retracted" is a notice, "Vaccine article retracted" news.
"""
SOUGHT = re.compile(
    r"\b(?:page|article|story|content) (?:that )?you(?: are|['’]re| were|['’]ve)? (?:looking for|trying to open|requested)"
    r"|\brequested (?:page|url|article)\b.{0,60}\b(?:not|no longer|removed)"
    r"|(?:gesuchte|angeforderte|gewünschte|aufgerufene) (?:seite|artikel)"
    r"|page (?:que vous (?:recherchez|cherchez|demandez)|demandée|recherchée)"
    r"|página que (?:busca|buscas|estás? buscando|procura|você)|pagina (?:che stai cercando|richiesta|cercata)"
    r"|(?:opgevraagde|gezochte) pagina|strona, której szukasz",
    re.IGNORECASE,
)
"""How a page speaks that stands in another's place: "The page you are looking for could not be found." """
MOST_SOUGHT = 500
"""Characters of prose up to which such words are what a page is about."""
SHARE_OF_TITLE = 0.3
"""Share of a title that words of an error must be: "Page not found" is one, "Page not found in the archives of 1404" is news."""


def is_missing(title: str | None, prose: list[str]) -> bool:
    """True if a page of little prose says, whatever its status, that the page asked for is not there: a soft 404.

    >>> is_missing("Page not found", []), is_missing("This article has been removed", []), is_missing("Statue removed", [])
    (True, True, False)
    >>> is_missing("Sorry", ["The page you are looking for does not exist any more."])
    True
    """
    said = sum(map(len, prose))
    if said > MOST_PROSE:
        return False
    if says_missing(title) or any(REMOVED.fullmatch(text.strip()) for text in prose[:2]):
        return True
    return said <= MOST_SOUGHT and any(SOUGHT.search(text) for text in prose[:2])


def says_missing(title: str | None) -> bool:
    """True if a headline says that the page asked for is not there.

    >>> says_missing("404 – Seite nicht gefunden"), says_missing("Page not found in the archives of 1404, says historian")
    (True, False)
    >>> [says_missing(f"Article {rest}") for rest in ("removed", "has been retracted.", "removed from treaty", "50 removed")]
    [True, True, False, False]
    >>> [says_missing(f"{news} deleted") for news in ("Racist post", "Facebook page", "Trump post")]
    [False, False, False]
    >>> says_missing("Vaccine article retracted"), says_missing("Vaccine article was retracted")
    (False, False)
    """
    name = (title or "").strip()
    said = sum(len(words[0]) for words in GONE.finditer(name))
    return REMOVED.fullmatch(name) is not None or said > SHARE_OF_TITLE * len(name)
