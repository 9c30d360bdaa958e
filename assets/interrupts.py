"""Repeats lost interrupts: Dagster drops a Ctrl-C or SIGTERM between two of its steps, so the signal is sent again."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipelines.base.processes.endings import on_termination

PATIENCE_SECONDS = 2.0
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heed_termination() -> None:
    """Handle SIGTERM and SIGHUP like Ctrl-C; they also work if a shell has made the process ignore SIGINT."""

    def terminate(_number: int, frame: FrameType | None) -> None:
        handler = signal.getsignal(signal.SIGINT)
        if not callable(handler):
            raise KeyboardInterrupt
        handler(signal.SIGINT, frame)

    on_termination(terminate)


@contextmanager
def insistent_interrupts(patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """A context in which a stop signal is sent to the main thread again, once, if the work has not ended after a while.

    The time is `patience_seconds`. Must be entered in the main thread. The first signal is handled as usual; a second
    signal from the user takes effect at once.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    left = threading.Event()
    main = threading.main_thread().ident
    assert main is not None

    def insist() -> None:
        while (heard := reader.recv(1)) and heard[0] not in STOPS:
            pass
        if heard and not left.wait(patience_seconds):
            signal.pthread_kill(main, heard[0])

    watcher = threading.Thread(target=insist, daemon=True)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    watcher.start()
    try:
        yield
    finally:
        left.set()
        signal.set_wakeup_fd(before)
        writer.close()
        watcher.join()
        reader.close()
