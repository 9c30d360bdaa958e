"""Flags: text that is hidden from readers, speaks to machines, or is not what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipelines.extract.model import Flag
from pipelines.lexicon.pattern import topic_phrases
from pipelines.lexicon.wording import Phrases

MAX_BOXES = 50
MAX_CHARS = 300
MIN_HIDDEN = 15

INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:(?:previous|prior|above|earlier|preceding|your)\b.{0,30}\b"
    r"(?:instructions?|prompts?|rules|guidelines|directions)|(?:all|any)\b.{0,30}\b(?:instructions?|prompts?))\b"
    r"|\byou are (?:now |no longer )?(?:an? )?(?:\w+ )?(?:ai|assistant|chatbot|language model|dan)\b|"
    r"\b(?:system|developer) prompt\b|\bas an ai (?:language )?model\b"
    r"|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|\bact as (?:an? )?(?:unrestricted|"
    r"jailbroken)\b|\bdo not (?:tell|reveal|mention) .{0,30}\buser\b"
    r"|\b(?:ignoriere|vergiss)\b.{0,40}\b(?:anweisungen|instruktionen)\b|"
    r"\bignore[zr]? .{0,20}\binstructions\b|\bignora\b.{0,30}\b(?:instrucciones|istruzioni)\b",
    re.IGNORECASE | re.DOTALL,
)
OF_MACHINES = Phrases(
    INJECTION, "instruction", "prompt", "rules", "guidelines", "directions", " ai", "assistant", "chatbot", "language model",
    " dan", "im_start", "im_end", "system>", "system|>", "endoftext", "inst]", "unrestricted", "jailbroken", "user",
    "anweisungen", "instruktionen", "instrucciones", "istruzioni",
)  # fmt: skip
TO_MACHINES = Phrases(
    INJECTION, "ignor", "disregard", "forget", "overrid", "you are", "prompt", "as an ai", "im_start", "im_end", "<system",
    "<|system", "endoftext", "inst]", "act as", "do not", "vergiss",
)  # fmt: skip
"""What is asked of whom: in most texts stands neither, in few both."""
ABROAD = topic_phrases("fields.injection", re.IGNORECASE | re.DOTALL)
"""The same in other languages than English, German, French, Spanish and Italian."""
BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
TAG_CHARACTERS = re.compile(
    "(?:\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|(?P<tags>[\U000e0000-\U000e007f]+)"
)
"""Tag characters, and before them the flags that are written with some: https://www.unicode.org/reports/tr51/#flag-emoji-tag-sequences."""
MAY_DECEIVE = re.compile("[\u0370-\u04ff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What a text has one of if any of these patterns is found in it, or letters of two alphabets."""
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters without width, which part words for machines only."""
GREEK_OR_CYRILLIC = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
MIXED = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
WORD = re.compile(r"\w+")


def speaks_to_machines(text: str) -> bool:
    """True if a text holds an instruction to a language model."""
    text = text if text.isascii() else UNSEEN.sub("", text)
    if OF_MACHINES.may_stand_in(text) and TO_MACHINES.stands_in(text):
        return True
    return ABROAD.stands_in(text)


def may_speak_to_machines(texts: Iterable[str]) -> bool:
    """True if one of many texts has words of such an instruction; a quick look before `speaks_to_machines`."""
    text = "\n".join(texts)
    text = text if text.isascii() else UNSEEN.sub("", text)
    return ABROAD.may_stand_in(text) or (OF_MACHINES.may_stand_in(text) and TO_MACHINES.may_stand_in(text))


def instructions(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each instruction to a language model in a text, found also where zero-width characters part its words."""
    if not speaks_to_machines(text):
        return
    places = [place for place, character in enumerate(text) if not UNSEEN.match(character)]
    seen = UNSEEN.sub("", text)
    for match in (*INJECTION.finditer(seen), *ABROAD.pattern.finditer(seen)):
        yield places[match.start()], places[match.end() - 1] + 1


def mixed_words(text: str) -> Iterator[re.Match[str]]:
    """Words that mix Latin with Greek or Cyrillic letters: `pаypal` with a Cyrillic `а`."""
    if GREEK_OR_CYRILLIC.search(text) is None:
        return
    for match in MIXED.finditer(text):
        start = match.start()
        while start and text[start - 1].isalnum():
            start -= 1
        word = WORD.match(text, start)
        if word and word.end() > match.start():
            yield word


def text_flags(text: str) -> Iterator[Flag]:
    """Flags of a text, with their places in it."""
    found = [("prompt_injection", span) for span in instructions(text)]
    if not text.isascii() and MAY_DECEIVE.search(text):
        found += [("bidi_override", match.span()) for match in BIDI.finditer(text)]
        found += [("tag_characters", match.span()) for match in TAG_CHARACTERS.finditer(text) if match["tags"]]
        found += [("homoglyphs", match.span()) for match in mixed_words(text) if len(match[0]) > 2]
    for rule, (start, end) in found:
        yield Flag(rule, text[start:end][:MAX_CHARS], start, end)


def hidden_flags(hidden: list[tuple[str, str]], text: str) -> Iterator[Flag]:
    """Flags of hidden text (reason, text): placed when it is part of the story after all, else without a place."""
    for reason, said in hidden:
        if len(said) < MIN_HIDDEN:
            continue
        at = text.find(said)
        yield Flag(
            f"hidden_{reason}".replace("hidden_hidden", "hidden"),
            said[:MAX_CHARS],
            *((at, at + len(said)) if at >= 0 else (None, None)),
        )


def flags(
    text: str, inside: list[tuple[str, str]], elsewhere: list[tuple[str, str]], title: str | None = None
) -> tuple[Flag, ...]:
    """All flags of a document: of its text and title, hidden text among the story, anywhere text that speaks to machines."""
    speaking = elsewhere if may_speak_to_machines(said for _, said in elsewhere) else []
    speaking = [(reason, said) for reason, said in speaking if speaks_to_machines(said)]
    found = [*text_flags(text), *hidden_flags([*inside, *speaking], text)]
    found += [replace(flag, start=None, end=None) for flag in text_flags(title or "")]
    found += [
        Flag("prompt_injection", said[:MAX_CHARS], None, None)
        for _, said in [*inside, *speaking]
        if speaks_to_machines(said)
    ]
    return tuple(list(dict.fromkeys(found))[:MAX_BOXES])
