"""How each paper looks: a folder a paper has its `paper.toml` and its templates; `build` makes all sites for one night.

To add a paper, add a folder and, last, its name to `ports.SITES`; `demo_daily` is a short one to start from. What templates
cannot say is Python: `MORE` has what else a paper's pages can be of, `ENDLESS` what answers a path that no page has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from spiders.demo_web.calendar import month
from spiders.demo_web.courier import region
from spiders.demo_web.edition import Edition
from spiders.demo_web.pages import Each, parts, replies
from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.ports import ADS
from spiders.demo_web.site import Door, Reply, Site
from spiders.demo_web.wordpress import EACH, asked

ADVERTISEMENT = Reply(b"<!DOCTYPE html><title>Buy now</title><h1>Buy now</h1><p>A thing, at a price.</p>")
MORE: Mapping[str, Mapping[str, Each]] = {
    "demo_daily": {"region": region},
    "demo_bote": {"part": parts},
    "demo_gazette": EACH,
}
ENDLESS: Mapping[str, Callable[[Edition, Mapping[str, Reply], str], Reply | None]] = {
    "demo_herald": month,
    "demo_gazette": asked,
}


def build(night: date, ports: Mapping[str, int]) -> dict[str, Site]:
    """Every site of the demo web as it stands on a night; nobody who crawls papers has any business with `ads`."""
    sites = {name: _site(Edition(paper(name), night, ports)) for name in PAPERS}
    return sites | {ADS: Site(ADS, {}, lambda _: ADVERTISEMENT)}


def _site(edition: Edition) -> Site:
    name = edition.paper.name
    found, door = replies(edition, MORE.get(name, {})), edition.paper.data.get("door")
    closed = Door(**door, replies=replies(edition, {}, closed=True)) if door else None
    return Site(name, found, lambda target: ENDLESS[name](edition, found, target) if name in ENDLESS else None, closed)
