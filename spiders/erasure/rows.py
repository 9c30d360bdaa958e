"""Remove data that is taken down from the rows of a night.

Only the URLs stay; link texts lose words that are taken down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pipelines.base.urls.identity import key_of
from pipelines.lake.values import FetchOutcome
from pipelines.upkeep.takedown.takedowns import Blanked, Payload, page_key
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.frontier.visits import Result
from spiders.landing.advertised import Channel
from spiders.landing.rows import channel_rows, is_named_only
from spiders.links.edges import Edge

Row = dict[str, Any]
Moved = tuple[str, Mapping[int, int]]
"""The new name of a rewritten file, and the new offset of each record that moved, by old offset."""
KEPT = ("night", "source", "url", "url_key", "resource", "hops")


@dataclass(slots=True)
class RowEdit:
    """Edits rows of one night. `moved`: the rewritten WARC files, by old name; `payloads`: digests of blanked pages."""

    tombstones: Tombstones
    moved: Mapping[str, Moved] = field(default_factory=dict)
    payloads: Mapping[Payload, Blanked] = field(default_factory=dict)
    _anchors: dict[str, str | None] = field(default_factory=dict)

    def fetch(self, row: Row) -> Row | None:
        """A row of `fetches`, edited; None if only removed pages named its URL."""
        channels = [Channel(**each) for each in row["channels"] or ()]
        kept = [self._channel(each, row["url_key"]) for each in channels if not self._is_gone(each.referrer)]
        if is_named_only(row) and channels and not kept:
            return None
        row = row | ({"channels": channel_rows(kept)} if kept != channels else {})
        if row["url_key"] in self.tombstones.keys:
            return self._tombstone(row)
        return row | self._placed(row["url_key"], row)

    def link(self, row: Row) -> Row | None:
        """A row of `links`, edited; None if the link is on a removed page."""
        if row["from_url_key"] in self.tombstones.keys:
            return None
        anchor = None if row["to_url_key"] in self.tombstones.keys else self.anchor(row["anchor"])
        set_in = row.get("set_in") if anchor else None
        return row if anchor == row["anchor"] else row | {"anchor": anchor, "set_in": set_in}

    def result(self, key: str, result: Result) -> Result:
        """The result of a visit of an unfinished night, edited."""
        if key in self.tombstones.keys:
            return Result(FetchOutcome.TAKEN_DOWN)
        return replace(result, **self._placed(key, asdict(result)))

    def edge(self, edge: Edge) -> Edge:
        """A link in the crawl's memory, edited."""
        if edge.key in self.tombstones.keys:
            return edge._replace(anchor=None, dates=(), state=None, set_in=None)
        return edge._replace(anchor=self.anchor(edge.anchor))

    def anchor(self, text: str | None) -> str | None:
        """A link's text without words that are taken down; None if nothing is left."""
        if not text:
            return text
        if text not in self._anchors:
            blanked = self.tombstones.runs.blanked(text)
            self._anchors[text] = text if blanked == text else " ".join(blanked.split()) or None
        return self._anchors[text]

    def _placed(self, key: str, row: Mapping[str, Any]) -> Row:
        """The columns for place and digest of a capture, if they changed."""
        placed: Row = {}
        if row["warc_file"] in self.moved:
            file, offsets = self.moved[row["warc_file"]]
            placed |= {"warc_file": file, "warc_offset": offsets.get(row["warc_offset"], row["warc_offset"])}
        if left := self.payloads.get((page_key(key), row["payload_sha256"])):
            placed |= {"payload_sha256": left[0], "payload_bytes": None if row["payload_bytes"] is None else left[1]}
        return placed

    def _channel(self, channel: Channel, to: str) -> Channel:
        if to in self.tombstones.keys and channel.referrer is not None:
            return channel._replace(anchor=None, date_raw=None, date_kind=None)
        return channel._replace(anchor=self.anchor(channel.anchor))

    def _is_gone(self, referrer: str | None) -> bool:
        return referrer is not None and key_of(referrer) in self.tombstones.keys

    def _tombstone(self, row: Row) -> Row:
        blank = {name: getattr(Result(FetchOutcome.TAKEN_DOWN), name) for name in Result.__slots__}
        kept = {name: row[name] for name in (*KEPT, "channels")}
        return dict.fromkeys(row) | blank | {"redirects": [], "rights": []} | kept
