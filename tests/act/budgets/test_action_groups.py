"""A plan does not trust that the action groups of a client's file are there and hear anything."""

from pathlib import Path
from typing import Any

import pytest

from msp_aigov.cli.spend.budget_lines import plan_lines
from msp_aigov.errors import ConfigError
from tests.act.budgets.market import SCOPE, TARGET, applied, fleet_with, market, planned
from tests.world import enter, simulated

GROUP = f"{SCOPE}/resourceGroups/rg/providers/microsoft.insights/actionGroups/oncall"
MAIL = {"emailReceivers": [{"name": "m", "emailAddress": "owner@client.example"}]}
DEAF = "the alerts go to action groups that are gone, switched off or empty: oncall"


def group(**properties: Any) -> dict[str, Any]:
    return {"id": GROUP.upper(), "name": "oncall", "properties": {"enabled": True, **MAIL, **properties}}


@pytest.mark.parametrize(
    ("groups", "problems"),
    [([group()], ()), ([], (DEAF,)), ([group(enabled=False)], (DEAF,)), ([group(emailReceivers=[])], (DEAF,))],
)
def test_a_group_that_is_gone_off_or_empty_holds_its_budget_back(
    tmp_path: Path, monkeypatch: Any, groups: list[dict[str, Any]], problems: tuple[str, ...]
) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "recipients": [], "action_groups": [GROUP]})
    with simulated(market(action_groups=groups)) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        assert [item.problems for item in plan.budgets] == [problems]
        if problems:
            with pytest.raises(ConfigError, match="switched off or empty"):
                applied(folder, plan)
        else:
            assert [outcome.state for outcome in applied(folder, plan)] == ["done"]
        assert bool(azure.log.writes()) == (not problems)


def test_where_a_person_hears_too_a_group_that_is_gone_is_a_warning(tmp_path: Path, monkeypatch: Any) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "action_groups": [GROUP]})
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        assert [outcome.state for outcome in applied(folder, plan)] == ["done"]
    assert f"? {DEAF}" in " ".join(" ".join(plan_lines(plan)).split())


def test_groups_that_nobody_may_read_are_said_and_hold_nothing_back(tmp_path: Path, monkeypatch: Any) -> None:
    folder = fleet_with(tmp_path, {**TARGET, "action_groups": [GROUP]})
    with simulated(market(), "GET */actionGroups=403") as azure:
        enter(azure, monkeypatch)
        plan = planned(folder)
        assert [outcome.state for outcome in applied(folder, plan)] == ["done"]
    assert "    ? nobody could read whether the action groups oncall exist" in plan_lines(plan)


def test_a_plan_fits_80_columns_and_loses_no_word(tmp_path: Path, monkeypatch: Any) -> None:
    told = [f"somebody.with.a.long.name.{each}@client.example" for each in range(4)]
    folder = fleet_with(tmp_path, {**TARGET, "recipients": told, "adopt": ["not-there"]})
    with simulated(market()) as azure:
        enter(azure, monkeypatch)
        said = plan_lines(planned(folder))
    assert max(map(len, said)) <= 80
    whole = " ".join(" ".join(said).split())
    assert f"+ alert 100 % spent to {', '.join(told)}" in whole
    assert f"no such budget at {SCOPE}, found there: somebody-elses" in whole
