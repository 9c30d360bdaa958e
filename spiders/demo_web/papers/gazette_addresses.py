"""The addresses, numbers and pictures that WordPress gives the Gazette's stories and labels."""

from __future__ import annotations

from dataclasses import dataclass

from spiders.demo_web.desks.gazette import AUTHORS, CATEGORIES, DELETED_TAG, TAGS
from spiders.demo_web.grammar_en import Writer
from spiders.demo_web.markup import slug
from spiders.demo_web.story import Story

LABELS = (*CATEGORIES, *TAGS, DELETED_TAG, *AUTHORS)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a story, with an attachment page of its own."""

    number: int
    path: str
    file: str
    title: str


def post_number(story: Story) -> int:
    """A story's number: `?p=107` leads to it."""
    return 101 + 6 * int(story.key.rpartition("-")[2])


def label_number(label: str) -> int:
    """The number of a category, tag or author."""
    return 2 + LABELS.index(label)


def tags_of(story: Story) -> list[str]:
    """A story's tags, in order of the alphabet."""
    return sorted(trait.removeprefix("tag:") for trait in story.traits if trait.startswith("tag:"))


def pictures_of(story: Story) -> list[Picture]:
    """A story's pictures, in the order of the page."""
    count = next((int(trait[-1]) for trait in story.traits if trait.startswith("pictures:")), 0)
    writer = Writer.of(f"pictures {story.key}")
    out = []
    for n in range(count):
        title, number = writer.fill("{L} in {Z}"), post_number(story) + 1 + n
        name = f"{slug(title)}-{number}"
        file = f"/wp-content/uploads/{story.published:%Y/%m}/{name}.png"
        out.append(Picture(number, f"{story.path}{name}/", file, title))
    return out


def tag_path(tag: str) -> str:
    """The archive of a tag."""
    return f"/tag/{tag}/"


def category_path(category: str) -> str:
    """The archive of a category."""
    return f"/category/{category}/"


def author_path(author: str) -> str:
    """The archive of an author, by the name they log in with.

    >>> author_path("Maeve O'Brannock")
    '/author/maeve-obrannock/'
    """
    return f"/author/{slug(author)}/"
