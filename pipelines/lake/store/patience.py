"""Patience with a store: how long it may be silent, and how a request without an answer is abandoned.

A request runs in its own thread, and the caller waits for the thread. An interrupt ends the wait at once; the thread is
abandoned.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

WRITING_SECONDS = 180.0
READING_SECONDS = 20.0
HURRY_SECONDS = 3.0
"""Seconds without an answer that are allowed after the command was interrupted."""
TRY_SECONDS = 30.0
"""After this time a request is repeated: the connection may be dead although the store works."""
UPLOAD_BYTES_A_SECOND = 100_000
"""An upload may also be silent for the time that its bytes take at this rate."""
SAID_AGAIN_SECONDS = 60.0
POLL_SECONDS = 0.1

Moved = Callable[[], None]
"""A request calls it each time the store has sent data; it raises Silent if the request was abandoned."""
Result = TypeVar("Result")


class Failing(Exception):  # noqa: N818 -- the user reads it as StoreUnreachable
    """The store cannot be reached, or answers with a temporary fault (5xx)."""


class Silent(Failing):
    """The store did not answer in time."""


@dataclass
class Patience:
    """How long one store may be silent, and how long a failing request is repeated; shared by all threads of a command."""

    seconds: float = WRITING_SECONDS
    again_seconds: float = WRITING_SECONDS
    is_hurried: bool = False
    said_at: float = -SAID_AGAIN_SECONDS
    is_over: bool = False
    """True after it was silent for too long for a reader or an interrupted command: no further request is made."""

    def read_only(self) -> None:
        """Use short limits: the command can also work with the copy on this disk."""
        self.seconds, self.again_seconds = READING_SECONDS, 0.0

    def hurry(self) -> None:
        """Use short limits after an interrupt: only fast requests are still made. A second interrupt stops these, too."""
        self.is_over = self.is_over or self.is_hurried
        self.is_hurried, self.seconds, self.again_seconds = True, min(self.seconds, HURRY_SECONDS), 0.0

    def answer(self, request: Callable[[Moved], Result], say: Callable[[str], None], upload_bytes: int = 0) -> Result:
        """The result of a request. A failing request is repeated and reported to `say`. Raises Failing when the time is over."""
        started = time.monotonic()
        while True:
            try:
                return self._try(request, upload_bytes / UPLOAD_BYTES_A_SECOND)
            except Failing as fault:
                if self.is_over or time.monotonic() - started >= self.again_seconds:
                    self.is_over = self.again_seconds == 0
                    raise
                if time.monotonic() >= self.said_at + SAID_AGAIN_SECONDS:
                    self.said_at = time.monotonic()
                    say(f"{fault}; asking again for up to {self.again_seconds / 60:.0f} minutes")

    def _try(self, request: Callable[[Moved], Result], more_seconds: float) -> Result:
        attempt = _Attempt(request)
        while not attempt.ended.wait(POLL_SECONDS):
            silent = time.monotonic() - attempt.moved_at
            if self.is_over or silent > min(TRY_SECONDS, self.seconds) + more_seconds:
                attempt.is_left = True
                raise Silent(f"no answer for {silent:.0f} s")
        return attempt.result()


@dataclass
class _Attempt(Generic[Result]):
    """One try of a request, in its own thread."""

    request: Callable[[Moved], Result]
    ended: threading.Event = field(default_factory=threading.Event)
    moved_at: float = field(default_factory=time.monotonic)
    is_left: bool = False

    def __post_init__(self) -> None:
        self._found: list[Result] = []
        self._fault: BaseException | None = None
        threading.Thread(target=self._run, daemon=True, name="store-request").start()

    def result(self) -> Result:
        """The result of the request after it has ended. Raises the exception of the request."""
        if self._fault is not None:
            raise self._fault
        return self._found[0]

    def _run(self) -> None:
        try:
            self._found.append(self.request(self._moved))
        except BaseException as fault:  # `result` raises it
            self._fault = fault
        finally:
            self.ended.set()

    def _moved(self) -> None:
        if self.is_left:
            raise Silent
        self.moved_at = time.monotonic()
