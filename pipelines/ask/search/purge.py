"""Purge the index: rewrite its segments without the documents that were deleted.

A deleted document stays in its segment until the segment is merged, and tantivy's Python package cannot ask for a merge.
But tantivy merges segments of similar size as soon as there are eight
(https://docs.rs/tantivy/latest/tantivy/merge_policy/struct.LogMergePolicy.html). So seven segments of empty documents are
added, all but one of them deleted. To index 50,000 articles anew costs twelve times as much.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import tantivy

from pipelines.ask.search import folder as folders
from pipelines.ask.search.step import index_night, open_writer, put_in_place
from pipelines.lake.home import Home

MERGED_SEGMENTS = 8
"""This many segments of similar size are merged into one."""
FILLER, LAST = "-filler", "-last"
"""Ids of the empty documents, and of the one in each segment that stays: a segment without documents is removed, not merged."""


def purge(home: Home) -> None:
    """Index the works that wait, and rewrite the segments that have deleted documents, in a copy that replaces the index.

    An index that tantivy does not merge is removed: the next build makes it anew.
    """
    folder = folders.folder(home)
    if not folders.is_complete(home):
        shutil.rmtree(folder, ignore_errors=True)
        return
    index_night(home, date.max, lambda _done, _total: None)
    if not (held := _with_deleted(folder)):
        return
    copy = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    shutil.copytree(folder, copy, copy_function=_link)
    while held:
        _merge(copy, max(held.values()))
        now = _with_deleted(copy)
        left = {segment: size for segment, size in held.items() if segment in now}
        if len(left) == len(held):
            shutil.rmtree(folder)
            shutil.rmtree(copy)
            return
        held = left
    put_in_place(copy, folder)


def _merge(folder: Path, documents: int) -> None:
    """Let tantivy merge the segments of about as many documents."""
    writer = open_writer(folder)
    for _ in range(MERGED_SEGMENTS - 1):
        for number in range(documents):
            document = tantivy.Document()
            document.add_text("article_id", FILLER if number else LAST)
            writer.add_document(document)
        writer.delete_documents_by_term("article_id", FILLER)
        writer.commit()
    writer.wait_merging_threads()
    writer = open_writer(folder)
    writer.delete_documents_by_term("article_id", LAST)
    writer.commit()
    writer.wait_merging_threads()


def _with_deleted(folder: Path) -> dict[str, int]:
    """The segments that have deleted documents, each with the number of all documents that it was written with."""
    segments = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    return {each["segment_id"]: each["max_doc"] for each in segments if each["deletes"]}


def _link(source: str, target: str) -> str:
    """Link a file of a segment, which never changes; copy the others."""
    if Path(source).suffix not in (".json", ".lock"):
        try:
            os.link(source, target)
            return target
        except OSError:
            pass
    return shutil.copy2(source, target)
