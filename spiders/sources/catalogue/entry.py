"""One publisher of the catalogue: what a public list says of it, on which day. What nobody said is not in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipelines.base.errors import InputError
from pipelines.base.settings.file import NAME, read_settings, settings_names
from pipelines.base.settings.mistakes import nearest
from spiders.sources.paper_list import Listed
from spiders.sources.source import Country, absolute, is_private

PUBLISHERS = Path(__file__).parent / "publishers"
LANGUAGE = r"^[a-z]{2}$"


def public_url(url: str) -> str:
    """A URL in WHATWG form. Raises ValueError if it is not on the public internet."""
    if is_private(normal := absolute(url)):
        raise ValueError(f"{url} is no address on the public internet")
    return normal


PublicUrl = Annotated[str, AfterValidator(public_url)]


class Entry(BaseModel):
    """One publisher. An absent setting is unknown, never a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(description="Stem of the file: lower-case letters, digits and underscores.")]
    title: Annotated[str, Field(min_length=1, description="The publication as people call it.", examples=["The Paper"])]
    url: Annotated[PublicUrl, Field(description="Home page.", examples=["https://paper.example/"])]
    country: Annotated[Country, Field(description="Two capital letters (ISO 3166-1).", examples=["GB"])]
    languages: Annotated[
        tuple[Annotated[str, Field(pattern=LANGUAGE)], ...],
        Field(description="Languages that the list states: two lower-case letters each (ISO 639-1).", examples=["en"]),
    ] = ()
    topics: Annotated[
        tuple[str, ...], Field(description="Topics that the list states, in its words.", examples=["economy"])
    ] = ()
    topics_from: Annotated[
        str | None,
        Field(
            description="The list that states `topics`, and `languages` if the first list does not.",
            examples=["newscatcher 0.2.0"],
        ),
    ] = None
    topics_day: Annotated[date | None, Field(description="The day on which that list was read.")] = None
    feeds: Annotated[tuple[PublicUrl, ...], Field(max_length=5, description="Feeds, at most five.")] = ()
    sitemaps: Annotated[tuple[PublicUrl, ...], Field(max_length=3, description="Sitemaps, at most three.")] = ()
    system: Annotated[str | None, Field(description="Publishing system.", examples=["wordpress"])] = None
    group: Annotated[str | None, Field(description="Group of papers with one owner.", examples=["tamedia"])] = None
    train_ai: Annotated[
        Literal["allowed", "disallowed"] | None,
        Field(description="Whether it allows the training of AI, as last seen."),
    ] = None
    rights_from: Annotated[
        str | None,
        Field(description="The list that states `train_ai`.", examples=["The Great GPT Firewall 2026-10"]),
    ] = None
    rights_day: Annotated[date | None, Field(description="The day on which that list was read.")] = None
    from_list: Annotated[str, Field(min_length=1, description="The list that names it.", examples=["Fundus 0.5.7"])]
    from_day: Annotated[date, Field(description="The day on which the list was read.", examples=["2026-12-02"])]
    verified: Annotated[
        date | None, Field(description="Day on which somebody surveyed the site and found this true.")
    ] = None


def names() -> dict[str, Path]:
    """The file of each publisher by name, sorted by country and name."""
    return {name: folder / f"{name}.yaml" for folder in sorted(PUBLISHERS.iterdir()) for name in settings_names(folder)}


def read_entries() -> list[Entry]:
    """All publishers. Raises ConfigError if a file is wrong: a test reads them all."""
    return [read_settings(path, Entry) for path in names().values()]


def catalogued(name: str, group: str | None) -> Listed:
    """A publisher to be added. Raises InputError if the catalogue has no such name."""
    path = names().get(name) if NAME.fullmatch(name) else None
    if path is None:
        near = nearest(name, names()).removeprefix("; ") or "'dateline sources find WORDS' lists its names"
        raise InputError(f"{name} is not in the catalogue ({near})")
    entry = read_settings(path, Entry)
    return Listed(name, entry.url, name, group or entry.group, entry.feeds, entry.sitemaps)
