"""What an audit will take from a tenant's query budget, said beforehand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from msp_aigov.azure.units import WINDOWS
from msp_aigov.collect.registry import SOURCES
from msp_aigov.collect.source import queries_of
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client

# Cost Management counts one query unit for each month of data.
PAYING = (
    *("azure.cost", "azure.cost_closed", "azure.cost_meters", "azure.meter_ids", "azure.marketplace"),
    "azure.forecast",
)


@dataclass(frozen=True)
class Planned:
    """Query units for one subscription, `kept` of which earlier runs already answered; `subscriptions` None: all."""

    client: str
    units: int
    kept: int
    subscriptions: int | None

    @property
    def words(self) -> str:
        """One line for a person."""
        if self.subscriptions is None:
            each = f"{self.client}: {self.units} cost query units for each subscription it sees"
            return f"{each}, {_time(self.units)}"
        total = self.units * self.subscriptions - self.kept
        known = f", {self.kept} served from earlier runs" if self.kept else ""
        return f"{self.client}: {total} cost query units in its tenant, {_time(total)}{known}"


def _time(units: int) -> str:
    """How long so many units take: a second each, one after the other, or longer where the tenant's windows say so."""
    rest, seconds = max(units - 1, 0), 0
    for limit, span in reversed(WINDOWS):
        seconds, rest = seconds + rest // limit * int(span), rest % limit
    return f"about {max(seconds, units, 1)} s"


def planned(client: Client, today: date, earlier: Callable[[Ask], Answer | None]) -> Planned | None:
    """The plan for one client; None where it has no Azure."""
    if client.azure is None:
        return None
    asked = [(source, query) for source in PAYING for query in queries_of(SOURCES[source], today)]
    units = sum(_months(query) for _, query in asked)
    names = client.azure.subscriptions
    kept = sum(_kept(name, client, asked, earlier) for name in names)
    return Planned(client.id, units, kept, len(names) or None)


def _months(query: str) -> int:
    first, last = (date.fromisoformat(part) for part in query.split(".."))
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _kept(
    subscription: str, client: Client, asked: Sequence[tuple[str, str]], earlier: Callable[[Ask], Answer | None]
) -> int:
    """Months of one subscription that need not be asked again; its name does not matter, only its id."""
    scope = Scope("subscription", subscription.lower(), "", (client.id,))
    return sum(_months(query) for source, query in asked if earlier(Ask(source, scope, query)) is not None)
