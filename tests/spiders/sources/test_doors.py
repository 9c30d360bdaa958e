"""A wall is never taken for a paper, and what a first night would lack is said when a source is added."""

import pytest

from spiders.sources.doors import doubts
from spiders.sources.source_file import source_text
from tests.spiders.sources.papers import Paper

SITE = "https://bote.example"
PATHS = [f"/2025/11/0{day}/the-flood-in-the-old-harbour-on-day-{day}" for day in range(1, 5)]
LIST = "".join(
    f"<li><h3><a href='{path}'>The flood in the old harbour, day {path[-1]} of it</a></h3></li>" for path in PATHS
)
LINE = "<p>The council met again to talk about the harbour wall, and nobody knew who is to pay for it in the end.</p>"


def page(body: str, title: str = "Der Bote") -> str:
    return f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"


def story(path: str, text: str, end: str = "") -> str:
    title = f"The flood in the old harbour, day {path[-1]} of it"
    return page(f"<main><article><h1>{title}</h1><time>3 November 2025</time>{text}{end}</article></main>", title)


WALLS = {
    "Just a moment...": ("<p>Verify you are human by completing the action below.</p>", "human"),
    "We value your privacy": ("<p>We process personal data. Do you give your consent, or reject it?</p>", "consent"),
    "Log in": ("<p>Please log in or subscribe to go on to our paper.</p><form></form>", "log in"),
    "Page not found": ("", "no such page"),
}


@pytest.mark.parametrize("title", WALLS)
def test_a_wall_is_no_paper(title: str) -> None:
    body, said = WALLS[title]
    paper = Paper({f"{SITE}/": page(f"<main><h1>{title}</h1>{body}</main>", title)})
    assert said in (paper.surveyed().home.problem or "")
    assert len(paper.asked) <= 2


@pytest.mark.parametrize("box", ["<p>Log in or subscribe</p>", "<p>We use cookies. Do you consent?</p>"])
def test_a_paper_with_a_box_about_it_is_one(box: str) -> None:
    assert Paper({f"{SITE}/": page(f"<main>{box}<ul>{LIST}</ul></main>")}).surveyed().home.problem is None


EMPTY = page("<div id=app></div><script src=/app.js></script><noscript>Please enable JavaScript.</noscript>")
BUTTON = "<button class=more>Read more</button>"
NAMED = "<button class=more data-next='/rest/{}'>Read more</button>"
LOGIN = page("<h1>Log in</h1><p>Log in or subscribe to read on.</p>", "Log in")
STORIES = {
    "whole": (lambda path: story(path, LINE * 9), []),
    "scripts": (lambda path: EMPTY.replace("Der Bote", f"Flood {path[-1]}"), ["to scripts only"]),
    "button": (lambda path: story(path, LINE * 2, BUTTON), ["end at a wall or a button"]),
    "named rest": (lambda path: story(path, LINE * 4, NAMED.format(path[-1])), []),
    "log-in pages": (lambda _: LOGIN, ["end at a wall"]),
}  # fmt: skip


@pytest.mark.parametrize(("made", "said"), STORIES.values(), ids=STORIES)
def test_stories_that_a_night_would_not_have_whole(made, said: list[str]) -> None:
    pages = {f"{SITE}{path}": made(path) for path in PATHS}
    found = Paper({f"{SITE}/": page(f"<main><ul>{LIST}</ul></main>"), **pages}).surveyed()
    assert found.stories
    told = list(doubts(found))
    assert len(told) == len(said)
    assert all(words in told[0] for words in said)
    assert all(f"# {each}" in source_text(found) for each in told)


def test_a_paper_without_a_story() -> None:
    assert "drawn by scripts" in next(doubts(Paper({f"{SITE}/": EMPTY}).surveyed()))
