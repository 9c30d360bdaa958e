"""Takes a site through its three nights: fill, serve, crawl, build; keeps what the scores need beside its home."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.lake.home import Home
from tests.zoo import crawling, truth
from tests.zoo.site import Site, System
from tests.zoo.stories import on_night, stories
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools
from tests.zoo.traffic import as_rows


def run_site(system: System, site: Site, folder: Path, tools: Tools) -> None:
    """Make `folder` anew: `site/` (the system's files), `home/` (Dateline's), `truth.json`, `requests.json`, `source.yaml`.

    The first night is today, with the machine's clock, because what systems write about the time of their build is, too; the
    others follow.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "site").mkdir(parents=True)
    now = datetime.now(UTC).replace(microsecond=0)
    clocks = [now + timedelta(days=night) for night in truth.NIGHTS]
    made = stories(site.name, site.language, site.zone, now.astimezone(ZoneInfo(site.zone)).date(), site.bylines)
    home, paths, requests = Home.at(folder / "home"), list[dict[str, str]](), dict[str, Any]()
    for night, clock in enumerate(clocks):
        standing = on_night(made, night, moves=isinstance(system, StaticSystem))
        paths.append(system.publish(site, folder / "site", tools, standing, night))
        with system.serve(site, folder / "site", tools) as traffic:
            if night == 0:
                (folder / "source.yaml").write_text(crawling.add_source(home, site.url), encoding="utf-8")
                requests["add"] = as_rows(traffic.taken())
            crawling.crawl(home, clock)
            requests[f"night {night}"] = as_rows(traffic.taken())
    truth.save(folder, truth.truth(site, made, paths, clocks))
    (folder / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
    crawling.build(home)
