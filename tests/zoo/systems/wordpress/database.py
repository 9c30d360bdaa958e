"""The MariaDB server of the zoo's WordPress sites: one of our own in the work folder, reached by a socket only."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.zoo.tools import UnavailableError, run

START_SECONDS = 60


@contextmanager
def database(folder: Path) -> Generator[str]:
    """Run the server while the context lasts; yields its socket."""
    data = folder / "mariadb"
    if not (data / "mysql").exists():
        data.mkdir(parents=True, exist_ok=True)
        run(["mariadb-install-db", f"--datadir={data}", "--auth-root-authentication-method=normal", *_user()])
    with tempfile.TemporaryDirectory() as short:  # the path of a socket may have 107 characters
        socket = f"{short}/mariadb.sock"
        command = [
            "mariadbd",
            "--no-defaults",
            f"--datadir={data}",
            f"--socket={socket}",
            "--skip-networking",
            *_user(),
        ]
        with (folder / "mariadb.log").open("w") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(server, socket, folder / "mariadb.log")
            yield socket
        finally:
            server.terminate()
            server.wait()


def create(socket: str, name: str) -> None:
    """Make an empty database, in place of one of that name."""
    statements = f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4"
    run(["mariadb", "--no-defaults", f"--socket={socket}", "--user=root", "-e", statements])


def _user() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []


def _wait(server: subprocess.Popen[bytes], socket: str, log: Path) -> None:
    for _ in range(START_SECONDS * 10):
        if server.poll() is not None:
            raise UnavailableError(f"mariadbd ended: {log.read_text()[-400:]}")
        if Path(socket).exists():
            return
        time.sleep(0.1)
    raise UnavailableError(f"mariadbd did not start: {log.read_text()[-400:]}")
