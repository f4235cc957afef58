"""What `budget plan` wants to change in Azure, and what `budget apply` did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msp_aigov.model.spend import PriceBasis

PLAN_VERSION = 1
MARK = "msp-aigov-"
Provider = Literal["Microsoft.Consumption", "Microsoft.CostManagement"]
Action = Literal["create", "change", "delete", "none"]
OutcomeState = Literal["done", "already", "would", "held", "refused", "failed"]


@dataclass(frozen=True)
class PlannedBudget:
    """One budget as it is and as it should be.

    `current` and `desired` are the wire JSON of its properties as text, empty where there is none; `etag` and
    `current_hash` say which state was seen. `currency_seen` is False where nothing yet proves the billing currency;
    `problems` hold it back altogether, `warnings` do not.
    """

    client: str
    tenant: str
    action: Action
    provider: Provider
    scope: str
    scope_name: str
    name: str
    etag: str
    current: str
    current_hash: str
    desired: str
    currency: str
    currency_seen: bool
    price_basis: PriceBasis
    offer: str
    lowers: bool = False
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanGap:
    """A client or scope for which no plan could be made, and what would mend it."""

    client: str
    scope: str
    reason: str
    mend: str = ""


@dataclass(frozen=True)
class BudgetPlan:
    """Every budget of every client planned for; good until `expires`. `digest` proves that nothing was edited."""

    made: datetime
    expires: datetime
    tool_version: str
    budgets: tuple[PlannedBudget, ...]
    gaps: tuple[PlanGap, ...] = ()
    digest: str = ""
    plan_version: int = PLAN_VERSION


@dataclass(frozen=True)
class BudgetOutcome:
    """What became of one planned budget. `held` waits for a flag, `refused` was changed by somebody since."""

    budget: PlannedBudget
    state: OutcomeState
    detail: str = ""
