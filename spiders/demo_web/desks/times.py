"""When stories are published: spread over months, in the paper's own zone, never later than its night allows."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.nights import NIGHTS, eve


def moments(key: str, count: int, *, zone: str, days: int, night: date = NIGHTS[0]) -> list[datetime]:
    """`count` moments in a zone, ascending, over the `days` before a night; whole seconds, none twice."""
    stream = random.Random(f"times {key}")
    end = eve(night)
    seconds = sorted(stream.sample(range(3_600, days * 86_400), count), reverse=True)
    return [(end - timedelta(seconds=back)).astimezone(ZoneInfo(zone)) for back in seconds]


def before_midnight(moment: datetime) -> datetime:
    """The local day before at 21:47:05: west of Greenwich by five hours, that is the next day in UTC."""
    return (moment - timedelta(days=1)).replace(hour=21, minute=47, second=5)


def after_midnight(moment: datetime) -> datetime:
    """The same local day at 02:13:40: east of Greenwich by five and a half hours, that is the day before in UTC."""
    return moment.replace(hour=2, minute=13, second=40)
