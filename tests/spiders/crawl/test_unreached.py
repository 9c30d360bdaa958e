"""A night on which the source could not be had at all: told, with its rows, and tried again."""

import json
import socket
import subprocess
from datetime import date, timedelta

NIGHT = date(2025, 11, 3)


def test_a_source_that_cannot_be_reached_is_told_and_tried_again(crawler, paper):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}/"
    crawler.source(url=nowhere)
    done = subprocess.run(crawler.command(), capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, json.loads(done.stdout)["state"]) == (1, "unreached")
    assert done.stderr.splitlines()[-1] == (
        "dateline: paper: could not be reached (robots.txt: DownloadConnectionRefusedError, unreachable); "
        "run the same command again to try once more"
    )
    assert crawler.rows()[nowhere]["outcome"] == "robots_denied"
    assert crawler.rows()[f"{nowhere}robots.txt"]["outcome"] == "connection_error"
    paper.html("/")
    crawler.source()
    assert crawler.run()["state"] == "finished"
    assert crawler.outcomes() == {"/": "stored"}
    assert crawler.run()["state"] == "already_finished"


def test_the_next_night_leaves_the_rows_of_one_that_was_not_reached(crawler, paper):
    paper.answer("/robots.txt", status=503)
    paper.html("/")
    assert crawler.run(status=1)["state"] == "unreached"
    rows = crawler.rows()
    paper.answer("/robots.txt")
    assert crawler.run(NIGHT + timedelta(days=1))["state"] == "finished"
    assert crawler.rows() == rows
    assert rows["/"]["detail"] == "robots.txt: HTTP 503, unreachable"
