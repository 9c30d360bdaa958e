"""On a Ray cluster of two nodes of which one is killed in the middle of its work: the results are those of this process."""

import os
import pickle
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.base.errors import EnvironmentFault
from pipelines.base.ids import digest
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.record_ranges import RangeReaders
from pipelines.extract.run.task import run_page
from pipelines.night.engine.ray_engine import RayEngine, call
from pipelines.night.fingerprint.rules import rules_digest
from tests.pipelines.extract.argus import page
from tests.pipelines.night.engine.faulty_head import saying, served
from tests.planted import plant

ray = pytest.importorskip("ray", reason="Ray is an extra: pip install -e '.[ray]'")
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own


@pytest.fixture
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        made.add_node(num_cpus=1)
    made.wait_for_nodes()
    yield made
    made.shutdown()


def test_a_cluster_that_loses_a_node_reads_what_one_process_reads(cluster: Any) -> None:
    jobs = [PageJob(str(n), f"http://argus.example/{n}", body=page(n % 10), warc_file=str(n // 4)) for n in range(40)]
    engine = RayEngine(cluster.address)
    handler = signal.getsignal(signal.SIGTERM)
    try:
        assert engine.slots == 2
        done: list[int] = []

        def lose_a_node(number: int) -> None:
            done.append(number)
            if number == 4:
                cluster.remove_node(next(n for n in cluster.list_all_nodes() if n is not cluster.head_node), False)

        assert list(RangeReaders(engine).extract(jobs, lose_a_node)) == [run_page(job) for job in jobs]
        assert done == list(range(1, 41))
        assert len(cluster.worker_nodes) == 1
        with pytest.raises(ValueError, match="no module"):
            list(engine.map(rules_digest, ["no.such"]))
    finally:
        engine.close()
    assert signal.getsignal(signal.SIGTERM) is handler


def test_workers_run_no_module_of_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = plant(tmp_path)
    monkeypatch.chdir(tmp_path)
    engine = RayEngine()
    try:
        assert list(engine.map(digest, ["a"])) == [digest("a")]
        assert Path.cwd() == tmp_path
    finally:
        engine.close()
    assert not trace.exists(), trace.read_text()


def test_a_node_with_other_rules_is_refused() -> None:
    packed = pickle.dumps("a")
    assert call("pipelines.base.ids", "digest", rules_digest("pipelines.base.ids"), packed) == digest("a")
    with pytest.raises(EnvironmentFault, match="a node of the Ray cluster has another Dateline"):
        call("pipelines.base.ids", "digest", "0" * 12, packed)


def test_no_cluster_is_one_line() -> None:
    with pytest.raises(EnvironmentFault, match="no Ray cluster at"):
        list(RayEngine("127.0.0.1:1").map(rules_digest, ["pipelines.base.ids"]))
    with (
        served(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as address,
        pytest.raises(EnvironmentFault, match="another service answers there"),
    ):
        list(RayEngine(address).map(rules_digest, ["pipelines.base.ids"]))


PROGRAM = """
import sys
from pipelines.base.processes.endings import ending, leave
from pipelines.night.engine import opened, ray_engine
from tests.pipelines.night.engine.slowly import slowly

ray_engine.CHECK_SECONDS, ray_engine.PATIENCE_SECONDS = 0.5, 1.0


def work():
    with opened("ray", sys.argv[1]) as engine:
        for number in engine.map(slowly, range(200)):
            print(number, flush=True)
    return 0


leave(ending(work))
"""
PIPES: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (
            "the last node",
            r"Ray: the cluster has no node left: add one \('ray start --address .*; run the same command",
        ),
        ("the head", r"Ray: the head at .* is gone \(.*start the cluster anew .*; run the same command again"),
    ],
)
def test_a_cluster_that_goes_amid_the_work_is_one_line(cluster: Any, fault: str, line: str) -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM, cluster.address], text=True, **PIPES) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "0\n", program.communicate()[1]
        if fault == "the head":
            for process in [each for kind in cluster.head_node.all_processes.values() for each in kind]:
                os.kill(process.process.pid, signal.SIGKILL)
        for node in list(cluster.worker_nodes):
            cluster.remove_node(node, False)
        _, err = program.communicate(timeout=60)
    assert program.returncode == 2
    assert re.fullmatch(f"dateline: {line} .*", err.splitlines()[-1]), err  # Ray's own log may come before
    assert "Traceback" not in err
