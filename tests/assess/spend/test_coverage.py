"""Which budgets take in a resource: by scope, by time, and by every condition of the filter."""

from datetime import date
from typing import Any, Literal

import pytest

from msp_aigov.assess.spend.coverage import Watched, distinct
from msp_aigov.assess.spend.coverage import covering as held
from msp_aigov.model.spend import Budget, BudgetFilter

TODAY = date(2026, 11, 20)
SUB = "/subscriptions/22222222-2222-4222-8222-222222222222"
RESOURCE = f"{SUB}/resourcegroups/rg-ai/providers/microsoft.cognitiveservices/accounts/client-ai"


def budget(name: str = "b", scope: str = SUB, **fields: Any) -> Budget:
    about: dict[str, Any] = dict(amount=None, grain="Monthly", start=None, end=None, filters=(), notifications=())
    return Budget(f"{scope}/{name}", name, scope, **{"provider": "Microsoft.Consumption", **about, **fields})


def covering(resource: str, budgets: list[Budget], today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The budgets that cover a resource of which nothing is known but its id, and those that may."""
    found = held(Watched(resource), budgets, today)
    return found.sure, found.maybe


def filtered(name: str, *values: str, kind: Literal["dimension", "tag"] = "dimension") -> BudgetFilter:
    return BudgetFilter(kind, name, values)


SCOPES = [
    (SUB, True),
    (f"{SUB}/resourcegroups/rg-ai", True),
    (f"{SUB}/resourcegroups/rg-ai/", True),
    (RESOURCE, True),
    (f"{SUB}/resourcegroups/rg", False),
    (f"{SUB}/resourcegroups/rg-web", False),
    ("/subscriptions/44444444-4444-4444-8444-444444444444", False),
    (SUB[:-1], False),
]


@pytest.mark.parametrize(("scope", "inside"), SCOPES)
def test_a_budget_takes_in_what_lies_under_its_scope(scope: str, inside: bool) -> None:
    assert covering(RESOURCE, [budget(scope=scope)], TODAY) == (("b",) if inside else (), ())


TIMES = [
    (None, None, True),
    (date(2026, 11, 20), date(2026, 11, 20), True),
    (date(2026, 11, 21), None, False),
    (None, date(2026, 11, 19), False),
    (date(2026, 1, 1), date(2027, 1, 1), True),
]


@pytest.mark.parametrize(("start", "end", "inside"), TIMES)
def test_a_budget_that_has_ended_or_not_begun_takes_in_nothing(
    start: date | None, end: date | None, inside: bool
) -> None:
    assert bool(covering(RESOURCE, [budget(start=start, end=end)], TODAY)[0]) is inside


DECIDED = [
    (filtered("ResourceGroupName", "RG-AI", "other"), True),
    (filtered("resourcegroup", "rg-web"), False),
    (filtered("ResourceId", RESOURCE.upper() + "/"), True),
    (filtered("ResourceId", RESOURCE + "2"), False),
    (filtered("ResourceType", "Microsoft.CognitiveServices/accounts"), True),
    (filtered("ResourceType", "microsoft.web/sites"), False),
    (filtered("SubscriptionId", "22222222-2222-4222-8222-222222222222"), True),
    (filtered("ResourceGroupName"), False),
]


@pytest.mark.parametrize(("condition", "inside"), DECIDED)
def test_a_condition_that_the_id_decides_is_decided(condition: BudgetFilter, inside: bool) -> None:
    assert covering(RESOURCE, [budget(filters=(condition,))], TODAY) == (("b",) if inside else (), ())


@pytest.mark.parametrize("condition", [filtered("env", "prod", kind="tag"), filtered("Meter", "m"), filtered("", "")])
def test_a_condition_that_the_id_does_not_decide_leaves_it_open(condition: BudgetFilter) -> None:
    assert covering(RESOURCE, [budget(filters=(condition,))], TODAY) == ((), ("b",))


def test_all_conditions_must_hold_and_one_that_fails_settles_it() -> None:
    inside, outside = filtered("ResourceGroupName", "rg-ai"), filtered("ResourceGroupName", "rg-web")
    tag = filtered("env", "prod", kind="tag")
    for filters, sure, maybe in (
        ((inside, tag), (), ("b",)),
        ((outside, tag), (), ()),
        ((inside, outside), (), ()),
        ((inside, inside), ("b",), ()),
    ):
        assert covering(RESOURCE, [budget(filters=filters)], TODAY) == (sure, maybe)


def test_a_filter_that_was_not_understood_proves_nothing_either_way() -> None:
    assert covering(RESOURCE, [budget(understood=False)], TODAY) == ((), ("b",))
    apart = filtered("ResourceGroupName", "rg-web")
    assert covering(RESOURCE, [budget(understood=False, filters=(apart,))], TODAY) == ((), ())


def test_names_come_sorted_and_sure_ones_apart_from_open_ones() -> None:
    tag = filtered("env", "prod", kind="tag")
    budgets = [budget("z"), budget("m", filters=(tag,)), budget("a")]
    assert covering(RESOURCE, budgets, TODAY) == (("a", "z"), ("m",))


def test_a_budget_that_both_providers_list_is_one() -> None:
    one, same = budget("AI"), budget("ai", provider="Microsoft.CostManagement")
    other = budget("AI", scope=f"{SUB}/resourcegroups/rg-ai")
    assert list(distinct([one, same, other])) == [one, other]
