"""How a token is fetched: kept while it lives, and from the endpoints that managed identities have."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from azure.core.credentials import AccessToken

from msp_aigov.azure.cloud import CLOUDS
from msp_aigov.azure.credential import TenantBound, credential_for
from msp_aigov.azure.refusal import WrongTenant
from msp_aigov.model.client import Access, AzureTenant, Credential

TENANT, OTHER = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"
SCOPE = "https://management.azure.com/.default"


def token(tenant: str) -> str:
    body = base64.urlsafe_b64encode(json.dumps({"tid": tenant}).encode()).decode().rstrip("=")
    return f"head.{body}.signature"


class Counting:
    """A credential that counts how often it is asked."""

    def __init__(self, lives: float) -> None:
        self.asked, self._lives = 0, lives

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        self.asked += 1
        return AccessToken(token(TENANT), int(self._lives))


def test_a_token_is_asked_for_once_by_all_readers_and_again_before_it_ends() -> None:
    now = [1_000.0]
    inner = Counting(5_000)
    bound = TenantBound(inner, TENANT, lambda: now[0])
    readers = [threading.Thread(target=bound.get_token, args=(SCOPE,)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert inner.asked == 1
    bound.get_token(SCOPE, claims="a challenge")
    assert inner.asked == 2
    now[0] = 4_800
    bound.get_token(SCOPE)
    assert inner.asked == 3


def test_a_token_of_another_tenant_is_never_kept() -> None:
    bound = TenantBound(Counting(5_000), OTHER, lambda: 0)
    for _ in range(2):
        with pytest.raises(WrongTenant):
            bound.get_token(SCOPE)


class Endpoint(BaseHTTPRequestHandler):
    """A managed identity's endpoint as App Service offers it: a header that proves the caller, a token back."""

    asked: list[dict[str, Any]] = []
    tenant = TENANT

    def do_GET(self) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        type(self).asked.append({**query, "proof": self.headers.get("X-IDENTITY-HEADER")})
        body = {"access_token": token(self.tenant), "expires_on": "4102444800", "expires_in": "86400"}
        body["resource"] = query.get("resource", "")
        text = json.dumps({**body, "token_type": "Bearer"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *about: Any) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Endpoint]]:
    class Own(Endpoint):
        asked: list[dict[str, Any]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{server.server_port}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "proof")
    yield Own
    server.shutdown()
    server.server_close()


def managed(**fields: str) -> TenantBound:
    access = Access(credential=Credential("managed-identity", **fields))
    return credential_for(AzureTenant(TENANT, access=access), CLOUDS["public"])


@pytest.mark.parametrize("client", [None, "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"])
def test_a_managed_identity_signs_in_at_its_own_endpoint(endpoint: type[Endpoint], client: str | None) -> None:
    bound = managed(**({"client_id": client} if client else {}))
    assert bound.get_token(SCOPE).token == token(TENANT)
    (asked,) = endpoint.asked
    assert (asked["resource"], asked["proof"]) == ("https://management.azure.com", "proof")
    assert asked.get("client_id") == client


def test_a_virtual_machines_identity_signs_in_at_the_metadata_service(
    endpoint: type[Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.environ["IDENTITY_ENDPOINT"].removesuffix("/msi/token")
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", here)
    assert managed().get_token(SCOPE).token == token(TENANT)
    assert endpoint.asked[-1]["resource"] == "https://management.azure.com"


def test_a_managed_identity_of_another_tenant_is_refused(endpoint: type[Endpoint]) -> None:
    endpoint.tenant = OTHER
    with pytest.raises(WrongTenant, match=f"belongs to tenant {OTHER}"):
        managed().get_token(SCOPE)
