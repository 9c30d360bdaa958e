"""Attempts to write, to read outside the corpus, to use the machine up: none gets through, whichever wall stands."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ask.sql.landlock import abi
from pipelines.ask.sql.limits import MIB, Limits
from pipelines.ask.sql.process import SCRATCH, rows_apart
from pipelines.ask.sql.task import Task
from pipelines.base.errors import InputError
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES
from tests.pipelines.ask.sql.attempts import HUNGRY, READS, WRITES
from tests.pipelines.ask.sql.questions import QUESTIONS
from tests.pipelines.conftest import article

ROOT = Path(__file__).parents[4]
SECRET = "planted-7f3a91"
LIMITS = Limits(timeout_seconds=60, memory_bytes=512 * MIB, threads=1)
needs_landlock = pytest.mark.skipif(not abi(), reason="this kernel has no Landlock")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two articles, and beside it what nobody may read: `out`."""
    ground = tmp_path_factory.mktemp("ground")
    home = Home.at(ground / "home")
    Lake(home.lake).replace("articles", pa.Table.from_pylist([article("a"), article("b")], schema=ARTICLES))
    write_views(home)
    for folder in ("out", "work", "user", "spill"):
        (ground / folder).mkdir()
        if folder != "spill":
            (ground / folder / "secret.txt").write_text(SECRET)
    (ground / "secret.txt").write_text(SECRET)
    (home.root / "lake2").mkdir()
    (home.root / "lake2" / "secret.txt").write_text(SECRET)
    out = ground / "out"
    (out / "secret.csv").write_text(f"word\n{SECRET}\n")
    (out / "secret.json").write_text(json.dumps({"word": SECRET}))
    pq.write_table(pa.table({"word": [SECRET]}), out / "secret.parquet")
    with duckdb.connect(str(out / "other.duckdb")) as other:
        other.execute(f"CREATE TABLE hidden AS SELECT '{SECRET}' AS word")
    (home.lake / "articles" / "link.txt").symlink_to(out / "secret.txt")
    (home.lake / "link").symlink_to(out)
    return ground


def tried(ground: Path, mode: str, attempts: list[str]) -> list[dict[str, Any]]:
    """The answers to attempts in a process of their own."""
    home = Home.at(ground / "home")
    places = {
        "out": ground / "out",
        "lake": home.lake,
        "corpus": home.corpus,
        "work": ground / "work",
        "file": Lake(home.lake).files("articles")[0],
    }
    written = [re.sub(r"\{(\w+)\}", lambda found: str(places[found[1]]), each) for each in attempts]
    task = Task(
        "", str(home.root), str(home.corpus), str(home.lake), str(ground / "spill"), None, LIMITS, time.monotonic() + 60
    )
    answers: list[dict[str, Any]] = []
    while len(answers) < len(written):
        answers += _answers(ground, {"mode": mode, "task": asdict(task), "attempts": written[len(answers) :]})
    return answers


def _answers(ground: Path, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers of one process; the last says so if an attempt ended it."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(ground / "user"), "PLANTED": SECRET}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.pipelines.ask.sql.attempting"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=ground / "work",
        env=environment,
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0:
        answers.append({"said": done.stderr, "articles": 2, "ended": True})
    return answers


def tree(ground: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below, but for temporary ones, with its time and bytes."""
    files = (path for path in sorted(ground.rglob("*")) if path.is_file() and "spill" not in path.parts)
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


ATTEMPTS = [*WRITES, *READS]
UNHELD = re.compile(r"install|load|extensions|https?:|s3:|hf:|enable_logging|TO '/(proc|dev/std)", re.IGNORECASE)
"""What is not tried without DuckDB's locks: it asks the network, writes to our pipe, or DuckDB aborts for want of its log."""
LINKED = re.compile(r"/link/\.\.")
"""What only Landlock holds: without it no query is run over a lake with links."""
DESTRUCTIVE = re.compile(r"\{file\}|\{corpus\}|/dev/shm|^ATTACH OR REPLACE|^DETACH|^BEGIN")
"""What would spoil the ground for the attempts after it."""
MODES = [
    pytest.param("whole", marks=needs_landlock),
    "locks",
    pytest.param("landlock", marks=needs_landlock),
    "seccomp",
]


def leaks(answers: list[dict[str, Any]]) -> list[str]:
    """Answers that hold the secret or a line of /etc/passwd."""
    return [answer["said"] for answer in answers if SECRET in answer["said"] or "root:" in answer["said"]]


@dataclass(frozen=True)
class Tried:
    """What came of attempts and questions in one process."""

    mode: str
    attempts: list[str]
    answers: list[dict[str, Any]]
    questions: dict[str, str]
    changed: bool

    @property
    def guarded(self) -> bool:
        """True where statements pass the gate and DuckDB is locked."""
        return self.mode in ("whole", "locks")


@pytest.fixture(scope="module", params=MODES)
def behind(request: pytest.FixtureRequest, ground: Path) -> Tried:
    """All attempts, and where the gate stands the questions, behind each wall."""
    guarded = request.param in ("whole", "locks")
    attempts = [
        each
        for each in ATTEMPTS
        if (guarded or not UNHELD.search(each)) and (request.param in ("whole", "landlock") or not LINKED.search(each))
    ]
    questions = QUESTIONS if guarded else []
    before = tree(ground)
    answers = tried(ground, request.param, [*attempts, *questions])
    said = dict(zip(questions, (answer["said"] for answer in answers[len(attempts) :]), strict=True))
    return Tried(request.param, attempts, answers[: len(attempts)], said, changed=tree(ground) != before)


def test_nothing_is_written(behind: Tried) -> None:
    """DuckDB's locks with the gate hold alone, Landlock and seccomp hold alone, and all together."""
    assert not behind.changed
    assert not Path("/dev/shm/dateline-attempt.csv").exists()
    assert [answer["articles"] for answer in behind.answers] == [2] * len(behind.attempts)
    assert not behind.guarded or not any("ended" in answer for answer in behind.answers)
    assert len(behind.attempts) >= 250


def test_nothing_outside_is_read(behind: Tried) -> None:
    """seccomp alone knows no folders: it is no wall against reading."""
    assert (leaks(behind.answers) == []) == (behind.mode != "seccomp")


def test_questions_are_answered(behind: Tried) -> None:
    wrong = {
        asked: said for asked, said in behind.questions.items() if re.match(r"\w+(Error|Exception): |Traceback", said)
    }
    assert wrong == {}
    assert len(behind.questions) == (len(QUESTIONS) if behind.guarded else 0)


def test_the_attempts_would_succeed_without_walls(ground: Path, tmp_path: Path) -> None:
    shutil.copytree(ground, tmp_path / "ground")
    write_views(Home.at(tmp_path / "ground" / "home"))
    before = tree(tmp_path)
    attempts = [each for each in ATTEMPTS if not UNHELD.search(each) and not DESTRUCTIVE.search(each)]
    answers = tried(tmp_path / "ground", "nothing", attempts)
    assert len(tree(tmp_path).keys() - before.keys()) >= 30
    assert len(leaks(answers)) >= 30


def test_without_landlock_a_lake_with_links_is_not_read(ground: Path) -> None:
    """Of `link/../secret.txt` DuckDB checks `secret.txt` in the lake, and opens the one beside what the link leads to."""
    with pytest.raises(InputError, match=r"lake/link is a link, and this kernel has no Landlock"):
        answer(Home.at(ground / "home"), "SELECT 1", landlock=False)


def answer(home: Home, query: str, allowed: Limits = LIMITS, *, landlock: bool = True) -> list[dict[str, Any]]:
    """The rows of a query in its process."""
    with rows_apart(home, query, allowed, landlock=landlock) as rows:
        table: pa.Table = rows.table()
        return list(table.to_pylist())


def test_hungry_queries_end_in_time_and_within_their_memory(ground: Path) -> None:
    """In a process of their own, which knows the memory of the largest of its children."""
    allowed = Limits(timeout_seconds=0.8, memory_bytes=256 * MIB, threads=1)
    asked = json.dumps({"home": str(ground / "home"), "queries": HUNGRY, "allowed": asdict(allowed)})
    done = subprocess.run(
        [sys.executable, "-m", "tests.pipelines.ask.sql.hungry"],
        input=asked,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    ended = json.loads(done.stdout)
    for name, (seconds, said) in ended["queries"].items():
        assert seconds < allowed.timeout_seconds + 1, name
        assert re.search("took longer than 0.8 s|more than 256 MB", said), (name, said)
    assert ended["largest_bytes"] < 1.25 * allowed.memory_bytes


def test_a_query_ends_with_who_asked_it(ground: Path) -> None:
    command = [sys.executable, "-m", "pipelines", "--home", str(ground / "home"), "sql", HUNGRY["cross joins"]]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as asking:
        while not (children := psutil.Process(asking.pid).children()):
            assert asking.poll() is None, "it ended before it started a process"
            time.sleep(0.02)
        asking.kill()
    _, there = psutil.wait_procs(
        children, timeout=1
    )  # a zombie is one that ended: whoever inherited it is slow to bury it
    assert [each for each in there if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []
    assert answer(Home.at(ground / "home"), "SELECT 1 AS x") == [{"x": 1}]  # and what it left is collected
    assert list(Path(tempfile.gettempdir()).glob(f"{SCRATCH}{asking.pid}-*")) == []
