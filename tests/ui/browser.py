"""Chromium without a window, and somebody in front of the UI in it."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.running import Ui, wait

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PICTURES = Path(__file__).parents[2] / "build" / "ui"
LOADING = "Loading"
"""What a page of Dagster's says where a part of it is still to come."""
SECONDS_TO_SWITCH = 2.0
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1500,1000")
SWITCH = """
const name = [...document.querySelectorAll("*")].find(e => !e.children.length && e.textContent.trim() === arguments[0]);
let row = name;
while (row && row.querySelectorAll("input[type=checkbox]").length < 2) row = row.parentElement;
const boxes = row ? row.querySelectorAll("input[type=checkbox]") : [];  // the row's own, then the automation's
if (boxes.length === 2 && !boxes[1].disabled && boxes[1].checked !== arguments[1]) boxes[1].click();
"""
CLICK = """
const found = document.evaluate(arguments[0], document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
for (let n = 0; n < found.snapshotLength; n++) {
  const one = found.snapshotItem(n);
  if (one.checkVisibility() && !one.disabled) { one.click(); return true; }
}
return false;
"""


@contextlib.contextmanager
def chromium(*switches: str) -> Iterator[Chrome]:
    """A browser that is started with further switches."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    for switch in (*SWITCHES, *switches):
        options.add_argument(switch)
    browser = Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


class Operator:
    """Somebody in front of the UI."""

    def __init__(self, chrome: Chrome, ui: Ui) -> None:
        self.chrome, self.ui = chrome, ui
        PICTURES.mkdir(parents=True, exist_ok=True)

    def open(self, path: str, *texts: str, picture: str | None = None) -> None:
        """Open a page and wait until it shows these texts."""
        self.chrome.get(f"http://127.0.0.1:{self.ui.port}{path}")
        self.sees(*texts)
        if picture:
            wait(lambda: LOADING not in self.text(), "the page to be complete", 90)
            self.chrome.save_screenshot(str(PICTURES / f"{picture}.png"))

    def sees(self, *texts: str) -> None:
        for text in texts:
            wait(lambda text=text: text in self.text(), f"{text!r} to be shown", 90)

    def text(self) -> str:
        return str(self.chrome.execute_script("return document.body.innerText"))

    def click(self, xpath: str) -> None:
        """Click the first that is shown and can be clicked; found and clicked at once, for pages are drawn anew all the time."""
        wait(lambda: bool(self.chrome.execute_script(CLICK, xpath)), f"{xpath} to be there", 60)

    def switch(self, schedule: str, status: str) -> None:
        """Click the switch of a schedule whenever it shows the other state, until the schedule is RUNNING or STOPPED.

        The switch shows what the page knows, which may be late: a click then does nothing, and none is needed where it is right.
        """
        self.open("/automation", schedule)

        def switched() -> bool:
            if self.ui.schedule(schedule) == status:
                return True
            self.chrome.execute_script(SWITCH, schedule, status == "RUNNING")
            time.sleep(SECONDS_TO_SWITCH)
            return False

        wait(switched, f"{schedule} to be {status}", 180)
