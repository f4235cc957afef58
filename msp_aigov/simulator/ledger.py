"""The ledgers: what was booked on which day, and what a metric counted in which hour."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from msp_aigov.simulator.reading import Fields

_KEYS = (
    *("account", "resource_id", "resource_type", "resource_group", "location"),
    *("service", "meter_category", "meter_subcategory", "meter", "meter_id"),
    *("publisher", "charge_type", "currency", "daily", "on", "ago", "from", "until", "tags"),
)


@dataclass(frozen=True)
class Home:
    """The resource on which a cost is booked."""

    resource_id: str = ""
    location: str = ""

    def part(self, name: str) -> str:
        """The segment after the named one: the group after resourceGroups."""
        segments = self.resource_id.split("/")
        at = [segment.lower() for segment in segments].index(name) if f"/{name}/" in self.resource_id.lower() else -2
        return segments[at + 1] if at >= 0 else ""

    def type(self) -> str:
        """The type in the id, as provider/type."""
        provider = self.part("providers")
        return f"{provider}/{self.part(provider.lower())}" if provider else ""


@dataclass(frozen=True)
class Cost:
    """One line of the ledger: dimensions by Cost Management's names, and an amount a day or on some days."""

    dimensions: Mapping[str, str]
    currency: str
    daily: Decimal | None
    start: dt.date
    end: dt.date
    on: Mapping[dt.date, Decimal]

    def booked(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, Decimal]]:
        """The amounts from one day to another, both included."""
        if self.daily is None:
            yield from ((day, amount) for day, amount in self.on.items() if first <= day <= last)
            return
        first, last = max(first, self.start), min(last, self.end)
        for number in range((last - first).days + 1):
            yield first + dt.timedelta(days=number), self.daily


def cost_from(accounts: Mapping[str, Home], data: object, where: str) -> Cost:
    """Validate one line of the ledger."""
    fields = Fields(data, where, _KEYS)
    daily, on = fields.money("daily"), fields.money_by_day("on") | _ago(fields)
    if (daily is None) == (not on):
        fields.fail("daily", "a cost needs either 'daily' or 'on'")
    return Cost(
        dimensions=_dimensions(fields, _home(fields, accounts)),
        currency=fields.text("currency", "USD"),
        daily=daily,
        start=fields.day("from") or dt.date.min,
        end=fields.day("until") or dt.date.max,
        on=on,
    )


def _ago(fields: Fields) -> dict[dt.date, Decimal]:
    """Amounts on days counted back from today, for a story that is always recent."""
    today = dt.datetime.now(dt.UTC).date()
    return {today - dt.timedelta(days=int(days)): Decimal(str(each)) for days, each in fields.wire("ago").items()}


def _home(fields: Fields, accounts: Mapping[str, Home]) -> Home:
    account = fields.text("account", "")
    if not account:
        return Home(fields.text("resource_id", ""), fields.text("location", ""))
    if account not in accounts:
        fields.fail("account", f"no account {account!r} in this subscription")
    return accounts[account]


def _dimensions(fields: Fields, home: Home) -> dict[str, str]:
    # Cost Management answers ids, groups and types in lower case, however the resource was written.
    group = fields.text("resource_group", home.part("resourcegroups")).lower()
    service = fields.text("service", "")
    return {
        "ResourceId": home.resource_id.lower(),
        "ResourceType": fields.text("resource_type", home.type()).lower(),
        "ResourceGroup": group,
        "ResourceGroupName": group,
        "ResourceLocation": fields.text("location", home.location),
        "ServiceName": service,
        "MeterCategory": fields.text("meter_category", service),
        "MeterSubCategory": fields.text("meter_subcategory", ""),
        "Meter": fields.text("meter", ""),
        "MeterId": fields.text("meter_id", ""),
        "PublisherType": fields.text("publisher", "Microsoft"),
        "ChargeType": fields.text("charge_type", "Usage"),
        **{f"tag:{name.lower()}": str(value) for name, value in fields.wire("tags").items()},
    }


_USAGE_KEYS = ("metric", "dimensions", "hourly", "at", "from", "until", "gaps", "aggregation")


@dataclass(frozen=True)
class Usage:
    """One line: a metric with its dimensions, and an amount an hour or in some hours. In `gaps` there is no data."""

    metric: str
    dimensions: Mapping[str, str]
    hourly: Decimal | None
    at: Mapping[str, Decimal]
    start: dt.date
    end: dt.date
    gaps: frozenset[str]
    aggregation: str

    def counted(self, hour: dt.datetime) -> Decimal | None:
        """The amount in an hour; None where there is no data."""
        name = f"{hour:%Y-%m-%dT%H}"
        if name in self.gaps or not self.start <= hour.date() <= self.end:
            return None
        return self.at.get(name, self.hourly)


def usage_from(data: object, where: str) -> Usage:
    """Validate one line of usage."""
    fields = Fields(data, where, _USAGE_KEYS)
    at = {str(hour): Decimal(str(amount)) for hour, amount in fields.wire("at").items()}
    return Usage(
        metric=fields.text("metric"),
        dimensions={name: str(value) for name, value in fields.wire("dimensions").items()},
        hourly=fields.money("hourly"),
        at=at,
        start=fields.day("from") or dt.date.min,
        end=fields.day("until") or dt.date.max,
        gaps=frozenset(fields.texts("gaps")),
        aggregation=fields.text("aggregation", "total"),
    )
