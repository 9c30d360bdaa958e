"""The stories that the zoo puts into a publishing system: what each says on which of three nights, and when it was published.

A site gets `SIZE` stories for the first night. Before the second, five young and two old ones are edited, three are deleted and
four are added. Before the third, two get another address where the system is ours to move; one of these redirects.
Instants are in the site's own zone, many of them so close to midnight that the UTC day is another one.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from spiders.demo_web.voice import write
from tests.zoo.romance import write_french, write_spanish

SIZE, ADDED = 60, 4
EDITED = {2: "title", 4: "paragraph", 6: "added", 9: "paragraph", 11: "title"}
"""Edited stories by number, with what changes in them; all are among the latest, as most edits are."""
OLD_EDITED = {26: "paragraph", 27: "added"}
"""The same of stories that are ten days and more old on the first night."""
DELETED = (3, 8, 40)
MOVED = {13: True, 21: False}
"""Stories that get another address before the third night, and whether the old one redirects."""
WRITERS = {"en": partial(write, "en"), "de": partial(write, "de"), "fr": write_french, "es": write_spanish}
SECOND_LANGUAGE = {"en": "de", "de": "en", "fr": "en", "es": "fr"}
CLOCKS = (time(0, 15, 20), time(23, 40, 5), time(8, 5, 41), time(13, 30, 0), time(19, 50, 33), time(1, 10, 9))
PEOPLE = {
    "en": ("Ann Marlow", "Tobias Reed", "Priya Nair", "Conor O'Brien", "Mary-Jane Holt"),
    "de": ("Jana Köhler", "Matthias Vogt", "Lena von Bergen", "Uwe Schäfer", "Ayşe Demir"),
    "fr": ("Élise Marchand", "Jean-Luc Perrin", "Nadia Benali", "Hugo Lefèvre", "Claire d'Aubigny"),
    "es": ("Lucía Ortega", "Javier Muñoz", "Inés de la Torre", "Pablo Ibáñez", "Marta Gil"),
}
CATEGORIES = {
    "en": ("Politics", "Business", "Culture", "Sport", "Local"),
    "de": ("Politik", "Wirtschaft", "Kultur", "Sport", "Lokales"),
    "fr": ("Politique", "Économie", "Culture", "Sport", "Région"),
    "es": ("Política", "Economía", "Cultura", "Deportes", "Local"),
}
TAGS = ("harbour", "council", "tram", "bridge", "museum", "festival", "school", "river", "market", "library", "budget")
READERS = ("Reader Seven", "old_salt", "M. K.", "Paula", "Kaspar")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a story; `kind` is paragraph, heading, quote, list (items on lines of their own) or caption."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote below a story, hours or days after it."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it stands on one night. `edited` is what the second night changed in it; null when nothing was. `redirects`
    says if its former address leads to it.
    """

    key: str
    title: str
    at: datetime
    authors: tuple[str, ...]
    category: str
    tags: tuple[str, ...]
    language: str
    blocks: tuple[Block, ...]
    picture: bool = False
    gallery: bool = False
    attachment: bool = False
    comments: tuple[Comment, ...] = ()
    edited: str | None = None
    since: int = 0
    slug: str = field(default="")
    redirects: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """The texts of its paragraphs."""
        return [block.text for block in self.blocks if block.kind == "paragraph"]


def stories(site: str, language: str, zone: str, today: date, bylines: str = "several") -> list[Story]:
    """The stories of a site's first night, latest first, then those that the second adds.

    `today` is the first night; no story is later than its first hours. `bylines` says whom it names: `several`
    people, `one`, the `site`'s one author, or `none`.
    """
    made: list[Story] = []
    for number in range(SIZE + ADDED):
        story = _story(site, language, ZoneInfo(zone), today, number)
        if any(story.title == other.title for other in made):
            story = replace(story, title=f"{story.title} ({number})", slug=f"{story.slug}-{number}")
        named = {"one": story.authors[:1], "site": PEOPLE[language][:1], "none": ()}
        made.append(replace(story, authors=named.get(bylines, story.authors)))
    return made


def on_night(made: Sequence[Story], night: int, *, moves: bool = False) -> list[Story]:
    """The stories that stand on the first (0), second (1) or third (2) night, as they read then; `moves` says if any moves."""
    if night == 0:
        return [story for story in made if story.since == 0]
    edits = EDITED | OLD_EDITED
    edited = {n: _edited(story, edits.get(n)) for n, story in enumerate(made) if n not in DELETED}
    if night == 2 and moves:
        edited |= {n: replace(edited[n], slug=f"{edited[n].slug}-in-full", redirects=to) for n, to in MOVED.items()}
    return list(edited.values())


def slug(title: str) -> str:
    """A headline as a part of an address.

    >>> slug("Élise's café: über all")
    'elise-s-cafe-uber-all'
    """
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:70].strip("-")


def _story(site: str, language: str, zone: ZoneInfo, today: date, number: int) -> Story:
    draw = random.Random(f"zoo {site} {number}")
    own = SECOND_LANGUAGE[language] if number % 10 == 9 else language
    written = WRITERS[own](f"zoo {site} {number}", draw.choice((4, 5, 6, 8)))
    paragraphs = [block.text for block in written.blocks if block.kind in ("standfirst", "paragraph")]
    paragraphs[0] += f" {written.title}."  # texts say what their headlines say
    at = datetime.combine(_day(today, number), CLOCKS[number % len(CLOCKS)], zone)
    people = draw.sample(PEOPLE[language], 3)
    return Story(
        key=f"{site}-{number:02d}",
        title=written.title,
        at=at,
        authors=tuple(people[: 3 if number % 12 == 6 else 2 if number % 4 == 1 else 1]),
        category=CATEGORIES[language][number % 5],
        tags=tuple(draw.sample(TAGS, 2 + number % 2)),
        language=own,
        blocks=tuple(_blocks(paragraphs, number)),
        picture=number % 3 == 0,
        gallery=number % 10 == 5,
        attachment=number % 15 == 7,
        comments=tuple(c for c in _comments(draw, at, number, own) if c.at.date() < today),
        since=int(number >= SIZE),
        slug=slug(written.title),
    )


def _day(today: date, number: int) -> date:
    """Five stories a day in the latest days, then ever further apart, up to nine years back; added ones are of yesterday."""
    if number >= SIZE:
        return today - timedelta(days=1)
    return today - timedelta(days=1 + number // 5 if number < 25 else 6 + int((number - 24) ** 2.28))


def _blocks(paragraphs: Sequence[str], number: int) -> Iterator[Block]:
    """The story's pieces: every third has a sub-heading, every fourth a quotation, every fifth a list."""
    for place, text in enumerate(paragraphs):
        if place == 2 and number % 3 == 1:
            yield Block("heading", " ".join(text.split()[:5]).rstrip(".,:;"))
        yield Block("quote" if place == 3 and number % 4 == 1 else "paragraph", text)
        if place == 1 and number % 5 == 2:
            yield Block("list", "\n".join(" ".join(text.split()[n : n + 6]).rstrip(".,:;") for n in (0, 6, 12)))


def _comments(draw: random.Random, at: datetime, number: int, language: str) -> Iterator[Comment]:
    if number % 2:
        return
    for place in range(draw.randint(1, 4)):
        text = WRITERS[language](f"comment {at} {place}", 4).blocks[1].text
        yield Comment(READERS[place], at + timedelta(hours=5 + 31 * place, minutes=7), text)


def _edited(story: Story, edit: str | None) -> Story:
    if edit is None:
        return story
    if edit == "title":
        return replace(story, edited=edit, title=f"{story.title}: what we know")
    more = WRITERS[story.language](f"edit {story.key}", 4).blocks[2].text
    if edit == "added":
        return replace(story, edited=edit, blocks=(*story.blocks, Block("paragraph", more)))
    places = [place for place, block in enumerate(story.blocks) if block.kind == "paragraph"]
    blocks = list(story.blocks)
    blocks[places[1]] = Block("paragraph", more)
    return replace(story, edited=edit, blocks=tuple(blocks))


def caption(story: Story) -> str:
    """What stands below a story's picture."""
    return f"The scene as our photographer found it on {story.at:%A}."


def file_names(story: Story) -> list[str]:
    """The names of the file that comes with a story, and of what fetches it."""
    return [f"Minutes {story.key}", f"minutes-{story.key}.pdf", "Download", "Herunterladen", "Télécharger", "Descargar"]
