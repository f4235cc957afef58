"""What deployments used, by the hour, out of the metrics; one family of metrics for each deployment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.usage import UsageSeries

# Azure OpenAI models count in both; each deployment's use is read from the first family that knows it.
OPENAI = ("ProcessedPromptTokens", "GeneratedTokens")
EVERY = ("InputTokens", "OutputTokens")
AUDIO = ("AudioPromptTokens", "AudioCompletionTokens")
IMAGES = "GeneratedImages"
PROVISIONED = ("AzureOpenAIProvisionedManagedUtilizationV2", "ProvisionedUtilization")


@dataclass(frozen=True)
class Use:
    """What one deployment used: per metric and tier, per hour; None is an hour without data."""

    series: tuple[UsageSeries, ...]
    utilisation: tuple[UsageSeries, ...] = ()

    def hours(self, first: datetime) -> Iterator[datetime]:
        """Every hour from `first` on that any series knows of, in order."""
        known = {point.hour for each in self.series for point in each.points if point.hour >= first}
        return iter(sorted(known))

    def tokens(self, since: date) -> Decimal | None:
        """Everything counted since a day; None where no series or no point says."""
        values = [p.value for each in self.series for p in each.points if p.hour.date() >= since]
        counted = [value for value in values if value is not None]
        return sum(counted, Decimal(0)) if counted else None


def use_of(deployment: Deployment, series: Iterable[UsageSeries]) -> Use:
    """The series of one deployment, overlapping families taken once."""
    own: dict[str, list[UsageSeries]] = defaultdict(list)
    for each in series:
        if each.account == deployment.account and each.deployment.lower() == deployment.name.lower():
            own[each.metric].append(each)
    family = OPENAI if any(_counted(each) for name in OPENAI for each in own[name]) else EVERY
    if family is EVERY and not any(own[name] for name in EVERY):
        family = OPENAI
    chosen = [each for name in (*family, *AUDIO) for each in own[name]]
    if not any(own[name] for name in (*family, *AUDIO)):
        chosen = list(own[IMAGES])
    utilisation = tuple(each for name in PROVISIONED for each in own[name])
    return Use(tuple(chosen), utilisation)


def _counted(series: UsageSeries) -> bool:
    return any(point.value is not None for point in series.points)


def hourly_costs(use: Use, prices: Mapping[tuple[str, str], Decimal]) -> dict[datetime, Decimal]:
    """What each hour with data cost, at prices per (metric, tier)."""
    hours: dict[datetime, Decimal] = defaultdict(Decimal)
    for each in use.series:
        price = prices[each.metric, each.tier]
        for point in each.points:
            if point.value is not None:
                hours[point.hour] += point.value * price
    return dict(hours)
