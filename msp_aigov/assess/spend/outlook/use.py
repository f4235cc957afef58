"""What deployments used, by the hour, out of the metrics; one family of metrics for each deployment."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from msp_aigov.assess.spend.outlook.clock import start_of
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.usage import UsageSeries

# Azure OpenAI models count in both; each deployment's use is read from the first family that knows it.
OPENAI = ("ProcessedPromptTokens", "GeneratedTokens")
EVERY = ("InputTokens", "OutputTokens")
AUDIO = ("AudioPromptTokens", "AudioCompletionTokens")
OUTPUTS = ("GeneratedTokens", "OutputTokens")
IMAGES = "GeneratedImages"
PROVISIONED = ("AzureOpenAIProvisionedManagedUtilizationV2", "ProvisionedUtilization")
BILLED_AFTER = 2  # days: cost data of a day are complete after so many


@dataclass(frozen=True)
class Use:
    """What one deployment used: per metric and tier, per hour; None is an hour without data.

    `images` counts pictures, also where their output tokens are among `series` and pictures are not priced.
    """

    series: tuple[UsageSeries, ...]
    utilisation: tuple[UsageSeries, ...] = ()
    images: tuple[UsageSeries, ...] = ()

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
    if not any(each.metric in OUTPUTS for each in chosen):
        chosen += own[IMAGES]
    utilisation = tuple(each for name in PROVISIONED for each in own[name])
    return Use(tuple(chosen), utilisation, tuple(own[IMAGES]))


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


def settled_days(today: date) -> list[date]:
    """The days of this month of which billing knows everything."""
    month = today.replace(day=1)
    return [month + timedelta(days=number) for number in range(max((today - month).days - BILLED_AFTER + 1, 0))]


def unbilled_from(today: date) -> datetime:
    """The first hour of this month of which billing may not know everything."""
    return max(start_of(today - timedelta(days=BILLED_AFTER - 1)), start_of(today.replace(day=1)))


def whole_days(series: Sequence[UsageSeries], days: Iterable[date]) -> list[date]:
    """Those of some days in which every series has data in each of the 24 hours."""
    counts = [Counter(p.hour.date() for p in each.points if p.value is not None) for each in series]
    return [day for day in days if counts and all(count[day] == 24 for count in counts)]


def counted_on(series: Iterable[UsageSeries], days: Iterable[date]) -> Decimal:
    """Everything counted on some days."""
    kept = set(days)
    values = (p.value for each in series for p in each.points if p.value is not None and p.hour.date() in kept)
    return sum(values, Decimal(0))
