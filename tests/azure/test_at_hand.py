"""Whether Azure can be asked is told from what lies at hand, without asking anybody."""

import socket
from pathlib import Path
from typing import get_args

import pytest

from msp_aigov.azure.at_hand import not_at_hand
from msp_aigov.model.client import Access, AzureTenant, Credential, CredentialMethod

TENANT = "11111111-1111-4111-8111-111111111111"


def why(monkeypatch: pytest.MonkeyPatch, credential: Credential, port: int = 9) -> str:
    for name in ("AZURE_AUTHORITY_HOST", "AZURE_RESOURCE_MANAGER_ENDPOINT", "AZURE_RESOURCE_MANAGER_AUDIENCE"):
        monkeypatch.setenv(name, f"https://127.0.0.1:{port}")
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    return not_at_hand(AzureTenant(TENANT, cloud="custom", access=Access(credential=credential)))


@pytest.mark.parametrize("method", get_args(CredentialMethod))
def test_nothing_at_hand_is_said_for_every_way_to_sign_in(
    method: CredentialMethod, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("IDENTITY_ENDPOINT", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE", "SYSTEM_ACCESSTOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("ACTIONS_ID_TOKEN_REQUEST_URL", raising=False)
    said = why(monkeypatch, Credential(method, secret_env="NOT_SET_AT_ALL", certificate_path=str(tmp_path / "c.pem")))
    assert said and "does not answer" not in said


def test_a_secret_without_a_network_is_not_enough_and_with_one_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_AT_HAND", "x")
    secret = Credential("client-secret", secret_env="SECRET_AT_HAND")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert why(monkeypatch, secret, port) == ""
    assert why(monkeypatch, secret, port) == "127.0.0.1 does not answer"


def test_a_proxy_is_the_way_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_AT_HAND", "x")
    secret = Credential("client-secret", secret_env="SECRET_AT_HAND")
    why(monkeypatch, secret)
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.getsockname()[1]}")
        assert not_at_hand(AzureTenant(TENANT, cloud="custom", access=Access(credential=secret))) == ""
