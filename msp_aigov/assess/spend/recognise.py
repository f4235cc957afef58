"""Which costs are AI."""

from collections.abc import Iterable

from msp_aigov.model.money.usage import MarketplaceCost
from msp_aigov.model.rules import Rules
from msp_aigov.model.spend import CostLine


class Recognised:
    """AI by the resource's type, by a service name of the dated list, or as a model billed through the Marketplace."""

    def __init__(self, rules: Rules, marketplace: Iterable[MarketplaceCost] = ()) -> None:
        named: dict[str, set[str]] = {"service": set(), "resource_type": set(), "marketplace_model": set()}
        for service in rules.ai_services:
            named[service.kind].add(service.name.lower())
        self._services, self._types = named["service"], named["resource_type"]
        self._models = tuple(sorted(named["marketplace_model"]))
        self.marketplace = frozenset(each.resource for each in marketplace if self.is_model(each))

    def is_model(self, cost: MarketplaceCost) -> bool:
        """Whether a Marketplace charge is for a model: its resource or its meter begins with a known model's name."""
        name = cost.resource.rsplit("/", 1)[-1]
        return name.startswith(self._models) or cost.meter.lower().startswith(self._models)

    def is_ai(self, line: CostLine) -> bool:
        """Whether a cost line is AI."""
        if line.resource_type in self._types or line.service.lower() in self._services:
            return True
        return line.resource in self.marketplace and bool(line.resource)
