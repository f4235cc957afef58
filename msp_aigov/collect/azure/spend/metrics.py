"""Hourly use of every deployment, from Azure Monitor: it knows today what billing knows tomorrow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages, Wire
from msp_aigov.collect.azure.asking import got
from msp_aigov.collect.azure.reading import mapping, number, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import UsageDefined, UsagePoint, UsageSeries

SOURCE = "azure.metrics"
PER = "account"
ROLE = "Monitoring Reader"
VERSION = "2023-10-01"
DAYS = 30
DEPLOYMENT, TIER = "ModelDeploymentName", "ServiceTierResponse"


@dataclass(frozen=True)
class Family:
    """Metrics that are asked together, and the dimensions by which they are split."""

    metrics: tuple[str, ...]
    split: tuple[str, ...]
    aggregation: str = "total"


# OpenAI models count in the first family and again in the second; only one may be used for a deployment.
FAMILIES = (
    Family(("ProcessedPromptTokens", "GeneratedTokens"), (DEPLOYMENT, TIER)),
    Family(("InputTokens", "OutputTokens", "GeneratedImages"), (DEPLOYMENT,)),
    Family(("AudioPromptTokens", "AudioCompletionTokens"), (DEPLOYMENT,)),
    Family(("AzureOpenAIProvisionedManagedUtilizationV2", "ProvisionedUtilization"), (DEPLOYMENT,), "maximum"),
)
KNOWN = frozenset(metric for family in FAMILIES for metric in family.metrics)


def queries(today: date) -> tuple[str, ...]:
    """The last 30 days by the hour."""
    return (f"{(today - timedelta(days=DAYS)).isoformat()}..{today.isoformat()}",)


def fetch(session: Session, ask: Ask) -> Wire:
    """Ask first which metrics the account defines, then for those alone."""
    kept = Pages()
    base = f"{ask.scope.id}/providers/Microsoft.Insights"
    definitions = got(session, kept, f"{base}/metricDefinitions?{urlencode({'api-version': VERSION})}")
    if not isinstance(mapping(definitions).get("value"), list):
        raise ValueError("the answer is not a list of metric definitions")
    defined = [item for item in sequence(definitions["value"]) if _name(item) in KNOWN]
    bodies = [
        got(session, kept, f"{base}/metrics?{urlencode(asked, safe='/:')}") for asked in _asks(ask.query, defined)
    ]
    return kept.wire({"definitions": defined, "metrics": bodies})


def _asks(query: str, defined: list[Any]) -> Iterator[dict[str, str]]:
    dimensions = {_name(item): _dimensions(item) for item in defined}
    first, last = (date.fromisoformat(part) for part in query.split(".."))
    for family in FAMILIES:
        for split in sorted({tuple(d for d in family.split if d in dimensions[m]) for m in _of(family, dimensions)}):
            metrics = [
                m for m in _of(family, dimensions) if tuple(d for d in family.split if d in dimensions[m]) == split
            ]
            yield {
                "api-version": VERSION,
                "metricnames": ",".join(metrics),
                "timespan": f"{first.isoformat()}T00:00:00Z/{(last + timedelta(days=1)).isoformat()}T00:00:00Z",
                "interval": "PT1H",
                "aggregation": family.aggregation,
                "$filter": " and ".join(f"{name} eq '*'" for name in split),
            }


def _of(family: Family, dimensions: dict[str, tuple[str, ...]]) -> list[str]:
    """The metrics of a family that can be told apart by deployment."""
    return [metric for metric in family.metrics if DEPLOYMENT in dimensions.get(metric, ())]


def _name(item: Any) -> str:
    return text(mapping(mapping(item).get("name")).get("value")) or ""


def _dimensions(item: Any) -> tuple[str, ...]:
    return tuple(text(mapping(each).get("value")) or "" for each in sequence(mapping(item).get("dimensions")))


def parse(answer: Answer) -> Iterator[UsageDefined | UsageSeries]:
    """What is defined, and every series by deployment and service tier."""
    body = mapping(answer.json())
    account = answer.ask.scope.id
    until = answer.read_at.replace(minute=0, second=0, microsecond=0) if answer.read_at else None
    yield UsageDefined(account, tuple(sorted(_name(item) for item in sequence(body.get("definitions")))))
    for page in sequence(body.get("metrics")):
        for metric in sequence(mapping(page).get("value")):
            for series in sequence(mapping(metric).get("timeseries")):
                yield _series(account, _name(metric), mapping(series), until)


def _series(account: str, metric: str, raw: dict[str, Any], until: datetime | None) -> UsageSeries:
    by = {_name(each).lower(): text(mapping(each).get("value")) or "" for each in sequence(raw.get("metadatavalues"))}
    points = (_point(mapping(point)) for point in sequence(raw.get("data")))
    return UsageSeries(
        account=account,
        deployment=by.get(DEPLOYMENT.lower(), ""),
        metric=metric,
        tier=by.get(TIER.lower(), ""),
        points=tuple(point for point in points if point and (until is None or point.hour <= until)),
        until=until,
    )


def _point(raw: dict[str, Any]) -> UsagePoint | None:
    try:
        hour = datetime.fromisoformat(str(raw.get("timeStamp")).replace("Z", "+00:00"))
    except ValueError:
        return None
    if hour.tzinfo is None:
        hour = hour.replace(tzinfo=UTC)
    return UsagePoint(hour, number(raw.get("total", raw.get("maximum"))))
