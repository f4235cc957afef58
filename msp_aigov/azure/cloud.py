"""Where Azure's endpoints are, per cloud."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from msp_aigov.errors import ConfigError


@dataclass(frozen=True)
class Cloud:
    """One Azure cloud: the authority that signs in, the ARM endpoint and the audience of its tokens."""

    name: str
    authority: str
    endpoint: str
    audience: str

    @property
    def host(self) -> str:
        """The one host (with port) that reads may go to."""
        return urlsplit(self.endpoint).netloc.lower()

    @property
    def scope(self) -> str:
        """The OAuth scope to ask a token for."""
        return self.audience.rstrip("/") + "/.default"


CLOUDS = {
    "public": Cloud(
        "public",
        "https://login.microsoftonline.com",
        "https://management.azure.com",
        "https://management.azure.com",
    ),
    "usgov": Cloud(
        "usgov",
        "https://login.microsoftonline.us",
        "https://management.usgovcloudapi.net",
        "https://management.usgovcloudapi.net",
    ),
    "china": Cloud(
        "china",
        "https://login.chinacloudapi.cn",
        "https://management.chinacloudapi.cn",
        "https://management.chinacloudapi.cn",
    ),
}
PRICES, PRICES_VARIABLE = "https://prices.azure.com", "AZURE_RETAIL_PRICES_ENDPOINT"
VARIABLES = ("AZURE_AUTHORITY_HOST", "AZURE_RESOURCE_MANAGER_ENDPOINT", "AZURE_RESOURCE_MANAGER_AUDIENCE")


def endpoints_named() -> list[str]:
    """What the environment names for the cloud `custom`, in the order of `VARIABLES`; empty where it names nothing."""
    return [os.environ.get(variable, "").strip().rstrip("/") for variable in VARIABLES]


def price_endpoint() -> str:
    """Where the public price list is: the vendor's, or what the environment names."""
    endpoint = os.environ.get(PRICES_VARIABLE, "").strip().rstrip("/") or PRICES
    if not endpoint.startswith("https://"):
        raise ConfigError(f"{PRICES_VARIABLE} must be an https address")
    return endpoint


def cloud_named(name: str) -> Cloud:
    """The cloud a client's file names; `custom` comes from the environment. Never falls back to public."""
    if name in CLOUDS:
        return CLOUDS[name]
    values = endpoints_named()
    wrong = [variable for variable, value in zip(VARIABLES, values, strict=True) if not value.startswith("https://")]
    if name != "custom" or wrong:
        raise ConfigError(
            f"cloud {name}: " + ("is not known" if name != "custom" else f"{', '.join(wrong)} must be https addresses"),
            "Clouds are public, usgov, china, or custom with its three variables set "
            "(`msp-aigov simulator serve` prints them).",
        )
    return Cloud("custom", *values)
