"""The keeper of a working copy: pulls before a command, pushes during and after it, and keeps the lease meanwhile.

One process for each working copy is the keeper: the first command that writes. It also pushes changes that other
processes of this machine make at the same time; they take turns as in any home (`pipelines.night.lock`).
"""

from __future__ import annotations

import fcntl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from typing import Self

from pipelines.base.counted import counted
from pipelines.base.errors import EnvironmentFault
from pipelines.base.file_lock import held_if_free
from pipelines.base.processes.endings import INTERRUPTED
from pipelines.lake.store.capture_cache import evict, room_bytes
from pipelines.lake.store.lake_logs import shown_versions
from pipelines.lake.store.lease import RENEWED_SECONDS, Lease, LeaseLost
from pipelines.lake.store.objects import StoreUnreachable
from pipelines.lake.store.pulling import Wanted, bring, pull, shown_files
from pipelines.lake.store.pushing import last_shown, push
from pipelines.lake.store.unnamed import collect, require_log
from pipelines.lake.store.working_copy import WorkingCopy

LISTED = 20
"""Up to this many unknown objects are listed by name; more are listed by folder."""


@contextmanager
def reading(copy: WorkingCopy, wanted: Wanted = shown_files) -> Iterator[None]:
    """Read a home as last published, or, if its store cannot be reached, as it is on this disk. Nothing is pushed."""
    with _locked(copy, "turn"), _keeping(copy) as is_keeper:
        copy.objects.patience.read_only()
        try:
            if is_keeper:
                with _hurried(copy):
                    require_log(copy)
                    pull(copy, wanted, reads=True)
        except StoreUnreachable as fault:
            if not (copy.root / "lake").is_dir():
                raise
            sys.stderr.write(f"dateline: {fault}; reading the copy on this disk\n")
    yield


@contextmanager
def writing(copy: WorkingCopy, wanted: Wanted, *, meanwhile: bool, collects: bool) -> Iterator[None]:
    """Write a home; no other machine may write it until the block ends.

    `meanwhile`: push complete files also while the block runs. `collects`: remove replaced copies that a killed
    writer left, and list unknown objects.
    """
    with ExitStack() as turn:
        turn.enter_context(_locked(copy, "turn"))
        with _keeping(copy) as is_keeper:
            if is_keeper:
                with _leased(copy, wanted, meanwhile=meanwhile, collects=collects):
                    turn.close()
                    yield
                return
        bring(copy, wanted)
    try:
        with _locked(copy, "joined", fcntl.LOCK_SH):
            yield
    finally:
        with _locked(copy, "turn"), _keeping(copy) as is_keeper:  # the keeper that we joined may have ended first
            if is_keeper:
                with _leased(copy, wanted, meanwhile=False, collects=collects):
                    pass


@contextmanager
def _leased(copy: WorkingCopy, wanted: Wanted, *, meanwhile: bool, collects: bool) -> Iterator[None]:
    room = room_bytes()
    with _hurried(copy):
        require_log(copy)
        lease = Lease.take(copy.objects, copy.name)
    try:
        with Beat(lease.renew) as heart:
            with _hurried(copy):
                pull(copy, wanted, lease=lease)
            pusher: AbstractContextManager[object] = nullcontext()
            if meanwhile:
                pusher = Beat(lambda: _push_meanwhile(copy, lease))
            try:
                with pusher, _hurried(copy):
                    yield
            finally:
                with _hurried(copy), _kept_here(copy):
                    _push_at_end(copy, lease, heart.lost, room, collects=collects)
    finally:
        with suppress(EnvironmentFault):  # otherwise it expires by itself
            lease.release()


def _push_meanwhile(copy: WorkingCopy, lease: Lease) -> None:
    """Push complete files; tables only if a night was published since."""
    push(copy, lease, lake=shown_versions(copy.root) != last_shown(copy))


def _push_at_end(copy: WorkingCopy, lease: Lease, lost: LeaseLost | None, room: float, *, collects: bool) -> None:
    if lost is not None:
        raise EnvironmentFault(f"{lost}; what this run made was not pushed")
    push(copy, lease)
    if collects:
        lease.renew()  # if we slept, others may have named objects that we do not know
        _name_unknown(copy, collect(copy))
    with _if_free(copy, "joined") as alone:
        evict(copy, room if alone else float("inf"))


def _name_unknown(copy: WorkingCopy, names: list[str]) -> None:
    if not names:
        return
    folders = Counter(f"{name.partition('/')[0]}/" if "/" in name else name for name in names)
    listed = names if len(names) <= LISTED else [f"{folder} ({count})" for folder, count in sorted(folders.items())]
    sys.stderr.write(
        f"dateline: {copy.objects.address}: {counted(len(names), 'object')} that Dateline's log never named, left untouched: "
        f"{', '.join(listed)}; 'dateline maintain --remove-unknown NAME' removes one, or all below NAME/\n"
    )


@contextmanager
def _hurried(copy: WorkingCopy) -> Iterator[None]:
    """After an interrupt of the block (by a signal, or of a child process), allow the store only some seconds of silence."""
    try:
        yield
    except BaseException as stop:
        if isinstance(stop, KeyboardInterrupt) or getattr(stop, "exit_code", None) == INTERRUPTED:
            copy.objects.patience.hurry()
        raise


@contextmanager
def _kept_here(copy: WorkingCopy) -> Iterator[None]:
    """Report that the work stays on this disk if the store does not accept it; after an interrupt, only this is reported."""
    try:
        yield
    except StoreUnreachable as fault:
        said = f"{fault}; what this command made stays in {copy.root}, and the next command that writes puts it into the store"
        if not copy.objects.patience.is_hurried:
            raise StoreUnreachable(said) from fault
        sys.stderr.write(f"dateline: {said}\n")


@contextmanager
def _locked(copy: WorkingCopy, name: str, kind: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Wait for a lock of the working copy and hold it. `turn` is held while a process starts, so that no other sees
    half a pull. `joined` is held, shared, by processes that write beside the keeper.
    """
    copy.kept.mkdir(parents=True, exist_ok=True)
    with (copy.kept / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, kind)
        yield


def _keeping(copy: WorkingCopy) -> AbstractContextManager[bool]:
    """True if this process is the keeper, False if another process of this machine is. Call it only while holding `turn`."""
    return _if_free(copy, "keeper")


@contextmanager
def _if_free(copy: WorkingCopy, name: str) -> Iterator[bool]:
    """Hold a lock if it is free; yields whether it is held."""
    with (copy.kept / f"{name}.lock").open("w") as lock, held_if_free(lock) as is_held:
        yield is_held


class Beat(threading.Thread):
    """Repeats the same work every RENEWED_SECONDS until the block ends or the lease is lost; a lost lease is reported
    at once.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="store-beat")
        self.work = work
        self.stopped = threading.Event()
        self.lost: LeaseLost | None = None

    def run(self) -> None:
        """Work until stopped. If the store does not answer, it is tried again."""
        while not self.stopped.wait(RENEWED_SECONDS):
            try:
                self.work()
            except LeaseLost as error:
                self.lost = error
                sys.stderr.write(f"dateline: {error}\n")
                return
            except Exception as error:  # a busy database, a half-made table: it may work the next time
                sys.stderr.write(f"dateline: {error}; trying again\n")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop after the current work."""
        self.stopped.set()
        self.join()
