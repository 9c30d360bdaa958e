"""`dateline mcp` as clients start it: on stdin and stdout, over HTTP behind the guard, and without its package."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import anyio
import pytest
from mcp import Client, StdioServerParameters

from tests.kept_ports import kept_port
from tests.pipelines.browse.mcp.asking import without_fences
from tests.pipelines.browse.mcp.small_home import Story, small_home
from tests.programs import run

BRIDGE = "aaaa000000000001"
ASKED = b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = small_home(tmp_path_factory.mktemp("mcp"), [Story(BRIDGE, "Bridge opens", "The mayor opened the bridge.")])
    return home.root


def asked(server: StdioServerParameters | str) -> dict[str, object]:
    """The article, asked of a server by its address or its command."""

    async def ask() -> dict[str, object]:
        async with Client(server, read_timeout_seconds=60) as client:
            found = await client.call_tool("article", {"article": BRIDGE})
        return without_fences(found.content[0].text)  # type: ignore[union-attr]

    return anyio.run(ask)


def test_it_answers_on_stdin_and_stdout_alone(root: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "pipelines", "--home", str(root), "mcp"])
    assert asked(command)["published"] == "unknown"


def test_it_ends_with_its_client(root: Path) -> None:
    done = run("pipelines", "--home", str(root), "mcp")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    port = kept_port()
    command = [sys.executable, "-m", "pipelines", "--home", str(root), "mcp", "--http", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        assert f"http://127.0.0.1:{port}" in server.stderr.readline()
        yield f"http://127.0.0.1:{port}/mcp"
        server.terminate()


def test_it_answers_over_http(address: str) -> None:
    assert asked(address)["title"] == "Bridge opens"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_a_page_of_another_origin_is_refused(address: str, headers: dict[str, str], status: int) -> None:
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, ASKED, usual | headers))
    assert refused.value.code == status
    refused.value.close()


def test_without_the_package_one_line_says_what_to_install(root: Path) -> None:
    program = f"import sys; sys.modules['mcp'] = None; sys.argv = ['dateline', '--home', {str(root)!r}, 'mcp']\n"
    program += "from pipelines.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert "pip install 'mcp>=2.3,<3'" in line
