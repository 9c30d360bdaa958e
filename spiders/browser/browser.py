"""The browser's process: Chromium of the system, without a network, not as root, with a bounded memory, ended with its crawl.

It lives in a network namespace of its own in which no interface is up: whatever a page tries, by WebSocket, WebRTC, DNS or a
prefetch, there is nowhere to send it. Without that no browser is started.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from pipelines.base.errors import InputError
from spiders.browser.pipe import Pipe

NAMES = ("chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The headless shell first: it draws a page in a seventh of the CPU time."""
VARIABLE = "DATELINE_CHROMIUM"
SWITCHES = (
    "--headless", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--mute-audio",
    "--blink-settings=imagesEnabled=false", "--js-flags=--max-old-space-size=512", "--password-store=basic",
)  # fmt: skip
NOBODY = 65534
MAX_MEMORY_BYTES = 900 << 20
FOLDER = "dateline-render-"
"""Beginning of the name of a browser's folder; then comes the id of its crawl's process."""
WATCH_SECONDS, START_SECONDS = 0.1, 30.0
APART = (("unshare", "--net"), ("unshare", "--user", "--map-current-user", "--net"))
"""How a program is started without a network: as root, and as anybody else."""


@cache
def program() -> str | None:
    """The browser on this machine; None without one."""
    named = os.environ.get(VARIABLE)
    return next(filter(None, map(shutil.which, (named,) if named else NAMES)), None)


@cache
def apart() -> tuple[str, ...] | None:
    """The words that start a program without a network and not as root; None if this machine cannot."""
    for words in APART:
        if (
            shutil.which(words[0])
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            as_nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
            return (*words, *(as_nobody if os.geteuid() == 0 else ()))
    return None


def check_browser() -> None:
    """Raise InputError, with a remedy, if no page can be rendered here."""
    if program() is None:
        raise InputError(
            "render: there is no Chromium on this machine; install Debian's chromium-headless-shell, or set $DATELINE_CHROMIUM"
        )
    if apart() is None:
        raise InputError("render: a browser is only started without a network, and 'unshare --net' does not work here")


class Browser:
    """A running Chromium. `start` it, speak by `pipe`, `end` it."""

    def __init__(self) -> None:
        self.pipe = Pipe()
        self.over_memory = False
        self._pid = 0
        self._has_ended = False
        self._watch: asyncio.Task[None] | None = None
        self._home = ""

    async def start(self) -> None:
        """Start it. Raises TimeoutError or BrowserGoneError if it does not answer."""
        words = apart() or ()
        self._home = tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-")
        if os.geteuid() == 0:
            os.chown(self._home, NOBODY, NOBODY)
        (low_in, ours_out), (ours_in, low_out) = os.pipe(), os.pipe()
        theirs = _high(low_in), _high(low_out)  # above 3 and 4, to which they are moved
        command = [*words, program() or "", *SWITCHES, f"--user-data-dir={self._home}", "about:blank"]
        silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        moved = [(os.POSIX_SPAWN_DUP2, number, place) for number, place in zip(theirs, (3, 4), strict=True)]
        own = {"PATH": os.environ.get("PATH", ""), "HOME": self._home, "LANG": "C.UTF-8"}
        self._pid = os.posix_spawnp(command[0], command, own, file_actions=[*silent, *moved], setsid=True)
        for number in theirs:
            os.close(number)
        await self.pipe.open(ours_in, ours_out)
        self._watch = asyncio.ensure_future(self._keep_small())
        async with asyncio.timeout(START_SECONDS):
            await self.pipe.call("Browser.getVersion")

    @property
    def is_alive(self) -> bool:
        """True while its process runs."""
        if not self._has_ended and self._pid:
            self._has_ended = os.waitpid(self._pid, os.WNOHANG)[0] != 0
        return self._pid > 0 and not self._has_ended

    def end(self) -> None:
        """Kill it with all its processes, and remove what it wrote."""
        if self._watch is not None:
            self._watch.cancel()
        self.pipe.close()
        if self._pid:
            self._kill()
            if not self._has_ended:
                os.waitpid(self._pid, 0)
                self._has_ended = True
        shutil.rmtree(self._home, ignore_errors=True)

    async def _keep_small(self) -> None:
        """Kill the browser if its processes together have more memory than allowed."""
        while self.is_alive:
            if sum(map(_resident, _session(self._pid))) > MAX_MEMORY_BYTES:
                self.over_memory = True
                self._kill()
            await asyncio.sleep(WATCH_SECONDS)

    def _kill(self) -> None:
        for pid in _session(self._pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def clear_folders() -> None:
    """Remove the folders of browsers whose crawl was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}[0-9]*-*"):
        if not Path("/proc", folder.name.removeprefix(FOLDER).partition("-")[0]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _high(descriptor: int) -> int:
    """The same descriptor under a number that no shell assigns; the given one is closed."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 64)
    os.close(descriptor)
    return high


def _session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader:
                    found.append(int(entry.name))
    return found


def _resident(pid: int) -> int:
    """The bytes of memory that only this process has."""
    with suppress(OSError, ValueError, IndexError):
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return 0
