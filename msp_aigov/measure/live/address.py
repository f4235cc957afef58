"""Which endpoint is asked: a URL or the name of a local program. Loopback unless somebody says otherwise."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from msp_aigov.errors import ConfigError

# Where each program listens when nobody changed it.
KNOWN: Mapping[str, str] = {
    "ollama": "http://127.0.0.1:11434/v1",
    "llama-cpp": "http://127.0.0.1:8080/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
}


@dataclass(frozen=True)
class Address:
    """One endpoint taken apart; `path` ends before `/chat/completions`."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The endpoint as one writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.path}"


def address(text: str, allow_remote: bool) -> Address:
    """The endpoint behind a URL or a known name; anything beyond this machine is refused unless allowed."""
    if "@" in text or "?" in text:
        raise ConfigError("--endpoint: no user, password or query in the address", "Use --api-key-env NAME.")
    try:
        parts = urlsplit(KNOWN.get(text.casefold(), text))
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"--endpoint {text}: {error}") from error
    plain = text.isascii() and text.isprintable() and " " not in text
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        names = ", ".join(["foundry", *KNOWN])
        raise ConfigError(f"--endpoint {text}: is no address", f"Give http://127.0.0.1:PORT/v1, or one of {names}.")
    if not allow_remote and not is_loopback(parts.hostname):
        hint = "Add --allow-remote to send generated prompts to another machine."
        raise ConfigError(f"--endpoint {parts.hostname}: is not this machine", hint)
    secure = parts.scheme == "https"
    usual = 443 if secure else 80
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return Address(secure, parts.hostname, usual if port is None else port, path or "/v1")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its own words; names are not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
