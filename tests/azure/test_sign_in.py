"""Every way of signing in that needs no person gets a token of the right tenant from the simulated token endpoint."""

import os
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from msp_aigov.azure import credential as credentials
from msp_aigov.azure.cloud import cloud_named
from msp_aigov.azure.credential import credential_for, tenant_of
from msp_aigov.model.client import Access, AzureTenant, Credential
from msp_aigov.simulator.server import SimulatedAzure
from tests import world


@pytest.fixture
def azure(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedAzure]:
    """The simulated Azure, whose application accepts signed assertions too."""
    data = world.estate()
    data["tenants"][0]["applications"][0]["assertion"] = True
    with world.simulated(data) as started:
        world.enter(started, monkeypatch)
        yield started


def signed_in(method: Any, **fields: Any) -> Any:
    """A credential made as a run makes it."""
    own = Credential(method, client_id=world.APPLICATION, **fields)
    return credential_for(
        AzureTenant(world.TENANT, cloud="custom", access=Access(credential=own)), cloud_named("custom")
    )


def got(credential: Any) -> str | None:
    """The tenant of a token that this credential gets."""
    return tenant_of(credential.get_token(cloud_named("custom").scope).token)


def asked(azure: SimulatedAzure) -> list[str]:
    """The bodies of the token requests."""
    return [entry.body or "" for entry in azure.log.entries if entry.path.endswith("/token")]


def test_a_secret(azure: SimulatedAzure) -> None:
    assert got(signed_in("client-secret", secret_env=world.SECRET_ENV)) == world.TENANT


def test_a_certificate(azure: SimulatedAzure, tmp_path: Path) -> None:
    path = tmp_path / "cert.pem"
    path.write_bytes(certificate())
    assert got(signed_in("certificate", certificate_path=str(path))) == world.TENANT
    assert "client_assertion=***" in asked(azure)[-1]


def certificate() -> bytes:
    """A self-signed certificate with its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "audit")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(start).not_valid_after(start + timedelta(days=2))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    made = builder.sign(key, hashes.SHA256())
    return key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)


class Oidc:
    """GitHub's token service: a new assertion at every call."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def get(self, url: str, **options: Any) -> Any:
        self.calls.append({"url": url, **options})
        answer = requests.Response()
        answer.status_code = 200
        answer._content = b'{"value": "e30.e30.%d"}' % len(self.calls)
        return answer


def test_github_oidc_asks_for_a_fresh_assertion_for_every_token(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    oidc = Oidc()
    monkeypatch.setattr(requests, "get", oidc.get)
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", "https://oidc.example/token")
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job-token")
    credential = signed_in("github-oidc")
    cloud = cloud_named("custom")
    for resource in (cloud.audience, "https://management.core.windows.net"):  # another audience is another token
        credential.get_token(f"{resource}/.default")
    assert len(oidc.calls) == len(asked(azure)) == 2
    assert oidc.calls[0]["params"] == {"audience": "api://AzureADTokenExchange"}


def test_github_oidc_that_is_refused_is_a_sign_in_error_without_the_token(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: Any, **options: Any) -> Any:
        raise requests.ConnectionError("no route; bearer job-token")

    monkeypatch.setattr(requests, "get", refused)
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", "https://oidc.example/token")
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job-token")
    with pytest.raises(ClientAuthenticationError) as caught:
        got(signed_in("github-oidc"))
    assert "job-token" not in str(caught.value)


def test_workload_identity_reads_its_token_file(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("e30.e30.c2ln")
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "token"))
    assert got(signed_in("workload-identity")) == world.TENANT
    assert "client_assertion=***" in asked(azure)[-1]


def test_azure_pipelines_gets_its_assertion_from_the_job(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    from azure.identity._credentials import azure_pipelines

    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", "https://pipelines.example/oidc")
    monkeypatch.setenv("SYSTEM_ACCESSTOKEN", "job")
    sent: list[Any] = []
    build = azure_pipelines.AzurePipelinesCredential._get_oidc_token

    def oidc(self: Any) -> str:
        sent.append(self)
        return "e30.e30.c2ln"

    assert callable(build)
    monkeypatch.setattr(azure_pipelines.AzurePipelinesCredential, "_get_oidc_token", oidc)
    assert got(signed_in("azure-pipelines", service_connection_id="connection")) == world.TENANT
    assert len(sent) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for az is a shell script")
def test_the_command_line_is_asked_for_the_clients_tenant(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = signed_in("client-secret", secret_env=world.SECRET_ENV).get_token(cloud_named("custom").scope).token
    script = tmp_path / "az"
    answer = f'{{"accessToken": "{token}", "expiresOn": "2030-01-01 00:00:00.000000", "expires_on": 1893456000}}'
    script.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/asked\ncat <<'END'\n{answer}\nEND\n")
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert got(signed_in("cli")) == world.TENANT
    assert f"--tenant {world.TENANT}" in (tmp_path / "asked").read_text()


def test_a_device_code_is_shown_on_stderr_only(
    azure: SimulatedAzure, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr("azure.identity.DeviceCodeCredential", lambda **options: kept.update(options))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    credentials.BUILDERS["device-code"](world.TENANT, Credential("device-code"), {})
    kept["prompt_callback"]("https://microsoft.com/devicelogin", "CODE", None)
    shown = capsys.readouterr()
    assert "CODE" in shown.err and shown.out == ""
