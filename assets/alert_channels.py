"""The channels of alerts that `settings.yaml` names: a file in the home, a webhook, mail.

A channel raises one of our own exceptions. Its text names the setting and the cause, and never the URL, the password,
or a part of them: it goes to Dagster's log and UI.
"""

from __future__ import annotations

import json
import os
import smtplib
import socket
import ssl
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from assets.operations import Mail, Operations, Route
from pipelines.base.errors import ConfigError, DatelineError, EnvironmentFault
from pipelines.lake.home import Home

TIMEOUT_SECONDS = 20.0
CAUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (ssl.SSLCertVerificationError, "its certificate is not accepted"),
    (ssl.SSLError, "no TLS connection"),
    (TimeoutError, "no answer in time"),
    (ConnectionRefusedError, "connection refused"),
    ((ConnectionError, smtplib.SMTPServerDisconnected), "it hung up or gave no answer in time"),
    (socket.gaierror, "its host is not found"),
    ((HTTPException, UnicodeError), "no answer that can be read"),
    (smtplib.SMTPNotSupportedError, "it does not offer STARTTLS, a login, or characters of the address"),
    (smtplib.SMTPAuthenticationError, "it refuses the user or the password"),
    (smtplib.SMTPRecipientsRefused, "it refuses the recipient"),
    (smtplib.SMTPSenderRefused, "it refuses the sender"),
)
"""Descriptions of errors in place of their own texts, which may quote the URL."""


@dataclass(frozen=True, slots=True)
class Alert:
    """The content of an alert: the night, the job and run, one sentence for each cause, and the group of sources if its
    alerts go their own way.
    """

    night: str
    job: str
    run_id: str
    causes: tuple[str, ...]
    group: str = ""

    @property
    def text(self) -> str:
        """The whole message in words."""
        run = f" (run {self.run_id[:8]})" if self.run_id else ""
        group = f", {self.group}" if self.group else ""
        return "\n".join([f"Dateline, night of {self.night}{group}{run}:", *(f"- {cause}" for cause in self.causes)])


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: its name, the setting to mend if it fails, and the function that sends an alert."""

    name: str
    setting: str
    send: Callable[[Alert], None]

    def problem_with(self, alert: Alert) -> str | None:
        """Send an alert. Returns the problem, with setting and cause but without a secret; None if the alert is sent."""
        try:
            self.send(alert)
        except DatelineError as error:
            return f"{self.setting}: {error}"
        except Exception as error:  # any: its text may quote the URL, and the other channels must go on
            return f"{self.setting}: {cause_of(error)}"
        return None


def channels(home: Home, operations: Operations, timeout_seconds: float = TIMEOUT_SECONDS) -> Sequence[Channel]:
    """The channels in the settings, those of groups as well."""
    ways = {"": operations, **operations.groups}
    return [channel for group, route in ways.items() for channel in channels_of(home, route, group, timeout_seconds)]


def channels_of(
    home: Home, route: Route, group: str = "", timeout_seconds: float = TIMEOUT_SECONDS
) -> Sequence[Channel]:
    """The channels of all sources, or of one group of them."""
    found: list[Channel] = []
    name, setting = (f"{group}-", f"groups: {group}: ") if group else ("", "")
    if file := route.alert_file:
        found.append(Channel(f"{name}file", f"{setting}alert_file", lambda alert: append(home, file, alert)))
    if variable := route.alert_webhook_from:
        form = route.alert_webhook_form
        found.append(
            Channel(
                f"{name}webhook",
                f"{setting}alert_webhook_from: {variable}",
                lambda alert: post(webhook_url(variable), body(alert, form), timeout_seconds),
            )
        )
    if mail := route.alert_mail:
        found.append(
            Channel(f"{name}mail", f"{setting}alert_mail", lambda alert: send_mail(home, mail, alert, timeout_seconds))
        )
    return found


def append(home: Home, name: str, alert: Alert) -> None:
    """Append the alert to a file, as one line of JSON."""
    with (home.root / name).open("a", encoding="utf-8") as file:
        file.write(json.dumps(body(alert, "json"), ensure_ascii=False) + "\n")


def body(alert: Alert, form: str) -> dict[str, Any]:
    """The JSON body for a webhook: `{"text"}` for Slack, else all fields and the text."""
    fields = {name: value for name, value in asdict(alert).items() if name != "group" or value}
    return {"text": alert.text} if form == "slack" else {**fields, "text": alert.text}


def webhook_url(variable: str) -> str:
    """The URL in an environment variable. Raises ConfigError with the kind of mistake, never with the value."""
    url = os.environ.get(variable, "").strip()
    if mistake := _mistake(url):
        raise ConfigError(f"{mistake}; set the URL where Dagster is started")
    return url


def _mistake(url: str) -> str | None:
    if not url:
        return "the variable is not set"
    if not url.startswith(("https://", "http://")):
        return "its value holds no http(s) URL"
    if not url.isascii() or not url.isprintable() or " " in url:
        return "the URL contains a space, or a character that a URL writes as %XX"
    try:
        parts = urlsplit(url)
        if not parts.hostname or parts.port == 0:
            return "the URL has no host"
    except ValueError:
        return "its host or port is malformed"
    return "the URL contains a user name, which is not supported" if "@" in parts.netloc else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are failures: urllib would GET the new address, without the alert, and the answer would look like a success."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def post(url: str, content: dict[str, Any], timeout_seconds: float) -> None:
    """POST as JSON. Raises EnvironmentFault for every answer but 2xx."""
    request = urllib.request.Request(  # noqa: S310 # its scheme was checked
        url, json.dumps(content).encode(), {"Content-Type": "application/json"}
    )
    try:
        urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout_seconds).close()
    except HTTPError as error:
        error.close()
        redirect = ": the receiver redirects; use the address that it redirects to" if 300 <= error.code < 400 else ""
        raise EnvironmentFault(f"HTTP {error.code}{redirect}") from None


def send_mail(home: Home, mail: Mail, alert: Alert, timeout_seconds: float) -> None:
    """Send the alert as plain-text mail. Raises before the mail is sent if TLS is asked for and cannot be had."""
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, mail.to
    message["Subject"] = f"Dateline: the night of {alert.night} needs you"
    message.set_content(alert.text)
    with _mail_server(home, mail, timeout_seconds) as server:
        if mail.user is not None:
            server.login(mail.user, _password(mail.password_from))
        server.send_message(message)


def _mail_server(home: Home, mail: Mail, timeout_seconds: float) -> smtplib.SMTP:
    host, _, port = mail.server.rpartition(":")
    if mail.encryption == "none":
        return smtplib.SMTP(host, int(port), timeout=timeout_seconds)
    context = _tls(home, mail.ca_file)
    if mail.encryption == "tls":
        return smtplib.SMTP_SSL(host, int(port), timeout=timeout_seconds, context=context)
    server = smtplib.SMTP(host, int(port), timeout=timeout_seconds)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def _tls(home: Home, ca_file: str | None) -> ssl.SSLContext:
    """A context that checks certificates and host names, by the machine's authorities or those in a file of the home."""
    if ca_file is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=home.root / ca_file)
    except OSError as error:  # ssl.SSLError, too: a file without a certificate
        raise ConfigError(
            f"ca_file: {ca_file} holds no certificate that can be read ({type(error).__name__})"
        ) from None


def _password(variable: str | None) -> str:
    if variable is None or not (password := os.environ.get(variable)):
        raise ConfigError(f"password_from: {variable} is not set; set it where Dagster is started")
    return password


def cause_of(error: BaseException) -> str:
    """An error in words of our own; its class name if it is of no known kind."""
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    return next((words for kind, words in CAUSES if isinstance(error, kind)), type(error).__name__)
