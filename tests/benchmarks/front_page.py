"""A front page that changes from look to look, with the headlines that are true of it and the marks that are not part of them.

Stories move down and between layouts; counters, times, `LIVE`, kickers, pictures and teasers come and go. Some headlines change,
by as little as a word, a number or a name, and some go back.
"""

from __future__ import annotations

import html
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

SITE = "https://www.paper.example"
BEGIN = datetime(2025, 11, 3, 0, 5, tzinfo=UTC)
SECTIONS = ("Politics", "Harbour", "Business", "World", "Culture", "Sport")
SUBJECTS = (
    "Mayor", "Ferry operator", "Council", "Striking teachers", "Minister", "Court", "Police", "Hospital", "Mill owner", "Bank",
    "Senate", "Coach", "EU", "NATO", "Farmers’ union", "Dr Roe", "The king", "Port authority", "Bus drivers", "Jane Doe",
)  # fmt: skip
VERBS = (
    "rejects", "approves", "delays", "defends", "abandons", "investigates", "promises", "denies", "calls for", "cuts", "loses",
    "wins", "questions", "doubles", "halves", "reveals",
)  # fmt: skip
OBJECTS = (
    "plan for new harbour wall", "cuts of {n} million", "report on “hidden” debts", "strike over pay",
    "{n} new homes by the river",
    "inquiry into the mill fire", "deal with {name}", "ban on night ferries", "vote on the bridge – again", "trial of {name}",
    "rise in fares after {n} years", "bid to save the theatre", "sale of the old town hall", "warning about the storm",
    "search for {n} missing sailors", "appeal by {name}'s family",
)  # fmt: skip
NAMES = ("Max Roe", "Anna Lind", "Olga Petrova", "Li Wei", "Omar Haddad", "Ines Costa")
ENDINGS = (
    "",
    " in Saltmere",
    " as winter nears",
    ", says union",
    " – what we know",
    "?",
    " after long night",
    " for good",
)
MARKS = ("LIVE", "UPDATED", "Breaking:", "Exclusive |", "Live:", "Video:", "(Update)")


@dataclass
class Story:
    """A story: its headlines, each from a look on; the looks at which it stands; the habits of its markup."""

    number: int
    headlines: list[tuple[int, str]]
    enters: int
    leaves: int
    habits: random.Random

    @property
    def url(self) -> str:
        return f"{SITE}/2025/11/story-about-things-{self.number}"

    def headline(self, look: int) -> str:
        return [text for since, text in self.headlines if since <= look][-1]

    def seen(self, looks: int) -> list[str]:
        """Its headlines in the order in which looks saw them."""
        found: list[str] = []
        for look in range(self.enters, min(self.leaves, looks)):
            text = self.headline(look)
            if not found or found[-1] != text:
                found.append(text)
        return found


@dataclass
class FrontPage:
    """So many looks at a front page with so many stories at a time; pages and truth follow from the seed."""

    looks: int
    at_once: int = 40
    minutes: int = 20
    seed: int = 1
    stories: list[Story] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = random.Random(self.seed)
        stays = max(10, self.looks // 12)
        count = self.at_once * self.looks // stays + self.at_once
        for number in range(count):
            enters = rng.randrange(-stays, self.looks)
            leaves = enters + rng.randrange(stays // 2, stays * 3 // 2)
            story = Story(
                number, _headlines(rng, max(enters, 0), leaves), max(enters, 0), leaves, random.Random(rng.random())
            )
            if leaves > 2:
                self.stories.append(story)

    def at(self, look: int) -> datetime:
        return BEGIN + timedelta(minutes=self.minutes * look)

    def changed(self) -> set[str]:
        """URLs that looks saw with several headlines."""
        return {story.url for story in self.stories if len(story.seen(self.looks)) > 1}

    def went_back(self) -> set[str]:
        """URLs that looks saw with a headline, another one, and the first again."""
        return {s.url for s in self.stories if len(s.seen(self.looks)) > len(set(s.seen(self.looks)))}

    def pages(self) -> Iterator[tuple[datetime, str]]:
        """The time and the HTML of each look; now and then a look is as the one before."""
        page = ""
        for look in range(self.looks):
            rng = random.Random(self.seed * 1_000_003 + look)
            if not page or rng.random() > 0.2:
                page = self._page(look, rng)
            else:  # nothing changes: neither may a headline
                page = page if self._still(look) else self._page(look, rng)
            yield self.at(look), page

    def _still(self, look: int) -> bool:
        now = [(s.number, s.headline(look)) for s in self._standing(look)]
        return now == [(s.number, s.headline(look - 1)) for s in self._standing(look - 1)]

    def _standing(self, look: int) -> list[Story]:
        """The stories at a look; younger ones stand higher, and editors move some."""
        standing = [story for story in self.stories if story.enters <= look < story.leaves]
        return sorted(standing, key=lambda s: (-(s.enters + s.number % 7 * (look // 9 % 3)), s.number))

    def _page(self, look: int, rng: random.Random) -> str:
        standing = self._standing(look)
        items = [_item(story, place, story.headline(look), rng, self.at(look)) for place, story in enumerate(standing)]
        menu = "".join(f'<li><a href="/{name.lower()}/">{name}</a></li>' for name in SECTIONS)
        most = "".join(f'<li><a href="{s.url}">{_typed(s.headline(look), rng)}</a></li>' for s in standing[3:6])
        return (
            f"<!doctype html><html lang=en><title>The Paper</title><nav><ul>{menu}</ul></nav><main>{''.join(items)}</main>"
            f"<aside><h2>Most read</h2><ol>{most}</ol></aside><footer>&copy; The Paper</footer></html>"
        )


def _headlines(rng: random.Random, enters: int, leaves: int) -> list[tuple[int, str]]:
    first = _fresh(rng)
    found = [(0, first)]
    life = max(leaves - enters, 8)
    if rng.random() < 0.25:
        second = _edited(first, rng)
        found.append((enters + rng.randrange(2, life), second))
        more = rng.random()
        if more < 0.35:
            found.append((found[-1][0] + rng.randrange(2, life), first if more < 0.15 else _edited(second, rng)))
    return found


def _fresh(rng: random.Random) -> str:
    rest = rng.choice(OBJECTS).format(n=rng.randrange(2, 90), name=rng.choice(NAMES))
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rest}{rng.choice(ENDINGS)}"


def _edited(headline: str, rng: random.Random) -> str:
    """The headline with another number, name, verb, word, ending, or altogether another one."""
    for _ in range(20):
        kind = rng.randrange(5)
        words = headline.split()
        if kind == 0:
            new = " ".join(str(int(w) + 1) if w.isdigit() else w for w in words)
        elif kind == 1:
            new = next((headline.replace(n, rng.choice(NAMES)) for n in NAMES if n in headline), headline)
        elif kind == 2:
            new = next(
                (headline.replace(f" {v} ", f" {rng.choice(VERBS)} ") for v in VERBS if f" {v} " in headline), headline
            )
        elif kind == 3:
            place = rng.randrange(1, len(words))
            new = " ".join([*words[:place], rng.choice(("now", "again", "finally", "quietly")), *words[place:]])
        else:
            new = _fresh(rng)
        if new != headline:
            return new
    return _fresh(rng)


def _typed(text: str, rng: random.Random) -> str:
    """The text as one of several systems writes it: quotes, dashes, entities and white space differ."""
    if rng.random() < 0.3:
        text = text.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "—")
    text = html.escape(text, quote=rng.random() < 0.5)
    if rng.random() < 0.2:
        text = text.replace("’", "&rsquo;").replace(" ", "\n  ", 1)
    return text.replace(" ", "&nbsp;", 1) if rng.random() < 0.1 else text


def _item(story: Story, place: int, headline: str, rng: random.Random, now: datetime) -> str:
    """The markup of a story: its layout follows its place, its marks follow its habits and the look."""
    habit = story.number % 8
    typed = _typed(headline, rng)
    section = SECTIONS[story.number % len(SECTIONS)]
    mark = rng.choice(MARKS) if rng.random() < 0.08 else ""
    front = f"{typed} {mark}" if mark.startswith("(") else f"{mark} {typed}".strip()
    if habit == 0 and rng.random() < 0.7:
        front = f"{section.upper()} {typed}"
    elif habit == 1 and rng.random() < 0.7:
        front = f"Opinion: {typed}"
    elif habit == 2 and rng.random() < 0.7:
        front = f"<span class=kicker>{section}</span> | {typed}"
    ago = f"{1 + rng.randrange(50)} {rng.choice(('minutes', 'hours'))} ago"
    behind = {
        3: f" <time>{ago}</time>",
        4: f" <span>{rng.randrange(2, 400)} comments</span>",
        5: f" <span>({rng.randrange(99)})</span>",
    }
    link = f'<a href="{story.url}">'
    if place < 2:
        picture = (
            f'{link}<img src=x.jpg alt="A man at the harbour, number {story.number}"></a>' if rng.random() < 0.8 else ""
        )
        teaser = f"<p>{link}A long night in the hall, and what people who were there say of it to us.</a></p>"
        return f"<article>{picture}<h2>{link}{front}</a></h2>{teaser}{link}Read more</a></article>"
    if place < 8 and habit in (3, 4, 6):
        tag = "<h3>{}</h3>" if habit != 6 else '<span class="card__title">{}</span>'
        teaser = f"<p>What it means for the town, told by {rng.choice(NAMES)} on {rng.randrange(9)} pages.</p>"
        return f"<article>{link}<img src=y.jpg alt=Harbour>{tag.format(front)}{teaser}</a></article>"
    clock = f"<span>{now:%H:%M}</span> " if habit == 7 else ""
    author = (
        f" <span>By {NAMES[story.number % len(NAMES)]}</span>" if story.number % 16 == 6 and rng.random() < 0.8 else ""
    )
    reading = f" <span>{2 + rng.randrange(9)} min read</span>" if story.number % 16 == 14 else ""
    comments = f"{link}{rng.randrange(400)} comments</a>" if story.number % 3 == 0 else ""
    return f"<div class=item>{link}{clock}{front}{author}{behind.get(habit, '')}{reading}</a> {comments}</div>"
