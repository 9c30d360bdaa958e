"""What the steps of a run are forked from: it has read the corpus's definitions, and holds nothing that a fork would break."""

import subprocess
import sys
from pathlib import Path

from assets.instance import prepare
from pipelines.lake.home import Home

PROBE = """
import gc, os, threading
import assets.preloaded
from assets.definitions import defs
from pathlib import Path

held = [os.readlink(file) for file in Path("/proc/self/fd").iterdir() if file.exists()]
home = os.environ["DATELINE_HOME"]
(Path(home) / "sources" / "late.yaml").write_text("title: Late\\nurl: https://late.example/\\n")
names = {key.path[-1] for key in defs().resolve_asset_graph().get_all_asset_keys() if key.path[:-1] == ["fetches"]}
print(threading.active_count(), [file for file in held if file.startswith(home)], gc.get_freeze_count() > 100_000, sorted(names))
"""


def test_steps_share_the_definitions_and_no_thread_or_file(tmp_path: Path, monkeypatch) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    (home.sources / "ledger.yaml").write_text("title: Ledger\nurl: https://ledger.example/\n")
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.setenv("DATELINE_HOME", "")
    prepare(home)  # points this process, and so the probe, at the home
    said = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    assert said.stdout.split("\n")[-2:] == ["1 [] True ['ledger']", ""], said.stderr


def test_settings_that_are_wrong_do_not_end_the_process_that_steps_are_forked_from(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "settings.yaml").write_text("parallel: many\n")
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    command = [sys.executable, "-W", "ignore", "-c", "import assets.preloaded"]
    assert subprocess.run(command, check=False).returncode == 0
