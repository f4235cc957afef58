"""Where the month, today and the running hour begin, by the metrics themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from msp_aigov.model.money.usage import UsageSeries

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Clock:
    """The beginnings of the month and of today, and of the hour that is not over (UTC)."""

    month: datetime
    day: datetime
    until: datetime


def clock_of(series: Sequence[UsageSeries], today: date) -> Clock:
    """The clock of some series; where no time of reading is known, the hour after the last point runs."""
    read = [each.until for each in series if each.until]
    last = [point.hour + HOUR for each in series for point in each.points]
    day = start_of(today)
    return Clock(start_of(today.replace(day=1)), day, max(read) if read else max(last, default=day))


def start_of(day: date) -> datetime:
    """Midnight, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
