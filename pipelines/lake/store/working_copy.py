"""One home in an object store and the folder of this machine that mirrors it."""

from __future__ import annotations

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pipelines.base.errors import CorpusError
from pipelines.base.ids import digest
from pipelines.lake.store.address import KEPT, address_of, claim
from pipelines.lake.store.known_files import KnownFiles
from pipelines.lake.store.objects import Objects


@dataclass(frozen=True)
class WorkingCopy:
    """A folder, the store that it mirrors, the known files of the store, and the name under which it writes there."""

    root: Path
    objects: Objects
    known: KnownFiles
    name: str

    @classmethod
    def of(cls, root: Path, address: str) -> WorkingCopy:
        """The working copy of a home in a folder; it is made if there is none."""
        objects = Objects.at(address)
        if address_of(root) is None:
            claim(root, address)
        known = KnownFiles(root / KEPT / "files.sqlite")
        if not known.fact("made"):
            known.note("made", uuid4().hex)
        name = digest(
            known.fact("made"), socket.gethostname(), str(root)
        )  # a copy of the folder is another working copy
        return cls(root, objects, known, name)

    @classmethod
    def in_folder(cls, root: Path) -> WorkingCopy:
        """The working copy in a folder. Raises CorpusError if the folder is not a working copy."""
        address = address_of(root)
        if address is None:
            raise CorpusError(f"{root} is no working copy of a home in an object store")
        return cls.of(root, address)

    def outdate(self) -> None:
        """Record, before tables change, that everything made from them is outdated; removes the indexes."""
        self.known.note("outdated", "yes")
        shutil.rmtree(self.root / "index", ignore_errors=True)

    @property
    def is_outdated(self) -> bool:
        """True if the views belong to other tables than the current ones."""
        return bool(self.known.fact("outdated"))

    def renewed(self) -> None:
        """Record that the views match the tables again."""
        self.known.note("outdated", "")

    @property
    def kept(self) -> Path:
        """The folder for data beside the corpus: state, files set aside, files in transfer."""
        return self.root / KEPT
