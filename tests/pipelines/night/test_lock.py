"""Who is let in at a home, and who is not."""

from pathlib import Path

import pytest

from pipelines.base.errors import EnvironmentFault
from pipelines.lake.home import Home
from pipelines.night.lock import alone


def test_the_same_work_is_done_once_at_a_time(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    with alone(home, "demo"):
        with alone(Home.at(tmp_path / "other"), "demo"):
            pass
        with pytest.raises(EnvironmentFault, match=f"another demo is at work in {tmp_path}"), alone(home, "demo"):
            raise AssertionError("let in")
    with alone(home, "demo"):
        pass
