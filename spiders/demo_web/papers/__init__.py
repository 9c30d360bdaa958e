"""How each paper looks: a module a paper makes its whole site for one night; `build` makes all six."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from spiders.demo_web.papers.ads import ads_site
from spiders.demo_web.papers.bote import bote_site
from spiders.demo_web.papers.daily import daily_site
from spiders.demo_web.papers.digest import digest_site
from spiders.demo_web.papers.gazette import gazette_site
from spiders.demo_web.papers.herald import herald_site
from spiders.demo_web.site import Site


def build(night: date, ports: Mapping[str, int]) -> dict[str, Site]:
    """Every site of the demo web as it stands on a night."""
    return {
        "demo_daily": daily_site(night, ports),
        "demo_herald": herald_site(night, ports),
        "demo_bote": bote_site(night, ports),
        "demo_digest": digest_site(night, ports),
        "ads": ads_site(),
        "demo_gazette": gazette_site(night, ports),
    }
