"""All stories of all papers, written once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from spiders.demo_web.assignment import assignments
from spiders.demo_web.desk import copied_story, live_blog, own_story
from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.story import Story


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The stories by key, paper by paper, each in the order of its assignments."""

    stories: dict[str, Story]

    def of(self, source: str, night: date) -> list[Story]:
        """A paper's stories on a night, in order."""
        return [story for story in self.ever(source) if story.since <= night and not story.is_gone(night)]

    def ever(self, source: str) -> list[Story]:
        """A paper's stories of both nights, those that are gone included."""
        return [story for story in self.stories.values() if story.source == source]

    def newest(self, source: str, night: date, section: str | None = None) -> list[Story]:
        """The same, newest first; of one section if one is named."""
        stories = [s for s in self.of(source, night) if section is None or s.section == section]
        return sorted(stories, key=lambda story: (story.published, story.key), reverse=True)


@cache
def newsroom() -> Newsroom:
    """Every story there is. A copy is of a story that its paper wrote itself."""
    tasks = [(paper(name), task) for name in PAPERS for task in assignments(paper(name))]
    own = {task.key: own_story(owner, task) for owner, task in tasks if not task.copy}
    stories = {
        task.key: copied_story(owner, task, own[task.copy]) if task.copy else own[task.key] for owner, task in tasks
    }
    live = [live_blog(paper(name)) for name in PAPERS if "live" in paper(name).data]
    return Newsroom(stories | {story.key: story for story in live})
