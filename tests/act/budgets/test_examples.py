"""The PUT on the wire against Microsoft's published examples of both providers; without them nothing is tested."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.act.budgets.market import TARGET, applied, fleet_with, market, planned
from tests.world import SUBSCRIPTION, budget, enter, simulated

EXAMPLES = Path(__file__).parents[4] / "shared" / "data" / "azure" / "examples"
FILES = {
    "consumption": EXAMPLES / "consumption-2024-08-01" / "CreateOrUpdateBudget.json",
    "costmanagement": EXAMPLES / "costmanagement-2025-03-01" / "CreateOrUpdate-Cost-Subscription-Budget.json",
}
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/microsoft.insights/actionGroups/oncall"
FILTER = [
    {"dimension": "ResourceId", "values": ["/subscriptions/s/resourceGroups/r/providers/p/t/n"]},
    {"tag": "category", "values": ["Dev", "Prod"]},
]


def shape(value: Any, inside: str = "") -> Any:
    """The keys and kinds of JSON; an array, and the notifications, whose names are labels, by what any holds."""
    if isinstance(value, list) or inside == "notifications":
        shapes = [shape(each) for each in (value if isinstance(value, list) else value.values())]
        if all(isinstance(each, dict) for each in shapes):
            return {key: kind for each in shapes for key, kind in each.items()}
        return ", ".join(sorted(set(shapes)))
    if isinstance(value, dict):
        return {key: shape(each, key) for key, each in value.items()}
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def foreign(sent: Any, published: Any, path: str = "") -> list[str]:
    """Where what was sent holds a key or kind that the published example does not; an empty array is of any kind."""
    if not isinstance(sent, dict) or not isinstance(published, dict):
        return [] if sent in ({}, published) else [f"{path}: {sent} for {published}"]
    found = [f"{path}.{key}" for key in sent if key not in published]
    for key in sent.keys() & published.keys():
        found += foreign(sent[key], published[key], f"{path}.{key}")
    return found


@pytest.mark.parametrize("provider", FILES)
def test_what_is_sent_holds_nothing_that_the_published_example_does_not(
    tmp_path: Path, monkeypatch: Any, provider: str
) -> None:
    if not FILES[provider].is_file():
        pytest.skip("the examples are not here")
    published = json.loads(FILES[provider].read_text("utf-8"))["parameters"]["parameters"]
    target = {**TARGET, "adopt": ["ai-monthly"], "filter": FILTER, "action_groups": [GROUP]}
    folder = fleet_with(tmp_path, target)
    with simulated(market(budget("ai-monthly"), provider=provider)) as azure:
        enter(azure, monkeypatch)
        applied(folder, planned(folder))
        (write,) = azure.log.writes()
    sent = json.loads(write.body or "")
    assert set(published) == set(sent) == {"eTag", "properties"}
    assert foreign(shape(sent), shape(published)) == []
    assert set(published["properties"]) == set(sent["properties"])
