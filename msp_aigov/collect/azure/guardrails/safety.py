"""What the content filters did over a month, from the content-safety metrics of Azure Monitor."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.asking import got
from msp_aigov.collect.azure.reading import day, mapping, number, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.cloud import SafetyCount

SOURCE = "azure.safety_metrics"
PER = "account"
ROLE = "Monitoring Reader"
VERSION = "2023-10-01"
DAYS = 30
DEPLOYMENT, DIRECTION, CATEGORY = "ModelDeploymentName", "TextType", "Category"
SPLITS = {
    "RAITotalRequests": (DEPLOYMENT, DIRECTION),
    "RAIHarmfulRequests": (DEPLOYMENT, DIRECTION, CATEGORY),
    "RAIRejectedRequests": (DEPLOYMENT, DIRECTION, CATEGORY),
}


def queries(today: date) -> tuple[str, ...]:
    """The last 30 days, today's included as far as it has come."""
    return (f"{(today - timedelta(days=DAYS - 1)).isoformat()}..{today.isoformat()}",)


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask first which metrics the account defines; one that it does not define is not asked and not zero."""
    kept = Pages()
    base = f"{ask.scope.id}/providers/Microsoft.Insights"
    listed = mapping(got(session, kept, f"{base}/metricDefinitions?{urlencode({'api-version': VERSION})}")).get("value")
    if not isinstance(listed, list):
        raise ValueError("the answer is not a list of metric definitions")
    defined = [item for item in listed if _value(item) in SPLITS]
    bodies = [got(session, kept, f"{base}/metrics?{_query(ask.query, _value(item))}") for item in defined]
    return kept.wire({"definitions": defined, "metrics": bodies})


def _query(period: str, metric: str) -> str:
    first, last = (date.fromisoformat(part) for part in period.split(".."))
    asked = {
        "api-version": VERSION,
        "metricnames": metric,
        "timespan": f"{first.isoformat()}T00:00:00Z/{(last + timedelta(days=1)).isoformat()}T00:00:00Z",
        "interval": "P1D",
        "aggregation": "total",
        "$filter": " and ".join(f"{name} eq '*'" for name in SPLITS[metric]),
    }
    return urlencode(asked, safe="/:")


def parse(answer: Answer) -> Iterator[SafetyCount]:
    """One count for each series: the sum of its days, None where no day holds data."""
    for page in sequence(mapping(answer.json()).get("metrics")):
        for metric in sequence(mapping(page).get("value")):
            for series in sequence(mapping(metric).get("timeseries")):
                yield _count(answer.ask.scope.id, _value(metric), mapping(series))


def _count(account: str, metric: str, raw: dict[str, Any]) -> SafetyCount:
    by = {_value(each).lower(): text(mapping(each).get("value")) or "" for each in sequence(raw.get("metadatavalues"))}
    data = [mapping(point) for point in sequence(raw.get("data"))]
    points = [(point.get("timeStamp"), number(point.get("total"))) for point in data]
    known = [count for _, count in points if count is not None]
    dated = ((day(stamp), count) for stamp, count in points if count is not None)
    return SafetyCount(
        account=account,
        deployment=by.get(DEPLOYMENT.lower(), ""),
        metric=metric,
        category=by.get(CATEGORY.lower(), ""),
        direction=by.get(DIRECTION.lower(), "").lower(),
        count=sum(known, Decimal(0)) if known else None,
        days=tuple((on, count) for on, count in dated if on is not None),
    )


def _value(item: Any) -> str:
    return text(mapping(mapping(item).get("name")).get("value")) or ""
