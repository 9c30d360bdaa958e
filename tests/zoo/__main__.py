"""Sets up real publishing systems on this machine, crawls each for two nights, and scores Dateline against what was put in.

    python -m tests.zoo [--only wordpress-2025 --only hexo] [--rescore] [--rebuild] [--list] [--misses 5]

`--only` takes names of sites or beginnings of them. A site that was crawled before is set up and crawled anew unless `--rescore`
says to score it as it stands; `--rebuild` makes its corpus anew from its archive first, with the code of this checkout.
What is installed and every site's home stay in `--folder` (default $DATELINE_ZOO, else a folder in the system's temporary one):
SITE/home is a home of Dateline's, SITE/truth.json what was put in; table.txt, table.md (as docs/zoo.md has it) and scores.json
are the scores.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.lake.home import Home
from tests.zoo import crawling
from tests.zoo.peers import peer_scores
from tests.zoo.running import run_site
from tests.zoo.scoring import scores
from tests.zoo.site import Site, System
from tests.zoo.systems import SYSTEMS
from tests.zoo.table import markdown, misses, table
from tests.zoo.tools import Tools, UnavailableError
from tests.zoo.view import View


def main() -> int:
    """Run the command; its exit status: 1 when a site failed."""
    options = _options()
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools(folder / "tools")
    chosen = [(system, site) for system, site in _sites() if _is_chosen(site, options.only)]
    if options.list:
        print("\n".join(f"{site.name:<26}{site.theme:<20}{site.zone:<22}{site.url}" for _, site in chosen))
        return 0
    for system, site in chosen:
        started = time.monotonic()
        row = _row(system, site, folder / site.name, tools, options)
        _save(folder, site.name, row)
        print(f"{site.name}: {row.get('skipped') or 'scored'} ({time.monotonic() - started:.0f} s)", file=sys.stderr)
    rows = [told for _, site in _sites() if (told := _saved(folder, site.name))]
    (folder / "scores.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "table.txt").write_text(table(rows), encoding="utf-8")
    (folder / "table.md").write_text(markdown(rows), encoding="utf-8")
    shown = [row for row in rows if _is_chosen_name(row["site"], options.only)]
    print(table(shown) + ("\n" + misses(shown, options.misses) if options.misses else ""), end="")
    return int(any(str(row.get("skipped", "")).startswith("failed") for row in shown))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("DATELINE_ZOO") or Path(tempfile.gettempdir()) / "dateline-zoo")
    parser.add_argument("--folder", type=Path, default=default)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--rescore", action="store_true")
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--misses", type=int, default=3)
    return parser.parse_args()


def _sites() -> Iterator[tuple[System, Site]]:
    return ((system, site) for system in SYSTEMS for site in system.sites)


def _is_chosen(site: Site, only: list[str]) -> bool:
    return _is_chosen_name(site.name, only)


def _is_chosen_name(name: str, only: list[str]) -> bool:
    return not only or any(name.startswith(wanted) for wanted in only)


def _row(system: System, site: Site, folder: Path, tools: Tools, options: argparse.Namespace) -> dict[str, Any]:
    """The site's scores; a system that cannot be had, or a site that fails, is a row that says why."""
    try:
        if options.rescore or options.rebuild:
            if not (folder / "truth.json").exists():
                return {"site": site.name, "skipped": "was never crawled"}
            if options.rebuild:
                crawling.build(Home.at(folder / "home"), every=True)
        else:
            system.install(tools)
            run_site(system, site, folder, tools)
        view = View(folder)
        return scores(view) | {"peers": peer_scores(view, tools)}
    except UnavailableError as missing:
        return {"site": site.name, "skipped": str(missing)}
    except Exception:  # the other sites go on
        return {"site": site.name, "skipped": f"failed: {traceback.format_exc()[-1500:]}"}


def _save(folder: Path, name: str, row: dict[str, Any]) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "scores.json").write_text(json.dumps(row, ensure_ascii=False, indent=1), encoding="utf-8")


def _saved(folder: Path, name: str) -> dict[str, Any] | None:
    file = folder / name / "scores.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
