"""Find an article by its id, the start of its id, its URL, or a URL that redirects to it."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.errors import InputError
from pipelines.base.storable import is_utf8
from pipelines.base.urls.identity import url_key
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import FetchOutcome

NAMED = 5
"""Number of articles listed if several match, each with the first TITLE characters of its headline."""
TITLE = 50
MAX_REDIRECTS = 10


def article_of(home: Home, asked: str) -> str:
    """The id of the article. Raises InputError if there is none, if several match, or if there is no corpus."""
    Checksums(home.root).require("lake/")
    lake = Lake(home.lake)
    if not lake.exists("documents"):
        raise InputError(f"no corpus at {home.root} yet: {home.next_step}")
    if not asked:
        raise InputError("the name of the article is empty: give a URL or an article id")
    if not is_utf8(asked):
        raise InputError(f"{asked!r} is not UTF-8 text: give a URL or an article id")
    return _by_address(lake, asked) if "://" in asked or "." in asked else _by_id(lake, asked)


def _by_id(lake: Lake, asked: str) -> str:
    begins = pc.starts_with(pc.field("article_id"), asked)
    ids = set(lake.read("documents", columns=["article_id"], where=begins)["article_id"].to_pylist())
    if asked in ids:
        return asked
    if len(ids) == 1:
        return str(ids.pop())
    if ids:
        raise InputError(
            f"{len(ids)} articles have an id that begins with {asked!r}: {_candidates(lake, sorted(ids))}; give more of it"
        )
    raise InputError(
        f"no article {asked!r} in the corpus: give a URL or an article id; 'dateline search WORDS' finds it"
    )


def _candidates(lake: Lake, ids: Sequence[str]) -> str:
    """The first of several articles, each with its headline."""
    mine = pc.field("article_id").isin(pa.array(ids[:NAMED], pa.string()))
    rows = lake.read("documents", columns=["article_id", "title"], where=mine).to_pylist()
    titles = {row["article_id"]: row["title"] or "no title" for row in rows}
    return ", ".join(f"{each} ({titles[each][:TITLE]})" for each in ids[:NAMED]) + (", …" if len(ids) > NAMED else "")


def _by_address(lake: Lake, asked: str) -> str:
    try:
        key = url_key(asked)
    except ValueError as error:
        raise InputError(str(error)) from error
    last = "it was never heard of"
    for _ in range(MAX_REDIRECTS):
        mine = pc.field("url_key") == key
        found = lake.read("documents", columns=["article_id"], where=mine)["article_id"].to_pylist()
        if found:
            return str(found[0])
        fetches = lake.read("fetches", columns=["night", "outcome", "final_url"], where=mine)
        if not fetches.num_rows:
            break
        fetch = max(fetches.to_pylist(), key=lambda row: row["night"])
        last = f"its last outcome is {fetch['outcome']!r}, on {fetch['night']}"
        following = _target(fetches)
        if following is None:
            break
        key = following
    raise InputError(f"{asked} has no page in the corpus: {last}")


def _target(fetches: pa.Table) -> str | None:
    """The url_key of the last redirect of a URL; None if it never redirected."""
    led = [row for row in fetches.to_pylist() if row["outcome"] == FetchOutcome.REDIRECTED and row["final_url"]]
    try:
        return url_key(max(led, key=lambda row: row["night"])["final_url"]) if led else None
    except ValueError:
        return None
