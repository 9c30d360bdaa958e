"""A swallowed Ctrl-C is sent again; one that is heard is not."""

import signal
import threading
import time

import pytest

from assets.interrupts import heed_termination, insistent_interrupts


def test_a_swallowed_interrupt_comes_again() -> None:
    heard = []

    def swallow(*_: object) -> None:
        heard.append(time.monotonic())
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, swallow)
    try:
        with pytest.raises(KeyboardInterrupt), insistent_interrupts(0.2):
            signal.raise_signal(signal.SIGINT)
            time.sleep(60)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(heard) == 1
    assert 0.1 < time.monotonic() - heard[0] < 30


def test_an_interrupt_that_is_heard_comes_once() -> None:
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt), insistent_interrupts(60):
        signal.raise_signal(signal.SIGINT)
    assert threading.active_count() == before  # nobody is left who would send it again


def test_without_an_interrupt_nothing_happens() -> None:
    with insistent_interrupts(0.1):
        time.sleep(0.3)
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.parametrize("ignored", [False, True])
def test_sigterm_is_an_interrupt_even_where_interrupts_are_ignored(ignored: bool) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    try:
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        heed_termination()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
