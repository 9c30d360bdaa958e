"""What stands between a crawl and a paper's stories, as a survey sees it: a wall in the paper's place, empty lists, empty or cut
stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

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


def seen(found: Findings) -> tuple[int, int]:
    """Words of a story's text (the median of those asked for), and the number of stories found."""
    texts = [each.text for each in map(read_story, found.stories) if not isinstance(each, str)]
    return int(median(len(text.split()) for text in texts)) if texts else 0, len(story_edges(found))


def drawn_or_plain(found: Findings) -> str:
    """What a browser showed of a site, beside what a survey without it did, and what drawing costs a night."""
    assert found.plain is not None
    (plain_words, plain_stories), (words, stories) = seen(found.plain), seen(found)
    return (
        f"{plain_stories} stories of {plain_words} words without scripts, {stories} of {words} drawn by a browser, "
        f"{found.seconds_a_page:.1f} s a page (each night its lists, and two or three stories if their JSON can be learned)"
    )


def read_story(answer: Answer) -> Document | str:
    """The document of a page, or the reason why it has none."""
    try:
        return extract(page_of(answer))
    except PageDropped as dropped:
        return dropped.reason


def in_the_way(home: Answer) -> str | None:
    """What the page in a home page's place wants first; None for a home page."""
    said = _notice(read_story(home))
    lists_stories = any(edge.kind in ("section", "related") for edge in home.reading.edges)
    return None if said is None or lists_stories else IN_THE_WAY[HealthCheck(said)]


def doubts(found: Findings) -> Iterator[str]:
    """What a first night would lack: stories at all, their texts, their ends."""
    if not story_edges(found) and not found.parts_left:
        yield "no story was found: its lists may be drawn by scripts ('render: auto' in its file runs them)"
    read = [(answer, read_story(answer)) for answer in found.stories]
    if read and all(each == HealthCheck.SCRIPT_ONLY for _, each in read):
        yield "its stories show their text to scripts only ('render: auto' in its file runs them)"
    walled = [each for answer, each in read if _notice(each) or _is_cut(answer, each)]
    if 2 * len(walled) > len(read):
        yield f"{len(walled)} of {len(read)} stories end at a wall or a button ('login' in its file is for your subscription)"


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
