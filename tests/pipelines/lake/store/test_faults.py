"""A store that hangs, loses answers or refuses: commands end within seconds, readers read the disk, causes are named."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.cli.stored_home import stored_home
from pipelines.corpus.publish.views import write_views
from pipelines.lake.store.lease import Lease
from pipelines.lake.store.objects import Objects, StoreUnreachable
from tests.pipelines.lake.store.corpora import NIGHT, crawl, drop, show
from tests.pipelines.lake.store.faulty_store import FaultyStore

pytest.importorskip("obstore", reason="the extra 'store' is not installed")

ADDRESS = "s3://news/corpus"
START_SECONDS = 120.0
READING_SECONDS = 3.0
"""How long a reader waits here for a store that hangs; a user's reader waits for twenty seconds."""


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATELINE_HOME", "")


def command(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pipelines", "--home", ADDRESS, *words], stderr=subprocess.PIPE, text=True
    )


def until(true: object, what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def a_published_night() -> None:
    with stored_home(ADDRESS, "build") as home:
        crawl(home.root, "paper", NIGHT, b"<p>news")
        drop(home.root, NIGHT, "a")
        show(home.root, NIGHT)
        write_views(home)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("words", [["nights"], ["maintain"], ["sql", "SELECT 1"]])
def test_a_command_whose_store_hangs_ends_when_it_is_asked_to(
    store: FaultyStore, words: list[str], stop: signal.Signals
) -> None:
    store.answers.clear()
    with command(*words) as running:
        until(lambda: store.asked, "a request")
        time.sleep(0.5)
        running.send_signal(stop)
        asked = time.monotonic()
        _, said = running.communicate(timeout=60)
    assert time.monotonic() - asked <= 5
    assert running.returncode == 130
    assert said.splitlines()[-1] == "dateline: interrupted; run the same command again to go on"


def test_a_command_is_ended_whose_store_hangs_while_it_works(store: FaultyStore) -> None:
    a_published_night()
    code = (
        "import sys, time; from pipelines.base.processes.endings import heed_termination; heed_termination()\n"
        "from pipelines.cli.stored_home import stored_home\n"
        f"with stored_home({ADDRESS!r}, 'build') as home:\n"
        "    (home.root / 'released.yaml').write_text('released: []\\n')\n"
        "    print('at work', flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "at work\n"
        store.answers.clear()
        running.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        _, said = running.communicate(timeout=60)
    assert time.monotonic() - asked <= 5
    assert "what this command made stays in" in said
    store.answers.set()
    with stored_home(ADDRESS, "nights"):
        pass
    assert store.objects["corpus/released.yaml"] == b"released: []\n"


def test_a_reader_whose_store_hangs_reads_what_is_here(store: FaultyStore) -> None:
    a_published_night()
    with stored_home(ADDRESS, "sql"):
        pass
    store.answers.clear()
    code = (
        "from pipelines.cli import main; from pipelines.lake.store import patience\n"
        f"patience.READING_SECONDS = {READING_SECONDS}; main()"
    )
    words = ["--home", ADDRESS, "sql", "SELECT count(*) AS n FROM publications"]
    started = time.monotonic()
    with subprocess.Popen([sys.executable, "-c", code, *words], stderr=subprocess.PIPE, text=True) as running:
        _, said = running.communicate(timeout=120)
    assert READING_SECONDS <= time.monotonic() - started <= READING_SECONDS + 10 + load()
    assert (running.returncode, said.count("\n")) == (0, 1)
    assert said.endswith("reading the copy on this disk\n")


def load() -> float:
    """Seconds that a busy machine takes to start a command."""
    return 10.0 * (os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_lease_whose_acknowledgement_was_lost_is_held(store: FaultyStore) -> None:
    store.lost = 1
    lease = Lease.take(Objects.at(ADDRESS), "ours")
    lease.renew()
    assert lease.epoch == 1


def test_a_night_is_pushed_although_acknowledgements_are_lost(
    store: FaultyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stored_home(ADDRESS, "build") as home:
        crawl(home.root, "paper", NIGHT, b"<p>news")
        store.lost = 12
    assert store.lost == 0
    monkeypatch.setenv("DATELINE_CACHE", str(home.root.parent / "other"))
    with stored_home(ADDRESS, "build") as other:
        assert (other.root / "frontier/paper.sqlite").exists()


def test_a_store_that_is_overloaded_is_asked_again_by_who_writes(
    store: FaultyStore, capsys: pytest.CaptureFixture[str]
) -> None:
    objects = Objects.at(ADDRESS)
    store.unavailable = 10  # the library gives up after seven
    objects.put("a", b"x")
    assert objects.read("a") == b"x"
    assert (
        "the store answers 503 Service Unavailable (SlowDown); asking again for up to 3 minutes"
        in capsys.readouterr().err
    )
    objects.patience.read_only()
    store.unavailable = 10
    with pytest.raises(StoreUnreachable, match=r"503 Service Unavailable \(SlowDown\)$"):
        objects.read("a")


def test_the_cause_is_kept(store: FaultyStore) -> None:
    objects = Objects.at(ADDRESS)
    store.has_bucket = False
    for ask in (
        lambda: objects.listed(""),
        lambda: objects.read("a"),
        lambda: objects.put("a", b""),
        lambda: Lease.take(objects, "a"),
    ):
        with pytest.raises(StoreUnreachable, match=r"there is no such bucket \(NoSuchBucket\)"):
            ask()
