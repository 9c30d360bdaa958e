"""What other papers do to a story: cut it, edit it, mistype it, correct it."""

from __future__ import annotations

import re

from spiders.demo_web.grammar_de import Schreiber
from spiders.demo_web.grammar_en import Writer
from spiders.demo_web.story import Block, Version

SWAPS = (
    ("said", "stated"),
    ("people", "residents"),
    ("thought", "believed"),
    ("talk", "discussion"),
    ("money", "cash"),
)


def excerpt(version: Version) -> Version:
    """The first half or so: at least 230 words where there are that many, whole blocks only."""
    kept: list[Block] = []
    for piece in version.blocks:
        if sum(len(block.text.split()) for block in kept) >= max(230, len(version.text.split()) * 0.5):
            break
        kept.append(piece)
    return Version(version.title, tuple(kept))


def edited(version: Version, key: str) -> Version:
    """A sub-editor's version: another headline, a few words changed, a paragraph dropped and one added."""
    writer = Writer.of(f"edit {key}")
    blocks = list(version.blocks)
    del blocks[-3]
    blocks.insert(
        4,
        Block(
            "paragraph", writer.fill("The matter was first raised in {Z} by {N}, a {R}, who wrote to {B} about {X}.")
        ),
    )
    for old, new in SWAPS:
        at = next((i for i, piece in enumerate(blocks) if re.search(rf"\b{old}\b", piece.text)), None)
        if at is not None:
            blocks[at] = Block(blocks[at].kind, re.sub(rf"\b{old}\b", new, blocks[at].text, count=1))
    return Version(writer.title(), tuple(blocks))


def updated(version: Version, key: str) -> Version:
    """Two paragraphs more, in the middle and at the end."""
    writer: Writer | Schreiber = Schreiber(f"update {key}") if key.startswith("bote") else Writer.of(f"update {key}")
    first, second = (Block("paragraph", text) for text in writer.paragraphs(2))
    return Version(version.title, (*version.blocks[:3], first, *version.blocks[3:], second))


def corrected(version: Version, notice: str) -> Version:
    """One figure put right, and a notice at the foot that says so."""
    blocks = list(version.blocks)
    at = next(i for i, piece in enumerate(blocks) if piece.kind == "paragraph" and re.search(r"\b\d\d\b", piece.text))
    wrong = re.search(r"\b\d\d\b", blocks[at].text)
    assert wrong is not None
    right = str(int(wrong[0]) % 80 + 13)
    blocks[at] = Block("paragraph", blocks[at].text.replace(wrong[0], right, 1))
    return Version(version.title, (*blocks, Block("paragraph", notice.format(wrong=wrong[0], right=right))))


def mistyped(version: Version) -> tuple[Version, Version]:
    """The story with a slip of the pen, and without it."""
    at = next(i for i, piece in enumerate(version.blocks) if piece.kind == "paragraph" and " with " in piece.text)
    wrong = Block("paragraph", version.blocks[at].text.replace(" with ", " wtih ", 1))
    return Version(version.title, (*version.blocks[:at], wrong, *version.blocks[at + 1 :])), version
