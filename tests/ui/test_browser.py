"""What an operator does in the UI, in a real browser: switch the night on, see it, find the paper that broke, stop a run.

`make test-ui`; not part of `make test`. Pictures of each page are left in `build/ui/`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
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

PAGES, PAPERS, BACKFILLED = 6, 3, 2
SECONDS_TO_STOP, SECONDS_TO_A_TICK = 5.0, 180
EVERY_MINUTE = "* * * * *"
JOBS = ("nightly", "nightly_evening")
OF_TEMPLATE = {"max_concurrent_runs: 2": "max_concurrent_runs: 1", "max_retries: 2": "max_retries: 1"}


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with chromium() as browser:
        yield browser


def ended(ui: Ui, run: str) -> str:
    """How a run ended, once it has."""
    wait(lambda: ui.runs()[run] in ENDED, f"run {run} to end")
    return ui.runs()[run]


@pytest.fixture
def papers() -> Iterator[Papers]:
    papers = Papers(PAGES, delay=0.05)
    with served(papers, PAPERS + 1) as papers.ports:
        yield papers


@pytest.fixture
def operator(chrome: Chrome, papers: Papers, tmp_path: Path) -> Iterator[Operator]:
    """In front of a UI with a schedule for two papers and one for the third: switched on, each starts with the next minute.

    It runs one run at a time, and retries it once: a later tick waits for an earlier one's run.
    """
    home = Home.at(tmp_path)
    (home.root / "settings.yaml").write_text(
        f'nightly: "{EVERY_MINUTE}"\ngroups:\n  evening: {{nightly: "{EVERY_MINUTE}"}}\n'
    )
    home.dagster.mkdir()
    instance = TEMPLATE.read_text()
    for line, other in OF_TEMPLATE.items():
        assert line in instance
        instance = instance.replace(line, other)
    (home.dagster / "dagster.yaml").write_text(instance)
    write_sources(home, papers.ports[:PAPERS])
    with (home.sources / "paper2.yaml").open("a") as file:
        file.write("group: evening\n")
    ui = Ui(home)
    yield Operator(chrome, ui)
    ui.stop()


def test_a_night_in_the_ui(operator: Operator, papers: Papers) -> None:
    ui, home = operator.ui, operator.ui.home
    papers.misread, papers.down = {papers.ports[1]}, {papers.ports[2]}
    operator.open(
        "/locations/dateline/asset-groups/corpus", "articles", "source_health", "clean_documents", picture="graph"
    )

    # One after the other: once a paper of the evening was crawled, the first job's night counts it too.
    for job in JOBS:
        operator.switch(f"{job}_schedule", "RUNNING")
        wait(lambda job=job: job in ui.jobs_run().values(), f"a tick to launch {job}", SECONDS_TO_A_TICK)
        operator.switch(f"{job}_schedule", "STOPPED")
    wait(ui.is_at_rest, "the night to end, with its retries")
    run = next(run for run, job in ui.jobs_run().items() if job == JOBS[1])
    ends = {(job, ui.runs()[each]) for each, job in ui.jobs_run().items()}
    assert ends == {(JOBS[0], "SUCCESS"), (JOBS[1], "FAILURE")}  # the second lacks its paper, which it names
    assert stories(home) == PAGES  # one paper is down, and what another brought is held back
    operator.open(f"/runs/{run}", "whole_night", picture="run")
    operator.open("/assets/articles?view=overview", "The current state of each work", picture="articles")
    operator.open("/assets/fetches/paper1?view=checks", "as_usual", "Failed", "held back", picture="checks")
    operator.open("/assets/fetches/paper2", "Failed", picture="failed-source")

    papers.down = set()
    operator.open(f"/runs/{run}", "whole_night")
    by_click(operator, "//button[starts-with(normalize-space(), 'Re-execute')]")
    assert stories(home) == 2 * PAGES  # the paper that was down came after
    by_form(operator, "acknowledge", source="paper1")
    assert [(one.source, one.state) for one in incidents(home, date.fromisoformat(ui.night(run)))] == [
        ("paper1", "acknowledged")
    ]
    by_form(operator, "release", source="paper1", night=ui.night(run))
    assert stories(home) == 3 * PAGES
    by_form(operator, "pause", source="paper2")
    assert "nightly: false" in (home.sources / "paper2.yaml").read_text()
    backfilled_by_click(operator, papers)
    stopped_by_click(operator, papers)
    report = home.reports / f"{ui.night(run)}.html"
    operator.chrome.get(report.as_uri())
    operator.sees("Papers", "The night in figures")
    operator.chrome.save_screenshot(str(PICTURES / "report.png"))


def by_form(operator: Operator, job: str, **fields: str) -> None:
    """The form of a job, as the check of a source links to it with the fields filled in, is launched by a click."""
    operator.open(launchpad(job, **fields), fields["source"])
    by_click(operator, "//button[normalize-space()='Launch run' or normalize-space()='Launch Run']")


def by_click(operator: Operator, button: str, runs: int = 1) -> None:
    """A click starts runs, and all of them succeed."""
    before = set(operator.ui.runs())
    operator.click(button)
    wait(lambda: len(set(operator.ui.runs()) - before) == runs, f"{button} to start {runs} run(s)")
    for run in set(operator.ui.runs()) - before:
        assert ended(operator.ui, run) == "SUCCESS"


def backfilled_by_click(operator: Operator, papers: Papers) -> None:
    """A further paper was crawled on nights that are past; a backfill builds them."""
    ui, home = operator.ui, operator.ui.home
    text = (home.sources / "paper0.yaml").read_text().replace("Paper 0", "Old paper")
    (home.sources / "old.yaml").write_text(text.replace(str(papers.ports[0]), str(papers.ports[PAPERS])))
    tonight = datetime.now(UTC).date()
    for days in range(BACKFILLED, 0, -1):
        night = ["--night", str(tonight - timedelta(days=days)), "--backdate", "--source", "old"]
        command = [sys.executable, "-m", "spiders.nightly", "--home", str(home.root), *night]
        subprocess.run(command, check=True, capture_output=True)
    ui.reload()
    known = stories(home)
    operator.open("/locations/dateline/jobs/nightly/partitions", "Total partitions")
    operator.click("//button[starts-with(normalize-space(), 'Materialize')]")
    operator.click("//div[@role='dialog']//button[normalize-space()='Missing']")
    by_click(operator, "//div[@role='dialog']//button[normalize-space()='Launch backfill']", runs=BACKFILLED)
    assert len(list(home.reports.glob("*.html"))) == BACKFILLED + 1
    assert stories(home) == known + PAGES


def stopped_by_click(operator: Operator, papers: Papers) -> None:
    """A further paper is added and crawled; its run is terminated in the browser."""
    ui, home, port = operator.ui, operator.ui.home, papers.ports[0]
    papers.delay = 0.5
    text = (home.sources / "paper0.yaml").read_text().replace("Paper 0", "Slow paper")
    (home.sources / "slow.yaml").write_text(text.replace(f":{port}/", f":{port}/?slow"))
    ui.reload()
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
