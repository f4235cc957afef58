"""What AI costs, and which budget would say so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from msp_aigov.model.money.outlook import Exposure, Forecast, Hosting, LiveSpend, LiveTotal, ModelSpend, Trend
from msp_aigov.model.text import Money, Text

# `client` are the prices of the client's own price file.
PriceBasis = Literal["retail", "negotiated", "partner", "client", "unknown"]


@dataclass(frozen=True)
class CostLine:
    """What one resource cost by one service on one day, as Cost Management says. `resource` is a lower-cased ARM id,
    empty where the charge belongs to none; only exports tell the meter of a day."""

    subscription: str
    resource: str
    resource_type: str
    service: str
    publisher: str
    day: date | None
    cost: Money
    meter: str = ""


@dataclass(frozen=True)
class Notification:
    """One alert of a budget. `deaf` are action groups that are gone, off or empty, `unsure` those nobody could read."""

    name: str
    enabled: bool | None
    threshold: Decimal | None
    forecasted: bool
    recipients: tuple[str, ...]
    deaf: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class BudgetFilter:
    """One AND-ed condition of a budget: a dimension or tag, and the values that pass."""

    kind: Literal["dimension", "tag"]
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Budget:
    """One budget, whichever provider lists it. `scope` is a lower-cased ARM id; `understood` is False where its filter
    holds something we cannot read, and then it proves nothing."""

    id: str
    name: str
    scope: str
    provider: Literal["Microsoft.Consumption", "Microsoft.CostManagement"]
    amount: Money | None
    grain: str | None
    start: date | None
    end: date | None
    filters: tuple[BudgetFilter, ...]
    notifications: tuple[Notification, ...]
    understood: bool = True
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BudgetCoverage:
    """One AI resource: what it costs this month so far and cost last month, and which budgets take it in.

    `maybe_covered_by` names budgets whose filter could not be understood: they prove nothing either way. `missed_by`
    names, for a model billed through the Marketplace, the budgets there that leave it out; `heard_from` the budgets of
    `covered_by` with an alert that is on and reaches somebody.
    """

    resource_id: str
    resource_name: str
    kind: str
    costs: tuple[Money, ...]
    covered_by: tuple[str, ...]
    maybe_covered_by: tuple[str, ...] = ()
    last_month: tuple[Money, ...] = ()
    scopes: tuple[str, ...] = ()
    missed_by: tuple[str, ...] = ()
    heard_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirstAlert:
    """The first alert of a budget that can fire this month: on which `day` which `percent` is reached, if at all.

    `heard` is False where no alert is on and reaches somebody; `said` is all of it in words.
    """

    budget_id: str
    budget: str
    day: date | None
    percent: Decimal | None
    heard: bool
    said: Text


@dataclass(frozen=True)
class ServiceSpend:
    """One line of the spend table: AI services by name, and everything else as one explicit line."""

    service: str
    ai: bool
    cost: Money


@dataclass(frozen=True)
class DaySpend:
    """AI spend of one day in one currency."""

    day: date
    cost: Money


@dataclass(frozen=True)
class Watch:
    """How much of a client's AI is under a budget: resources counted, and what the rest costs. `unread` counts the
    reads of costs, accounts and budgets that failed; above zero, nobody can say. `unheard` of the covered ones have no
    budget whose alerts are on and reach somebody."""

    resources: int = 0
    covered: int = 0
    maybe: int = 0
    unheard: int = 0
    uncovered: tuple[Money, ...] = ()
    uncovered_last_month: tuple[Money, ...] = ()
    unread: int = 0


@dataclass(frozen=True)
class MonthSpend:
    """AI spend of one month in one currency; `month` is its first day."""

    month: date
    cost: Money


@dataclass(frozen=True)
class ExportFile:
    """A file that costs were read from, by its name and, where its run has a manifest, its folder's. `kind` is
    FocusCost, ActualCost or AmortizedCost; `submitted` is when its run was asked for, empty without a manifest."""

    name: str
    sha256: str
    kind: str
    submitted: str = ""


@dataclass(frozen=True)
class Charges:
    """What one service cost day by day on one resource, by one meter where that is known. All that is no AI is one
    such line per subscription, without resource and meter."""

    service: str
    ai: bool
    publisher: str
    subscription: str
    resource: str
    meter: str
    currency: str
    days: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class ModelShare:
    """What one model cost this month, and what part of the currency's AI that is, in percent. Without a name it is
    what no meter tied to a model."""

    model: str
    cost: Money
    percent: Decimal


@dataclass(frozen=True)
class Spend:
    """The client's spend on AI in one period. Totals are one per currency and never added across; `target_daily` is the
    month's target spread evenly over its days, `target_scope` the ARM id it is for where that is not all, `other` what
    is no AI, `standing` what no reading can see here.

    `exports` are the files it was read from, if any; `not_invoice` says why its figures are not what will be invoiced,
    where they rest on other prices than the bill's.
    """

    period_from: date | None = None
    period_to: date | None = None
    price_basis: PriceBasis = "unknown"
    totals: tuple[Money, ...] = ()
    last_month: tuple[Money, ...] = ()
    uncovered: tuple[Money, ...] = ()
    services: tuple[ServiceSpend, ...] = ()
    days: tuple[DaySpend, ...] = ()
    resources: tuple[BudgetCoverage, ...] = ()
    budgets: tuple[Budget, ...] = ()
    target: Money | None = None
    target_daily: Money | None = None
    target_scope: str = ""
    months: tuple[MonthSpend, ...] = ()
    other: tuple[Money, ...] = ()
    standing: tuple[Text, ...] = ()
    watch: Watch = Watch()
    models: tuple[ModelSpend, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    trends: tuple[Trend, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    hosted: tuple[Hosting, ...] = ()
    now: tuple[LiveSpend, ...] = ()
    now_totals: tuple[LiveTotal, ...] = ()
    alerts: tuple[FirstAlert, ...] = ()
    charges: tuple[Charges, ...] = ()
    shares: tuple[ModelShare, ...] = ()
    exports: tuple[ExportFile, ...] = ()
    not_invoice: Text = Text("")
