"""The committed source files are what `write_sources` writes, and valid."""

from __future__ import annotations

from pathlib import Path

from spiders.demo_web.server import DEFAULT_PORTS
from spiders.demo_web.sources import write_sources
from spiders.sources.source import read_sources

COMMITTED = Path(__file__).parents[3] / "data" / "sources"


def test_committed_files_are_ours(tmp_path: Path) -> None:
    for path in write_sources(tmp_path, DEFAULT_PORTS):
        assert (COMMITTED / path.name).read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_sources_may_live_here_are_never_scheduled_and_do_not_wait(tmp_path: Path) -> None:
    write_sources(tmp_path, DEFAULT_PORTS)
    sources = read_sources(tmp_path).read
    assert [s.name for s in sources] == ["demo_bote", "demo_daily", "demo_digest", "demo_gazette", "demo_herald"]
    assert {(s.allow_private_addresses, s.nightly, s.delay_seconds) for s in sources} == {(True, False, 0.0)}
    assert [s.time_zone for s in sources] == ["Europe/Berlin", "Europe/London", "Asia/Kolkata", None, "America/Bogota"]
    assert [s.language for s in sources] == ["de", "en", "en", "en", "en"]
