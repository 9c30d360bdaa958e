"""`dateline.extract`: the record of a page, equal to the line of `dateline extract`; no file is written."""

import json
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dateline import errors, extract
from pipelines.base.json_lines import encoded
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.storable import output_row
from pipelines.extract.run.task import run_page

GOLDEN = Path(__file__).parents[1] / "pipelines" / "extract" / "golden"
URL = "https://paper.example/2025/11/03/bridge"
STORY = (
    "<html lang=en><title>Old bridge will be mended</title><body><article><h1>Old bridge will be mended</h1>"
    "<p>By Ann Lee, 3 November 2025</p>"
    + "<p>The council of the small town met on Monday evening, and after long talk it agreed to mend the old bridge.</p>"
    * 3
    + "</article><aside class=related><a href='/2025/11/02/the-mill-burns-down-again'>The mill burns down again</a>"
    "<a href='https://paper.example/2025/11/01/a-ferry-for-the-island'>A ferry for the island</a></aside></body></html>"
)


def test_a_record_equals_the_line_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(STORY, encoding="utf-8")
    fetched_at = datetime(2025, 11, 4, 3, tzinfo=UTC)
    read = run_page(PageJob("1", URL, fetched_at=fetched_at, path=str(tmp_path / "page.html")))
    assert read.document is not None
    assert read.date is not None
    written = json.loads(encoded(output_row("1", read.document, read.date)))
    record = extract(STORY.encode(), URL, fetched_at)
    assert json.loads(json.dumps(record.as_dict())) | {"id": "1"} == written
    assert (record.title, record.authors, record.published) == ("Old bridge will be mended", ("Ann Lee",), "2025-11-03")


def test_a_record_is_frozen_and_can_be_pickled() -> None:
    record = extract(STORY, URL)
    assert pickle.loads(pickle.dumps(record)) == record
    with pytest.raises(AttributeError):
        record.title = "Another"  # type: ignore[misc]


def test_without_an_address_nothing_is_made_up() -> None:
    record = extract(STORY)
    assert record.url is None
    assert [link.url for link in record.related] == ["https://paper.example/2025/11/01/a-ferry-for-the-island"]
    assert "invalid" not in json.dumps(record.as_dict())
    assert (record.kind, record.kind_basis) == ("article", "text")
    assert extract(STORY, "https://paper.example/").kind_basis == "front page"


def test_the_canonical_address_resolves_links_of_a_page_without_address() -> None:
    named = STORY.replace("<body>", f"<link rel=canonical href='{URL}'><body>")
    assert [link.url for link in extract(named).related] == [
        "https://paper.example/2025/11/02/the-mill-burns-down-again",
        "https://paper.example/2025/11/01/a-ferry-for-the-island",
    ]


def test_text_is_read_as_text_whatever_encoding_it_declares() -> None:
    assert extract("<meta charset=latin-1><title>Brücke öffnet wieder</title>").title == "Brücke öffnet wieder"


@pytest.mark.parametrize("fetched_at", ["2025-10-30", date(2025, 10, 30), datetime(2025, 10, 30, 12, tzinfo=UTC)])
def test_a_date_after_the_fetch_is_not_accepted(fetched_at: str | date) -> None:
    record = extract(STORY, URL, fetched_at)
    assert record.published is None
    assert {one.rule for one in record.evidence if one.value == "2025-11-03"} == {"after-first-seen"}


def test_the_evidence_says_why() -> None:
    record = extract(STORY, URL)
    assert [(one.verdict, one.raw, one.origin, one.rule) for one in record.evidence] == [
        ("accepted", "By Ann Lee, 3 November 2025", "text", "headline-text"),
        ("supporting", "2025/11/03", "url", "agrees"),
    ]
    assert record.explain().splitlines()[0].startswith("Published:  2025-11-03  (the day is right")
    assert (
        record.explain().splitlines()[-1]
        == "supporting: 2025-11-03, address, written '2025/11/03': agrees with the accepted one"
    )


@pytest.mark.parametrize(
    ("page", "url", "fetched_at", "error", "said"),
    [
        (b"%PDF-1.4", None, None, errors.PageDropped, "binary"),
        ("", None, None, errors.PageDropped, "empty"),
        (STORY, "paper.example/bridge", None, errors.InputError, "write it with https://"),
        (STORY, URL, "yesterday", errors.InputError, "'yesterday'"),
        (STORY, URL, "1850-01-01", errors.InputError, "between 1990 and 2200"),
        (None, URL, None, TypeError, "NoneType"),
    ],
)
def test_a_mistake_is_an_error_of_ours(page: str, url: str, fetched_at: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        extract(page, url, fetched_at)


def test_threads_read_pages_at_the_same_time() -> None:
    pages = [STORY.replace("bridge", f"bridge {number}") for number in range(24)]
    alone = [extract(page, URL) for page in pages]
    together = threading.Barrier(4)

    def read(part: int) -> list[object]:
        together.wait()
        return [extract(page, URL) for page in pages[part::4]]

    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(read, range(4)))
    assert [parts[number % 4][number // 4] for number in range(24)] == alone


NO_FILE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from dateline import extract
page = extract(sys.argv[1], "https://paper.example/2025/11/03/bridge")
page.explain(), page.evidence, page.as_dict()
heavy = {"scrapy", "twisted", "dagster", "pyarrow", "duckdb", "deltalake", "pandas"} & {*sys.modules}
print(page.published, sorted(heavy), "multiprocessing.process" in sys.modules)
"""


def test_no_file_is_written_and_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    """A file may have no byte (RLIMIT_FSIZE); home, working and temporary directory stay empty."""
    folder = str(tmp_path)
    places = {"HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    path = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", NO_FILE, STORY],
        cwd=tmp_path,
        env=places | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("2025-11-03 [] False\n", "")
    assert list(tmp_path.iterdir()) == []


def test_the_import_loads_nothing_but_our_own_light_modules() -> None:
    code = "import sys; from dateline import Corpus, extract; print(len(sys.modules), *sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=GOLDEN.parents[3], capture_output=True, text=True, check=True
    ).stdout
    count, *loaded = shown.split()
    assert {"lxml", "pyarrow", "duckdb", "rich", "click", "numpy", "pydantic", "scrapy", "dagster"} & {*loaded} == set()
    assert int(count) < 200


@pytest.mark.parametrize(("name", "is_refused"), [("pipelines", True), ("spiders", False), ("assets", False)])
def test_packages_of_the_user_beside_a_notebook(name: str, is_refused: bool, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from dateline import Corpus, extract"
    done = subprocess.run([sys.executable, "-c", code], cwd=GOLDEN.parents[3], capture_output=True, text=True)
    assert done.returncode == is_refused, done.stderr
    assert (f"another one first ({tmp_path}/pipelines/__init__.py): rename that one" in done.stderr) is is_refused
