"""Other healthy nights of sixteen papers, each with a habit of its own: a weekend paper, a weekly, one that moves its sections.

A season has its own seed and calendar: holidays, a strike, an election, breaking news, reviews of the year. Nothing is wrong
with any of its nights: every alarm is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from tests.pipelines.health.faults.new_stories import GERMAN
from tests.pipelines.health.press import PAPERS, Crawl, Paper, Story, stories, with_stories

NIGHTS = 65
BEGINS = 25
"""The night on which the last paper begins."""
MOVES = 30
"""The night from which one paper has other sections."""
ANOTHER_YEAR = timedelta(days=1_000)
"""The press has an election of its own on one of its nights."""
SECTIONS = ("city", "world", "arts")
OLD_STORIES = 12
LISTED_NIGHTS = 10
"""A front page lists the last stories, also those of a week ago."""
Change = Callable[[Story, int, np.random.Generator], Story]
"""A habit: a story, its number on its night, chance."""


@dataclass(frozen=True, slots=True)
class Season:
    """The calendar of a season; nights are counted from 0."""

    first: date
    seed: int
    levels: Mapping[int, float]
    """How many stories these nights have, compared with others."""
    election: int
    reviews: frozenset[int]
    """Nights on which a third of the front pages link stories of long ago."""
    own_holidays: Mapping[int, frozenset[int]]
    """By paper, nights on which hardly anybody there wrote."""

    def nights(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(NIGHTS)]

    def index(self, night: date) -> int:
        return (night - self.first).days


WINTER = Season(
    date(2025, 11, 17), 101,
    {10: 0.7, 21: 3.5, 26: 0.2, 27: 0.2, 37: 0.6, 38: 0.3, 39: 0.1, 40: 0.2, 44: 0.6, 45: 0.15, 50: 0.5, 58: 2.5},
    21, frozenset((43, 44, 45, 52)), {3: frozenset((11,)), 8: frozenset((33,)), 14: frozenset((48,))},
)  # fmt: skip
"""Strike, election, Christmas, reviews of the year, New Year, breaking news."""
SPRING = Season(
    date(2026, 3, 16), 202,
    {8: 4.0, 18: 0.3, 19: 0.4, 20: 0.2, 21: 0.15, 30: 0.25, 31: 0.2, 32: 0.2, 46: 0.3, 47: 3.0, 48: 2.0, 60: 0.3},
    47, frozenset((25, 55)), {1: frozenset((36,)), 6: frozenset((22,)), 12: frozenset((40, 41))},
)  # fmt: skip
"""Breaking news, Easter, three nights of strike, a holiday before an election of two nights, anniversaries."""
SEASONS = {"winter": WINTER, "spring": SPRING}


def healthy(season: Season, paper: Paper, night: date, per_day: int) -> Crawl | None:
    """The crawl of a paper; None before it begins."""
    index = season.index(night)
    if paper.number == PAPERS - 1 and index < BEGINS:
        return None
    new = written(season, paper, night, per_day)
    earlier = (written(season, paper, night - timedelta(days=back), per_day) for back in range(1, LISTED_NIGHTS))
    before = next(filter(None, earlier), [])
    if index in season.reviews and paper.number % 3 == index % 3:
        days = [night - timedelta(days=21 + 300 * season.seed // 101 * n // OLD_STORIES) for n in range(OLD_STORIES)]
        old = [drawn(season, paper, day, 900)[0] for day in days]
        crawl = with_stories(paper, night, [*new, *old], before)
        crawl.entries = [*new, *before][:20]
        return crawl
    return with_stories(paper, night, new, before)


def written(season: Season, paper: Paper, night: date, per_day: int) -> list[Story]:
    """The new stories of a night."""
    draw = np.random.default_rng([season.seed, night.toordinal(), paper.number])
    usual = expected(paper, night, per_day, season.index(night)) * season.levels.get(season.index(night), 1.0)
    if season.index(night) in season.own_holidays.get(paper.number, ()):
        usual *= 0.15
    drawn_stories = drawn(season, paper, night, 0, int(draw.poisson(usual)))
    habit = HABITS.get(paper.number)
    changed = [habit(story, number, draw) if habit else story for number, story in enumerate(drawn_stories)]
    if paper.number == 2 and season.index(night) >= MOVES:
        changed = [moved(story, number) for number, story in enumerate(changed)]
    if season.index(night) == season.election:
        changed = [on_election(story, number) for number, story in enumerate(changed)]
    return changed


def drawn(season: Season, paper: Paper, night: date, offset: int, count: int = 1) -> list[Story]:
    """Stories of the press of another year and under another seed, at the addresses of this paper."""
    other = Paper(paper.number + season.seed)
    found = []
    for story in stories(other, night + ANOTHER_YEAR, count):
        at = story.at - ANOTHER_YEAR
        url = story.url.replace(other.start, paper.start).replace(str(story.at.date()), str(at.date()))
        found.append(replace(story, paper=paper, at=at, url=url.replace("story-", f"story-{offset or ''}")))
    return found


def expected(paper: Paper, night: date, per_day: int, index: int) -> float:
    """How many new stories a paper has on an ordinary night of this weekday; crawls are at four, so Monday's has Sunday's."""
    weekend = night.weekday() in (6, 0)
    usual = per_day * (0.8 + 0.05 * (paper.number * 5 % 9))
    by_paper = {
        0: 1.3 * per_day if weekend else 0.0,
        1: 2.0 * per_day if night.weekday() == 3 else 0.0,
        9: 2 * usual if night.weekday() == 0 else usual * (0.5 if weekend else 1.0),
        12: 1.5,
        13: 0.0 if night.weekday() == 6 else usual,
        14: usual * (1.2 - 0.008 * index),
    }
    return by_paper.get(paper.number, usual * (0.4 if weekend else 1.0))


def long_reads(story: Story, number: int, draw: np.random.Generator) -> Story:
    """Half of a Saturday's stories are twice as long."""
    more = stories(Paper(story.paper.number + 5_000), story.at.date(), number + 1)[number].paragraphs
    return replace(story, paragraphs=story.paragraphs + more) if number % 2 and story.at.weekday() == 5 else story


def agency(story: Story, number: int, draw: np.random.Generator) -> Story:
    return replace(story, author="Reuters") if draw.random() < 0.6 else story


def columns(story: Story, number: int, draw: np.random.Generator) -> Story:
    """Each night has its letters, its weather and its crossword."""
    heads = ("Letters to the editor:", "The weather:", f"Crossword no {story.at.toordinal() % 10_000}:")
    return replace(story, title=f"{heads[number]} {story.title}") if number < len(heads) else story


def results(story: Story, number: int, draw: np.random.Generator) -> Story:
    """Short reports of matches."""
    first, second = story.title.split()[:2]
    title = f"{first} {draw.integers(5)}-{draw.integers(5)} {second}"
    return replace(story, title=title, paragraphs=story.paragraphs[:2]) if number % 3 else story


def horoscope(story: Story, number: int, draw: np.random.Generator) -> Story:
    """Two stories have the title that they had yesterday."""
    titles = ("Your horoscope for today", "Television tonight")
    return replace(story, title=titles[number]) if number < len(titles) else story


def bilingual(story: Story, number: int, draw: np.random.Generator) -> Story:
    said = tuple(f"{GERMAN} ({n}, {story.title})." for n in range(6))
    return replace(story, paragraphs=said) if draw.random() < 0.2 else story


def in_print(story: Story, number: int, draw: np.random.Generator) -> Story:
    """All stories of a paper that is printed bear the midnight of their day."""
    return replace(story, at=story.at.replace(hour=0, minute=0))


def briefs(story: Story, number: int, draw: np.random.Generator) -> Story:
    """A third of the stories are one paragraph."""
    return replace(story, paragraphs=story.paragraphs[:1]) if number % 3 == 2 else story


def interview(story: Story, number: int, draw: np.random.Generator) -> Story:
    """Now and then questions and answers: short paragraphs, and an answer that comes again."""
    if draw.random() > 0.15:
        return story
    said = [f"{'Why' if n % 2 else 'And'} the {each.split()[n % 5 + 1]}?" for n, each in enumerate(story.paragraphs)]
    lines = [line for pair in zip(said, story.paragraphs, strict=True) for line in pair]
    return replace(story, paragraphs=(*lines, "Thank you for that.", "Thank you."))


def one_desk(story: Story, number: int, draw: np.random.Generator) -> Story:
    """On some nights one person writes nearly all."""
    return replace(story, author="Una Hall") if story.at.day % 9 == 0 else story


HABITS: Mapping[int, Change] = {
    4: long_reads, 5: briefs, 6: interview, 7: agency, 8: columns, 9: results, 10: horoscope, 11: bilingual, 13: in_print,
    14: one_desk,
}  # fmt: skip


def moved(story: Story, number: int) -> Story:
    """A story in one of the new sections."""
    return replace(story, url=story.url.replace("/news/", f"/{SECTIONS[number % len(SECTIONS)]}/"))


def on_election(story: Story, number: int) -> Story:
    """Most stories are short results that begin alike."""
    return replace(story, title=f"Vote count: {story.title}", paragraphs=story.paragraphs[:2]) if number % 5 else story
