"""The tour in docs/tour.md, taken step by step: by the tests without a browser, and in one for its pictures.

`python -m tests.demo.tour http://127.0.0.1:3001` takes it in Chromium, over the demo at its usual ports, for docs/tour/*.png.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import html

from spiders.demo_web.ports import DEFAULT_PORTS

if TYPE_CHECKING:
    from starlette.testclient import TestClient

DOCS = Path(__file__).parents[2] / "docs"
STEP = re.compile(r"^\d\. (?:Search for|Look up|Click) (`|\*\*)(.+?)(?:`|\*\*)\.$", re.MULTILINE)
SAID = re.compile(r"“(.+?)”", re.DOTALL)
PICTURE = re.compile(r"\(tour/(\w+\.png)\)")
SIZE = (1100, 760)


@dataclass(frozen=True)
class Task:
    """A question, the steps that answer it, and what the last page must say."""

    question: str
    steps: list[str]
    says: list[str]
    picture: str | None = field(default=None)


def tasks() -> Iterator[Task]:
    """The tasks of the tour."""
    for part in (DOCS / "tour.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        question, _, rest = part.partition("\n")
        steps = [line for line in rest.splitlines() if re.match(r"\d\. ", line)]
        assert len(steps) == len(STEP.findall(rest)), f"a step of {question!r} is none that anybody can take"
        picture = PICTURE.search(rest)
        yield Task(question, steps, [" ".join(said.split()) for said in SAID.findall(rest)], picture and picture[1])


def address(step: str, page: html.HtmlElement, ports: Mapping[str, int]) -> str:
    """Where a step leads from a page: a search, a look at an address, or the first link that is called so."""
    found = STEP.match(step)
    assert found
    name = found[2]
    if "Search for" in step:
        return f"/search?q={quote(name)}"
    if "Look up" in step:
        for source, port in ports.items():
            name = name.replace(f":{DEFAULT_PORTS[source]}/", f":{port}/")
        return f"/why?url={quote(name)}"
    called = [
        (link.get("aria-label") or " ".join(link.text_content().split()), link.get("href")) for link in page.iter("a")
    ]
    exact = (href for label, href in called if label == name)
    to = next(exact, None) or next((href for label, href in called if label.startswith(name)), None)
    assert to, f"no link is called {name!r}: {called}"
    return to


def walked(client: TestClient, task: Task, ports: Mapping[str, int]) -> str:
    """The text of the last page of a task."""
    at = "/"
    answer = client.get(at)
    for step in task.steps:
        to = address(step, html.fromstring(answer.text), ports)
        at = f"{at.partition('?')[0]}{to}" if to.startswith("?") else to
        answer = client.get(at)
        assert answer.status_code == 200, (step, answer.text)
    return " ".join(html.fromstring(answer.text).text_content().split())


def main(site: str) -> None:
    """Take the tour at a running `dateline browse`, and keep the pictures that it shows."""
    from tests.ui.browser import chromium

    (DOCS / "tour").mkdir(exist_ok=True)
    with chromium(f"--window-size={SIZE[0]},{SIZE[1]}", "--hide-scrollbars") as browser:
        for task in tasks():
            browser.get(site)
            for step in task.steps:
                to = address(step, html.fromstring(browser.page_source), DEFAULT_PORTS)
                here = browser.current_url.partition("?")[0]
                browser.get(f"{here}{to}" if to.startswith("?") else f"{site}{to}")
            if task.picture:
                browser.save_screenshot(str(DOCS / "tour" / task.picture))


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
