"""What an operator may do in `dateline browse --operator`: each button is a command of `dateline`, started as a program of its
own. The token is asked for in a form and compared in constant time; the browser keeps a session, never the token.
"""

from __future__ import annotations

import hmac
import re
import secrets
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pipelines.base.errors import InputError
from pipelines.base.neutral import harmless
from pipelines.base.processes.program import start
from pipelines.browse.asked import day_of
from pipelines.lake.home import Home

COOKIE = "dateline_operator"
MAX_NOTE_CHARS = 500
MAX_RUNS, MAX_LINES = 20, 40
"""Commands that are remembered, and last lines of each."""
NAME = re.compile(r"\w+")
Form = Mapping[str, str]


@dataclass(slots=True)
class Run:
    """A command that was started, and what it said so far."""

    command: str
    started_at: datetime
    status: int | None = None
    """Its exit status; None while it runs."""
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_LINES))


class Operator:
    """The token of a server and its session, and the commands that were started, one at a time."""

    def __init__(self, home: Home, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(24)
        self.session, self.csrf = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.runs: deque[Run] = deque(maxlen=MAX_RUNS)
        self._home, self._lock = home, threading.Lock()

    def is_token(self, given: str) -> bool:
        """True for the token."""
        return _equal(given.strip(), self.token)

    def is_signed_in(self, cookies: Mapping[str, str]) -> bool:
        """True for the browser in which the token was given."""
        return _equal(cookies.get(COOKIE, ""), self.session)

    def is_own_form(self, form: Form) -> bool:
        """True for a form that this server made for its operator."""
        return _equal(form.get("csrf", ""), self.csrf)

    @property
    def is_busy(self) -> bool:
        """True while a command runs."""
        return any(run.status is None for run in self.runs)

    def start(self, form: Form) -> None:
        """Start the command of a form in the background. Raises InputError if it makes no sense, or another one runs."""
        arguments = arguments_of(form)
        with self._lock:
            if self.is_busy:
                raise InputError("another command runs: wait until it has ended")
            run = Run(" ".join(["dateline", *arguments]), datetime.now(UTC))
            self.runs.appendleft(run)
        threading.Thread(target=self._run, args=(run, arguments), daemon=True).start()

    def _run(self, run: Run, arguments: list[str]) -> None:
        status = 1
        try:
            with _started(["--home", str(self._home.root), *arguments]) as child:
                assert child.stdout is not None
                run.lines.extend(harmless(line.rstrip("\n")) for line in child.stdout)
                status = child.wait()
        except OSError as error:
            run.lines.append(f"the command did not start: {error}")
        finally:
            run.status = status


def arguments_of(form: Form) -> list[str]:
    """The arguments of `dateline` for the button of a form. Raises InputError.

    >>> arguments_of({"do": "release", "source": "demo_daily", "night": "2026-02-02"})
    ['release', 'demo_daily', '2026-02-02']
    """
    if (make := COMMANDS.get(form.get("do", ""))) is None:
        raise InputError(f"there is no button {form.get('do', '')!r}")
    return make(form)


def _acknowledge(form: Form) -> list[str]:
    note = " ".join(form.get("note", "").split())
    if len(note) > MAX_NOTE_CHARS:
        raise InputError(f"the note is longer than {MAX_NOTE_CHARS} characters")
    return ["acknowledge", *([f"--note={note}"] if note else []), "--", _name(form, "source"), _name(form, "check")]


def _name(form: Form, field_name: str) -> str:
    if not NAME.fullmatch(value := form.get(field_name, "")):
        raise InputError(f"{field_name} is {value!r}: it has letters, digits and _ only")
    return value


COMMANDS: Mapping[str, Callable[[Form], list[str]]] = {
    "release": lambda form: ["release", _name(form, "source"), str(day_of(form.get("night", "")))],
    "pause": lambda form: ["sources", "pause", _name(form, "source")],
    "resume": lambda form: ["sources", "pause", "--resume", _name(form, "source")],
    "acknowledge": _acknowledge,
    "crawl": lambda form: ["crawl", "--source", _name(form, "source")],
}
"""By button: the arguments of its command."""


def _equal(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())


@contextmanager
def _started(arguments: list[str]) -> Iterator[subprocess.Popen[Any]]:
    child = start(
        "pipelines", *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    with child:
        yield child
