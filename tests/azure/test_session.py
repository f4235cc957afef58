"""A session over the real SDKs: pages to the end, the guard behind every request, exact bodies kept."""

import json
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError

from msp_aigov.azure.cloud import CLOUDS
from msp_aigov.azure.credential import TenantBound
from msp_aigov.azure.refusal import GuardRefusal, ProviderNotRegistered, Throttled, WrongTenant
from msp_aigov.azure.session import Session, pages, posted_pages
from msp_aigov.collect.azure.cost import body_of
from tests.azure.test_credential import MANAGING, TENANT, token
from tests.azure.wires import Canned, Reply

ARM = "https://management.azure.com"
QUERY = f"{ARM}/subscriptions/s/providers/Microsoft.CostManagement/query?api-version=2025-03-01"


class Signed:
    """Gives a token of one tenant."""

    def __init__(self, tenant: str) -> None:
        self._token = token({"tid": tenant})

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken(self._token, 4_000_000_000)


def session(*replies: Reply, tenant: str = TENANT) -> tuple[Session, Canned]:
    azure = Canned(*replies)
    made = Session(CLOUDS["public"], TenantBound(Signed(tenant), TENANT), azure.slept.append)
    made._options["transport"] = azure.transport()
    return made, azure


def page(values: list[Any], link: str | None = None) -> Reply:
    return Reply(200, json.dumps({"value": values, **({"nextLink": link} if link else {})}))


def listed(made: Session) -> Any:
    return pages(made.subscriptions().subscriptions.list)


def test_every_page_is_read_and_kept_as_azure_wrote_it() -> None:
    second = f"{ARM}/subscriptions?api-version=2022-12-01&$skiptoken=2"
    made, azure = session(page([{"subscriptionId": "a", "newer": 1}], second), page([{"subscriptionId": "b"}]))
    payload = json.loads(listed(made).payload)
    assert payload == {"value": [{"subscriptionId": "a", "newer": 1}, {"subscriptionId": "b"}]}
    assert [request.method for request in azure.requests] == ["GET", "GET"]


def test_a_next_page_on_a_foreign_host_is_not_followed_and_gets_no_token() -> None:
    made, azure = session(page([{"subscriptionId": "a"}], "https://elsewhere.example/next"))
    with pytest.raises(GuardRefusal, match=r"elsewhere\.example"):
        listed(made)
    assert len(azure.requests) == 1


def test_a_token_of_another_tenant_stops_the_read_before_it_is_sent() -> None:
    made, azure = session(page([]), tenant=MANAGING)
    with pytest.raises(WrongTenant):
        listed(made)
    assert azure.requests == []


def test_a_provider_is_never_registered_on_the_way() -> None:
    body = {"error": {"code": "MissingSubscriptionRegistration", "message": "use 'Microsoft.CognitiveServices'"}}
    made, azure = session(Reply(409, json.dumps(body)))
    with pytest.raises(ProviderNotRegistered):
        pages(made.cognitive(TENANT).accounts.list)
    assert {request.method for request in azure.requests} == {"GET"}


def test_a_refusal_is_not_repeated() -> None:
    made, azure = session(Reply(403, '{"error": {"code": "AuthorizationFailed", "message": "no"}}'))
    with pytest.raises(HttpResponseError):
        listed(made)
    assert len(azure.requests) == 1 and azure.slept == []


def test_a_wait_beyond_the_cap_ends_the_read_at_once() -> None:
    made, azure = session(Reply(429, "{}", {"Retry-After": "3600"}))
    with pytest.raises(Throttled):
        listed(made)
    assert len(azure.requests) == 1 and azure.slept == []


def test_a_throttled_cost_query_is_asked_again_after_the_wait_it_named() -> None:
    header = {"x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after": "12"}
    made, azure = session(Reply(429, "{}", header), cost([["1.5", "EUR"]]))
    asked(made)
    assert azure.slept == [12]
    assert (made.waits.count, made.waits.seconds) == (1, 12)


def cost(rows: list[list[Any]], link: str | None = None) -> Reply:
    columns = [{"name": "PreTaxCost", "type": "Number"}, {"name": "Currency", "type": "String"}]
    return Reply(200, json.dumps({"properties": {"nextLink": link, "columns": columns, "rows": rows}}))


def asked(made: Session) -> Any:
    client = made.cost()
    body = body_of("2026-10-01..2026-11-20")
    return posted_pages(client, lambda body, **hook: client.query.usage("/subscriptions/s", body, **hook), body)


def test_a_cost_querys_next_page_is_the_same_body_posted() -> None:
    made, azure = session(cost([["1", "EUR"]], QUERY + "&$skiptoken=2"), cost([["2", "EUR"]]))
    payload = json.loads(asked(made).payload)
    assert [page["properties"]["rows"] for page in payload["pages"]] == [[["1", "EUR"]], [["2", "EUR"]]]
    first, second = azure.requests
    assert (first.method, second.method) == ("POST", "POST")
    assert json.loads(first.body or "") == json.loads(second.body or "") == body_of("2026-10-01..2026-11-20")


def test_a_cost_query_whose_next_page_is_foreign_is_not_followed() -> None:
    made, azure = session(cost([], "https://elsewhere.example/providers/Microsoft.CostManagement/query"))
    with pytest.raises(GuardRefusal):
        asked(made)
    assert len(azure.requests) == 1


def test_a_cost_query_whose_pages_go_round_is_a_failure() -> None:
    made, azure = session(cost([["1", "EUR"]], QUERY + "&$skiptoken=2"))
    with pytest.raises(ValueError, match="circle"):
        asked(made)
    assert len(azure.requests) == 2


@pytest.mark.parametrize("body", ["[]", '{"value": []}', '{"properties": null}'])
def test_an_answer_that_is_no_query_result_is_a_failure(body: str) -> None:
    made, _ = session(Reply(200, body))
    with pytest.raises(ValueError, match="not a query result"):
        asked(made)


def test_a_subscription_without_cost_answers_with_nothing() -> None:
    made, _ = session(Reply(204))
    assert json.loads(asked(made).payload) == {"pages": [None]}
