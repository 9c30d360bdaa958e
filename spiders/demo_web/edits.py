"""What editors do to a story: cut it, rewrite it, update it, correct it, mistype it."""

from __future__ import annotations

import re

from spiders.demo_web.story import Block, Story, Version
from spiders.demo_web.voice import Voice
from spiders.demo_web.words import words

FIGURE = re.compile(r"\b\d\d\b")


def copy_of(origin: Story, edit: str, credit: str = "") -> tuple[Version, str]:
    """Another paper's copy and its role: `cut`, `edited`, or whole with a credit behind its last word."""
    version = origin.version
    if edit == "cut":
        return excerpt(version), "excerpt"
    if edit == "edited":
        return edited(version, origin), "edited_copy"
    *head, last = version.blocks
    copied = Version(version.title, (*head, Block(last.kind, last.text + credit.format(agency=origin.agency))))
    return copied, "wire_copy" if origin.agency else "copy"


def change(story: Story, kind: str, notice: str, headline: str = "") -> tuple[Version, Version]:
    """A story's first version and that of the second night; a new headline is drawn if none is given."""
    version, voice = story.version, Voice.of(story.language, f"{kind} {story.key}")
    if kind == "correction":
        return version, corrected(version, notice)
    if kind == "update":
        return version, updated(version, voice)
    if kind == "headline":
        return version, Version(headline or voice.title(), version.blocks)
    return mistyped(version, *words(story.language)["edits"]["typo"]), version


def excerpt(version: Version) -> Version:
    """The first half or so: at least 230 words where there are that many, whole blocks only."""
    kept: list[Block] = []
    for piece in version.blocks:
        if sum(len(block.text.split()) for block in kept) >= max(230, len(version.text.split()) * 0.5):
            break
        kept.append(piece)
    return Version(version.title, tuple(kept))


def edited(version: Version, origin: Story) -> Version:
    """Another headline, a few words changed, a paragraph dropped and one added."""
    voice = Voice.of(origin.language, f"edit {origin.key}")
    blocks = [*version.blocks[:-3], *version.blocks[-2:]]
    blocks.insert(4, Block("paragraph", voice.fill(voice.words["edits"]["added"])))
    for old, new in voice.words["edits"]["swaps"].items():
        word = re.compile(rf"\b{old}\b")
        at = next((i for i, piece in enumerate(blocks) if word.search(piece.text)), None)
        if at is not None:
            blocks[at] = Block(blocks[at].kind, word.sub(new, blocks[at].text, count=1))
    return Version(voice.title(), tuple(blocks))


def updated(version: Version, voice: Voice) -> Version:
    """Two paragraphs more, in the middle and at the end."""
    first, second = (Block("paragraph", text) for text in voice.paragraphs(2))
    return Version(version.title, (*version.blocks[:3], first, *version.blocks[3:], second))


def corrected(version: Version, notice: str) -> Version:
    """One figure put right, and a notice at the foot that says so."""
    at, wrong = next(
        (i, match[0])
        for i, piece in enumerate(version.blocks)
        if piece.kind == "paragraph" and (match := FIGURE.search(piece.text))
    )
    right = str(int(wrong) % 80 + 13)
    changed = _replaced(version, at, version.blocks[at].text.replace(wrong, right, 1))
    return Version(version.title, (*changed.blocks, Block("paragraph", notice.format(wrong=wrong, right=right))))


def mistyped(version: Version, right: str, wrong: str) -> Version:
    """The story with a slip of the pen."""
    at = next(i for i, piece in enumerate(version.blocks) if piece.kind == "paragraph" and f" {right} " in piece.text)
    return _replaced(version, at, version.blocks[at].text.replace(f" {right} ", f" {wrong} ", 1))


def _replaced(version: Version, at: int, text: str) -> Version:
    return Version(version.title, (*version.blocks[:at], Block("paragraph", text), *version.blocks[at + 1 :]))
