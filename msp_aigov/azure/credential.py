"""One credential per access route, and the check that its tokens belong to the expected tenant."""

import base64
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from azure.core.credentials import AccessToken, TokenCredential
from azure.core.exceptions import ClientAuthenticationError

from msp_aigov.azure.cloud import Cloud
from msp_aigov.azure.refusal import WrongTenant
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import AzureTenant, Credential

RENEW_S = 300  # a token with less than this to live is asked for anew


class TenantBound:
    """A credential whose every token must carry the expected tenant id; any other is refused before it is used."""

    def __init__(self, inner: TokenCredential, tenant: str, clock: Callable[[], float] = time.time) -> None:
        self._inner = inner
        self._tenant = tenant.lower()
        self._clock = clock
        self._kept: dict[tuple[str, ...], AccessToken] = {}
        self._one_at_a_time = threading.Lock()

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        """A token of the expected tenant, kept while it lives: every read has an SDK client of its own, and some ways
        to sign in start a program for each token.
        """
        with self._one_at_a_time:
            kept = self._kept.get(scopes)
            if kept is None or options.get("claims") or kept.expires_on - self._clock() < RENEW_S:
                kept = self._kept[scopes] = self._asked(scopes, options)
            return kept

    def _asked(self, scopes: tuple[str, ...], options: dict[str, Any]) -> AccessToken:
        token = self._inner.get_token(*scopes, **options)
        found = tenant_of(token.token)
        if found != self._tenant:
            raise WrongTenant(f"the token belongs to tenant {found or 'unknown'}, expected {self._tenant}")
        return token


def tenant_of(token: str) -> str | None:
    """The `tid` claim of a JWT; None where there is none to read."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return str(claims["tid"]).lower()
    except (IndexError, ValueError, KeyError, TypeError):
        return None


def credential_for(azure: AzureTenant, cloud: Cloud, transport: Any = None) -> TenantBound:
    """The credential of a client's route, bound to the tenant its tokens must come from.

    `transport` caps the waits of signing in as it caps those of reading.
    """
    settings = azure.access.credential
    options: dict[str, Any] = {"authority": cloud.authority}
    if transport is not None:
        options["transport"] = transport
    if cloud.name == "custom":
        options["disable_instance_discovery"] = True
    return TenantBound(BUILDERS[settings.method](azure.token_tenant, settings, options), azure.token_tenant)


def _secret(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import ClientSecretCredential

    return ClientSecretCredential(tenant, settings.client_id or "", _variable(settings.secret_env or ""), **options)


def _certificate(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import CertificateCredential

    password = os.environ.get(settings.secret_env) if settings.secret_env else None
    try:
        return CertificateCredential(
            tenant, settings.client_id or "", certificate_path=settings.certificate_path, password=password, **options
        )
    except (OSError, ValueError) as error:
        raise ConfigError(f"certificate {settings.certificate_path}: {error}") from error


def _github(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import ClientAssertionCredential

    return ClientAssertionCredential(tenant, settings.client_id or "", _github_assertion, **options)


def _github_assertion() -> str:
    """A fresh OIDC token: GitHub's live about ten minutes, shorter than a fleet run."""
    import requests

    url, bearer = _variable("ACTIONS_ID_TOKEN_REQUEST_URL"), _variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    try:
        answer = requests.get(
            url,
            params={"audience": "api://AzureADTokenExchange"},
            headers={"Authorization": f"bearer {bearer}"},
            timeout=30,
        )
        answer.raise_for_status()
        return str(answer.json()["value"])
    except (requests.RequestException, KeyError, ValueError) as error:
        raise ClientAuthenticationError(f"GitHub gave no OIDC token: {type(error).__name__}") from error


def _pipelines(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import AzurePipelinesCredential

    return AzurePipelinesCredential(
        tenant_id=tenant,
        client_id=settings.client_id or "",
        service_connection_id=settings.service_connection_id or "",
        system_access_token=_variable("SYSTEM_ACCESSTOKEN"),
        **options,
    )


def _workload(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import WorkloadIdentityCredential

    return WorkloadIdentityCredential(tenant_id=tenant, client_id=settings.client_id, **options)


def _managed(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import ManagedIdentityCredential

    return (
        ManagedIdentityCredential(client_id=settings.client_id) if settings.client_id else ManagedIdentityCredential()
    )


def _cli(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import AzureCliCredential

    return AzureCliCredential(tenant_id=tenant)


def _device_code(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import DeviceCodeCredential

    def prompt(address: str, code: str, expires: object) -> None:
        sys.stderr.write(f"Sign in to tenant {tenant}: open {address} and enter {code}\n")

    if not sys.stderr.isatty():
        raise ConfigError("method device-code needs a terminal", "Use client-secret, certificate or OIDC in jobs.")
    if settings.client_id:
        options = {**options, "client_id": settings.client_id}
    return DeviceCodeCredential(tenant_id=tenant, prompt_callback=prompt, **options)


def _default(tenant: str, settings: Credential, options: dict[str, Any]) -> TokenCredential:
    from azure.identity import DefaultAzureCredential

    return DefaultAzureCredential(
        exclude_interactive_browser_credential=True,
        interactive_browser_tenant_id=tenant,
        workload_identity_tenant_id=tenant,
        **options,
    )


BUILDERS: dict[str, Callable[[str, Credential, dict[str, Any]], TokenCredential]] = {
    "client-secret": _secret,
    "certificate": _certificate,
    "github-oidc": _github,
    "azure-pipelines": _pipelines,
    "workload-identity": _workload,
    "managed-identity": _managed,
    "cli": _cli,
    "device-code": _device_code,
    "default": _default,
}


def _variable(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ConfigError(f"the environment variable {name} is not set", "It must hold the credential's secret.")
    return value
