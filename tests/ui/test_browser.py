"""What an operator does in the UI, in a real browser: switch the night on, see it, find the paper that broke, stop a run.

`make test-ui`; not part of `make test`. Pictures of each page are left in `build/ui/`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.home import Home
from tests.ui.browser import PICTURES, Operator, chromium
from tests.ui.running import ENDED, Papers, Ui, crawls, served, stories, wait, write_sources

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytest.importorskip("selenium", reason="selenium is not installed: make install-dev")
pytestmark = pytest.mark.skipif(
    shutil.which("chromedriver") is None, reason="no chromedriver: apt-get install chromium-driver"
)

PAGES, PAPERS = 6, 3
SECONDS_TO_STOP, SOON_MINUTES = 5.0, 3


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with chromium() as browser:
        yield browser


def running(ui: Ui) -> list[str]:
    return [run for run, status in ui.runs().items() if status not in ENDED]


@pytest.fixture
def papers() -> Iterator[Papers]:
    papers = Papers(PAGES, delay=0.05)
    with served(papers, PAPERS) as papers.ports:
        yield papers


@pytest.fixture
def operator(chrome: Chrome, papers: Papers, tmp_path: Path) -> Iterator[Operator]:
    """In front of a UI that will crawl three papers soon."""
    home, soon = Home.at(tmp_path), datetime.now(UTC) + timedelta(minutes=SOON_MINUTES)
    (home.root / "settings.yaml").write_text(f'nightly: "{soon:%H:%M}"\n')
    write_sources(home, papers.ports)
    ui = Ui(home)
    yield Operator(chrome, ui)
    ui.stop()


def test_a_night_in_the_ui(operator: Operator, papers: Papers) -> None:
    ui, home = operator.ui, operator.ui.home
    papers.challenging, papers.down = {papers.ports[1]}, {papers.ports[2]}
    operator.open(
        "/locations/dateline/asset-groups/corpus", "articles", "source_health", "clean_documents", picture="graph"
    )

    operator.switch("nightly_schedule", "RUNNING")
    wait(lambda: bool(ui.runs()), "a tick to launch the night", 60 * SOON_MINUTES + 60)
    operator.switch("nightly_schedule", "STOPPED")
    wait(lambda: not running(ui), "the night to end")
    (run,) = sorted(ui.runs())[:1]
    assert ui.runs()[run] == "FAILURE"  # for it lacks a paper, which it names
    assert stories(home) == PAGES  # one paper is down, and what another brought is held back
    operator.open(f"/runs/{run}", "whole_night", picture="run")
    operator.open("/assets/articles?view=overview", "articles", picture="articles")
    operator.open("/assets/fetches/paper1?view=checks", "pages", "Failed", picture="checks")
    operator.open("/assets/fetches/paper2", "Failed", picture="failed-source")

    papers.down, papers.challenging = set(), set()
    again = ui.launch(time.strftime("%Y-%m-%d", time.gmtime()))
    wait(lambda: ui.runs()[again] in ENDED, "the night to be completed")
    assert ui.runs()[again] == "SUCCESS"
    assert stories(home) == 2 * PAGES  # the paper that was down came after

    stopped_by_click(operator, papers)
    (report,) = home.reports.glob("*.html")
    operator.chrome.get(report.as_uri())
    operator.sees("What needs you", "New articles by source and night")
    operator.chrome.save_screenshot(str(PICTURES / "report.png"))


def stopped_by_click(operator: Operator, papers: Papers) -> None:
    """A further paper is added and crawled; its run is terminated in the browser."""
    ui, home, port = operator.ui, operator.ui.home, papers.ports[0]
    papers.delay = 0.5
    text = (home.sources / "paper0.yaml").read_text().replace("Paper 0", "Slow paper")
    (home.sources / "slow.yaml").write_text(text.replace(f":{port}/", f":{port}/?slow"))
    ui.ask('mutation { reloadRepositoryLocation(repositoryLocationName: "dateline") { __typename } }')
    run = ui.launch(time.strftime("%Y-%m-%d", time.gmtime()))
    before = len(papers.asked)
    wait(lambda: len(papers.asked) > before + 2, "the crawl to begin")
    operator.open(f"/runs/{run}", "Terminate")
    operator.click("//button[normalize-space()='Terminate']")
    operator.click("//div[@role='dialog']//button[starts-with(normalize-space(), 'Terminate')]")
    at = time.time()
    wait(lambda: ui.runs()[run] in ENDED, "the run to end")
    time.sleep(SECONDS_TO_STOP)
    assert ui.runs()[run] == "CANCELED"
    assert [asked for asked in papers.asked if asked > at + SECONDS_TO_STOP] == []
    assert crawls(home) == []
