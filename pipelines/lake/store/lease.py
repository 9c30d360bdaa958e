"""The lease of a home in an object store: one machine writes at a time, and a dead one blocks the others only for a
short time.

`dateline/lease/<epoch>.json`: the highest epoch counts. To take the lease, a machine creates the next object; of two
machines the store allows one. The holder renews it every RENEWED_SECONDS. If it does not for LEASE_SECONDS, another
machine may take the lease.

Clocks only decide how soon. A writer that was given up and wakes again finds a higher epoch, and the names it needs
are taken.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pipelines.base.errors import EnvironmentFault
from pipelines.lake.store.objects import Objects

PREFIX = "dateline/lease"
LEASE_SECONDS = 120
RENEWED_SECONDS = 20


class LeaseLost(EnvironmentFault):
    """Another machine writes the home by now: nothing more may be pushed."""


class Held(NamedTuple):
    """The content of an epoch's object: the working copy that holds the lease, its machine and process, and the end time."""

    copy: str
    host: str
    process: int
    until: datetime
    behind: bool

    @property
    def live(self) -> bool:
        """True if the holder may still be at work."""
        return self.until > datetime.now(UTC)


@dataclass
class Lease:
    """The lease of an epoch, held by a working copy."""

    objects: Objects
    copy: str
    epoch: int
    behind: bool
    """True until the working copy has everything pushed under the leases of others. It is stored in the lease, because
    a holder may be killed.
    """

    @classmethod
    def take(cls, objects: Objects, copy: str) -> Lease:
        """Take the lease. Raises EnvironmentFault with the holder's name while another machine has it."""
        epoch, held = _latest(objects)
        if held is not None and held.live and held.copy != copy:
            until = f"{held.until:%H:%M:%S} UTC"
            raise EnvironmentFault(
                f"{objects.address} is being written by {held.host} (process {held.process}), whose lease ends at {until} "
                "unless renewed: wait until it has ended; 'dateline sql', 'search' and 'show' work meanwhile"
            )
        lease = cls(objects, copy, epoch + 1, held is not None and (held.copy != copy or held.behind))
        name, said = _name(lease.epoch), lease._said(LEASE_SECONDS)
        if (
            not objects.put_new(name, said) and objects.read(name) != said
        ):  # otherwise it is ours, and only the answer was lost
            raise EnvironmentFault(
                f"{objects.address}: another machine has just begun to write it: wait, then run again"
            )
        objects.delete(each.name for each in objects.listed(PREFIX) if each.name < _name(lease.epoch))
        return lease

    def renew(self) -> None:
        """Extend the lease. Raises LeaseLost if another machine has taken it."""
        self._check()
        self.objects.put(_name(self.epoch), self._said(LEASE_SECONDS))

    def release(self) -> None:
        """Let others write at once."""
        self._check()
        self.objects.put(_name(self.epoch), self._said(0))

    def caught_up(self) -> None:
        """Record that the working copy has everything that others pushed. Raises LeaseLost."""
        if self.behind:
            self.behind = False
            self.renew()

    def _check(self) -> None:
        if self.objects.listed(PREFIX, after=_name(self.epoch)):
            raise LeaseLost(
                f"{self.objects.address}: another machine took over the writing; run again when it has ended"
            )

    def _said(self, seconds: int) -> bytes:
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        said = {"copy": self.copy, "host": socket.gethostname(), "process": os.getpid(), "until": until.isoformat()}
        return json.dumps(said | {"behind": self.behind}).encode()


def _latest(objects: Objects) -> tuple[int, Held | None]:
    names = [each.name for each in objects.listed(PREFIX)]
    if not names:
        return 0, None
    said = objects.read(names[-1])
    if said is None:  # its successor has removed it
        raise EnvironmentFault(f"{objects.address}: another machine has just begun to write it: wait, then run again")
    read = json.loads(said)
    until = datetime.fromisoformat(read["until"])
    return int(names[-1][-17:-5]), Held(read["copy"], read["host"], read["process"], until, read.get("behind", False))


def _name(epoch: int) -> str:
    return f"{PREFIX}/{epoch:012d}.json"
