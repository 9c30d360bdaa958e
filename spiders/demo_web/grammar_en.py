"""Writes English stories: same key, same words. Two keys share a topic's words, never a run of sentences."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from spiders.demo_web.frames_en import BODY, DECKS, HEADINGS, LEADS, LISTS, TITLES
from spiders.demo_web.story import Block, Version
from spiders.demo_web.words_en import FIRST_NAMES, LAST_NAMES, TOPICS, TOWNS, Topic

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
HOURS = ("eight in the morning", "a quarter past nine", "noon", "half past two", "four o'clock", "dusk", "seven",
         "nine at night")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writer:
    """One story's voice: its topic, and the slots drawn so far from its own random stream."""

    key: str
    topic: Topic
    stream: random.Random

    @classmethod
    def of(cls, key: str) -> Writer:
        """The writer of the story with this key."""
        stream = random.Random(f"dateline demo web {key}")
        return cls(key, stream.choice(TOPICS), stream)

    def name(self) -> str:
        """A person's full name."""
        return f"{self.stream.choice(FIRST_NAMES)} {self.stream.choice(LAST_NAMES)}"

    def fill(self, frame: str) -> str:
        """The frame with every slot filled, its first letter a capital."""
        slots = self._slots()
        text = re.sub(r"\{(\w)\}", lambda match: slots[match[1]], frame)
        return re.sub(r"(^\"?|[.!?] )([a-z])", lambda match: match[1] + match[2].upper(), text)

    def _slots(self) -> dict[str, str]:
        pick, topic = self.stream.sample, self.topic
        slots: dict[str, str] = {"R": self.stream.choice(topic.roles), "L": self.stream.choice(topic.places)}
        for letters, words in (("AB", topic.actors), ("TU", topic.things), ("VW", topic.actions), ("PX", topic.problems),
                               ("EF", topic.effects), ("ZY", TOWNS)):  # fmt: skip
            slots |= zip(letters, pick(words, 2), strict=True)
        slots |= {"N": self.name(), "O": self.name(), "S": self.stream.choice(LAST_NAMES)}
        slots |= {"D": self.stream.choice(DAYS), "H": self.stream.choice(HOURS), "K": str(self.stream.randint(12, 97))}
        slots["M"] = f"£{self.stream.randint(11, 989)},{self.stream.choice(('000', '400', '250', '750'))}"
        return slots

    def title(self) -> str:
        """A headline, without a full stop."""
        return self.fill(self.stream.choice(TITLES))

    def paragraphs(self, count: int) -> list[str]:
        """Paragraphs of one to three sentences, no frame twice."""
        frames = self.stream.sample(BODY, min(len(BODY), count * 3))
        out: list[str] = []
        for _ in range(count):
            size = self.stream.choice((1, 2, 2, 3))
            chosen, frames = frames[:size], frames[size:]
            out.append(" ".join(self.fill(frame) for frame in chosen))
        return out


def write_english(key: str, paragraphs: int = 13) -> Version:
    """A story of about `paragraphs` × 35 words, with a sub-headline, sometimes a list, a quotation or a table."""
    writer = Writer.of(key)
    title = writer.title()
    blocks = [Block("standfirst", writer.fill(writer.stream.choice(DECKS)))]
    blocks.append(Block("paragraph", writer.fill(writer.stream.choice(LEADS))))
    blocks += [Block("paragraph", text) for text in writer.paragraphs(paragraphs)]
    if paragraphs >= 10:
        blocks.insert(6, Block("heading", writer.fill(writer.stream.choice(HEADINGS))))
        blocks.insert(len(blocks) - 3, _extra(writer))
    return Version(title, tuple(blocks))


def _extra(writer: Writer) -> Block:
    kind = writer.stream.choice(("list", "quote", "table", "paragraph"))
    if kind == "list":
        return Block("list", "\n".join(writer.fill(frame) for frame in writer.stream.sample(LISTS, 3)))
    if kind == "table":
        rows = [f"{town}\t{writer.stream.randint(12, 940)}" for town in writer.stream.sample(TOWNS, 4)]
        return Block("table", "\n".join(["Town\tComplaints", *rows]))
    frame = "We said at the start that {P} would come back, and that somebody would have to {V}, and here we are at {L}"
    return Block(kind, f"{writer.fill(frame)}.")
