"""Tenants are kept apart, and nothing is written."""

import pytest

from msp_aigov.simulator.server import SimulatedAzure

from .clinic import CLINIC, DENIED, MONTHLY, OTHER, PROVIDER, SHUT, STRANGER, WORK, Wire, scenario

SUB = f"/subscriptions/{WORK}"
ACCOUNTS = SUB + "/providers/Microsoft.CognitiveServices/accounts"
ACCOUNT = SUB + "/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/harbour-ai-weu"
BUDGET = SUB + "/providers/Microsoft.Consumption/budgets/"


def seen(azure: SimulatedAzure, tenant: str) -> list[str]:
    """The subscriptions that a tenant's token lists."""
    return [item["subscriptionId"] for item in Wire(azure, tenant).get("/subscriptions").json()["value"]]


def test_a_token_lists_only_its_own_subscriptions(azure: SimulatedAzure) -> None:
    assert (seen(azure, CLINIC), seen(azure, STRANGER)) == ([WORK], [OTHER])


def test_a_provider_reads_what_it_manages(azure: SimulatedAzure) -> None:
    (found,) = Wire(azure, PROVIDER).get("/subscriptions").json()["value"]
    assert (found["subscriptionId"], found["tenantId"]) == (WORK, CLINIC)
    assert Wire(azure, PROVIDER).get(ACCOUNTS).status_code == 200


def test_a_strangers_token_is_refused(azure: SimulatedAzure) -> None:
    answer = Wire(azure, STRANGER).get(ACCOUNTS)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "AuthorizationFailed")


def test_an_unknown_subscription_is_not_found(wire: Wire) -> None:
    answer = wire.get("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SubscriptionNotFound")


def test_a_denied_tenant_sees_its_subscription_and_reads_nothing_in_it(azure: SimulatedAzure) -> None:
    wire = Wire(azure, DENIED)
    assert seen(azure, DENIED) == [SHUT]
    for path in ("", "/providers/Microsoft.CognitiveServices/accounts", "/providers/Microsoft.Consumption/budgets"):
        assert wire.get(f"/subscriptions/{SHUT}{path}").status_code == 403


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer \u00e4.\u00e4"])
def test_without_a_token_of_ours_the_answer_is_401(wire: Wire, header: str) -> None:
    answer = wire.ask("GET", "/subscriptions", headers={"Authorization": header.encode("latin-1").decode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_token_for_something_else_is_not_for_arm(azure: SimulatedAzure, wire: Wire) -> None:
    token = wire.token(CLINIC, scope="https://graph.microsoft.com/.default").json()["access_token"]
    assert wire.ask("GET", "/subscriptions", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_what_is_not_simulated_is_not_found(wire: Wire) -> None:
    answer = wire.get(f"{SUB}/providers/Microsoft.Compute/virtualMachines")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "InvalidResourceType")


WRITES = [
    ("PUT", BUDGET + "new"),
    ("DELETE", BUDGET + "clinic-monthly"),
    ("PATCH", ACCOUNT),
    ("POST", ACCOUNT + "/listKeys"),
    ("POST", f"{SUB}/providers/Microsoft.CognitiveServices/register"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_write_is_refused_and_logged(azure: SimulatedAzure, wire: Wire, method: str, path: str) -> None:
    assert wire.ask(method, path, {"properties": MONTHLY}).status_code == 403
    last = azure.log.writes()[-1]
    assert (last.method, last.path, last.status, last.tenant) == (method, path, 403, CLINIC)


def test_reading_posts_and_tokens_are_no_writes(azure: SimulatedAzure, wire: Wire) -> None:
    before = azure.log.writes()
    wire.token(CLINIC)
    for name in ("query", "forecast", "generateCostDetailsReport"):
        wire.ask("POST", f"{SUB}/providers/Microsoft.CostManagement/{name}", {})
    assert azure.log.writes() == before


def test_where_writes_are_allowed_only_budgets_can_be_written() -> None:
    with SimulatedAzure(scenario(allow_writes=True)) as azure:
        wire = Wire(azure)
        for method, path in WRITES[2:]:
            assert wire.ask(method, path, {}).status_code == 403
        assert wire.ask("PUT", BUDGET + "new", {"properties": MONTHLY}).status_code == 201
        assert len(azure.log.writes()) == 4


def test_a_budget_is_replaced_only_with_its_current_etag() -> None:
    with SimulatedAzure(scenario(allow_writes=True)) as azure:
        wire, path = Wire(azure), BUDGET + "clinic-monthly"
        change = {"properties": MONTHLY | {"amount": 20}}
        assert wire.ask("PUT", path, change).status_code == 409
        assert wire.ask("PUT", path, change | {"eTag": '"old"'}).status_code == 409
        replaced = wire.ask("PUT", path, change | {"eTag": '"7"'})
        assert (replaced.status_code, replaced.json()["properties"]["amount"]) == (200, 20)
        assert replaced.json()["eTag"] != '"7"'
        assert wire.get(path).json() == replaced.json()


def test_a_deleted_budget_is_gone() -> None:
    with SimulatedAzure(scenario(allow_writes=True)) as azure:
        wire, path = Wire(azure), BUDGET + "clinic-monthly"
        assert [wire.ask(method, path).status_code for method in ("DELETE", "GET", "DELETE")] == [200, 404, 404]


def test_a_budget_without_its_parts_is_refused() -> None:
    with SimulatedAzure(scenario(allow_writes=True)) as azure:
        assert Wire(azure).ask("PUT", BUDGET + "new", {"properties": {"amount": 1}}).status_code == 400
