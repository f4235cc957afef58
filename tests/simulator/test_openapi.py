"""Everything that is answered exists in Azure's own description of the API."""

import json
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.simulator.server import SimulatedAzure

from .clinic import SHARED, WORK, Wire, scenario

SUB = f"/subscriptions/{WORK}"
ACCOUNTS = "/providers/Microsoft.CognitiveServices/accounts"
ACCOUNT = f"{SUB}/resourceGroups/rg-ai{ACCOUNTS}/harbour-ai-weu"
COGNITIVE, COST, CONSUMPTION = "Cognitive_2025-09-01", "CostManagement_2025-03-01", "Consumption_2024-08-01"
PLAIN: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "DateTime": (str,),
    "Location": (str,),
    "Boolean": (bool,),
    "Integer": (int,),
    "Float": (int, float, Decimal),
}
ANYTHING = ("RawObject", "Tags", "SystemAndUserAssignedIdentityMap", "SystemData")


class Description:
    """One group of operations of an API, with its models."""

    def __init__(self, version: str, group: str) -> None:
        digest = json.loads((SHARED / "openapi" / f"digest_{version}.json").read_text(encoding="utf-8"))
        self._models, self._enums = digest[group]["models"], digest[group]["enums"]

    def strange(self, value: object, kind: str, where: str) -> list[str]:
        """What in a value does not fit its type."""
        kind = kind.split(" ")[0]
        if kind in ANYTHING:
            return []
        if kind in PLAIN:
            return [] if isinstance(value, PLAIN[kind]) else [f"{where}: {value!r} is no {kind}"]
        if kind in self._enums:
            return [] if value in self._enums[kind] else [f"{where}: {value!r} is no {kind}"]
        if kind.startswith("List<") and isinstance(value, list):
            return [bad for item in value for bad in self.strange(item, kind[5:-1], f"{where}[]")]
        if kind.startswith("Dictionary<") and isinstance(value, dict):
            return [bad for key, item in value.items() for bad in self.strange(item, kind[11:-1], f"{where}.{key}")]
        return self._strange_model(value, kind, where)

    def _strange_model(self, value: object, kind: str, where: str) -> list[str]:
        model = self._models.get(kind)
        if model is None or not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        unknown = [f"{where}.{key} is not in {kind}" for key in value if key not in model]
        required = [f"{where}.{key} is missing" for key, of in model.items() if of.endswith("*") and key not in value]
        known = ((key, item) for key, item in value.items() if key in model)
        deeper = [bad for key, item in known for bad in self.strange(item, model[key], f"{where}.{key}")]
        return unknown + required + deeper


@pytest.mark.skipif(not (SHARED / "openapi").exists(), reason="no descriptions beside the repository")
@pytest.mark.parametrize(
    ("version", "group", "model", "path"),
    [
        (COGNITIVE, "CognitiveServicesAccounts", "Account", SUB + ACCOUNTS),
        (COGNITIVE, "CognitiveServicesAccounts", "Account", ACCOUNT),
        (COGNITIVE, "Deployments", "Deployment", ACCOUNT + "/deployments"),
        (COGNITIVE, "Deployments", "Deployment", ACCOUNT + "/deployments/letters"),
        (COGNITIVE, "RaiPolicies", "RaiPolicy", ACCOUNT + "/raiPolicies"),
        (COGNITIVE, "RaiPolicies", "RaiPolicy", ACCOUNT + "/raiPolicies/clinic-chat"),
        (CONSUMPTION, "Budgets", "Budget", SUB + "/providers/Microsoft.Consumption/budgets"),
        (CONSUMPTION, "Budgets", "Budget", SUB + "/providers/Microsoft.Consumption/budgets/clinic-monthly"),
        (COST, "Budgets", "Budget", SUB + "/providers/Microsoft.CostManagement/budgets"),
        (COST, "Budgets", "Budget", SUB + "/providers/Microsoft.CostManagement/budgets/other-portal"),
    ],
)
def test_an_answer_fits_its_description(wire: Wire, version: str, group: str, model: str, path: str) -> None:
    body = wire.get(path).json()
    items: list[Any] = body.get("value", [body])
    description = Description(version, group)
    assert items
    assert [bad for item in items for bad in description.strange(item, model, model)] == []


def test_a_page_has_a_link_and_its_items_and_nothing_else() -> None:
    with SimulatedAzure(scenario(list_page_size=1)) as azure:
        assert sorted(Wire(azure).get(SUB + ACCOUNTS).json()) == ["nextLink", "value"]


def test_a_skip_token_of_nobody_is_refused(wire: Wire) -> None:
    assert wire.get(f"{SUB}{ACCOUNTS}?$skiptoken=zzz").status_code == 400
