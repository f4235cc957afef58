"""Whether a client's Azure can be asked now: a way to sign in at hand, and a network that reaches it. Asks nothing."""

import os
import shutil
import socket
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from msp_aigov.azure.cloud import cloud_named
from msp_aigov.model.client import AzureTenant, Credential

WAIT_S = 0.4  # a command that also answers without a network must not wait for one
# The variables that each way to sign in needs; what a method reads from the client's file is added to them.
VARIABLES = {
    "github-oidc": ("ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
    "azure-pipelines": ("SYSTEM_ACCESSTOKEN", "SYSTEM_OIDCREQUESTURI"),
    "workload-identity": ("AZURE_FEDERATED_TOKEN_FILE",),
    "managed-identity": ("IDENTITY_ENDPOINT",),
    "default": ("AZURE_CLIENT_ID",),
}


def not_at_hand(azure: AzureTenant) -> str:
    """Why the client's Azure cannot be asked without trying for long; empty if it can."""
    return _no_credential(azure.access.credential) or _no_way(cloud_named(azure.cloud).authority)


def _no_credential(settings: Credential) -> str:
    method = settings.method
    if method == "cli":
        return "" if shutil.which("az") else "the az command line is not installed"
    if method == "device-code":
        return "method device-code asks a person to sign in"
    if method == "certificate":
        path = settings.certificate_path or ""
        return "" if Path(path).is_file() else f"certificate {path} is not there"
    named = (settings.secret_env or "",) if method == "client-secret" else VARIABLES[method]
    lacking = [name for name in named if not os.environ.get(name)]
    return f"the environment variable {lacking[0]} is not set" if lacking else ""


def _no_way(authority: str) -> str:
    """A connection is tried aside: looking a name up can take longer than any timeout of it."""
    proxy = next((value for name in ("HTTPS_PROXY", "https_proxy") if (value := os.environ.get(name))), "")
    place = urlsplit(proxy if "://" in proxy else f"http://{proxy}" if proxy else authority)
    reached = []

    def reach() -> None:
        try:
            with socket.create_connection((place.hostname or "", place.port or 443), WAIT_S):
                reached.append(place)
        except OSError:
            pass

    trying = Thread(target=reach, daemon=True)
    trying.start()
    trying.join(WAIT_S)
    return "" if reached else f"{place.hostname} does not answer"
