"""The read-only guard: GET and the named reading POSTs to one host; nothing else is ever sent."""

import pytest
from azure.core.exceptions import AzureError
from azure.core.pipeline import Pipeline
from azure.core.rest import HttpRequest
from requests import PreparedRequest

from msp_aigov.azure.cloud import CLOUDS, Cloud
from msp_aigov.azure.guard import ReadOnlyGuard
from msp_aigov.azure.refusal import GuardRefusal, ProviderNotRegistered
from tests.azure.wires import Canned, Reply

ARM = "https://management.azure.com"
COST = "/subscriptions/s/providers/Microsoft.CostManagement"


def sent(method: str, url: str, cloud: Cloud = CLOUDS["public"]) -> list[PreparedRequest]:
    """The requests that got past the guard."""
    azure = Canned(Reply(200, "{}"))
    Pipeline(azure.transport(), [ReadOnlyGuard(cloud)]).run(HttpRequest(method, url))
    return azure.requests


ALLOWED = [
    ("GET", f"{ARM}/subscriptions?api-version=2022-12-01"),
    ("GET", "https://MANAGEMENT.azure.com/subscriptions"),
    ("get", f"{ARM}/subscriptions"),
    ("POST", f"{ARM}{COST}/query?api-version=2025-03-01"),
    ("POST", f"{ARM}{COST}/query?api-version=2025-03-01&$skiptoken=AQAA"),
    ("POST", f"{ARM}{COST.upper()}/QUERY"),
    ("POST", f"{ARM}{COST}/query/"),
    ("POST", f"{ARM}{COST}/forecast"),
]


@pytest.mark.parametrize(("method", "url"), ALLOWED)
def test_a_read_goes_through_and_says_who_asks(method: str, url: str) -> None:
    (request,) = sent(method, url)
    assert request.headers["ClientType"] == "msp-aigov"


WRITES = [
    ("PUT", f"{ARM}{COST}/budgets/b"),
    ("PATCH", f"{ARM}/subscriptions/s"),
    ("DELETE", f"{ARM}/subscriptions/s/resourceGroups/g"),
    ("HEAD", f"{ARM}/subscriptions"),
    ("POST", f"{ARM}/subscriptions/s/providers/Microsoft.CognitiveServices/accounts/a/listKeys"),
    ("POST", f"{ARM}{COST}/query/more"),
    ("POST", f"{ARM}{COST}/generateCostDetailsReport"),
    ("POST", f"{ARM}/query?x=/providers/Microsoft.CostManagement/query"),
    ("PUT", f"{ARM}{COST}/query"),
]


@pytest.mark.parametrize(("method", "url"), WRITES)
def test_a_write_is_refused_before_it_is_sent(method: str, url: str) -> None:
    with pytest.raises(GuardRefusal, match="an audit only reads"):
        sent(method, url)


FOREIGN = [
    "https://elsewhere.example/subscriptions",
    "https://management.azure.com.elsewhere.example/",
    "https://management.azure.com@elsewhere.example/",
    "https://management.azure.com:8443/subscriptions",
    "https://management.usgovcloudapi.net/subscriptions",
    "http://management.azure.com/subscriptions",
]


@pytest.mark.parametrize("url", FOREIGN)
def test_another_host_or_an_open_wire_gets_no_token(url: str) -> None:
    with pytest.raises(GuardRefusal, match=r"reads go to management\.azure\.com only"):
        sent("GET", url)


def test_a_custom_cloud_is_pinned_to_its_port() -> None:
    cloud = Cloud("custom", "https://127.0.0.1:1", "https://127.0.0.1:8443", "https://arm")
    assert sent("GET", "https://127.0.0.1:8443/subscriptions", cloud)
    with pytest.raises(GuardRefusal):
        sent("GET", "https://127.0.0.1:9443/subscriptions", cloud)


@pytest.mark.parametrize("end", ["register", "register/", "REGISTER"])
def test_the_registration_of_a_provider_is_refused_by_its_name(end: str) -> None:
    url = f"{ARM}/subscriptions/s/providers/Microsoft.Consumption/{end}?api-version=2016-02-01"
    with pytest.raises(ProviderNotRegistered, match=r"Microsoft\.Consumption is not registered"):
        sent("POST", url)


def test_a_refusal_is_an_azure_error_that_callers_of_the_sdk_already_catch() -> None:
    assert issubclass(GuardRefusal, AzureError) and issubclass(ProviderNotRegistered, AzureError)
