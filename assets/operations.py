"""The settings of the nightly operation, in `settings.yaml` of the home: times, amounts, alerts.

    nightly: "02:30"              # or a cron line such as "30 2 * * 1-5"; default: 02:00
    publish_at: "06:00"           # the night is published by then without crawls that are not over; these go on afterwards
    fresh: "0 6-23 * * *"         # times of glances at feeds and sections between two nights; default: every hour
    weekly_maintenance: "0 12 * * 0"
    time_zone: Europe/London      # of these times; default: UTC. The date of a night is always its UTC date.
    parallel: 4                   # number of sources that are crawled in parallel
    engine: ray                   # runs extraction, dating and text comparison; default: local
    ray_address: 10.0.0.5:6379    # of a running Ray cluster; default: auto, the cluster of this machine
    crawlers: 2                   # shares of the sources, each crawled in a separate run; default: 1, in the night's run
    ui_hosts: [desk.example]      # host names of a proxy in front of the UI; all others except localhost are refused
    owner: team:data              # of the assets in the UI: a team or a mail address
    alert_file: alerts.jsonl      # alerts about nights that need attention: to a file in the home,
    alert_webhook_from: ALERTS    # to the URL in this environment variable (the URL is a secret),
    alert_webhook_form: slack     # as our JSON or in Slack's form,
    alert_mail: {to: desk@paper.example, sender: dateline@paper.example, server: "localhost:25"}
    groups:                       # of sources whose files say `group: business`; without a channel, alerts go as above
      business: {owner: team:biz, alert_webhook_from: BIZ_ALERTS, nightly: "18:00"}
    # mail with TLS: {…, server: "smtp.paper.example:587", security: starttls, user: dateline, password_from: MAIL_PASSWORD}

Every setting may be left out, and so may the file.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from dagster import DagsterInvalidDefinitionError, ScheduleDefinition, job
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from pipelines.base.request_guard import authority
from pipelines.base.settings.file import read_settings, settings_path
from pipelines.lake.home import Home
from spiders.sources.countries import zone_remedy

BY_PORT = {"465": "tls", "587": "starttls"}
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Mail(BaseModel):
    """Recipient, sender and server of alert mails, and how the server is spoken to.

    `security` is `tls` (from the first byte, RFC 8314), `starttls` (RFC 3207) or `none`; without it, the port decides.
    Certificates are always checked. A user and password are sent over TLS only.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: Annotated[str, Field(pattern=r"^\S+@\S+$", description="Address.", examples=["desk@paper.example"])]
    sender: Annotated[str, Field(pattern=r"^\S+@\S+$", description="Address.", examples=["dateline@paper.example"])]
    server: Annotated[str, Field(pattern=r"^[^\s:]+:\d+$", description="Host and port.")] = "localhost:25"
    security: Annotated[
        Literal["starttls", "tls", "none"] | None, Field(description="By default tls at port 465, starttls at 587.")
    ] = None
    ca_file: Annotated[
        str | None, Field(description="Certificate authorities (PEM) in the home; default: the machine's.")
    ] = None
    user: Annotated[str | None, Field(min_length=1, description="Login at the server.")] = None
    password_from: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Z][A-Z0-9_]*$",
            description="Environment variable with the password.",
            examples=["MAIL_PASSWORD"],
        ),
    ] = None

    @property
    def encryption(self) -> str:
        """`security`, or what the port is registered for."""
        return self.security or BY_PORT.get(self.server.rpartition(":")[2], "none")

    @model_validator(mode="after")
    def _login_over_tls(self) -> Mail:
        if (self.user is None) != (self.password_from is None):
            raise ValueError("user and password_from go together: set both, or none")
        if self.user is not None and self.encryption == "none":
            raise ValueError("a password is sent over TLS only: add 'security: starttls' or 'security: tls'")
        return self


class Route(BaseModel):
    """Who owns sources, and where alerts about them go."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: Annotated[
        str,
        Field(pattern=r"^(team:\w+|\S+@\S+)$", description="Who owns the assets in the UI.", examples=["team:data"]),
    ] = "team:newsroom"
    alert_file: Annotated[str | None, Field(description="File for alerts, in the home.", examples=["alerts.jsonl"])] = (
        None
    )
    alert_webhook_from: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Z][A-Z0-9_]*$",
            description="Environment variable with the webhook's URL.",
            examples=["ALERTS"],
        ),
    ] = None
    alert_webhook_form: Annotated[Literal["json", "slack"], Field(description="What the webhook is sent.")] = "json"
    alert_mail: Annotated[Mail | None, Field(description="Mail for alerts: to, sender and server.")] = None

    @property
    def has_channel(self) -> bool:
        """True if a channel for alerts is named: a file, a webhook or mail."""
        return any((self.alert_file, self.alert_webhook_from, self.alert_mail))


def _cron(value: str | None) -> str | None:
    if value is None:
        return None
    clock = CLOCK.fullmatch(value.strip())
    cron = f"{int(clock[2])} {int(clock[1])} * * *" if clock else value.strip()
    if not is_cron(cron):
        raise ValueError(f"{value!r} is no time of day and no cron line; write it as '02:30' or '30 2 * * *'")
    return cron


Cron = AfterValidator(_cron)
"""A time of day or a cron line, as a cron line."""


class Group(Route):
    """A group of sources: its owner, its alerts, and a time of its own for its crawls; without one, that of all."""

    nightly: Annotated[str | None, Cron, Field(description="When its run starts.", examples=["18:00"])] = None


class Operations(Route):
    """The settings of the nightly operation; owner and alerts are those of sources without a group of their own."""

    name: str = "settings"
    nightly: Annotated[str, Cron, Field(description="When the night's run starts.", examples=["02:30"])] = "0 2 * * *"
    publish_at: Annotated[
        str | None,
        Field(
            pattern=r"^([01]?\d|2[0-3]):[0-5]\d$",
            description="Time of day by which the night is published, without crawls that are not over.",
            examples=["06:00"],
        ),
    ] = None
    fresh: Annotated[
        str, Cron, Field(description="When feeds and sections are glanced at.", examples=["0 6-23 * * *"])
    ] = "0 * * * *"
    weekly_maintenance: Annotated[
        str, Cron, Field(description="When the tables are put in order.", examples=["0 12 * * 0"])
    ] = "0 12 * * 0"
    time_zone: Annotated[str, Field(description="IANA zone of these times.", examples=["Europe/London"])] = "UTC"
    parallel: Annotated[int, Field(ge=1, le=256, description="Sources crawled at a time.")] = 4
    engine: Annotated[Literal["local", "ray"], Field(description="Where steps call their functions.")] = "local"
    ray_address: Annotated[str, Field(description="Of the Ray cluster.", examples=["10.0.0.5:6379"])] = "auto"
    crawlers: Annotated[int, Field(ge=1, le=64, description="Shares of the sources, each crawled in a run.")] = 1
    ui_hosts: Annotated[
        tuple[str, ...], Field(description="Names of a proxy before the UI.", examples=[["desk.example"]])
    ] = ()
    groups: Annotated[
        dict[str, Group],
        Field(
            description="Owner, alerts and time of the sources whose files name a group.",
            examples=[{"business": {"owner": "team:biz"}}],
        ),
    ] = {}

    def publication(self, started: datetime) -> datetime | None:
        """The first `publish_at` after the start of a run, as an instant of UTC."""
        if self.publish_at is None:
            return None
        hour, minute = map(int, self.publish_at.split(":"))
        local = started.astimezone(ZoneInfo(self.time_zone))
        same_day = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return (same_day if same_day > local else same_day + timedelta(days=1)).astimezone(UTC)

    def route(self, group: str | None) -> Route:
        """Where alerts about a group go: as its settings say, or as those of all."""
        own = self.groups.get(group or "")
        return own if own is not None and own.has_channel else self

    @field_validator("ui_hosts", mode="after")
    @classmethod
    def _host_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if authority(host) is None:
                raise ValueError(
                    f"{host!r} is no host; write it as 'desk.example' or 'desk.example:8443', without 'http://'"
                )
        return value

    @field_validator("time_zone", mode="after")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if remedy := zone_remedy(value):
            raise ValueError(f"{value!r} is no time zone; {remedy}")
        return value


def operations_of(home: Home) -> Operations:
    """The settings of a home, or the defaults without a file. Raises ConfigError with file, line and remedy."""
    path = settings_path(home.root, "settings")
    return read_settings(path, Operations) if path.exists() else Operations()


def is_cron(line: str) -> bool:
    """True if Dagster accepts a cron line."""
    try:
        ScheduleDefinition(job=_nothing, cron_schedule=line)
    except DagsterInvalidDefinitionError:
        return False
    return True


@job
def _nothing() -> None:
    """A job to test a schedule with."""
