"""The words by which lines say who wrote a story, in each language: `By`, `Geschrieben von`, `Автор:`, `View all posts by`."""

from __future__ import annotations

import re

BY = ("by", "von", "par", "por", "di", "door", "av", "af", "przez", "oleh")
"""By itself, before a name: English German French Spanish Italian Dutch Swedish Danish Polish Indonesian."""
WRITTEN_BY = (
    "written by", "posted by", "reported by", "published by", "submitted by",
    "geschrieben von", "eingestellt von", "verfasst von", "veröffentlicht von", "erstellt von", "eingereicht von",
    "gespeichert von",
    "écrit par", "publié par", "rédigé par", "soumis par", "proposé par",
    "escrito por", "publicado por", "redactado por", "enviado por", "submetido por",
    "scritto da", "pubblicato da", "inviato da",
    "geschreven door", "ingediend door", "ingezonden door", "gepubliceerd door",
    "napisane przez", "wysłane przez", "opublikowane przez", "dodane przez",
    "skrevet av", "skrevet af", "skriven av", "inskickat av", "skickades av", "sendt inn av", "indsendt af",
    "scris de", "publicat de", "publicerad av", "publisert av", "udgivet af", "imeandikwa na",
    "написано автором", "ditulis oleh", "เขียนโดย", "লিখেছেন",
)  # fmt: skip
"""Publishing systems write some of these of whoever filled in their form: Drupal's `Submitted by Jane Doe on Mon, 03/02/2026`."""
TEXT_BY = (
    "story by", "words by", "reporting by", "text by", "text von",
    "article by", "review by", "analysis by", "commentary by", "opinion by", "interview by",
    "ein beitrag von", "guest post by", "a guest post by", "gastbeitrag von",
    "gastkommentar von", "texto de", "articolo di", "un articol de",
)  # fmt: skip
AUTHOR = (
    "author", "authors", "byline", "autor", "autor/in", "autor*in", "autor:in", "autor_in", "autorin", "autoren",
    "autore", "autora", "autores", "auteur", "auteurs", "автор",
)  # fmt: skip
"""Before a name, with a colon or without."""
ABROAD = (
    "kirjoittanut", "szerző", "írta", "yazan", "autorius", "autorė", "autors", "avtor", "piše", "napisao", "napisala",
    "автори", "авторка", "авторы", "autoři", "autorzy", "szerzők", "írták", "autori", "pišu", "kirjoittaja", "yazar",
    "γράφει ο", "γράφει: ο", "γράφει η", "γράφει: η", "γράφουν οι", "γράφουν", "συντάκτης", "συντάκτρια", "بقلم", "الكاتب",
    "الكاتبة", "به قلم", "نویسنده", "تحریر", "מאת", "लेखक", "লেখক", "எழுதியவர்", "โดย", "ผู้เขียน", "tác giả", "penulis",
    "ავტორი", "հեղինակ", "作者", "著者", "筆者", "執筆", "撰文",
)  # fmt: skip
"""The same in languages in which they stand before an author and hardly anything else."""
TEXT = (
    "words",
    "text",
    "texte",
    "текст",
    "teksti",
    "tekst",
    "texto",
    "testo",
    "κείμενο",
    "كتب",
    "كتبت",
    "إعداد",
    "تقرير",
    "رپورٹ",
    "گزارش",
    "خبرنگار",
    "रिपोर्ट",
    "muhabir",
    "ρεπορτάζ",
    "글",
    "文",
    "取材・文",
    "文字",
    "เรื่อง",
    "ライター",
    "bài",
    "tin, ảnh",
    "bài, ảnh",
    "bài và ảnh",
    "text und foto",
    "text und fotos",
    "text & foto",
    "text och foto",
    "text och bild",
    "tekst og foto",
    "teksti ja kuvat",
    "texte et photos",
    "texto y fotos",
    "text and photos",
    "words and photos",
)
"""Before a colon and a name."""
ONLY_IN_LABELS = ("post author", "article author", "contributors", "pewarta", "本文作者", "文章作者")
"""What cards for sharing and boxes of a story write before an author's name, besides the words above."""


def _any(*lists: tuple[str, ...]) -> str:
    """The words of these lists as alternatives of a regular expression, longer ones first."""
    words = sorted({word for words in lists for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in words)


BEFORE_NAME = _any(BY)
"""The words of BY as alternatives of a regular expression."""
COLON = "[:：՝]"
BYLINE = re.compile(
    r"^\s*(?!(?i:byline)\s+\w|POR\s(?:SI|QUE|LAS?|LOS|EL|UNA?)\s)"
    rf"(?i:(?:{_any(WRITTEN_BY, TEXT_BY, BY, AUTHOR, ABROAD)})(?:\s*{COLON}|(?=\s|$))|(?:{_any(TEXT)})\s*[:：=＝・／])\s*"
)
"""How a byline begins; `Byline` with a colon or alone, as a bank and a paper are called so; not `POR SI TE LO PERDISTE`."""
FIRST_LETTERS = frozenset(word[:4] for word in (*BY, *WRITTEN_BY, *TEXT_BY, *AUTHOR, *ABROAD, *TEXT, *ONLY_IN_LABELS))
"""Of all that BYLINE and LABEL find: most lines begin otherwise, and a look at a few letters is cheap."""
FIRST_TWO = frozenset(letters[:2] for letters in FIRST_LETTERS)
LABEL = re.compile(rf"{_any(BY, WRITTEN_BY, TEXT_BY, AUTHOR, ABROAD, ONLY_IN_LABELS)}", re.IGNORECASE)
"""What a label says whose value is an author."""
TEXT_LABEL = re.compile(rf"(?:{_any(tuple(word for word in TEXT if ' ' in word))})\s*[:：]\s*(?=\S)", re.IGNORECASE)
"""The same of those words for text and pictures in one: who wrote a song's or a book's text stands behind `Text:` as well."""
NOUN = re.compile(_any(AUTHOR, ABROAD, ONLY_IN_LABELS), re.IGNORECASE)
"""What an element says of itself that shows an author on hovering: `title="Author"`."""
PARTICIPLE = re.compile(rf"^\W*(?:{_any(WRITTEN_BY)})\b", re.IGNORECASE)
BEFORE_CAPITAL = re.compile(rf"^(?i:{_any(BY, ('text',))})\s+[^\W\d_a-z]")
AFTER_DATE = re.compile(rf"\d.*?\b(?:{_any(BY)})\s+(?=[^\W\d_])", re.IGNORECASE)
"""A byline behind a date: `3 November 2025 by Jane Doe`."""
PREFIX = re.compile(
    r"^\W*(?:(?:zeige\s)?alle[s]?\s(?:(?:beiträge|artikel)\s)?von|(?:view|see|read)\s(?:all|more)\s?(?:posts|"
    r"articles|stories)?\s?(?:by|from|about)|(?:more|mehr|weitere\s(?:beiträge|artikel)|más|mais|altro|plus)\s(?:from|by|von|de|di|da)"
    rf"|(?:article|blog|opinion)\sby|{_any(WRITTEN_BY, TEXT_BY)}|authors?:"
    r"|(?:written|reported|posted|published|story|text|words|interview|"
    rf"analysis|review|opinion|texte)\s*(?:by|:)|{_any(BY)}|da|de|autor(?:[/*_:]?in(?:nen)?|a|es)?|author|byline(?=\s*:)|"
    r"auteur|autore|szerző|autorzy|autor|tekst|text"
    rf"|автор|текст|от|από|του|της|by:|from|ein(?:e)?\s+\w+\s+von|eine analyse von|ein kommentar von|{_any(ABROAD)}|"
    rf"un article de|(?:propos )?recueillis? par|كتبت?|द्वारा|글|文|取材・文)\s*{COLON}?\s+(?=\S)|^\W*(?:by|von|par|por"
    rf"|autor(?:[/*_:]in)?|author"
    rf"|автор|текст|text|redaktor|opracowanie|protokoll|haber|επιμέλεια|{_any(ABROAD, TEXT)})\s*[:：՝=＝・／/|｜]\s*",
    re.IGNORECASE,
)
"""What stands before a name in a text that is known to hold authors."""


def says_by(line: str) -> bool:
    """True if a line begins as bylines do.

    >>> says_by("Written by Jane Doe"), says_by("Byelaws were changed")
    (True, False)
    >>> says_by("Byline: Jane Doe"), says_by("Byline Bancorp Names Jane Doe")
    (True, False)
    """
    begins = line.lstrip()[:4]
    if begins.isascii() and not may_say_by(begins):
        return False
    return BYLINE.match(line) is not None


def may_say_by(line: str) -> bool:
    """True if the first letters of a line are those of a word that a byline begins with: a quick look before `says_by`.

    >>> may_say_by("Written"), may_say_by("Bridges")
    (True, False)
    """
    begins = line[:4].casefold()
    if begins[:2] not in FIRST_TWO and begins[:1] not in FIRST_LETTERS:  # as most lines
        return False
    return not FIRST_LETTERS.isdisjoint((begins[:1], begins[:2], begins[:3], begins[:4]))
