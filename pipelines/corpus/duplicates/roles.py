"""Roles: how each member of a cluster relates to the original story.

Ordered rules, each with a name, find the origin: a canonical link to another member's page, a credit that names
another member's publication, the earliest credible date. If none decides, the members are `unknown`. An excerpt or a
wire copy can be recognised without an origin.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.credits import Credit
from pipelines.corpus.duplicates.origin import Member, after, defers, find_origin
from pipelines.corpus.duplicates.ragged import Ragged, shared
from pipelines.corpus.duplicates.sketch import Sketches
from pipelines.lake.values import ClusterRole

RESULT = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("cluster_id", pa.string()),
        pa.field("role", pa.string()),
        pa.field("role_basis", pa.string()),
        pa.field("origin_article_id", pa.string()),
        pa.field("agency", pa.string()),
    ]
)
EXCERPT_CONTAINMENT = 0.85
EXCERPT_LENGTH = 0.8
"""An excerpt has at most this share of the origin's shingles, and nearly all of its shingles are in the origin."""
WHOLE = 0.95
"""A copy has at least this share of the origin's shingles, whatever header and footer it has. Otherwise it is edited.
"""
UPDATE_GROWTH = 1.1
WRAPPING_SHINGLES = 60
"""Maximum number of shingles that a header and a footer may add. A member that adds more, and a tenth of the origin's
length, is an update.
"""


def roles_of(
    rows: list[dict[str, Any]], credited: list[Credit], sketches: Sketches, texts: list[list[int]]
) -> pa.Table:
    """The role of each member, in the order of `rows`; `texts` has the positions in `sketches` of each member's texts.

    A row has article_id, cluster_id, source, url, canonical_url, agency, first_seen, the date columns of
    `schemas.ARTICLES` (published_at, published_day, not_before, not_after), and source_title if known. The result
    adds `role`, `role_basis` (the name of the rule), `origin_article_id` (null if unknown) and the credited
    `agency`.
    """
    shingles = sketches.shingles.distinct()
    clusters: dict[str, list[Member]] = defaultdict(list)
    for number, row in enumerate(rows):
        clusters[row["cluster_id"]].append(Member.of(number, row, credited[number], tuple(texts[number])))
    result: list[dict[str, Any]] = [{}] * len(rows)
    for cluster_id, members in clusters.items():
        for member, found in _judge(sorted(members, key=lambda m: m.article_id), shingles):
            result[member.row] = {"article_id": member.article_id, "cluster_id": cluster_id, **found}
    return pa.Table.from_pylist(result, schema=RESULT)


def _judge(members: list[Member], shingles: Ragged) -> list[tuple[Member, dict[str, Any]]]:
    origin, basis = (members[0], "only_member") if len(members) == 1 else find_origin(members)
    longest = max(members, key=lambda m: (max(int(shingles.counts[t]) for t in m.texts), m.article_id))
    overlaps = _overlaps(members, origin or longest, shingles)
    judged = [
        (member, *_role(member, origin, longest, overlap, deferring=defers(member, members)))
        for member, overlap in zip(members, overlaps, strict=True)
    ]
    return [
        (
            member,
            {
                "role": role,
                "role_basis": basis if role == ClusterRole.ORIGIN else rule,
                "origin_article_id": origin.article_id if origin else None,
                "agency": member.credit.agency,
            },
        )
        for member, role, rule in judged
    ]


def _role(
    member: Member, origin: Member | None, longest: Member, overlap: Overlap, *, deferring: bool
) -> tuple[ClusterRole, str]:
    """The member's role and the name of the rule that decided it; `overlap` is with the origin, without one the longest."""
    if member is origin:
        return ClusterRole.ORIGIN, ""
    if origin is None:
        if member is not longest and overlap.is_excerpt:
            return ClusterRole.EXCERPT, "part_of_longest"
        if member.credit.agency:
            return ClusterRole.WIRE_COPY, "wire_credit"
        return (ClusterRole.COPY, "says_so") if deferring else (ClusterRole.UNKNOWN, "origin_unknown")
    if overlap.is_excerpt:
        return ClusterRole.EXCERPT, "part_of_origin"
    if overlap.is_grown:
        return ClusterRole.UPDATE, "more_than_origin"
    if overlap.is_whole:
        return (ClusterRole.WIRE_COPY, "wire_credit") if member.credit.agency else (ClusterRole.COPY, "same_text")
    if member.source == origin.source and after(member, origin):
        return ClusterRole.UPDATE, "later_version"
    return ClusterRole.EDITED_COPY, "changed_text"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Numbers of shingles: of a member, of the other text, and of both in common."""

    own: int
    other: int
    common: int

    @property
    def is_excerpt(self) -> bool:
        """True if nearly all of the member is in the other text, and the member is clearly shorter."""
        return self.own <= EXCERPT_LENGTH * self.other and self.common >= EXCERPT_CONTAINMENT * self.own

    @property
    def is_whole(self) -> bool:
        """True if the member contains nearly all of the other text, whatever is around it."""
        return self.common >= WHOLE * self.other

    @property
    def is_grown(self) -> bool:
        """True if the member contains the other text and much more."""
        grown = self.own >= UPDATE_GROWTH * self.other and self.own - self.common > WRAPPING_SHINGLES
        return grown and self.common >= EXCERPT_CONTAINMENT * self.other


def _overlaps(members: list[Member], other: Member, shingles: Ragged) -> list[Overlap]:
    """The overlap of each member with another work: of the two most similar texts of both."""
    pairs = np.array([(at, t, u) for at, member in enumerate(members) for t in member.texts for u in other.texts])
    places, a, b = pairs.T
    common = shared(shingles, shingles, a, b)
    own, others = shingles.counts[a], shingles.counts[b]
    order = np.lexsort((b, a, -common / np.maximum(own + others - common, 1), places))
    best = order[np.unique(places[order], return_index=True)[1]]
    return [
        Overlap(*numbers)
        for numbers in zip(own[best].tolist(), others[best].tolist(), common[best].tolist(), strict=True)
    ]
