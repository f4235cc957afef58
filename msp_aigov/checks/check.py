"""What a check is: one question about one assessment."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.device import DeviceReadiness
from msp_aigov.model.finding import Severity, Subject, Verdict
from msp_aigov.model.guardrails import DeploymentGuardrail, QuotaFit
from msp_aigov.model.money.outlook import Exposure, Forecast, Hosting, ModelSpend, Trend
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import Budget, BudgetCoverage
from msp_aigov.model.text import Text
from msp_aigov.model.workload import WorkloadDecision

# Per assessment: the kind a reader is told, and where its id and its name stand.
SUBJECTS: dict[type, tuple[str, str, str]] = {
    AiAccount: ("account", "id", "name"),
    DeploymentGuardrail: ("deployment", "deployment.id", "deployment.name"),
    QuotaFit: ("stage", "id", "stage"),
    BudgetCoverage: ("resource", "resource_id", "resource_name"),
    Budget: ("budget", "id", "name"),
    Forecast: ("currency", "id", "currency"),
    Trend: ("currency", "id", "currency"),
    Exposure: ("deployment", "id", "deployment"),
    Hosting: ("deployment", "id", "deployment"),
    ModelSpend: ("meter", "id", "meter"),
    DeviceReadiness: ("device", "device.id", "device.name"),
    WorkloadDecision: ("workload", "name", "name"),
}

# Assessments of what a client's file declares: they exist whether or not anything could be read.
DECLARED: frozenset[type] = frozenset({WorkloadDecision, QuotaFit})


@dataclass(frozen=True)
class Brief:
    """What a check may know beside its assessment. `today` is the day the run started, UTC; `baseline` is the fleet's
    profile, for clients that name none.
    """

    client: Client
    rules: Rules
    today: date
    baseline: str = "general"

    @property
    def profile(self) -> str:
        """The profile this client is judged by."""
        return self.client.profile or self.baseline


@dataclass(frozen=True)
class Check:
    """A check as registered. `needs` are sources without which nobody can say; `identity` makes two findings the same
    one: field paths of the assessment, never text or amounts. `decision` is what the client is asked when it is not in
    order, with {count} and {names}; empty where the MSP mends it alone. `unknown_told_by` is the check that speaks
    where neither knows."""

    id: str
    title: Text
    severity: Severity
    about: type
    needs: tuple[str, ...]
    identity: tuple[str, ...]
    remedy: Text
    sources: tuple[str, ...]
    decision: str
    unknown_told_by: str
    judge: Callable[[Any, Brief], Verdict]

    @property
    def part(self) -> str:
        """The part of the audit it belongs to: the folder of `checks/` it lies in."""
        return self.judge.__module__.split(".")[2]

    @property
    def why(self) -> str:
        """The reason for the check, in words a client can read: its docstring."""
        return inspect.cleandoc(self.judge.__doc__ or "")

    def subject(self, assessment: object) -> Subject:
        """Whom or what the finding is about."""
        kind, id_path, name_path = SUBJECTS[self.about]
        return Subject(kind, str(look_up(assessment, id_path)), str(look_up(assessment, name_path)))


def look_up(value: object, path: str) -> object:
    """Follow a dotted path of attributes."""
    for name in path.split("."):
        value = getattr(value, name)
    return value


def check(
    id: str,
    title: str,
    *,
    severity: Severity,
    about: type,
    needs: tuple[str, ...],
    identity: tuple[str, ...],
    remedy: Text,
    sources: tuple[str, ...] = (),
    decision: str = "",
    unknown_told_by: str = "",
) -> Callable[[Callable[[Any, Brief], Verdict]], Check]:
    """Make a check of a function `judge(assessment, brief) -> Verdict`; its docstring is the user's documentation."""

    def made(judge: Callable[[Any, Brief], Verdict]) -> Check:
        if not identity or not judge.__doc__:
            raise TypeError(f"{id}: a check says what makes its findings the same one, and why it matters")
        return Check(
            id, Text(title), severity, about, needs, identity, remedy, sources, decision, unknown_told_by, judge
        )

    return made
