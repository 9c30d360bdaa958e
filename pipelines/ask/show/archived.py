"""The archived page of an article: the bytes of the response body, with only the transfer coding removed."""

from __future__ import annotations

import pyarrow.compute as pc

from pipelines.ask.show.dossier import Row, captures
from pipelines.base.errors import InputError
from pipelines.lake.archive import Capture, read_capture
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import FetchOutcome


def last_capture(home: Home, article: str) -> Capture:
    """The last capture of an article that has a body. Raises InputError if there is none, CorpusError if it is lost."""
    for row in reversed(captures(home, article)):
        capture = read_capture(home.archive, row["warc_file"], row["warc_offset"])
        if not capture.revisit:
            return capture
        if (whole := _stored(home, row)) is not None:
            return read_capture(home.archive, whole["warc_file"], whole["warc_offset"])
    raise InputError(f"no page of {article} is in the archive")


def _stored(home: Home, row: Row) -> Row | None:
    """The fetch that stored the body of a revisit record."""
    same = (pc.field("payload_sha256") == row["payload_sha256"]) & (pc.field("outcome") == str(FetchOutcome.STORED))
    columns = ["night", "warc_file", "warc_offset"]
    rows = Lake(home.lake).read("fetches", columns=columns, where=same & pc.field("warc_file").is_valid()).to_pylist()
    return max(rows, key=lambda each: each["night"], default=None)
