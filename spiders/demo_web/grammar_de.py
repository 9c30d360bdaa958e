"""Writes German stories: same key, same words, with „quotes“, umlauts, ß and € in every one of them."""

from __future__ import annotations

import random
import re

from spiders.demo_web.frames_de import BODY, DECKS, HEADINGS, LEADS, TITLES
from spiders.demo_web.nights import WOCHENTAGE
from spiders.demo_web.story import Block, Version
from spiders.demo_web.words_de import NACHNAMEN, ORTE, THEMEN, VORNAMEN, Thema


class Schreiber:
    """Eine Stimme: ein Thema und der eigene Zufallsstrom einer Meldung."""

    def __init__(self, key: str) -> None:
        self.stream = random.Random(f"dateline demo web {key}")
        self.thema: Thema = self.stream.choice(THEMEN)

    def name(self) -> str:
        """Vor- und Nachname."""
        return f"{self.stream.choice(VORNAMEN)} {self.stream.choice(NACHNAMEN)}"

    def fill(self, frame: str) -> str:
        """The frame with every slot filled, its first letter a capital."""
        slots = self._slots()
        text = re.sub(r"\{(\w)\}", lambda match: slots[match[1]], frame)
        return re.sub(r"(^|[^\W\d]{2}[.!?:] )([a-zäöü])", lambda match: match[1] + match[2].upper(), text)

    def _slots(self) -> dict[str, str]:
        pick, thema = self.stream.sample, self.thema
        slots: dict[str, str] = {"R": self.stream.choice(thema.berufe), "L": self.stream.choice(thema.orte)}
        for letters, words in (("AB", thema.akteure), ("TU", thema.dinge), ("VW", thema.taten), ("PX", thema.sorgen),
                               ("EF", thema.folgen), ("ZY", ORTE)):  # fmt: skip
            slots |= zip(letters, pick(words, 2), strict=True)
        slots |= {"N": self.name(), "O": self.name(), "S": self.stream.choice(NACHNAMEN)}
        slots |= {"D": self.stream.choice(WOCHENTAGE), "K": str(self.stream.randint(13, 98))}
        slots["H"] = f"{self.stream.randint(8, 21)}.{self.stream.choice(('15', '30', '45'))}"
        slots["M"] = f"{self.stream.randint(11, 890)}.{self.stream.choice(('000', '500', '250'))} €"
        return slots

    def paragraphs(self, count: int) -> list[str]:
        """Absätze aus ein bis drei Sätzen, kein Satzmuster zweimal."""
        frames = self.stream.sample(BODY, len(BODY))
        out: list[str] = []
        while len(out) < count and frames:
            size = self.stream.choice((2, 2, 3, 3))
            chosen, frames = frames[:size], frames[size:]
            out.append(" ".join(self.fill(frame) for frame in chosen))
        return out


def write_german(key: str, paragraphs: int = 12) -> Version:
    """A German story of about `paragraphs` × 30 words, with a standfirst and one sub-headline."""
    writer = Schreiber(key)
    title = writer.fill(writer.stream.choice(TITLES))
    blocks = [Block("standfirst", writer.fill(writer.stream.choice(DECKS)))]
    blocks.append(Block("paragraph", writer.fill(writer.stream.choice(LEADS))))
    blocks += [Block("paragraph", text) for text in writer.paragraphs(paragraphs)]
    blocks.insert(6, Block("heading", writer.fill(writer.stream.choice(HEADINGS))))
    return Version(title, tuple(blocks))
