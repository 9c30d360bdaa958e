"""Every tampering with a dataset is found and named; a dataset that nobody touched is whole, wherever it lies."""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipelines.base.errors import EnvironmentFault, InputError
from pipelines.cli import dateline
from pipelines.give.export.formats import ROW_FORMATS
from pipelines.give.export.formats.format import Format
from pipelines.give.export.signature import NAMESPACE, sign
from pipelines.give.verify.verification import verify
from pipelines.lake.home import Home
from tests.pipelines.give.verify.made import NIGHT, ROBOTS, STORIES, corpus, made, opted_out
from tests.pipelines.give.verify.tampering import CELLS, mend, rewritten, tamperings


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return corpus(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def whole(home: Home) -> Path:
    return made(home)


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "copy")


def test_a_dataset_is_whole_wherever_it_lies(whole: Path, copy: Path, tmp_path: Path) -> None:
    assert verify(whole).findings == []
    assert verify(copy).findings == []
    moved = copy.rename(tmp_path / "another name")
    found = verify(moved)
    assert (found.findings, found.notes, found.rows) == ([], (), STORIES)


@pytest.mark.parametrize(
    "values",
    [
        {"formats": ["jsonl"]},
        {"formats": ["mds"]},
        {"formats": ["parquet", "jsonl"], "least_shards": 5},
        {"profile": "flat"},
        {"splits": {"z": 0.5, "a": 0.5}, "quality": {"gopher_stop_words": [0, 9]}, "pii": "mask"},
        {"splits": {"train": {"before": "2026-02-03"}}, "columns": ["title", "related", "rights", "gone_on", "flags"]},
    ],
)
def test_other_recipes_are_whole(values: dict[str, object], home: Home) -> None:
    found = verify(made(home, name="other", **values))
    assert (found.findings, found.notes) == ([], ())


def test_all_tamperings_are_found_and_named(whole: Path, tmp_path: Path) -> None:
    missed, tried = [], 0
    for tampering in tamperings(whole):
        folder = shutil.copytree(whole, tmp_path / "tampered")
        tampering.do(folder)
        lines = [str(finding) for finding in verify(folder).findings]
        if not any(all(part in line for part in tampering.said) for line in lines):
            missed.append((tampering.name, tampering.said, lines[:5]))
        shutil.rmtree(folder)
        tried += 1
    assert missed == []
    assert tried >= 100


@pytest.mark.parametrize("kind", ROW_FORMATS[1:], ids=lambda kind: kind.name)
def test_a_change_in_a_second_format_is_named(kind: Format, home: Home, tmp_path: Path) -> None:
    whole = made(home, name=f"also_{kind.name}", formats=["parquet", kind.name])
    stem = "train-00000-of-00002"
    table = pq.ParquetFile(whole / "data" / f"{stem}.parquet").read()
    name = f"{kind.place('train')}/{stem}.{kind.suffix}"
    for place, (column, (group, value)) in enumerate(CELLS.items()):
        rows, at = table.to_pylist(), place % table.num_rows
        rows[at][column] = value
        folder = shutil.copytree(whole, tmp_path / column)
        with (folder / name).open("w+b") as file:
            writer = kind.writer(file, table.schema)
            writer.write(pa.Table.from_pylist(rows, table.schema))
            writer.close()
        mend(folder, name)
        said = [str(finding) for finding in verify(folder).findings if finding.where.startswith(name)]
        assert f"{name} row {at} (id {rows[at]['id']}): {group} changed" in said, column


def test_a_changed_index_of_shards_is_named(home: Home) -> None:
    folder = made(home, name="streamed", formats=["parquet", "mds"])
    assert (verify(folder).findings, verify(folder).notes) == ([], ())
    index = folder / "mds" / "train" / "index.json"
    index.write_text(index.read_text().replace('"samples": ', '"samples": 1'))
    mend(folder, "mds/train/index.json")
    [found] = map(str, verify(folder).findings)
    assert found.startswith("mds/train/index.json line 1: says ")


def test_the_rights_table_has_signals_captures_and_rule(whole: Path) -> None:
    table = pq.read_table(whole / "rights.parquet")
    assert table.num_rows == STORIES
    row = next(row for row in table.to_pylist() if row["id"] == "story01")
    assert row["signals"] == [{"standard": "aipref", "raw": "train-ai=y", "scope": "site", "origin": ROBOTS}]
    assert (row["read_url"], row["night"], row["rule"]) == ("https://paper.example/story01", NIGHT, "3")
    assert (row["train_ai"], row["tdm"], row["opted_out_on"]) == ("allowed", "unknown", None)
    [robots] = json.loads((whole / "manifest.json").read_text())["rights_files"]
    assert (robots["url"], robots["first_read"], robots["source"]) == (ROBOTS, "2026-02-02T02:00:00Z", "paper")


def test_the_archive_is_read_again(home: Home, whole: Path, copy: Path, tmp_path: Path) -> None:
    archive = shutil.copytree(home.archive, tmp_path / "archive")
    assert verify(whole, archive=archive).findings == []

    def point_elsewhere(rows: list[dict[str, Any]]) -> None:
        [offset] = [row["warc_offset"] for row in rows if row["id"] == "story00"]
        rows[-1]["warc_offset"] = offset

    rewritten(copy, "rights.parquet", point_elsewhere)
    lines = [str(finding) for finding in verify(copy, archive=archive).findings]
    last = f"rights.parquet row {STORIES - 1} "
    assert any(line.startswith(last) and line.endswith("has another payload") for line in lines)
    assert any(line.startswith(last) and "is of https://paper.example/story00" in line for line in lines)
    next(archive.rglob("*.warc.gz")).unlink()
    assert len(verify(whole, archive=archive).findings) == STORIES + 1  # the robots.txt, too


def test_a_place_outside_the_archive_is_not_read(home: Home, copy: Path) -> None:
    rewritten(copy, "rights.parquet", lambda rows: rows[0].update({"warc_file": "../../etc/passwd"}))
    lines = [str(finding) for finding in verify(copy, archive=home.archive).findings]
    assert any("../../etc/passwd at" in line and line.endswith("is no place in an archive") for line in lines)


def test_an_opt_out_acts_backwards_and_is_in_the_ledger(tmp_path: Path) -> None:
    home = corpus(tmp_path)
    opted_out(home, date(2026, 2, 9), {"tdm": "disallowed"})
    folder = made(home)
    assert set(pq.read_table(folder / "rights.parquet")["opted_out_on"].to_pylist()) == {date(2026, 2, 9)}
    [said] = json.loads((folder / "manifest.json").read_text())["opt_outs"]
    assert said == {"source": "paper", "night": "2026-02-09", "pages": 9, "disallows": ["tdm"], "articles_left_out": 0}
    assert verify(folder).findings == []
    opted_out(home, date(2026, 2, 10), {"tdm": "disallowed", "train_ai": "disallowed"})
    with pytest.raises(InputError, match=f"{STORIES} training disallowed"):
        made(home)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


def test_a_signature_is_checked_by_openssh_and_kept(home: Home, key: Path, tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen")
    folder = made(home, name="signed")
    sign(folder, key)
    signers = tmp_path / "signers"
    signers.write_text(f"desk@paper.example {key.with_suffix('.pub').read_text()}")
    found = verify(folder, signers=signers)
    assert (found.findings, found.signed_by) == ([], "desk@paper.example")
    command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "desk@paper.example", "-n", NAMESPACE]
    with (folder / "manifest.json").open() as manifest:
        subprocess.run([*command, "-s", folder / "manifest.json.sig"], stdin=manifest, check=True, capture_output=True)
    before = (folder / "manifest.json.sig").read_bytes()
    assert made(home, name="signed") == folder  # nothing changed: the signature stays
    assert (folder / "manifest.json.sig").read_bytes() == before
    rewritten(folder, "rights.parquet", lambda rows: rows[0].update({"rule": "4"}))
    mend(folder, "rights.parquet")
    assert "manifest.json.sig: is no signature of this manifest.json" in list(map(str, verify(folder).findings))
    said = [str(finding) for finding in verify(folder, signers=signers).findings]
    assert f"manifest.json.sig: is no signature of this manifest.json by anybody in {signers}" in said


def test_a_signature_by_nobody_known_and_none_at_all_are_findings(copy: Path, key: Path, tmp_path: Path) -> None:
    signers = tmp_path / "signers"
    signers.write_text("")
    assert "is not there" in str(verify(copy, signers=signers).findings[0])
    sign(copy, key)
    assert "by anybody in" in str(verify(copy, signers=signers).findings[0])
    assert verify(copy).findings == []


def test_without_openssh_one_line_says_so(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EnvironmentFault, match="ssh-keygen is not installed: install OpenSSH"):
        sign(copy, copy / "key")
    (copy / "manifest.json.sig").write_text("")
    assert verify(copy).findings == []  # nobody asked who signed


def test_the_command_prints_findings_and_its_status_says_it(home: Home, copy: Path) -> None:
    def told(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(dateline, ["--home", str(home.root), "verify", *arguments])
        return result.exit_code, result.stdout, result.stderr

    status, out, err = told("tried")
    assert (status, out) == (0, "")
    assert err.startswith(f"whole: {STORIES} rows, manifest.json has SHA-256 ")
    (copy / "notes.txt").write_text("new")
    assert told(str(copy))[:2] == (1, "notes.txt: added\n")
    assert not (copy.parent / "copy.summary.md").exists()
    (copy / "notes.txt").unlink()
    status, out, _ = told(str(copy), "--summary")
    assert (status, out.splitlines()) == (0, [str(copy.parent / f"copy.summary.{end}") for end in ("md", "csv")])


def test_a_summary_has_domains_permissions_and_signals(whole: Path, copy: Path) -> None:
    from pipelines.give.verify.summary import write_summary

    page, table = (path.read_text() for path in write_summary(copy))
    assert "## Domains by size (1 of 1)" in page
    assert "| paper.example | 24 | 2880 | 100.00% |" in page
    assert "| train_ai allowed, tdm unknown | 12 | 1440 | 50.00% |" in page
    assert "| aipref | 12 | 1440 | 50.00% |" in page
    assert "between 2026-02-01 and 2026-02-02 by the bounds" in page
    assert "domain,paper.example,24,2880,1.000000" in table.splitlines()
    assert "month,2026-02,24,2880,1.000000" in table.splitlines()


def test_no_dataset_and_an_older_one_are_refused(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no dataset at"):
        verify(tmp_path / "none")
    (copy / "manifest.json").write_text('{"rows": {"train": 1}, "files": {}}')
    with pytest.raises(InputError, match="older version, which kept no digests: export it again"):
        verify(copy)
