"""What a cost query asks for, read from its body."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msp_aigov.simulator.wire import Json

TYPES = ("ActualCost", "AmortizedCost", "Usage")
MEASURES = ("Cost", "PreTaxCost")
GRANULARITIES = ("None", "Daily", "Monthly")
DIMENSIONS = (
    *("ResourceId", "ResourceType", "ResourceGroup", "ResourceGroupName", "ResourceLocation"),
    *("ServiceName", "MeterCategory", "MeterSubCategory", "Meter", "MeterId"),
    *("PublisherType", "ChargeType", "SubscriptionId", "SubscriptionName"),
)
MAX_COLUMNS = 2

_BY_LOWER_CASE = {name.lower(): name for name in DIMENSIONS}

Dimensions = Mapping[str, str]
Predicate = Callable[[Dimensions], bool]


class InvalidQuery(Exception):
    """A query that Cost Management would answer with 400."""


@dataclass(frozen=True)
class Definition:
    """A valid query; `groupings` pairs the name as asked with the dimension it means."""

    first: dt.date
    last: dt.date
    granularity: str
    measures: tuple[str, ...]
    groupings: tuple[tuple[str, str], ...]
    keeps: Predicate


def definition_from(body: Json, today: dt.date) -> Definition:
    """Read the body of a query."""
    _one_of(body, "type", TYPES)
    dataset = _object(body, "dataset")
    first, last = _period(body, today)
    return Definition(
        first=first,
        last=min(last, today),
        granularity=_one_of(dataset, "granularity", GRANULARITIES, "None"),
        measures=_measures(dataset),
        groupings=_groupings(dataset),
        keeps=_predicate(dataset["filter"]) if dataset.get("filter") else lambda dimensions: True,
    )


def _period(body: Json, today: dt.date) -> tuple[dt.date, dt.date]:
    month = today.replace(day=1)
    before = month - dt.timedelta(days=1)
    periods = {
        "MonthToDate": (month, today),
        "BillingMonthToDate": (month, today),
        "TheCurrentMonth": (month, today.replace(day=calendar.monthrange(today.year, today.month)[1])),
        "TheLastMonth": (before.replace(day=1), before),
        "TheLastBillingMonth": (before.replace(day=1), before),
    }
    timeframe = _one_of(body, "timeframe", (*periods, "Custom"))
    return periods[timeframe] if timeframe in periods else _custom(_object(body, "timePeriod"))


def _custom(period: Json) -> tuple[dt.date, dt.date]:
    try:
        first, last = (dt.date.fromisoformat(str(period.get(key))[:10]) for key in ("from", "to"))
    except ValueError as exc:
        raise InvalidQuery("timePeriod needs the dates 'from' and 'to'.") from exc
    if first > last:
        raise InvalidQuery("timePeriod ends before it begins.")
    if (last - first).days > 366:
        raise InvalidQuery("The time period for pulling the data cannot exceed 1 year(s).")
    return first, last


def _measures(dataset: Json) -> tuple[str, ...]:
    aggregation = _object(dataset, "aggregation")
    if not 1 <= len(aggregation) <= MAX_COLUMNS:
        raise InvalidQuery(f"A query has 1 to {MAX_COLUMNS} aggregations.")
    for alias in aggregation:
        _one_of(_object(aggregation, alias), "function", ("Sum",))
    return tuple(_one_of(_object(aggregation, alias), "name", MEASURES) for alias in aggregation)


def _groupings(dataset: Json) -> tuple[tuple[str, str], ...]:
    groupings = dataset.get("grouping") or []
    if not isinstance(groupings, list) or len(groupings) > MAX_COLUMNS:
        raise InvalidQuery(f"A query has at most {MAX_COLUMNS} groupings.")
    return tuple(_grouping(grouping) for grouping in groupings)


def _grouping(grouping: object) -> tuple[str, str]:
    if not isinstance(grouping, dict) or grouping.get("type") != "Dimension":
        raise InvalidQuery("Only groupings of type Dimension are simulated.")
    return str(grouping.get("name")), _dimension(grouping.get("name"))


def _predicate(expression: object) -> Predicate:
    if not isinstance(expression, dict) or len(expression) != 1:
        raise InvalidQuery("A filter is one of 'and', 'or', 'dimensions', 'tags'.")
    ((kind, operand),) = expression.items()
    if kind in ("and", "or") and isinstance(operand, list) and len(operand) > 1:
        parts, combine = [_predicate(part) for part in operand], all if kind == "and" else any
        return lambda dimensions: combine(part(dimensions) for part in parts)
    if kind == "dimensions" and isinstance(operand, dict):
        return _comparison(operand)
    if kind == "tags" and isinstance(operand, dict):
        return _tagged(operand)
    raise InvalidQuery(f"The filter {kind!r} is not simulated, or has too few operands.")


def _comparison(comparison: Json) -> Predicate:
    name = _dimension(comparison.get("name"))
    wanted = _wanted(comparison, name)
    return lambda dimensions: dimensions[name].lower() in wanted


def _tagged(comparison: Json) -> Predicate:
    name = f"tag:{str(comparison.get('name')).lower()}"
    wanted = _wanted(comparison, name)
    return lambda dimensions: dimensions.get(name, "").lower() in wanted


def _wanted(comparison: Json, name: str) -> set[str]:
    values = comparison.get("values")
    _one_of(comparison, "operator", ("In",))
    if not isinstance(values, list) or not values:
        raise InvalidQuery(f"The filter on {name} needs a list of values.")
    return {str(value).lower() for value in values}


def _dimension(name: object) -> str:
    known = _BY_LOWER_CASE.get(str(name).lower())
    if known is None:
        raise InvalidQuery(f"Invalid dimension {name!r}; valid are {', '.join(DIMENSIONS)}.")
    return known


def _object(parent: Json, key: str) -> Json:
    value = parent.get(key)
    if not isinstance(value, dict):
        raise InvalidQuery(f"{key!r} is missing or not an object.")
    return value


def _one_of(parent: Json, key: str, known: tuple[str, ...], default: str = "") -> str:
    value = str(parent.get(key) or default)
    found = next((name for name in known if name.lower() == value.lower()), None)
    if found is None:
        raise InvalidQuery(f"{key} {value!r} is not one of {', '.join(known)}.")
    return found
