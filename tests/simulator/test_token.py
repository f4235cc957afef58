"""The token endpoint issues tokens to the scenario's applications and to nobody else."""

import pytest

from msp_aigov.simulator.server import SimulatedAzure
from msp_aigov.simulator.token import without_secrets

from .clinic import APP, CLINIC, PROVIDER, Wire

UNKNOWN = "99999999-9999-4999-8999-999999999999"


def test_a_token_names_tenant_application_and_audience(azure: SimulatedAzure, wire: Wire) -> None:
    claims = wire.claims
    assert (claims["tid"], claims["appid"], claims["aud"]) == (CLINIC, APP, azure.url)
    assert claims["iss"] == f"{azure.url}/{CLINIC}/v2.0"
    assert claims["exp"] > claims["iat"]
    assert claims["oid"]


def test_an_assertion_is_as_good_as_a_secret_where_it_is_allowed(wire: Wire) -> None:
    assert wire.token(PROVIDER, client_secret="", client_assertion="any.signed.text").status_code == 200


@pytest.mark.parametrize(
    ("tenant", "changes", "status", "error", "code"),
    [
        (CLINIC, {"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        (CLINIC, {"client_secret": ""}, 401, "invalid_client", 7000215),
        (CLINIC, {"client_id": UNKNOWN}, 400, "unauthorized_client", 700016),
        (CLINIC, {"scope": "openid"}, 400, "invalid_scope", 70011),
        (CLINIC, {"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        (UNKNOWN, {}, 400, "invalid_request", 90002),
    ],
)
def test_a_refusal_says_why(
    wire: Wire, tenant: str, changes: dict[str, str], status: int, error: str, code: int
) -> None:
    answer = wire.token(tenant, **changes)
    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (status, error, [code])
    assert f"AADSTS{code}" in body["error_description"]


def test_discovery_points_here(azure: SimulatedAzure, wire: Wire) -> None:
    home = f"{azure.url}/{CLINIC}"
    assert (
        wire.get(f"{home}/v2.0/.well-known/openid-configuration").json()["token_endpoint"]
        == f"{home}/oauth2/v2.0/token"
    )
    instance = wire.get(f"/common/discovery/instance?authorization_endpoint={home}/oauth2/v2.0/authorize").json()
    assert instance["tenant_discovery_endpoint"] == f"{home}/v2.0/.well-known/openid-configuration"


def test_the_log_knows_the_tenant_and_not_the_secret(azure: SimulatedAzure, wire: Wire) -> None:
    wire.token(CLINIC)
    entry = azure.log.entries[-1]
    assert (entry.api, entry.tenant) == ("token", CLINIC)
    assert entry.body and "client_secret=***" in entry.body and "demo-secret" not in entry.body


def test_an_assertion_is_struck_out_too() -> None:
    assert without_secrets("client_assertion=e30.e30.c2ln&scope=x") == "client_assertion=***&scope=x"
