"""The command line: every command helps, is in the README, and turns a user's mistake into one line and exit status 2."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import psutil
import pytest
from click.testing import CliRunner

from pipelines.base.processes.typed_name import as_typed, remember_home, remember_name
from pipelines.cli import COMMANDS, dateline
from pipelines.cli.name_list import name_list
from pipelines.cli.processes import options
from pipelines.corpus.publish.views import write_views
from pipelines.lake.home import Home
from tests import programs

ROOT = Path(__file__).parents[3]


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATELINE_HOME": str(home)}
    return programs.run("pipelines", *arguments, cwd=ROOT, env=environment)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(name: str) -> None:
    result = CliRunner().invoke(dateline, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 5


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"dateline {name}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from pipelines.cli import dateline; dateline(['--help'], standalone_mode=False); "
        "print(sorted(sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    for heavy in ("pyarrow", "duckdb", "dagster", "scrapy", "trafilatura", "lxml"):
        assert f"'{heavy}'" not in shown


MISTAKES = {
    "no corpus yet": (["sql", "SELECT 1"], "run 'dateline sources add URL' for a paper of yours"),
    "nothing crawled": (["build"], "or 'dateline demo'"),
    "an unknown command": (["demoo"], "Did you mean 'demo'?"),
    "an unknown export": (["export", "nothing"], "unknown export: nothing"),
    "an unknown source": (["crawl", "--source", "nothing"], "unknown source: nothing"),
    "no search index": (["search", "word"], "or 'dateline demo'"),
    "a missing file of pages": (["extract", "missing.jsonl", "-o", "out.jsonl"], "missing.jsonl"),
    "a missing file of texts": (["duplicates", "missing.jsonl", "-o", "out.jsonl"], "missing.jsonl"),
    "a night that is no date": (["build", "--night", "monday"], "monday"),
    "a source that is no site": (["sources", "add", "nonsense"], "write one such as https://paper.example/"),
    "a takedown without a reason": (["takedown", "http://a.example/story", "--yes"], "give --reason"),
    "too many words": (["doctor", "please"], "'dateline doctor --help' says more"),
}


@pytest.mark.parametrize(("arguments", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_without_a_traceback(arguments: list[str], hint: str, tmp_path: Path) -> None:
    result = run(*arguments, home=tmp_path)
    assert result.returncode == 2
    assert hint in result.stderr
    assert result.stderr.startswith("dateline: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    assert not list(tmp_path.iterdir())


def test_a_malformed_source_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "paper.yaml").write_text("title: Paper\nurl: paper.example\n")
    result = run("crawl", "--source", "paper", home=tmp_path)
    assert result.returncode == 2
    assert "paper.yaml:2: url:" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run("ui", "--port", port, home=tmp_path)
    assert result.returncode == 2
    assert result.stderr == f"dateline: port {port} is in use: stop what uses it, or choose another with --port\n"
    assert not list(tmp_path.iterdir())


def children_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Its programs, once there are any."""
    while not (children := psutil.Process(process.pid).children()):
        assert process.poll() is None, "it ended before it started a program"
        time.sleep(0.01)
    return children


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_query_that_is_stopped_is_one_line(stop: signal.Signals, tmp_path: Path) -> None:
    write_views(Home.at(tmp_path))
    query = "SELECT sum(a.range * b.range) FROM range(100000000) a, range(1000000) b"
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from pipelines.cli import main; main()"
    command = [sys.executable, "-c", code, "--home", str(tmp_path), "sql", query]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        children = children_of(process)
        while children[0].cpu_times().user < 1:  # raises if it has ended
            time.sleep(0.1)
        process.send_signal(stop)
        try:
            _, told = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 130
    assert told.strip() == "dateline: interrupted; run the same command again to go on"
    assert not children[0].is_running()


def test_ctrl_c_while_a_program_starts_is_one_line() -> None:
    """Both get it from the terminal; the program imports for a second and does not hear it, so it is killed."""
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from pipelines.cli import main; main()"
    command = [sys.executable, "-c", code, "sources", "add", "https://paper.example/"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True) as process:
        children = children_of(process)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "dateline: interrupted; run the same command again to go on\n")
    assert not children[0].is_running()


def test_ctrl_c_while_the_command_line_is_imported_is_one_line() -> None:
    code = (
        "import os, signal; from pipelines.__main__ import leave_at_once; signal.signal(signal.SIGINT, leave_at_once); "
        "os.kill(os.getpid(), signal.SIGINT)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (130, "dateline: interrupted\n")


@pytest.mark.parametrize(
    "words", [["--home", "news", "nights"], ["nights", "--home", "news"], ["nights", "--home=news"]]
)
def test_the_home_stands_on_either_side_of_a_command(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    done = programs.run("pipelines", *words, cwd=tmp_path, env=os.environ | {"DATELINE_HOME": "/nowhere"})
    line = "yet: run 'dateline --home news sources add URL' for a paper of yours, or 'dateline demo'"
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"no crawled night under {tmp_path / 'news'} {line}\n"


@pytest.mark.parametrize("words", [["nights"], ["dates", "--sources"], ["sources", "list"], ["exports", "list"]])
def test_an_empty_list_says_how_to_fill_it(words: list[str], tmp_path: Path) -> None:
    result = run(*words, home=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert re.fullmatch(r"no .+ in .+ yet: .*'dateline .+\n|no .+ under .+ yet: .*'dateline .+\n", result.stderr)


def test_a_command_that_fails_leaves_no_new_home(tmp_path: Path) -> None:
    server = ["--server", "http://127.0.0.1:9/web", "--contact", "you@paper.example"]
    result = run("import", "wayback", "paper.example", *server, home=tmp_path / "news")
    assert result.returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_file_that_has_no_texts_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "texts.csv").write_text("title,text\nA,B\n")
    for command in ("duplicates", "events"):
        result = run(command, str(tmp_path / "texts.csv"), "-o", str(tmp_path / "out.jsonl"), home=tmp_path)
        line = f"{tmp_path}/texts.csv: no line is a text: {tmp_path}/out.jsonl says why"
        assert result.returncode == 2
        assert result.stderr == f"dateline: {line}; 'dateline {command} --help' shows the form\n"


def test_names_are_repeated_or_separated_by_commas() -> None:
    @click.command()
    @name_list("--source", "--sources", "names", help="Sources.")
    def shown(names: tuple[str, ...]) -> None:
        click.echo(names)

    for words in (["--source", "a", "--source", "b"], ["--source", "a,b"], ["--sources", "a, b,"]):
        assert CliRunner().invoke(shown, words).output == "('a', 'b')\n"


@pytest.mark.parametrize("command", ["crawl", "search", "import warc", "import files", "import wayback", "import urls"])
def test_every_option_of_sources_is_a_list(command: str) -> None:
    help_text = " ".join(CliRunner().invoke(dateline, [*command.split(), "--help"]).output.split())
    assert re.search(r"--sources?, --sources?.*?Several: repeat it, or use commas", help_text)


@pytest.mark.parametrize(
    ("program", "typed"),
    [(".venv/bin/dateline", ".venv/bin/dateline"), ("/usr/bin/pytest", "dateline"), ("dateline", "dateline")],
)
def test_the_next_command_is_named_as_the_user_types_it(
    program: str, typed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "dateline").touch(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DATELINE_TYPED", "")
    monkeypatch.delenv("DATELINE_TYPED_HOME", raising=False)
    remember_name(program)
    assert as_typed("run 'dateline build' first") == f"run '{typed} build' first"


def test_the_next_command_has_the_home_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TYPED", "")
    monkeypatch.setenv("DATELINE_TYPED_HOME", "")
    remember_home("my news")
    assert as_typed("'dateline build' or 'dateline demo' first; 'dateline sql --help' says more") == (
        "'dateline --home 'my news' build' or 'dateline demo' first; 'dateline sql --help' says more"
    )
    remember_home(None)
    assert as_typed("run 'dateline build' first") == "run 'dateline build' first"


def test_doctor_finds_a_fresh_home_in_order(tmp_path: Path) -> None:
    result = run("doctor", home=tmp_path)
    assert result.returncode == 0, result.stdout
    assert "BAD" not in result.stdout


def test_options_leave_out_what_is_not_given() -> None:
    assert options(home="/x", night=None, source=("a", "b")) == ["--home", "/x", "--source", "a", "--source", "b"]


def test_the_short_option_for_help_is_no_word_to_leave_out(tmp_path: Path) -> None:
    asked, spelled = (run("search", option, home=tmp_path).stdout for option in ("-h", "--help"))
    assert asked == spelled
    assert asked.startswith("Usage: dateline search ")


def test_an_empty_list_of_takedowns_says_so(tmp_path: Path) -> None:
    listed = run("takedown", home=tmp_path)
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "", "nothing was taken down\n")


@pytest.mark.parametrize("group", ["sources", "exports", "import"])
def test_the_help_of_a_group_tells_each_command_in_full(group: str, tmp_path: Path) -> None:
    listed = run(group, "--help", home=tmp_path).stdout.partition("Commands:\n")[2]
    assert listed.count("\n") >= 3
    assert "..." not in listed
