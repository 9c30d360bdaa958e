"""Two hundred questions to `dateline mcp` about the demo web, with what is true: dates, bounds, changes, events, citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from pipelines.base.ids import article_id
from pipelines.base.urls.identity import url_key
from tests.demo.truth_rows import Truth, stories

Found = dict[str, Any]
Story = dict[str, Any]


class Question(NamedTuple):
    """A call, and whether its answer is true; `failed` if the right answer is that there is none."""

    kind: str
    tool: str
    arguments: dict[str, Any]
    is_true: Callable[[Found], bool]
    failed: bool = False


def questions(truth: Truth) -> list[Question]:
    """The questions, 200 of the demo's truth as it is."""
    first, second = truth["nights"]
    every = sorted(stories(truth), key=lambda story: str(story["key"]))
    still = [story for story in every if len(story["revisions"]) == 1 and not story["gone"]]
    kinds: tuple[tuple[int, Iterator[Question]], ...] = (
        (60, (_dated(story) for story in every if story["published"])),
        (60, (_undated(story) for story in every if not story["published"])),
        (20, (_before(story, first) for story in every if len(story["revisions"]) > 1)),
        (20, (_not_yet(story, first) for story in every if story["since"] == second)),
        (20, (_event(story, every) for story in every if story["event"] and story["language"] == "en")),
        (10, (_gone(story) for story in every if story["gone"])),
        (14, (_found(story) for story in still)),
        (10, (_cited(story) for story in still[::7])),
        (1, (_count(first, sum(story["since"] == first for story in every)) for _ in truth)),
    )
    return [question for count, asked in kinds for question in islice(asked, count)]


def _dated(story: Story) -> Question:
    day = story["published"][:10]
    return Question("date", "article", {"article": story["url"]}, lambda found: found["published"][:10] == day)


def _undated(story: Story) -> Question:
    actual = datetime.fromisoformat(story["actual"])

    def is_true(found: Found) -> bool:
        bounds = [datetime.fromisoformat(found[name]) for name in ("not_before", "not_after")]
        return found["published"] == "unknown" and bounds[0] <= actual <= bounds[1]

    return Question("no date", "article", {"article": story["url"]}, is_true)


def _before(story: Story, night: str) -> Question:
    """The text that it had before it was changed."""
    former, later = (set(revision["paragraphs"]) for revision in story["revisions"])

    def is_true(found: Found) -> bool:
        paragraphs = set(found["text"].split("\n\n"))
        of_then = bool(former & paragraphs) and not (later - former) & paragraphs
        return of_then and bool(found["title"] == story["revisions"][0]["title"])

    return Question("before", "article", {"article": story["url"], "as_of": night}, is_true)


def _not_yet(story: Story, night: str) -> Question:
    return Question("not yet", "article", {"article": story["url"], "as_of": night}, lambda _: True, failed=True)


def _event(story: Story, every: list[Story]) -> Question:
    others = {_id(other) for other in every if other["event"] == story["event"] and other is not story}
    return Question(
        "event", "coverage", {"event": story["url"]},
        lambda found: bool(others & {each["article_id"] for each in found["articles"]}),
    )  # fmt: skip


def _gone(story: Story) -> Question:
    def is_true(found: Found) -> bool:
        return [each["night"] for each in found["history"] if each["what"] == "gone"][:1] == [story["gone"]]

    return Question("gone", "history", {"article": story["url"]}, is_true)


def _found(story: Story) -> Question:
    query = f'title:"{story["title"]}" source:{story["source"]}'
    return Question(
        "found", "search", {"query": query}, lambda found: _id(story) in {each["article_id"] for each in found["articles"]}
    )  # fmt: skip


def _cited(story: Story) -> Question:
    return Question("cited", "cite", {"article": story["url"]}, lambda found: found["digest_is_that_of_the_archive"])


def _count(night: str, number: int) -> Question:
    asked = {"query": "SELECT count(*) FROM articles", "as_of": night}
    return Question("sql", "sql", asked, lambda found: found["table"].splitlines()[1] == f"[{number}]")


def _id(story: Story) -> str:
    return article_id(url_key(story["url"]))


def citations(found: Any) -> Iterator[tuple[str, str]]:
    """Record and digest of each citation in an answer."""
    if isinstance(found, dict):
        if "record" in found:
            yield found["record"], found["sha256"]
        found = list(found.values())
    for each in found if isinstance(found, list) else ():
        yield from citations(each)
