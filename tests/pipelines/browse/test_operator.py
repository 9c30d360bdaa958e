"""The buttons of `dateline browse --operator`: who may press them, and that each runs its command."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import click
import pytest
import yaml
from starlette.testclient import TestClient

from pipelines.base.errors import InputError
from pipelines.browse.operator import COOKIE, Operator, arguments_of
from pipelines.browse.server import application
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.book import Row, record
from tests.pipelines.ask.show.test_show import ONE, TWO
from tests.pipelines.browse.test_server import home

__all__ = ["home"]
PLACE = "http://127.0.0.1:3001"
OWN = {"origin": PLACE}
PAUSE = {"do": "pause", "source": "paper"}
PATIENCE_SECONDS = 60


@pytest.fixture
def operator(home: Home) -> Operator:
    return Operator(home)


@pytest.fixture
def client(home: Home, operator: Operator) -> Iterator[TestClient]:
    with TestClient(application(home, operator), base_url=PLACE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def signed_in(client: TestClient, operator: Operator) -> TestClient:
    answer = client.post("/operator/sign-in", data={"token": operator.token}, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/operator")
    kept = answer.headers["set-cookie"]
    assert "HttpOnly" in kept and "SameSite=strict" in kept and operator.token not in kept
    return client


def ended(operator: Operator) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while operator.is_busy and time.monotonic() < until:
        time.sleep(0.1)
    assert not operator.is_busy


def test_without_the_option_there_is_nothing(home: Home) -> None:
    with TestClient(application(home), base_url=PLACE) as plain:
        assert plain.get("/operator").status_code == 404
        for path in ("/operator/do", "/operator/sign-in"):
            assert plain.post(path, json={}).status_code == 404
            assert plain.post(path, data=PAUSE, headers=OWN).status_code == 415


def test_without_the_token_a_button_does_not_exist(client: TestClient, operator: Operator) -> None:
    form = PAUSE | {"csrf": operator.csrf}
    assert client.post("/operator/do", data=form, headers=OWN).status_code == 404
    wrong = client.post("/operator/sign-in", data={"token": operator.token[:-1]}, headers=OWN)
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    client.cookies.set(COOKIE, "guessed")
    assert client.post("/operator/do", data=form, headers=OWN).status_code == 404
    assert "/operator/do" not in client.get("/source/paper").text
    assert not operator.runs


@pytest.mark.parametrize(
    ("headers", "change", "status"),
    [
        ({"origin": "https://evil.example"}, {}, 403),
        ({"origin": "null"}, {}, 403),
        ({"origin": "http://127.0.0.1:9999"}, {}, 403),  # another server of this machine
        ({}, {}, 415),
        (OWN | {"sec-fetch-site": "cross-site"}, {}, 403),
        (OWN, {"csrf": ""}, 403),
        (OWN, {"csrf": "guessed"}, 403),
        (OWN, {"do": "takedown"}, 400),
        (OWN, {"source": "../paper"}, 400),
        (OWN, {"do": "release", "night": "--undo"}, 400),
        (OWN, {"do": "acknowledge", "check": "--by=x"}, 400),
        (OWN, {"note": "x" * 9_000}, 413),
    ],
)
def test_a_form_that_is_not_of_our_page_does_nothing(
    headers: dict[str, str], change: dict[str, str], status: int, signed_in: TestClient, operator: Operator
) -> None:
    form = PAUSE | {"csrf": operator.csrf} | change
    assert signed_in.post("/operator/do", data=form, headers=headers).status_code == status
    assert not operator.runs


def test_a_link_does_nothing(signed_in: TestClient, operator: Operator) -> None:
    for path in ("/operator/do", "/operator/sign-in"):
        assert signed_in.get(path, params=PAUSE | {"csrf": operator.csrf, "token": operator.token}).status_code == 405
    assert not operator.runs


def test_a_button_runs_its_command_and_what_it_said_is_shown(
    signed_in: TestClient, operator: Operator, home: Home
) -> None:
    home.sources.mkdir(exist_ok=True)
    file = home.sources / "paper.yaml"
    file.write_text("title: Paper\nurl: https://paper.example/\n")
    page = signed_in.get("/source/paper")
    assert page.headers["referrer-policy"] == "same-origin" and "etag" not in page.headers
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    for do, nightly in (("pause", False), ("resume", True)):
        answer = signed_in.post("/operator/do", data=PAUSE | {"do": do, "csrf": csrf}, headers=OWN)
        assert answer.status_code == 303
        assert (
            signed_in.post("/operator/do", data=PAUSE | {"csrf": csrf}, headers=OWN).status_code == 400
        )  # one at a time
        ended(operator)
        assert operator.runs[0].status == 0
        assert yaml.safe_load(file.read_text()).get("nightly", True) is nightly
    shown = signed_in.get("/operator").text
    assert "dateline sources pause --resume paper" in shown and "done" in shown
    assert operator.token not in shown


def test_an_incident_is_acknowledged_with_a_note(signed_in: TestClient, operator: Operator, home: Home) -> None:
    record(
        Lake(home.lake), Row(TWO, "articles", "done", datetime(2026, 2, 3, tzinfo=UTC), 1.0, 3, "", "", {}, None, ())
    )
    assert 'value="acknowledge"' in signed_in.get("/source/paper").text
    form = {"do": "acknowledge", "source": "paper", "check": "dates", "note": "--by=them <b>", "csrf": operator.csrf}
    assert signed_in.post("/operator/do", data=form, headers=OWN).status_code == 303
    ended(operator)
    assert operator.runs[0].status == 0, list(operator.runs[0].lines)
    assert "paper: dates: acknowledged" in signed_in.get("/operator").text
    assert "--by=them &lt;b&gt;</small>" in signed_in.get("/source/paper").text


@pytest.mark.parametrize(
    ("form", "arguments"),
    [
        ({"do": "crawl", "source": "paper"}, ["crawl", "--source", "paper"]),
        ({"do": "release", "source": "paper", "night": str(ONE)}, ["release", "paper", str(ONE)]),
        ({"do": "resume", "source": "paper"}, ["sources", "pause", "--resume", "paper"]),
        ({"do": "acknowledge", "source": "paper", "check": "dates"}, ["acknowledge", "--", "paper", "dates"]),
    ],
)
def test_a_button_is_an_ordinary_command(form: dict[str, str], arguments: list[str]) -> None:
    from pipelines.cli import dateline

    assert arguments_of(form) == arguments
    with dateline.make_context("dateline", [arguments[0], "--help"]) as context:
        name, command, _ = dateline.resolve_command(context, list(arguments))
    words = arguments[2:] if name == "sources" else arguments[1:]
    leaf = command.commands["pause"] if isinstance(command, click.Group) else command
    assert leaf is not None and leaf.make_context(leaf.name, words, resilient_parsing=False).params


def test_a_button_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no button"):
        arguments_of({"do": "sql"})
