"""A credential is bound to one tenant: a token of any other never leaves the program."""

import base64
import json
from typing import Any

import pytest
from azure.core.credentials import AccessToken

from msp_aigov.azure.cloud import CLOUDS
from msp_aigov.azure.credential import BUILDERS, TenantBound, credential_for, tenant_of
from msp_aigov.azure.refusal import WrongTenant
from msp_aigov.azure.session import opened_session
from msp_aigov.errors import AigovError, ConfigError
from msp_aigov.model.client import Access, AzureTenant, Credential

TENANT, MANAGING = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"


def token(claims: Any) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"head.{body}.signature"


class Fixed:
    """A credential that always gives the same token."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken(self._text, 2_000_000_000)


@pytest.mark.parametrize("padding", ["", "a", "ab", "abc"])
def test_the_tenant_is_read_from_a_token_of_any_length(padding: str) -> None:
    assert tenant_of(token({"tid": TENANT.upper(), "x": padding})) == TENANT


@pytest.mark.parametrize(
    "text",
    ["", "abc", "a.b", "a.!!!.c", token({}), token([]), token("tid"), token(None), "a." + "AAAA" * 3 + ".c"],
)
def test_a_token_without_a_tenant_has_none(text: str) -> None:
    assert tenant_of(text) is None


@pytest.mark.parametrize("claims", [{"tid": MANAGING}, {}, {"tid": None}])
def test_a_token_of_another_tenant_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(WrongTenant, match=f"expected {TENANT}"):
        TenantBound(Fixed(token(claims)), TENANT).get_token("scope")


def test_a_token_of_the_expected_tenant_is_given_whatever_its_case() -> None:
    text = token({"tid": TENANT.upper()})
    assert TenantBound(Fixed(text), TENANT.upper()).get_token("scope").token == text


def test_the_expected_tenant_follows_the_route() -> None:
    assert AzureTenant(TENANT).token_tenant == TENANT
    assert AzureTenant(TENANT, access=Access("lighthouse", MANAGING)).token_tenant == MANAGING
    assert AzureTenant(TENANT, access=Access("app", MANAGING)).token_tenant == TENANT


def access(method: Any, **fields: str) -> AzureTenant:
    return AzureTenant(TENANT, access=Access(credential=Credential(method, **fields)))


def test_a_secret_that_is_not_in_the_environment_is_named() -> None:
    azure = access("client-secret", client_id=MANAGING, secret_env="CONTOSO_SECRET")
    with pytest.raises(ConfigError, match="the environment variable CONTOSO_SECRET is not set"):
        credential_for(azure, CLOUDS["public"])


def test_a_certificate_that_is_not_there_is_said() -> None:
    azure = access("certificate", client_id=MANAGING, certificate_path="/nowhere/cert.pem")
    with pytest.raises(ConfigError, match=r"certificate /nowhere/cert\.pem"):
        credential_for(azure, CLOUDS["public"])


def test_a_device_code_needs_a_terminal() -> None:
    with pytest.raises(ConfigError, match="needs a terminal"):
        credential_for(access("device-code"), CLOUDS["public"])


def test_every_method_of_the_configuration_can_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    from typing import get_args

    from msp_aigov.model.client import CredentialMethod

    assert set(BUILDERS) == set(get_args(CredentialMethod))
    monkeypatch.setenv("S", "secret")
    monkeypatch.setenv("SYSTEM_ACCESSTOKEN", "token")
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", "https://dev.azure.com/x")
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", "/nowhere")
    for method in set(BUILDERS) - {"certificate", "device-code"}:
        azure = access(method, client_id=MANAGING, secret_env="S", service_connection_id="c")
        assert isinstance(credential_for(azure, CLOUDS["public"]), TenantBound), method


def test_a_session_that_cannot_be_made_is_an_error_of_each_read() -> None:
    session = opened_session(access("client-secret", client_id=MANAGING, secret_env="MISSING"), lambda _: None)
    for _ in range(2):
        with pytest.raises(ConfigError, match="MISSING is not set"):
            session()
    with pytest.raises(AigovError, match="names no tenant"):
        opened_session(None, lambda _: None)()
