"""Microsoft.Insights: which metrics an account defines, and what they counted."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.simulator.arm.accounts import ACCOUNT, at_account
from msp_aigov.simulator.arm.routing import Route
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.estate import Account
from msp_aigov.simulator.ledger import Usage
from msp_aigov.simulator.wire import Json, Request, Response, arm_error

INSIGHTS = ACCOUNT + "/providers/Microsoft.Insights"
_CONDITION = re.compile(r"(\w+) eq '([^']*)'")
_STEPS = {"PT1H": 1, "P1D": 24}
_MOST_NAMES = 20


def definitions(state: State, request: Request, account: Account) -> Response:
    """The metrics of an account with their dimensions."""
    dimensions: defaultdict[str, set[str]] = defaultdict(set)
    for usage in account.usage:
        dimensions[usage.metric] |= set(usage.dimensions)
    return Response(
        200,
        {
            "value": [
                {"name": {"value": name}, "dimensions": [{"value": each} for each in sorted(dimensions[name])]}
                for name in sorted(dimensions)
            ]
        },
    )


def values(state: State, request: Request, account: Account) -> Response:
    """The series of some metrics, split by the dimensions that the filter names."""
    names = [name for name in request.query.get("metricnames", "").split(",") if name]
    defined = {usage.metric for usage in account.usage}
    if not names or len(names) > _MOST_NAMES or not set(names) <= defined:
        return arm_error(400, "BadRequest", f"Failed to find metric configuration for metrics: {', '.join(names)}")
    interval = request.query.get("interval", "PT1H")
    if interval not in _STEPS:
        return arm_error(400, "BadRequest", f"The interval {interval} is not simulated.")
    wanted = dict(_CONDITION.findall(request.query.get("$filter", "")))
    hours = list(_hours(request.query["timespan"], _STEPS[interval]))
    return Response(200, {"value": [_metric(account, name, wanted, hours, _STEPS[interval]) for name in names]})


def _hours(timespan: str, step: int) -> Iterator[dt.datetime]:
    first, last = (dt.datetime.fromisoformat(part.replace("Z", "+00:00")) for part in timespan.split("/"))
    last = min(last, dt.datetime.now(dt.UTC))
    while first < last:
        yield first
        first += dt.timedelta(hours=step)


def _metric(account: Account, name: str, wanted: dict[str, str], hours: list[dt.datetime], step: int) -> Json:
    groups: defaultdict[tuple[str, ...], list[Usage]] = defaultdict(list)
    for usage in account.usage:
        kept = all(value in ("*", usage.dimensions.get(key)) for key, value in wanted.items())
        if usage.metric == name and kept:
            groups[tuple(usage.dimensions.get(key, "") for key in wanted)].append(usage)
    series = [
        {
            "metadatavalues": [
                {"name": {"value": key.lower()}, "value": value} for key, value in zip(wanted, group, strict=True)
            ],
            "data": [_point(lines, hour, step) for hour in hours],
        }
        for group, lines in sorted(groups.items())
    ]
    return {"name": {"value": name}, "errorCode": "Success", "timeseries": series}


def _point(lines: list[Usage], hour: dt.datetime, step: int) -> Json:
    point: Json = {"timeStamp": f"{hour:%Y-%m-%dT%H:%M:%S}Z"}
    each = (line.counted(hour + dt.timedelta(hours=later)) for line in lines for later in range(step))
    counted = [amount for amount in each if amount is not None]
    if not counted:
        return point
    highest = lines[0].aggregation == "maximum"
    return point | {lines[0].aggregation: max(counted) if highest else sum(counted, Decimal(0))}


ROUTES = (
    Route("GET", INSIGHTS + "/metricDefinitions", at_account(definitions)),
    Route("GET", INSIGHTS + "/metrics", at_account(values)),
)
