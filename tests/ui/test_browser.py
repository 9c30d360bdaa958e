"""What an operator does in the UI, in a real browser: switch the night on, see it, find the paper that broke, stop a run.

`make test-ui`; not part of `make test`. Pictures of each page are left in `build/ui/`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assets.instance import TEMPLATE
from assets.operator_jobs import launchpad
from pipelines.health.incidents.incident import incidents
from pipelines.lake.home import Home
from tests.ui.browser import PICTURES, Operator, chromium
from tests.ui.running import ENDED, Papers, Ui, crawls, served, stories, wait, write_sources

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytest.importorskip("selenium", reason="selenium is not installed: make install-dev")
pytestmark = pytest.mark.skipif(
    shutil.which("chromedriver") is None, reason="no chromedriver: apt-get install chromium-driver"
)

PAGES, PAPERS = 6, 3
SECONDS_TO_STOP, SECONDS_TO_A_TICK = 5.0, 180
EVERY_MINUTE = "* * * * *"
TWO_RUNS, ONE_RUN = "max_concurrent_runs: 2", "max_concurrent_runs: 1"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with chromium() as browser:
        yield browser


def running(ui: Ui) -> list[str]:
    return [run for run, status in ui.runs().items() if status not in ENDED]


def ended(ui: Ui, run: str) -> str:
    """How a run ended, once it has."""
    wait(lambda: ui.runs()[run] in ENDED, f"run {run} to end")
    return ui.runs()[run]


@pytest.fixture
def papers() -> Iterator[Papers]:
    papers = Papers(PAGES, delay=0.05)
    with served(papers, PAPERS) as papers.ports:
        yield papers


@pytest.fixture
def operator(chrome: Chrome, papers: Papers, tmp_path: Path) -> Iterator[Operator]:
    """In front of a UI whose schedule, once it is switched on, crawls three papers with the next minute.

    It runs one run at a time: a second tick, before the schedule is switched off again, waits for the first one's.
    """
    home = Home.at(tmp_path)
    (home.root / "settings.yaml").write_text(f'nightly: "{EVERY_MINUTE}"\n')
    home.dagster.mkdir()
    (home.dagster / "dagster.yaml").write_text(TEMPLATE.read_text().replace(TWO_RUNS, ONE_RUN))
    write_sources(home, papers.ports)
    ui = Ui(home)
    yield Operator(chrome, ui)
    ui.stop()


def test_a_night_in_the_ui(operator: Operator, papers: Papers) -> None:
    ui, home = operator.ui, operator.ui.home
    papers.misread, papers.down = {papers.ports[1]}, {papers.ports[2]}
    operator.open(
        "/locations/dateline/asset-groups/corpus", "articles", "source_health", "clean_documents", picture="graph"
    )

    operator.switch("nightly_schedule", "RUNNING")
    wait(lambda: bool(ui.runs()), "a tick to launch the night", SECONDS_TO_A_TICK)
    operator.switch("nightly_schedule", "STOPPED")
    wait(lambda: not running(ui), "the night to end")
    run = list(ui.runs())[-1]
    assert set(ui.runs().values()) == {"FAILURE"}  # for it lacks a paper, which it names
    assert stories(home) == PAGES  # one paper is down, and what another brought is held back
    operator.open(f"/runs/{run}", "whole_night", picture="run")
    operator.open("/assets/articles?view=overview", "The current state of each work", picture="articles")
    operator.open("/assets/fetches/paper1?view=checks", "as_usual", "Failed", "held back", picture="checks")
    operator.open("/assets/fetches/paper2", "Failed", picture="failed-source")

    papers.down = set()
    assert ended(ui, ui.launch(ui.night(run))) == "SUCCESS"
    assert stories(home) == 2 * PAGES  # the paper that was down came after
    by_form(operator, "acknowledge", source="paper1")
    assert [(one.source, one.state) for one in incidents(home, date.fromisoformat(ui.night(run)))] == [
        ("paper1", "acknowledged")
    ]
    by_form(operator, "release", source="paper1", night=ui.night(run))
    assert stories(home) == 3 * PAGES
    by_form(operator, "pause", source="paper2")
    assert "nightly: false" in (home.sources / "paper2.yaml").read_text()
    stopped_by_click(operator, papers)
    (report,) = home.reports.glob("*.html")
    operator.chrome.get(report.as_uri())
    operator.sees("Papers", "The night in figures")
    operator.chrome.save_screenshot(str(PICTURES / "report.png"))


def by_form(operator: Operator, job: str, **fields: str) -> None:
    """The form of a job, as the check of a source links to it with the fields filled in, is launched by a click."""
    before = set(operator.ui.runs())
    operator.open(launchpad(job, **fields), fields["source"])
    operator.click("//button[normalize-space()='Launch run' or normalize-space()='Launch Run']")
    wait(lambda: bool(set(operator.ui.runs()) - before), f"{job} to be launched")
    (run,) = set(operator.ui.runs()) - before
    assert ended(operator.ui, run) == "SUCCESS"


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
    assert ended(ui, run) == "CANCELED"
    time.sleep(SECONDS_TO_STOP)
    assert [asked for asked in papers.asked if asked > at + SECONDS_TO_STOP] == []
    assert crawls(home) == []
