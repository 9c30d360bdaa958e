"""Flags: text that is hidden from readers, speaks to machines, or is not what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.document import Flag
from pipelines.extract.wording import Phrases

MOST = 50
LONGEST = 300
LEAST_HIDDEN = 15

INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|prior|above|earlier|all|any|"
    r"your)\b.{0,30}\b(?:instructions?|prompts?|rules|guidelines|directions)\b"
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
BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
TAG_CHARACTERS = re.compile("[\U000e0000-\U000e007f]+")
MIXED = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
WORD = re.compile(r"\w+")


def speaks_to_machines(text: str) -> bool:
    """Whether a text holds an instruction to a language model."""
    return OF_MACHINES.may_stand_in(text) and TO_MACHINES.search(text) is not None


def mixed_words(text: str) -> Iterator[re.Match[str]]:
    """Words of Latin letters with Greek or Cyrillic ones among them."""
    for match in MIXED.finditer(text):
        start = match.start()
        while start and text[start - 1].isalnum():
            start -= 1
        word = WORD.match(text, start)
        if word and word.end() > match.start():
            yield word


def text_flags(text: str) -> Iterator[Flag]:
    """Flags of the story's own text, with their places in it."""
    found = [("prompt_injection", match) for match in INJECTION.finditer(text)] if speaks_to_machines(text) else []
    if not text.isascii():
        found += [("bidi_override", match) for match in BIDI.finditer(text)]
        found += [("tag_characters", match) for match in TAG_CHARACTERS.finditer(text)]
        found += [("homoglyphs", match) for match in mixed_words(text) if len(match[0]) > 2]
    for rule, match in found:
        yield Flag(rule, match[0][:LONGEST], *match.span())


def hidden_flags(hidden: list[tuple[str, str]], text: str) -> Iterator[Flag]:
    """Flags of hidden text (reason, text): placed when it is part of the story after all, else without a place."""
    for reason, said in hidden:
        if len(said) < LEAST_HIDDEN:
            continue
        at = text.find(said)
        yield Flag(
            f"hidden_{reason}".replace("hidden_hidden", "hidden"),
            said[:LONGEST],
            *((at, at + len(said)) if at >= 0 else (None, None)),
        )


def flags(text: str, inside: list[tuple[str, str]], elsewhere: list[tuple[str, str]]) -> tuple[Flag, ...]:
    """All flags of a document: hidden text in the story's surroundings, and anywhere text that speaks to machines."""
    speaking = [(reason, said) for reason, said in elsewhere if speaks_to_machines(said)]
    found = [*text_flags(text), *hidden_flags([*inside, *speaking], text)]
    found += [
        Flag("prompt_injection", said[:LONGEST], None, None)
        for _, said in [*inside, *speaking]
        if speaks_to_machines(said)
    ]
    return tuple(list(dict.fromkeys(found))[:MOST])
