"""Every way a read can fail has a state, a reason in one line, and what would mend it."""

import json
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import (
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)
from azure.core.rest import HttpRequest
from azure.mgmt.core.exceptions import ARMErrorFormat

from msp_aigov.azure import failure as said
from msp_aigov.azure.failure import failure
from msp_aigov.azure.refusal import GuardRefusal, ProviderNotRegistered, Throttled, WrongTenant
from tests.azure.wires import Canned, Reply

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "azure" / "recordings" / "errors.json"


def refused(status: int, body: str = "", kind: type[HttpResponseError] = HttpResponseError) -> HttpResponseError:
    """The error an SDK raises for an answer."""
    azure = Canned(Reply(status, body, {"x-ms-request-id": "request-1"}))
    with azure.transport() as transport:
        response = transport.send(HttpRequest("GET", "https://management.azure.com/subscriptions"))
    return kind(response=response, error_format=ARMErrorFormat)


def arm(code: str, message: str) -> str:
    return json.dumps({"error": {"code": code, "message": message}})


REFUSALS = [
    (WrongTenant("the token belongs to tenant x"), "denied", "azure.tenant"),
    (ProviderNotRegistered("the provider is not registered"), "unsupported", "az provider register"),
    (Throttled("HTTP 429: Azure asks to wait 3600 s"), "throttled", said.LATER),
    (GuardRefusal("refused to follow a link"), "failed", "Report it"),
]


@pytest.mark.parametrize(("error", "state", "mend"), REFUSALS, ids=lambda value: type(value).__name__)
def test_what_we_refused_ourselves_says_why(error: Any, state: str, mend: str) -> None:
    gap = failure(error, "Reader")
    assert (gap.state, gap.reason) == (state, error.message)
    assert mend in gap.mend


OFFER = "Cost Management supports only Enterprise Agreement, Web direct and Microsoft Customer Agreement offer types."
TABLE = [
    (401, arm("RBACAccessDenied", "The client may not."), "denied", "HTTP 401 RBACAccessDenied: ", "role Cost Reader"),
    (401, arm("RBACAccessDenied", "The client may not."), "denied", "HTTP 401 RBACAccessDenied: ", "cost visibility"),
    (401, arm("InvalidAuthenticationTokenTenant", "x"), "denied", "HTTP 401 InvalidAuthenticationTokenTenant", "moved"),
    (400, arm("DisallowedOperation", "x"), "unsupported", "HTTP 400 DisallowedOperation", "cannot have charges"),
    (400, arm("IndirectCostDisabled", "x"), "unsupported", "HTTP 400 IndirectCostDisabled", "Partner Center"),
    (404, arm("SubscriptionNotFound", "x"), "failed", "HTTP 404 SubscriptionNotFound", "younger than 48 hours"),
    (424, arm("FailedDependency", "x"), "unsupported", "HTTP 424 FailedDependency", "too little history"),
    (403, arm("AuthorizationFailed", "No."), "denied", "HTTP 403 AuthorizationFailed: ", "role Cost Reader"),
    (404, arm("ResourceNotFound", "Gone."), "failed", "HTTP 404 ResourceNotFound: ", "Check that it exists"),
    (429, arm("429", "Too many requests."), "throttled", "HTTP 429: ", said.LATER),
    (400, arm("400", OFFER), "unsupported", "HTTP 400: ", said.OFFER),
    (400, arm("BadRequest", "The offer MS-AZR-0243P is not supported."), "unsupported", "HTTP 400 ", said.OFFER),
    (400, arm("AccountCostDisabled", "Cost is off."), "unsupported", "HTTP 400 AccountCostDisabled", said.OFFER),
    (400, arm("InvalidFilter", "The filter is wrong."), "failed", "HTTP 400 InvalidFilter: ", said.LATER),
    (500, arm("InternalServerError", "Sorry."), "failed", "HTTP 500 InternalServerError: ", said.LATER),
    (503, "", "failed", "HTTP 503: ", said.LATER),
    (502, "<html><body>Bad gateway</body></html>", "failed", "HTTP 502: ", said.LATER),
    (403, "[]", "denied", "HTTP 403: ", "role Cost Reader"),
    (403, '{"error": "plain words"}', "denied", "HTTP 403", "role Cost Reader"),
    (403, '{"error": null}', "denied", "HTTP 403", "role Cost Reader"),
]


@pytest.mark.parametrize(("status", "body", "state", "reason", "mend"), TABLE)
def test_an_answer_that_is_an_error_says_its_code_and_what_would_mend_it(
    status: int, body: str, state: str, reason: str, mend: str
) -> None:
    gap = failure(refused(status, body), "Cost Reader")
    assert (gap.state, gap.status, gap.request_id) == (state, status, "request-1")
    assert gap.reason.startswith(reason) and "\n" not in gap.reason
    assert mend in gap.mend


def test_a_401_of_arm_is_denied_also_as_the_sdks_own_kind() -> None:
    body = arm("RBACAccessDenied", "The client may not.")
    assert failure(refused(401, body, ClientAuthenticationError), "Reader").state == "denied"


WIRELESS = [
    ServiceRequestError("connection refused"),
    ServiceResponseError("Connection aborted."),
    DecodeError("not JSON"),
    ValueError("the answer is not a list"),
    ConnectionResetError(104, "Connection reset by peer"),
    HttpResponseError("no response at all"),
]


@pytest.mark.parametrize("error", WIRELESS, ids=lambda error: type(error).__name__)
def test_a_read_that_got_no_answer_has_failed_for_now(error: Any) -> None:
    gap = failure(error, "Reader")
    assert (gap.state, gap.mend, gap.status) == ("failed", said.LATER, None)
    assert gap.reason.startswith("no usable answer: ")


def test_a_sign_in_that_failed_is_denied_and_points_to_the_credential() -> None:
    gap = failure(ClientAuthenticationError("AADSTS7000215: Invalid client secret provided.\nTrace ID: 1"), "Reader")
    assert gap.state == "denied" and gap.mend == said.SIGN_IN
    assert gap.reason == "sign-in failed: AADSTS7000215: Invalid client secret provided."


@pytest.mark.parametrize("message", ["x" * 5000, "\n\n  first \nsecond", ""])
def test_a_reason_is_one_line_of_bounded_length(message: str) -> None:
    reason = failure(ValueError(message), "Reader").reason
    assert reason and "\n" not in reason and len(reason) < 400


@pytest.mark.skipif(not RECORDED.is_file(), reason="the recordings are not here")
def test_every_recorded_error_is_a_gap_with_a_way_out() -> None:
    for entry in json.loads(RECORDED.read_text("utf-8"))["errors"]:
        gap = failure(refused(entry["status"] or 500, json.dumps(entry["body"])), "Reader")
        assert gap.state != "read" and gap.reason and gap.mend
        if "offer" in entry["body"]["error"].get("message", "").lower():
            assert gap.state == "unsupported"
