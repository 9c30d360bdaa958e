"""A paper on one night, as its templates see it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html import unescape
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from spiders.demo_web import markup
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS, dated, rfc822
from spiders.demo_web.paper import FOLDER, Paper
from spiders.demo_web.ports import ADS, HOST
from spiders.demo_web.related import front_page, related
from spiders.demo_web.story import Story

Context = dict[str, Any]
"""What a template is given beside the edition: `path`, `stories`, and what the page is of."""


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """A paper on a night, on these ports. Two editions are never equal."""

    paper: Paper
    night: date
    ports: Mapping[str, int]

    @property
    def first_night(self) -> bool:
        """True on the first of the two nights."""
        return self.night == NIGHTS[0]

    @property
    def base(self) -> str:
        """The address of the paper's site, without a last slash."""
        return self.address(self.paper.name)

    @property
    def ads(self) -> str:
        """The address of the host of ads."""
        return self.address(ADS)

    def address(self, site: str) -> str:
        """The address of a site of the demo web, without a last slash."""
        return f"http://{HOST}:{self.ports[site]}"

    def newest(self, section: str | None = None) -> list[Story]:
        """The paper's stories, newest first; of one section if one is named."""
        return newsroom().newest(self.paper.name, self.night, section)

    def render(self, template: str, context: Context) -> str:
        """A template of the paper, with what every page of the edition knows and what this one is of."""
        known = {"edition": self, "paper": self.paper, "night": self.night, "base": self.base, "ads": self.ads}
        return environment(self.paper.name).get_template(template).render(known | context)


@cache
def environment(name: str) -> Environment:
    """The templates of a paper, with their filters and functions. Nothing is escaped but by the filters for it."""
    made = Environment(  # noqa: S701 -- we write whatever these pages say
        loader=FunctionLoader(lambda template: FOLDER.joinpath(name, template).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"text": markup.text, "attribute": markup.attribute, "blocks": markup.blocks, "unescape": unescape}
    made.filters |= {"dated": dated, "rfc822": rfc822, "iso": datetime.isoformat, "after": _after}
    made.filters["utc"] = lambda moment: moment.astimezone(UTC)
    made.filters |= {"json": _json, "one_line": lambda written: _json(json.loads(written))}
    made.globals |= {"newsroom": newsroom(), "related": related, "front_page": front_page, "last_change": last_change}
    return made


def last_change(stories: Iterable[Story], night: date) -> datetime:
    """When the last change was made to one of the stories, as they stand on a night."""
    return max(story.changed_by(night) for story in stories)


def _after(moment: datetime, **lapse: float) -> datetime:
    return moment + timedelta(**lapse)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
