"""The loop that asks: what is asked below what, what a gap hides, and who in the chain answers."""

import json
import threading
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from msp_aigov.collect.ask import Collected, Link, collect, facts
from msp_aigov.collect.registry import SOURCES as REGISTRY
from msp_aigov.collect.source import Source
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.client import AzureTenant, Client, InventoryFile
from msp_aigov.model.cloud import AiAccount, Deployment

TENANT, OTHER = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"
SUB, SECOND = "22222222-2222-4222-8222-222222222222", "44444444-4444-4444-8444-444444444444"
TODAY = date(2026, 11, 20)
# Sources of its own choosing: a new one in the registry is no business of the loop.
NAMES = ["subscriptions", "accounts", "cost", "budgets", "deployments", "rai_policies"]
SOURCES = {name: REGISTRY[name] for name in (*(f"azure.{name}" for name in NAMES), "inventory.file")}
BELOW_SUBSCRIPTIONS = {"azure.accounts", "azure.cost", "azure.budgets"}
BELOW_ACCOUNTS = {"azure.deployments", "azure.rai_policies"}


def account_id(subscription: str, name: str) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/{name}"


def bodies(visible: Mapping[str, str], accounts: Mapping[str, list[str]]) -> Link:
    """An Azure in which these subscriptions (with home tenant) and accounts are visible."""

    def answer(ask: Ask) -> Answer:
        body: dict[str, Any] = {"value": []}
        if ask.source == "azure.subscriptions":
            body = {"value": [{"subscriptionId": key, "tenantId": home} for key, home in visible.items()]}
        elif ask.source == "azure.accounts":
            body = {"value": [{"id": account_id(ask.scope.id, name)} for name in accounts.get(ask.scope.id, [])]}
        elif ask.source == "azure.deployments":
            body = {"value": [{"id": f"{ask.scope.id}/deployments/d"}]}
        return Answer(ask, "read", json.dumps(body))

    return answer


def client(*subscriptions: str, files: tuple[str, ...] = (), azure: bool = True) -> Client:
    inventories = tuple(InventoryFile(path) for path in files)
    return Client("one", "One", azure=AzureTenant(TENANT, subscriptions) if azure else None, inventories=inventories)


def asked(who: Client, *chain: Link, sources: Mapping[str, Source] = SOURCES) -> tuple[Collected, list[Answer]]:
    """What was collected, and every answer in the order it arrived."""
    arrived: list[Answer] = []
    lock = threading.Lock()

    def done(answer: Answer) -> None:
        with lock:
            arrived.append(answer)

    return collect(who, TODAY, sources, chain, done), arrived


def cells(found: Collected) -> set[tuple[str, str, str]]:
    return {(answer.ask.source, answer.ask.scope.id.rsplit("/", 1)[-1], answer.state) for answer in found.answers}


def refuse(source: str, then: Link, state: Any = "denied") -> Link:
    return lambda ask: (
        Answer(ask, state, reason="HTTP 403", mend="a role") if ask.source.startswith(source) else then(ask)
    )


def test_every_source_is_asked_once_at_each_scope_and_each_answer_arrives_at_once() -> None:
    found, arrived = asked(client(), bodies({SUB: TENANT}, {SUB: ["a", "b"]}))
    assert found.stopped == ""
    assert cells(found) == {
        ("azure.subscriptions", "one", "read"),
        *((source, SUB, "read") for source in BELOW_SUBSCRIPTIONS),
        *((source, name, "read") for source in BELOW_ACCOUNTS for name in ("a", "b")),
    }
    assert len(found.answers) == len(arrived) == 9  # budgets are asked of two providers
    assert sorted(found.answers, key=id) == sorted(arrived, key=id)


def test_answers_come_sorted_whatever_order_they_arrived_in() -> None:
    found, _ = asked(client(), bodies({SUB: TENANT, SECOND: TENANT}, {SUB: ["b", "a"], SECOND: ["c"]}))
    keys = [(answer.ask.source, answer.ask.scope.id, answer.ask.query) for answer in found.answers]
    assert keys == sorted(keys)


def test_a_scope_knows_what_is_around_it() -> None:
    found, _ = asked(client(), bodies({SUB: TENANT}, {SUB: ["a"]}))
    (deployments,) = (answer for answer in found.answers if answer.ask.source == "azure.deployments")
    assert deployments.ask.scope.path == (account_id(SUB, "a").lower(), SUB, "one")


def test_only_the_subscriptions_in_the_clients_file_are_read() -> None:
    found, _ = asked(client(SUB.upper()), bodies({SUB: TENANT, SECOND: TENANT}, {}))
    assert {answer.ask.scope.id for answer in found.answers} == {"one", SUB}


def test_without_a_list_the_subscriptions_of_other_tenants_are_left_alone() -> None:
    found, _ = asked(client(), bodies({SUB: TENANT, SECOND: OTHER}, {}))
    assert {answer.ask.scope.id for answer in found.answers} == {"one", SUB}


def test_a_subscription_of_another_tenant_stops_the_client_before_any_read_below() -> None:
    found, arrived = asked(client(SUB, SECOND), bodies({SUB: TENANT, SECOND: OTHER}, {SUB: ["a"]}))
    assert found.stopped == f"subscription {SECOND} belongs to tenant {OTHER}, not to the client's tenant {TENANT}"
    assert [answer.ask.source for answer in arrived] == ["azure.subscriptions"]
    assert {source for source, _, state in cells(found) if state == "skipped"} == BELOW_SUBSCRIPTIONS | BELOW_ACCOUNTS


def test_a_subscription_that_the_credential_does_not_see_is_a_gap_of_everything_below_it() -> None:
    found, _ = asked(client(SUB, SECOND), bodies({SUB: TENANT}, {}))
    assert {cell for cell in cells(found) if cell[1] == SECOND} == {
        (source, SECOND, "denied") for source in BELOW_SUBSCRIPTIONS | BELOW_ACCOUNTS
    }
    assert ("azure.accounts", SUB, "read") in cells(found)


def test_no_visible_subscription_is_a_gap_and_not_an_empty_estate() -> None:
    found, _ = asked(client(), bodies({SECOND: OTHER}, {}))
    gaps = [answer for answer in found.answers if answer.state == "denied"]
    assert {gap.ask.source for gap in gaps} == BELOW_SUBSCRIPTIONS | BELOW_ACCOUNTS
    assert all("no subscription of tenant" in gap.reason and gap.mend for gap in gaps)


def test_unread_subscriptions_hide_everything_below() -> None:
    found, _ = asked(client(), refuse("azure.subscriptions", bodies({}, {})))
    assert found.stopped == "azure.subscriptions was not read: HTTP 403"
    skipped = [answer for answer in found.answers if answer.state == "skipped"]
    assert {gap.ask.source for gap in skipped} == BELOW_SUBSCRIPTIONS | BELOW_ACCOUNTS
    assert {(gap.ask.scope.id, gap.mend) for gap in skipped} == {("one", "a role")}


def test_unread_accounts_hide_what_is_below_them_and_nothing_else() -> None:
    found, _ = asked(client(), refuse("azure.accounts", bodies({SUB: TENANT}, {})))
    assert {cell for cell in cells(found) if cell[2] != "read"} == {
        ("azure.accounts", SUB, "denied"),
        *((source, SUB, "skipped") for source in BELOW_ACCOUNTS),
    }


def test_a_client_without_azure_is_asked_for_its_inventories_only() -> None:
    found, _ = asked(client(files=("a.csv", "b.csv"), azure=False), lambda ask: Answer(ask, "failed", reason="x"))
    assert [(answer.ask.source, answer.ask.scope.name) for answer in found.answers] == [
        ("inventory.file", "a.csv"),
        ("inventory.file", "b.csv"),
    ]


def test_inventories_are_read_also_when_azure_is_not() -> None:
    found, arrived = asked(client(files=("a.csv",)), lambda ask: Answer(ask, "denied", reason="x"))
    assert {answer.ask.source for answer in arrived} == {"azure.subscriptions", "inventory.file"}
    assert found.stopped


def test_the_first_link_that_answers_answers() -> None:
    azure, later = bodies({SUB: TENANT}, {}), list[Ask]()

    def saved(ask: Ask) -> Answer | None:
        return azure(ask) if ask.source in ("azure.subscriptions", "azure.cost") else None

    def live(ask: Ask) -> Answer | None:
        later.append(ask)
        return azure(ask)

    asked(client(), saved, live)
    assert {ask.source for ask in later} == {"azure.accounts", "azure.budgets"}


def test_where_nobody_answers_the_gap_says_so() -> None:
    found, _ = asked(client(), lambda ask: None)
    (root,) = (answer for answer in found.answers if answer.ask.source == "azure.subscriptions")
    assert (root.state, root.reason) == ("skipped", "not in the saved answers")


class Broken:
    """A source whose parser fails in one way or the other."""

    SOURCE, PER = "azure.cost", "subscription"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def parse(self, answer: Answer) -> list[Any]:
        raise self._error


@pytest.mark.parametrize("error", [ValueError("a cost row without cost"), KeyError("bug")])
def test_an_answer_that_its_source_cannot_shape_is_a_gap_found_at_once(error: Exception) -> None:
    sources = {**SOURCES, "azure.cost": Broken(error)}
    found, arrived = asked(client(), bodies({SUB: TENANT}, {}), sources=sources)
    for answers in (found.answers, arrived):
        (cost,) = (answer for answer in answers if answer.ask.source == "azure.cost")
        assert cost.state == "failed" and cost.reason.startswith("the answer is not understood: ")
    assert list(facts(found.answers, sources))


def test_facts_come_from_what_was_read_and_from_nothing_else() -> None:
    found, _ = asked(client(), refuse("azure.deployments", bodies({SUB: TENANT}, {SUB: ["a"]})))
    known = list(facts(found.answers, SOURCES))
    assert [fact.name for fact in known if isinstance(fact, AiAccount)] == ["a"]
    assert not [fact for fact in known if isinstance(fact, Deployment)]
