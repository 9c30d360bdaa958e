"""What stands between a crawl and a paper's stories, as a survey sees it: a wall in the paper's place, empty lists, empty or cut
stories.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.base.errors import PageDropped
from pipelines.extract.model import Document
from pipelines.extract.read.article import extract
from pipelines.health.stories import LEFT_OUT
from pipelines.health.wording import notice
from pipelines.lake.values import HealthCheck
from spiders.sources.findings import Findings, page_of, story_edges
from spiders.sources.probe import Answer

IN_THE_WAY = {
    HealthCheck.CHALLENGE: "it asks whether we are human, which Dateline does not answer: ask the paper to let you in",
    HealthCheck.CONSENT_WALL: "it asks for consent first: choose in your browser, then say --cookie NAME=VALUE (docs/sources.md)",
    HealthCheck.LOGIN_WALL: "it asks to log in first: copy example.txt and write its 'login' (docs/sources.md)",
    HealthCheck.NOT_FOUND: "it says that there is no such page",
}
"""Why a page that answers is not a paper's home page."""


def in_the_way(home: Answer) -> str | None:
    """What the page in a home page's place wants first; None for a home page."""
    said = _notice(_read(home))
    lists_stories = any(edge.kind in ("section", "related") for edge in home.reading.edges)
    return None if said is None or lists_stories else IN_THE_WAY[HealthCheck(said)]


def doubts(found: Findings) -> Iterator[str]:
    """What a first night would lack: stories at all, their texts, their ends."""
    if not story_edges(found) and not found.parts_left:
        yield "no story was found: its lists may be drawn by scripts ('render: auto' in its file runs them)"
    read = [(answer, _read(answer)) for answer in found.stories]
    if read and all(each == HealthCheck.SCRIPT_ONLY for _, each in read):
        yield "its stories show their text to scripts only ('render: auto' in its file runs them)"
    walled = [each for answer, each in read if _notice(each) or _is_cut(answer, each)]
    if 2 * len(walled) > len(read):
        yield f"{len(walled)} of {len(read)} stories end at a wall or a button ('login' in its file is for your subscription)"


def _read(answer: Answer) -> Document | str:
    """The document of a page, or the reason why it has none."""
    try:
        return extract(page_of(answer))
    except PageDropped as dropped:
        return dropped.reason


def _notice(read: Document | str) -> str | None:
    """The check of the notice that a page is; None for any other page."""
    if isinstance(read, str):
        return None
    left_out = (flag.text for flag in read.flags if flag.rule.startswith(LEFT_OUT))
    return notice(read.title, read.text or "\n\n".join(left_out))


def _is_cut(answer: Answer, document: Document | str) -> bool:
    """True if a story ends early, and its page does not say where its rest is."""
    if isinstance(document, str) or (answer.reading.page is not None and answer.reading.page.rest):
        return False
    return document.paywall == "truncated" or any(flag.rule == "rest_by_button" for flag in document.flags)
