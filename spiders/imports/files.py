"""An import of saved pages: each file of a folder goes the way of a record of a WARC file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.base.ids import digest
from pipelines.base.storable import mended
from pipelines.lake.home import Home
from pipelines.night.steps import Progress
from spiders.imports.inflating import Position
from spiders.imports.ledger import Entry, InputFile
from spiders.imports.opening import UnreadableError
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.records import Record
from spiders.imports.run import GROUP_BYTES, GROUP_RECORDS, Imported, WarcImport, imported
from spiders.imports.saved_pages import ENDINGS, SavedPage, saved_files, saved_page
from spiders.imports.warc_files import signature
from spiders.imports.wishes import Wishes

NO_ADDRESS = "neither the tool that saved it, nor a canonical link, nor a folder with a host's name says its address"


def import_files(
    home: Home, paths: Sequence[Path], wishes: Wishes, now: datetime, *, dry: bool = False, show: bool = True
) -> Imported:
    """Import the pages in folders, or continue the same import after an interruption. Raises DatelineError."""
    chosen = list(dict.fromkeys(str(path.absolute()) for path in paths))
    found = [signature(str(file)) for path in chosen for file in saved_files(Path(path))]
    if not found:
        raise InputError(f"{chosen[0]}: no file that ends in {', '.join(ENDINGS)}")
    name = digest("files", wishes.as_text(), *chosen, *found)
    return imported(FilesImport, home, name, chosen, wishes, now, dry=dry, show=show)


class FilesImport(WarcImport):
    """One import of saved pages. A folder counts as one file of it, and its pages as records, by name."""

    def adopt(self) -> None:
        """Adopt no source: pages have no settings beside them."""

    def read_file(self, file: InputFile, on_progress: Progress) -> None:
        """Take in the pages of a folder."""
        below, size, done = Path(file.path), 0, file.records
        pages = list(saved_files(below))
        for number, path in enumerate(pages[file.records :], file.records):
            entry, taken = self._taken(number, path, below)
            self.ledger.add(file.number, number, entry)
            done, size = number + 1, size + taken
            if done % GROUP_RECORDS == 0 or size >= GROUP_BYTES:
                self.checkpoint(file.number, done, Position())
                size = 0
                on_progress(done, len(pages))
        note = None if pages else "no page in it"
        self.ledger.reached(file.number, done, Position(), done=True, note=note)
        self.acknowledge()
        self.ledger.commit()

    def _taken(self, number: int, path: Path, below: Path) -> tuple[Entry, int]:
        """The ledger line of a page, whose detail begins with the name of its file; and the page's bytes."""
        name = mended(path.relative_to(below).as_posix() if path != below else path.name)
        try:
            page = saved_page(path, below if path != below else below.parent)
        except UnreadableError as error:
            detail = f"{name}: {error}"
            return Entry(number, "file", outcome=ImportOutcome.UNREADABLE, detail=detail), 0
        if page.url is None:
            detail = f"{name}: {NO_ADDRESS}"
            return Entry(number, "file", outcome=ImportOutcome.BAD_ADDRESS, detail=detail), 0
        entry = self.intake.take(_record(number, page))
        entry.detail = f"{name}: {entry.detail or page.how}"
        return entry, len(page.body)


def _record(number: int, page: SavedPage) -> Record:
    fields = {
        "warc-type": "resource",
        "warc-target-uri": page.url or "",
        "warc-date": page.at.isoformat(timespec="seconds"),
        "content-type": page.content_type,
    }
    return Record(Position(number, 0), Position(number + 1, 0), fields, page.body)
