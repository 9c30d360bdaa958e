"""A page that hangs, bloats or crashes is one dropped result; the others are unharmed, in order, on any number of workers."""

import ctypes
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from select import select

import pytest

from pipelines.base.errors import EnvironmentFault
from pipelines.extract.run.job import Dropped, Extracted, PageJob, packed
from pipelines.extract.run.task import run_page
from pipelines.extract.run.workers import BATCH_PAGES, extract_pages

STORY = "<html><head><title>{0}</title></head><body><h1>{0}</h1><article>{1}</article></body></html>"
PARAGRAPH = (
    "<p>The council of the small town met on Monday evening, and after long talk it agreed to mend the old bridge.</p>"
)


def good(number: int) -> PageJob:
    body = STORY.format(f"Bridge number {number} will be mended", PARAGRAPH * 3).encode()
    return PageJob(f"good{number}", f"http://news.example/{number}", body=body)


def hostile(name: str, body: bytes) -> PageJob:
    return PageJob(name, f"http://news.example/{name}", body=body)


HOSTILE = [
    hostile(
        "attributes", b"<html><body><p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">x</p></body></html>"
    ),
    hostile("paragraphs", b"<html><body>" + b"<p>" * 3_300_000 + b"</body></html>"),
    hostile("deep", b"<html><body>" + b"<div>" * 5000 + b"<p>word</p>" + b"</div>" * 5000 + b"</body></html>"),
    hostile("nothing", b"  \n"),
    hostile("pdf", b"%PDF-1.7 \x00\x01\x02"),
    hostile("image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(500)),
]
REASONS = {
    "attributes": "timeout",
    "paragraphs": "too_large",
    "deep": "too_deep",
    "nothing": "empty",
    "pdf": "binary",
    "image": "binary",
}


def outcomes(jobs: list[PageJob], workers: int, **limits: float) -> list[tuple[str, str]]:
    results = extract_pages(jobs, workers=workers, **limits)  # type: ignore[arg-type]
    return [(r.id, r.dropped.reason if r.dropped else r.document.text[:11]) for r in results]  # type: ignore[union-attr]


def test_hostile_pages_are_dropped_with_their_reason_and_the_others_are_unharmed() -> None:
    jobs = [good(0), *(j for pair in zip(HOSTILE, map(good, range(1, 9)), strict=False) for j in pair)]
    expected = [(j.id, REASONS.get(j.id, "The council")) for j in jobs]
    assert outcomes(jobs, 2, deadline_seconds=2.0) == expected


def test_the_number_of_workers_changes_nothing() -> None:
    jobs = [good(i) for i in range(40)]
    one = list(extract_pages(jobs, workers=1))
    three = list(extract_pages(iter(jobs), workers=3))
    assert one == three
    assert [r.id for r in one] == [j.id for j in jobs]


def test_progress_counts_results() -> None:
    seen: list[int] = []
    list(extract_pages([good(i) for i in range(5)], workers=1, on_progress=seen.append))
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("path", ["no/such/file.html"])
def test_a_file_that_is_not_there_is_a_dropped_page(path: str) -> None:
    [result] = extract_pages([PageJob("gone", "http://news.example/", path=path)], workers=1)
    assert result.dropped is not None
    assert result.dropped.reason == "unreadable"


def test_a_page_that_never_ends_is_dropped_by_the_clock(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    jobs = [good(1), PageJob("hangs", "http://news.example/hangs", path=str(pipe)), good(2)]
    assert outcomes(jobs, 1, deadline_seconds=0.7) == [
        ("good1", "The council"),
        ("hangs", "timeout"),
        ("good2", "The council"),
    ]


def test_a_page_that_needs_too_much_memory_is_dropped() -> None:
    bloat = hostile("bloats", b"<html><body>" + b"<p>word " * 400_000 + b"</body></html>")
    assert outcomes([good(1), bloat, good(2)], 1, memory_bytes=120 << 20) == [
        ("good1", "The council"),
        ("bloats", "memory"),
        ("good2", "The council"),
    ]


class Segfaults(bytes):
    """A page whose reading crashes the interpreter, as a defect in a C library would."""

    def __len__(self) -> int:
        return len(ctypes.string_at(0))


class Exits(bytes):
    def __len__(self) -> int:  # noqa: PLE0303 -- it never returns
        os._exit(7)


class Stops(bytes):
    """A page at which its worker no longer hears any signal of its own."""

    def __len__(self) -> int:
        os.kill(os.getpid(), signal.SIGSTOP)
        return 0


class Kills(bytes):
    def __len__(self) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0


class Burns(bytes):
    """A page that takes 0.3 seconds of CPU time while many others want the processors."""

    def __len__(self) -> int:
        count = 8 * (os.cpu_count() or 1)  # each ends with the worker, if that is killed
        busy = f"for n in $(seq {count}); do while kill -0 $PPID; do :; done & done; wait"
        neighbours = subprocess.Popen(["/bin/sh", "-c", busy], start_new_session=True)
        end = time.process_time() + 0.3
        while time.process_time() < end:
            pass
        os.killpg(neighbours.pid, signal.SIGKILL)
        neighbours.wait()
        return 0


@pytest.mark.parametrize(
    ("page", "reason", "detail"),
    [
        (Segfaults, "crashed", "the worker was ended by SIGSEGV"),
        (Exits, "crashed", "the worker ended with status 7"),
        (Kills, "memory", "the worker was killed"),
    ],
)
def test_a_page_that_ends_its_process_is_dropped_and_the_others_are_unharmed(
    page: type[bytes], reason: str, detail: str
) -> None:
    jobs = [good(0), hostile("ends", page()), *map(good, range(1, 30))]
    results = list(extract_pages(jobs, workers=2))
    assert [r.id for r in results] == [j.id for j in jobs]
    dropped = {r.id: (r.dropped.reason, r.dropped.detail) for r in results if r.dropped}
    assert dropped == {"ends": (reason, detail)}


def test_a_page_whose_worker_is_killed_from_outside_is_tried_again(tmp_path: Path) -> None:
    pipe = tmp_path / "slow.html"
    os.mkfifo(pipe)
    jobs = [good(1), PageJob("slow", "http://news.example/slow", path=str(pipe)), good(2)]
    results = extract_pages(jobs, workers=1, deadline_seconds=20)
    killed: list[str] = []

    def kill_and_answer() -> None:
        end = opened(pipe)  # held open, or the page would be read as empty
        [worker] = multiprocessing.active_children()
        killed.append(worker.name)
        assert worker.pid is not None
        process = os.pidfd_open(worker.pid)
        worker.kill()
        select([process], [], [])
        os.close(process)
        os.close(end)
        pipe.write_bytes(STORY.format("Slow bridge", PARAGRAPH * 3).encode())

    thread = threading.Thread(target=kill_and_answer, daemon=True)
    thread.start()
    texts = [r.document.title for r in results if r.document]
    assert texts == ["Bridge number 1 will be mended", "Slow bridge", "Bridge number 2 will be mended"]
    assert len(killed) == 1


def opened(pipe: Path) -> int:
    """The writing end of a named pipe, as soon as somebody reads at the other."""
    for _ in range(6000):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            time.sleep(0.01)
    raise TimeoutError


def test_workers_that_are_killed_now_and_then_change_nothing() -> None:
    jobs = [good(i) for i in range(160)]
    seen, killed = [], set()
    for number, result in enumerate(extract_pages(jobs, workers=2)):
        seen.append((result.id, result.document.title if result.document else result.dropped))
        if number % 25 == 0:
            killed.update(kill_one())
    assert seen == [(f"good{i}", f"Bridge number {i} will be mended") for i in range(160)]
    assert len(killed) > 1


def kill_one() -> list[int]:
    """Kill one child of this process; its number, where one still lived."""
    for worker in multiprocessing.active_children():
        with suppress(ValueError, AttributeError):  # it ends, and is forgotten by its owner, at this very moment
            if worker.pid is not None:
                worker.kill()
                return [worker.pid]
    return []


def test_another_thread_that_counts_children_takes_no_worker_s_status_away() -> None:
    """`multiprocessing.active_children` waits for all children: whoever comes second is told that the child still lives."""
    over = threading.Event()

    def count() -> None:
        while not over.is_set():
            multiprocessing.active_children()

    counting = threading.Thread(target=count)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    counting.start()
    try:
        for _ in range(3):
            results = []
            for number, result in enumerate(extract_pages([good(i) for i in range(60)], workers=2)):
                results.append(result.id)
                if number % 25 == 0:
                    kill_one()
            assert results == [f"good{i}" for i in range(60)]
    finally:
        sys.setswitchinterval(interval)
        over.set()
        counting.join()


def test_a_busy_machine_drops_nothing() -> None:
    assert outcomes([good(1), hostile("burns", Burns()), good(2)], 1, deadline_seconds=2) == [
        ("good1", "The council"),
        ("burns", "empty"),  # read to its end: it holds no bytes
        ("good2", "The council"),
    ]


def test_what_sleeps_is_stopped_after_the_deadline_and_not_much_later(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    jobs = [*map(good, range(BATCH_PAGES)), PageJob("sleeps", "http://news.example/", path=str(pipe))]
    results = extract_pages(jobs, workers=1, deadline_seconds=1)
    for _ in range(BATCH_PAGES):
        next(results)
    begun = time.monotonic()
    assert [r.dropped.reason for r in results if r.dropped] == ["timeout"]
    assert 0.5 < time.monotonic() - begun < 12  # its supervisor would have waited for 24 deadlines


def test_a_worker_that_hears_no_signal_is_killed() -> None:
    assert outcomes([good(1), hostile("stops", Stops()), good(2)], 1, deadline_seconds=0.1) == [
        ("good1", "The council"),
        ("stops", "timeout"),
        ("good2", "The council"),
    ]


def test_workers_that_cannot_start_are_named() -> None:
    with pytest.raises(EnvironmentFault, match="die as they start"):
        list(extract_pages([good(1)], workers=1, memory_bytes=1 << 70))


def test_a_result_arrives_as_it_was_sent() -> None:
    body = STORY.format("Bridge will be mended", PARAGRAPH * 3 + '<a href="/mill">The old mill burns down</a>').encode()
    result = run_page(PageJob("a", "http://news.example/2026/11/25/bridge", body=body, teaches=True))
    assert result.document is not None
    assert result.document.blocks
    assert result.sightings
    assert pickle.loads(packed(result)) == result
    assert pickle.loads(packed(Extracted("b", dropped=Dropped("timeout", "x")))).dropped == Dropped("timeout", "x")
