"""Which JSON holds the stories' texts: learned from a few drawn pages, checked on one each night, learned again when it fails.

Stories with addresses of one shape have one API. Two drawn stories teach it; a shape that is new needs one that fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.base.errors import PageDropped
from pipelines.health.answers import API_CHANGED
from pipelines.page.page import Page
from spiders.browser.page import Piece
from spiders.frontier.memory import Memory
from spiders.landing.answer import Answer
from spiders.render.envelope import enveloped, story_of
from spiders.render.template import Sample, filled, learned, shape

MAX_BARREN = 5
"""Drawn stories in a row without a JSON that has their text, after which a night looks for none."""
MAX_FAILED = 2
"""Drawn stories in a row whose text is not at the learned address, after which it is forgotten."""
KEPT_SAMPLES = 4
MAX_PIECE_BYTES = 2 << 20


class Lessons:
    """What one source's crawl knows of its APIs; rows of `apis` in its frontier."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.templates = memory.apis()
        self.checked: set[str] = set()
        """Templates that a drawn story of this night agrees with."""
        self._failed: dict[str, int] = {}
        self._samples: list[Sample] = []
        self._barren = 0

    def address(self, answer: Answer) -> tuple[str, str] | None:
        """The template of a story's API, and its address; None if none is known, or not yet checked tonight."""
        template = self.templates.get(shape(answer.exchange.url))
        if template is None or template not in self.checked:
            return None
        address = filled(template, answer.exchange.url, shell_of(answer))
        return (template, address) if address else None

    def page(self, answer: Answer, piece: Piece) -> bytes | None:
        """A story's page with the JSON that has its text; None if the piece holds no story."""
        if piece.status != 200 or len(piece.body) > MAX_PIECE_BYTES:
            return None
        return enveloped(answer.exchange.url, answer.body, answer.header("content-type"), piece.body)

    def learn(self, answer: Answer, drawn: bytes, pieces: Mapping[str, Piece]) -> str | None:
        """Compare a drawn page with the JSON that its scripts got. Returns what was learned, for the row of the page."""
        url, at = answer.exchange.url, answer.exchange.fetched_at
        if self._barren >= MAX_BARREN or (story := story_of(url, drawn, at)) is None:
            return None
        known = self.templates.get(shape(url))
        for api, piece in pieces.items():
            said = self.page(answer, piece)
            told = story_of(url, said, at) if said else None
            if told is not None and story.is_told_by(told):
                self._barren = 0
                return self._sampled(Sample(url, shell_of(answer), api), known)
        self._barren += 1
        return self._without(known)

    def _sampled(self, sample: Sample, known: str | None) -> str | None:
        tried = dict.fromkeys((*([known] if known else ()), *self.templates.values()))
        for template in tried:
            if filled(template, sample.url, sample.shell) == sample.api:
                self._failed.pop(template, None)
                return self._keep(sample.url, template, known)
        changed = self._without(known)
        alike = [one for one in self._samples if one.url != sample.url]
        self._samples = [*alike, sample][-KEPT_SAMPLES:]
        found = (learned((one, sample)) for one in reversed(alike))
        new = next(filter(None, found), None)
        if new is None or (known is not None and changed is None):
            return changed
        said = self._keep(sample.url, new, None)
        return f"{changed}; {said}" if changed else said

    def _keep(self, url: str, template: str, known: str | None) -> str | None:
        is_new = template not in self.templates.values()
        self.checked.add(template)
        if template != known:
            self.templates[shape(url)] = template
            self.memory.learn_api(shape(url), template)
        return f"learned its API: {template}" if is_new else None

    def _without(self, known: str | None) -> str | None:
        """A drawn story whose text is not at the known address."""
        if known is None:
            return None
        self._failed[known] = self._failed.get(known, 0) + 1
        if self._failed[known] < MAX_FAILED:
            return None
        for each in [one for one, template in self.templates.items() if template == known]:
            del self.templates[each]
            self.memory.learn_api(each, None)
        self._failed.pop(known)
        self.checked.discard(known)
        return f"{API_CHANGED}{known}"


def shell_of(answer: Answer) -> str:
    """The markup of a page as it came; empty for what is no text."""
    try:
        return Page(answer.exchange.url, answer.body, answer.header("content-type")).text
    except PageDropped:
        return ""
