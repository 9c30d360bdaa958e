"""Ctrl-C that is not lost: Dagster drops an interrupt that falls between two of its steps, so it is told once more."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 2.0


@contextmanager
def insistent_interrupts(patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Within this, a SIGINT that has not ended the work after `patience_seconds` is sent to the main thread again, once.

    Must be entered in the main thread. The first SIGINT is handled as ever; a second one of the user's counts at once.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    left = threading.Event()
    main = threading.main_thread().ident
    assert main is not None

    def insist() -> None:
        while (heard := reader.recv(1)) and heard[0] != signal.SIGINT:
            pass
        if heard and not left.wait(patience_seconds):
            signal.pthread_kill(main, signal.SIGINT)

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
