"""Channels of alerts: a receiver that fails is named without its secret and tried again; the others get the alert."""

import json
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import dagster as dg
import pytest
from dagster._utils.error import serializable_error_info_from_exc_info

from assets.alert_channels import Alert, channels
from assets.alerts import outbox_sensor, send_again, send_once
from assets.operations import Mail, Operations
from assets.outbox import KEPT_SECONDS, put, send_waiting
from pipelines.base.errors import EnvironmentFault
from pipelines.lake.home import Home
from tests.assets.receivers import SECRETS, MailServer, certificate, talker, webhook

ALERT = Alert("2026-02-03", "nightly", "0123456789", ("ledger is missing: HTTP 503", "gazette is missing: interrupted"))
TEXT = "Dateline, night of 2026-02-03 (run 01234567):\n- ledger is missing: HTTP 503\n- gazette is missing: interrupted"
WAYS = Operations(alert_file="alerts.jsonl", alert_webhook_from="ALERTS")
PATH = "/p4th/T0KEN?key=s3cret"


def redirecting(status: int) -> Callable[[ExitStack], str]:
    def start(stack: ExitStack) -> str:
        target, got = stack.enter_context(webhook())
        stack.callback(lambda: pytest.fail("the redirect was followed") if got else None)
        return stack.enter_context(webhook(status, location=target))[0]

    return start


def answering(status: int) -> Callable[[ExitStack], str]:
    return lambda stack: stack.enter_context(webhook(status))[0]


def talking(answer: Callable[[socket.socket], None]) -> Callable[[ExitStack], str]:
    return lambda stack: f"http://127.0.0.1:{stack.enter_context(talker(answer))}{PATH}"


def refusing(_: ExitStack) -> str:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return f"http://127.0.0.1:{closed.getsockname()[1]}{PATH}"


def drip(connection: socket.socket) -> None:
    """Send a byte before every time-out: a receiver that no socket time-out ends."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        pass


BROKEN: dict[str, tuple[Callable[[ExitStack], str] | str, str]] = {
    "moved for good": (redirecting(301), "HTTP 301: the receiver redirects"),
    "moved": (redirecting(302), "HTTP 302: the receiver redirects"),
    "see other": (redirecting(303), "HTTP 303: the receiver redirects"),
    "moved, POST kept": (redirecting(307), "HTTP 307: the receiver redirects"),
    "not found": (answering(404), "HTTP 404"),
    "gone wrong": (answering(500), "HTTP 500"),
    "refuses": (refusing, "connection refused"),
    "hangs": (talking(lambda _: None), "no answer in time"),
    "drips": (talking(drip), "no answer in 0.5 seconds"),
    "hangs up": (talking(lambda connection: connection.close()), "it hung up"),
    "speaks SMTP": (talking(lambda c: c.sendall(b"220 T0KEN\r\n")), "no answer that can be read"),
    "speaks no TLS": (talking(lambda c: c.sendall(b"plain\r\n" * 99)), "no TLS connection"),
    "a space in the path": (f"https://desk.example{PATH} x", "contains a space"),
    "a space in the host": (f"https://desk .example{PATH}", "contains a space"),
    "a line break": (f"https://desk.example{PATH}\nx", "contains a space"),
    "a letter beyond ASCII": (f"https://desk.example{PATH}ü", "contains a space, or a character"),
    "no host": (f"https://{PATH}", "no host"),
    "no port": (f"https://desk.example:T0KEN{PATH}", "host or port is malformed"),
    "half an IPv6 address": (f"https://[::1{PATH}", "host or port is malformed"),
    "a password": (f"https://T0KEN:s3cret@desk.example{PATH}", "contains a user name"),
    "another scheme": (f"ftp://desk.example{PATH}", "no http(s) URL"),
    "no scheme": (f"desk.example{PATH}", "no http(s) URL"),
    "empty": ("", "the variable is not set"),
    "host unknown": (f"https://no-such-host.invalid{PATH}", "host is not found"),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home.at(tmp_path)
    found.dagster.mkdir()
    return found


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


@pytest.mark.parametrize("name", BROKEN)
def test_a_webhook_that_fails_is_named_and_tried_again_and_the_file_has_the_alert_once(
    home: Home,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    log: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    start, cause = BROKEN[name]
    with ExitStack() as stack:
        url = start if isinstance(start, str) else start(stack)
        monkeypatch.setenv("ALERTS", url.replace("http:", "https:") if name == "speaks no TLS" else url)
        put(home, ["file", "webhook"], ALERT)
        (problem,) = send_waiting(home, channels(home, WAYS, timeout_seconds=0.2), patience_seconds=0.5)
        assert problem.startswith("alert_webhook_from: ALERTS: ")
        assert cause in problem
        said = problem + log.text + "".join(capfd.readouterr())
        assert not [secret for secret in SECRETS if secret in said]
    with webhook() as (url, got):
        monkeypatch.setenv("ALERTS", url)
        assert send_waiting(home, channels(home, WAYS)) == send_waiting(home, channels(home, WAYS)) == []
    assert [message["text"] for message in got] == [TEXT]
    assert len((home.root / "alerts.jsonl").read_text().splitlines()) == 1


def test_the_tick_of_a_sensor_names_the_problem_and_no_secret(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    sensor = outbox_sensor(home, WAYS)
    (home.root / "settings.yaml").write_text("alert_file: alerts.jsonl\nalert_webhook_from: ALERTS\n")
    monkeypatch.setenv("ALERTS", f"https://desk.example{PATH} x")
    with pytest.raises(EnvironmentFault, match=r"alert_webhook_from: ALERTS: the URL contains a space"):
        send_once(home, WAYS, ALERT)
    with dg.DagsterInstance.ephemeral() as instance, dg.build_sensor_context(instance) as context:
        with pytest.raises(EnvironmentFault) as raised:
            sensor.evaluate_tick(context)
        said = serializable_error_info_from_exc_info(raised._excinfo).to_string()
        assert "contains a space" in said
        assert not [secret for secret in SECRETS if secret in said]
        with webhook() as (url, got):
            monkeypatch.setenv("ALERTS", url)
            assert sensor.evaluate_tick(context).skip_message == "no alert waits"
    assert [message["causes"] for message in got] == [list(ALERT.causes)]


def test_an_alert_that_waited_for_a_week_and_a_damaged_one_are_deleted(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, ["webhook"], ALERT)
    folder = home.dagster / "alerts" / "webhook"
    (old,) = folder.glob("*.json")
    os.utime(old, (0, time.time() - KEPT_SECONDS - 1))
    (folder / "torn.json").write_text('{"night": "2026-')
    with webhook() as (url, got):
        monkeypatch.setenv("ALERTS", url)
        send_again(home, WAYS)
    assert got == []
    assert list(folder.glob("*.json")) == []


def mail(port: int, **more: str) -> Mail:
    fields = {"to": "desk@paper.example", "sender": "dateline@paper.example", "server": f"127.0.0.1:{port}"}
    return Mail.model_validate(fields | more)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_mail_says_it_in_its_subject_and_words(home: Home, security: str, monkeypatch: pytest.MonkeyPatch) -> None:
    login = {} if security == "none" else {"ca_file": "ca.pem", "user": "dateline", "password_from": "MAIL_PASSWORD"}
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret")
    server = MailServer(security, certificate(home.root)[0])
    with talker(server) as port:
        send_once(home, Operations(alert_mail=mail(port, security=security, **login)), ALERT)
    (lines,) = server.mails
    assert "Subject: Dateline: the night of 2026-02-03 needs you" in lines
    assert lines[-2:] == TEXT.splitlines()[1:]
    assert "rcpt TO:<desk@paper.example>" in server.commands
    assert any(line.startswith("AUTH PLAIN") for line in server.commands) == bool(login)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["authority", "host", "day", "file"])
def test_no_mail_goes_to_a_server_whose_certificate_does_not_hold(home: Home, security: str, wrong: str) -> None:
    host, days = "other.example" if wrong == "host" else "127.0.0.1", -1 if wrong == "day" else 1
    server = MailServer(security, certificate(home.root, host=host, days=days)[0])
    more = {} if wrong == "authority" else {"ca_file": "ca.pem" if wrong != "file" else "no.pem"}
    with talker(server) as port:
        operations = Operations(alert_mail=mail(port, security=security, **more), alert_file="alerts.jsonl")
        put(home, ["file", "mail"], ALERT)
        (problem,) = send_waiting(home, channels(home, operations))
    expected = "ca_file: no.pem holds no certificate" if wrong == "file" else "its certificate is not accepted"
    assert problem.startswith(f"alert_mail: {expected}")
    assert server.mails == []
    assert json.loads((home.root / "alerts.jsonl").read_text())["text"] == TEXT


@pytest.mark.parametrize(
    ("offered", "asked", "cause"),
    [
        ("none", "starttls", "it does not offer STARTTLS"),
        ("none", "tls", "no TLS connection"),
        ("tls", "none", "it hung up or gave no answer"),
    ],
)
def test_no_mail_goes_in_the_clear_where_tls_is_asked_for(home: Home, offered: str, asked: str, cause: str) -> None:
    server = MailServer(offered, certificate(home.root)[0])
    with talker(server) as port:
        operations = Operations(alert_mail=mail(port, security=asked))
        put(home, ["mail"], ALERT)
        (problem,) = send_waiting(home, channels(home, operations, timeout_seconds=0.2))
    assert problem.startswith(f"alert_mail: {cause}")
    assert server.mails == []


def test_a_password_that_is_refused_is_not_in_the_problem(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret")
    server = MailServer("tls", certificate(home.root)[0], password=b"another")
    with talker(server) as port:
        wish = mail(port, security="tls", ca_file="ca.pem", user="dateline", password_from="MAIL_PASSWORD")
        (channel,) = channels(home, Operations(alert_mail=wish))
        assert channel.problem_with(ALERT) == "alert_mail: it refuses the user or the password"
        monkeypatch.delenv("MAIL_PASSWORD")
        assert str(channel.problem_with(ALERT)).startswith("alert_mail: password_from: MAIL_PASSWORD is not set")
    assert server.mails == []


@pytest.mark.parametrize(
    ("port", "more", "expected"),
    [
        (25, {}, "none"),
        (465, {}, "tls"),
        (587, {}, "starttls"),
        (2525, {"security": "tls"}, "tls"),
        (587, {"security": "none"}, "none"),
        (25, {"user": "a", "password_from": "B"}, "a password is sent over TLS only"),
        (587, {"user": "a"}, "user and password_from go together"),
    ],
)
def test_the_port_decides_about_tls_unless_the_settings_do(port: int, more: dict[str, str], expected: str) -> None:
    if " " in expected:
        with pytest.raises(ValueError, match=expected):
            mail(port, **more)
    else:
        assert mail(port, **more).encryption == expected
