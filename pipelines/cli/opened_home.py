"""The home of one command: migrated if an older Dateline wrote it. `Home.at` refuses a home of a newer one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipelines.lake.home import Home
from pipelines.lake.layout import LAYOUT, is_begun, layout_of, stamp


@contextmanager
def opened_home(home: Home) -> Iterator[Home]:
    """The home, in today's layout. If the command begins it, its version is recorded at the latest when the block ends.

    A new folder to which the command wrote nothing is removed again.
    """
    is_new = not home.root.exists()
    before = layout_of(home.root)
    if before is not None and before < LAYOUT:
        from pipelines.upkeep.migrations import bring_up_to_date

        bring_up_to_date(home)
    try:
        yield home
    finally:
        with suppress(OSError):  # a full disk: the next command finds a home that it can migrate
            if before is None and is_begun(home.root):
                stamp(home.root)
            if is_new and not any(file.stat().st_size for file in home.root.rglob("*") if file.is_file()):
                shutil.rmtree(home.root, ignore_errors=True)
