"""Write stories from the words of a language (`words/en.toml`): the same key gives the same story.

Two keys share a topic's words, never a run of sentences. A language is a file; nothing here names one.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from spiders.demo_web.story import Block, Version
from spiders.demo_web.words import Words, words

DRAWN = re.compile(r"\{([^{}]+)\}")
RANGE = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of one story: the words it may use, and its own random stream."""

    words: Words
    stream: random.Random

    @classmethod
    def of(cls, language: str, key: str) -> Voice:
        """The voice of the story with this key, on a topic of its own."""
        stream, known = random.Random(f"dateline demo web {key}"), words(language)
        return cls({**known, **stream.choice(list(known["topics"].values()))}, stream)

    def name(self) -> str:
        """A person's full name."""
        return self._drawn("{first} {last}")

    def title(self) -> str:
        """A headline, without a full stop."""
        return self.fill(self.stream.choice(self.words["story"]["titles"]))

    def fill(self, frame: str) -> str:
        """The frame with every slot filled, the first letter of each sentence a capital."""
        return self.capitals(frame.format(**self.slots(self.words["slots"])))

    def capitals(self, text: str) -> str:
        """The text with a capital wherever a sentence begins."""
        return re.sub(self.words["capital"], lambda match: match[1] + match[2].upper(), text)

    def slots(self, patterns: dict[str, str]) -> dict[str, str]:
        """A value for every letter: letters beside the name of a list get different entries of it."""
        slots: dict[str, str] = {}
        for letters, pattern in patterns.items():
            if "{" in pattern:
                slots |= {letter: self._drawn(pattern) for letter in letters}
            else:
                slots |= zip(letters, self.stream.sample(self.words[pattern], len(letters)), strict=True)
        return slots

    def _drawn(self, pattern: str) -> str:
        return DRAWN.sub(lambda match: self._entry(match[1]), pattern)

    def _entry(self, choices: str) -> str:
        if limits := RANGE.fullmatch(choices):
            return str(self.stream.randint(int(limits[1]), int(limits[2])))
        return str(self.stream.choice(self.words.get(choices) or choices.split("|")))

    def paragraphs(self, count: int) -> list[str]:
        """Paragraphs of one to three sentences, no frame twice."""
        story, out = self.words["story"], list[str]()
        frames = self.stream.sample(story["body"], min(len(story["body"]), count * story["frames"]))
        while len(out) < count and frames:
            size = self.stream.choice(story["sentences"])
            chosen, frames = frames[:size], frames[size:]
            out.append(" ".join(self.fill(frame) for frame in chosen))
        return out

    def extra(self) -> Block:
        """A list, a table, a quotation or one more paragraph."""
        extra, stream = self.words["extra"], self.stream
        kind = stream.choice(extra["kinds"])
        if kind == "list":
            return Block("list", "\n".join(self.fill(frame) for frame in stream.sample(extra["items"], 3)))
        if kind == "table":
            rows = [(town, str(stream.randint(12, 940))) for town in stream.sample(self.words["towns"], 4)]
            return Block("table", "\n".join("\t".join(row) for row in (extra["head"], *rows)))
        return Block(kind, self.fill(extra["text"]))


def write(language: str, key: str, paragraphs: int) -> Version:
    """A story of about `paragraphs` × 35 words, with a standfirst; a longer one with a sub-headline and something extra."""
    voice = Voice.of(language, key)
    story, title = voice.words["story"], voice.title()
    opening = [("standfirst", story["decks"]), ("paragraph", story["leads"])]
    blocks = [Block(kind, voice.fill(voice.stream.choice(frames))) for kind, frames in opening]
    blocks += [Block("paragraph", text) for text in voice.paragraphs(paragraphs)]
    if paragraphs >= story["heading_from"]:
        blocks.insert(6, Block("heading", voice.fill(voice.stream.choice(story["headings"]))))
        if "extra" in voice.words:
            blocks.insert(len(blocks) - 3, voice.extra())
    return Version(title, tuple(blocks))


def report(language: str, form: str, key: str) -> Version:
    """A story written into a form, such as a weather report: two of them share most of their words."""
    voice = Voice(words(language), random.Random(f"{form} {key}"))
    written = voice.words["forms"][form]
    slots = voice.slots(written["slots"])
    paragraphs = [Block("paragraph", frame.format(**slots)) for frame in written["paragraphs"]]
    return Version(voice.capitals(written["title"].format(**slots)), tuple(paragraphs))
